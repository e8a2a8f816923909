"""Densities on the line: their moments, and what the logarithm of each makes of an integral."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from solver import values
from solver.domains import Domain, Refused
from solver.errors import ReadError, UndefinedError
from solver.formula import Formula, Integral, Number, Symbol, constant, exp, lift, replace, sqrt, sum_of
from solver.problems.information_theory._logarithm import Logarithm
from solver.reading import read_number
from solver.solution import Slip

X = Symbol("x")
ENDLESS = Number(values.INFINITY)
LARGEST = 1000
SMALLEST_SCALE = Fraction(1, 1000)
_CALL = re.compile(r"\s*([a-z]+)\s*\((.*)\)\s*")
_BETWEEN_BOUNDS = "An antiderivative of the integrand is {by}; its values at the two bounds are subtracted."
_TO_INFINITY = "By parts, an antiderivative is {by}, which goes to 0 as x goes to infinity."
_DEVIATION = ("deviation-for-variance", "the standard deviation was taken for the variance")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in closed form, and how its integral is solved: words over some formulas."""

    value: Formula
    words: str
    formulas: Mapping[str, Formula]
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A coefficient times (x - center) to the power `degree`, added or subtracted."""

    degree: int
    coefficient: Formula
    subtracted: bool = False


def combined(terms: Sequence[Term], factors: Mapping[int, Formula]) -> Formula:
    """The sum of the terms with these factors for the powers; a degree without one is a constant."""
    parts = []
    for term in terms:
        factor = factors.get(term.degree)
        part = term.coefficient if factor is None else term.coefficient * factor
        parts.append(-part if term.subtracted else part)
    return sum_of(parts)


@dataclass(frozen=True, slots=True)
class Density(ABC):
    """A density with its letter, and its parameters as symbols and as they were typed."""

    symbols: ClassVar[tuple[str, ...]]
    words: ClassVar[str]
    outside: ClassVar[str]
    elsewhere: ClassVar[str]
    degree: ClassVar[int]
    """The degree in x of its logarithm, and so of the highest moment that the integrals ask for."""

    letter: str
    parameters: tuple[Symbol, ...]
    typed: tuple[str, ...]

    @property
    @abstractmethod
    def at(self) -> Formula:
        """Its value at x, within the support."""

    @property
    @abstractmethod
    def support(self) -> tuple[Formula, Formula]: ...

    @property
    @abstractmethod
    def scale(self) -> Formula:
        """The parameter or the width that must be positive."""

    @property
    def center(self) -> Formula:
        """The point from which the logarithm measures distances."""
        return lift(0)

    @property
    @abstractmethod
    def mean(self) -> Moment: ...

    @abstractmethod
    def variance(self, mean: Formula) -> Moment: ...

    @abstractmethod
    def information(self, log: Logarithm) -> tuple[Term, ...]:
        """-log of its value at x, multiplied out."""

    @property
    def powers(self) -> Mapping[int, Formula]:
        """What stands for the powers in its information."""
        return {1: X, 2: (X - self.center) ** 2}

    @property
    def symbol(self) -> Symbol:
        return Symbol(f"{self.letter}(x)")

    @property
    def name(self) -> str:
        return self.words.format(*self.typed)

    @property
    def with_numbers(self) -> Formula:
        """Its value at x with the parameters as they were typed."""
        return replace(self.at, {symbol.name: symbol.spelling or symbol for symbol in self.parameters})

    def integral(self, integrand: Formula) -> Integral:
        """An integral over its support."""
        return Integral(X, *self.support, integrand)

    def covers(self, other: Density) -> bool:
        """Whether the other has no probability outside this one's support."""
        (lowest, highest), (low, high) = self.support, other.support
        return _at_most(lowest, low) and _at_most(high, highest)

    def misses(self, other: Density) -> bool:
        """Whether the other has no probability inside this one's support."""
        (lowest, highest), (low, high) = self.support, other.support
        return _at_most(high, lowest) or _at_most(highest, low)


class Uniform(Density):
    """1/(b - a) from a to b."""

    symbols = ("a", "b")
    words = "uniform on [{0}, {1}]"
    outside = "outside [{0}, {1}]"
    elsewhere = "; elsewhere it is 0"
    degree = 0

    @property
    def at(self) -> Formula:
        return 1 / self.scale

    @property
    def support(self) -> tuple[Formula, Formula]:
        return self.parameters[0], self.parameters[1]

    @property
    def scale(self) -> Formula:
        return self.parameters[1] - self.parameters[0]

    @property
    def mean(self) -> Moment:
        a, b = self.parameters
        by = X**2 / (2 * self.scale)
        return Moment((b**2 - a**2) / (2 * self.scale), _BETWEEN_BOUNDS, {"by": by})

    def variance(self, mean: Formula) -> Moment:
        a, b = self.parameters
        value = ((b - mean) ** 3 - (a - mean) ** 3) / (3 * self.scale)
        return Moment(value, _BETWEEN_BOUNDS, {"by": (X - mean) ** 3 / (3 * self.scale)})

    def information(self, log: Logarithm) -> tuple[Term, ...]:
        return (Term(0, log(self.scale)),)


class Exponential(Density):
    """lambda e^(-lambda x) from 0."""

    symbols = ("lambda",)
    words = "exponential with rate {0}"
    outside = "for x < 0"
    elsewhere = "; for x < 0 it is 0"
    degree = 1

    @property
    def at(self) -> Formula:
        return self.scale * exp(-self.scale * X)

    @property
    def support(self) -> tuple[Formula, Formula]:
        return lift(0), ENDLESS

    @property
    def scale(self) -> Formula:
        return self.parameters[0]

    @property
    def mean(self) -> Moment:
        by = -(X + 1 / self.scale) * exp(-self.scale * X)
        slip = Slip("rate-for-mean", "the rate was taken for the mean", self.scale)
        return Moment(1 / self.scale, _TO_INFINITY, {"by": by}, (slip,))

    def variance(self, mean: Formula) -> Moment:
        by = -(X**2 + mean**2) * exp(-self.scale * X)
        return Moment(1 / self.scale**2, _TO_INFINITY, {"by": by}, (Slip(*_DEVIATION, 1 / self.scale),))

    def information(self, log: Logarithm) -> tuple[Term, ...]:
        return Term(1, log.from_nats(self.scale)), Term(0, log(self.scale), subtracted=True)


class Normal(Density):
    """The bell curve around mu, of standard deviation sigma, on the whole line."""

    symbols = ("mu", "sigma")
    words = "normal with mean {0} and standard deviation {1}"
    outside = ""
    elsewhere = ""
    degree = 2

    @property
    def at(self) -> Formula:
        return 1 / sqrt(self._area) * exp(-((X - self.center) ** 2 / (2 * self.scale**2)))

    @property
    def support(self) -> tuple[Formula, Formula]:
        return -ENDLESS, ENDLESS

    @property
    def scale(self) -> Formula:
        return self.parameters[1]

    @property
    def center(self) -> Formula:
        return self.parameters[0]

    @property
    def mean(self) -> Moment:
        return Moment(self.center, "The density is symmetric about {center}.", {"center": self.center})

    def variance(self, mean: Formula) -> Moment:
        words = "By parts: {factor} times the density integrates to {by}, and the density alone to 1."
        formulas = {"factor": X - mean, "by": -(self.scale**2 * self.symbol)}
        return Moment(self.scale**2, words, formulas, (Slip(*_DEVIATION, self.scale),))

    def information(self, log: Logarithm) -> tuple[Term, ...]:
        return Term(0, log(self._area) / 2), Term(2, log.nat / (2 * self.scale**2))

    @property
    def _area(self) -> Formula:
        """The square of the area under the bell curve of height 1."""
        return 2 * constant("pi") * self.scale**2


KINDS: Mapping[str, type[Density]] = {"uniform": Uniform, "exponential": Exponential, "normal": Normal}


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


def _at_most(left: Formula, right: Formula) -> bool:
    smaller, larger = left.evaluate(), right.evaluate()
    if values.is_exact(smaller) and values.is_exact(larger):
        return bool(smaller <= larger)
    return bool(values.real(smaller) <= values.real(larger))
