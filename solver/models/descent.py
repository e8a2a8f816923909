"""Minimization of a loss of a few weights: gradient descent, Newton's method and BFGS.

Weights have the shape (weights,), their histories (steps, weights); losses count the start as well and have
the shape (steps + 1,). Losses, gradients and Hessians are functions of the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from solver.models.arrays import Array

Objective: TypeAlias = Callable[[Array], float]
Gradient: TypeAlias = Callable[[Array], Array]


def gradient_descent(
    gradients: Array | Gradient, w: Array, steps: int, *, lr: float, objective: Objective | None = None
) -> Mapping[str, Array]:
    """w = w - lr g. Source: Goodfellow, Bengio and Courville, Deep Learning, equation 4.5."""
    path = [np.asarray(w, dtype=float)]
    for t in range(steps):
        g = gradients(path[-1]) if callable(gradients) else gradients[t]
        path.append(path[-1] - lr * g)
    return _told(path, objective)


def newton(
    objective: Objective,
    gradient: Gradient,
    hessian: Gradient | None,
    start: Array,
    steps: int,
    damping: float = 1.0,
) -> Mapping[str, Array]:
    """w = w - H^-1 g; without a Hessian, x = x - f/f' finds a root of the objective.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 4.12; Nocedal and Wright, Numerical
    Optimization, equation 2.15.
    """
    path = [np.asarray(start, dtype=float)]
    for _ in range(steps):
        w = path[-1]
        g = gradient(w)
        move = np.array([objective(w)]) / g if hessian is None else np.linalg.solve(hessian(w), g)
        path.append(w - damping * move)
    return _told(path, objective)


def _told(path: list[Array], objective: Objective | None) -> Mapping[str, Array]:
    weights = np.array(path[1:])
    found = {"weights": weights[:, 0] if weights.shape[1] == 1 else weights}
    return found if objective is None else found | {"losses": np.array([objective(w) for w in path])}


def bfgs(
    gradient: Gradient, hessian: Gradient, start: Array, steps: int, h0: Array | None, lr: float | None
) -> dict[str, Array]:
    """Quasi-Newton steps with the inverse Hessian H: p = -Hg, and s = alpha p.

    Without a step size, alpha is that of an exact line search on a quadratic. All but the weights of a single
    step are not listed. H is updated in the form that is multiplied out, with sy the product of s and y:
    H + (sy + y'Hy) ss'/sy^2 - (Hys' + sy'H)/sy.

    Source: Nocedal and Wright, Numerical Optimization, equations 6.1, 6.14 and 6.17; Broyden, The Convergence
    of a Class of Double-rank Minimization Algorithms, 1970.
    """
    w, g = np.asarray(start, dtype=float), gradient(np.asarray(start, dtype=float))
    h = np.eye(len(w)) if h0 is None else np.asarray(h0, dtype=float)
    names = ("direction", "step", "s", "y", "rho", "H", "weights")
    found: dict[str, list[Any]] = {name: [] for name in names}
    for _ in range(steps):
        p = -h @ g
        alpha = -(g @ p) / (p @ hessian(w) @ p) if lr is None else lr
        w = w + alpha * p
        s, y = alpha * p, gradient(w) - g
        g, sy = g + y, s @ y
        hy = h @ y
        h = h + (sy + y @ hy) * np.outer(s, s) / sy**2 - (np.outer(hy, s) + np.outer(s, hy)) / sy
        for name, value in zip(names, (p, alpha, s, y, 1 / sy, h, w), strict=True):
            found[name].append(value)
    return {
        name: np.array(part if steps > 1 or name == "weights" else part[0]) for name, part in found.items()
    }
