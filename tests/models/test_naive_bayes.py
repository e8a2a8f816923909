"""Naive Bayes against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from solver.models.naive_bayes import naive_bayes

learn = pytest.importorskip("sklearn.naive_bayes")

SEEDS = pytest.mark.parametrize("seed", range(12))
LABELS = [*"abcabcab"]
WORDS = [*"uvwxyz"]


def check(found, fitted, query):
    """The posteriors, and the factors and the priors as far as scikit-learn tells them."""
    order = [list(fitted.classes_).index(name) for name in dict.fromkeys(LABELS)]
    np.testing.assert_allclose(found["posteriors"], fitted.predict_proba([query])[0][order], rtol=1e-10)
    np.testing.assert_allclose(found["scores"] / found["scores"].sum(), found["posteriors"], rtol=1e-10)
    if np.ptp(np.sort(found["posteriors"])[-2:]) > 1e-9:
        assert found["label"] == fitted.predict([query])[0]
    return order


def texts(random):
    return [list(random.choice(WORDS, size=random.integers(1, 7))) for _ in LABELS]


def counted(text, vocabulary):
    return [list(text).count(word) for word in vocabulary]


@SEEDS
@pytest.mark.parametrize("alpha", [1.0, 0.5])
@pytest.mark.parametrize("kind", ["multinomial", "bernoulli"])
def test_words(seed, alpha, kind):
    random = np.random.default_rng(seed)
    known = texts(random)
    vocabulary = list(dict.fromkeys(word for text in known for word in text))
    query = list(random.choice(vocabulary, size=4))
    model = {"multinomial": learn.MultinomialNB, "bernoulli": learn.BernoulliNB}[kind](alpha=alpha)
    fitted = model.fit([counted(text, vocabulary) for text in known], LABELS)
    found = naive_bayes(kind, known, LABELS, query, alpha)
    order = check(found, fitted, counted(query, vocabulary))
    np.testing.assert_allclose(found["priors"], np.exp(fitted.class_log_prior_[order]), rtol=1e-10)
    shares = np.exp(fitted.feature_log_prob_[order])
    if kind == "multinomial":
        places = [vocabulary.index(word) for word in dict.fromkeys(query)]
        np.testing.assert_allclose(found["likelihoods"], shares[:, places], rtol=1e-10)
    else:
        present = np.isin(vocabulary, query)
        np.testing.assert_allclose(found["likelihoods"], np.where(present, shares, 1 - shares), rtol=1e-10)


@SEEDS
@pytest.mark.parametrize("alpha", [1.0, 0.5])
def test_categories(seed, alpha):
    random = np.random.default_rng(seed)
    table = np.vstack([[0, 0], [1, 1], [2, 2], random.integers(0, 3, size=(5, 2))])
    query = random.integers(0, 3, size=2)
    fitted = learn.CategoricalNB(alpha=alpha).fit(table, LABELS)
    check(naive_bayes("categorical", table.tolist(), LABELS, query.tolist(), alpha), fitted, query)


@SEEDS
def test_numbers(seed):
    random = np.random.default_rng(seed)
    data, query = random.normal(size=(8, 2)), random.normal(size=2)
    fitted = learn.GaussianNB(var_smoothing=0).fit(data, LABELS)
    check(naive_bayes("gaussian", data.tolist(), LABELS, query.tolist()), fitted, query)
    given = learn.GaussianNB(var_smoothing=0, priors=[0.2, 0.3, 0.5]).fit(data, LABELS)
    found = naive_bayes("gaussian", data.tolist(), LABELS, query.tolist(), priors=[0.2, 0.3, 0.5])
    check(found, given, query)
