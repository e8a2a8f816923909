"""Fully connected layers, functions of each entry by itself, and changes of shape."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Layer, Rng
from solver.models.neural_networks import ACTIVATIONS, SLOPES, initialization


def first_weights(rng: Rng, shape: tuple[int, ...], fan_in: int, fan_out: int, kind: str = "xavier") -> Array:
    """Normally distributed weights, or those of a uniform distribution, by the name of `initialization`.

    Source: Glorot and Bengio 2010, equations 12 and 16; He et al. 2015, equation 10.
    """
    spread, draw = initialization(kind, fan_in, fan_out), np.random.default_rng(rng)
    if "bound" in spread:
        return draw.uniform(-spread["bound"], spread["bound"], shape)
    return draw.normal(0.0, spread["std"], shape)


class Dense(Layer):
    """y = x W + b over the last axis: weights (inputs, units), biases (units,).

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 6.19 and algorithm 6.4.
    """

    def __init__(self, inputs: int, units: int, rng: Rng = None, init: str = "xavier") -> None:
        weights = first_weights(rng, (inputs, units), inputs, units, init)
        super().__init__(weights=weights, biases=np.zeros(units))

    def forward(self, x: Array, training: bool = False) -> Array:
        self.x = x
        return x @ self.parameters["weights"] + self.parameters["biases"]

    def backward(self, grad: Array) -> Array:
        weights = self.parameters["weights"]
        x, rows = self.x.reshape(-1, len(weights)), grad.reshape(-1, weights.shape[1])
        np.matmul(x.T, rows, out=self.gradients["weights"])
        np.sum(rows, axis=0, out=self.gradients["biases"])
        return grad @ weights.T


class Activation(Layer):
    """A function of each entry: linear, sigmoid, tanh, relu or softplus.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.3.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.function, self.slope = name, ACTIVATIONS[name], SLOPES[name]

    def forward(self, x: Array, training: bool = False) -> Array:
        self.x = x
        return self.function(x)

    def backward(self, grad: Array) -> Array:
        return grad * self.slope(self.x)


class Reshape(Layer):
    """Each sample in another shape: `Reshape(-1)` lays it out as a vector."""

    def __init__(self, *shape: int) -> None:
        super().__init__()
        self.shape = shape

    def forward(self, x: Array, training: bool = False) -> Array:
        self.before = x.shape
        return x.reshape(len(x), *self.shape)

    def backward(self, grad: Array) -> Array:
        return grad.reshape(self.before)


class Embedding(Layer):
    """Rows of a table (words, dimensions) for indices of any shape, which have no gradient themselves.

    Source: Bengio et al., A Neural Probabilistic Language Model, 2003, section 2.
    """

    def __init__(self, words: int, dimensions: int, rng: Rng = None) -> None:
        super().__init__(table=np.random.default_rng(rng).normal(0.0, 1.0, (words, dimensions)))

    def forward(self, x: Array, training: bool = False) -> Array:
        self.indices = x.astype(int)
        return np.asarray(self.parameters["table"][self.indices])

    def backward(self, grad: Array) -> Array:
        self.gradients["table"][...] = 0.0
        np.add.at(self.gradients["table"], self.indices, grad)
        return np.zeros(self.indices.shape)
