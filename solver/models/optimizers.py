"""First-order optimizers over arrays of gradients, one row a step.

Each takes gradients of shape (steps, weights), or a function from the weights to their gradient,
then the initial weights of shape (weights,) and the number of steps. Each returns its histories,
of shape (steps, weights) unless it says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Gradients: TypeAlias = Array | Callable[[Array], Array]
Histories: TypeAlias = Mapping[str, Array]


def _gradient(gradients: Gradients, t: int, w: Array) -> Array:
    return gradients(w) if callable(gradients) else gradients[t - 1]


def _stacked(records: Mapping[str, list[Array]]) -> Histories:
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
    """Heavy ball: v = beta v + lr g, w = w - v; in the `form` add, v has the other sign.

    In the form pytorch, v = beta v + (1 - dampening) g and w = w - lr v, but the first gradient is taken
    whole where no velocity is given; in the form average, v = beta v + (1 - beta) g.
    Source: Polyak (1964); Goodfellow, Bengio and Courville, Deep Learning, Algorithm 8.2 (add);
    torch.optim.SGD (pytorch).
    """
    records = defaultdict(list)
    v = np.zeros_like(w) + velocity
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        if form in ("subtract", "add"):
            v = beta * v + (lr if form == "subtract" else -lr) * g
            w = w - v if form == "subtract" else w + v
        else:
            taken = beta if form == "average" else dampening * (t > 1 or bool(np.any(velocity)))
            v = beta * v + (1 - taken) * g
            w = w - lr * v
        records["velocities"].append(v)
        records["weights"].append(w)
    return _stacked(records)


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
    """Nesterov's accelerated gradient: the gradient is taken where the velocity leads.

    In the forms pytorch and keras, the weights are those points themselves, and there are no others.
    Source: Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning,
    ICML 2013, equations 3 and 4 (add); torch.optim.SGD; keras.optimizers.SGD.
    """
    if form in ("pytorch", "keras"):
        return _shifted_nesterov(gradients, w, steps, lr, beta, form, velocity)
    records = defaultdict(list)
    sign = 1 if form == "add" else -1
    v = np.zeros_like(w) + velocity
    for t in range(1, steps + 1):
        ahead = w + sign * beta * v
        v = beta * v - sign * lr * _gradient(gradients, t, ahead)
        w = w + sign * v
        records["lookaheads"].append(ahead)
        records["velocities"].append(v)
        records["weights"].append(w)
    return _stacked(records)


def _shifted_nesterov(
    gradients: Gradients, w: Array, steps: int, lr: float, beta: float, form: str, velocity: Array | float
) -> Histories:
    """Nesterov's method with the points where the gradient is taken as its weights."""
    records = defaultdict(list)
    v = np.zeros_like(w) + velocity
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        v = beta * v + (g if form == "pytorch" else -lr * g)
        w = w - lr * (g + beta * v) if form == "pytorch" else w + beta * v - lr * g
        records["velocities"].append(v)
        records["weights"].append(w)
    return _stacked(records)


def _scaled(g: Array, accumulator: Array, epsilon: float, inside: bool) -> Array:
    if inside:
        return g / np.sqrt(accumulator + epsilon)
    return g / (np.sqrt(accumulator) + epsilon)


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
    """Adagrad. Source: Duchi, Hazan and Singer, JMLR 12 (2011)."""
    records = defaultdict(list)
    total = np.zeros_like(w) + accumulator
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        total = total + g * g
        w = w - lr * _scaled(g, total, epsilon, epsilon_inside)
        records["accumulators"].append(total)
        records["weights"].append(w)
    return _stacked(records)


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
    """RMSProp. Source: Tieleman and Hinton, Neural Networks for Machine Learning, lecture 6.5."""
    records = defaultdict(list)
    mean_square = np.zeros_like(w) + accumulator
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        mean_square = beta * mean_square + (1 - beta) * g * g
        w = w - lr * _scaled(g, mean_square, epsilon, epsilon_inside)
        records["accumulators"].append(mean_square)
        records["weights"].append(w)
    return _stacked(records)


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
    """Adam; with `epsilon_hat`, the small constant is added to the root of the uncorrected moment.

    Source: Kingma and Ba, ICLR 2015, Algorithm 1; the other order is that at the end of section 2.
    """
    records = defaultdict(list)
    m = np.zeros_like(w) + m0
    v = np.zeros_like(w) + v0
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        step = lr * _scaled(m_hat, v_hat, epsilon, epsilon_inside)
        if epsilon_hat:
            step = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + epsilon)
        w = w - step
        for name, row in (("m", m), ("v", v), ("m_hat", m_hat), ("v_hat", v_hat), ("steps", step)):
            records[name].append(row)
        records["weights"].append(w)
    return _stacked(records)


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
    """AdamW: each step first shrinks the weights by the decay, then is one of Adam.

    Source: Loshchilov and Hutter, ICLR 2019, Algorithm 2; torch.optim.AdamW scales the decay by lr.
    """
    records = defaultdict(list)
    m, v = np.zeros_like(w) + m0, np.zeros_like(w) + v0
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        decay = (1.0 if decay_unscaled else lr) * weight_decay * w
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
        step = lr * _scaled(m_hat, v_hat, epsilon, epsilon_inside)
        w = w - decay - step
        row = {"m": m, "v": v, "m_hat": m_hat, "v_hat": v_hat, "steps": step, "decays": decay, "weights": w}
        for name, value in row.items():
            records[name].append(value)
    return _stacked(records)


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
    """AdaMax; the small constant is added to the size of the gradient, or to the norm.

    Source: Kingma and Ba, ICLR 2015, Algorithm 2, which has none; torch.optim.Adamax;
    keras.optimizers.Adamax (`epsilon_added`).
    """
    records = defaultdict(list)
    m, u = np.zeros_like(w) + m0, np.zeros_like(w) + u0
    inside, outside = (0.0, epsilon) if epsilon_added else (epsilon, 0.0)
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        m = beta1 * m + (1 - beta1) * g
        u = np.maximum(beta2 * u, np.abs(g) + inside)
        m_hat = m / (1 - beta1**t)
        step = lr * m_hat / (u + outside)
        w = w - step
        for name, row in {"m": m, "u": u, "m_hat": m_hat, "steps": step, "weights": w}.items():
            records[name].append(row)
    return _stacked(records)


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
    """Nadam: Adam that looks ahead as Nesterov does, its momentum constant or rising to beta1.

    Source: Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016; torch.optim.NAdam;
    keras.optimizers.Nadam.
    """
    pace = {"constant": np.inf, "keras": 1.0, "pytorch": 0.004}[schedule]
    mu = beta1 * (1 - 0.5 * 0.96 ** (pace * np.arange(1, steps + 2)))
    products = np.cumprod(mu)
    records = defaultdict(list)
    m, v = np.zeros_like(w) + m0, np.zeros_like(w) + v0
    for k in range(steps):
        g = _gradient(gradients, k + 1, w)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        ahead = mu[k + 1] * m / (1 - products[k + 1]) + (1 - mu[k]) * g / (1 - products[k])
        v_hat = v / (1 - beta2 ** (k + 1))
        step = lr * _scaled(ahead, v_hat, epsilon, epsilon_inside)
        w = w - step
        row = {"m": m, "v": v, "m_hat": ahead, "v_hat": v_hat, "steps": step, "weights": w}
        for name, value in row.items():
            records[name].append(value)
    return _stacked(records)


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
    """AdaDelta. Source: Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, Algorithm 1."""
    records = defaultdict(list)
    square, moved = np.zeros_like(w) + accumulator, np.zeros_like(w) + delta_accumulator
    for t in range(1, steps + 1):
        g = _gradient(gradients, t, w)
        square = rho * square + (1 - rho) * g**2
        delta = np.sqrt(moved + epsilon) / np.sqrt(square + epsilon) * g
        moved = rho * moved + (1 - rho) * delta**2
        w = w - lr * delta
        row = {"accumulators": square, "deltas": delta, "delta_accumulators": moved, "weights": w}
        for name, value in row.items():
            records[name].append(value)
    return _stacked(records)


def lr_decay(gradients: Gradients, w: Array, steps: int, *, lr: float) -> Histories:
    """Gradient descent with the rate lr / sqrt(t); the rates have the shape (steps,).

    Source: Zinkevich, Online Convex Programming and Generalized Infinitesimal Gradient Ascent,
    ICML 2003, Theorem 1.
    """
    records = defaultdict(list)
    for t in range(1, steps + 1):
        rate = lr / np.sqrt(t)
        w = w - rate * _gradient(gradients, t, w)
        records["rates"].append(rate)
        records["weights"].append(w)
    return _stacked(records)


def ewma(values: Array, beta: float, initial: float) -> Histories:
    """Moving averages of the shape of the values; those that start at 0 also without that bias.

    Source: Kingma and Ba, ICLR 2015, section 3: v_t is (1 - beta) times the sum of beta^(t - k) x_k.
    """
    count = len(values)
    ages = np.subtract.outer(np.arange(count), np.arange(count))
    shares = np.where(ages >= 0, (1 - beta) * beta ** np.maximum(ages, 0.0), 0.0)
    averages = shares @ values + initial * beta ** np.arange(1, count + 1)
    return {"averages": averages} | ({} if initial else {"corrected": averages / shares.sum(axis=1)})
