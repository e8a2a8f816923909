"""Convolution, pooling and the layers of a convolutional network over NumPy arrays.

Feature maps have shape (channels, height, width), filters (filters, channels / groups, height,
width). Strides, paddings, dilations and window sizes are pairs: down, then across.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Pair: TypeAlias = tuple[int, int]
Shape: TypeAlias = tuple[int, ...]
Mode: TypeAlias = Literal["max", "average"]

_REDUCTIONS: dict[Mode, Callable[[Array, Shape], Array]] = {"max": np.max, "average": np.mean}


def window_starts(length: int, window: int, stride: int, padding: int, dilation: int = 1) -> NDArray[np.intp]:
    """Where a window may begin on an axis padded on both sides; their number is the output size.

    The windows are counted one by one: no formula for the size is used.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016),
    sections 2 and 5.1.
    """
    reach = (window - 1) * dilation
    return np.arange(0, length + 2 * padding - reach, stride)


def output_pair(size: Pair, window: Pair, stride: Pair, padding: Pair, dilation: Pair = (1, 1)) -> Pair:
    """Height and width of what a window that slides over a map of that size yields."""
    axes = zip(size, window, stride, padding, dilation, strict=True)
    down, across = (len(window_starts(*axis)) for axis in axes)
    return down, across


def _padded(x: Array, padding: Pair, value: float = 0.0) -> Array:
    down, across = padding
    return np.pad(x, ((0, 0), (down, down), (across, across)), constant_values=value)


def convolve_direct(
    x: Array,
    filters: Array,
    bias: Array | None = None,
    *,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
    groups: int = 1,
    flipped: bool = False,
) -> Array:
    """Cross-correlation by its definition, a loop over every index; shape (filters, height, width).

    With `flipped`, true convolution: the kernel is turned by 180 degrees.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 9.4 (convolution), 9.6
    (cross-correlation) and 9.8 (stride).
    """
    count, depth, height, width = filters.shape
    padded = _padded(x, padding)
    down, across = output_pair(x.shape[1:], (height, width), stride, padding, dilation)
    y = np.zeros((count, down, across)) if bias is None else np.tile(bias[:, None, None], (1, down, across))
    for k, i, j in np.ndindex(count, down, across):
        first_channel = k // (count // groups) * depth
        for c, u, v in np.ndindex(depth, height, width):
            weight = filters[k, c, -1 - u, -1 - v] if flipped else filters[k, c, u, v]
            row, column = i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]
            y[k, i, j] += weight * padded[first_channel + c, row, column]
    return y


def convolve_im2col(
    x: Array,
    filters: Array,
    bias: Array | None = None,
    *,
    stride: Pair = (1, 1),
    padding: Pair = (0, 0),
    dilation: Pair = (1, 1),
    groups: int = 1,
    flipped: bool = False,
) -> Array:
    """The same as `convolve_direct`, as one matrix product a group: every patch is a column.

    Source: Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for
    Document Processing (2006), section 3.
    """
    count, depth, height, width = filters.shape
    kernels = filters[:, :, ::-1, ::-1] if flipped else filters
    down, across = output_pair(x.shape[1:], (height, width), stride, padding, dilation)
    patches = _patches(_padded(x, padding), (height, width), stride, dilation)
    columns = patches.reshape(groups, depth * height * width, down * across)
    rows = kernels.reshape(groups, count // groups, depth * height * width)
    y = (rows @ columns).reshape(count, down, across)
    return y if bias is None else y + bias[:, None, None]


def _patches(padded: Array, window: Pair, stride: Pair, dilation: Pair = (1, 1)) -> Array:
    """All windows, of shape (channels, window height, window width, down, across)."""
    starts = [
        window_starts(*axis) for axis in zip(padded.shape[1:], window, stride, (0, 0), dilation, strict=True)
    ]
    rows, columns = (
        np.arange(size)[:, None] * step + begin[None, :]
        for size, step, begin in zip(window, dilation, starts, strict=True)
    )
    return padded[:, rows[:, None, :, None], columns[None, :, None, :]]


def pool(x: Array, mode: Mode, window: Pair, stride: Pair, padding: Pair = (0, 0)) -> Array:
    """Each channel pooled by itself; shape (channels, height, width).

    Padding never wins a maximum, and counts as zeros in an average.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; the padding as PyTorch has it.
    """
    patches = _patches(_padded(x, padding, -np.inf if mode == "max" else 0.0), window, stride)
    return _REDUCTIONS[mode](patches, (1, 2))


def pool_global(x: Array, mode: Mode) -> Array:
    """Each channel pooled to a single entry; shape (channels, 1, 1).

    Source: Lin, Chen and Yan, Network in Network (2014), section 3.2.
    """
    return _REDUCTIONS[mode](x, (1, 2))[:, None, None]


class Plan(NamedTuple):
    """What a layer makes of an input: the shapes of its output and of its parameter arrays."""

    output: Shape
    parameters: tuple[Shape, ...] = ()

    @property
    def size(self) -> int:
        """How many parameters its arrays will hold."""
        return sum(math.prod(shape) for shape in self.parameters)


class Layer(ABC):
    """A layer of a network."""

    @abstractmethod
    def plan(self, shape: Shape) -> Plan:
        """The layer over an input of that shape."""


@dataclass(frozen=True, slots=True)
class Convolution(Layer):
    """Filters, each of which spans the channels of its group."""

    filters: int
    kernel: Pair
    stride: Pair = (1, 1)
    padding: Pair = (0, 0)
    dilation: Pair = (1, 1)
    groups: int = 1
    bias: bool = True

    def plan(self, shape: Shape) -> Plan:
        channels, height, width = shape
        output = output_pair((height, width), self.kernel, self.stride, self.padding, self.dilation)
        weights = (self.filters, channels // self.groups, *self.kernel)
        return Plan((self.filters, *output), (weights, (self.filters,)) if self.bias else (weights,))


@dataclass(frozen=True, slots=True)
class Pooling(Layer):
    """A window that slides over each channel."""

    window: Pair
    stride: Pair
    padding: Pair = (0, 0)

    def plan(self, shape: Shape) -> Plan:
        channels, height, width = shape
        return Plan((channels, *output_pair((height, width), self.window, self.stride, self.padding)))


class GlobalPooling(Layer):
    """A window as large as the map."""

    def plan(self, shape: Shape) -> Plan:
        return Plan((shape[0], 1, 1))


class Pointwise(Layer):
    """A function of each entry by itself, such as the rectifier."""

    def plan(self, shape: Shape) -> Plan:
        return Plan(shape)


class Flattening(Layer):
    """All entries in one vector."""

    def plan(self, shape: Shape) -> Plan:
        return Plan((math.prod(shape),))


@dataclass(frozen=True, slots=True)
class Dense(Layer):
    """A fully connected layer; it flattens what it is given."""

    units: int
    bias: bool = True

    def plan(self, shape: Shape) -> Plan:
        weights = (self.units, math.prod(shape))
        return Plan((self.units,), (weights, (self.units,)) if self.bias else (weights,))


def plans(layers: Sequence[Layer], shape: Shape) -> list[Plan]:
    """Each layer over the output of the one before; the first has an input of that shape."""
    made: list[Plan] = []
    for layer in layers:
        made.append(layer.plan(made[-1].output if made else shape))
    return made


def allocate(plan: Plan) -> list[NDArray[Any]]:
    """The parameter arrays of a layer, a byte an entry: they are there to be counted."""
    return [np.empty(shape, dtype=np.int8) for shape in plan.parameters]
