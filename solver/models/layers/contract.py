"""What a layer is, and layers one after another.

Arrays hold a batch: their first axis are the samples.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array

Rng: TypeAlias = "np.random.Generator | int | None"
"""A generator of random numbers, or the seed of one."""


class Layer(ABC):
    """A differentiable function with parameters.

    `forward` keeps what `backward` needs. `backward` takes the gradient of the loss by the output of the last
    `forward`, writes that by each parameter to `gradients`, under the name of the parameter, and returns that
    by the input. A layer of several parts holds the very arrays of its parts.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.5.6 (bprop).
    """

    def __init__(self, parts: Mapping[str, Layer] | None = None, /, **parameters: Array) -> None:
        self.parameters: dict[str, Array] = dict(parameters)
        self.gradients: dict[str, Array] = {name: np.zeros_like(w) for name, w in parameters.items()}
        for part, layer in (parts or {}).items():
            self.parameters |= {f"{part}.{name}": w for name, w in layer.parameters.items()}
            self.gradients |= {f"{part}.{name}": g for name, g in layer.gradients.items()}

    @abstractmethod
    def forward(self, x: Array, training: bool = False) -> Array:
        """The output for a batch; some layers do something else in training."""

    @abstractmethod
    def backward(self, grad: Array) -> Array:
        """From the gradient by the output to that by the input."""

    def __call__(self, x: Array, training: bool = False) -> Array:
        return self.forward(x, training)

    def __repr__(self) -> str:
        shapes = (f"{name} {'x'.join(map(str, w.shape))}" for name, w in self.parameters.items())
        return f"{type(self).__name__}({', '.join(shapes)})"

    def load(self, **parameters: ArrayLike) -> None:
        """Take over the values of parameters, which spread to the shapes that those have."""
        for name, values in parameters.items():
            self.parameters[name][...] = values

    @property
    def size(self) -> int:
        """How many numbers are trained."""
        return sum(w.size for w in self.parameters.values())


class Sequential(Layer):
    """Layers one after another: the chain rule.

    Source: Goodfellow, Bengio and Courville, Deep Learning, algorithms 6.3 and 6.4.
    """

    def __init__(self, *layers: Layer) -> None:
        super().__init__({str(number): layer for number, layer in enumerate(layers)})
        self.layers = layers

    def forward(self, x: Array, training: bool = False) -> Array:
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(self, grad: Array) -> Array:
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad
