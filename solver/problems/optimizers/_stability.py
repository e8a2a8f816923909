"""Whether floating point can verify a run at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import cycle

import numpy as np

from solver.errors import InputError
from solver.models.optimizers import Array, Gradients
from solver.record.comparison import TOLERANCE

_NOISE = 2.0**-50
"""A few times the relative distance between neighboring floating-point numbers."""

Model = Callable[[Gradients, Array, int], Mapping[str, Array]]


def refuse_noise(model: Model, gradients: Gradients, start: Array, histories: Mapping[str, Array]) -> None:
    """Refuse a run in which rounding errors grow: no model in floating point could verify it.

    Raises:
        InputError: a change in the last digits of the gradients is felt in the answers.
    """
    signs = cycle((_NOISE, -_NOISE))

    def nearly(w: Array) -> Array:
        exact = gradients(w) if callable(gradients) else next(rows)
        return exact * (1 + next(signs))

    rows = iter(()) if callable(gradients) else iter(gradients)
    moved = model(nearly, start, len(histories["weights"]))
    for name, ours in histories.items():
        apart = np.abs(ours - moved[name]) / np.maximum(1.0, np.abs(ours))
        if not np.all(apart <= TOLERANCE / 10):
            raise InputError("the problem", "is chaotic: rounding errors grow until no digit is certain")
