"""The map that pooling makes of one channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from solver.formula import (
    Coordinates,
    Formula,
    Grid,
    Number,
    Symbol,
    Text,
    maximum,
    minimum,
    subscripted,
    sum_of,
)
from solver.models.convolution import Pair
from solver.problems.convolution._entries import MOST_TERMS_IN_ROW, EntryByEntry
from solver.problems.convolution._maps import ZERO
from solver.solution import Slip
from solver.values import INFINITY


@dataclass(frozen=True, slots=True)
class PooledMap(EntryByEntry):
    """One channel, pooled."""

    part = "channel"
    headings = ("window", "result")

    grid: Grid
    average: bool

    @property
    def terms(self) -> int:
        height, width = self.placement.window
        return height * width

    def record_first(self) -> Symbol:
        """Work out the first entry in full, a large window row by row."""
        if self.terms <= MOST_TERMS_IN_ROW:
            fill = ZERO if self.average else -Number(INFINITY)
            self.work.display(Text("window"), self.placement.patch(self.grid, (1, 1), fill))
            return self.record((1, 1), shown=True)
        rows = self._rows((1, 1))
        parts = [
            self.work.let(subscripted(f"r{self.mark}", str(i)), self._combined(row), shown=False)
            for i, row in enumerate(rows, 1)
        ]
        listed = [
            (Symbol(part.name), Coordinates(tuple(row)), part) for part, row in zip(parts, rows, strict=True)
        ]
        self.work.table(("", "row of the window", "sum" if self.average else "maximum"), listed)
        return self._let((1, 1), parts, rows, shown=True)

    def record(self, entry: Pair, *, shown: bool = False) -> Symbol:
        rows = self._rows(entry)
        return self._let(entry, [cell for row in rows for cell in row], rows, shown=shown)

    def _rows(self, entry: Pair) -> list[list[Formula]]:
        """The entries below the window, row by row; padding counts in a mean only."""
        rows = groupby(self.placement.cells(entry), key=lambda below: below[0][0])
        cells = [
            [self.grid[cell] if cell else ZERO for _, cell in row if cell or self.average] for _, row in rows
        ]
        return [row for row in cells if row]

    def _combined(self, items: Sequence[Formula]) -> Formula:
        return sum_of(items) if self.average else maximum(*items)

    def _let(
        self, entry: Pair, items: Sequence[Formula], rows: Sequence[Sequence[Formula]], *, shown: bool
    ) -> Symbol:
        """Record an entry: the items are the cells of the window, or what its rows come to."""
        cells = [cell for row in rows for cell in row]
        combined = self._combined(items)
        formula = combined / len(cells) if self.average else combined
        slips = _mean_slips(cells) if self.average else _maximum_slips(cells, self.terms)
        return self.work.let(self._symbol(*entry).name, formula, slips=slips, shown=shown)


def _mean_slips(cells: Sequence[Formula]) -> list[Slip]:
    return [
        Slip("sum-for-mean", "the sum was not divided by the size of the window", sum_of(cells)),
        Slip("maximum-for-mean", "the maximum was taken instead of the mean", maximum(*cells)),
    ]


def _maximum_slips(cells: Sequence[Formula], size: int) -> list[Slip]:
    slips = [
        Slip("mean-for-maximum", "the mean was taken instead of the maximum", sum_of(cells) / len(cells)),
        Slip("minimum-for-maximum", "the minimum was taken instead of the maximum", minimum(*cells)),
    ]
    if len(cells) < size:
        slips.append(Slip("padding-as-zero", "the padding was counted as zeros", maximum(ZERO, *cells)))
    return slips
