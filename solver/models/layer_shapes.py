"""What layers make of shapes: the shapes of their outputs, their parameters, and what an entry sees.

Unlike in arrays, channels come last in these shapes: (height, width, channels).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from solver.models.convolution import Padding, Shape, output_size


class Plan(NamedTuple):
    """What a layer makes of an input: the shape of its output, and the number of its parameters if any.

    Unlike in arrays, channels come last in these shapes: (height, width, channels).
    """

    output: Shape
    parameters: int | None = None


def receptive_fields(
    windows: Sequence[tuple[Shape, Shape, Padding, Shape]], side: int | None = None
) -> tuple[int, int, list[tuple[int, ...]]]:
    """Field and jump of the last layer's entries; and after each layer, side of the map, jump and field.

    A window is its size, stride, padding and dilation along one axis. Without the side of the input, there
    are no sides of maps.

    What the first two entries of a map look at is followed back through the layers, without the padding.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), section 2.
    """
    found: list[tuple[int, ...]] = []
    for depth, (size, stride, padding, dilation) in enumerate(windows, 1):
        if side is not None:
            (side,) = output_size((side,), size, stride, padding, dilation, dimensions=1)
        seen = []
        for entry in (0, 1):
            first = last = entry
            for (window,), (step,), _, (gap,) in reversed(windows[:depth]):
                first, last = first * step, last * step + (window - 1) * gap
            seen.append((first, last))
        moved = seen[1][0] - seen[0][0], seen[0][1] - seen[0][0] + 1
        found.append(moved if side is None else (side, *moved))
    jump, field = found[-1][-2:]
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
    """Filters, each of which spans the channels of its group; the input has one to three sides.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), section 2;
    groups: Krizhevsky, Sutskever and Hinton, ImageNet Classification with Deep Convolutional Neural Networks
    (2012), section 3.5.
    """
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
    """A window that slides over each channel.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), section 3.
    """
    sides = output_size((input[0], input[1]), size, stride, padding, ceil_mode=ceil_mode)
    return Plan((*sides, input[2]))


def batch_normalization_layer(input: Shape) -> Plan:
    """A scale and a shift for each channel, or for each entry of a vector.

    Source: Ioffe and Szegedy, Batch Normalization, ICML 2015, Algorithm 1.
    """
    return Plan(input, 2 * input[-1])


def global_pooling_layer(input: Shape) -> Plan:
    """A window as large as the map.

    Source: Lin, Chen and Yan, Network in Network (2014), section 3.2.
    """
    return Plan((1, 1, input[2]))


def pointwise_layer(input: Shape) -> Plan:
    """A function of each entry by itself, such as the rectifier."""
    return Plan(input)


def flattening_layer(input: Shape) -> Plan:
    """All entries in one vector."""
    return Plan((math.prod(input),))


def dense_layer(input: Shape, units: int, no_bias: bool) -> Plan:
    """A fully connected layer; it flattens what it is given.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.4.
    """
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

    Source: LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998, section II.B, which
    counts so for LeNet-5.
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
