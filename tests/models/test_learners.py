"""Models without layers against scikit-learn, and the names of the library."""

from __future__ import annotations

import subprocess
import sys
from importlib import resources

import numpy as np
import pytest

import solver.models
from solver.models import PCA, KMeans, LinearRegression, LogisticRegression, Perceptron, SpamFilter
from tests.models.gradients import agree


@pytest.mark.parametrize("seed", range(4))
def test_linear_regression(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(30, 4)), rng.normal(size=(30, 2)[: 1 + seed % 2])
    for ours, theirs in (
        (LinearRegression(), linear_model.LinearRegression()),
        (LinearRegression(2.5), linear_model.Ridge(2.5, solver="svd")),
    ):
        agree(ours.fit(x, y).weights.T, theirs.fit(x, y).coef_)
        agree(ours.predict(x), theirs.predict(x))


@pytest.mark.parametrize("seed", range(4))
def test_logistic_regression(seed):
    linear_model = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(60, 3))
    y = (x @ [1.0, -2.0, 0.5] + rng.normal(size=60) > 0.3).astype(int)
    theirs = linear_model.LogisticRegression(C=1 / 0.7, solver="newton-cholesky", tol=1e-14).fit(x, y)
    ours = LogisticRegression(l2=0.7).fit(x, y)
    agree(ours.weights, theirs.coef_[0], tolerance=1e-9)
    agree(ours.probability(x), theirs.predict_proba(x)[:, 1], tolerance=1e-9)
    assert (ours.predict(x) == theirs.predict(x)).all()


def test_perceptron_stops_where_it_makes_no_mistake():
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    unit = Perceptron(rng=0).fit(x, np.array([0, 0, 0, 1]))
    assert unit.converged
    assert unit.predict(x).tolist() == [0, 0, 0, 1]
    assert not Perceptron(epochs=20, rng=0).fit(x, np.array([0, 1, 1, 0])).converged


@pytest.mark.parametrize("seed", range(4))
def test_pca(seed):
    decomposition = pytest.importorskip("sklearn.decomposition")
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(20, 5)) @ rng.normal(size=(5, 5))
    ours, theirs = PCA(3).fit(x), decomposition.PCA(3).fit(x)
    agree(ours.variances, theirs.explained_variance_)
    agree(ours.ratios, theirs.explained_variance_ratio_)
    signs = np.sign((ours.directions * theirs.components_).sum(axis=1))
    agree(ours.directions, theirs.components_ * signs[:, None])
    agree(ours.restore(ours.transform(x)), theirs.inverse_transform(theirs.transform(x)))


@pytest.mark.parametrize("seed", range(4))
def test_k_means(seed):
    cluster = pytest.importorskip("sklearn.cluster")
    rng = np.random.default_rng(seed)
    x = np.concatenate([rng.normal(center, 0.6, size=(25, 2)) for center in (0.0, 3.0, 6.0)])
    ours = KMeans(3, rng=rng).fit(x)
    theirs = cluster.KMeans(3, init=ours.centroids, n_init=1, tol=0).fit(x)
    agree(ours.centroids, theirs.cluster_centers_)
    agree(ours.inertia, theirs.inertia_)
    assert (ours.predict(x) == theirs.predict(x)).all()


def test_spam_filter():
    """On the descriptions of its data sets that scikit-learn ships: which one is a line of?"""
    pytest.importorskip("sklearn")
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    folder = resources.files("sklearn.datasets") / "descr"
    lines = [
        (line, name)
        for name in ("breast_cancer", "kddcup99", "lfw", "twenty_newsgroups")
        for line in (folder / f"{name}.rst").read_text(encoding="utf-8").splitlines()
        if len(line) > 20
    ]
    texts, labels = zip(*lines, strict=True)
    for smoothing in (1.0, 0.1):
        theirs = make_pipeline(CountVectorizer(), MultinomialNB(alpha=smoothing))
        theirs.fit(texts[::2], labels[::2])
        ours = SpamFilter(smoothing).fit(texts[::2], labels[::2])
        agree(ours.probabilities(texts[1::2]), theirs.predict_proba(texts[1::2]))
        assert ours.predict(texts[1::2]) == theirs.predict(texts[1::2]).tolist()


@pytest.mark.parametrize("name", solver.models.__all__)
def test_every_name_is_there(name):
    found = getattr(solver.models, name)
    assert found.__doc__
    assert found.__module__.startswith("solver.models.")


def test_names_are_told_and_others_refused():
    assert set(solver.models.__all__) <= set(dir(solver.models))
    with pytest.raises(ImportError, match="no_such_model"):
        from solver.models import no_such_model  # noqa: F401


def test_one_topic_does_not_read_the_others():
    program = """
import sys
from solver.models import optimizers
print(*(name for name in sys.modules if name.startswith("solver.models.")))
"""
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    topics = ("optimizers", "update_rules", "adaptive_rules")
    assert set(shown.split()) == {f"solver.models.{name}" for name in (*topics, "arrays")}


def test_type_checkers_are_told_the_same_names():
    from ast import ImportFrom, parse, walk
    from pathlib import Path

    tree = parse(Path(solver.models.__file__).read_text(encoding="utf-8"))
    imports = [node for node in walk(tree) if isinstance(node, ImportFrom)]
    told = {(node.module, alias.name) for node in imports for alias in node.names}
    home = "solver.models."
    offered = {(getattr(solver.models, name).__module__, name) for name in solver.models.__all__}
    assert {pair for pair in told if pair[0].startswith(home)} == offered
