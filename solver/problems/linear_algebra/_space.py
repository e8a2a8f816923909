"""What null space and column space share: the reduction, the count of dimensions, and the sampler."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.authoring import (
    Comparison,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Working,
    parameter,
    present,
)
from solver.authoring.domains import Grid, MatrixOf, Nature, Scalar
from solver.authoring.formulas import Coordinates, Formula, Number, Symbol, Text, lift, values
from solver.mathematics.quadratic_fields import Field, field_of
from solver.problems.linear_algebra._row_reduction import Reduction, Rows, as_matrix, reduce_rows, stays_short

Shape: TypeAlias = tuple[int, int, int]
"""Rows, columns and rank."""

MISTAKES = {
    "zero-rows-counted": "zero rows were counted for the rank",
    "rows-for-columns": "the rank was subtracted from the number of rows",
}
"""What goes wrong with the dimensions."""


class Space(Problem):
    """A space that belongs to a matrix; its basis is found by row reduction."""

    matrix: Annotated[Grid, MatrixOf(Scalar())] = parameter("matrix", symbol="A", aliases="A a m")

    exact = exact_model = allows_zeros = True

    stem = "The matrix A is reduced by row operations."
    title: ClassVar[str]
    """The title of the step that finds the basis."""

    shapes: ClassVar[Mapping[Difficulty, Sequence[Shape]]]
    """The shapes of sampled matrices."""

    length_along: ClassVar[int] = 1
    """Along which side of the matrix vectors of the basis have their entries: 0 down, 1 across."""

    @abstractmethod
    def basis(self, work: Working, reduction: Reduction, rows: Rows) -> list[list[Symbol]]:
        """Record a basis of the space of the matrix with these rows."""

    def check(self) -> None:
        if self.field is None:
            wanted = "must have fractions, and square roots of one number alone, such as sqrt(2)"
            raise InputError("--matrix", wanted)

    @cached_property
    def field(self) -> Field | None:
        """The entries in exact arithmetic, row by row."""
        return field_of([entry.spelling or Number(entry.evaluate()) for row in self.matrix for entry in row])

    @property
    def rounded(self) -> bool:
        """Whether the model gets entries that it cannot have exactly."""
        return not all(values.is_exact(value) for row in self.matrix.values for value in row)

    @property
    def takes_fractions(self) -> bool:
        return not self.rounded

    @property
    def natures(self) -> Mapping[str, Nature]:
        dimensions = Nature(least=0, most=self.matrix.shape[1])
        basis = Nature(independent=self.matrix.shape[self.length_along])
        return {"rank": dimensions, "nullity": dimensions, "basis": basis}

    def solve(self, work: Working) -> None:
        work.step("Row reduction", "Row operations keep the solutions of Ax = 0 and show the pivots.")
        entries, show = present(self.field)
        columns = self.matrix.shape[1]
        rows = [entries[start : start + columns] for start in range(0, len(entries), columns)]
        work.display(Symbol(self.matrix.name), as_matrix(rows, show))
        reduction = reduce_rows(work, rows, show, mistakes=() if self.rounded else self.mistakes)
        pivots, free = _column_numbers(reduction.pivots), _column_numbers(reduction.free)
        reason = "Columns with a pivot: {pivots}. Columns of free variables: {free}."
        # How many vectors there are tells the dimensions.
        with work.telling("rank", "nullity"):
            work.step(self.title, reason, pivots=pivots, free=free)
            basis = self.basis(work, reduction, rows)
        work.step("Rank and nullity", "Every column either has a pivot or is free: rank + nullity = columns.")
        m, n = Symbol("m", Fraction(len(rows))), Symbol("n", Fraction(columns))
        rank = work.let("rank", len(reduction.pivots), mistakes={"zero-rows-counted": len(rows)})
        nullity = work.let("nullity", n - rank, mistakes={"rows-for-columns": m - rank})
        work.answer("rank", rank)
        work.answer("nullity", nullity)
        vectors = tuple(Coordinates(tuple(vector)) for vector in basis)
        shown = Coordinates(vectors, braces=True) if vectors else Text("none: only the zero vector")
        work.answer("basis", basis, comparison=Comparison.SPAN, shown=shown)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A tall factor times a reduced row echelon form, with entries up to 12.

        No row is 0, and no two rows are equal or opposite.
        """
        rows, columns, rank = draw.choice(cls.shapes[difficulty])
        tall = np.array([[draw.nonzero(2) for _ in range(rank)] for _ in range(rows)])
        matrix = tall @ _reduced_form(draw, rank, columns)
        different = {tuple(row) for row in (*matrix.tolist(), *(-matrix).tolist())}
        telling = len(different) == 2 * rows and np.linalg.matrix_rank(matrix) == rank
        return {"matrix": matrix.tolist()} if telling and abs(matrix).max() <= 12 else None

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether the matrix stays whole in every step of its row reduction."""
        return stays_short(work)


def _column_numbers(columns: Sequence[int]) -> Formula:
    return Coordinates(tuple(lift(c + 1) for c in columns), braces=True) if columns else Text("none")


def _reduced_form(draw: RandomStream, rank: int, columns: int) -> NDArray[np.int_]:
    """A reduced row echelon form without zero rows; the columns of its pivots are drawn too."""
    pivots = sorted([0, *draw.some(range(1, min(rank, columns - 1) + 1), rank - 1)])
    reduced = np.zeros((rank, columns), dtype=int)
    for row, pivot in enumerate(pivots):
        reduced[row, pivot] = 1
        for column in set(range(pivot, columns)).difference(pivots):
            reduced[row, column] = draw.nonzero(4)
    return reduced
