"""Gauss-Jordan elimination with every row operation named, over any exact field."""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias

from msgspec import Struct

from solver.authoring import Working
from solver.authoring.formulas import Formula, Matrix, Number, Operand, Relation, Symbol, lift, times, values
from solver.errors import BeyondError

Rows: TypeAlias = Sequence[Sequence[Any]]
Show: TypeAlias = Callable[[Any], Formula]

BITS = 128
"""So many bits of the entries take as long, in all that is done to clear a column, as a short quantity."""

MISTAKES = {"row-added": "the multiple of the pivot row was added instead of subtracted"}
"""What goes wrong with a row operation."""


class Reduction(Struct, frozen=True):
    """The reduced row echelon form and its pivot columns, counted from 0; `show` writes an entry."""

    rows: Rows
    pivots: tuple[int, ...]
    show: Show
    swaps: int = 0
    scales: tuple[Any, ...] = ()
    """What pivots were before they were scaled to 1."""

    @property
    def free(self) -> tuple[int, ...]:
        """The columns without a pivot."""
        return tuple(column for column in range(len(self.rows[0])) if column not in self.pivots)


def reduce_rows(
    work: Working,
    rows: Rows,
    show: Show = lift,
    mistakes: Collection[str] = (),
    columns: int | None = None,
    forward: bool = False,
) -> Reduction:
    """Bring a matrix to reduced row echelon form, one pivot after another.

    Args:
        work: where the operations are shown.
        rows: field elements with exact arithmetic.
        show: an element as a formula.
        mistakes: the names of those to offer; with any, each multiple of a pivot row is a quantity, where
            signs are lost, and the rows are of fractions.
        columns: how many may have a pivot, the first ones; all of them if not told.
        forward: whether pivots stay as they are and only what is below them is cleared.
    """
    reduced = [list(row) for row in rows]
    pivots: list[int] = []
    scales: list[Any] = []
    swaps = 0
    for column in range(len(reduced[0]) if columns is None else columns):
        top = len(pivots)
        if any(row[column] for row in reduced[top:]):
            pivots.append(column)
            operations = [*_bring_up(reduced, top, column)]
            swaps += len(operations)
            scales.append(reduced[top][column])
            operations += [] if forward else _scale(reduced, top, column, show)
            operations += _clear_column(work, reduced, top, column, show, mistakes, forward)
            work.spend(sum(map(_bits, chain.from_iterable(reduced))) // BITS)
            if operations:
                work.operate(operations, as_matrix(reduced, show))
    return Reduction(reduced, tuple(pivots), show, swaps, tuple(scales))


def _bits(entry: Any) -> int:
    """The length of a fraction, or of an element of a number field."""
    return values.exact_bits(entry) if values.is_exact(entry) else int(entry.bits)


def _bring_up(rows: list[list[Any]], top: int, column: int) -> Iterator[Formula]:
    """Bring the easiest pivot up, 1 or -1 if there is one."""
    candidates = [i for i in range(top, len(rows)) if rows[i][column]]
    chosen = next((i for i in candidates if rows[i][column] ** 2 == rows[i][column] ** 0), candidates[0])
    if chosen != top:
        rows[top], rows[chosen] = rows[chosen], rows[top]
        yield Relation(_row(top), "<->", _row(chosen))


def _scale(rows: list[list[Any]], top: int, column: int, show: Show) -> Iterator[Formula]:
    """Scale the pivot to 1."""
    pivot = rows[top][column]
    if pivot != pivot**0:
        factor = pivot**-1
        rows[top] = [entry * factor for entry in rows[top]]
        yield Relation(_row(top), "<-", times(show(factor), _row(top)))


def _clear_column(
    work: Working,
    rows: list[list[Any]],
    top: int,
    column: int,
    show: Show,
    mistakes: Collection[str],
    forward: bool,
) -> Iterator[Formula]:
    """Subtract multiples of the pivot row from the other rows, or from those below."""
    inverse = rows[top][column] ** -1
    for i, row in enumerate(rows):
        if i == top or not row[column] or (forward and i < top):
            continue
        multiple = row[column] * inverse
        if mistakes:
            wrong: dict[str, Operand] = {"row-added": -multiple}
            if i < top and "above-kept" in mistakes:
                wrong["above-kept"] = 0
            multiple = work.let(f"k_{i + 1},{column + 1}", multiple, mistakes=wrong, shown=False).value
            if not values.is_exact(multiple):
                raise BeyondError("the fractions of its row reduction grow past any use")
        rows[i] = [entry - multiple * above for entry, above in zip(row, rows[top], strict=True)]
        yield Relation(_row(i), "<-", _row(i) + minus(show(multiple), _row(top)))


def _row(position: int) -> Symbol:
    return Symbol(f"R_{position + 1}")


def minus(coefficient: Formula, formula: Formula) -> Formula:
    """The product with the opposite sign, without a bracket around a negative number."""
    number = coefficient.number if isinstance(coefficient, Number) else 0
    if not values.is_complex(number) and number < 0:
        return times(Number(-number), formula)
    return -times(coefficient, formula)


def as_matrix(rows: Rows, show: Show = lift) -> Matrix:
    """Rows of field elements, or of formulas, as a formula."""
    return Matrix(tuple(tuple(map(show, row)) for row in rows))


def stays_short(work: Working, largest_denominator: int = 1) -> bool:
    """Whether every row operation led to a matrix of numbers up to 20 with small denominators."""
    matrices = [q.formula for q in work.quantities.values() if isinstance(q.formula, Matrix)]
    entries = [entry.evaluate() for matrix in matrices for entry in matrix.children()]
    return all(entry.denominator <= largest_denominator and abs(entry) <= 20 for entry in entries)
