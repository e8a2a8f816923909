"""The map that pooling makes of one channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from solver.mathematics.formula import (
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
from solver.mathematics.values import INFINITY
from solver.models.convolution import Pair
from solver.problems.convolution._entries import MOST_TERMS_IN_ROW, EntryByEntry
from solver.problems.convolution._placement import ZERO
from solver.record.solution import Mistake


class Kind(Enum):
    """What a window is pooled to; the last two are mistakes."""

    MAXIMUM = "maximum"
    MEAN = "mean"
    MINIMUM = "minimum"
    SUM = "sum"

    @property
    def adds(self) -> bool:
        return self in (Kind.MEAN, Kind.SUM)

    def combined(self, items: Sequence[Formula]) -> Formula:
        """The items together, not divided yet where it is a mean."""
        if self.adds:
            return sum_of(items)
        return minimum(*items) if self is Kind.MINIMUM else maximum(*items)


WRONG_KINDS: Mapping[Kind, Mapping[str, tuple[str, Kind]]] = {
    Kind.MAXIMUM: {
        "mean-for-maximum": ("the mean was taken instead of the maximum", Kind.MEAN),
        "minimum-for-maximum": ("the minimum was taken instead of the maximum", Kind.MINIMUM),
    },
    Kind.MEAN: {
        "maximum-for-mean": ("the maximum was taken instead of the mean", Kind.MAXIMUM),
        "sum-for-mean": ("the sum was not divided by the size of the window", Kind.SUM),
    },
}


@dataclass(frozen=True, slots=True)
class PooledMap(EntryByEntry):
    """One channel, pooled."""

    part = "channel"
    headings = ("window", "result")

    grid: Grid
    kind: Kind

    @property
    def terms(self) -> int:
        height, width = self.placement.window
        return height * width

    def record_first(self) -> Symbol:
        """Work out the first entry in full, a large window row by row."""
        if self.terms <= MOST_TERMS_IN_ROW:
            fill = ZERO if self.kind.adds else -Number(INFINITY)
            self.work.display(Text("window"), self.placement.patch(self.grid, (1, 1), fill))
            return self.record((1, 1), shown=True)
        rows = self._rows((1, 1))
        parts = [
            self.work.let(subscripted(f"r{self.mark}", str(i)), self.kind.combined(row), shown=False)
            for i, row in enumerate(rows, 1)
        ]
        listed = [
            (Symbol(part.name), Coordinates(tuple(row)), part) for part, row in zip(parts, rows, strict=True)
        ]
        result = "sum" if self.kind.adds else self.kind.value
        self.work.table(("", "row of the window", result), listed)
        return self._let((1, 1), parts, shown=True)

    def record(self, entry: Pair, *, shown: bool = False) -> Symbol:
        return self._let(entry, [cell for row in self._rows(entry) for cell in row], shown=shown)

    def _rows(self, entry: Pair) -> list[list[Formula]]:
        """The entries below the window, row by row; padding counts in a sum only."""
        rows = groupby(self.placement.cells(entry), key=lambda below: below[0][0])
        cells = [
            [self.grid[cell] if cell else ZERO for _, cell in row if cell or self.kind.adds]
            for _, row in rows
        ]
        return [row for row in cells if row]

    def _let(self, entry: Pair, items: Sequence[Formula], *, shown: bool) -> Symbol:
        """Record an entry: the items are the cells of the window, or what its rows come to."""
        combined = self.kind.combined(items)
        formula = combined / self.terms if self.kind is Kind.MEAN else combined
        mistakes = self._padding_mistakes(entry, combined)
        return self.work.let(self._symbol(*entry).name, formula, mistakes=mistakes, shown=shown)

    def _padding_mistakes(self, entry: Pair, combined: Formula) -> list[Mistake]:
        """The mistake that is made where the window lies on padding."""
        inside = sum(cell is not None for _, cell in self.placement.cells(entry))
        if inside == self.terms:
            return []
        if self.kind is Kind.MAXIMUM:
            return [Mistake("padding-as-zero", "the padding was counted as zeros", maximum(ZERO, combined))]
        words = "the sum was divided by the number of entries without the padding"
        return [Mistake("padding-not-counted", words, combined / inside)]
