"""Determinant of a matrix: by minors up to 3 by 3, by elimination beyond."""

from collections.abc import Mapping

import numpy as np

from solver.authoring import Difficulty, RandomStream, Symbol, Working, product_of_sequence
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _determinant, _row_reduction
from solver.problems.linear_algebra._row_reduction import as_matrix, reduce_rows, stays_short


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
    mistakes = {
        **_determinant.MISTAKES,
        **_row_reduction.MISTAKES,
        "diagonal-only": "only the diagonal was multiplied, as for a triangular matrix",
    }

    def solve(self, work: Working) -> None:
        rows = self.matrix.rows
        diagonal = product_of_sequence([row[i] for i, row in enumerate(rows)])
        if self.size > _determinant.LARGEST_BY_MINORS:
            reason = "Adding multiples of rows to others keeps the determinant; a swap turns its sign."
            work.step("Elimination", reason)
            work.display(Symbol("A"), as_matrix(self.matrix.values))
            offered = _row_reduction.MISTAKES
            reduction = reduce_rows(work, self.matrix.values, mistakes=offered, forward=True)
            work.step("Determinant", "That of a triangular matrix is the product of its diagonal.")
            formula, wrong = _determinant.from_pivots(reduction)
        elif self.size == 3:
            i = max((1, 2, 3), key=lambda i: sum(entry.value == 0 for entry in rows[i - 1]))
            places = [j for j in (1, 2, 3) if rows[i - 1][j - 1].value != 0]
            which = ("first", "second", "third")[i - 1]
            work.step("Minors", f"Strike out the {which} row and one column after another.")
            minors = [_determinant.minor(work, self.matrix, i, j) for j in places]
            work.step("Determinant", f"The {which} row times its minors, with the signs of a checkerboard.")
            formula, wrong = _determinant.expansion(self.matrix, minors, i, places)
        elif self.size == 2:
            work.step("Determinant", "The product of the diagonal less that of the other two entries.")
            formula, wrong = _determinant.two_by_two(rows)
        else:
            work.step("Determinant", "That of a single entry is the entry.")
            formula, wrong = diagonal, {}
        wrong = {**wrong, "diagonal-only": diagonal}
        work.answer("determinant", work.let("det(A)", formula, mistakes=wrong))

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
