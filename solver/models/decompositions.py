"""Least squares, eigendecomposition, singular values and principal components."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from solver.models.arrays import Array, ExactArray, NumberArray
from solver.models.components import PCA
from solver.models.linear_algebra import decomposed, null_space

EQUAL = 1e-9
"""Numbers are equal, or nothing, where they differ by no more than this part of the largest one."""

NOTHING = 2e-15
"""What rounding leaves of an entry of a unit vector that is 0."""


PASSES = 2
"""Number of times that singular vectors are corrected; each doubles their digits."""


def least_squares(
    design_matrix: ExactArray, y: ExactArray, penalties: ExactArray, uncentered: bool
) -> dict[str, Any]:
    """The beta of the least sum of squared residuals, plus penalties times its own squares, in fractions.

    The matrix has shape (n, p), y (n,) and the penalties (p,). The normal equations are eliminated without
    exchanging rows; a column that depends on those before it leaves a row of zeros, and its coefficient is 0.
    (To make the columns orthogonal instead would take fractions of many more digits.)

    Source: Golub and Van Loan, Matrix Computations, sections 4.2.8 and 5.3.
    """
    n, p = design_matrix.shape
    left, right = design_matrix.T @ design_matrix + np.diag(penalties), design_matrix.T @ y
    for k in range(p):
        for j in range(k + 1, p):
            if left[k, k]:
                times = left[j, k] / left[k, k]
                left[j], right[j] = left[j] - times * left[k], right[j] - times * right[k]
    beta = np.array([Fraction(0)] * p, dtype=object)
    for k in reversed(range(p)):
        if left[k, k]:
            beta[k] = (right[k] - left[k, k + 1 :] @ beta[k + 1 :]) / left[k, k]
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
    found = {"eigenvalues": eigenvalues, "vectors": vectors, "inverse": _inverse(vectors)}
    return found if power is None else found | {"power": np.linalg.matrix_power(matrix, power)}


def _inverse(matrix: NumberArray) -> NumberArray:
    """The inverse, by columns of length 1, with 0 for what rounding leaves of it.

    Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 14.1.
    """
    lengths = np.linalg.norm(matrix, axis=0)
    found = np.linalg.inv(matrix / lengths)
    noise = NOTHING * np.linalg.cond(matrix / lengths) * abs(found).max()
    return np.asarray(np.where(abs(found) < noise, 0, found) / lengths[:, None])


def svd(matrix: ExactArray, rank: int | None, full: bool, flip: Array | None = None) -> dict[str, Any]:
    """U, the singular values and V of a matrix of shape (m, n), and its best approximation of a rank.

    NumPy works it out from the matrix itself. Vectors of equal singular values, and those that are there for
    none, are chosen anew; each is turned around where the first entry in V other than 0 is negative, and once
    more if it is among the numbers to flip.

    Source: Golub and Van Loan, Matrix Computations, sections 2.4 and 8.6.
    """
    m, n = matrix.shape
    exact = matrix.T if n > m else matrix
    across = exact.astype(float)
    sigma, own = np.linalg.svd(across)[1:]
    sigma = np.where(sigma > EQUAL * sigma.max(initial=0), sigma, 0)[: min(m, n)]
    if not sigma.any():
        own = np.eye(min(m, n))
    own = _refined(_chosen_anew(own[: min(m, n)], sigma, exact), sigma, exact)
    signs = []
    for k, vector in enumerate(own, 1):
        right = across @ vector if n > m and sigma[k - 1] else vector
        turned = flip is not None and k in flip
        signs.append(_first_sign(right) * (-1 if turned else 1))
    own = own * np.array(signs)[:, None]
    other = [across @ v / s for v, s in zip(own, sigma, strict=True) if s]
    if len(other) < max(m, n):
        rest = canonical(_null_rows(exact.T, np.linalg.svd(across.T)[2][len(other) :]))
        other += [vector * _first_sign(vector) for vector in rest]
    sizes = np.concatenate([sigma, np.zeros(len(other) - len(sigma))])
    other = list(_refined(np.array(other), sizes, exact.T)[: len(other) if full else min(m, n)])
    u, v = (own.T, np.array(other).T) if n > m else (np.array(other).T, own.T)
    u, v = (_without_noise(units, sigma) for units in (u, v))
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
    deviations = data - data.sum(axis=0) / n
    scales = np.sqrt((deviations.astype(float) ** 2).sum(axis=0)) if standardize else np.ones(p)
    units = _chosen_anew(axes, sigma, deviations, scales)
    units = units if standardize else _refined(units, sigma, deviations)
    turns = [-1 if flip is not None and k in flip else 1 for k in range(1, p + 1)]
    units *= np.array([turn * _first_sign(unit) for turn, unit in zip(turns, units, strict=True)])[:, None]
    units = _without_noise(units.T, sigma).T
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


def _chosen_anew(units: Array, sizes: Array, matrix: ExactArray, scales: Array | None = None) -> Array:
    """Rows of orthonormal vectors with those of equal sizes chosen anew.

    Those of size 0 are what the matrix takes to 0, which fractions tell, times the scales of its columns.
    """
    times = np.ones(matrix.shape[1]) if scales is None else scales
    groups = ((units[group], sizes[group[0]]) for group in _equal(sizes))
    return np.vstack([canonical(rows if size else _null_rows(matrix, rows, times)) for rows, size in groups])


def _refined(units: Array, sizes: Array, matrix: ExactArray) -> Array:
    """Singular vectors, a row each, corrected to first order by fractions, until floats hold no more.

    Source: Ogita and Aishima, Iterative refinement for symmetric eigenvalue decomposition, 2018.
    """
    gram = matrix.T @ matrix
    alike = abs(sizes[:, None] - sizes) <= EQUAL * sizes.max(initial=0)
    for _ in range(PASSES):
        rows = np.array([[Fraction(entry) for entry in row] for row in units], dtype=object)
        turned, lengths = rows @ gram @ rows.T, rows @ rows.T
        squares = np.diag(turned) / np.diag(lengths)
        steps = np.array((turned - lengths * squares).T, dtype=float)
        apart = np.array(squares[:, None] - squares, dtype=float)
        defects = np.array(np.eye(len(units), dtype=int) - lengths, dtype=float)
        units = units + np.where(alike, defects / 2, steps / np.where(alike, 1.0, apart)) @ units
    return units


def _null_rows(matrix: ExactArray, rows: Array, scales: Array | float = 1.0) -> Array:
    """What a matrix takes to 0, a row a vector, in place of as many that were found in floats."""
    exact = [np.array(row, dtype=float) for row in null_space(matrix)[2]]
    if len(exact) != len(rows):
        return rows
    return np.array([row / abs(row).max() for row in (row * scales for row in exact)])


def _without_noise(units: Array, sizes: Array) -> Array:
    """Columns of unit vectors with 0 for what rounding leaves of it: more where their sizes lie closer."""
    apart = abs(sizes[:, None] - sizes)
    apart[apart <= EQUAL * sizes.max(initial=0)] = np.inf
    noise = np.full(units.shape[1], NOTHING)
    closest = min(len(noise), len(sizes))
    noise[:closest] *= np.maximum(1, sizes.max(initial=0) / apart.min(axis=1, initial=np.inf))[:closest]
    return np.where(abs(units) < noise, 0, units)


def canonical(basis: Array) -> Array:
    """An orthonormal basis, a row a vector, of the space that rows span.

    The rows are reduced from their last entry on, as a null space is read off, and then made orthogonal one
    after another (Gram and Schmidt), so that equal spaces have equal bases.

    Source: Strang, Introduction to Linear Algebra, sections 3.2 (reduced rows) and 4.4 (Gram and Schmidt).
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
