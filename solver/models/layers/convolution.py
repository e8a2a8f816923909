"""Convolution as one matrix product: im2col on the way forward, col2im on the way back."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from solver.models.arrays import Array
from solver.models.convolution import Padding, Pair, Shape, patches_of, sides
from solver.models.layers.contract import Layer, Rng
from solver.models.layers.dense import first_weights


def pair(sizes: int | Pair) -> Pair:
    """One number for both axes, or one for each."""
    return (sizes, sizes) if isinstance(sizes, int) else sizes


def with_margins(x: Array, margins: list[Pair], value: float = 0.0) -> Array:
    """Maps with margins around them, the samples next to each other in memory.

    So the inner loops of NumPy run along the batch, not along the short rows of a map.
    """
    (top, bottom), (left, right) = margins
    batch, channels, height, width = x.shape
    shape = (channels, top + height + bottom, left + width + right, batch)
    padded = (np.full(shape, value) if value else np.zeros(shape)).transpose(3, 0, 1, 2)
    padded[:, :, top : top + height, left : left + width] = x
    return padded


def without_margins(padded: Array, margins: list[Pair]) -> Array:
    """Maps without what `with_margins` laid around them."""
    (top, bottom), (left, right) = margins
    *_, height, width = padded.shape
    return padded[..., top : height - bottom, left : width - right]


def entries_of(
    padded: Array, window: Shape, count: Shape, stride: Pair, dilation: Pair = (1, 1)
) -> Iterator[tuple[Pair, Array]]:
    """For each place in a window, the entries there of all windows: views of shape (..., down, across).

    What is added to them comes to lie where the windows are, which is the way back (col2im).

    Source: Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for Document
    Processing, 2006, section 3.
    """
    for place in np.ndindex(*window):
        rows, columns = (
            slice(k * gap, k * gap + (number - 1) * step + 1, step)
            for k, gap, number, step in zip(place, dilation, count, stride, strict=True)
        )
        yield (place[0], place[1]), padded[..., rows, columns]


class Convolution(Layer):
    """Cross-correlation of maps (batch, channels, height, width) with `filters`.

    Weights have the shape (filters, channels / groups, window height, window width), biases (filters,). The
    padding is a number, a pair of numbers or of pairs (before, after), or same.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 9.8, 9.11 and 9.13; Chellapilla, Puri
    and Simard, High Performance Convolutional Neural Networks for Document Processing, 2006, section 3.
    """

    def __init__(
        self,
        channels: int,
        filters: int,
        window: int | Pair,
        rng: Rng = None,
        *,
        stride: int | Pair = 1,
        padding: int | Padding = 0,
        dilation: int | Pair = 1,
        groups: int = 1,
        init: str = "he",
    ) -> None:
        shape = (filters, channels // groups, *pair(window))
        fans = math.prod(shape[1:]), filters // groups * math.prod(shape[2:])
        super().__init__(weights=first_weights(rng, shape, *fans, init), biases=np.zeros(filters))
        self.stride, self.dilation, self.groups = pair(stride), pair(dilation), groups
        self.padding: Padding = (padding, padding) if isinstance(padding, int) else padding

    def forward(self, x: Array, training: bool = False) -> Array:
        weights, groups = self.parameters["weights"], self.groups
        filters, depth, *window = weights.shape
        margins = sides(self.padding, x.shape[2:], tuple(window), self.stride, self.dilation)
        self.padded, self.margins = with_margins(x, margins), margins
        patches = patches_of(self.padded, tuple(window), self.stride, self.dilation)
        batch, _, _, _, down, across = patches.shape
        ordered = patches.transpose(1, 2, 3, 4, 5, 0)
        self.columns = ordered.reshape(groups, depth * math.prod(window), down * across * batch)
        y = weights.reshape(groups, filters // groups, -1) @ self.columns
        y += self.parameters["biases"].reshape(groups, -1, 1)
        return y.reshape(filters, down, across, batch).transpose(3, 0, 1, 2)

    def backward(self, grad: Array) -> Array:
        weights, groups = self.parameters["weights"], self.groups
        filters, _, *window = weights.shape
        batch, _, *count = grad.shape
        rows = grad.transpose(1, 2, 3, 0).reshape(groups, filters // groups, -1)
        slopes = rows @ self.columns.transpose(0, 2, 1)
        self.gradients["weights"][...] = slopes.reshape(weights.shape)
        np.sum(rows.reshape(filters, -1), axis=1, out=self.gradients["biases"])
        columns = weights.reshape(groups, filters // groups, -1).transpose(0, 2, 1) @ rows
        patches = columns.reshape(-1, *window, *count, batch).transpose(5, 0, 1, 2, 3, 4)
        by_padded = np.zeros_like(self.padded)
        places = entries_of(by_padded, tuple(window), tuple(count), self.stride, self.dilation)
        for (i, j), entries in places:
            entries += patches[:, :, i, j]
        return without_margins(by_padded, self.margins)
