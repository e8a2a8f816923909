"""Kinds of convolution beside the plain one, other ways to compute it, and its gradients.

Sequences have shape (length,), maps (height, width) or (channels, height, width). Strides, paddings and
dilations have a number an axis.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from solver.models.arrays import Array
from solver.models.convolution import (
    Padding,
    Pair,
    Shape,
    alone,
    convolve_direct,
    convolve_im2col,
    padded_by,
    patches_of,
    sides,
    window_starts,
)


def convolve_sequence(
    x: Array,
    kernel: Array,
    stride: Shape = (1,),
    padding: Padding = (0,),
    dilation: Shape = (1,),
    bias: float | None = None,
    true_convolution: bool = False,
) -> Array:
    """The entries of a convolution over a sequence of shape (length,), one product sum an entry.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 9.3 and 9.6.
    """
    axes = (x.shape, kernel.shape, stride, dilation)
    margins = sides(padding, *axes)
    padded = np.pad(x, margins)
    starts = window_starts(len(padded), len(kernel), stride[0], 0, dilation[0])
    laid = kernel[::-1] if true_convolution else kernel
    reach = dilation[0] * np.arange(len(kernel))
    return np.array([padded[start + reach] @ laid for start in starts]) + (bias or 0.0)


def transposed_size(
    size: Shape, window: Shape, stride: Shape, padding: Shape, output_padding: Shape, dilation: Shape
) -> list[int]:
    """The side on each axis of which a convolution with these options has as many windows as `size`, at
    its smallest, and the output padding more.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), section 4.
    """
    axes = zip(size, window, stride, padding, output_padding, dilation, strict=True)
    return [
        (count - 1) * step + (width - 1) * gap + 1 - 2 * cut + more
        for count, width, step, cut, more, gap in axes
    ]


def transposed_convolution(
    input: Array | None,
    kernel: Array | None,
    stride: Shape,
    padding: Shape,
    output_padding: Shape,
    dilation: Shape,
    input_size: Shape | None = None,
    kernel_size: Shape | None = None,
) -> dict[str, Any]:
    """Each entry of the input times the kernel is added at its place; then the padding is cut off.

    Source: Dumoulin and Visin, A Guide to Convolution Arithmetic for Deep Learning (2016), section 4;
    options as in torch.nn.ConvTranspose2d.
    """
    if input is None or kernel is None:
        shapes = input_size or (), kernel_size or ()
        return {"size": transposed_size(*shapes, stride, padding, output_padding, dilation)}
    size = transposed_size(input.shape, kernel.shape, stride, padding, output_padding, dilation)
    canvas = np.zeros([side + 2 * cut for side, cut in zip(size, padding, strict=True)])
    for i, j in np.ndindex(*input.shape):
        for u, v in np.ndindex(*kernel.shape):
            place = i * stride[0] + u * dilation[0], j * stride[1] + v * dilation[1]
            canvas[place] += input[i, j] * kernel[u, v]
    output = canvas[padding[0] : padding[0] + size[0], padding[1] : padding[1] + size[1]]
    return {"size": size, "output": output}


def dilated_convolution(
    input: Array,
    kernel: Sequence[Array],
    bias: Array | None,
    stride: Pair,
    padding: Padding,
    dilation: Pair,
    true_convolution: bool,
) -> tuple[Shape, Array]:
    """The size of the kernel with zeros laid in its gaps, and the maps of a convolution with it.

    Source: Yu and Koltun, Multi-Scale Context Aggregation by Dilated Convolutions (2016), section 2.
    """
    filters = np.array(kernel)
    reach = tuple(gap * (size - 1) + 1 for gap, size in zip(dilation, filters.shape[2:], strict=True))
    wide = np.zeros((*filters.shape[:2], *reach))
    wide[:, :, :: dilation[0], :: dilation[1]] = filters
    maps = convolve_im2col(input, wide, bias, stride=stride, padding=padding, flipped=true_convolution)
    return reach, alone(maps)


def im2col(
    input: Array | None,
    kernel: Sequence[Array],
    kernel_size: Shape | None,
    stride: Pair,
    padding: Padding,
    dilation: Pair,
    patches_as_rows: bool = False,
    input_size: Shape | None = None,
    channels: int = 1,
) -> dict[str, Any]:
    """The matrix of all patches, of shape (channels * window, positions), and the maps of filters.

    Source: Chellapilla, Puri and Simard (2006), section 3; the order of torch.nn.functional.unfold.
    """
    window = kernel_size or kernel[0].shape[1:]
    x = np.zeros((channels, *(input_size or ()))) if input is None else input
    margins = sides(padding, x.shape[1:], window, stride, dilation)
    patches = patches_of(padded_by(x, margins), window, stride, dilation)
    matrix = patches.reshape(math.prod(patches.shape[:3]), -1)
    size = matrix.T.shape if patches_as_rows else matrix.shape
    found: dict[str, Any] = {"size": size}
    if input is not None:
        found = {"matrix": matrix.T if patches_as_rows else matrix, "size": size}
    if kernel:
        maps = convolve_direct(x, np.array(kernel), stride=stride, padding=margins, dilation=dilation)
        found["output"] = alone(maps)
    return found


def backward(
    input: Array,
    grad_output: Array,
    kernel: Array | None,
    stride: Shape | None,
    padding: Shape,
    pool: str | None = None,
    size: Shape | None = None,
) -> dict[str, Any]:
    """The gradients of a layer on one map, of a convolution by its kernel or of a pooling window.

    Each entry of the output hands its gradient on to what it was made of, and the shares are summed.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 9.11 and 9.13; of equal entries the
    first one is the maximum, as in PyTorch.
    """
    window: Shape = size or ((1, 1) if kernel is None else kernel.shape)
    steps = stride or (window if pool else (1, 1))
    padded = np.pad(input, [(cut, cut) for cut in padding], constant_values=-np.inf if pool == "max" else 0.0)
    to_input, to_kernel = np.zeros(padded.shape), np.zeros(window)
    for i, j in np.ndindex(*grad_output.shape):
        place = tuple(
            slice(k * step, k * step + side) for k, step, side in zip((i, j), steps, window, strict=True)
        )
        patch, upstream = padded[place], grad_output[i, j]
        if pool == "max":
            share = np.zeros(window)
            share[np.unravel_index(np.argmax(patch), window)] = 1.0
        else:
            share = np.full(window, 1 / math.prod(window)) if kernel is None else kernel
        to_input[place] += upstream * share
        to_kernel += upstream * (patch if kernel is not None else 0.0)
    rows, columns = (slice(cut, cut + length) for cut, length in zip(padding, input.shape, strict=True))
    if pool:
        return {"grad_input": to_input[rows, columns]}
    return {"grad_input": to_input[rows, columns], "grad_kernel": to_kernel, "grad_bias": grad_output.sum()}


def winograd(input: Array, kernel: Array) -> dict[str, Any]:
    """Two outputs, or two by two, of a kernel of three: minimal filtering F(2, 3) along each axis.

    The output is that of the cross-correlation by its definition.

    Source: Winograd, Arithmetic Complexity of Computations (1980); Lavin and Gray, Fast Algorithms for
    Convolutional Neural Networks (2016), sections 4.1 and 4.2.
    """

    def along(values: Array) -> Array:
        d0, d1, d2, d3 = values
        return np.array([d0 - d2, d1 + d2, d2 - d1, d1 - d3])

    def spread(values: Array) -> Array:
        g0, g1, g2 = values
        return np.array([g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2])

    v, u = along(input.T), spread(kernel.T)
    if len(input) > 1:
        v, u = along(v.T), spread(u.T)
    output = convolve_direct(input[None], kernel[None, None])[0]
    alone = len(input) == 1
    found = {"transformed_input": v, "transformed_kernel": u, "products": u * v}
    arrays = {name: values[:, 0] if alone else values for name, values in found.items()}
    counts = {"multiplications": v.size, "multiplications_direct": output.size * kernel.size}
    return arrays | {"output": output[0] if alone else output} | counts


def fourier_convolution(x: Array, kernel: Array, points: int, whole: int) -> dict[str, Array]:
    """A convolution by transforms of so many `points`, of which the first `whole` entries are the output.

    The three spectra have the shape (3, points, 2), their real and imaginary parts; what is shorter than the
    transform is filled up with zeros.

    Source: Oppenheim and Schafer, Discrete-Time Signal Processing, equations 8.11, 8.12 and 8.114.
    """
    k = np.arange(points)
    # Rounded, since a quarter of a turn has the cosine 6e-17 in floating point.
    roots = np.round(np.exp(-2j * np.pi * (np.outer(k, k) % points) / points), 15)
    padded = [np.pad(np.asarray(part, dtype=float), (0, points - len(part))) for part in (x, kernel)]
    spectra = [roots @ part for part in padded]
    spectra.append(spectra[0] * spectra[1])
    output = (roots.conj() @ spectra[2] / points).real
    return {"spectra": np.stack((np.real(spectra), np.imag(spectra)), axis=-1), "output": output[:whole]}
