"""Convolution, pooling and the layers of a convolutional network over NumPy arrays.

Feature maps have shape (channels, height, width), filters (filters, channels / groups, height,
width). Strides, paddings, dilations and window sizes are pairs: down, then across.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from solver.models.arrays import Array

Pair: TypeAlias = tuple[int, int]
Shape: TypeAlias = tuple[int, ...]
Padding: TypeAlias = "Sequence[int | Pair] | str"
"""On both sides, down and across; or before and after on each axis; or same."""

REDUCTIONS: Mapping[str, Callable[[Array, Shape], Array]] = {
    "max": np.max,
    "average": np.mean,
    "global-max": np.max,
    "global-average": np.mean,
}
"""What a window is pooled to, by mode."""


def sides(padding: Padding, *axes: Shape) -> list[Pair]:
    """The padding before and after each axis.

    Args:
        padding: one number for both sides of each axis, or a pair for each; or same.
        axes: sizes of input and window, stride, and dilation, one number an axis.

    Source: TensorFlow, tf.nn, notes on padding (same): the output has ceil(length / stride) entries, and
    the odd entry of the padding comes after.
    """
    if padding == "same":
        needed = [
            max((-(-length // stride) - 1) * stride + (window - 1) * dilation + 1 - length, 0)
            for length, window, stride, dilation in zip(*axes, strict=True)
        ]
        return [(room // 2, room - room // 2) for room in needed]
    given = np.array([*padding])
    both = np.broadcast_to(given.reshape(len(given), -1), (len(given), 2))
    return [(int(before), int(after)) for before, after in np.resize(both, (len(axes[0]), 2))]


def window_starts(
    length: int, window: int, stride: int, padding: int | Pair, dilation: int = 1, ceil_mode: bool = False
) -> NDArray[np.intp]:
    """Where a window may begin on an axis padded on both sides; their number is the output size.

    The windows are counted one by one: no formula for the size is used. In ceil mode, a window may leave
    the padded axis at the end, if it begins before the padding there.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016),
    sections 2 and 5.1.
    """
    before, after = (padding, padding) if isinstance(padding, int) else padding
    room = before + length + after - (window - 1) * dilation
    whole = np.arange(0, room, stride)
    if not ceil_mode or (room - 1) % stride == 0 or len(whole) * stride >= length + before:
        return whole
    return np.append(whole, len(whole) * stride)


def output_size(
    input: Shape,
    kernel: Shape,
    stride: Shape,
    padding: Padding,
    dilation: Shape = (1,),
    ceil_mode: bool = False,
    dimensions: int | None = None,
) -> list[int]:
    """What a window that slides over a map of that size yields, one number an axis.

    A single size stands for all axes. There are as many of them as `dimensions` says or the input has, whose
    single side is that of a square.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), sections 2 and
    5.1.
    """
    count = dimensions or (2 if len(input) == 1 else len(input))
    sizes, windows, steps, gaps = (
        tuple(map(int, np.resize(part, count))) for part in (input, kernel, stride, dilation)
    )
    axes = zip(sizes, windows, steps, sides(padding, sizes, windows, steps, gaps), gaps, strict=True)
    return [len(window_starts(*axis, ceil_mode=ceil_mode)) for axis in axes]


def padded_by(x: Array, padding: Sequence[Pair], value: float = 0.0) -> Array:
    """Maps (..., height, width) with margins around them.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.5 (zero padding).
    """
    (top, bottom), (left, right) = padding
    *before, height, width = x.shape
    padded = np.full((*before, top + height + bottom, left + width + right), value)
    padded[..., top : top + height, left : left + width] = x
    return padded


def convolve_direct(
    x: Array,
    filters: Array,
    bias: Array | None = None,
    *,
    stride: Pair = (1, 1),
    padding: Padding = (0, 0),
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
    margins = sides(padding, x.shape[1:], (height, width), stride, dilation)
    padded = padded_by(x, margins)
    down, across = output_size(x.shape[1:], (height, width), stride, margins, dilation)
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
    padding: Padding = (0, 0),
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
    margins = sides(padding, x.shape[1:], (height, width), stride, dilation)
    down, across = output_size(x.shape[1:], (height, width), stride, margins, dilation)
    found = patches_of(padded_by(x, margins), (height, width), stride, dilation)
    columns = found.reshape(groups, depth * height * width, down * across)
    rows = kernels.reshape(groups, count // groups, depth * height * width)
    y = (rows @ columns).reshape(count, down, across)
    return y if bias is None else y + bias[:, None, None]


def patches_of(padded: Array, window: Shape, stride: Shape, dilation: Shape = (1, 1)) -> Array:
    """All windows of maps (..., height, width), of shape (..., window height, window width, down, across).

    They are a view: no entry is copied.

    Source: Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for Document
    Processing (2006), section 3.
    """
    starts = [
        window_starts(*axis) for axis in zip(padded.shape[-2:], window, stride, (0, 0), dilation, strict=True)
    ]
    moves = [
        (step * gap, step * jump)
        for step, gap, jump in zip(padded.strides[-2:], dilation, stride, strict=True)
    ]
    (rows, down), (columns, across) = moves
    shape = (*padded.shape[:-2], *window, *map(len, starts))
    strides = (*padded.strides[:-2], rows, columns, down, across)
    return np.lib.stride_tricks.as_strided(padded, shape, strides, writeable=False)


def feature_map(
    input: Array,
    kernel: Sequence[Array],
    bias: Array | None,
    stride: Pair,
    padding: Padding,
    dilation: Pair,
    true_convolution: bool,
) -> tuple[Shape, Array]:
    """The size of the map and its entries: one map, or one a filter.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 9.4 (convolution), 9.6
    (cross-correlation) and 9.8 (stride).
    """
    options: dict[str, Any] = {"stride": stride, "padding": padding, "dilation": dilation}
    maps = convolve_im2col(input, np.array(kernel), bias, **options, flipped=true_convolution)
    return maps.shape[1:], alone(maps)


def pool(
    input: Array,
    mode: str,
    size: Pair | None = None,
    stride: Pair | None = None,
    padding: Padding | None = None,
    padding_excluded: bool = False,
    ceil_mode: bool = False,
) -> Array:
    """Each channel pooled by itself; shape (channels, height, width).

    Padding never wins a maximum, and counts as zeros in an average unless it is excluded. A global pool
    has no window. What a window of ceil mode has beyond the padded map counts nowhere.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3; the padding as PyTorch has it;
    global pools: Lin, Chen and Yan, Network in Network (2014), section 3.2.
    """
    if size is None:
        return REDUCTIONS[mode](input, (1, 2))[:, None, None]
    moves = stride or size
    margins = sides(padding or (0, 0), input.shape[1:], size, moves, (1, 1))
    axes = zip(input.shape[1:], size, moves, margins, (1, 1), strict=True)
    starts = [window_starts(*axis, ceil_mode=ceil_mode) for axis in axes]
    beyond = [
        max(int(begin[-1]) + window - length - sum(margin), 0)
        for begin, window, length, margin in zip(starts, size, input.shape[1:], margins, strict=True)
    ]
    inside, outside = (0.0 if padding_excluded else 1.0), ((0, 0), (0, beyond[0]), (0, beyond[1]))
    counted = np.pad(padded_by(np.ones_like(input), margins, inside), outside)
    if mode == "max":
        filled = np.pad(padded_by(input, margins, -np.inf), outside, constant_values=-np.inf)
        return REDUCTIONS["max"](patches_of(filled, size, moves), (1, 2))
    sums: Array = patches_of(np.pad(padded_by(input, margins), outside), size, moves).sum((1, 2))
    number: Array = patches_of(counted, size, moves).sum((1, 2))
    return sums / number


def pooled(
    input: Array,
    mode: str,
    size: Pair | None,
    stride: Pair | None,
    padding: Padding | None,
    padding_excluded: bool = False,
    ceil_mode: bool = False,
) -> Array:
    """The same as `pool`, but a single channel is the map by itself.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 9.3.
    """
    return alone(pool(input, mode, size, stride, padding, padding_excluded, ceil_mode))


def alone(maps: Array) -> Array:
    """A single map by itself."""
    return maps[0] if len(maps) == 1 else maps
