"""A density as it is typed: normal(0,1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from solver.domains import Domain, Refused
from solver.errors import ReadError, UndefinedError
from solver.mathematics import values
from solver.mathematics.formula import Symbol
from solver.mathematics.parser import read_number
from solver.problems.information_theory._density import Density
from solver.problems.information_theory._kinds import KINDS

LARGEST = 1000
SMALLEST_SCALE = Fraction(1, 1000)
_CALL = re.compile(r"\s*([a-z]+)\s*\((.*)\)\s*")


@dataclass(frozen=True, slots=True)
class DensityOf(Domain):
    """A density by name, such as normal(0,1); its parameters are numbered with `index`."""

    index: str

    @property
    def requirement(self) -> str:
        return (
            "must be uniform(low,high), exponential(rate) or normal(mean,standard deviation), of numbers up"
            f" to {LARGEST} with a width, rate or deviation of at least {float(SMALLEST_SCALE)}"
        )

    @property
    def metavar(self) -> str:
        return "DENSITY"

    @property
    def invalid(self) -> tuple[str, ...]:
        return (
            "",
            "0,1",
            "cauchy(0,1)",
            "uniform",
            "uniform(0,1",
            "uniform(0,1))",
            "uniform(0)",
            "uniform(1,0)",
            "uniform(0,0)",
            "exponential(1,2)",
            "exponential(0)",
            "exponential(x)",
            "normal(0,-1)",
            "normal(0,1e-9)",
            "normal(1e9,1)",
            "normal(nan,inf)",
            "normal(0,9**9**9)",
            "normal(0,__import__('os'))",
        )

    def read(self, text: str, symbol: str) -> Density:
        match = _CALL.fullmatch(text)
        kind = KINDS.get(match[1]) if match else None
        if match is None or kind is None:
            raise Refused(self.requirement, text)
        typed = tuple(part.strip() for part in match[2].split(","))
        if len(typed) != len(kind.symbols):
            raise Refused(self.requirement, text)
        parameters = zip(kind.symbols, typed, strict=True)
        density = kind(symbol, tuple(self._parameter(name, part, text) for name, part in parameters), typed)
        if values.sign(values.subtract(density.scale.evaluate(), SMALLEST_SCALE)) < 0:
            raise Refused(self.requirement, text)
        return density

    def show(self, value: Density) -> str:
        return value.name

    def _parameter(self, name: str, part: str, text: str) -> Symbol:
        try:
            spelling = read_number(part)
            value = spelling.evaluate()
        except (ReadError, UndefinedError):
            raise Refused(self.requirement, text) from None
        if abs(value) > LARGEST:
            raise Refused(self.requirement, text)
        return Symbol(f"{name}_{self.index}", value, spelling=spelling)
