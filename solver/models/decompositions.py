"""Least squares, eigendecomposition, singular values and principal components."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.models.components import PCA
from solver.models.linear_algebra import decomposed

Array: TypeAlias = NDArray[np.float64]
ExactArray: TypeAlias = NDArray[np.object_]

EQUAL = 1e-9
"""Numbers are equal, or nothing, where they differ by no more than this part of the largest one."""

NOTHING = 2e-15
"""What rounding leaves of an entry of a unit vector that is 0."""


def least_squares(
    design_matrix: ExactArray, y: ExactArray, penalties: ExactArray, uncentered: bool
) -> dict[str, Any]:
    """The beta of the least sum of squared residuals, plus penalties times its own squares, in fractions.

    The matrix has shape (n, p), y (n,) and the penalties (p,). Each column, with a penalty in a row of its
    own, is made orthogonal to those before it (modified Gram-Schmidt); where nothing of it is left, its
    coefficient is 0.

    Source: Golub and Van Loan, Matrix Computations, sections 5.3 and 6.1.
    """
    n, p = design_matrix.shape
    weights = np.array([Fraction(1)] * n + list(penalties), dtype=object)
    columns = np.vstack([design_matrix, np.eye(p, dtype=int) + Fraction(0)]).T
    triangle = np.eye(p, dtype=int) + Fraction(0)
    rest, shares = np.concatenate([y, [Fraction(0)] * p]), [Fraction(0)] * p
    for k in range(p):
        size = (weights * columns[k]) @ columns[k]
        if not size:
            continue
        for j in range(k + 1, p):
            triangle[k, j] = (weights * columns[k]) @ columns[j] / size
            columns[j] = columns[j] - triangle[k, j] * columns[k]
        shares[k] = (weights * columns[k]) @ rest / size
        rest = rest - shares[k] * columns[k]
    beta = np.array(shares, dtype=object)
    for k in reversed(range(p)):
        dependent = not (weights * columns[k]) @ columns[k]
        beta[k] = Fraction(0) if dependent else shares[k] - triangle[k, k + 1 :] @ beta[k + 1 :]
    fitted = design_matrix @ beta
    residuals = y - fitted
    found = {"beta": beta, "fitted": fitted, "residuals": residuals, "sse": residuals @ residuals}
    about = y if uncentered else y - sum(y) / n
    return found | ({"r_squared": 1 - found["sse"] / (about @ about)} if any(about) else {})


def eigendecomposition(matrix: ExactArray, power: int | None) -> dict[str, Any]:
    """Eigenvalues, eigenvectors as columns and their inverse, of a matrix of shape (n, n) that has them all.

    Its power is the product of so many of it, in fractions.

    Source: Strang, Introduction to Linear Algebra, section 6.2.
    """
    eigenvalues, vectors = decomposed(matrix)
    if vectors is None:
        return {"eigenvalues": eigenvalues}
    found = {"eigenvalues": eigenvalues, "vectors": vectors, "inverse": np.linalg.inv(vectors)}
    return found if power is None else found | {"power": np.linalg.matrix_power(matrix, power)}


def svd(matrix: ExactArray, rank: int | None, full: bool, flip: Array | None = None) -> dict[str, Any]:
    """U, the singular values and V of a matrix of shape (m, n), and its best approximation of a rank.

    NumPy works it out from the matrix itself. Vectors of equal singular values, and those that are there for
    none, are chosen anew; each is turned around where the first entry in V other than 0 is negative, and once
    more if it is among the numbers to flip.

    Source: Golub and Van Loan, Matrix Computations, sections 2.4 and 8.6.
    """
    a = matrix.astype(float)
    m, n = a.shape
    across = a.T if n > m else a
    sigma, own = np.linalg.svd(across)[1:]
    sigma = np.where(sigma > EQUAL * sigma.max(initial=0), sigma, 0)[: min(m, n)]
    if not sigma.any():
        own = np.eye(min(m, n))
    own = own[: min(m, n)]
    own = np.vstack([canonical(own[group]) for group in _equal(sigma)])
    signs = []
    for k, vector in enumerate(own, 1):
        right = across @ vector if n > m and sigma[k - 1] else vector
        turned = flip is not None and k in flip
        signs.append(_first_sign(right) * (-1 if turned else 1))
    own = own * np.array(signs)[:, None]
    other = [across @ v / s for v, s in zip(own, sigma, strict=True) if s]
    missing = (max(m, n) if full else min(m, n)) - len(other)
    if missing:
        rest = canonical(np.linalg.svd(across.T)[2][len(other) :])[:missing]
        other += [vector * _first_sign(vector) for vector in rest]
    u, v = (own.T, np.array(other).T) if n > m else (np.array(other).T, own.T)
    u, v = (np.where(abs(units) < NOTHING, 0, units) for units in (u, v))
    found = {"u": u, "singular_values": sigma, "v": v}
    kept = len(sigma) if rank is None else rank
    low = u[:, :kept] @ np.diag(sigma[:kept]) @ v[:, :kept].T
    return found if rank is None else found | {"approximation": low}


def pca(
    data: ExactArray, kept: int, standardize: bool, biased: bool, scale_by_n: bool, flip: Array | None
) -> dict[str, Any]:
    """Principal components of data of shape (n, p), from the singular values of what is left without means.

    Source: Bishop, Pattern Recognition and Machine Learning, section 12.1; Jolliffe, Principal Component
    Analysis, sections 2.3 and 3.5.
    """
    n, p = data.shape
    divisor = n if biased else n - 1
    mean = (data.sum(axis=0) / n).astype(float)
    used = _standardized(data, n if scale_by_n else divisor) if standardize else data
    fitted = PCA(p, biased=biased).fit(used)
    centered, axes = fitted.centered, _completed(fitted.directions)
    sigma = np.where(fitted.singular > EQUAL * fitted.singular[0], fitted.singular, 0)
    sigma = np.concatenate([sigma, np.zeros(p - len(sigma))])
    units = np.vstack([canonical(axes[group]) for group in _equal(sigma)])
    turns = [-1 if flip is not None and k in flip else 1 for k in range(1, p + 1)]
    units *= np.array([turn * _first_sign(unit) for turn, unit in zip(turns, units, strict=True)])[:, None]
    units = np.where(abs(units) < NOTHING, 0, units)
    variances = sigma**2 / divisor
    return {
        "mean": mean,
        "covariance": centered.T @ centered / divisor,
        "eigenvalues": variances,
        "components": units[:kept],
        "scores": centered @ units[:kept].T,
        "explained_variance": variances[:kept],
        "explained_ratio": variances[:kept] / variances.sum(),
        "singular_values": sigma[:kept],
    }


def _standardized(data: ExactArray, divisor: int) -> Array:
    """Each column without its mean, by its standard deviation."""
    centered = (data - data.sum(axis=0) / len(data)).astype(float)
    return np.asarray(centered / np.sqrt((centered**2).sum(axis=0) / divisor))


def _completed(units: Array) -> Array:
    """Orthogonal rows, and further ones behind them until they are a basis."""
    return np.vstack([units, np.linalg.svd(units)[2][len(units) :]])


def canonical(basis: Array) -> Array:
    """An orthonormal basis, a row a vector, of the space that rows span.

    The rows are reduced from their last entry on, as a null space is read off, and then made orthogonal one
    after another (Gram and Schmidt), so that equal spaces have equal bases.
    """
    rows, found = basis[:, ::-1].copy(), 0
    for column in range(rows.shape[1]):
        if found == len(rows):
            break
        pivot = found + int(np.argmax(abs(rows[found:, column])))
        if abs(rows[pivot, column]) <= EQUAL:
            continue
        rows[[found, pivot]] = rows[[pivot, found]]
        rows[found] /= rows[found, column]
        for i in set(range(len(rows))) - {found}:
            rows[i] -= rows[i, column] * rows[found]
        found += 1
    units: list[Array] = []
    for row in rows[::-1, ::-1]:
        rest = row - sum((unit @ row) * unit for unit in units)
        units.append(rest / np.linalg.norm(rest))
    return np.array(units)


def _equal(numbers: Array) -> list[list[int]]:
    """The positions of numbers in falling order, those of equal ones together."""
    groups: list[list[int]] = []
    for position, number in enumerate(numbers):
        if groups and abs(number - numbers[groups[-1][0]]) <= EQUAL * abs(numbers).max():
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _first_sign(vector: Array) -> int:
    telling = vector[abs(vector) > EQUAL * abs(vector).max()]
    return 1 if not len(telling) or telling[0] > 0 else -1
