"""Entropy, cross-entropy and relative entropy of distributions and of densities on the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array

Law: TypeAlias = tuple[str, Sequence[float | Fraction]]
"""A density: uniform (low, high), exponential (rate), normal (mean, standard deviation)."""

UNITS = {"2": np.log(2), "e": 1.0, "10": np.log(10)}
"""The unit of information in nats, by the base of the logarithm."""

_NODES = 8


def entropy(p: ArrayLike, base: str, normalize: bool = False) -> float:
    """H(p) = -sum p log p over the outcomes that occur, for `p` of shape (outcomes,).

    Source: Cover and Thomas, Elements of Information Theory, equation 2.1.
    """
    occurring = _asked(p, normalize)
    occurring = occurring[occurring > 0]
    return float(-(occurring * np.log(occurring)).sum() / UNITS[base])


def cross_entropy(p: ArrayLike, q: ArrayLike, base: str, normalize: bool = False) -> float:
    """H(p, q) = -sum p log q; infinite where an outcome of p has q = 0. Both of shape (outcomes,).

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 3.51.
    """
    occurring, coded = _occurring(_asked(p, normalize), _asked(q, normalize))
    with np.errstate(divide="ignore"):
        return float(-(occurring * np.log(coded)).sum() / UNITS[base])


def kl(p: ArrayLike, q: ArrayLike, base: str, normalize: bool = False) -> float:
    """D(p || q) = sum p log(p / q); infinite where an outcome of p has q = 0.

    Source: Cover and Thomas, Elements of Information Theory, equation 2.26.
    """
    occurring, coded = _occurring(_asked(p, normalize), _asked(q, normalize))
    with np.errstate(divide="ignore"):
        return float((occurring * np.log(occurring / coded)).sum() / UNITS[base])


def _asked(p: ArrayLike, normalize: bool) -> Array:
    """The probabilities, divided by their sum if they are to be normalized."""
    given = np.asarray(p, dtype=float)
    return given / given.sum() if normalize else given


def _occurring(p: ArrayLike, q: ArrayLike) -> tuple[Array, Array]:
    weights, others = np.asarray(p, dtype=float), np.asarray(q, dtype=float)
    return weights[weights > 0], others[weights > 0]


def continuous_information(f: Law, g: Law | None, base: str) -> dict[str, float]:
    """h(f) and, where there is a g, h(g), the cross-entropy h(f, g) and the divergence D(f || g).

    Source: Cover and Thomas, Elements of Information Theory, sections 8.1 and 8.5.
    """
    alone = {"entropy_f": differential_entropy(f, base)}
    if g is None:
        return alone
    return alone | {
        "entropy_g": differential_entropy(g, base),
        "cross_entropy": differential_cross_entropy(f, g, base),
        "kl": differential_kl(f, g, base),
    }


def differential_entropy(f: Law, base: str) -> float:
    """h(f), the expectation of -log f(X) under f.

    Source: Cover and Thomas, Elements of Information Theory, equation 8.1.
    """
    return differential_cross_entropy(f, f, base)


def differential_cross_entropy(f: Law, g: Law, base: str) -> float:
    """The expectation of -log g(X) under f; infinite where f has probability outside g's support.

    Source: Cover and Thomas, Elements of Information Theory, section 8.5: h(f) + D(f || g).
    """
    if not _inside(f, g):
        return float("inf")
    points, weights = _quadrature(f, g)
    return float(-(weights @ _log_density(g, points)) / UNITS[base])


def differential_kl(f: Law, g: Law, base: str) -> float:
    """D(f || g), the expectation of log f(X) - log g(X) under f.

    Source: Cover and Thomas, Elements of Information Theory, equation 8.46.
    """
    if not _inside(f, g):
        return float("inf")
    own_points, weights = _quadrature(f, f)
    points, _ = _quadrature(f, g)
    ratios = _log_density(f, own_points) - _log_density(g, points)
    return float(weights @ ratios / UNITS[base])


def _support(law: Law) -> tuple[Any, Any]:
    kind, parameters = law
    supports: dict[str, tuple[Any, Any]] = {
        "uniform": (parameters[0], parameters[-1]),
        "exponential": (0, np.inf),
        "normal": (-np.inf, np.inf),
    }
    return supports[kind]


def _inside(f: Law, g: Law) -> bool:
    (low, high), (lowest, highest) = _support(f), _support(g)
    return bool(lowest <= low and high <= highest)


def _origin(law: Law) -> Any:
    """Where the density's own coordinate is 0: the low end, or the mean."""
    kind, parameters = law
    return 0 if kind == "exponential" else parameters[0]


def _scale(law: Law) -> float:
    kind, parameters = law
    scales: dict[str, Callable[[], Any]] = {
        "uniform": lambda: parameters[1] - parameters[0],
        "exponential": lambda: 1 / parameters[0],
        "normal": lambda: parameters[1],
    }
    return float(scales[kind]())


def _quadrature(f: Law, g: Law) -> tuple[Array, Array]:
    """Nodes in the own coordinate of g, and weights, of the Gauss rule whose weight function is f.

    The rule is exact for polynomials up to degree 2 * nodes - 1, and -log g is one of degree 2 at
    most. Source: Press et al., Numerical Recipes, section 4.6.
    """
    nodes, weights = _rule(f[0])
    # The offset is subtracted before it is rounded: the parameters may be exact fractions.
    offset = float(_origin(f) - _origin(g))
    return (offset + _scale(f) * nodes) / _scale(g), weights / weights.sum()


@cache
def _rule(kind: str) -> tuple[Array, Array]:
    """Nodes and weights of the Gauss rule for a law whose own coordinate has no parameters."""
    if kind == "uniform":
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        return (nodes + 1) / 2, weights
    if kind == "exponential":
        return np.polynomial.laguerre.laggauss(_NODES)
    return np.polynomial.hermite_e.hermegauss(_NODES)


def _log_density(law: Law, z: Array) -> Array:
    """The natural logarithm of the density where its own coordinate is z."""
    exponents: dict[str, Array] = {
        "uniform": np.zeros_like(z),
        "exponential": -z,
        "normal": -(z**2) / 2 - np.log(2 * np.pi) / 2,
    }
    return exponents[law[0]] - float(np.log(_scale(law)))


def mutual_information(table: ArrayLike, base: str) -> dict[str, float]:
    """Entropies of a table of probabilities or counts, (rows, columns), and what one side tells of the other.

    The mutual information is the divergence of the table from the product of its marginals.
    Source: Cover and Thomas, Elements of Information Theory, equations 2.8, 2.10 and 2.29.
    """
    p = np.asarray(table, dtype=float)
    p = p / p.sum() if p.sum() > 1.5 else p
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    both = entropy(p.ravel(), base)
    first, second = entropy(rows, base), entropy(columns, base)
    found = {"entropy_rows": first, "entropy_columns": second, "joint_entropy": both}
    found |= {"conditional_rows": both - second, "conditional_columns": both - first}
    return found | {"mutual_information": kl(p.ravel(), np.outer(rows, columns).ravel(), base)}


def jensen_shannon(p: ArrayLike, q: ArrayLike, base: str, normalize: bool = False) -> tuple[float, float]:
    """The mean divergence from the mixture of both, each of shape (outcomes,), and its root.

    It is the entropy of the mixture less the mean entropy of the two.
    Source: Lin, Divergence Measures Based on the Shannon Entropy, 1991, equation 4.1.
    """
    first, second = _asked(p, normalize), _asked(q, normalize)
    divergence = entropy((first + second) / 2, base) - (entropy(first, base) + entropy(second, base)) / 2
    return divergence, float(np.sqrt(max(divergence, 0.0)))


def perplexity(
    distribution: ArrayLike | None, probabilities: ArrayLike | None, base: str, normalize: bool = False
) -> tuple[float, float]:
    """Entropy and perplexity of a distribution, (outcomes,), or of the probabilities of tokens, (tokens,).

    Source: Jurafsky and Martin, Speech and Language Processing, equations 3.14 and 3.52.
    """
    if distribution is not None:
        nats = entropy(distribution, "e", normalize)
    else:
        tokens = np.asarray(probabilities, dtype=float)
        with np.errstate(divide="ignore"):
            nats = float(-np.log(tokens).mean())
    return nats / UNITS[base], float(np.exp(nats))


def information_gain(counts: ArrayLike, measure: str, base: str) -> tuple[float, float, float]:
    """Impurity before a split and after it, and its decrease; `counts` is of shape (branches, classes).

    Source: Murphy, Probabilistic Machine Learning: An Introduction, section 18.1.2.
    """
    branches = np.asarray(counts, dtype=float)
    sizes = branches.sum(axis=1)

    def impurity(numbers: Array) -> float:
        shares = numbers / numbers.sum()
        return entropy(shares, base) if measure == "entropy" else float(1 - (shares**2).sum())

    before = impurity(branches.sum(axis=0))
    after = float(sum(size * impurity(row) for size, row in zip(sizes, branches, strict=True)) / sizes.sum())
    return before, after, before - after
