"""What networks are trained for: the loss of a batch and its gradient by the outputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from solver.models.arrays import Array
from solver.models.losses import loss

Objective: TypeAlias = Callable[[Array, Array], tuple[float, Array]]
"""From outputs and targets to the loss and the gradient of the loss by the outputs."""


def cross_entropy(logits: Array, classes: Array) -> tuple[float, Array]:
    """The mean over all samples of -log softmax(logits) at the class.

    Logits have the shape (..., classes), the numbers of the classes (...); a sample whose class is -1, such
    as the padding of a sequence, does not count.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.3.
    """
    rows, labels = logits.reshape(-1, logits.shape[-1]), classes.astype(int).ravel()
    counted = labels >= 0
    found = loss("categorical", np.eye(rows.shape[1])[labels[counted]], rows[counted], logits=True)
    gradient = np.zeros_like(rows)
    gradient[counted] = found["gradient"]
    return float(found["loss"]), gradient.reshape(logits.shape)


def binary_cross_entropy(logits: Array, targets: Array) -> tuple[float, Array]:
    """The mean over all entries of -y log s - (1 - y) log(1 - s), where s is the logistic function.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2.2.2.
    """
    return _of_entries("bce", logits, targets, logits=True)


def squared_error(outputs: Array, targets: Array) -> tuple[float, Array]:
    """The mean of the squared errors of all entries.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 5.4.
    """
    return _of_entries("mse", outputs, targets, logits=False)


def _of_entries(kind: str, outputs: Array, targets: Array, *, logits: bool) -> tuple[float, Array]:
    found = loss(kind, targets.ravel(), outputs.ravel(), logits=logits)
    return float(found["loss"]), np.asarray(found["gradient"]).reshape(outputs.shape)
