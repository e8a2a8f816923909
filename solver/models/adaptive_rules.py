"""The first-order optimizers that scale each gradient by those before it: Adagrad, RMSProp, Adam."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from solver.models.arrays import Array
from solver.models.update_rules import Optimizer


def _scaled(g: Array, accumulator: Array, epsilon: float, inside: bool) -> Array:
    if inside:
        return g / np.sqrt(accumulator + epsilon)
    return g / (np.sqrt(accumulator) + epsilon)


class Adagrad(Optimizer, eq=False):
    """Adagrad. Source: Duchi, Hazan and Singer, JMLR 12 (2011)."""

    epsilon: float = 1e-8
    epsilon_inside: bool = False
    accumulator: Array | float = 0.0

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        self.accumulator = total = self.accumulator + g * g
        move = _scaled(g, total, self.epsilon, self.epsilon_inside)
        return {"accumulators": total, "weights": w - self.lr * move}


class RMSProp(Optimizer, eq=False):
    """RMSProp. Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5."""

    beta: float = 0.9
    epsilon: float = 1e-8
    epsilon_inside: bool = False
    accumulator: Array | float = 0.0

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        self.accumulator = mean_square = self.beta * self.accumulator + (1 - self.beta) * g * g
        move = _scaled(g, mean_square, self.epsilon, self.epsilon_inside)
        return {"accumulators": mean_square, "weights": w - self.lr * move}


class _Moments(Optimizer, eq=False):
    """Moving averages m of the gradient and v of its square."""

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    epsilon_inside: bool = False
    m: Array | float = 0.0
    v: Array | float = 0.0

    def moments(self, g: Array) -> tuple[Array, Array]:
        """Both after one more gradient."""
        self.t += 1
        self.m = m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = v = self.beta2 * self.v + (1 - self.beta2) * g**2
        return m, v


class Adam(_Moments, eq=False):
    """Adam; with `epsilon_hat`, the small constant is added to the root of the uncorrected moment.

    Source: Kingma and Ba, ICLR 2015, Algorithm 1; the other order is that at the end of section 2.
    """

    epsilon_hat: bool = False

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        m, v = self.moments(g)
        m_hat, v_hat = m / (1 - self.beta1**self.t), v / (1 - self.beta2**self.t)
        move = self.lr * _scaled(m_hat, v_hat, self.epsilon, self.epsilon_inside)
        if self.epsilon_hat:
            rate = self.lr * np.sqrt(1 - self.beta2**self.t) / (1 - self.beta1**self.t)
            move = rate * m / (np.sqrt(v) + self.epsilon)
        return {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat, "steps": move, "weights": w - move}


class AdamW(Adam, eq=False):
    """AdamW: each step first shrinks the weights by the decay, then is one of Adam.

    Source: Loshchilov and Hutter, ICLR 2019, Algorithm 2; torch.optim.AdamW scales the decay by lr.
    """

    weight_decay: float = 0.01
    decay_unscaled: bool = False

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        decay = (1.0 if self.decay_unscaled else self.lr) * self.weight_decay * w
        return {**super().step(w - decay, g), "decays": decay}


class AdaMax(Optimizer, eq=False):
    """AdaMax; the small constant is added to the size of the gradient, or to the norm.

    Source: Kingma and Ba, ICLR 2015, Algorithm 2, which has none; torch.optim.Adamax;
    keras.optimizers.Adamax (`epsilon_added`).
    """

    lr: float = 0.002
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    epsilon_added: bool = False
    m: Array | float = 0.0
    u: Array | float = 0.0

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        self.t += 1
        inside, outside = (0.0, self.epsilon) if self.epsilon_added else (self.epsilon, 0.0)
        self.m = m = self.beta1 * self.m + (1 - self.beta1) * g
        self.u = u = np.maximum(self.beta2 * self.u, np.abs(g) + inside)
        m_hat = m / (1 - self.beta1**self.t)
        move = self.lr * m_hat / (u + outside)
        return {"m": m, "u": u, "m_hat": m_hat, "steps": move, "weights": w - move}


class Nadam(_Moments, eq=False):
    """Nadam: Adam that looks ahead as Nesterov does, its momentum constant or rising to beta1.

    Source: Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016; torch.optim.NAdam;
    keras.optimizers.Nadam.
    """

    schedule: str = "constant"
    product: float = 1.0

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        m, v = self.moments(g)
        pace = {"constant": np.inf, "keras": 1.0, "pytorch": 0.004}[self.schedule]
        mu, later = (self.beta1 * (1 - 0.5 * 0.96 ** (pace * t)) for t in (self.t, self.t + 1))
        self.product *= mu
        ahead = later * m / (1 - self.product * later) + (1 - mu) * g / (1 - self.product)
        v_hat = v / (1 - self.beta2**self.t)
        move = self.lr * _scaled(ahead, v_hat, self.epsilon, self.epsilon_inside)
        return {"m": m, "v": v, "m_hat": ahead, "v_hat": v_hat, "steps": move, "weights": w - move}


class AdaDelta(Optimizer, eq=False):
    """AdaDelta. Source: Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, Algorithm 1."""

    lr: float = 1.0
    rho: float = 0.95
    epsilon: float = 1e-6
    accumulator: Array | float = 0.0
    delta_accumulator: Array | float = 0.0

    def step(self, w: Array, g: Array) -> Mapping[str, Array]:
        self.accumulator = square = self.rho * self.accumulator + (1 - self.rho) * g**2
        delta = np.sqrt(self.delta_accumulator + self.epsilon) / np.sqrt(square + self.epsilon) * g
        self.delta_accumulator = moved = self.rho * self.delta_accumulator + (1 - self.rho) * delta**2
        new = w - self.lr * delta
        return {"accumulators": square, "deltas": delta, "delta_accumulators": moved, "weights": new}
