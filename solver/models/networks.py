"""Layers one after another: the multilayer perceptron, the convolutional network, deep RNNs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from solver.models.layers.contract import Layer, Rng, Sequential
from solver.models.layers.convolution import Convolution
from solver.models.layers.dense import Activation, Dense, Reshape
from solver.models.layers.dropout import Dropout
from solver.models.layers.pooling import MaxPooling
from solver.models.layers.recurrent import Recurrent


def multilayer_perceptron(
    sizes: Sequence[int], rng: Rng = None, *, activation: str = "relu", dropout: float = 0.0
) -> Sequential:
    """Dense layers from the inputs to the outputs, with an activation behind each but the last.

    Source: Goodfellow, Bengio and Courville, Deep Learning, chapter 6; Rumelhart, Hinton and Williams 1986.
    """
    draw, layers = np.random.default_rng(rng), list[Layer]()
    for inputs, units in pairwise(sizes):
        layers += [Dense(inputs, units, draw, "he" if activation == "relu" else "xavier")]
        layers += [Activation(activation), *([Dropout(dropout, draw)] if dropout else [])]
    return Sequential(*layers[: -2 if dropout else -1])


def convolutional_network(
    shape: tuple[int, int, int], filters: Sequence[int], outputs: int, rng: Rng = None
) -> Sequential:
    """A convolution of 3 x 3, ReLU and max pooling by 2 for each number of filters, then a dense layer.

    The maps have the shape (channels, height, width); without pooling, they keep their size.

    Source: LeCun et al., Gradient-Based Learning Applied to Document Recognition, 1998, section II.
    """
    draw, (channels, height, width), layers = np.random.default_rng(rng), shape, list[Layer]()
    for count in filters:
        layers += [Convolution(channels, count, 3, draw, padding=1), Activation("relu"), MaxPooling(2)]
        channels, height, width = count, height // 2, width // 2
    return Sequential(*layers, Reshape(-1), Dense(channels * height * width, outputs, draw))


def deep_recurrent_network(
    cell: type[Recurrent], inputs: int, units: Sequence[int], rng: Rng = None
) -> Sequential:
    """Recurrent layers, each of which reads the states of the one before.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 10.5; Graves, Mohamed and Hinton 2013.
    """
    draw = np.random.default_rng(rng)
    return Sequential(*(cell(before, now, draw) for before, now in pairwise((inputs, *units))))
