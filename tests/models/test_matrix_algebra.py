"""The models of vectors and matrices against NumPy, SciPy, SymPy and published values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
import scipy.spatial.distance
import scipy.stats
import sympy

from solver.models import matrix_algebra

SEEDS = pytest.mark.parametrize("seed", range(8))


def whole(seed, rows, columns=None, most=4):
    """A matrix of whole numbers as fractions, and as floats."""
    entries = np.random.default_rng(seed).integers(-most, most + 1, (rows, columns or rows))
    exact = np.array([[Fraction(int(entry)) for entry in row] for row in entries], dtype=object)
    return exact, entries.astype(float)


@SEEDS
@pytest.mark.parametrize("unit", ["radians", "degrees"])
def test_vectors(seed, unit):
    random = np.random.default_rng(seed)
    a, b = random.normal(size=(2, 2 + seed))
    found = matrix_algebra.vectors(a, b, 2.5, unit)
    cosine = 1 - scipy.spatial.distance.cosine(a, b)
    assert found["cosine"] == pytest.approx(cosine, rel=1e-10)
    angle = np.arccos(cosine)
    assert found["angle"] == pytest.approx(np.degrees(angle) if unit == "degrees" else angle, rel=1e-10)
    assert found["norm_a"] == pytest.approx(scipy.linalg.norm(a), rel=1e-12)
    assert found["norm_b"] == pytest.approx(scipy.linalg.norm(b), rel=1e-12)
    assert found["distance"] == pytest.approx(scipy.spatial.distance.euclidean(a, b), rel=1e-12)
    assert found["dot"] == pytest.approx(np.dot(a, b), rel=1e-10)
    np.testing.assert_allclose(found["sum"], np.add(a, b))
    np.testing.assert_allclose(found["difference"], np.subtract(a, b))
    np.testing.assert_allclose(found["scaled"], 2.5 * a)


def test_a_vector_of_zeros_has_no_angle():
    found = matrix_algebra.vectors(np.zeros(2), np.ones(2), None, "radians")
    assert not {"angle", "cosine", "scaled"} & found.keys()


@SEEDS
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_determinant(seed, size):
    exact, floats = whole(seed, size)
    assert matrix_algebra.determinant(exact) == sympy.Matrix(exact).det()
    random = np.random.default_rng(seed).normal(size=(size, size))
    for matrix in (floats, random):
        assert matrix_algebra.determinant(matrix) == pytest.approx(
            scipy.linalg.det(matrix), rel=1e-10, abs=1e-10
        )


@SEEDS
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_inverse(seed, size):
    exact, _ = whole(seed, size)
    found = matrix_algebra.inverse(exact)
    assert ("inverse" in found) == (found["determinant"] != 0)
    if found["determinant"]:
        assert sympy.Matrix(found["inverse"]) == sympy.Matrix(exact).inv()
    random = np.random.default_rng(seed).normal(size=(size, size))
    found = matrix_algebra.inverse(random)
    np.testing.assert_allclose(found["inverse"], scipy.linalg.inv(random), rtol=1e-10)
    assert found["determinant"] == pytest.approx(scipy.linalg.det(random), rel=1e-10)


@SEEDS
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 2), (2, 4), (4, 4)])
def test_linear_system(seed, shape):
    a, _ = whole(seed, *shape, most=2)
    b = whole(seed + 100, shape[0], 1, most=2)[0][:, 0]
    found = matrix_algebra.linear_system(a, b)
    x = sympy.symbols(f"x:{shape[1]}")
    theirs = sympy.linsolve((sympy.Matrix(a), sympy.Matrix(b)), *x)
    if found["kind"] == "none":
        assert theirs == sympy.EmptySet
        return
    (general,) = theirs
    free = sorted({symbol.name for entry in general for symbol in entry.free_symbols})
    assert found["kind"] == ("family" if free else "one")
    start = found["particular" if free else "solution"]
    assert list(sympy.Matrix(a) * sympy.Matrix(start)) == list(b)
    directions = found.get("directions", [])
    assert len(directions) == len(free)
    assert all(not any(sympy.Matrix(a) * sympy.Matrix(vector)) for vector in directions)


@SEEDS
@pytest.mark.parametrize("shape", [(1, 1), (2, 2), (3, 2), (2, 4)])
def test_norms(seed, shape):
    matrix = np.random.default_rng(seed).normal(size=shape)
    found = matrix_algebra.norms(None, matrix)
    for name, order in (("frobenius", "fro"), ("one", 1), ("infinity", np.inf)):
        assert found[name] == pytest.approx(scipy.linalg.norm(matrix, order), rel=1e-12)
    assert found["spectral"] == pytest.approx(scipy.linalg.eigvalsh(matrix.T @ matrix)[-1] ** 0.5, rel=1e-10)
    vector = matrix[:, 0]
    found = matrix_algebra.norms(vector, None)
    for name, order in (("l1", 1), ("l2", 2), ("linf", np.inf)):
        assert found[name] == pytest.approx(scipy.linalg.norm(vector, order), rel=1e-12)


@SEEDS
@pytest.mark.parametrize("shapes", [((2, 2), (2, 2)), ((2, 3), (3, 4)), ((3, 2), (3, 2))])
def test_matrices(seed, shapes):
    random = np.random.default_rng(seed)
    a, b = (random.normal(size=shape) for shape in shapes)
    found = matrix_algebra.matrices(a, b)
    if shapes[0] == shapes[1]:
        np.testing.assert_allclose(found["sum"], a + b)
        np.testing.assert_allclose(found["difference"], a - b)
    if shapes[0][1] == shapes[1][0]:
        np.testing.assert_allclose(found["product"], np.matmul(a, b), rtol=1e-10)
    np.testing.assert_array_equal(found["transpose_a"], a.T)
    assert found.get("trace", np.trace(a)) == pytest.approx(np.trace(a))


@SEEDS
def test_kinds(seed):
    """Each kind by what SymPy or SciPy say of it."""
    exact, floats = whole(seed, 3, most=1)
    theirs, kinds = sympy.Matrix(exact), matrix_algebra.kinds(exact)
    assert ("singular" in kinds) == (theirs.rank() < 3) != ("invertible" in kinds)
    assert ("symmetric" in kinds) == theirs.is_symmetric()
    assert ("diagonal" in kinds) == theirs.is_diagonal()
    rotation = scipy.stats.ortho_group.rvs(3, random_state=seed)
    assert matrix_algebra.kinds(rotation) == ["orthogonal", "invertible"]
    symmetric = matrix_algebra.kinds(floats + floats.T + 10 * np.eye(3))
    assert symmetric[-2:] == ["symmetric", "invertible"]
    assert matrix_algebra.kinds(np.eye(3))[0] == "identity"
