"""Learning algorithms beside networks: neighbors, clusters, linear classifiers and ensembles."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def k_means(
    points: NDArray[Any], starts: NDArray[Any], iterations: int | None = None
) -> tuple[list[int], NDArray[Any], Any]:
    """Lloyd's algorithm on points of shape (samples, features) from centroids of shape (clusters, features).

    Returns the cluster of each sample, from 1, the centroids after the last update (a list of numbers where
    there is one feature), and the sum of squared distances from them. It ends when no sample changes its
    cluster, or after a number of iterations. An empty cluster keeps its centroid, and of two centroids that
    are equally near, the first is taken.

    Source: Lloyd, Least squares quantization in PCM, 1982.
    """
    centroids, clusters = starts.copy(), np.full(len(points), -1)
    while iterations is None or iterations > 0:
        distances = ((points[:, None, :] - centroids[None, :, :]) ** 2).sum(axis=2)
        found = np.array([int(np.argmin(row)) for row in distances])
        if np.array_equal(found, clusters):
            break
        clusters = found
        for j in set(clusters.tolist()):
            members = points[clusters == j]
            centroids[j] = members.sum(axis=0) / len(members)
        iterations = None if iterations is None else iterations - 1
    inertia = ((points - centroids[clusters]) ** 2).sum()
    shown = centroids[:, 0] if centroids.shape[1] == 1 else centroids
    return [int(j) + 1 for j in clusters], shown, inertia
