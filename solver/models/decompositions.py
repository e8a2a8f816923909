"""Least squares, eigendecomposition, singular values and principal components."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.models.linear_algebra import decomposed

Array: TypeAlias = NDArray[np.float64]
ExactArray: TypeAlias = NDArray[np.object_]


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
