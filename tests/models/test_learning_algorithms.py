"""Learning algorithms against scikit-learn and SciPy."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy import stats
from scipy.cluster import hierarchy
from sklearn.cluster import KMeans
from sklearn.neighbors import KNeighborsClassifier

from solver.models import learning_algorithms


@pytest.mark.parametrize("iterations", [1, 2, None])
def test_k_means(iterations):
    random = np.random.default_rng(3)
    points, starts = random.normal(size=(40, 3)), random.normal(size=(4, 3))
    clusters, centroids, inertia = learning_algorithms.k_means(points, starts, iterations)
    wanted = KMeans(4, init=starts, n_init=1, max_iter=iterations or 100, tol=0, algorithm="lloyd").fit(
        points
    )
    if iterations is None:
        assert np.array_equal(np.array(clusters) - 1, wanted.labels_)
        assert inertia == pytest.approx(wanted.inertia_, rel=1e-10)
    assert centroids == pytest.approx(wanted.cluster_centers_, rel=1e-10)


def test_k_means_in_fractions():
    points = np.array([[Fraction(value)] for value in (1, 2, 9, 11)])
    clusters, centroids, inertia = learning_algorithms.k_means(points, points[:2])
    assert (clusters, inertia) == ([1, 1, 2, 2], Fraction(5, 2))
    assert centroids.tolist() == [Fraction(3, 2), 10]


@pytest.mark.parametrize("linkage", ["single", "complete", "average", "ward"])
def test_hierarchical(linkage):
    points = np.random.default_rng(5).normal(size=(10, 3))
    merges, heights = learning_algorithms.hierarchical(points, linkage)
    wanted = hierarchy.linkage(points, linkage)
    assert heights == pytest.approx(wanted[:, 2], rel=1e-10)
    clusters = [[i + 1] for i in range(10)]
    for one, other in wanted[:, :2].astype(int):
        clusters.append(sorted(clusters[one] + clusters[other]))
    assert merges == clusters[10:]


def test_hierarchical_by_distances():
    points = np.random.default_rng(6).normal(size=(8, 2))
    distances = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    _, heights = learning_algorithms.hierarchical(distances, "average", are_distances=True)
    assert heights == pytest.approx(learning_algorithms.hierarchical(points, "average")[1], rel=1e-10)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
def test_knn(metric):
    random = np.random.default_rng(7)
    points, labels = random.normal(size=(40, 3)), random.choice(["a", "b", "c"], size=40)
    for query in random.normal(size=(20, 3)):
        distances, rows, label = learning_algorithms.knn(points, list(labels), query, 5, metric)
        theirs = KNeighborsClassifier(5, metric=metric).fit(points, labels)
        (apart,), (nearest,) = theirs.kneighbors([query])
        assert [row - 1 for row in rows] == list(nearest)
        assert np.array(distances)[nearest] == pytest.approx(apart, rel=1e-10)
        votes = sorted(labels[nearest].tolist().count(name) for name in "abc")
        if votes[-1] > votes[-2]:
            assert label == theirs.predict([query])[0]


def test_votes():
    votes = np.random.default_rng(8).integers(0, 4, size=(9, 30))
    found = learning_algorithms.bagging(votes=votes)
    assert np.array_equal(found["label"], stats.mode(votes, axis=0).mode)
    assert found["votes"].sum(axis=1).tolist() == [9] * 30
    assert found["votes"][:, 2].tolist() == np.count_nonzero(votes == 2, axis=0).tolist()


@pytest.mark.parametrize("correlation", [-0.2, 0.0, 0.3, 1.0])
def test_variance_of_a_mean(correlation):
    """Breiman's formula as it stands in The Elements of Statistical Learning."""
    found = learning_algorithms.bagging(variance=2.5, correlation=correlation, models=6)["variance"]
    assert found == pytest.approx(correlation * 2.5 + (1 - correlation) / 6 * 2.5, abs=1e-12)


@pytest.mark.parametrize("error", [0.0, 0.1, 0.35, 0.6, 1.0])
def test_error_of_a_majority(error):
    for models in (1, 3, 11, 25):
        found = learning_algorithms.bagging(error=error, models=models)["error"]
        assert found == pytest.approx(stats.binom.sf(models // 2, models, error), abs=1e-12)


def test_left_out_of_a_bootstrap_sample():
    """By counting all draws of four samples; of many samples, a share of 1/e."""
    draws = list(product(range(4), repeat=4))
    left_out = sum(0 not in draw for draw in draws) / len(draws)
    assert learning_algorithms.bagging(samples=4)["left_out"] == pytest.approx(left_out, rel=1e-12)
    assert learning_algorithms.bagging(samples=1000)["left_out"] == pytest.approx(np.exp(-1), rel=1e-3)
