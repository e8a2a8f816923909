"""The probability models against sample spaces that are counted out, and against PyTorch."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from solver.models.probability import bayes, conditional, expectation, joint

DICE = [(first, second) for first in range(1, 7) for second in range(1, 7)]
EVENTS = st.sets(st.sampled_from(DICE), min_size=1)
COUNTS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=8).filter(
    lambda counts: any(with_evidence for with_evidence, _ in counts)
)


@given(EVENTS, EVENTS)
def test_conditional_by_counting_outcomes(event, condition):
    both, count = len(event & condition), len(condition)
    assert conditional(both / 36, count / 36) == pytest.approx(both / count, rel=1e-12, abs=1e-15)


@given(COUNTS)
def test_bayes_by_counting_cases(counts):
    """A table of cases, with and without the evidence under each hypothesis."""
    everything = sum(map(sum, counts))
    priors = [sum(pair) / everything for pair in counts]
    likelihoods = [pair[0] / sum(pair) if sum(pair) else 0.5 for pair in counts]
    with_evidence = sum(pair[0] for pair in counts)
    evidence, posteriors = bayes(priors, likelihoods)
    assert evidence == pytest.approx(float(Fraction(with_evidence, everything)))
    np.testing.assert_allclose(posteriors, [pair[0] / with_evidence for pair in counts], rtol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_bayes_against_distributions_of_pytorch(seed):
    torch = pytest.importorskip("torch")
    random = np.random.default_rng(seed)
    priors = random.dirichlet(np.ones(random.integers(2, 7)))
    likelihoods = random.uniform(0.01, 0.99, len(priors))
    prior = torch.distributions.Categorical(probs=torch.tensor(priors))
    seen = torch.distributions.Bernoulli(probs=torch.tensor(likelihoods))
    joint = prior.log_prob(torch.arange(len(priors))) + seen.log_prob(
        torch.ones(len(priors), dtype=torch.float64)
    )
    evidence, posteriors = bayes(priors, likelihoods)
    assert evidence == pytest.approx(float(torch.logsumexp(joint, 0).exp()), rel=1e-12)
    np.testing.assert_allclose(posteriors, torch.softmax(joint, 0).numpy(), rtol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_expectation_against_a_discrete_distribution_of_scipy(seed):
    random = np.random.default_rng(seed)
    values = random.choice(np.arange(-9, 10), size=random.integers(1, 8), replace=False)
    probabilities = random.dirichlet(np.ones(len(values)))
    law = scipy.stats.rv_discrete(values=(values, probabilities))
    mean, variance, deviation = expectation(values, probabilities, lambda x: x)
    np.testing.assert_allclose([mean, variance, deviation], [law.mean(), law.var(), law.std()], atol=1e-10)
    mean, variance, _ = expectation(values, 3 * probabilities, lambda x: x**2, normalize=True)
    np.testing.assert_allclose(mean, law.moment(2), rtol=1e-10)
    np.testing.assert_allclose(variance, law.moment(4) - law.moment(2) ** 2, atol=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_joint_against_weighted_samples_of_numpy(seed):
    """Counts as samples: NumPy's covariance and correlation of all pairs, each as often as it was counted."""
    random = np.random.default_rng(seed)
    counts = random.integers(1, 9, size=random.integers(2, 5, size=2))
    x, y = random.normal(size=counts.shape[0]), random.normal(size=counts.shape[1])
    first, second = (
        np.repeat(np.repeat(x, len(y)), counts.ravel()),
        np.repeat(np.tile(y, len(x)), counts.ravel()),
    )
    found = joint(counts, x, y, given_row=2)
    np.testing.assert_allclose(found["covariance"], np.cov(first, second, bias=True)[0, 1], rtol=1e-10)
    np.testing.assert_allclose(found["correlation"], scipy.stats.pearsonr(first, second)[0], rtol=1e-10)
    np.testing.assert_allclose(found["conditional"], counts[1] / counts[1].sum(), rtol=1e-12)
    np.testing.assert_allclose(found["marginal_rows"], counts.sum(axis=1) / counts.sum(), rtol=1e-12)
    expected = scipy.stats.contingency.expected_freq(counts)
    assert found["independent"] == np.allclose(expected, counts)
    assert joint(np.outer(counts[0], counts[:, 0]))["independent"]
