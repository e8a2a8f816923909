"""Conditional probability and Bayes' rule on the table of joint probabilities, and means over outcomes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray


def conditional(joint: float, condition: float) -> float:
    """P(A|B) from the joint probability and that of the condition, on a 2 by 2 table.

    The rows are A and not A, the columns B and not B; how A divides the column not B cannot
    matter, so it is divided evenly. Conditioning keeps one column and rescales it to sum 1.
    Source: Kolmogorov, Foundations of the Theory of Probability, section I.4.
    """
    outside = (1 - condition) / 2
    table = np.array([[joint, outside], [condition - joint, outside]])
    column = table[:, 0]
    return float(column[0] / column.sum())


def bayes(priors: ArrayLike, likelihoods: ArrayLike) -> tuple[float, NDArray[np.float64]]:
    """The probability of the evidence, and the posterior of each hypothesis.

    `priors` and `likelihoods`, both of shape (hypotheses,), are P(H) and P(E|H). The joint table,
    of shape (2, hypotheses), has the rows E and not E; its first row is the evidence, and
    rescaled to sum 1 the posterior.
    Source: Murphy, Probabilistic Machine Learning: An Introduction, section 2.3.
    """
    chance = np.asarray(likelihoods, dtype=float)
    joint = np.vstack([chance, 1 - chance]) * np.asarray(priors, dtype=float)
    evidence = joint[0].sum()
    return float(evidence), joint[0] / evidence


def expectation(
    values: ArrayLike,
    probabilities: ArrayLike,
    function: Callable[[NDArray[np.float64]], ArrayLike],
    normalize: bool = False,
) -> tuple[float, float, float]:
    """The mean, the variance and the standard deviation of a function of a discrete random variable.

    `values` and `probabilities` have the shape (outcomes,). The variance is E[Y^2] - E[Y]^2, reckoned from
    the distances to the mean, which loses fewer digits; probabilities that are rounded may not sum to 1.
    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 3.9 and 3.12.
    """
    y = np.broadcast_to(function(np.asarray(values, dtype=float)), np.shape(values))
    p = np.asarray(probabilities, dtype=float)
    p = p / p.sum() if normalize else p
    mean = p @ y
    # About the mean, sum p (y - mean)^2 = E[Y^2] - (2 - sum p) E[Y]^2.
    variance = p @ (y - mean) ** 2 + (1 - p.sum()) * mean**2
    return float(mean), float(variance), float(np.sqrt(max(variance, 0.0)))
