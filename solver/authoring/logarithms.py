"""The base of a logarithm, and the unit in which it measures information."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import Struct

from solver.domains import Choice
from solver.givens.declarations import parameter
from solver.mathematics import values
from solver.mathematics.formula import (
    INFINITE,
    Convention,
    Formula,
    Function,
    Operand,
    constant,
    exp,
    lift,
    log,
    log2,
    log10,
)


class Logarithm(Struct, frozen=True):
    """A logarithm with its base and its unit."""

    base: str
    unit: str
    function: Function
    advice: str = ""
    """How a calculator without this logarithm gives it."""

    def __call__(self, operand: Operand) -> Formula:
        return self.function(operand)

    def power(self, exponent: Formula) -> Formula:
        """The base to a power, which undoes the logarithm; infinite where the exponent is."""
        power = exp(exponent) if self.base == "e" else lift(int(self.base)) ** exponent
        return agreed(power, values.is_infinite(exponent.evaluate()), INFINITE)

    @property
    def wrong(self) -> Logarithm:
        """The one that it is taken for by mistake."""
        return LOGARITHMS["2" if self.base == "e" else "e"]

    @property
    def phrases(self) -> dict[str, str]:
        """What the words of that mistake speak of."""
        return {"another": self.wrong.base, "the given one": self.base}

    @property
    def nat(self) -> Formula:
        """The unit of the natural logarithm in this one's."""
        return lift(1) if self.base == "e" else self(constant("e"))


LOGARITHMS = {
    "2": Logarithm("2", "bits", log2, " (on a calculator, the natural logarithm divided by ln 2)"),
    "e": Logarithm("e", "nats", log),
    "10": Logarithm("10", "hartleys", log10),
}
UNITS = tuple(log.unit for log in LOGARITHMS.values())
WORDS = {"2": "bits bit log2 ld lb", "e": "nats nat ln natural", "10": "hartleys hartley log10"}
ALSO = tuple((word, base) for base, words in WORDS.items() for word in words.split())
Base: TypeAlias = Annotated[str, Choice(tuple(LOGARITHMS), UNITS, also=ALSO)]
WRONG_BASE = {"wrong-base": "the logarithm was taken to base {another} instead of {the given one}"}


def base_of_logarithms(default: str = "2") -> Any:
    """The option for the base, and so for the unit of information."""
    names = "log-base logarithm log unit"
    note = "2 for bits, e for nats, 10 for hartleys"
    return parameter("base of the logarithm", default=default, convention=True, note=note, aliases=names)


def agreed(form: Formula, vanishes: bool, value: Operand = 0) -> Formula:
    """The form, or the value that it is agreed to have where a probability in it vanishes."""
    return Convention(form, lift(value)) if vanishes else form
