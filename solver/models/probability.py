"""Conditional probability and Bayes' rule on the table of joint probabilities, and means over outcomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array


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


def bayes(priors: ArrayLike, likelihoods: ArrayLike) -> tuple[float, Array]:
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
    function: Callable[[Array], ArrayLike],
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


def joint(
    table: ArrayLike,
    row_values: ArrayLike | None = None,
    column_values: ArrayLike | None = None,
    given_row: int | None = None,
    given_column: int | None = None,
) -> dict[str, Any]:
    """The marginals of X, which has the rows, and Y, which has the columns, and how they hang together.

    `table`, of shape (rows, columns), holds probabilities or counts. The covariance is the mean product of
    the distances from the means, as far as rounded probabilities sum to 1.
    Source: Wasserman, All of Statistics, sections 2.5 to 2.8 and 3.3.
    """
    p = np.asarray(table, dtype=float)
    p = p / p.sum() if p.sum() > 1.5 else p
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    found: dict[str, Any] = {"marginal_rows": rows, "marginal_columns": columns}
    if given_row is not None:
        found["conditional"] = p[given_row - 1] / rows[given_row - 1]
    if given_column is not None:
        found["conditional"] = p[:, given_column - 1] / columns[given_column - 1]
    if row_values is not None and column_values is not None:
        x, y = np.asarray(row_values, dtype=float), np.asarray(column_values, dtype=float)
        spread = [_second_moments(p, *pair) for pair in ((x[:, None], y), (x[:, None], x[:, None]), (y, y))]
        found["covariance"] = spread[0]
        if spread[1] > 0 and spread[2] > 0:
            found["correlation"] = spread[0] / np.sqrt(spread[1] * spread[2])
    found["independent"] = bool(np.allclose(p * p.sum(), np.outer(rows, columns), rtol=1e-12, atol=1e-15))
    return found


def _second_moments(p: Array, first: ArrayLike, second: ArrayLike) -> float:
    """E[UV] - E[U] E[V] from the distances to the means; probabilities that are rounded may not sum to 1."""
    u, v = np.broadcast_to(first, p.shape), np.broadcast_to(second, p.shape)
    means = [(p * w).sum() for w in (u, v)]
    return float((p * (u - means[0]) * (v - means[1])).sum() + (1 - p.sum()) * means[0] * means[1])
