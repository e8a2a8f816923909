"""Estimates against SciPy, PyTorch, and a grid of the posterior."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.optimize
import scipy.stats

from solver.models.estimation import bias_variance, maximum_a_posteriori, maximum_likelihood

SEEDS = pytest.mark.parametrize("seed", range(12))


def laws(random):
    """Samples of each distribution, and its log-density at an estimate."""
    return {
        "bernoulli": (random.integers(0, 2, 9) | [1, *[0] * 8], lambda p: scipy.stats.bernoulli(p).logpmf),
        "poisson": (random.poisson(3, 6) + 1, lambda rate: scipy.stats.poisson(rate).logpmf),
        "exponential": (random.exponential(2, 6), lambda rate: scipy.stats.expon(scale=1 / rate).logpdf),
        "gaussian": (random.normal(3, 2, 6), lambda t: scipy.stats.norm(t[0], np.sqrt(t[1])).logpdf),
        "uniform": (random.uniform(0, 5, 6), lambda end: scipy.stats.uniform(0, end).logpdf),
    }


@SEEDS
@pytest.mark.parametrize("distribution", ["bernoulli", "poisson", "exponential", "gaussian", "uniform"])
def test_no_other_parameter_is_more_likely(seed, distribution):
    random = np.random.default_rng(seed)
    data, density = laws(random)[distribution]
    estimate, log_likelihood = maximum_likelihood(distribution, data)
    np.testing.assert_allclose(log_likelihood, density(estimate)(data).sum(), rtol=1e-10)
    for factor in (0.9, 0.999, 1.001, 1.1):
        moved = np.multiply(estimate, factor)
        if distribution != "bernoulli" or moved <= 1:
            assert density(moved)(data).sum() <= log_likelihood + 1e-12


@SEEDS
def test_estimates_against_fits_of_scipy(seed):
    data = np.random.default_rng(seed).gamma(2, 3, 8)
    mean, deviation = scipy.stats.norm.fit(data)
    np.testing.assert_allclose(maximum_likelihood("gaussian", data)[0], [mean, deviation**2], rtol=1e-10)
    _, scale = scipy.stats.expon.fit(data, floc=0)
    np.testing.assert_allclose(maximum_likelihood("exponential", data)[0], 1 / scale, rtol=1e-10)
    low, width = scipy.stats.uniform.fit(data)
    ends, log_likelihood = maximum_likelihood("uniform", data, lower=True)
    np.testing.assert_allclose(ends, [low, low + width], rtol=1e-10)
    np.testing.assert_allclose(log_likelihood, scipy.stats.uniform(low, width).logpdf(data).sum(), rtol=1e-10)


@SEEDS
def test_a_coin_has_the_mode_of_its_posterior(seed):
    random = np.random.default_rng(seed)
    tosses, (a, b) = random.integers(0, 2, 9), random.uniform(1.1, 5, 2)
    estimate, posterior = maximum_a_posteriori(tosses, a, b)
    law = scipy.stats.beta(*posterior)
    assert posterior == (a + tosses.sum(), pytest.approx(b + 9 - tosses.sum()))
    found = scipy.optimize.minimize_scalar(lambda p: -law.logpdf(p), bounds=(0, 1), method="bounded")
    assert estimate == pytest.approx(found.x, abs=1e-4)
    grid = np.linspace(0.05, 0.95, 19)
    own = scipy.stats.beta(a, b).logpdf(grid) + scipy.stats.bernoulli(grid[:, None]).logpmf(tosses).sum(
        axis=1
    )
    np.testing.assert_allclose(np.ptp(own - law.logpdf(grid)), 0, atol=1e-10)


@SEEDS
def test_a_gaussian_mean_has_the_product_as_its_posterior(seed):
    random = np.random.default_rng(seed)
    data, (variance, spread), start = random.normal(2, 3, 7), random.uniform(0.5, 4, 2), random.normal()
    _, (mean, left) = maximum_a_posteriori(data, variance=variance, prior_mean=start, prior_variance=spread)
    grid = np.linspace(-5, 5, 21)
    own = scipy.stats.norm(start, np.sqrt(spread)).logpdf(grid)
    own += scipy.stats.norm(grid[:, None], np.sqrt(variance)).logpdf(data).sum(axis=1)
    np.testing.assert_allclose(np.ptp(own - scipy.stats.norm(mean, np.sqrt(left)).logpdf(grid)), 0, atol=1e-9)


@SEEDS
def test_bias_and_variance_make_the_error(seed):
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(seed)
    estimates, true = random.normal(size=7), random.normal()
    bias, variance, error = bias_variance(estimates, true)
    tensor = torch.tensor(estimates)
    expected = torch.nn.functional.mse_loss(tensor, torch.full_like(tensor, true))
    np.testing.assert_allclose([error, bias**2 + variance], [expected, expected], rtol=1e-10)
    np.testing.assert_allclose(variance, tensor.var(correction=0), rtol=1e-10)
