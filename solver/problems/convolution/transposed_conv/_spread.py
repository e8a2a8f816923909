"""Entries along an axis that are spread by a kernel, as a convolution run backward does."""

from itertools import product
from typing import NamedTuple

from solver.authoring.formulas import Formula, Symbol, floor


class Spread(NamedTuple):
    """How the entries along one axis are spread; the padding is cut off at both ends."""

    length: Symbol
    window: Symbol
    stride: Symbol
    padding: Symbol
    output_padding: Symbol
    dilation: Symbol

    @property
    def reach(self) -> Formula:
        return self.window if self.dilation.value == 1 else self.dilation * (self.window - 1) + 1

    @property
    def output(self) -> Formula:
        return self._side((self.length - 1) * self.stride - 2 * self.padding)

    def _side(self, moved: Formula) -> Formula:
        side = moved + self.reach
        return side + self.output_padding if self.output_padding.value else side

    @property
    def mistakes(self) -> dict[str, Formula]:
        """Mistakes in a size that is asked for alone."""
        moved, padded = (self.length - 1) * self.stride, self.length + 2 * self.padding
        return {
            "padding-added": self._side(moved + 2 * self.padding),
            "minus-one-forgotten": self._side(self.length * self.stride - 2 * self.padding),
            "as-convolution": floor((padded - self.window) / self.stride) + 1,
        }

    def sources(self, entry: int) -> list[tuple[int, int]]:
        """The entries of input and kernel whose product lands there."""
        place = entry - 1 + int(self.padding)
        pairs = product(range(int(self.length)), range(int(self.window)))
        return [(i + 1, u + 1) for i, u in pairs if i * int(self.stride) + u * int(self.dilation) == place]
