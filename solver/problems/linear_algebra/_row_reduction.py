"""Gauss-Jordan elimination with every row operation named, over any exact field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any, TypeAlias

from solver.mathematics.formula import Formula, Matrix, Number, Relation, Symbol, times
from solver.mathematics.values import Value, is_complex
from solver.record.recorder import Working

Rows: TypeAlias = list[list[Any]]
Show: TypeAlias = Callable[[Any], Formula]
Multiplier: TypeAlias = Callable[[int, int, int, Any], Any]


@dataclass(frozen=True, slots=True)
class Reduction:
    """The reduced row echelon form and its pivot columns, counted from 0."""

    rows: Rows
    pivots: tuple[int, ...]

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(column for column in range(len(self.rows[0])) if column not in self.pivots)


def as_matrix(rows: Sequence[Sequence[Any]], show: Show) -> Matrix:
    """Rows of field elements as a formula."""
    return Matrix(tuple(tuple(show(entry) for entry in row) for row in rows))


def reduce_rows(
    work: Working,
    rows: Sequence[Sequence[Any]],
    show: Show = Number,
    multiplier: Multiplier | None = None,
) -> Reduction:
    """Bring a matrix to reduced row echelon form, one pivot after another.

    Args:
        work: where the operations are shown.
        rows: field elements with exact arithmetic.
        show: an element as a formula.
        multiplier: takes row, pivot row, column and entry and returns what multiple of the pivot
            row is subtracted; by default the entry.
    """
    reduced = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(len(reduced[0])):
        top = len(pivots)
        candidates = [i for i in range(top, len(reduced)) if reduced[i][column]]
        if not candidates:
            continue
        pivots.append(column)
        operations = _make_pivot(reduced, top, column, candidates, show)
        operations += _clear_column(reduced, top, column, show, multiplier)
        if operations:
            work.operate(operations, as_matrix(reduced, show))
    return Reduction(reduced, tuple(pivots))


def _make_pivot(rows: Rows, top: int, column: int, candidates: Sequence[int], show: Show) -> list[Formula]:
    """Bring the easiest pivot up and scale it to 1."""
    chosen = min(candidates, key=lambda i: (not _is_unit(rows[i][column]), i))
    operations: list[Formula] = []
    if chosen != top:
        rows[top], rows[chosen] = rows[chosen], rows[top]
        operations.append(Relation(_row(top), "<->", _row(chosen)))
    pivot = rows[top][column]
    if pivot != pivot**0:
        factor = pivot**-1
        rows[top] = [entry * factor for entry in rows[top]]
        operations.append(Relation(_row(top), "<-", times(show(factor), _row(top))))
    return operations


def _clear_column(
    rows: Rows, top: int, column: int, show: Show, multiplier: Multiplier | None
) -> list[Formula]:
    operations: list[Formula] = []
    for i, row in enumerate(rows):
        if i == top or not row[column]:
            continue
        multiple = multiplier(i, top, column, row[column]) if multiplier else row[column]
        rows[i] = [entry - multiple * above for entry, above in zip(row, rows[top], strict=True)]
        operations.append(Relation(_row(i), "<-", _less(_row(i), multiple, _row(top), show)))
    return operations


def _is_unit(entry: Any) -> bool:
    """Whether an element is 1 or -1; a field's own 1 is the element to the power of 0."""
    return bool(entry * entry == entry**0)


def _row(position: int) -> Symbol:
    return Symbol(f"R_{position + 1}")


def _less(row: Symbol, multiple: Any, pivot_row: Symbol, show: Show) -> Formula:
    shown = show(multiple)
    negative = isinstance(shown, Number) and not is_complex(shown.number) and shown.number < 0
    size = show(-multiple) if negative else shown
    product = times(size, pivot_row)
    return row + product if negative else row - product


def clearing_factor(vector: Sequence[Value]) -> Fraction:
    """What a vector is multiplied with to have coprime whole entries; 1 where it is irrational."""
    if not all(isinstance(entry, Fraction) for entry in vector):
        return Fraction(1)
    bottom = lcm(*(entry.denominator for entry in vector))
    top = gcd(*(int(entry * bottom) for entry in vector))
    return Fraction(bottom, top)
