"""The map that pooling makes of one channel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solver.authoring import Mistakes
from solver.authoring.formulas import INFINITE, Coordinates, Formula, Symbol, maximum, minimum, sum_of
from solver.models.convolution import Pair
from solver.problems.convolution._entries import MOST_TERMS_IN_ROW, EntryByEntry
from solver.problems.convolution._sliding import ZERO

TOGETHER: Mapping[str, Callable[[Sequence[Formula]], Formula]] = {
    "maximum": lambda items: maximum(*items),
    "mean": sum_of,
    "minimum": lambda items: minimum(*items),
    "sum": sum_of,
}
"""What a window is pooled to, a mean not divided yet; the last two are mistakes."""

OUTSIDE = -INFINITE
"""Padding where nothing is added."""


@dataclass(frozen=True)
class PooledMap(EntryByEntry):
    """One channel, pooled."""

    part = "channel"
    headings = ("window", "result")

    kind: str
    counts_padding: bool = True

    def record_first(self) -> Symbol:
        """Work out the first entry in full, a large window row by row."""
        if self.terms <= MOST_TERMS_IN_ROW:
            self.show_patch("window")
            return self.record((1, 1), shown=True)
        rows = self._rows((1, 1))
        formulas = [TOGETHER[self.kind](row) for row in rows]
        parts = [self.work.let(self.named("r", i), row, shown=False) for i, row in enumerate(formulas, 1)]
        listed = [(Symbol(r.name), Coordinates(tuple(row)), r) for r, row in zip(parts, rows, strict=True)]
        self.work.table(("", "row of the window", "sum" if self.fill is ZERO else self.kind), listed)
        return self.record((1, 1), parts, shown=True)

    def formula(self, entry: Pair, parts: Sequence[Formula]) -> tuple[Formula, Mistakes]:
        items = [cell for row in self._rows(entry) for cell in row]
        together = TOGETHER[self.kind](parts or items)
        inside = sum(item is not ZERO for item in items)
        number = len(items) if self.counts_padding else inside
        formula = together / number if self.kind == "mean" and number > 1 else together
        if inside == self.terms:
            return formula, {}
        if self.kind == "maximum":
            return formula, {"padding-as-zero": maximum(ZERO, together)}
        if not self.counts_padding:
            return formula, {"padding-as-zero": together / len(items)}
        return formula, {"padding-not-counted": together / inside}

    def _rows(self, entry: Pair) -> list[list[Formula]]:
        """The entries below the window, row by row; padding counts in a sum only."""
        patch = self.patch(self.channels[0], entry).rows
        return [row for row in ([cell for cell in row if cell is not OUTSIDE] for row in patch) if row]
