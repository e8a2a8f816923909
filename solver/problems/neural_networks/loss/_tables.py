"""Targets and predictions as arrays."""

from collections.abc import Sequence
from typing import Any

from solver.authoring.domains import Grid
from solver.authoring.formulas import Symbol, Tensor, column_of, grid_name, vector_of

ROUNDED = 0.011
"""How far printed probabilities may be from summing to 1."""


def named(given: Grid, letter: str) -> Tensor:
    """A given table, or one of a single row or column as a vector."""
    return arranged(given.rows, letter)


def arranged(rows: Sequence[Sequence[Any]], letter: str) -> Tensor:
    """The entries as a matrix, or those of a single row or column as a vector, under names of their own."""
    if 1 not in (len(rows), len(rows[0])):
        return Tensor(
            letter,
            tuple(
                tuple(e.renamed(grid_name(letter, i, j)) if letter else e for j, e in enumerate(row, 1))
                for i, row in enumerate(rows, 1)
            ),
        )
    entries = [entry for row in rows for entry in row]
    return vector_of(letter, entries) if letter else column_of(entries)


def sums_to_one(row: Sequence[Symbol]) -> bool:
    """Whether probabilities do, but for how they were rounded."""
    return abs(sum(map(float, row)) - 1) <= ROUNDED
