"""Estimates of parameters: maximum likelihood, maximum a posteriori, and how far estimates go astray."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array


def maximum_likelihood(
    distribution: str, observations: ArrayLike, lower: bool = False
) -> tuple[float | Array, float]:
    """The estimate for independent observations, of shape (n,), and the sum of their log-densities there.

    Source: Wasserman, All of Statistics, section 9.3.
    """
    x = np.asarray(observations, dtype=float)
    estimates: dict[str, Callable[[], Any]] = {
        "bernoulli": lambda: x.mean(),
        "poisson": lambda: x.mean(),
        "exponential": lambda: 1 / x.mean(),
        "gaussian": lambda: np.array([x.mean(), x.var()]),
        "uniform": lambda: np.array([x.min(), x.max()]) if lower else x.max(),
    }
    found = estimates[distribution]()
    return found, float(_log_densities(distribution, found, x).sum())


def _log_densities(distribution: str, theta: Any, x: Array) -> Array:
    """The logarithm of the density, or the probability, of each observation."""
    factorials = np.array([math.lgamma(max(number, 0.0) + 1) for number in x])
    with np.errstate(divide="ignore", invalid="ignore"):
        densities: dict[str, Callable[[], Any]] = {
            "bernoulli": lambda: np.log(np.where(x == 1, theta, 1 - theta)),
            "poisson": lambda: np.where(x > 0, x * np.log(theta), 0) - theta - factorials,
            "exponential": lambda: np.log(theta) - theta * x,
            "gaussian": lambda: -(np.log(2 * np.pi * theta[1]) + (x - theta[0]) ** 2 / theta[1]) / 2,
            "uniform": lambda: np.full(len(x), -np.log(np.ptp([0.0, *np.atleast_1d(theta)][-2:]))),
        }
        return np.asarray(densities[distribution](), dtype=float)


def maximum_a_posteriori(
    observations: ArrayLike,
    alpha: float | None = None,
    beta: float | None = None,
    variance: float | None = None,
    prior_mean: float | None = None,
    prior_variance: float | None = None,
) -> tuple[float, tuple[float, float]]:
    """The mode of the posterior, and its parameters: alpha and beta of a Beta one, else mean and variance.

    The observations, of shape (n,), come one after another, each turning a prior into a posterior.

    Source: Murphy, Probabilistic Machine Learning: An Introduction, sections 4.6.2 and 3.3.3.
    """
    x = np.asarray(observations, dtype=float)
    if alpha is not None and beta is not None:
        for success in x:
            alpha, beta = alpha + success, beta + 1 - success
        inner = alpha > 1 and beta > 1
        mode = (alpha - 1) / (alpha + beta - 2) if inner else float(alpha > beta)
        return float(mode), (float(alpha), float(beta))
    mean, spread = float(prior_mean or 0), float(prior_variance or 0)
    noise = float(variance or 0)
    for number in x:
        gain = spread / (spread + noise)
        mean, spread = mean + gain * (number - mean), (1 - gain) * spread
    return mean, (mean, spread)


def bias_variance(estimates: ArrayLike, true: float) -> tuple[float, float, float]:
    """Bias, variance and mean squared error of estimates, of shape (n,).

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 5.20 and 5.53.
    """
    found = np.asarray(estimates, dtype=float)
    return float((found - true).mean()), float(found.var()), float(((found - true) ** 2).mean())
