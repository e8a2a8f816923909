"""Column space of a matrix: row reduction, pivot columns, basis and rank."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from solver.comparison import Comparison
from solver.domains import MatrixOf, Scalar
from solver.drawing import Draw
from solver.formula import Grid, Matrix, Number, Symbol
from solver.models.linear_algebra import column_space, rank
from solver.problem import Difficulty, Problem, parameter
from solver.problems.linear_algebra._row_reduction import Reduction
from solver.problems.linear_algebra._spaces import (
    count_dimensions,
    fractions,
    pivot_words,
    reduce_recorded,
    sample_deficient,
    set_of_vectors,
)
from solver.solution import Slip
from solver.working import Working


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
        work.step("Basis", pivot_words(reduction))
        work.say(
            "The columns of A where the reduced matrix has its pivots are a basis: row operations keep"
            " the relations between columns, but not the columns themselves."
        )
        basis = [self._basis_vector(work, reduction, column) for column in reduction.pivots]
        order, nullity = count_dimensions(work, self.matrix, reduction)
        work.answer("rank", order)
        work.answer("nullity", nullity)
        work.answer("basis", basis, comparison=Comparison.SPAN, shown=set_of_vectors(basis))

    def _basis_vector(self, work: Working, reduction: Reduction, column: int) -> list[Symbol]:
        name = f"a_{column + 1}"
        words = "the columns were taken from the reduced matrix instead of A"
        entries = []
        for i, row in enumerate(self.matrix.rows):
            reduced = Slip("reduced-columns", words, Number(reduction.rows[i][column]))
            entry = Number(row[column].value)
            entries.append(work.let(f"{name},{i + 1}", entry, slips=[reduced], shown=False))
        work.rewrite(Symbol(name), Matrix(tuple((Number(entry.value),) for entry in entries)))
        return entries

    def reference(self) -> Mapping[str, Any]:
        matrix = fractions(self.matrix)
        order = rank(matrix)
        return {"rank": order, "nullity": matrix.shape[1] - order, "basis": column_space(matrix)}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        return cls.of(matrix=sample_deficient(draw, difficulty))
