"""Vectors and matrices: products, norms, determinants, inverses and linear systems."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import prod
from typing import Any

import numpy as np

from solver.models.arrays import Array, ExactArray
from solver.models.linear_algebra import null_space, row_reduced

NEGLIGIBLE = 1e-12
"""What rounding leaves of nothing."""


def vectors(a: Array, b: Array, scalar: float | None, unit: str) -> dict[str, Any]:
    """What two vectors of shape (n,) lead to; of a vector of zeros there is no angle.

    The angle comes from the two halves of a rhombus, which loses no digits where it is small.

    Source: Strang, Introduction to Linear Algebra, section 1.2; Kahan, How Futile are Mindless Assessments
    of Roundoff, 2006, section 12.
    """
    lengths = [float(np.sqrt(np.sum(v * v))) for v in (a, b)]
    found: dict[str, Any] = {"sum": a + b, "difference": a - b, "dot": float(np.sum(a * b))}
    found |= {"norm_a": lengths[0], "norm_b": lengths[1], "distance": float(np.linalg.norm(a - b))}
    if scalar is not None:
        found["scaled"] = np.array([scalar * entry for entry in a])
    if all(lengths):
        u, v = a / lengths[0], b / lengths[1]
        angle = 2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
        found["cosine"] = float(u @ v)
        found["angle"] = float(np.rad2deg(angle)) if unit == "degrees" else float(angle)
    return found


def determinant(matrix: Array | ExactArray) -> Any:
    """The determinant of a matrix of shape (n, n): the sum over all permutations, in the kind of its entries.

    Source: Leibniz; Strang, Introduction to Linear Algebra, section 5.2.
    """
    size = len(matrix)
    terms = (
        _parity(order) * prod(matrix[row, column] for row, column in enumerate(order))
        for order in permutations(range(size))
    )
    return sum(terms)


def _parity(order: tuple[int, ...]) -> int:
    """1 or -1, by the number of pairs in the wrong order."""
    inversions = sum(later < earlier for i, earlier in enumerate(order) for later in order[i + 1 :])
    return -1 if inversions % 2 else 1


def inverse(matrix: Array | ExactArray) -> dict[str, Any]:
    """Determinant and inverse of a matrix of shape (n, n): the transposed cofactors over the determinant.

    Source: Strang, Introduction to Linear Algebra, section 5.3.
    """
    whole, size = determinant(matrix), len(matrix)
    found: dict[str, Any] = {"determinant": whole}
    if whole != 0:
        found["inverse"] = [[_cofactor(matrix, j, i) / whole for j in range(size)] for i in range(size)]
    return found


def _cofactor(matrix: Array | ExactArray, row: int, column: int) -> Any:
    rest = np.delete(np.delete(matrix, row, axis=0), column, axis=1)
    return (-1) ** (row + column) * determinant(rest)


def linear_system(a: ExactArray, b: ExactArray) -> dict[str, Any]:
    """The kind of the system a x = b of shapes (m, n) and (m,), and its solutions, in fractions.

    It has a solution just where b does not raise the rank; of a family, one solution has 0 for the free
    unknowns, and of each direction one of them is 1.

    Source: Strang, Introduction to Linear Algebra, sections 3.2 and 3.3.
    """
    augmented = np.column_stack([a, b])
    rows, pivots = row_reduced(augmented)
    columns = a.shape[1]
    if columns in pivots:
        return {"kind": "none"}
    solved = {pivot: row[columns] for pivot, row in zip(pivots, rows, strict=True)}
    solution = [solved.get(j, Fraction(0)) for j in range(columns)]
    if len(pivots) == columns:
        return {"kind": "one", "solution": solution}
    return {"kind": "family", "particular": solution, "directions": null_space(a)[-1]}


def norms(vector: Array | None, matrix: Array | None) -> dict[str, float]:
    """The norms of a vector of shape (n,), or of a matrix of shape (m, n).

    The spectral norm is the length of the longest image of a unit vector: power iteration would be slow
    where singular values are close, so it is the largest singular value.

    Source: Golub and Van Loan, Matrix Computations, sections 2.2 and 2.3.
    """
    if vector is not None:
        sizes = np.abs(vector)
        return {"l1": float(sizes.sum()), "l2": float(np.sqrt(sizes @ sizes)), "linf": float(sizes.max())}
    entries = np.asarray(matrix, dtype=float)
    sizes = np.abs(entries)
    return {
        "frobenius": float(np.sqrt((sizes**2).sum())),
        "one": float(sizes.sum(axis=0).max()),
        "infinity": float(sizes.sum(axis=1).max()),
        "spectral": float(np.linalg.svd(entries, compute_uv=False).max()),
    }


def matrices(a: Array | ExactArray, b: Array | ExactArray | None) -> dict[str, Any]:
    """Sum, difference and product of matrices where their shapes fit; transpose, trace and kinds of one.

    Source: Strang, Introduction to Linear Algebra, sections 2.4 and 2.7.
    """
    found: dict[str, Any] = {}
    if b is not None and a.shape == b.shape:
        found |= {"sum": np.add(a, b), "difference": np.subtract(a, b)}
    if b is not None and a.shape[1] == b.shape[0]:
        found["product"] = [[sum(row * column) for column in b.T] for row in a]
    rows, columns = a.shape
    found["transpose_a"] = [[a[i, j] for i in range(rows)] for j in range(columns)]
    if rows == columns:
        found["trace"] = np.trace(a)
    return found | {"kind": kinds(a)}


def kinds(a: Array | ExactArray) -> list[str]:
    """The kinds that a matrix of shape (m, n) is, the most special ones first.

    Source: Strang, Introduction to Linear Algebra, sections 2.7 and 4.4.
    """
    rows, columns = a.shape
    if rows != columns:
        return ["rectangular"]
    slack = 0 if a.dtype == object else NEGLIGIBLE
    unit, beside = np.eye(rows, dtype=int), 1 - np.eye(rows, dtype=int)
    tests = {
        "identity": abs(a - unit),
        "diagonal": abs(a * beside),
        "symmetric": abs(a - a.T),
        "orthogonal": abs(a @ a.T - unit),
        "singular": np.array(abs(determinant(a))),
    }
    held = [kind for kind, apart in tests.items() if apart.max() <= slack]
    return held if "singular" in held else [*held, "invertible"]
