"""What an optimizer is, one step at a time, and gradient descent with and without momentum.

Weights and gradients are arrays of one shape, whatever it is. `step` goes on from the weights and returns all
that it works out, among it the new `weights`. Where a memory is not given, it starts at 0.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from solver.models.arrays import Array


class _Counting(Struct, kw_only=True, eq=False):
    """Counts the steps that were taken."""

    t: int = 0


class Optimizer(_Counting, eq=False):
    """A rule with a learning rate `lr`; `t` counts the steps that were taken. What it keeps is declared."""

    lr: float = 0.01

    def place(self, w: Array) -> Array:
        """Where the next gradient is to be taken: at the weights, unless a rule looks ahead."""
        return w

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        """All that one step works out from the weights and the gradient."""
        raise NotImplementedError


class GradientDescent(Optimizer, eq=False):
    """w = w - lr g. Source: Goodfellow, Bengio and Courville, Deep Learning, Algorithm 8.1."""

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        return {"weights": w - self.lr * g}


class DecayingDescent(Optimizer, eq=False):
    """Gradient descent with the rate lr / sqrt(t). Source: Zinkevich, ICML 2003, Theorem 1."""

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        self.t += 1
        rate = self.lr / np.sqrt(self.t)
        return {"rates": rate, "weights": w - rate * g}


class Momentum(Optimizer, eq=False):
    """Heavy ball: v = beta v + lr g, w = w - v; in the `form` add, v has the other sign.

    In the form pytorch, v = beta v + (1 - dampening) g and w = w - lr v, but the first gradient is taken
    whole where no velocity is given; in the form average, v = beta v + (1 - beta) g.
    Source: Polyak (1964); Goodfellow, Bengio and Courville, Deep Learning, Algorithm 8.2 (add);
    torch.optim.SGD (pytorch).
    """

    beta: float = 0.9
    form: str = "subtract"
    dampening: float = 0.0
    velocity: Array | float = 0.0

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        given = self.t > 0 or bool(np.any(self.velocity))
        self.t += 1
        if self.form in ("subtract", "add"):
            sign = 1 if self.form == "subtract" else -1
            self.velocity = v = self.beta * self.velocity + sign * self.lr * g
            return {"velocities": v, "weights": w - sign * v}
        taken = self.beta if self.form == "average" else self.dampening * given
        self.velocity = v = self.beta * self.velocity + (1 - taken) * g
        return {"velocities": v, "weights": w - self.lr * v}


class Nesterov(Optimizer, eq=False):
    """Nesterov's accelerated gradient: the gradient is taken where the velocity leads.

    In the forms pytorch and keras, the weights are those points themselves, and there are no others.
    Source: Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning,
    ICML 2013, equations 3 and 4 (add); torch.optim.SGD; keras.optimizers.SGD.
    """

    beta: float = 0.9
    form: str = "subtract"
    velocity: Array | float = 0.0

    def place(self, w: Array) -> Array:
        if self.form in ("pytorch", "keras"):
            return w
        return w + (self.beta if self.form == "add" else -self.beta) * self.velocity

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        if self.form == "pytorch":
            self.velocity = v = self.beta * self.velocity + g
            return {"velocities": v, "weights": w - self.lr * (g + self.beta * v)}
        if self.form == "keras":
            self.velocity = v = self.beta * self.velocity - self.lr * g
            return {"velocities": v, "weights": w + self.beta * v - self.lr * g}
        sign, ahead = (1 if self.form == "add" else -1), self.place(w)
        self.velocity = v = self.beta * self.velocity - sign * self.lr * g
        return {"lookaheads": ahead, "velocities": v, "weights": w + sign * v}
