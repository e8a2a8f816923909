"""What is built from entropies, against SciPy, scikit-learn and PyTorch."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.spatial.distance
import scipy.stats

from solver.models.information_theory import (
    UNITS,
    information_gain,
    jensen_shannon,
    mutual_information,
    perplexity,
)

SEEDS = pytest.mark.parametrize("seed", range(12))
BASES = {"2": 2.0, "e": np.e, "10": 10.0}


@SEEDS
@pytest.mark.parametrize("base", BASES)
def test_mutual_information(seed, base):
    random = np.random.default_rng(seed)
    counts = random.integers(0, 9, size=random.integers(2, 5, size=2)) + np.eye(1, dtype=int)
    found = mutual_information(counts, base)
    sides = [counts.sum(axis=1), counts.sum(axis=0), counts.ravel()]
    first, second, both = (scipy.stats.entropy(side, base=BASES[base]) for side in sides)
    expected = [first, second, both, both - second, both - first, first + second - both]
    np.testing.assert_allclose(list(found.values()), expected, rtol=1e-10, atol=1e-12)
    metrics = pytest.importorskip("sklearn.metrics")
    nats = metrics.mutual_info_score(None, None, contingency=counts)
    np.testing.assert_allclose(found["mutual_information"], nats / UNITS[base], rtol=1e-10, atol=1e-12)


@SEEDS
@pytest.mark.parametrize("base", BASES)
def test_jensen_shannon(seed, base):
    p, q = np.random.default_rng(seed).dirichlet(np.ones(4), size=2)
    p[0] = 0
    divergence, distance = jensen_shannon(p, q, base, normalize=True)
    expected = scipy.spatial.distance.jensenshannon(p, q, base=BASES[base])
    np.testing.assert_allclose([divergence, distance], [expected**2, expected], rtol=1e-10)


@SEEDS
@pytest.mark.parametrize("base", BASES)
def test_perplexity(seed, base):
    torch = pytest.importorskip("torch")
    p = np.random.default_rng(seed).dirichlet(np.ones(5))
    law = torch.distributions.Categorical(probs=torch.tensor(p))
    entropy, power = perplexity(p, None, base)
    np.testing.assert_allclose([entropy * UNITS[base], power], [law.entropy(), law.perplexity()], rtol=1e-10)
    tokens = perplexity(None, p, base)
    np.testing.assert_allclose(tokens[1], 1 / scipy.stats.gmean(p), rtol=1e-10)
    np.testing.assert_allclose(tokens[0] * UNITS[base], np.log(tokens[1]), rtol=1e-10)


@SEEDS
@pytest.mark.parametrize("measure", ["entropy", "gini"])
def test_information_gain_against_a_tree_of_scikit_learn(seed, measure):
    """A tree of one split on one feature has the impurities of the split at its nodes."""
    tree = pytest.importorskip("sklearn.tree")
    random = np.random.default_rng(seed)
    counts = random.integers(1, 9, size=(2, random.integers(2, 5)))
    feature = np.repeat([[0], [1]], counts.sum(axis=1), axis=0)
    labels = np.concatenate([np.repeat(np.arange(counts.shape[1]), row) for row in counts])
    nodes = tree.DecisionTreeClassifier(criterion=measure, max_depth=1).fit(feature, labels).tree_
    before, after, gain = information_gain(counts, measure, "2")
    np.testing.assert_allclose(before, nodes.impurity[0], rtol=1e-10)
    if nodes.node_count == 3:
        weights = nodes.n_node_samples[1:] / nodes.n_node_samples[0]
        np.testing.assert_allclose(after, weights @ nodes.impurity[1:], rtol=1e-10)
        np.testing.assert_allclose(gain, before - after, rtol=1e-10)
