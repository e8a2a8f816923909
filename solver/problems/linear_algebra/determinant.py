"""Determinant of a matrix: by minors up to 3 by 3, by elimination beyond.

Keywords: det, cofactors, minors.
"""

from collections.abc import Mapping

import numpy as np

from solver.authoring import Difficulty, RandomStream, Working
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _determinant
from solver.problems.linear_algebra._row_reduction import stays_short


class Determinant(_determinant.OfSquare):
    """The number that tells by which factor a matrix changes volumes."""

    idea = "The determinant is the factor by which A changes areas or volumes; it is 0 where A is singular."
    sanity = "Two equal rows, or a row that is a multiple of another one, make the determinant 0."
    source = "Strang, Introduction to Linear Algebra, sections 5.1 and 5.2"
    example = "--matrix '1,2;3,4'"
    model = matrix_algebra.determinant
    answers = {"determinant": "determinant"}
    stem = "The matrix A is square."
    tasks = (
        "Work out the determinant of the matrix A.",
        "By which factor, with its sign, does the matrix A change areas or volumes? Find its determinant.",
    )
    also_called = {"determinant": "Delta; d; determinant of A; ad-bc"}
    mistakes = _determinant.MISTAKES_OF_ALL

    def solve(self, work: Working) -> None:
        work.answer("determinant", _determinant.record_determinant(work, self.matrix))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """2 by 2, then 3 by 3, then 4 by 4 that is a product of triangular ones with its rows shuffled."""
        size, most = {"easy": (2, 9), "medium": (3, 5), "hard": (4, 2)}[difficulty]
        matrix = np.array([[draw.integer(-most, most) for _ in range(size)] for _ in range(size)])
        if difficulty == "hard":
            lower, upper = np.tril(matrix, -1) + np.eye(4, dtype=int), np.triu(matrix)
            matrix = (lower @ upper)[draw.shuffled(range(4))]
        few_zeros = np.count_nonzero(matrix) >= size**2 - 1
        return {"matrix": matrix.tolist()} if few_zeros and abs(np.linalg.det(matrix)) > 0.5 else None

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no fraction appears in an elimination."""
        return stays_short(work)
