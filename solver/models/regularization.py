"""What keeps a model from fitting the noise: early stopping, penalties and dropout.

Losses have the shape (epochs,), weights and gradients (weights,), activations and masks any shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from solver.models.arrays import Array, NumberArray


def early_stopping(
    losses: NumberArray, patience: int, min_delta: Any, maximize: bool
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


def l2(
    w: Array,
    strength: float,
    data_loss: float | None,
    grads: Array | None,
    lr: float | None,
    half: bool = False,
) -> Mapping[str, Any]:
    """A loss with `strength`, or half of it, times the sum of squares, its gradient and a step of descent.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 7.1.1.
    """
    factor = strength / 2 if half else strength
    return _penalized(w, factor * np.sum(w**2), 2 * factor * w, data_loss, grads, lr)


def l1(
    w: Array,
    strength: float,
    data_loss: float | None,
    grads: Array | None,
    lr: float | None,
    proximal: bool = False,
) -> Mapping[str, Any]:
    """A loss with `strength` times the sum of sizes; their derivative at 0 is taken as 0.

    With `proximal`, a step along the gradient of the data is followed by soft thresholding.
    Source: Goodfellow, Bengio and Courville, Deep Learning, section 7.1.2; Parikh and Boyd, Proximal
    Algorithms, section 6.5.2.
    """
    found = _penalized(w, strength * np.sum(np.abs(w)), strength * np.sign(w), data_loss, grads, lr)
    if not proximal or lr is None:
        return found
    moved = w if grads is None else w - lr * grads
    return {**found, "weights": np.sign(moved) * np.maximum(np.abs(moved) - lr * strength, 0.0)}


def _penalized(
    w: Array, penalty: Any, slope: Array, data_loss: float | None, grads: Array | None, lr: float | None
) -> Mapping[str, Any]:
    """What is known of a loss with a penalty of this value and gradient."""
    gradient = slope if grads is None else grads + slope
    found = {"penalty": penalty, "gradient": gradient}
    found |= {} if data_loss is None else {"loss": data_loss + penalty}
    return found | ({} if lr is None else {"weights": w - lr * gradient})


def dropout(x: Array, mask: Array, rate: float, inverted: bool = False) -> tuple[Array, Array]:
    """Activations in training, under a mask of what is kept, and at test time, where all are.

    Their expectation is the same: either those of a test are scaled by what is kept on the average or,
    `inverted`, those of training are divided by it.
    Source: Srivastava et al., Dropout, 2014; torch.nn.functional.dropout is inverted.
    """
    kept = 1.0 - rate
    return (x * mask / kept, x) if inverted else (x * mask, kept * x)


def fgsm(
    x: Array, gradient: Array, epsilon: float, clip: Array | None = None, targeted: bool = False
) -> Array:
    """An input moved by epsilon in each entry, up the loss or, `targeted`, down that of the wanted class.

    Source: Goodfellow, Shlens and Szegedy, Explaining and Harnessing Adversarial Examples, 2015.
    """
    moved = x + (-epsilon if targeted else epsilon) * np.sign(gradient)
    return moved if clip is None else np.clip(moved, *clip)
