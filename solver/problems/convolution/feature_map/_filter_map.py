"""The map that a filter makes of an input, entry by entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from solver.authoring import Mistakes
from solver.authoring.formulas import Formula, Matrix, Symbol, Total, absolute, grid_name, lift, sum_of
from solver.domains.maps import Maps, side_by_side
from solver.models.convolution import Pair
from solver.problems.convolution._entries import EntryByEntry
from solver.problems.convolution._filters import Reading


@dataclass(frozen=True)
class FilterMap(EntryByEntry):
    """The map that one filter w makes."""

    part = "map"
    headings = ("products", "sum")

    w: Maps
    bias: Symbol | None
    reading: Reading
    signed: bool

    def record_first(self) -> Symbol:
        """Work out the first entry in full: its rule, its patch, each channel by itself."""
        rule = self._rule if self.bias is None else self._rule + self.bias
        self.work.display(self.symbol("i", "j"), rule, values=False)
        self.show_patch("patch")
        channels = range(len(self.channels) if len(self.channels) > 1 else 0)
        sums = [self.work.let(self.named("z", k + 1), self._channel(k, (1, 1))) for k in channels]
        return self.record((1, 1), sums, shown=True)

    def formula(self, entry: Pair, parts: Sequence[Formula]) -> tuple[Formula, Mistakes]:
        if len(self.channels) == 1:
            total = self._channel(0, entry)
        else:
            channels = range(len(self.channels))
            total = sum_of(parts or [term for k in channels for term in self._products(k, entry)])
        return (total, {}) if self.bias is None else (total + self.bias, {"bias-forgotten": total})

    @property
    def _rule(self) -> Formula:
        """The sum for the general entry i, j."""
        if len(self.channels) == 1:
            return self._sums(self.w[0].name, self.channels[0].name, ("i", "j"))
        w, x = (f"{maps[0].name.removesuffix('1')}k" for maps in (self.w, self.channels))
        inner = self._sums(w, x, ("i", "j"))
        return Total("k", lift(1), lift(len(self.channels)), inner, inner)

    def _channel(self, k: int, entry: Pair) -> Formula:
        """The sum over one channel, of which only the terms that are written out are evaluated."""
        return self._sums(self.w[k].name, self.channels[k].name, entry, sum_of(self._products(k, entry)))

    def _products(self, k: int, entry: Pair) -> list[Formula]:
        below = chain(*self.patch(self.channels[k], entry).rows)
        pairs = zip(chain(*self.reading.read(self.w[k].rows)), below, strict=True)
        return [(weight if self.signed else absolute(weight)) * cell for weight, cell in pairs]

    def _sums(self, w: str, x: str, entry: Sequence[int | str], terms: Formula | None = None) -> Formula:
        """The sum over all places u, v of the window of products of kernel and input, by their names."""
        (height, width), padded = self.sliding.window.pair, self.sliding.is_padded
        weight = grid_name(w, self.reading.row.format(height + 1), self.reading.column.format(width + 1))
        down, across = self.sliding.axes
        under = down.index_below(entry[0], "u"), across.index_below(entry[1], "v")
        product = Symbol(weight) * Symbol(grid_name(x.replace("x", "xtilde", 1) if padded else x, *under))
        inner = Total("v", lift(1), lift(width), product, terms or product)
        return Total("u", lift(1), lift(height), inner, terms or product)

    def show_turned(self) -> None:
        """Show the kernel as it is read."""
        turned = [Matrix(tuple(map(tuple, self.reading.read(channel.rows)))) for channel in self.w]
        self.work.display(Symbol(self.named("W", "turned")), side_by_side(turned))
