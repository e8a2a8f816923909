"""The threshold unit: its givens, its weighted sum, and when it fires."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from solver.domains import Choice, Scalar, Switch, VectorOf
from solver.errors import InputError
from solver.mathematics.formula import (
    Family,
    Formula,
    Function,
    Relation,
    Symbol,
    lift,
    step,
    strict_step,
)
from solver.problem import parameter
from solver.problems.perceptrons._data import MOST_INPUTS, LabeledData, exact_array
from solver.problems.perceptrons._weights import Weights
from solver.record.solution import Given, Mistake

EXACT = Scalar(rational=True)
EXACT_POSITIVE = Scalar(above=0, rational=True)
AGAINST_ZERO = "the sum was compared with 0 in place of the threshold"
SIGNS = {"ge": ">=", "gt": ">"}


@dataclass(frozen=True, slots=True)
class Comparator(Choice):
    """How the weighted sum is compared with the threshold."""

    options: tuple[str, ...] = tuple(SIGNS)

    def show(self, value: str) -> Formula:
        return Relation(Symbol("z"), SIGNS[value], Symbol("theta"))


class ThresholdUnit(LabeledData):
    """A problem on a unit that gives 1 where its weighted sum reaches the threshold."""

    w: Annotated[Family | None, VectorOf(EXACT, most=MOST_INPUTS)] = parameter(
        "weights", symbol="w", required=False, note="0 each where not given"
    )
    b: Annotated[Symbol, EXACT] = parameter("bias", symbol="b", default="0")
    no_bias: Switch = parameter("without a bias")
    threshold: Annotated[Symbol, EXACT] = parameter("threshold", symbol="theta", default="0")
    compare: Annotated[str, Comparator()] = parameter(
        "the output is 1 when", default="ge", note="with ge z >= threshold, with gt z > threshold"
    )

    def check(self) -> None:
        super().check()
        if self.w is not None and len(self.w) != self.width:
            raise InputError("--w", one_weight_each(self.width), str(len(self.w)))
        if self.no_bias and self.b.value != 0:
            raise InputError("--no-bias", "goes without --b")

    @property
    def givens(self) -> tuple[Given, ...]:
        shown = super().givens
        return tuple(given for given in shown if not (self.no_bias and given.option == "--b"))

    @property
    def start(self) -> Weights:
        """The weights and the bias as they are given."""
        zero = lift(0)
        none = tuple(Symbol(f"w_{i}", Fraction(0), spelling=zero) for i in range(1, self.width + 1))
        return Weights(none if self.w is None else self.w.members, None if self.no_bias else self.b)

    def start_arrays(self) -> tuple[NDArray[np.object_], Fraction, Fraction]:
        """Weights, bias and threshold for the NumPy model."""
        weights = exact_array([w.value for w in self.start.members])
        return weights, self.b.evaluate(), self.threshold.evaluate()

    @property
    def rule(self) -> Relation:
        """When the unit fires."""
        return Relation(Symbol("z"), SIGNS[self.compare], self.threshold)

    def output(self, z: Formula) -> Formula:
        return self._comparison(z, self.threshold)

    def output_mistakes(self, z: Symbol) -> list[Mistake]:
        """Mistakes in comparing the sum with the threshold."""
        other, signs = (
            (strict_step, "> in place of >=") if self.compare == "ge" else (step, ">= in place of >")
        )
        words = f"the sum was compared by {signs}"
        return [
            Mistake("other-comparison", words, other(z, self.threshold)),
            Mistake("threshold-ignored", AGAINST_ZERO, self._comparison(z, 0)),
        ]

    @property
    def _comparison(self) -> Function:
        return step if self.compare == "ge" else strict_step


def one_weight_each(inputs: int) -> str:
    """The requirement on the number of weights."""
    return (
        f"must give {inputs} weights, one for each input"
        if inputs > 1
        else "must give 1 weight for the input"
    )
