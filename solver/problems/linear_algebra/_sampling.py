"""Matrices that are nice to work with by hand, built backward from what is to be found."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.problem import Difficulty
from solver.problems.linear_algebra._row_reduction import reduce_rows
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

Whole: TypeAlias = NDArray[np.int_]
Shape: TypeAlias = tuple[int, int, int]
"""Rows, columns and rank."""

_ATTEMPTS = 60
_LARGEST_ENTRY = 12
_LARGEST_ON_THE_WAY = 20
_SIZES = {"easy": (2, 6, 4), "medium": (2, 9, 5), "hard": (3, 4, 2)}
"""Of the matrix, its eigenvalues, and the entries of its eigenvectors."""
_PLAIN = {2: np.array([[4, 1], [2, 3]]), 3: np.array([[2, 1, 1], [1, 2, 1], [1, 1, 2]])}
"""Where no draw will do."""


def sample_deficient(draw: RandomStream, shapes: Sequence[Shape]) -> Whole:
    """A matrix of small whole numbers that stays whole in every step of its row reduction.

    It is the product of a tall factor and the reduced form.
    """
    rows, columns, rank = draw.choice(shapes)
    for _ in range(_ATTEMPTS):
        mixing = _unit_triangle(draw, rank, rank, 1).T
        tall = _unit_triangle(draw, rows, rank, 2) @ mixing
        matrix = tall[draw.shuffled(range(rows))] @ _reduced_form(draw, rank, columns, 4)
        if np.abs(matrix).max() <= _LARGEST_ENTRY and _rows_differ(matrix) and _is_short(matrix, 1):
            return matrix
    return _unit_triangle(draw, rows, rank, 1) @ _reduced_form(draw, rank, columns, 2)


def _unit_triangle(draw: RandomStream, rows: int, columns: int, largest: int) -> Whole:
    """Ones on the diagonal, 0 above it, and no 0 below it."""
    triangle = np.eye(rows, columns, dtype=int)
    for row in range(rows):
        for column in range(min(row, columns)):
            triangle[row, column] = draw.nonzero(largest)
    return triangle


def _reduced_form(draw: RandomStream, rank: int, columns: int, largest: int) -> Whole:
    """A reduced row echelon form without zero rows; the columns of its pivots are drawn too."""
    pivots = {0}
    while len(pivots) < rank:
        pivots.add(draw.integer(1, min(rank, columns - 1)))
    reduced = np.zeros((rank, columns), dtype=int)
    for row, pivot in enumerate(sorted(pivots)):
        reduced[row, pivot] = 1
        for column in range(pivot + 1, columns):
            if column not in pivots:
                reduced[row, column] = draw.nonzero(largest)
    return reduced


def _rows_differ(matrix: Whole) -> bool:
    """Whether no row is 0 and no two rows are equal or opposite."""
    rows = {tuple(row) for row in (*matrix.tolist(), *(-matrix).tolist())}
    return len(rows) == 2 * len(matrix) and bool(matrix.any(axis=1).all())


def _is_short(matrix: Whole, most: int) -> bool:
    """Whether all that row reduction makes of it is small, with denominators up to `most`."""
    work = Working()
    work.step("")
    reduce_rows(work, [[Fraction(entry) for entry in row] for row in matrix.tolist()])
    found = [entry.evaluate() for q in work.quantities.values() for entry in q.formula.children()]
    return all(entry.denominator <= most and abs(entry) <= _LARGEST_ON_THE_WAY for entry in found)


def sample_eigen(draw: RandomStream, difficulty: Difficulty) -> Whole:
    """V J V^-1 for whole eigenvectors V and eigenvalues on the diagonal of J, where that is whole.

    Beyond `easy`, one of four matrices has a repeated eigenvalue; it may lack an eigenvector then.
    """
    size, largest, widest = _SIZES[difficulty]
    for _ in range(_ATTEMPTS):
        jordan = np.diag(draw.integers(size, -largest, largest))
        if difficulty != "easy" and draw.integer(1, 4) == 1:
            jordan[1, 1] = jordan[0, 0]
            jordan[0, 1] = draw.integer(0, 1) if size > 2 else 1
        vectors = _vectors(draw, size, widest)
        if not _is_telling(vectors, np.diag(jordan)):
            continue
        product = vectors @ jordan @ np.linalg.inv(vectors)
        matrix = np.rint(product).astype(int)
        if np.allclose(product, matrix) and _is_worth_solving(matrix, np.diag(jordan)):
            return matrix
    return _PLAIN[size]


def _vectors(draw: RandomStream, size: int, widest: int) -> Whole:
    """Eigenvectors as columns: any two in the plane, of determinant ±1 in space."""
    if size == 2:
        return np.array([[draw.nonzero(widest) for _ in range(2)] for _ in range(2)])
    lower, upper = _unit_triangle(draw, size, size, widest), np.eye(size, dtype=int)
    upper[np.triu_indices(size, 1)] = draw.integers(size, -1, 1)
    return lower @ upper


def _is_telling(vectors: Whole, eigenvalues: Whole) -> bool:
    """Whether wrong signs and swapped entries would show: in the spectrum, and in an eigenvector."""
    mirrored = sorted(eigenvalues) == sorted(-eigenvalues)
    skewed = np.abs(vectors[0]) != np.abs(vectors[-1])
    return not mirrored and bool(skewed.any()) and abs(np.linalg.det(vectors)) > 0.5


def _is_worth_solving(matrix: Whole, eigenvalues: Whole) -> bool:
    """Whether the eigenvalues cannot be seen, and everything on the way to their spaces is short."""
    if np.count_nonzero(matrix) < matrix.size - 1 or sorted(np.diag(matrix)) == sorted(eigenvalues):
        return False
    shifted = [matrix - value * np.eye(len(matrix), dtype=int) for value in set(eigenvalues.tolist())]
    return np.abs(matrix).max() <= _LARGEST_ENTRY and all(
        _is_short(part, 5 - len(matrix)) for part in shifted
    )
