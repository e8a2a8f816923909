"""Densities as they are typed."""

import re
from fractions import Fraction

from msgspec import Struct

from solver.authoring.domains import Domain, Refused, Scalar
from solver.authoring.formulas import Formula, Integral, Symbol, values
from solver.models.information_theory import Law
from solver.problems.information_theory.continuous_information._shapes import SHAPES, SYMBOLS, Shape, X

FORMS = "uniform(low,high), exponential(rate) or normal(mean,standard deviation)"
MOST, LEAST = 1000, "0.001"
NUMBER = Scalar(at_least=-MOST, at_most=MOST)
ALSO = {
    "u": "uniform",
    "unif": "uniform",
    "exp": "exponential",
    "expon": "exponential",
    "gaussian": "normal",
    "n": "normal",
}
UNCLEAR = r"\s*[Nn]\s*\([^,()]*,([^,()]*)\)\s*"
"""N(0, 2), where 2 may be the variance as well as the standard deviation."""

WORDS = {
    "uniform": ("uniform on [{0}, {1}]", "outside [{0}, {1}]", "; elsewhere it is 0"),
    "exponential": ("exponential with rate {0}", "for x < 0", "; for x < 0 it is 0"),
    "normal": ("normal with mean {0} and standard deviation {1}", "", ""),
}


class Density(Struct, frozen=True):
    """A density as it was typed, by its letter."""

    letter: str
    kind: str
    parameters: tuple[Symbol, ...]
    typed: tuple[str, ...]

    @property
    def symbol(self) -> Symbol:
        return Symbol(f"{self.letter}(x)")

    @property
    def shape(self) -> Shape:
        return SHAPES[self.kind](self.symbol, *self.parameters)

    @property
    def words(self) -> list[str]:
        """Its name, where it is 0, and what this adds to its name."""
        return [words.format(*self.typed) for words in WORDS[self.kind]]

    @property
    def moments(self) -> dict[int, Formula]:
        """Mean and variance in closed form, not derived, by their degrees."""
        mean = self.shape.mean.value
        return {1: mean, 2: self.shape.variance(mean).value}

    def integral(self, integrand: Formula) -> Integral:
        """An integral over its support."""
        return Integral(X, *self.shape.support, integrand)

    @property
    def bounds(self) -> list[values.Value]:
        """Where its support begins and ends."""
        return [bound.evaluate() for bound in self.shape.support]

    def covers(self, other: "Density") -> bool:
        """Whether the other has no probability outside this one's support."""
        (lowest, highest), (low, high) = self.bounds, other.bounds
        return bool(lowest <= low and high <= highest)

    def misses(self, other: "Density") -> bool:
        """Whether the other has no probability inside this one's support."""
        (lowest, highest), (low, high) = self.bounds, other.bounds
        return bool(high <= lowest or highest <= low)


class DensityOf(Domain, frozen=True):
    """A density by name, such as normal(0,1); its parameters are numbered with `index`."""

    index: str

    @property
    def requirement(self) -> str:
        return f"must be {FORMS}, of numbers up to {MOST} with a width, rate or deviation of at least {LEAST}"

    @property
    def metavar(self) -> str:
        return "DENSITY"

    @property
    def invalid(self) -> tuple[str, ...]:
        malformed = ("", "0,1", "cauchy(0,1)", "uniform", "uniform(0,1", "uniform(0,1))", "uniform(0)")
        unlikely = ("exponential(1,2)", "exponential(x)", "normal(0,9**9**9)", "normal(0,__import__('os'))")
        beyond = ("uniform(1,0)", "uniform(0,0)", "exponential(0)", "normal(0,-1)", "normal(0,1e-9)")
        return (*malformed, *unlikely, *beyond, "normal(1e9,1)", "normal(nan,inf)")

    def read(self, text: str, symbol: str) -> Density:
        unclear = re.fullmatch(UNCLEAR, text)
        if unclear is not None and unclear[1].strip() != "1":
            wanted = "has a variance to most, and a standard deviation to others: give normal(mean,deviation)"
            raise Refused(wanted, text)
        call = re.fullmatch(r"\s*([A-Za-z]+)\s*\((.*)\)\s*", text)
        kind = ALSO.get(call[1].lower(), call[1].lower()) if call else ""
        typed = tuple(part.strip() for part in call[2].split(",")) if call else ()
        if kind not in SHAPES or len(typed) != len(SYMBOLS[kind]):
            raise Refused(self.requirement, text)
        pairs = zip(SYMBOLS[kind], typed, strict=True)
        try:
            parameters = tuple(NUMBER.read(part, f"{name}_{self.index}") for name, part in pairs)
        except Refused:
            raise Refused(self.requirement, text) from None
        density = Density(symbol, kind, parameters, typed)
        if values.subtract(density.shape.scale.evaluate(), Fraction(LEAST)) < 0:
            raise Refused(self.requirement, text)
        return density

    def as_numbers(self, value: Density, *, exact: bool) -> Law:
        """The parameters come as fractions: supports are compared exactly."""
        numbers = [parameter.evaluate() for parameter in value.parameters]
        return value.kind, list(map(values.fraction_of, numbers))

    def show(self, value: Density) -> str:
        return value.words[0]
