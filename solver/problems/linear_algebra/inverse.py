"""Inverse of a matrix: by the adjugate up to 3 by 3, by Gauss-Jordan elimination beyond."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from solver.authoring import Difficulty, Formula, RandomStream, Symbol, Tensor, Text, Working, lift, values
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _determinant, _row_reduction
from solver.problems.linear_algebra._row_reduction import as_matrix, reduce_rows, stays_short


class Inverse(_determinant.OfSquare):
    """The matrix that undoes what a matrix does."""

    idea = "The inverse undoes what A does; there is one just where the determinant of A is not 0."
    sanity = "A times its inverse is the identity; of that product, one row is worked out in the head."
    source = "Strang, Introduction to Linear Algebra, sections 2.5 and 5.3"
    example = "--matrix '1,2;3,4'"
    model = matrix_algebra.inverse
    answers = {"determinant": "determinant", "inverse": "inverse, a row a row of the matrix"}
    stem = "The matrix A is square."
    tasks = (
        "Find the determinant and the inverse of the matrix A.",
        "Is the matrix A invertible? Give its determinant and, if there is one, its inverse.",
    )
    mistakes = {
        **_determinant.MISTAKES,
        **_row_reduction.MISTAKES,
        "not-swapped": "the entries of the diagonal were not swapped",
        "signs-kept": "the signs beside the diagonal were kept",
        "not-transposed": "the matrix of cofactors was not transposed",
        "not-divided": "the adjugate was not divided by the determinant",
        "multiplied": "the adjugate was multiplied by the determinant",
    }

    def solve(self, work: Working) -> None:
        if self.size > _determinant.LARGEST_BY_MINORS:
            self._eliminate(work)
            return
        adjugate, determinant = self._adjugate(work)
        work.answer("determinant", determinant)
        if not _is_singular(work, determinant):
            work.step("Inverse", "The adjugate divided by the determinant.")
            wrong = {"not-divided": adjugate, "multiplied": adjugate * determinant}
            work.answer("inverse", work.let_array("A^-1", adjugate / determinant, mistakes=wrong).rows)

    def _adjugate(self, work: Working) -> tuple[Tensor, Symbol]:
        a, one = self.matrix, lift(1)
        if self.size == 3:
            return self._transposed_cofactors(work)
        work.step("Determinant")
        formula, wrong = _determinant.two_by_two(a.rows) if self.size == 2 else (a[1, 1], {})
        determinant = work.let("det(A)", formula, mistakes=wrong)
        if self.size == 1:
            return _unnamed([[one]]), determinant
        work.step("Adjugate", "The entries of the diagonal change places, the other ones their signs.")
        beside = -a[1, 2], -a[2, 1]
        swapped = _unnamed([[a[2, 2], beside[0]], [beside[1], a[1, 1]]])
        wrong = {
            "not-swapped": _unnamed([[a[1, 1], beside[0]], [beside[1], a[2, 2]]]),
            "signs-kept": _unnamed([[a[2, 2], a[1, 2]], [a[2, 1], a[1, 1]]]),
        }
        return work.let_array("adj(A)", swapped, mistakes=wrong), determinant

    def _transposed_cofactors(self, work: Working) -> tuple[Tensor, Symbol]:
        places = (1, 2, 3)
        work.step("Minors", "Strike out one row and one column after another.")
        minors = [[_determinant.minor(work, self.matrix, i, j) for j in places] for i in places]
        work.step("Determinant", "The first row times its minors, with alternating signs.")
        formula, wrong = _determinant.expansion(self.matrix, minors[0], 1, places)
        determinant = work.let("det(A)", formula, mistakes=wrong)
        work.step("Adjugate", "The minors get the signs of a checkerboard; then rows become columns.")
        signed = [[m if (i + j) % 2 == 0 else -m for j, m in enumerate(row)] for i, row in enumerate(minors)]
        wrong = {"no-checkerboard": _unnamed(minors)}
        cofactors = work.let_array("C", _unnamed(signed), mistakes=wrong)
        return work.let_array("adj(A)", cofactors.T, mistakes={"not-transposed": cofactors}), determinant

    def _eliminate(self, work: Working) -> None:
        reason = "Row operations that turn A into the identity turn the identity into {inverse}."
        work.step("Gauss-Jordan elimination", reason, inverse=Symbol("A^-1"))
        unit = np.eye(self.size, dtype=int).tolist()
        rows = [[*row, *map(Fraction, ones)] for row, ones in zip(self.matrix.values, unit, strict=True)]
        work.display(Text("[A, I]"), as_matrix(rows))
        reduction = reduce_rows(work, rows, mistakes=_row_reduction.MISTAKES, columns=self.size)
        work.step("Determinant", "The product of the pivots before they were scaled; a swap turns its sign.")
        formula, wrong = _determinant.from_pivots(reduction)
        determinant = work.let("det(A)", formula, mistakes=wrong)
        work.answer("determinant", determinant)
        if not _is_singular(work, determinant):
            work.step("Inverse", "It stands to the right of the identity.")
            right = [list(map(lift, row[self.size :])) for row in reduction.rows]
            work.answer("inverse", work.let_array("A^-1", _unnamed(right)).rows)

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


def _unnamed(rows: Sequence[Sequence[Formula]]) -> Tensor:
    return Tensor("", tuple(map(tuple, rows)))


def _is_singular(work: Working, determinant: Symbol) -> bool:
    """Whether there is no inverse, which is said."""
    singular = values.sign(determinant.value) == 0
    if singular:
        with work.telling("determinant"):
            work.say("The determinant is 0: A is singular, it has no inverse.")
    return singular
