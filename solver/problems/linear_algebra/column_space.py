"""Column space of a matrix: row reduction, pivot columns, basis and rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Annotated, Any, Self

from solver.domains import MatrixOf, Scalar
from solver.mathematics.formula import Grid, Symbol
from solver.models.linear_algebra import column_space, nullity, rank
from solver.problem import Difficulty, Problem, parameter
from solver.problems.linear_algebra._row_reduction import Reduction
from solver.problems.linear_algebra._sampling import Shape, sample_deficient
from solver.problems.linear_algebra._spaces import (
    column_of,
    count_dimensions,
    fractions,
    reduce_recorded,
    row_of,
    set_of_vectors,
    step_of_pivots,
)
from solver.record.comparison import Comparison
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

_SHAPES: Mapping[Difficulty, Sequence[Shape]] = {
    "easy": ((3, 3, 2),),
    "medium": ((3, 4, 2),),
    "hard": ((4, 4, 3), (4, 4, 2), (4, 5, 3)),
}


class _Taken(Enum):
    """What is taken for a basis."""

    PIVOT_COLUMNS = auto()
    ALL_COLUMNS = auto()
    ROWS = auto()


_WRONG = {
    "all-columns": ("all columns of A were taken, not only those with a pivot", _Taken.ALL_COLUMNS),
    "row-space": ("the rows of the reduced matrix were taken, which span the row space", _Taken.ROWS),
}


class ColumnSpace(Problem):
    """All combinations of the columns (Strang, Introduction to Linear Algebra, section 3.5)."""

    exact = True

    matrix: Annotated[Grid, MatrixOf(Scalar(rational=True))] = parameter("matrix", symbol="A")

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "Find a basis of the column space of the matrix A by row reduction. What are the rank and the"
            " nullity of A?",
            "Which vectors are combinations of the columns of the matrix A? Choose a basis among its"
            " columns, and give the rank and the nullity.",
        )

    def solve(self, work: Working) -> None:
        reduction = reduce_recorded(work, self.matrix)
        step_of_pivots(work, "Basis", reduction)
        work.say(
            "The columns of A where the reduced matrix has its pivots are a basis: row operations keep"
            " the relations between columns, but not the columns themselves."
        )
        basis = self._basis(work, reduction)
        order, nullity = count_dimensions(work, self.matrix, reduction)
        work.answer("rank", order)
        work.answer("nullity", nullity)
        work.answer("basis", basis, comparison=Comparison.SPAN, shown=set_of_vectors(basis))

    def _basis(self, work: Working, reduction: Reduction) -> list[list[Symbol]]:
        """The columns of A with a pivot, unless a mistake takes other vectors."""
        taken = work.choose(_Taken.PIVOT_COLUMNS, _WRONG)
        if taken is _Taken.ROWS:
            return [row_of(work, reduction, row) for row in range(len(reduction.pivots))]
        every = range(self.matrix.shape[1])
        columns = every if taken is _Taken.ALL_COLUMNS else reduction.pivots
        return [column_of(work, self.matrix, column, reduction) for column in columns]

    def reference(self) -> Mapping[str, Any]:
        matrix = fractions(self.matrix)
        return {"rank": rank(matrix), "nullity": nullity(matrix), "basis": column_space(matrix)}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: entries up to 12, whole numbers in every step, and a rank below the number of rows."""
        return cls.of(matrix=sample_deficient(draw, _SHAPES[difficulty]))
