"""Convolution, pooling and the layers of a convolutional network over NumPy arrays.

Feature maps have shape (channels, height, width), filters (filters, channels / groups, height,
width). Strides, paddings, dilations and window sizes are pairs: down, then across.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
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
    """
    count = dimensions or (2 if len(input) == 1 else len(input))
    sizes, windows, steps, gaps = (
        tuple(map(int, np.resize(part, count))) for part in (input, kernel, stride, dilation)
    )
    axes = zip(sizes, windows, steps, sides(padding, sizes, windows, steps, gaps), gaps, strict=True)
    return [len(window_starts(*axis, ceil_mode=ceil_mode)) for axis in axes]


def padded_by(x: Array, padding: Sequence[Pair], value: float = 0.0) -> Array:
    """Maps (..., height, width) with margins around them."""
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
    """The size of the map and its entries: one map, or one a filter."""
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
    """The same as `pool`, but a single channel is the map by itself."""
    return alone(pool(input, mode, size, stride, padding, padding_excluded, ceil_mode))


def alone(maps: Array) -> Array:
    """A single map by itself."""
    return maps[0] if len(maps) == 1 else maps


class Plan(NamedTuple):
    """What a layer makes of an input: the shape of its output, and the number of its parameters if any.

    Unlike in arrays, channels come last in these shapes: (height, width, channels).
    """

    output: Shape
    parameters: int | None = None


def receptive_fields(
    windows: Sequence[tuple[Shape, Shape, Padding, Shape]], side: int
) -> tuple[int, int, list[tuple[int, int, int]]]:
    """Field and jump of the last layer's entries; and after each layer, side of the map, jump and field.

    A window is its size, stride, padding and dilation along one axis.

    What the first two entries of a map look at is followed back through the layers, without the padding.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), section 2.
    """
    found = []
    for depth, (size, stride, padding, dilation) in enumerate(windows, 1):
        (side,) = output_size((side,), size, stride, padding, dilation, dimensions=1)
        seen = []
        for entry in (0, 1):
            first = last = entry
            for (window,), (step,), _, (gap,) in reversed(windows[:depth]):
                first, last = first * step, last * step + (window - 1) * gap
            seen.append((first, last))
        found.append((side, seen[1][0] - seen[0][0], seen[0][1] - seen[0][0] + 1))
    _, jump, field = found[-1]
    return field, jump, found


Layer: TypeAlias = Callable[[Shape], Plan]


def _weighted(output: Shape, weights: Shape, *, bias: bool) -> Plan:
    """A layer with an array of weights, and a bias for each of the rows of it."""
    return Plan(output, math.prod(weights) + bias * weights[0])


def convolution_layer(
    input: Shape,
    filters: int,
    kernel: Shape,
    stride: Shape,
    padding: Padding,
    dilation: Shape,
    groups: int,
    no_bias: bool,
    channels_first: bool = False,
) -> Plan:
    """Filters, each of which spans the channels of its group; the input has one to three sides."""
    *sides, channels = input
    output = output_size(tuple(sides), kernel, stride, padding, dilation, dimensions=len(sides))
    shape = ordered((*output, filters), channels_first)
    window = np.resize(kernel, len(sides))
    return _weighted(shape, (filters, channels // groups, *map(int, window)), bias=not no_bias)


def separable_layer(
    input: Shape, filters: int, kernel: Shape, stride: Shape, padding: Padding, bias: bool
) -> dict[str, float]:
    """What a convolution costs, and one channel by channel with a convolution of size 1 behind it.

    Source: Howard et al., MobileNets (2017), section 3.1; multiplications as by a count over the weights,
    each of which is used once at every position of the output.
    """
    *size, channels = input
    places = math.prod(output_size(tuple(size), kernel, stride, padding, dimensions=len(size)))
    window = [int(side) for side in np.resize(kernel, len(size))]
    whole, depthwise = np.empty((filters, channels, *window)), np.empty((channels, 1, *window))
    pointwise = np.empty((filters, channels))
    biases = {"standard": filters * bias, "separable": (filters + channels) * bias}
    return {
        "parameters_standard": whole.size + biases["standard"],
        "parameters_separable": depthwise.size + pointwise.size + biases["separable"],
        "multiplications_standard": places * whole.size,
        "multiplications_depthwise": places * depthwise.size,
        "multiplications_pointwise": places * pointwise.size,
        "saving": 1 - (depthwise.size + pointwise.size) / whole.size,
    }


def layers_compared(
    input: Shape, filters: int, kernel: Shape, stride: Shape, padding: Padding, bias: bool
) -> tuple[int, int, int]:
    """The parameters of layers from an input to maps: fully connected, with weights of their own at every
    position, and with shared ones.

    Source: Goodfellow, Bengio and Courville, Deep Learning, sections 9.2 and 9.5.
    """
    *size, channels = input
    output = output_size(tuple(size), kernel, stride, padding, dimensions=len(size))
    shared = convolution_layer(input, filters, kernel, stride, padding, (1,), 1, not bias).parameters or 0
    places = math.prod(output)
    dense = dense_layer((*size, channels), places * filters, not bias).parameters or 0
    return dense, places * shared, shared


def pooling_layer(
    input: Shape, size: Shape, stride: Shape, padding: Padding, ceil_mode: bool = False
) -> Plan:
    """A window that slides over each channel."""
    sides = output_size((input[0], input[1]), size, stride, padding, ceil_mode=ceil_mode)
    return Plan((*sides, input[2]))


def batch_normalization_layer(input: Shape) -> Plan:
    """A scale and a shift for each channel, or for each entry of a vector.

    Source: Ioffe and Szegedy, Batch Normalization, ICML 2015, Algorithm 1.
    """
    return Plan(input, 2 * input[-1])


def global_pooling_layer(input: Shape) -> Plan:
    """A window as large as the map."""
    return Plan((1, 1, input[2]))


def pointwise_layer(input: Shape) -> Plan:
    """A function of each entry by itself, such as the rectifier."""
    return Plan(input)


def flattening_layer(input: Shape) -> Plan:
    """All entries in one vector."""
    return Plan((math.prod(input),))


def dense_layer(input: Shape, units: int, no_bias: bool) -> Plan:
    """A fully connected layer; it flattens what it is given."""
    return _weighted((units,), (units, math.prod(input)), bias=not no_bias)


def embedding_layer(input: Shape, vocabulary: int, width: int) -> Plan:
    """A learned vector for each index of a token; the output has the shape (tokens, width).

    Source: Bengio et al., A Neural Probabilistic Language Model, 2003.
    """
    return Plan((*input, width), vocabulary * width)


def ordered(shape: Shape, channels_first: bool) -> Shape:
    """The shape with its last size, the channels, first or where it is."""
    return (*shape[-1:], *shape[:-1]) if channels_first else shape


def network(
    layers: Sequence[Layer], input: Shape, channels_first: bool = False, bytes_: int | None = None
) -> dict[str, Any]:
    """The shape after each layer, and the parameters of those layers that have any.

    With so many bytes a number, also the numbers that each layer hands on, and the memory they take.
    """
    plans: list[Plan] = []
    for layer in layers:
        plans.append(layer(plans[-1].output if plans else input))
    counts = [plan.parameters for plan in plans if plan.parameters is not None]
    outputs = [plan.output for plan in plans]
    shapes = [ordered(output, channels_first and len(output) == 3) for output in outputs]
    found: dict[str, Any] = {"shapes": shapes, "per_layer": counts, "total": sum(counts)}
    if bytes_ is not None:
        memory = [bytes_ * math.prod(output) for output in outputs]
        found |= {
            "activations": [math.prod(output) for output in outputs],
            "memory": memory,
            "activation_memory": sum(memory),
            "parameter_memory": bytes_ * sum(counts),
        }
    return found
