"""Clusters of samples around their means."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.models.arrays import Array
from solver.models.layers.contract import Rng
from solver.models.learning_algorithms import k_means


class KMeans:
    """k-means from several starts, of which the one is kept that has the smallest sum of squared distances.

    Source: Lloyd, Least squares quantization in PCM, 1982; Arthur and Vassilvitskii, k-means++, 2007,
    section 2.2 (the starts).
    """

    def __init__(self, clusters: int, *, restarts: int = 10, rng: Rng = None) -> None:
        self.clusters, self.restarts, self.draw = clusters, restarts, np.random.default_rng(rng)

    def fit(self, x: Array) -> KMeans:
        """Centroids (clusters, features) and inertia."""
        self.inertia = np.inf
        for _ in range(self.restarts):
            labels, centroids, inertia = k_means(x, self.starts(x))
            if inertia < self.inertia:
                self.inertia, self.labels = float(inertia), np.array(labels) - 1
                self.centroids = centroids.reshape(self.clusters, -1)
        return self

    def starts(self, x: Array) -> Array:
        """Samples, each drawn with a probability as the square of the distance from those before it."""
        chosen = [int(self.draw.integers(len(x)))]
        nearest = _squared_distances(x, x[chosen])[:, 0]
        while len(chosen) < self.clusters:
            chosen.append(int(self.draw.choice(len(x), p=nearest / nearest.sum())))
            nearest = np.minimum(nearest, _squared_distances(x, x[chosen[-1:]])[:, 0])
        return x[chosen]

    def predict(self, x: Array) -> NDArray[np.intp]:
        """The nearest centroid of each sample, from 0."""
        return np.asarray(_squared_distances(x, self.centroids).argmin(axis=1))


def _squared_distances(x: Array, y: Array) -> Array:
    """Between each of the samples and each of the others, of shape (samples, others)."""
    return np.asarray(((x[:, None, :] - y[None, :, :]) ** 2).sum(axis=2))
