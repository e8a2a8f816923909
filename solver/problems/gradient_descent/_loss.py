"""The squared error in its four conventions."""

from __future__ import annotations

from dataclasses import dataclass

from solver.mathematics.formula import Formula, Mul, lift


@dataclass(frozen=True, slots=True)
class Loss:
    """A squared error: with a half before it or not, summed or averaged over the samples."""

    halved: bool
    averaged: bool

    def of(self, squares: Formula, n: Formula | None) -> Formula:
        """The loss from the sum of the squared errors; without `n`, that of a single sample."""
        half = [lift(2)] if self.halved else []
        below = [*half, n] if self.averaged and n is not None else half
        if not below:
            return squares
        return squares / (below[0] if len(below) == 1 else Mul(tuple(below)))


LOSSES = {
    "half-mse": Loss(halved=True, averaged=True),
    "mse": Loss(halved=False, averaged=True),
    "half-sse": Loss(halved=True, averaged=False),
    "sse": Loss(halved=False, averaged=False),
}

LOSS_IN_WORDS = {
    "half-mse": "half the mean of the squared errors",
    "mse": "the mean of the squared errors",
    "half-sse": "half the sum of the squared errors",
    "sse": "the sum of the squared errors",
}
