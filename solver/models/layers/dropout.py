"""Dropout, and noise on the input."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Layer, Rng


class Dropout(Layer):
    """In training, each entry is 0 with the probability `rate`, the others are divided by 1 - rate.

    Source: Srivastava et al., Dropout, 2014, section 4, scaled in training as in section 10.
    """

    def __init__(self, rate: float, rng: Rng = None) -> None:
        super().__init__()
        self.rate, self.draw = rate, np.random.default_rng(rng)
        self.mask: Array | float = 1.0

    def forward(self, x: Array, training: bool = False) -> Array:
        self.mask = (self.draw.random(x.shape) >= self.rate) / (1 - self.rate) if training else 1.0
        return x * self.mask

    def backward(self, grad: Array) -> Array:
        return grad * self.mask


class GaussianNoise(Layer):
    """In training, normally distributed noise is added to each entry.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 7.5.
    """

    def __init__(self, deviation: float, rng: Rng = None) -> None:
        super().__init__()
        self.deviation, self.draw = deviation, np.random.default_rng(rng)

    def forward(self, x: Array, training: bool = False) -> Array:
        return x + self.draw.normal(0.0, self.deviation, x.shape) if training else x

    def backward(self, grad: Array) -> Array:
        return grad
