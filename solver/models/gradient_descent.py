"""Linear regression trained by gradient descent, on arrays of floats or of exact fractions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


class History(NamedTuple):
    """A training run: after each update the weights, of shape (updates, features), and the bias,
    of shape (updates,); the loss before the first epoch and after each, of shape (epochs + 1,).
    """

    weights: Array
    biases: Array
    losses: Array


def batches(samples: int, size: int) -> Iterator[slice]:
    """The batches of an epoch, in order; the last one holds what is left."""
    for start in range(0, samples, size):
        yield slice(start, min(start + size, samples))


def divisor(loss: str, samples: int) -> int:
    """What the sum of squared errors is divided by."""
    return (2 if loss.startswith("half-") else 1) * (samples if loss.endswith("mse") else 1)


def train(
    x: Array, y: Array, w: Array, b: Any, *, biased: bool, loss: str, lr: Any, size: int, epochs: int
) -> History:
    """Fit y = x w + b by batches of `size` samples: all of them, one, or a few.

    Shapes: x (samples, features), y (samples,), w (features,). The gradient of sum((xw + b - y)^2)
    by w is 2 x^T (xw + b - y), that by b is 2 sum(xw + b - y).

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 5.1.4 and 8.1.3;
    Bishop, Pattern Recognition and Machine Learning (2006), equations 3.12 and 3.22.
    """
    weights, biases = [], []
    losses = [_loss(x @ w + b - y, loss)]
    for _ in range(epochs):
        for batch in batches(len(y), size):
            error = x[batch] @ w + b - y[batch]
            scale = divisor(loss, len(error))
            w = w - lr * 2 * (x[batch].T @ error) / scale
            b = b - lr * 2 * error.sum() / scale if biased else b
            weights.append(w)
            biases.append(b)
        losses.append(_loss(x @ w + b - y, loss))
    return History(np.array(weights), np.array(biases), np.array(losses))


def _loss(error: Array, loss: str) -> Any:
    return (error @ error) / divisor(loss, len(error))


def count_updates(samples: int, epochs: int, size: int) -> int:
    """One update a batch: the batches of an epoch are counted and repeated."""
    return epochs * sum(1 for _ in batches(samples, size))


def count_updates_of_batches(samples: int, epochs: int, number: int) -> int:
    """One update for each of the parts into which the samples are split."""
    parts = np.array_split(np.arange(samples), number)
    return epochs * sum(1 for part in parts if len(part))
