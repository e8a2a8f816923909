"""What keeps a model from fitting the noise: early stopping, penalties and dropout.

Losses have the shape (epochs,), weights and gradients (weights,), activations and masks any shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


def early_stopping(
    losses: NDArray[Any], patience: int, min_delta: Any, maximize: bool
) -> tuple[int, float, Any]:
    """The best epoch, the one after which training stops (infinity if never), and the best loss.

    In fractions, differences that are just as large as the smallest one are told from larger ones.
    Source: Goodfellow, Bengio and Courville, Deep Learning, Algorithm 7.1; keras.callbacks.EarlyStopping.
    """
    best, kept, waited = losses[0], 1, 0
    for epoch, loss in enumerate(losses[1:], 2):
        if (loss - min_delta > best) if maximize else (loss + min_delta < best):
            best, kept, waited = loss, epoch, 0
            continue
        waited += 1
        if waited == patience:
            return kept, epoch, best
    return kept, np.inf, best


def penalized(
    w: Array,
    strength: float,
    data_loss: float | None,
    grads: Array | None,
    lr: float | None,
    order: int,
    half: bool = False,
    proximal: bool = False,
) -> Mapping[str, Any]:
    """A loss with `strength` times the sum of |w|^order, its gradient and a step of gradient descent.

    The derivative of |w| at 0 is taken as 0. With `proximal`, a step along the data's gradient is followed by
    soft thresholding. Source: Goodfellow, Bengio and Courville, Deep Learning, section 7.1; Parikh and Boyd,
    Proximal Algorithms, section 6.5.2.
    """
    factor = strength / 2 if half else strength
    penalty = factor * np.sum(np.abs(w) ** order)
    own = factor * order * np.abs(w) ** (order - 1) * np.sign(w)
    data = np.zeros_like(w) if grads is None else grads
    found: dict[str, Any] = {"penalty": penalty, "gradient": data + own}
    if data_loss is not None:
        found["loss"] = data_loss + penalty
    if lr is not None:
        moved = w - lr * data
        soft = np.sign(moved) * np.maximum(np.abs(moved) - lr * strength, 0.0)
        found["weights"] = soft if proximal else w - lr * found["gradient"]
    return found
