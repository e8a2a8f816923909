"""Givens of a perceptron whose training ends soon, but not at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias

from solver.models import perceptrons as model
from solver.problems.perceptrons._data import exact_array
from solver.problems.perceptrons._placing import Placed, separable_samples
from solver.sampling.random_stream import RandomStream, decimal_text

Data: TypeAlias = tuple[model.Exact, model.Exact]
SAMPLES = 5
_ATTEMPTS = 200
_PLAIN: Placed = [(0, 0), (0, 1), (1, 0), (2, 1), (1, 2)], [0, 0, 0, 1, 1]
_GATES = ("and", "or", "nand", "nor", "implies")


def trainable(draw: RandomStream, least: int, most: int, *, samples: bool) -> Mapping[str, object]:
    """The givens of a training of `least` to `most` epochs, on samples or on a gate."""
    for _ in range(_ATTEMPTS):
        given, (x, y) = _on_samples(draw) if samples else _on_a_gate(draw)
        w, b = [draw.nonzero(9), draw.nonzero(9)], draw.integer(-5, 5)
        lr, threshold = draw.choice((2, 5)), draw.choice((0, 5, 10))
        # All of these are in tenths; the number of epochs does not depend on the unit.
        trained = model.train_perceptron(
            x,
            y,
            exact_array(w),
            Fraction(b),
            lr=Fraction(lr),
            threshold=Fraction(threshold),
            strict=False,
            bias=True,
            epochs=most,
        )
        if trained["converged"] and trained["epochs"] >= least:
            unit = {"b": b, "lr": lr, "threshold": threshold}
            return {**given, "w": _tenths(w), **dict(zip(unit, _tenths(unit.values()), strict=True))}
    return {"gate": "and", "w": "1.2,0.6", "lr": "0.5", "threshold": "1"}


def _on_samples(draw: RandomStream) -> tuple[Mapping[str, object], Data]:
    placed = next(filter(None, (separable_samples(draw, 2, SAMPLES) for _ in range(_ATTEMPTS))), _PLAIN)
    return {"x": placed[0], "y": placed[1]}, (exact_array(placed[0]), exact_array(placed[1]))


def _on_a_gate(draw: RandomStream) -> tuple[Mapping[str, object], Data]:
    gate = draw.choice(_GATES)
    return {"gate": gate}, model.gate_data(gate)


def _tenths(numbers: Iterable[int]) -> list[str]:
    return [decimal_text(Fraction(number, 10)) for number in numbers]
