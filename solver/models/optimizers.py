"""Runs of the first-order optimizers over arrays of gradients, one row a step.

Each takes gradients of shape (steps, weights), or a function from the weights to their gradient,
then the initial weights of shape (weights,) and the number of steps. Each returns its histories,
of shape (steps, weights) unless it says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from solver.models.adaptive_rules import AdaDelta, Adagrad, Adam, AdaMax, AdamW, Nadam, RMSProp
from solver.models.arrays import Array
from solver.models.update_rules import DecayingDescent, Momentum, Nesterov, Optimizer

Gradients: TypeAlias = Array | Callable[[Array], Array]
Histories: TypeAlias = Mapping[str, Array]


def run(rule: Optimizer, gradients: Gradients, w: Array, steps: int) -> Histories:
    """Everything that the rule works out in each of the steps."""
    records = defaultdict(list)
    for t in range(steps):
        g = gradients(rule.place(w)) if callable(gradients) else gradients[t]
        found = rule.step(w, g)
        w = found["weights"]
        for name, row in found.items():
            records[name].append(row)
    return {name: np.array(rows) for name, rows in records.items()}


def momentum(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta: float,
    form: str,
    dampening: float = 0.0,
    velocity: Array | float = 0.0,
) -> Histories:
    """The velocities and the weights of the heavy ball.

    Source: Polyak (1964); Goodfellow, Bengio and Courville, Deep Learning, algorithm 8.2.
    """
    return run(Momentum(lr, beta, form, dampening, velocity), gradients, w, steps)


def nesterov(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta: float,
    form: str = "subtract",
    velocity: Array | float = 0.0,
) -> Histories:
    """Velocities and weights of Nesterov's accelerated gradient, and its look-ahead points if any.

    Source: Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning, ICML 2013,
    equations 3 and 4.
    """
    return run(Nesterov(lr, beta, form, velocity), gradients, w, steps)


def adagrad(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    epsilon: float,
    epsilon_inside: bool,
    accumulator: Array | float = 0.0,
) -> Histories:
    """The accumulators and the weights of Adagrad.

    Source: Duchi, Hazan and Singer, Adaptive Subgradient Methods, JMLR 12 (2011); Goodfellow, Bengio and
    Courville, Deep Learning, algorithm 8.4.
    """
    return run(Adagrad(lr, epsilon, epsilon_inside, accumulator), gradients, w, steps)


def rmsprop(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta: float,
    epsilon: float,
    epsilon_inside: bool,
    accumulator: Array | float = 0.0,
) -> Histories:
    """The accumulators and the weights of RMSProp.

    Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5; Goodfellow, Bengio and
    Courville, Deep Learning, algorithm 8.5.
    """
    return run(RMSProp(lr, beta, epsilon, epsilon_inside, accumulator), gradients, w, steps)


def adam(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta1: float,
    beta2: float,
    epsilon: float,
    epsilon_inside: bool,
    epsilon_hat: bool = False,
    m0: Array | float = 0.0,
    v0: Array | float = 0.0,
) -> Histories:
    """Moments, corrected moments, steps and weights of Adam.

    Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, Algorithm 1.
    """
    return run(Adam(lr, beta1, beta2, epsilon, epsilon_inside, m0, v0, epsilon_hat), gradients, w, steps)


def adamw(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta1: float,
    beta2: float,
    epsilon: float,
    epsilon_inside: bool,
    weight_decay: float,
    decay_unscaled: bool = False,
    m0: Array | float = 0.0,
    v0: Array | float = 0.0,
) -> Histories:
    """The same of AdamW, and what the decay takes off the weights.

    Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019, Algorithm 2.
    """
    rule = AdamW(
        lr,
        beta1,
        beta2,
        epsilon,
        epsilon_inside,
        m0,
        v0,
        weight_decay=weight_decay,
        decay_unscaled=decay_unscaled,
    )
    return run(rule, gradients, w, steps)


def adamax(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta1: float,
    beta2: float,
    epsilon: float,
    epsilon_added: bool = False,
    m0: Array | float = 0.0,
    u0: Array | float = 0.0,
) -> Histories:
    """Moments, norms, corrected moments, steps and weights of AdaMax.

    Source: Kingma and Ba, Adam: A Method for Stochastic Optimization, ICLR 2015, Algorithm 2.
    """
    return run(AdaMax(lr, beta1, beta2, epsilon, epsilon_added, m0, u0), gradients, w, steps)


def nadam(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    beta1: float,
    beta2: float,
    epsilon: float,
    epsilon_inside: bool,
    schedule: str = "constant",
    m0: Array | float = 0.0,
    v0: Array | float = 0.0,
) -> Histories:
    """Moments, what looks ahead, steps and weights of Nadam.

    Source: Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016, Algorithm 2.
    """
    return run(Nadam(lr, beta1, beta2, epsilon, epsilon_inside, m0, v0, schedule), gradients, w, steps)


def adadelta(
    gradients: Gradients,
    w: Array,
    steps: int,
    *,
    lr: float,
    rho: float,
    epsilon: float,
    accumulator: Array | float = 0.0,
    delta_accumulator: Array | float = 0.0,
) -> Histories:
    """Accumulators of gradients and of moves, moves and weights of AdaDelta.

    Source: Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, Algorithm 1.
    """
    return run(AdaDelta(lr, rho, epsilon, accumulator, delta_accumulator), gradients, w, steps)


def lr_decay(gradients: Gradients, w: Array, steps: int, *, lr: float) -> Histories:
    """The rates, of shape (steps,), and the weights of descent with the rate lr / sqrt(t).

    Source: Zinkevich, Online Convex Programming, ICML 2003, Theorem 1.
    """
    return run(DecayingDescent(lr), gradients, w, steps)


def ewma(values: Array, beta: float, initial: float) -> Histories:
    """Moving averages of the shape of the values; those that start at 0 also without that bias.

    Source: Kingma and Ba, ICLR 2015, section 3: v_t is (1 - beta) times the sum of beta^(t - k) x_k.
    """
    count = len(values)
    ages = np.subtract.outer(np.arange(count), np.arange(count))
    shares = np.where(ages >= 0, (1 - beta) * beta ** np.maximum(ages, 0.0), 0.0)
    averages = shares @ values + initial * beta ** np.arange(1, count + 1)
    return {"averages": averages} | ({} if initial else {"corrected": averages / shares.sum(axis=1)})
