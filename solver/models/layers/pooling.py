"""Pooling: the largest entry of each window, or the mean of it."""

from __future__ import annotations

import math

import numpy as np

from solver.models.convolution import Padding, Pair, padded_by, patches_of, sides
from solver.models.layers.contract import Array, Layer
from solver.models.layers.convolution import add_patches, pair, without_margins


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

    def patches(self, x: Array) -> Array:
        """The windows, of shape (batch, channels, window height, window width, down, across)."""
        self.margins = sides(self.padding, x.shape[2:], self.window, self.stride, (1, 1))
        padded = padded_by(x, self.margins, self.margin) if any(map(any, self.margins)) else x
        self.padded_shape = padded.shape
        return patches_of(padded, self.window, self.stride)

    def returned(self, patches: Array) -> Array:
        """The gradient by the input from that by the entries of the windows."""
        padded = np.zeros(self.padded_shape)
        add_patches(patches, padded, self.stride)
        return without_margins(padded, self.margins)


class MaxPooling(_Pooling):
    """The largest entry; of equal ones the first takes the gradient. Padding never wins.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; torch.nn.MaxPool2d.
    """

    margin = -math.inf

    def forward(self, x: Array, training: bool = False) -> Array:
        patches = self.patches(x)
        height, width = self.window
        y = patches[:, :, 0, 0].copy()
        self.winner = np.zeros(y.shape, dtype=np.intp)
        for place, (i, j) in enumerate(np.ndindex(height, width)):
            entry = patches[:, :, i, j]
            self.winner[entry > y] = place
            np.maximum(y, entry, out=y)
        return y

    def backward(self, grad: Array) -> Array:
        batch, channels, down, across = grad.shape
        places = np.arange(math.prod(self.window)).reshape(*self.window, 1, 1)
        shares = np.where(self.winner[:, :, None, None] == places, grad[:, :, None, None], 0.0)
        return self.returned(shares.reshape(batch, channels, *self.window, down, across))


class AveragePooling(_Pooling):
    """The mean, to which padding counts as zeros.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; torch.nn.AvgPool2d.
    """

    def forward(self, x: Array, training: bool = False) -> Array:
        return np.asarray(self.patches(x).mean(axis=(2, 3)))

    def backward(self, grad: Array) -> Array:
        share = (grad / math.prod(self.window))[:, :, None, None]
        batch, channels, down, across = grad.shape
        return self.returned(np.broadcast_to(share, (batch, channels, *self.window, down, across)))


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
