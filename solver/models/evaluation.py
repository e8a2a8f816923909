"""How good the predictions of a model are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def confusion(table: ArrayLike) -> dict[str, Any]:
    """Measures of a classifier from its confusion matrix of shape (classes, classes): a row an actual class.

    With two classes, the second one is the positive one and all measures are its; with more, each is a
    list by class, and means over the classes come beside them. Where a measure is 0/0, it is 0.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 11.1; Manning, Raghavan and Schütze,
    Introduction to Information Retrieval, section 13.6.
    """
    counts = np.asarray(table, dtype=float)
    tp = np.diag(counts)
    fp, fn = counts.sum(axis=0) - tp, counts.sum(axis=1) - tp
    tn = counts.sum() - tp - fp - fn
    found = {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
    measures = {
        "precision": _share(tp, tp + fp),
        "recall": _share(tp, tp + fn),
        "specificity": _share(tn, tn + fp),
        "f1": _share(2 * tp, 2 * tp + fp + fn),
    }
    accuracy = float(tp.sum() / counts.sum())
    if len(counts) == 2:
        return {name: values[1] for name, values in (found | measures).items()} | {"accuracy": accuracy}
    means = {f"macro_{name}": float(measures[name].mean()) for name in ("precision", "recall", "f1")}
    pooled = [float(count.sum()) for count in (tp, fp, fn)]
    micro = {
        "micro_precision": pooled[0] / (pooled[0] + pooled[1]),
        "micro_recall": pooled[0] / (pooled[0] + pooled[2]),
        "micro_f1": 2 * pooled[0] / (2 * pooled[0] + pooled[1] + pooled[2]),
    }
    return found | measures | {"accuracy": accuracy} | means | micro


def _share(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


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
