"""Weighted sums of samples and linear expressions, which either outcome of separability shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from solver.mathematics.formula import Formula, Number, Symbol, sum_of
from solver.problems.perceptrons._data import Sample
from solver.record.recorder import Working

_BORDERS = {1: "border", 2: "line", 3: "plane"}


def border_name(inputs: int) -> str:
    """What separates points of so many coordinates."""
    return _BORDERS.get(inputs, "hyperplane")


def weighted_sums(
    work: Working, name: str, samples: Sequence[Sample], factors: Mapping[int, Symbol]
) -> list[Symbol]:
    """Input by input, the sum over the samples, each taken times its factor."""
    return [
        work.let(f"{name}_{i}", sum_of([factors[s.number] * s.inputs[i - 1] for s in samples]))
        for i in range(1, len(samples[0].inputs) + 1)
    ]


def linear(coefficients: Sequence[Symbol], unknowns: Sequence[Symbol | None]) -> Formula:
    """The sum of the products, without those that are 0 and without factors of 1.

    A constant has no unknown.
    """
    pairs = zip(coefficients, unknowns, strict=True)
    return sum_of([_term(c.evaluate(), unknown) for c, unknown in pairs if c.value != 0])


def _term(coefficient: Fraction, unknown: Symbol | None) -> Formula:
    size = abs(coefficient)
    term = Number(size) if unknown is None else unknown if size == 1 else Number(size) * unknown
    return -term if coefficient < 0 else term


def letters(*names: str) -> dict[str, Symbol]:
    """Symbols without values, to speak of."""
    return {name: Symbol(name) for name in names}


def indexed(letter: str, count: int) -> list[Symbol]:
    """Symbols without values: x_1, x_2, ..."""
    return [Symbol(f"{letter}_{i}") for i in range(1, count + 1)]
