"""The models of distributions against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats

from solver.models import distributions

SEEDS = pytest.mark.parametrize("seed", range(12))


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-300)


def check_moments(found, law):
    close([found["mean"], found["variance"]], [law.mean(), law.var()])
    close(found["standard_deviation"], law.std())
    if "median" in found:
        close(found["median"], law.median())


def check_counts(model, law, top, **givens):
    check_moments(model(**givens), law)
    for k in range(top + 1):
        for option, expected in {
            "k": law.pmf(k),
            "at_most": law.cdf(k),
            "below": law.cdf(k - 1),
            "at_least": law.sf(k - 1),
            "above": law.sf(k),
        }.items():
            close(model(**givens, **{option: k})["probability"], expected)


def check_areas(model, law, points, **givens):
    check_moments(model(**givens), law)
    for x in points:
        close(model(**givens, x=x)["density"], law.pdf(x))
        close(model(**givens, below=x)["probability"], law.cdf(x))
        close(model(**givens, above=x)["probability"], law.sf(x))
    low, high = sorted(points[:2])
    close(model(**givens, between=[low, high])["probability"], law.cdf(high) - law.cdf(low))


@SEEDS
def test_binomial(seed):
    random = np.random.default_rng(seed)
    n, p = int(random.integers(1, 40)), float(random.uniform(0.02, 0.98))
    check_counts(distributions.binomial, scipy.stats.binom(n, p), n + 2, n=n, p=p)


@SEEDS
def test_poisson(seed):
    rate = float(10 ** np.random.default_rng(seed).uniform(-2, 2.9))
    check_counts(distributions.poisson, scipy.stats.poisson(rate), 20, rate=rate)


@SEEDS
def test_uniform(seed):
    random = np.random.default_rng(seed)
    a, width = float(random.uniform(-9, 9)), float(random.uniform(0.1, 9))
    law = scipy.stats.uniform(a, width)
    check_areas(distributions.uniform, law, random.uniform(a - 1, a + width + 1, 6), a=a, b=a + width)


@SEEDS
def test_exponential(seed):
    random = np.random.default_rng(seed)
    rate = float(10 ** random.uniform(-2, 2))
    law = scipy.stats.expon(scale=1 / rate)
    check_areas(distributions.exponential, law, random.uniform(-1, 6, 6) / rate, rate=rate)


@SEEDS
def test_normal(seed):
    random = np.random.default_rng(seed)
    mean, sd = float(random.normal(0, 9)), float(10 ** random.uniform(-1, 1))
    law, points = scipy.stats.norm(mean, sd), mean + sd * random.uniform(-5, 5, 6)
    check_areas(distributions.normal, law, points, mean=mean, sd=sd)
    check_areas(distributions.normal, law, points, mean=mean, variance=sd**2)
    close(distributions.normal(mean, sd, between=points[:2])["z"], (points[:2] - mean) / sd)
