"""Linear regression trained by gradient descent, on arrays of floats or of exact fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

import numpy as np

from solver.models.arrays import NumberArray

MOST_EXACT = 6000
"""How many samples a run may go through in fractions, times the bits by which every one makes these longer:
400 where all have up to four decimals.
"""


class History(NamedTuple):
    """A training run: after each update the weights, of shape (updates, features), and the bias,
    of shape (updates,); the loss before the first epoch and after each, of shape (epochs + 1,).
    """

    weights: NumberArray
    biases: NumberArray
    losses: NumberArray


def batches(samples: int, size: int) -> Iterator[slice]:
    """The batches of an epoch, in order; the last one holds what is left.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3.
    """
    for start in range(0, samples, size):
        yield slice(start, min(start + size, samples))


def train(
    x: NumberArray,
    y: NumberArray,
    w: NumberArray,
    b: Any,
    *,
    biased: bool,
    loss: str,
    lr: Any,
    size: int,
    epochs: int,
) -> History:
    """Fit y = x w + b by batches of `size` samples: all of them, one, or a few.

    The `loss` is the sum of the squared errors (sse), their mean (mse), or half of it (half-sse, half-mse).
    Shapes: x (samples, features), y (samples,), w (features,). The gradient of sum((xw + b - y)^2)
    by w is 2 x^T (xw + b - y), that by b is 2 sum(xw + b - y).

    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), sections 5.1.4 and 8.1.3;
    Bishop, Pattern Recognition and Machine Learning (2006), equations 3.12 and 3.22.
    """

    def measured() -> Any:
        error = x @ w + b - y
        return (error @ error) / _scale(error, loss)

    weights, biases, losses = [], [], [measured()]
    for _ in range(epochs):
        for batch in batches(len(y), size):
            w, b = update(x[batch], y[batch], w, b, biased=biased, loss=loss, lr=lr)
            weights.append(w)
            biases.append(b)
        losses.append(measured())
    return History(np.array(weights), np.array(biases), np.array(losses))


def update(
    x: NumberArray, y: NumberArray, w: NumberArray, b: Any, *, biased: bool, loss: str, lr: Any
) -> tuple[NumberArray, Any]:
    """The weights and the bias after one update by these samples, as in `train`.

    Source: Bishop, Pattern Recognition and Machine Learning (2006), equation 3.22, for the mean of the
    squared errors of several samples.
    """
    error = x @ w + b - y
    scale = _scale(error, loss)
    return w - lr * 2 * (x.T @ error) / scale, b - lr * 2 * error.sum() / scale if biased else b


def _scale(error: NumberArray, loss: str) -> int:
    """What the sum of these squared errors is divided by."""
    return (2 if loss.startswith("half") else 1) * (len(error) if loss.endswith("mse") else 1)


def fit(
    x: NumberArray,
    y: NumberArray,
    w: NumberArray,
    b: Any,
    *,
    no_bias: bool,
    loss: str,
    lr: Any,
    size: int,
    epochs: int,
) -> Mapping[str, Any]:
    """What comes of the training, in exact fractions unless a number has none, or the run is long.

    A single row `x` for several targets lists its samples; a single weight `w` serves all features.

    Source: Goodfellow, Bengio and Courville, Deep Learning, algorithm 8.1 and section 8.1.3.
    """
    if not _is_short([*x.flat, *y, *w, b, lr], epochs * len(y)):
        x, y, w, b, lr = (np.asarray(numbers, dtype=float) for numbers in (x, y, w, b, lr))
    x = x.reshape(len(y), -1)
    start = np.broadcast_to(w, x.shape[1])
    history = train(x, y, start, b, biased=not no_bias, loss=loss, lr=lr, size=size, epochs=epochs)
    found = {
        "weights": history.weights[:, 0] if x.shape[1] == 1 else history.weights,
        "loss_before": history.losses[0],
        "loss_after": history.losses[-1],
    }
    return found if no_bias else {**found, "biases": history.biases}


def _is_short(numbers: Sequence[Any], samples: int) -> bool:
    """Whether a run through so many samples stays exact, and without too long numbers."""
    if not all(isinstance(number, Fraction) for number in numbers):
        return False
    grain = lcm(*(number.denominator for number in numbers)).bit_length()
    return samples * max(15, grain) <= MOST_EXACT


def updates(
    samples: int, epochs: int, batches: int | None, batch_size: int | None, drop_last: bool = False
) -> int:
    """How often the weights change, from the number of batches in an epoch or from their size.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3.
    """
    if batches is not None:
        return count_updates_of_batches(samples, epochs, batches)
    size = batch_size or samples
    return count_updates(samples - samples % size if drop_last else samples, epochs, size)


def count_updates(samples: int, epochs: int, size: int) -> int:
    """One update a batch: the batches of an epoch are counted and repeated.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3.
    """
    return epochs * sum(1 for _ in batches(samples, size))


def count_updates_of_batches(samples: int, epochs: int, number: int) -> int:
    """One update for each of the parts into which the samples are split.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3.
    """
    parts = np.array_split(np.arange(samples), number)
    return epochs * sum(1 for part in parts if len(part))
