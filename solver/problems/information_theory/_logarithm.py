"""The base of a logarithm, and the unit in which it measures information."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from solver.domains import Choice
from solver.mathematics.formula import Formula, Function, Operand, constant, lift, log, log2, log10


@dataclass(frozen=True, slots=True)
class Logarithm:
    """A logarithm with its base and its unit."""

    base: str
    number: float
    unit: str
    function: Function

    def __call__(self, operand: Operand) -> Formula:
        return self.function(operand)

    @property
    def wrong(self) -> Logarithm:
        """The one that it is taken for by mistake."""
        return LOGARITHMS["2" if self.base == "e" else "e"]

    @property
    def mistake(self) -> str:
        return f"the logarithm was taken to base {self.wrong.base} instead of {self.base}"

    @property
    def advice(self) -> str:
        """How a calculator without this logarithm gives it."""
        return " (on a calculator, log2 x = ln x / ln 2)" if self.base == "2" else ""

    @property
    def nat(self) -> Formula:
        """The unit of the natural logarithm in this one's."""
        return lift(1) if self.base == "e" else self(constant("e"))

    def from_nats(self, formula: Formula) -> Formula:
        return formula if self.base == "e" else formula * self.nat


LOGARITHMS = {
    "2": Logarithm("2", 2.0, "bits", log2),
    "e": Logarithm("e", math.e, "nats", log),
    "10": Logarithm("10", 10.0, "hartleys", log10),
}

Base: TypeAlias = Annotated[
    str, Choice(tuple(LOGARITHMS), tuple(logarithm.unit for logarithm in LOGARITHMS.values()))
]
BASE_LABEL = "base of the logarithm"
BASE_NOTE = "2 for bits, e for nats, 10 for hartleys"
