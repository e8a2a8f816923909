"""What a density on the line is: its support, its moments, and what its logarithm makes of an integral."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from solver.mathematics import values
from solver.mathematics.formula import Formula, Integral, Symbol, lift, replace, sum_of
from solver.problems.information_theory._logarithm import Logarithm
from solver.record.solution import Mistake

X = Symbol("x")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in closed form, and how its integral is solved: words, and what they speak of."""

    value: Formula
    words: str
    antiderivative: Formula | None = None
    formulas: Mapping[str, Formula] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()


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

    kind: ClassVar[str]
    """What it is called, as it is typed and in the NumPy model."""

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


def _at_most(left: Formula, right: Formula) -> bool:
    smaller, larger = left.evaluate(), right.evaluate()
    if values.is_exact(smaller) and values.is_exact(larger):
        return bool(smaller <= larger)
    return bool(values.real(smaller) <= values.real(larger))
