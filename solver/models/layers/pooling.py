"""Pooling: the largest entry of each window, or the mean of it."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator

import numpy as np

from solver.models.arrays import Array
from solver.models.convolution import Padding, Pair, sides, window_starts
from solver.models.layers.contract import Layer
from solver.models.layers.convolution import entries_of, pair, with_margins, without_margins


class _Pooling(Layer):
    """A window that slides over each of the maps (batch, channels, height, width)."""

    margin = 0.0

    def __init__(
        self, window: int | Pair, *, stride: int | Pair | None = None, padding: int | Padding = 0
    ) -> None:
        super().__init__()
        self.window = pair(window)
        self.stride = self.window if stride is None else pair(stride)
        self.padding: Padding = (padding, padding) if isinstance(padding, int) else padding

    def entries(self, x: Array) -> Iterator[tuple[int, Array]]:
        """The number of each place in a window, and the entries there of all windows."""
        self.margins = sides(self.padding, x.shape[2:], self.window, self.stride, (1, 1))
        self.padded = with_margins(x, self.margins, self.margin)
        axes = zip(self.padded.shape[2:], self.window, self.stride, (0, 0), strict=True)
        self.count = tuple(len(window_starts(*axis)) for axis in axes)
        return self._entries_of(self.padded)

    def _entries_of(self, padded: Array) -> Iterator[tuple[int, Array]]:
        places = entries_of(padded, self.window, self.count, self.stride)
        return ((number, entries) for number, (_, entries) in enumerate(places))

    def backward(self, grad: Array) -> Array:
        by_padded = np.zeros_like(self.padded)
        for number, entries in self._entries_of(by_padded):
            entries += self.share(number, grad)
        return without_margins(by_padded, self.margins)

    @abstractmethod
    def share(self, number: int, grad: Array) -> Array:
        """What the entries at that place of each window take of the gradient."""


class MaxPooling(_Pooling):
    """The largest entry; of equal ones the first takes the gradient. Padding never wins.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; torch.nn.MaxPool2d.
    """

    margin = -math.inf

    def forward(self, x: Array, training: bool = False) -> Array:
        places = self.entries(x)
        y = next(places)[1].copy("K")
        self.winner = np.zeros_like(y, dtype=np.int16)
        for number, entries in places:
            np.copyto(self.winner, number, where=entries > y)
            np.maximum(y, entries, out=y)
        return y

    def share(self, number: int, grad: Array) -> Array:
        return np.asarray(grad * (self.winner == number))


class AveragePooling(_Pooling):
    """The mean, to which padding counts as zeros.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; torch.nn.AvgPool2d.
    """

    def forward(self, x: Array, training: bool = False) -> Array:
        places = self.entries(x)
        total = next(places)[1].copy("K")
        for _, entries in places:
            total += entries
        return total / math.prod(self.window)

    def share(self, number: int, grad: Array) -> Array:
        return grad / math.prod(self.window)


class GlobalAveragePooling(Layer):
    """The mean of each map: (batch, channels, height, width) to (batch, channels).

    Source: Lin, Chen and Yan, Network in Network, 2014, section 3.2.
    """

    def forward(self, x: Array, training: bool = False) -> Array:
        self.shape = x.shape
        return np.asarray(x.mean(axis=(2, 3)))

    def backward(self, grad: Array) -> Array:
        _, _, height, width = self.shape
        return np.broadcast_to(grad[:, :, None, None] / (height * width), self.shape).copy()
