"""The map that a filter makes of an input, entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.mathematics.formula import Formula, Symbol, Text, subscripted, sum_of
from solver.models.convolution import Pair
from solver.problems.convolution._correlation import Correlation
from solver.problems.convolution._entries import EntryByEntry
from solver.problems.convolution._maps import side_by_side
from solver.problems.convolution._placement import ZERO, padded
from solver.record.recorder import Working
from solver.record.solution import Mistake


@dataclass(frozen=True, slots=True)
class FilterMap(EntryByEntry):
    """The map that one filter makes of the first so many channels."""

    part = "map"
    headings = ("products", "sum")

    correlation: Correlation
    bias: Symbol | None
    summed: int

    @property
    def terms(self) -> int:
        height, width = self.placement.window
        return height * width * self.summed

    def record_first(self) -> Symbol:
        """Work out the first entry in full: its rule, its patch, each channel by itself."""
        correlation, start = self.correlation, (1, 1)
        rule = correlation.rule if self.bias is None else correlation.rule + self.bias
        self.work.display(self._symbol("i", "j"), rule, values=False)
        patches = [self.placement.patch(grid, start, ZERO) for grid in correlation.x.channels]
        self.work.display(Text("patch"), side_by_side(patches))
        if self.summed == 1:
            return self.record(start, shown=True)
        sums = [
            self.work.let(subscripted(f"z{self.mark}", str(channel)), correlation.channel(channel, start))
            for channel in range(1, self.summed + 1)
        ]
        return self._let(start, sum_of(sums), shown=True)

    def record(self, entry: Pair, *, shown: bool = False) -> Symbol:
        return self._let(entry, self.correlation.channels(self.summed, entry), shown=shown)

    def _let(self, entry: Pair, total: Formula, *, shown: bool) -> Symbol:
        name = self._symbol(*entry).name
        if self.bias is None:
            return self.work.let(name, total, shown=shown)
        mistake = Mistake("bias-forgotten", "the bias was forgotten", total)
        return self.work.let(
            name, total + self.bias, mistakes=[mistake] if self.bias.value else [], shown=shown
        )


def show_preparations(work: Working, filters: Sequence[FilterMap]) -> None:
    """Show the padded input and the turned kernels, where there are any."""
    first = filters[0].correlation
    if first.placement.padding != (0, 0):
        work.step("Pad the input", "Zeros are laid around it.")
        grids = [padded(grid, first.placement.padding) for grid in first.x.channels]
        work.display(Symbol("Xtilde"), side_by_side(grids))
    if first.reading.turned:
        work.step(
            "Turn the kernel by 180 degrees", "Its rows and its columns are both taken in reverse order."
        )
        for made in filters:
            name = subscripted(f"W{made.mark}", "turned")
            work.display(Symbol(name), side_by_side(made.correlation.turned_kernel()))
