"""Learning algorithms beside networks: neighbors, clusters, linear classifiers and ensembles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def knn(
    points: NDArray[Any], labels: Sequence[str], query: NDArray[Any], k: int, metric: str = "euclidean"
) -> tuple[list[float], list[int], str]:
    """Points of shape (samples, features) and a query of shape (features,).

    Returns all distances, the rows of the k nearest points, from 1, and the label of most of them. Of equal
    distances the first counts, of labels with as many votes that of the nearest.
    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 13.3.
    """
    apart = np.abs(points - query)
    measures = (apart if metric == "manhattan" else apart**2).sum(axis=1)
    rows = np.argsort(measures, kind="stable")[:k]
    nearest = [labels[row] for row in rows]
    distances = measures.astype(float) if metric == "manhattan" else np.sqrt(measures.astype(float))
    return distances.tolist(), [int(row) + 1 for row in rows], max(nearest, key=nearest.count)


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


def bagging(
    votes: NDArray[np.float64] | None = None,
    variance: float | None = None,
    correlation: float = 0.0,
    error: float | None = None,
    models: int | None = None,
    samples: int | None = None,
) -> Mapping[str, Any]:
    """What an ensemble votes, or what is gained by one.

    Votes have the shape (models, samples), or (1, models) for a single sample. The variance is that of the
    mean of `models` predictions: that of their covariance matrix, summed. The error is how often more than
    half of the models are wrong, by going through how many are. A draw of `samples` with replacement leaves
    one out with the probability `left_out`.
    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, sections 8.7 and 15.2.
    """
    if votes is not None:
        columns = votes if len(votes) == 1 else votes.T
        classes = np.unique(votes)
        counts = (columns[:, :, None] == classes).sum(axis=1)
        labels = classes[counts.argmax(axis=1)]
        is_single = len(columns) == 1
        return {"votes": counts[0] if is_single else counts, "label": labels[0] if is_single else labels}
    if samples is not None:
        return {"left_out": float(np.prod(np.full(samples, (samples - 1) / samples)))}
    if models is None:
        raise ValueError("the number of models is missing")
    if variance is not None:
        covariance = variance * (correlation + (1 - correlation) * np.eye(models))
        return {"variance": covariance.sum() / models**2}
    # The distribution of the number of wrong models, one model after another.
    wrong = np.ones(1)
    for _ in range(models):
        wrong = np.convolve(wrong, [1 - float(error or 0), float(error or 0)])
    return {"error": wrong[models // 2 + 1 :].sum()}
