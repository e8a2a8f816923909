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
        found = np.argmin(distances, axis=1)
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


def hierarchical(
    given: NDArray[np.float64], linkage: str = "single", are_distances: bool = False
) -> tuple[list[list[int]], list[float]]:
    """Agglomerative clustering of points of shape (samples, features), or of their distances.

    Each linkage by its definition over all members of two clusters: the least, the largest or the mean
    distance or, of Ward's, what the sum of squares grows by, doubled and under a root. Returns the rows of
    each merged cluster, from 1, and the heights of the merges.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 14.3.12; Ward,
    Hierarchical grouping to optimize an objective function, 1963.
    """
    pairwise = given if are_distances else np.linalg.norm(given[:, None] - given[None, :], axis=2)

    def apart(one: list[int], other: list[int]) -> float:
        if linkage == "ward":
            between = given[one].mean(axis=0) - given[other].mean(axis=0)
            return float(np.sqrt(2 * len(one) * len(other) / (len(one) + len(other)) * between @ between))
        block = pairwise[np.ix_(one, other)]
        return float({"single": block.min, "complete": block.max, "average": block.mean}[linkage]())

    clusters = [[i] for i in range(len(given))]
    merges, heights = [], []
    while len(clusters) > 1:
        pairs = [(one, other) for i, one in enumerate(clusters) for other in clusters[i + 1 :]]
        sizes = [float(f"{apart(*pair):.12g}") for pair in pairs]
        one, other = pairs[int(np.argmin(sizes))]
        heights.append(apart(one, other))
        clusters = sorted([*(c for c in clusters if c not in (one, other)), sorted(one + other)])
        merges.append([i + 1 for i in sorted(one + other)])
    return merges, heights
