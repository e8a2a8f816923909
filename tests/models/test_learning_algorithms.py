"""Learning algorithms against scikit-learn and SciPy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
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
