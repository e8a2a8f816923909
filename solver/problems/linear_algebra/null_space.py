"""Null space of a matrix: row reduction, free variables, basis and nullity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from solver.domains import MatrixOf, Scalar
from solver.mathematics.formula import Grid
from solver.models.linear_algebra import null_space, nullity, rank
from solver.problem import Difficulty, Problem, parameter
from solver.problems.linear_algebra._null_vectors import null_vectors
from solver.problems.linear_algebra._sampling import Shape, sample_deficient
from solver.problems.linear_algebra._spaces import (
    column_of,
    count_dimensions,
    fractions,
    reduce_recorded,
    set_of_vectors,
    step_of_pivots,
)
from solver.record.comparison import Comparison
from solver.record.recorder import Working
from solver.sampling.random_stream import RandomStream

_SHAPES: Mapping[Difficulty, Sequence[Shape]] = {
    "easy": ((2, 3, 2), (2, 4, 2)),
    "medium": ((3, 3, 2), (3, 4, 2)),
    "hard": ((3, 5, 3), (4, 4, 2), (4, 5, 3)),
}


class NullSpace(Problem):
    """All x with Ax = 0 (Strang, Introduction to Linear Algebra, section 3.2)."""

    exact = True

    matrix: Annotated[Grid, MatrixOf(Scalar(rational=True))] = parameter("matrix", symbol="A")

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "Find a basis of the null space of the matrix A by row reduction. What are the rank and the"
            " nullity of A?",
            "Solve Ax = 0 for the matrix A below. Give a basis of the solutions, the rank and the nullity.",
        )

    def solve(self, work: Working) -> None:
        reduction = reduce_recorded(work, self.matrix, solved=True)
        step_of_pivots(work, "Free variables", reduction)
        if not reduction.free:
            work.say("Every column has a pivot, so x = 0 is the only solution of Ax = 0.")
        basis = null_vectors(work, reduction)
        taken = ("the pivot columns of A were taken, which span the column space", True)
        if work.choose(False, {"column-space": taken}):
            basis = [column_of(work, self.matrix, column) for column in reduction.pivots]
        order, nullity = count_dimensions(work, self.matrix, reduction)
        work.answer("rank", order)
        work.answer("nullity", nullity)
        work.answer("basis", basis, comparison=Comparison.SPAN, shown=set_of_vectors(basis))

    def reference(self) -> Mapping[str, Any]:
        matrix = fractions(self.matrix)
        return {"rank": rank(matrix), "nullity": nullity(matrix), "basis": null_space(matrix)}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Nice: entries up to 12, and whole numbers in every step of the reduction and in the basis."""
        return cls.of(matrix=sample_deficient(draw, _SHAPES[difficulty]))
