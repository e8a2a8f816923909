"""The same training by the NumPy model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from solver.mathematics.formula import Symbol
from solver.mathematics.values import is_exact
from solver.models.gradient_descent import train
from solver.problems.gradient_descent._loss import Loss


def model_answers(
    x: Sequence[Sequence[Symbol]],
    y: Sequence[Symbol],
    w: Sequence[Symbol],
    b: Symbol | None,
    *,
    loss: Loss,
    lr: Symbol,
    size: int,
    epochs: int,
) -> Mapping[str, Any]:
    """The answers of a training run, without biases where there is no bias `b`."""
    biased = [] if b is None else [b]
    given = [lr, *biased, *w, *y, *(entry for row in x for entry in row)]
    # Exact fractions where there are no roots among the givens: nothing is lost by cancellation.
    exact = all(is_exact(symbol.value) for symbol in given)

    def array(symbols: Sequence[Symbol]) -> np.ndarray[Any, np.dtype[Any]]:
        return np.array([symbol.value if exact else float(symbol) for symbol in symbols])

    rate, bias = array([lr])[0], array(biased)[0] if biased else 0
    rows = np.array([array(row) for row in x])
    history = train(
        rows,
        array(y),
        array(w),
        bias,
        biased=b is not None,
        halved=loss.halved,
        averaged=loss.averaged,
        lr=rate,
        size=size,
        epochs=epochs,
    )
    answers = {
        "weights": history.weights[:, 0] if len(w) == 1 else history.weights,
        "loss_before": history.losses[0],
        "loss_after": history.losses[-1],
    }
    return answers if b is None else {**answers, "biases": history.biases}
