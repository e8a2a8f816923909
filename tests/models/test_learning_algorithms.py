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

torch = pytest.importorskip("torch")


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


@pytest.mark.parametrize("mean", [True, False])
@pytest.mark.parametrize("bias", [0.3, None])
@pytest.mark.parametrize("features", [1, 3])
def test_logistic(features, bias, mean):
    random = np.random.default_rng(7)
    x, y = random.normal(size=(6, features)), random.integers(0, 2, size=6).astype(float)
    start = random.normal(size=features)
    found = learning_algorithms.logistic(x, y, start, bias, 0.4, 3, mean)
    w = torch.tensor(start, requires_grad=True)
    b = torch.tensor(bias or 0.0, dtype=torch.float64, requires_grad=bias is not None)
    fitted = [w] if bias is None else [w, b]
    steps = torch.optim.SGD(fitted, lr=0.4)
    criterion = torch.nn.BCEWithLogitsLoss(reduction="mean" if mean else "sum")
    for t in range(4):
        steps.zero_grad()
        z = torch.tensor(x) @ w + b
        loss = criterion(z, torch.tensor(y))
        assert found["losses"][t] == pytest.approx(float(loss.detach()), rel=1e-12)
        if t == 3:
            break
        loss.backward()
        slopes = [*w.grad.tolist(), *([] if bias is None else [b.grad.item()])]
        wanted = slopes if len(slopes) > 1 else slopes[0]
        np.testing.assert_allclose(found["gradient"][t], wanted, rtol=1e-11)
        np.testing.assert_allclose(found["probabilities"][t], torch.sigmoid(z).detach(), rtol=1e-12)
        steps.step()
        after = w.detach().numpy()
        np.testing.assert_allclose(found["weights"][t], after if features > 1 else after[0], rtol=1e-11)
        if bias is not None:
            assert found["biases"][t] == pytest.approx(b.item(), rel=1e-11)


def test_logistic_ends_where_scikit_learn_ends():
    linear = pytest.importorskip("sklearn.linear_model")
    random = np.random.default_rng(8)
    x, y = random.normal(size=(20, 2)), random.integers(0, 2, size=20).astype(float)
    found = learning_algorithms.logistic(x, y, np.zeros(2), 0.0, 1.0, 3000, True)
    wanted = linear.LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(x, y)
    np.testing.assert_allclose(found["weights"][-1], wanted.coef_[0], atol=1e-6)
    assert found["biases"][-1] == pytest.approx(wanted.intercept_[0], abs=1e-6)


def fractions(array):
    return np.array([[Fraction(int(entry)) for entry in row] for row in array])


def test_hard_margin_is_that_of_scikit_learn():
    machines = pytest.importorskip("sklearn.svm")
    random, tried = np.random.default_rng(9), 0
    while tried < 12:
        x, y = random.integers(-8, 9, size=(7, 2)), random.choice([-1, 1], size=7)
        try:
            found = learning_algorithms.svm(fractions(x), y)
        except (ValueError, IndexError):
            continue
        tried += 1
        wanted = machines.SVC(kernel="linear", C=1e8, tol=1e-9).fit(x, y)
        np.testing.assert_allclose(found["w"].astype(float), wanted.coef_[0], atol=1e-5)
        assert float(found["b"]) == pytest.approx(wanted.intercept_[0], abs=1e-4)
        # The conditions of Karush, Kuhn and Tucker hold: no sample inside, and w a sum of support vectors.
        margins = y * (fractions(x) @ found["w"] + found["b"])
        near = [i - 1 for i in found["support_vectors"]]
        assert margins.min() == 1
        assert set(wanted.support_) <= set(near)
        assert found["margin"] == pytest.approx(2 / np.linalg.norm(found["w"].astype(float)), rel=1e-12)


@pytest.mark.parametrize("mean", [True, False])
@pytest.mark.parametrize("bias", [0.3, None])
def test_hinge_step(bias, mean):
    random = np.random.default_rng(10)
    x, y, start = random.normal(size=(9, 3)), random.choice([-1, 1], size=9), random.normal(size=3)
    found = learning_algorithms.svm(x, y, start, bias, 0.2, 0.7, mean)
    w = torch.tensor(start, requires_grad=True)
    b = torch.tensor(bias or 0.0, dtype=torch.float64, requires_grad=bias is not None)
    losses = torch.relu(1 - torch.tensor(y) * (torch.tensor(x) @ w + b))
    loss = 0.35 * (w**2).sum() + (losses.mean() if mean else losses.sum())
    loss.backward()
    assert found["loss"] == pytest.approx(loss.item(), rel=1e-12)
    np.testing.assert_allclose(found["new_w"], (w - 0.2 * w.grad).detach(), rtol=1e-12)
    if bias is not None:
        assert found["new_b"] == pytest.approx((b - 0.2 * b.grad).item(), rel=1e-12)


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
