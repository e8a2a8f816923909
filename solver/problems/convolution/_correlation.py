"""A filter laid on an input: the sums of products of its weights with the cells below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.mathematics.formula import Formula, Grid, Matrix, Symbol, Total, absolute, grid_name, lift, sum_of
from solver.models.convolution import Pair
from solver.problems.convolution._maps import Maps
from solver.problems.convolution._placement import ZERO, Placement
from solver.problems.convolution._reading import Reading


@dataclass(frozen=True, slots=True)
class Correlation:
    """A filter w that is laid on the patches of an input x; for true convolution it is turned."""

    x: Maps
    w: Maps
    placement: Placement
    reading: Reading

    def channel(self, number: int, entry: Pair) -> Total:
        """The sum over one channel, for one entry of the output."""
        grid, kernel = self.x.channels[number - 1], self.w.channels[number - 1]
        across = [
            self.placement.offset(axis, entry[axis]) + 1 - self.placement.dilation[axis] for axis in (0, 1)
        ]
        indices = [self._index(axis, [], across[axis]) for axis in (0, 1)]
        return _sums(
            self._product(kernel.name, grid.name, indices), self._limits, sum_of(self._terms(number, entry))
        )

    def channels(self, count: int, entry: Pair) -> Formula:
        """The sum over the first so many channels."""
        if count == 1:
            return self.channel(1, entry)
        return sum_of([term for number in range(1, count + 1) for term in self._terms(number, entry)])

    def _terms(self, number: int, entry: Pair) -> list[Formula]:
        """The products of one channel."""
        grid, kernel = self.x.channels[number - 1], self.w.channels[number - 1]
        return [
            self._weight(kernel, place) * (grid[cell] if cell else ZERO)
            for place, cell in self.placement.cells(entry)
        ]

    @property
    def rule(self) -> Formula:
        """The sum for the general entry i, j."""
        count = len(self.x.channels)
        kernel, grid = self.w.channels[0].name, self.x.channels[0].name
        if count > 1:
            kernel, grid = (f"{name.removesuffix('1')}k" for name in (kernel, grid))
        indices = []
        for axis, letter in enumerate("ij"):
            stride, dilation = self.placement.stride[axis], self.placement.dilation[axis]
            indices.append(self._index(axis, [(stride, letter)], 1 - stride - dilation))
        product = self._product(kernel, grid, indices)
        limits = [("k", count), *self._limits] if count > 1 else self._limits
        return _sums(product, limits, product)

    def turned_kernel(self) -> list[Matrix]:
        """Each channel of the filter, turned by 180 degrees."""
        return [Matrix(tuple(row[::-1] for row in reversed(channel.rows))) for channel in self.w.channels]

    @property
    def _limits(self) -> list[tuple[str, int]]:
        return list(zip("uv", self.placement.window, strict=True))

    def _weight(self, kernel: Grid, place: Pair) -> Formula:
        weight = kernel[self.reading.weight_at(place, self.placement.window)]
        return weight if self.reading.signed else absolute(weight)

    def _product(self, kernel: str, grid: str, indices: Sequence[str]) -> Formula:
        letters = self.reading.letters(self.placement.window)
        source = grid.replace("x", "xtilde", 1) if self.placement.padding != (0, 0) else grid
        return Symbol(grid_name(kernel, *letters)) * Symbol(grid_name(source, *indices))

    def _index(self, axis: int, before: Sequence[tuple[int, str]], constant: int) -> str:
        """The row or column below place u, v of the window, such as 2i+u-2."""
        parts = [*before, (self.placement.dilation[axis], "uv"[axis])]
        linear = "+".join(f"{factor if factor > 1 else ''}{letter}" for factor, letter in parts)
        return f"{linear}{constant:+d}" if constant else linear


def _sums(body: Formula, limits: Sequence[tuple[str, int]], expanded: Formula) -> Total:
    """The body summed over all indices; the terms written out are given, since only they are evaluated."""
    *outer, (index, count) = limits
    inner = Total(index, lift(1), lift(count), body, expanded)
    return _sums(inner, outer, expanded) if outer else inner
