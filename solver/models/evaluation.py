"""How good the predictions of a model are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array


def confusion(
    table: ArrayLike, rows: str = "actual", beta: float | None = None, positive_first: bool = False
) -> dict[str, Any]:
    """Measures of a classifier from its confusion matrix of shape (classes, classes): a row an actual class.

    With two classes, the second one is the positive one and all measures are its; with more, each is a
    list by class, and means over the classes come beside them. Where a measure is 0/0, it is 0. The matrix
    is given back with the rows that are wanted, actual or predicted, and the class that is wanted first.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 11.1; Manning, Raghavan and Schütze,
    Introduction to Information Retrieval, section 13.6; Gorodkin, Comparing two K-category assignments by a
    K-category correlation coefficient, 2004.
    """
    counts = np.asarray(table, dtype=float)
    tp, made, there = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    fp, fn = made - tp, there - tp
    tn = counts.sum() - tp - fp - fn
    measures = {
        "precision": _share(tp, made),
        "recall": _share(tp, there),
        "specificity": _share(tn, tn + fp),
        "npv": _share(tn, tn + fn),
        "f1": _share(2 * tp, made + there),
    }
    if beta is not None:
        measures["f_beta"] = _share((1 + beta**2) * tp, beta**2 * there + made)
    by_class = {"tp": tp, "fp": fp, "fn": fn, "tn": tn} | measures
    chance = [sizes @ (counts.sum() - sizes) for sizes in (made, there)]
    asked = counts if rows == "actual" else counts.T
    whole = {
        "matrix": asked[::-1, ::-1] if positive_first else asked,
        "accuracy": float(tp.sum() / counts.sum()),
        "mcc": float(_share(counts.sum() * tp.sum() - made @ there, np.sqrt(chance[0] * chance[1]))),
    }
    if len(counts) > 2:
        return by_class | whole | _means(measures, tp, made, there)
    recall, specificity = measures["recall"][1], measures["specificity"][1]
    ratios = {"lr_positive": _ratio(recall, 1 - specificity), "lr_negative": _ratio(1 - recall, specificity)}
    return {name: values[1] for name, values in by_class.items()} | whole | ratios


def _means(measures: dict[str, Array], tp: Array, made: Array, there: Array) -> dict[str, Any]:
    """The means over the classes, and the measures of all classes pooled."""
    columns = {name: measures[name] for name in ("precision", "recall", "f1")}
    pooled = tp.sum() / np.array([made.sum(), there.sum(), (made.sum() + there.sum()) / 2])
    return {
        "per_class": np.column_stack([*columns.values(), there]),
        **{f"macro_{name}": float(column.mean()) for name, column in columns.items()},
        **{f"micro_{name}": float(share) for name, share in zip(columns, pooled, strict=True)},
        **{f"weighted_{name}": float(column @ there / there.sum()) for name, column in columns.items()},
    }


def _ratio(part: float, whole: float) -> float:
    """A ratio that may be infinite; 0/0 is 0."""
    if whole > 0:
        return float(part / whole)
    return float("inf") if part > 0 else 0.0


def _share(part: ArrayLike, whole: ArrayLike) -> Array:
    """A share, entry by entry; of nothing, it is 0."""
    top, bottom = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    found: Array = np.divide(top, bottom, out=np.zeros_like(top), where=bottom > 0)
    return found


def regression_metrics(actual: ArrayLike, predicted: ArrayLike) -> dict[str, float]:
    """Mean errors of predictions of shape (samples,), and the share of the targets' variance explained.

    R^2 is left out where all targets are the same; the mean absolute percentage error, a fraction, where
    one of them is 0.

    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, section 5.8.
    """
    y, p = np.asarray(actual, dtype=float), np.asarray(predicted, dtype=float)
    mse = float(np.mean((y - p) ** 2))
    found = {"mae": float(np.mean(np.abs(y - p))), "mse": mse, "rmse": mse**0.5}
    if np.any(y != y[0]):
        found["r_squared"] = 1 - mse / float(np.var(y))
    return found if np.any(y == 0) else found | {"mape": float(np.mean(np.abs((y - p) / y)))}


def roc(hits: ArrayLike, scores: ArrayLike) -> dict[str, Any]:
    """The ROC curve of scores of shape (samples,), with hits of 1 for positive samples and 0 for the others.

    Thresholds fall from infinity over the scores; a sample is predicted positive from the threshold on. The
    average precision sums steps of recall, each times the precision at its end.

    Source: Fawcett, An introduction to ROC analysis, 2006; Manning, Raghavan and Schütze, section 8.4.
    """
    y, s = np.asarray(hits, dtype=float), np.asarray(scores, dtype=float)
    thresholds = np.concatenate([[np.inf], np.unique(s)[::-1]])
    predicted = s >= thresholds[:, None]
    tp, fp = predicted @ y, predicted @ (1 - y)
    tpr, fpr = tp / y.sum(), fp / (1 - y).sum()
    precision = tp[1:] / (tp[1:] + fp[1:])
    return {
        "thresholds": thresholds,
        "fpr": fpr,
        "tpr": tpr,
        "auc": float(np.sum(np.diff(fpr) * (tpr[1:] + tpr[:-1]) / 2)),
        "average_precision": float(np.sum(np.diff(tpr) * precision)),
    }


def k_fold(samples: int, k: int) -> dict[str, Any]:
    """Test samples of each fold, from 1, without shuffling: the first n mod k folds hold one more.

    Source: Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 7.10.1.
    """
    folds = [(part + 1).tolist() for part in np.array_split(np.arange(samples), k)]
    sizes = [len(fold) for fold in folds]
    return {"sizes": sizes, "training": [samples - size for size in sizes], "folds": folds}


def split(samples: int, shares: ArrayLike) -> list[int]:
    """Numbers of samples for training and the other parts: each share but the first rounded up.

    The shares are of shape (parts,), fractions or floating-point numbers.

    Source: scikit-learn, train_test_split, which rounds the share of the test up.
    """
    parts = [math.ceil(share * samples) for share in np.asarray(shares)[1:]]
    return [samples - sum(parts), *parts]
