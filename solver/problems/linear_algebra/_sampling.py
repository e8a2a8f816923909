"""Matrices with small whole eigenvalues and eigenvectors, built backwards from them."""

from __future__ import annotations

import numpy as np

from solver.drawing import Draw
from solver.problem import Difficulty

_LARGEST_ENTRY = 12


def sample_eigen(draw: Draw, difficulty: Difficulty) -> str:
    """V diag(lambda) V^-1 with a whole V of determinant ±1, so that every entry is whole."""
    size, largest = {"easy": (2, 4), "medium": (2, 7), "hard": (3, 4)}[difficulty]
    while True:
        eigenvalues = draw.integers(size, -largest, largest)
        if len(set(eigenvalues)) == size:
            vectors = _unimodular(draw, size)
            inverse = np.rint(np.linalg.inv(vectors)).astype(int)
            matrix = vectors @ np.diag(eigenvalues) @ inverse
            if np.abs(matrix).max() <= _LARGEST_ENTRY and np.count_nonzero(matrix) > size:
                return ";".join(",".join(map(str, row)) for row in matrix.tolist())


def _unimodular(draw: Draw, size: int) -> np.ndarray[tuple[int, int], np.dtype[np.int_]]:
    lower, upper = np.eye(size, dtype=int), np.eye(size, dtype=int)
    for row in range(size):
        for column in range(row):
            lower[row, column] = draw.integer(-2, 2)
            upper[column, row] = draw.integer(-1, 1)
    return lower @ upper
