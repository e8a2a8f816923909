"""Learning algorithms beside networks: neighbors, clusters, linear classifiers and ensembles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.models.arrays import Array, NumberArray


def k_means(
    points: NumberArray, starts: NumberArray, iterations: int | None = None
) -> tuple[list[int], NumberArray, Any]:
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


def knn(
    points: NumberArray, labels: Sequence[str], query: NumberArray, k: int, metric: str = "euclidean"
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
    given: Array, linkage: str = "single", are_distances: bool = False
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


def logistic(
    x: Array, y: Array, w: Array, b: float | None, lr: float, epochs: int, mean: bool
) -> dict[str, Any]:
    """Logistic regression by gradient descent on the cross-entropy, in nats, over all samples at once.

    Shapes: x (samples, features), y of 0 and 1 (samples,), w (features,); b is None without a bias. The
    probabilities and the gradient, whose last entry is that by the bias, are those of each epoch, in a list
    where there are several. The loss of a sample is log(1 + exp(z)) - y z.

    Source: Bishop, Pattern Recognition and Machine Learning, equations 4.87 to 4.91.
    """
    inputs = x if b is None else np.column_stack([x, np.ones(len(x))])
    beta = w if b is None else np.append(w, b)
    scale = len(y) if mean else 1
    found: dict[str, list[Any]] = {"probabilities": [], "losses": [], "gradient": [], "parameters": []}
    for _ in range(epochs):
        z = inputs @ beta
        p = np.exp(-np.logaddexp(0, -z))
        gradient = inputs.T @ (p - y) / scale
        found["losses"].append(np.sum(np.logaddexp(0, z) - y * z) / scale)
        beta = beta - lr * gradient
        found["probabilities"].append(p)
        found["gradient"].append(gradient)
        found["parameters"].append(beta)
    z = inputs @ beta
    found["losses"].append(np.sum(np.logaddexp(0, z) - y * z) / scale)
    several = {name: np.array(part) for name, part in found.items()}
    parameters = several.pop("parameters")
    weights = parameters[:, : x.shape[1]]
    answers = {name: part[0] if epochs == 1 and name != "losses" else part for name, part in several.items()}
    if answers["gradient"].shape[-1] == 1:
        answers["gradient"] = answers["gradient"].ravel()
    answers["weights"] = weights[:, 0] if x.shape[1] == 1 else weights
    return answers if b is None else answers | {"biases": parameters[:, -1]}


def svm(
    x: NumberArray,
    y: NDArray[np.int_],
    w: NumberArray | None = None,
    b: Any = None,
    lr: Any = 0,
    lambda_: Any = 0,
    mean: bool = True,
) -> dict[str, Any]:
    """A hard-margin support vector machine in the plane or, from weights, one step down the hinge loss.

    Shapes: x (samples, features), y of -1 and 1 (samples,), w (features,). The margin is widest for one of
    the lines halfway between two samples, or between a sample and the edge of two others: all are tried, in
    fractions. The loss is lambda/2 |w|^2 and the mean or the sum of max(0, 1 - y(wx + b)).

    Source: Bishop, Pattern Recognition and Machine Learning, section 7.1; Shalev-Shwartz, Singer and Srebro,
    Pegasos, 2007, equation 1.
    """
    if w is None:
        return _hard_margin(x, y)
    scale = len(y) if mean else 1
    margins = y * (x @ w + (b or 0))
    pull = np.where(margins < 1, -y, 0)
    loss = lambda_ * (w @ w) / 2 + np.maximum(0, 1 - margins).sum() / scale
    found = {"loss": loss, "new_w": w - lr * (lambda_ * w + pull @ x / scale)}
    return found if b is None else found | {"new_b": b - lr * pull.sum() / scale}


def _hard_margin(x: NumberArray, y: NDArray[np.int_]) -> dict[str, Any]:
    ones, others = x[y > 0], x[y < 0]
    directions = [one - other for one, other in product(ones, others)]
    edges = [first - second for part in (ones, others) for first, second in combinations(part, 2)]
    directions += [way * np.array([-edge[1], edge[0]]) for edge in edges for way in (1, -1)]
    best = None
    for v in directions:
        low, high = (ones @ v).min(), (others @ v).max()
        if low > high and (best is None or (low - high) ** 2 / (v @ v) > best[0]):
            w = 2 * v / (low - high)
            best = (low - high) ** 2 / (v @ v), w, 1 - (ones @ w).min()
    if best is None:
        raise ValueError("the classes are not separable")
    square, w, b = best
    near = [i for i, m in enumerate(y * (x @ w + b), 1) if m == 1]
    return {"w": w, "b": b, "margin": float(square) ** 0.5, "support_vectors": near}


def bagging(
    votes: Array | None = None,
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

    Raises:
        ValueError: the number of models is missing.
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
