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
