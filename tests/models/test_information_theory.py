"""The information theory models against SciPy, its quadrature, and PyTorch."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solver.models.information_theory import (
    continuous_information,
    cross_entropy,
    differential_cross_entropy,
    differential_entropy,
    differential_kl,
    entropy,
    jensen_shannon,
    kl,
)

NUMBERS = {"2": 2.0, "e": math.e, "10": 10.0}
BASES = st.sampled_from(tuple(NUMBERS))
PAIRS = st.integers(1, 8).flatmap(
    lambda n: arrays(float, (2, n), elements=st.integers(0, 12).map(float)).filter(
        lambda counts: counts.sum(axis=1).min() > 0
    )
)
LAWS = {
    "inner": ("uniform", (1.0, 3.0)),
    "outer": ("uniform", (0.0, 4.0)),
    "beside": ("uniform", (3.5, 6.0)),
    "negative": ("uniform", (-2.0, -1.0)),
    "fast": ("exponential", (2.0,)),
    "slow": ("exponential", (0.25,)),
    "narrow": ("normal", (1.0, 0.5)),
    "wide": ("normal", (-2.0, 3.0)),
}
NAMES = pytest.mark.parametrize("name", LAWS)
BOTH = pytest.mark.parametrize(("f", "g"), [(f, g) for f in LAWS for g in LAWS])


def frozen(law):
    kind, parameters = law
    if kind == "uniform":
        return scipy.stats.uniform(parameters[0], parameters[1] - parameters[0])
    return (
        scipy.stats.expon(scale=1 / parameters[0]) if kind == "exponential" else scipy.stats.norm(*parameters)
    )


def torch_law(torch, law):
    kind, parameters = law
    names = {"uniform": "Uniform", "exponential": "Exponential", "normal": "Normal"}
    doubles = (torch.tensor(parameter, dtype=torch.float64) for parameter in parameters)
    return getattr(torch.distributions, names[kind])(*doubles)


def integral(f, integrand):
    """The integral over the support of f, or as much of it as matters."""
    low, high = (f.ppf(end) for end in (0, 1))
    low, high = max(low, f.mean() - 40 * f.std()), min(high, f.mean() + 40 * f.std())
    points = [point for point in (f.mean(), f.mean() - f.std(), f.mean() + f.std()) if low < point < high]
    return scipy.integrate.quad(integrand, low, high, points=points, epsabs=1e-11, epsrel=1e-11, limit=400)[0]


@given(PAIRS, BASES)
def test_entropies_against_scipy(counts, base):
    p, q = counts / counts.sum(axis=1, keepdims=True)
    own, divergence = (scipy.stats.entropy(p, model, base=NUMBERS[base]) for model in (None, q))
    assert entropy(p, base) == pytest.approx(own, rel=1e-11, abs=1e-12)
    assert kl(p, q, base) == pytest.approx(divergence, rel=1e-11, abs=1e-12)
    assert cross_entropy(p, q, base) == pytest.approx(own + divergence, rel=1e-11, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_discrete_against_pytorch(seed):
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(seed)
    p, q = random.dirichlet(np.ones(5), size=2)
    logits = torch.log(torch.tensor(q))[None]
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor(p)[None])
    laws = [torch.distributions.Categorical(probs=torch.tensor(probabilities)) for probabilities in (p, q)]
    assert cross_entropy(p, q, "e") == pytest.approx(float(loss), rel=1e-12)
    assert kl(p, q, "e") == pytest.approx(float(torch.distributions.kl_divergence(*laws)), rel=1e-9)
    assert entropy(p, "e") == pytest.approx(float(laws[0].entropy()), rel=1e-12)


@NAMES
@pytest.mark.parametrize("base", NUMBERS)
def test_differential_entropy_against_scipy(name, base):
    theirs = frozen(LAWS[name]).entropy() / math.log(NUMBERS[base])
    assert differential_entropy(LAWS[name], base) == pytest.approx(theirs, rel=1e-12)


@BOTH
def test_differential_cross_entropy_by_adaptive_quadrature(f, g):
    theirs, other = frozen(LAWS[f]), frozen(LAWS[g])
    ours = differential_cross_entropy(LAWS[f], LAWS[g], "2")
    if math.isinf(ours):
        # Infinite exactly where g misses some of the probability of f.
        covered = theirs.cdf(other.support()[1]) - theirs.cdf(other.support()[0])
        assert covered < 1 - 1e-12
    else:
        expected = integral(theirs, lambda x: -theirs.pdf(x) * other.logpdf(x)) / math.log(2)
        assert ours == pytest.approx(expected, rel=1e-8, abs=1e-9)


@BOTH
def test_differential_kl_against_pytorch(f, g):
    torch = pytest.importorskip("torch")
    laws = [torch_law(torch, LAWS[name]) for name in (f, g)]
    theirs = float(torch.distributions.kl_divergence(*laws))
    if LAWS[f][0] == "uniform" and LAWS[g][0] == "exponential" and LAWS[f][1][0] < 0:
        # PyTorch takes the support of the uniform for granted here.
        theirs = math.inf
    assert differential_kl(LAWS[f], LAWS[g], "e") == pytest.approx(theirs, rel=1e-9, abs=1e-12)


def test_supports_are_compared_exactly():
    """Bounds that no binary float tells apart."""
    barely = 1 + Fraction(1, 10**25)
    assert differential_kl(("uniform", (0, barely)), ("uniform", (0, Fraction(1))), "2") == math.inf
    assert differential_kl(("uniform", (0, Fraction(1))), ("uniform", (0, barely)), "2") < 1e-12


@BOTH
def test_all_of_two_densities(f, g):
    laws = LAWS[f], LAWS[g]
    own, other, cross, divergence = continuous_information(*laws, "10").values()
    assert (own, other) == tuple(differential_entropy(law, "10") for law in laws)
    assert (cross, divergence) == (differential_cross_entropy(*laws, "10"), differential_kl(*laws, "10"))


def test_what_does_not_sum_to_1_is_taken_as_it_is_unless_it_is_to_be_normalized():
    """Parts of distributions: 1/2 and 1/4 against 1/4 and 1/4, in bits."""
    p, q = [0.5, 0.25], [0.25, 0.25]
    assert entropy(p, "2") == pytest.approx(0.5 * 1 + 0.25 * 2)
    assert cross_entropy(p, q, "2") == pytest.approx(0.75 * 2)
    assert kl(p, q, "2") == pytest.approx(0.5)
    mixed = 0.5 * math.log2(0.5 / 0.375) / 2 + 0.25 * math.log2(0.25 / 0.375) / 2
    assert jensen_shannon(p, q, "2")[0] == pytest.approx(mixed)
    assert entropy([2, 1], "2", normalize=True) == pytest.approx(math.log2(3) - 2 / 3)
