"""What null space and column space share: the recorded reduction and the count of dimensions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.mathematics.formula import (
    Coordinates,
    Formula,
    Grid,
    Matrix,
    Number,
    Symbol,
    Text,
    lift,
)
from solver.problems.linear_algebra._row_reduction import Reduction, reduce_rows
from solver.record.recorder import Working
from solver.record.solution import Mistake


def reduce_recorded(work: Working, matrix: Grid, *, solved: bool = False) -> Reduction:
    """Reduce the matrix; every multiple of a pivot row is a quantity, where signs are lost.

    Where solutions are to be read off the result (`solved`), it matters too what stands above a pivot.
    """
    work.step("Row reduction", "Row operations keep the solutions of Ax = 0 and show the pivots.")

    def multiplier(row: int, pivot_row: int, column: int, entry: Fraction) -> Any:
        name = f"k_{row + 1},{column + 1}"
        wrong = "the multiple of the pivot row was added instead of subtracted"
        mistakes = [Mistake("row-added", wrong, Number(-entry))]
        if solved and row < pivot_row:
            kept = "the entries above the pivots were not cleared"
            mistakes.append(Mistake("above-kept", kept, lift(0)))
        return work.let(name, Number(entry), mistakes=mistakes, shown=False).value

    work.display(Symbol(matrix.name), matrix_of_values(matrix))
    return reduce_rows(work, matrix.values, multiplier=multiplier)


def matrix_of_values(matrix: Grid) -> Matrix:
    """The matrix with its numbers."""
    return Matrix(tuple(tuple(Number(value) for value in row) for row in matrix.values))


def count_dimensions(work: Working, matrix: Grid, reduction: Reduction) -> tuple[Symbol, Symbol]:
    """The rank and the nullity."""
    work.step("Rank and nullity", "Every column either has a pivot or is free: rank + nullity = columns.")
    rows, columns = matrix.shape
    pivots = len(reduction.pivots)
    m, n = (Symbol(name, Fraction(size)) for name, size in (("m", rows), ("n", columns)))
    rank = work.let(
        "rank",
        lift(pivots),
        mistakes=[Mistake("zero-rows-counted", "zero rows were counted for the rank", lift(rows))],
    )
    nullity = work.let(
        "nullity",
        n - rank,
        mistakes=[Mistake("rows-for-columns", "the rank was subtracted from the number of rows", m - rank)],
    )
    return rank, nullity


def column_of(work: Working, matrix: Grid, column: int, reduction: Reduction | None = None) -> list[Symbol]:
    """A column of the matrix, entry by entry; one may take it from the reduced matrix by mistake."""
    name, words = f"a_{column + 1}", "the columns were taken from the reduced matrix instead of A"
    entries = []
    for i, row in enumerate(matrix.values):
        mistakes = reduction and [Mistake("reduced-columns", words, Number(reduction.rows[i][column]))]
        entries.append(work.let(f"{name},{i + 1}", Number(row[column]), mistakes=mistakes or (), shown=False))
    work.display(Symbol(name), Matrix(tuple((entry,) for entry in entries)))
    return entries


def row_of(work: Working, reduction: Reduction, row: int) -> list[Symbol]:
    """A row of the reduced matrix, entry by entry."""
    entries = enumerate(reduction.rows[row], 1)
    return [work.let(f"r_{row + 1},{i}", Number(entry), shown=False) for i, entry in entries]


def set_of_vectors(vectors: Sequence[Sequence[Formula]]) -> Formula:
    """Vectors as the set they are in an answer."""
    if not vectors:
        return Text("none: only the zero vector")
    return Coordinates(tuple(Coordinates(tuple(vector)) for vector in vectors), braces=True)


def step_of_pivots(work: Working, title: str, reduction: Reduction) -> None:
    """Begin a step that says which columns have pivots."""
    work.step(
        title,
        "Columns with a pivot: {pivots}. Columns of free variables: {free}.",
        pivots=_column_numbers(reduction.pivots),
        free=_column_numbers(reduction.free),
    )


def _column_numbers(columns: Sequence[int]) -> Formula:
    if not columns:
        return Text("none")
    return Coordinates(tuple(Number(Fraction(column + 1)) for column in columns), braces=True)


def fractions(matrix: Grid) -> NDArray[np.object_]:
    """The matrix for the NumPy model, exact so that its rank is."""
    return np.array(matrix.values, dtype=object)
