"""Measures of classifiers against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics
from sklearn.model_selection import KFold, train_test_split

from solver.models import evaluation


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_confusion(classes):
    random = np.random.default_rng(classes)
    actual, predicted = random.integers(0, classes, size=(2, 60))
    table = metrics.confusion_matrix(actual, predicted)
    found = evaluation.confusion(table, beta=2)
    assert found["accuracy"] == pytest.approx(metrics.accuracy_score(actual, predicted), rel=1e-10)
    assert found["mcc"] == pytest.approx(metrics.matthews_corrcoef(actual, predicted), rel=1e-10)
    measures = {"precision": metrics.precision_score, "recall": metrics.recall_score, "f1": metrics.f1_score}
    for name, measure in measures.items():
        by_class = measure(actual, predicted, average=None)
        assert found[name] == pytest.approx(by_class[1] if classes == 2 else by_class, rel=1e-10)
        for kind in ("macro", "micro", "weighted") if classes > 2 else ():
            wanted = measure(actual, predicted, average=kind)
            assert found[f"{kind}_{name}"] == pytest.approx(wanted, rel=1e-10)
    by_class = metrics.fbeta_score(actual, predicted, beta=2, average=None)
    assert found["f_beta"] == pytest.approx(by_class[1] if classes == 2 else by_class, rel=1e-10)
    assert np.array_equal(evaluation.confusion(table, rows="predicted")["matrix"], table.T)
    if classes > 2:
        columns = metrics.precision_recall_fscore_support(actual, predicted)
        assert found["per_class"] == pytest.approx(np.column_stack(columns), rel=1e-10)


def test_likelihood_ratios():
    random = np.random.default_rng(1)
    actual, predicted = random.integers(0, 2, size=(2, 60))
    found = evaluation.confusion(metrics.confusion_matrix(actual, predicted))
    wanted = metrics.class_likelihood_ratios(actual, predicted)
    assert (found["lr_positive"], found["lr_negative"]) == pytest.approx(wanted, rel=1e-10)


def test_a_share_of_nothing_is_zero():
    found = evaluation.confusion([[5, 0], [3, 0]])
    assert (found["precision"], found["recall"], found["f1"], found["specificity"]) == (0, 0, 0, 1)


def test_regression_metrics():
    random = np.random.default_rng(0)
    actual, predicted = random.normal(5, 2, size=(2, 30))
    found = evaluation.regression_metrics(actual, predicted)
    assert found == pytest.approx(
        {
            "mae": metrics.mean_absolute_error(actual, predicted),
            "mse": metrics.mean_squared_error(actual, predicted),
            "rmse": metrics.root_mean_squared_error(actual, predicted),
            "r_squared": metrics.r2_score(actual, predicted),
            "mape": metrics.mean_absolute_percentage_error(actual, predicted),
        },
        rel=1e-10,
    )


@pytest.mark.parametrize("levels", [4, 1000])
def test_roc(levels):
    random = np.random.default_rng(levels)
    hits, scores = random.integers(0, 2, 40), random.integers(0, levels, 40) / levels
    found = evaluation.roc(hits, scores)
    fpr, tpr, thresholds = metrics.roc_curve(hits, scores, drop_intermediate=False)
    for name, wanted in {"fpr": fpr, "tpr": tpr, "thresholds": thresholds}.items():
        assert found[name] == pytest.approx(wanted, rel=1e-10)
    assert found["auc"] == pytest.approx(metrics.roc_auc_score(hits, scores), rel=1e-10)
    assert found["average_precision"] == pytest.approx(
        metrics.average_precision_score(hits, scores), rel=1e-10
    )


@pytest.mark.parametrize(("samples", "k"), [(10, 3), (12, 4), (7, 7), (100, 9)])
def test_k_fold(samples, k):
    found = evaluation.k_fold(samples, k)
    wanted = list(KFold(k).split(np.zeros(samples)))
    assert found["folds"] == [[i + 1 for i in test] for _, test in wanted]
    assert found["sizes"] == [len(test) for _, test in wanted]
    assert found["training"] == [len(train) for train, _ in wanted]


@pytest.mark.parametrize("samples", [10, 47, 101])
@pytest.mark.parametrize("test", [0.25, 0.1, 0.3])
def test_split(samples, test):
    wanted = train_test_split(np.arange(samples), test_size=test)
    assert evaluation.split(samples, [1 - test, test]) == [*map(len, wanted)]
