"""Learning algorithms against scikit-learn and SciPy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from sklearn.cluster import KMeans

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
