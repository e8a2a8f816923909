"""Distributions by name: moments, densities and probabilities of events.

Source: Wasserman, All of Statistics, chapters 2 and 3.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array

Answers: TypeAlias = dict[str, float]


def binomial(
    n: float,
    p: float,
    k: int | None = None,
    at_most: int | None = None,
    at_least: int | None = None,
    above: int | None = None,
    below: int | None = None,
) -> Answers:
    """The number of successes in n trials.

    The probabilities, of shape (n + 1,), are the convolution of those of the single trials: logarithms of the
    factorials would lose digits.

    Source: Ross, Introduction to Probability Models, section 2.2.2.
    """
    if all(bound is None for bound in (k, at_most, at_least, above, below)):
        return _moments(n * p, n * p * (1 - p))
    masses = np.ones(1)
    for _ in range(int(n)):
        masses = np.convolve(masses, [1 - p, p])
    return _moments(n * p, n * p * (1 - p)) | _counted(masses, k, at_most, at_least, above, below)


def poisson(
    rate: float,
    k: int | None = None,
    at_most: int | None = None,
    at_least: int | None = None,
    above: int | None = None,
    below: int | None = None,
) -> Answers:
    """The number of events at a rate, from probabilities so far out that none is left.

    Source: Ross, Introduction to Probability Models, section 2.2.4.
    """
    bounds = [bound for bound in (k, at_most, at_least, above, below) if bound is not None]
    count = int(max([rate, *bounds]) * 2) + 200
    numbers = np.arange(1, count)
    # Each is rate / k times the one before; e^-rate alone would be 0 where the rate is large.
    ratios = np.concatenate([[0.0], np.cumsum(np.log(rate / numbers))])
    masses = np.exp(ratios - rate)
    return _moments(rate, rate) | _counted(masses, k, at_most, at_least, above, below)


def uniform(
    a: float,
    b: float,
    x: float | None = None,
    below: float | None = None,
    above: float | None = None,
    between: ArrayLike | None = None,
) -> Answers:
    """A number from a to b, all alike.

    Source: Ross, Introduction to Probability Models, section 2.3.1.
    """
    found = _moments((a + b) / 2, (b - a) ** 2 / 12) | {"median": (a + b) / 2}
    if x is not None:
        return found | {"density": 1 / (b - a) if a <= x <= b else 0.0}
    low, high = _interval(below, above, between)
    return found | _asked(low, high, max(0.0, min(high, b) - max(low, a)) / (b - a))


def exponential(
    rate: float,
    x: float | None = None,
    below: float | None = None,
    above: float | None = None,
    between: ArrayLike | None = None,
) -> Answers:
    """A waiting time of a rate.

    Source: Ross, Introduction to Probability Models, section 2.3.2.
    """
    found = _moments(1 / rate, 1 / rate**2) | {"median": math.log(2) / rate}
    if x is not None:
        return found | {"density": rate * math.exp(-rate * x) if x >= 0 else 0.0}
    low, high = (max(bound, 0.0) for bound in _interval(below, above, between))
    # e^(-rate low) - e^(-rate high) without cancelling.
    area = math.exp(-rate * low) * -math.expm1(-rate * (high - low)) if low < high else 0.0
    return found | _asked(*_interval(below, above, between), area)


def normal(
    mean: float,
    sd: float | None = None,
    variance: float | None = None,
    x: float | None = None,
    below: float | None = None,
    above: float | None = None,
    between: ArrayLike | None = None,
) -> dict[str, float | Array]:
    """The bell curve, of a standard deviation, 1 if none is given, or of a variance.

    Source: Ross, Introduction to Probability Models, section 2.3.4.
    """
    sigma = math.sqrt(variance) if variance is not None else 1.0 if sd is None else sd
    found: dict[str, float | Array] = {**_moments(mean, sigma**2), "median": mean}
    if x is not None:
        z = (x - mean) / sigma
        return found | {"z": z, "density": math.exp(-(z**2) / 2) / (sigma * math.sqrt(2 * math.pi))}
    bounds = _interval(below, above, between)
    if bounds == (-math.inf, math.inf):
        return found
    low, high = ((bound - mean) / sigma for bound in bounds)
    finite = np.array([z for z in (low, high) if math.isfinite(z)])
    # On the side where both tails are small.
    left, right = (-high, -low) if low > 0 else (low, high)
    area = (math.erfc(-right / math.sqrt(2)) - math.erfc(-left / math.sqrt(2))) / 2
    return found | {"z": finite if len(finite) > 1 else float(finite[0]), "probability": area}


def _moments(mean: float, variance: float) -> Answers:
    return {"mean": mean, "variance": variance, "standard_deviation": math.sqrt(variance)}


def _counted(
    masses: Array,
    k: int | None,
    at_most: int | None,
    at_least: int | None,
    above: int | None,
    below: int | None,
) -> Answers:
    """The probability of an event of whole numbers, those of masses.shape, if one is asked for."""
    numbers = np.arange(len(masses))
    for bound, holds in (
        (k, np.equal),
        (at_most, np.less_equal),
        (at_least, np.greater_equal),
        (above, np.greater),
        (below, np.less),
    ):
        if bound is not None:
            return {"probability": float(np.sum(masses[holds(numbers, bound)]))}
    return {}


def _interval(below: float | None, above: float | None, between: ArrayLike | None) -> tuple[float, float]:
    """The interval of an event: the whole line of none."""
    if between is not None:
        low, high = np.asarray(between, dtype=float)
        return float(low), float(high)
    return -math.inf if above is None else above, math.inf if below is None else below


def _asked(low: float, high: float, area: float) -> Answers:
    """The probability, unless no event is asked for."""
    return {} if (low, high) == (-math.inf, math.inf) else {"probability": area}
