"""The models of least squares and of decompositions against NumPy, SciPy and scikit-learn."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg

from solver.models import decompositions

SEEDS = pytest.mark.parametrize("seed", range(8))


def exact(array):
    return np.vectorize(Fraction, otypes=[object])(array)


@SEEDS
def test_least_squares(seed):
    random = np.random.default_rng(seed)
    x, y = random.integers(-5, 6, (6, 3)).astype(float), random.integers(-9, 10, 6).astype(float)
    free = np.zeros(3, dtype=int)
    found = decompositions.least_squares(exact(x), exact(y), exact(free), uncentered=False)
    theirs = scipy.linalg.lstsq(x, y)[0]
    np.testing.assert_allclose(found["beta"].astype(float), theirs, rtol=1e-10, atol=1e-10)
    left = y - x @ theirs
    np.testing.assert_allclose(found["residuals"].astype(float), left, atol=1e-10)
    assert float(found["sse"]) == pytest.approx(left @ left, rel=1e-10)


@SEEDS
def test_least_squares_against_scikit_learn(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    metrics = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(seed)
    x, y = random.integers(-5, 6, (7, 2)).astype(float), random.integers(-9, 10, 7).astype(float)
    theirs = linear_model.Ridge(alpha=1.5, tol=1e-14).fit(x, y)
    design = np.column_stack([np.ones(7), x])
    penalties = exact(np.array([0, 1.5, 1.5]))
    found = decompositions.least_squares(exact(design), exact(y), penalties, uncentered=False)
    wanted = [theirs.intercept_, *theirs.coef_]
    np.testing.assert_allclose(found["beta"].astype(float), wanted, rtol=1e-9, atol=1e-10)
    assert float(found["r_squared"]) == pytest.approx(metrics.r2_score(y, theirs.predict(x)), rel=1e-9)


def test_a_column_that_depends_on_others_changes_no_fitted_value():
    x = np.array([[1, 2, 3], [1, 3, 4], [1, 5, 6], [1, 4, 5]])
    y = np.array([1, 0, 2, 5])
    found = decompositions.least_squares(exact(x), exact(y), exact(np.zeros(3, dtype=int)), uncentered=True)
    fitted = x @ scipy.linalg.lstsq(x, y)[0]
    np.testing.assert_allclose(found["fitted"].astype(float), fitted, atol=1e-10)
    assert found["beta"][2] == 0
    assert float(found["r_squared"]) == pytest.approx(1 - ((y - fitted) ** 2).sum() / (y**2).sum())


@SEEDS
@pytest.mark.parametrize("size", [2, 3])
def test_eigendecomposition(seed, size):
    matrix = np.random.default_rng(seed).integers(-4, 5, (size, size))
    found = decompositions.eigendecomposition(exact(matrix), 3)
    eigenvalues = sorted(scipy.linalg.eigvals(matrix), key=lambda x: (-round(x.real, 6), -x.imag))
    np.testing.assert_allclose(found["eigenvalues"], eigenvalues, atol=1e-6)
    if "vectors" in found:
        product = found["vectors"] @ np.diag(found["eigenvalues"]) @ found["inverse"]
        np.testing.assert_allclose(product, matrix, atol=1e-10)
        np.testing.assert_array_equal(found["power"], np.linalg.matrix_power(matrix, 3))


def test_rational_eigenvectors_are_whole():
    """Strang, Introduction to Linear Algebra, section 6.2: of (1, 5; 0, 6), vectors (1, 0) and (1, 1)."""
    found = decompositions.eigendecomposition(exact(np.array([[1, 5], [0, 6]])), None)
    np.testing.assert_array_equal(found["vectors"], [[1, 1], [1, 0]])
    assert "vectors" not in decompositions.eigendecomposition(exact(np.array([[0, 1], [0, 0]])), None)


@SEEDS
@pytest.mark.parametrize("shape", [(2, 2), (4, 2), (2, 5), (3, 3)])
def test_svd(seed, shape):
    """Up to the signs of vectors, those of SciPy's other driver."""
    a = np.random.default_rng(seed).integers(-5, 6, shape)
    found = decompositions.svd(exact(a), 1, full=False, flip=np.array([1]))
    u, sigma, vt = scipy.linalg.svd(a, full_matrices=False, lapack_driver="gesvd")
    np.testing.assert_allclose(found["singular_values"], sigma, rtol=1e-10, atol=1e-10)
    for k in np.flatnonzero(sigma > 1e-9):
        sign = -1 if k == 0 else 1
        first = next(entry for entry in vt[k] if abs(entry) > 1e-9)
        sign *= np.sign(first)
        np.testing.assert_allclose(found["v"][:, k], sign * vt[k], atol=1e-9)
        np.testing.assert_allclose(found["u"][:, k], sign * u[:, k], atol=1e-9)
    np.testing.assert_allclose(found["approximation"], sigma[0] * np.outer(u[:, 0], vt[0]), atol=1e-9)


@SEEDS
def test_equal_spaces_have_equal_bases(seed):
    basis = np.random.default_rng(seed).normal(size=(2, 4))
    ours = decompositions.canonical(basis)
    np.testing.assert_allclose(decompositions.canonical(np.array([[1, 2], [3, -1]]) @ basis), ours, atol=1e-9)
    np.testing.assert_allclose(ours @ ours.T, np.eye(2), atol=1e-12)
    assert np.linalg.matrix_rank(np.vstack([ours, basis])) == 2


@SEEDS
@pytest.mark.parametrize("biased", [False, True])
def test_pca_against_scikit_learn(seed, biased):
    """Its signs are chosen by the largest entry, and its variances are of n - 1."""
    decomposition = pytest.importorskip("sklearn.decomposition")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    data = np.random.default_rng(seed).integers(-9, 10, (7, 3))
    for standardize in (False, True):
        found = decompositions.pca(exact(data), 2, standardize, biased, standardize, None)
        used = preprocessing.StandardScaler().fit_transform(data) if standardize else data
        theirs = decomposition.PCA(2, svd_solver="full").fit(used)
        scale = 6 / 7 if biased else 1
        np.testing.assert_allclose(
            found["explained_variance"], theirs.explained_variance_ * scale, rtol=1e-10
        )
        np.testing.assert_allclose(found["explained_ratio"], theirs.explained_variance_ratio_, rtol=1e-10)
        np.testing.assert_allclose(found["singular_values"], theirs.singular_values_, rtol=1e-10)
        signs = np.sign(theirs.components_[:, 0])
        np.testing.assert_allclose(found["components"], theirs.components_ * signs[:, None], atol=1e-9)
        np.testing.assert_allclose(found["scores"], theirs.transform(used) * signs, atol=1e-9)
        np.testing.assert_allclose(found["covariance"], np.cov(used.T, bias=biased), atol=1e-10)
    np.testing.assert_allclose(found["mean"], data.mean(axis=0))
