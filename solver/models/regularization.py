"""What keeps a model from fitting the noise: early stopping, penalties and dropout.

Losses have the shape (epochs,), weights and gradients (weights,), activations and masks any shape.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


def early_stopping(
    losses: Array, patience: int, min_delta: float, maximize: bool
) -> tuple[int, float, float]:
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
