"""Naive Bayes: classes by the product of a prior and a factor for each word, value or number.

Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, chapter 13; Gaussian features:
Murphy, Probabilistic Machine Learning: An Introduction, section 9.3.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array

Priors: TypeAlias = Sequence[float] | None

TIE = 1e-12
"""Weights that are no further apart than rounding can make them are equal, and the first class is taken."""


def naive_bayes(
    kind: str,
    samples: Sequence[Any],
    labels: Sequence[str],
    asked: Sequence[Any],
    smoothing: float = 1.0,
    priors: Priors = None,
    unbiased: bool = False,
) -> dict[str, Any]:
    """Priors, factors, scores, posteriors and the label of what is asked for.

    Classes come in the order of their first appearance; the factors have the shape (classes, factors).
    Samples are texts of words (multinomial, bernoulli), rows of values (categorical) or numbers (gaussian).

    Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, sections 13.2 and 13.3;
    Murphy, Probabilistic Machine Learning: An Introduction, section 9.3.
    """
    classes = list(dict.fromkeys(labels))
    pairs = list(zip(samples, labels, strict=True))
    groups = [[sample for sample, own in pairs if own == name] for name in classes]
    counted = np.array([len(group) for group in groups]) / len(labels)
    shares = counted if priors is None else np.asarray(priors)
    factors: dict[str, Callable[[], Array]] = {
        "multinomial": lambda: _multinomial(groups, samples, asked, smoothing),
        "bernoulli": lambda: _bernoulli(groups, samples, asked, smoothing),
        "categorical": lambda: _categorical(groups, samples, asked, smoothing),
        "gaussian": lambda: _gaussian(groups, asked, unbiased),
    }
    likelihoods = factors[kind]()
    with np.errstate(divide="ignore"):
        counts = [list(asked).count(word) for word in dict.fromkeys(asked)] if kind == "multinomial" else 1
        logarithms = np.log(shares) + (np.log(likelihoods) * counts).sum(axis=1)
    found = {"priors": shares, "likelihoods": likelihoods, "scores": np.exp(logarithms)}
    if np.isinf(logarithms).all():
        return found
    weights = np.exp(logarithms - logarithms.max())
    return found | {
        "posteriors": weights / weights.sum(),
        "label": classes[int(np.argmax(weights > 1 - TIE))],
    }


def smoothed_share(count: Any, total: Any, a: float, size: int) -> Any:
    """The share of one of `size` values that is met `count` times in `total`, each met `a` times more.

    Source: Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 13.2 (Laplace
    smoothing).
    """
    return (count + a) / (total + a * size)


def _multinomial(groups: Sequence[Any], texts: Sequence[Any], query: Sequence[str], a: float) -> Array:
    """The share of each word of the query among the words of each class."""
    vocabulary = {word for text in texts for word in text}
    tokens = [[word for text in group for word in text] for group in groups]
    rows = [
        [smoothed_share(words.count(w), len(words), a, len(vocabulary)) for w in dict.fromkeys(query)]
        for words in tokens
    ]
    return np.array(rows)


def _bernoulli(groups: Sequence[Any], texts: Sequence[Any], query: Sequence[str], a: float) -> Array:
    """For each word of the vocabulary, the share of texts that agree with the query on whether it occurs."""
    vocabulary = list(dict.fromkeys(word for text in texts for word in text))
    present = np.array([word in query for word in vocabulary])
    rows = []
    for group in groups:
        counts = np.array([sum(word in text for text in group) for word in vocabulary])
        shares = smoothed_share(counts, len(group), a, 2)
        rows.append(np.where(present, shares, 1 - shares))
    return np.array(rows)


def _categorical(groups: Sequence[Any], rows: Sequence[Any], query: Sequence[Hashable], a: float) -> Array:
    """The share of the value of each feature among the samples of each class."""
    sizes = [len({row[j] for row in rows}) for j in range(len(query))]
    return np.array(
        [
            [
                smoothed_share(sum(row[j] == value for row in group), len(group), a, size)
                for j, (value, size) in enumerate(zip(query, sizes, strict=True))
            ]
            for group in groups
        ]
    )


def _gaussian(groups: Sequence[ArrayLike], query: Sequence[float], unbiased: bool) -> Array:
    """The density of each number under the normal distribution of its feature in each class."""
    arrays = [np.asarray(group, dtype=float) for group in groups]
    means = np.array([group.mean(axis=0) for group in arrays])
    variances = np.array([group.var(axis=0, ddof=int(unbiased)) for group in arrays])
    squares = (np.asarray(query, dtype=float) - means) ** 2
    return np.asarray(np.exp(-squares / (2 * variances)) / np.sqrt(2 * np.pi * variances))
