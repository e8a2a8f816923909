"""Convolution as one matrix product: im2col on the way forward, col2im on the way back."""

from __future__ import annotations

import math

import numpy as np

from solver.models.convolution import Padding, Pair, padded_by, patches_of, sides
from solver.models.layers.contract import Array, Layer, Rng
from solver.models.layers.dense import first_weights


def pair(sizes: int | Pair) -> Pair:
    """One number for both axes, or one for each."""
    return (sizes, sizes) if isinstance(sizes, int) else sizes


def add_patches(patches: Array, padded: Array, stride: Pair, dilation: Pair = (1, 1)) -> None:
    """The way back from `patches_of`: each entry of a window is added to where it came from (col2im).

    Patches have the shape (..., window height, window width, down, across), `padded` (..., height, width).
    """
    *_, height, width, down, across = patches.shape
    for i, j in np.ndindex(height, width):
        rows = slice(i * dilation[0], i * dilation[0] + (down - 1) * stride[0] + 1, stride[0])
        columns = slice(j * dilation[1], j * dilation[1] + (across - 1) * stride[1] + 1, stride[1])
        padded[..., rows, columns] += patches[..., i, j, :, :]


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
        # Channels come before samples: so every product is one of two matrices without any transposition.
        padded = padded_by(x.transpose(1, 0, 2, 3), margins)
        patches = patches_of(padded, tuple(window), self.stride, self.dilation)
        self.shapes, self.margins = (padded.shape, patches.shape), margins
        *_, down, across = patches.shape
        ordered = patches.transpose(0, 2, 3, 1, 4, 5)
        self.columns = ordered.reshape(groups, depth * math.prod(window), len(x) * down * across)
        y = weights.reshape(groups, filters // groups, -1) @ self.columns
        y += self.parameters["biases"].reshape(groups, -1, 1)
        return y.reshape(filters, len(x), down, across).transpose(1, 0, 2, 3)

    def backward(self, grad: Array) -> Array:
        weights, groups = self.parameters["weights"], self.groups
        filters, _, *window = weights.shape
        batch, _, down, across = grad.shape
        rows = grad.transpose(1, 0, 2, 3).reshape(groups, filters // groups, -1)
        slopes = rows @ self.columns.transpose(0, 2, 1)
        self.gradients["weights"][...] = slopes.reshape(weights.shape)
        np.sum(rows.reshape(filters, -1), axis=1, out=self.gradients["biases"])
        columns = weights.reshape(groups, filters // groups, -1).transpose(0, 2, 1) @ rows
        padded = np.zeros(self.shapes[0])
        patches = columns.reshape(len(padded), *window, batch, down, across).transpose(0, 3, 1, 2, 4, 5)
        add_patches(patches, padded, self.stride, self.dilation)
        return without_margins(padded, self.margins).transpose(1, 0, 2, 3)


def without_margins(padded: Array, margins: list[Pair]) -> Array:
    """Maps without what `padded_by` laid around them."""
    (top, bottom), (left, right) = margins
    *_, height, width = padded.shape
    return padded[..., top : height - bottom, left : width - right]
