"""Inverse of a matrix: by the adjugate up to 3 by 3, by Gauss-Jordan elimination beyond.

Keywords: matrix inverse, adjugate, gauss-jordan.
"""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from solver.authoring import Difficulty, RandomStream, Working
from solver.authoring.formulas import WIDE, Blank, Symbol, Text, array_of, tensor
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _determinant, _inverse, _row_reduction
from solver.problems.linear_algebra._row_reduction import as_matrix, reduce_rows, stays_short


class Inverse(_determinant.OfSquare):
    """The matrix that undoes what a matrix does."""

    idea = "The inverse undoes what A does; there is one just where the determinant of A is not 0."
    sanity = "$A$ times its inverse is the identity; of that product, one row is worked out in the head."
    source = "Strang, Introduction to Linear Algebra, sections 2.5 and 5.3"
    example = "--matrix '1,2;3,4'"
    model = matrix_algebra.inverse
    answers = {"determinant": "determinant", "inverse": "inverse of the matrix"}
    stem = "The matrix A is square."
    tasks = (
        "Find the determinant and the inverse of the matrix A.",
        "Is the matrix A invertible? Give its determinant and, if there is one, its inverse.",
    )
    also_called = {
        "determinant": "Delta; d; ad-bc",
        "inverse": "Ainv; inverse of A; A inverse; A**-1; X; B",
        "adj(A)": "adjugate; adjoint; adj; adjunct",
        "none": "singular; does not exist; not invertible; no inverse; non-invertible; undefined",
    }
    may_be_none = "inverse"
    mistakes = {**_determinant.MISTAKES, **_row_reduction.MISTAKES, **_inverse.MISTAKES}

    def solve(self, work: Working) -> None:
        if self.size > _determinant.LARGEST_BY_MINORS:
            self._eliminate(work)
            return
        a = tensor(self.matrix)
        adjugate, determinant = _inverse.adjugate(work, a)
        work.answer("determinant", determinant)
        if self._has_inverse(work, determinant):
            work.answer("inverse", _inverse.divide(work, a, adjugate, determinant).rows)

    def _eliminate(self, work: Working) -> None:
        reason = "Row operations that turn A into the identity turn the identity into {inverse}."
        work.step("Gauss-Jordan elimination", reason, inverse=Symbol("A^-1"))
        unit = np.eye(self.size, dtype=int).tolist()
        rows = [[*row, *map(Fraction, ones)] for row, ones in zip(self.matrix.values, unit, strict=True)]
        work.display(Text("[A, I]"), as_matrix(rows))
        reduction = reduce_rows(work, rows, mistakes=_row_reduction.MISTAKES, columns=self.size)
        work.step("Determinant", "The product of the pivots before they were scaled; a swap turns its sign.")
        formula, wrong = _determinant.from_pivots(reduction)
        determinant = work.answer("determinant", work.let("det(A)", formula, mistakes=wrong))
        if self._has_inverse(work, determinant):
            work.step("Inverse", "It stands to the right of the identity.")
            right = array_of(row[self.size :] for row in reduction.rows)
            work.answer("inverse", work.let_array("A^-1", right).rows)

    def _has_inverse(self, work: Working, determinant: Symbol) -> bool:
        """Whether there is an inverse; if there is none, that is said."""
        if _inverse.is_singular(work, determinant):
            work.withhold(inverse=Blank(WIDE))
            return False
        return True

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """2 by 2, then 3 by 3 with a small determinant, then 4 by 4, a product of triangular ones."""
        size, most = {"easy": (2, 9), "medium": (3, 4), "hard": (4, 2)}[difficulty]
        matrix = np.array([[draw.integer(-most, most) for _ in range(size)] for _ in range(size)])
        if difficulty == "hard":
            unit = np.eye(4, dtype=int)
            matrix = ((np.tril(matrix, -1) + unit) @ (np.triu(matrix, 1) + unit))[draw.shuffled(range(4))]
        determinant = abs(round(np.linalg.det(matrix)))
        telling = np.count_nonzero(matrix) >= size**2 - 2 and 0 < determinant <= 10
        return {"matrix": matrix.tolist()} if telling else None

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no fraction appears in an elimination."""
        return stays_short(work)
