"""Mean and variance of a density, as far as a logarithm asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from solver.mathematics.formula import Formula, Symbol
from solver.problems.information_theory._density import Density, Moment, X
from solver.record.recorder import Working


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and variance of a density, as formulas or as quantities that were derived."""

    mean: Formula
    variance: Formula

    @classmethod
    def of(cls, p: Density) -> Self:
        """In closed form, not derived."""
        return cls(p.mean.value, p.variance(p.mean.value).value)

    def spread(self, center: Formula) -> Formula:
        """The mean of (X - center)^2."""
        return self.variance + (self.mean - center) ** 2


def derive_moments(work: Working, p: Density, degree: int) -> Moments:
    """Derive the moments of a density up to that degree."""
    moments = Moments.of(p)
    if degree == 0:
        return moments
    title = "Mean" if degree == 1 else "Mean and variance"
    work.step(title + " of {p}", "What the logarithms below need to know of it.", p=Symbol(p.letter))
    mean = _moment(work, f"E_{p.letter}(X)", p, X, p.mean)
    if degree == 1:
        return Moments(mean, moments.variance)
    return Moments(mean, _moment(work, f"Var_{p.letter}(X)", p, (X - mean) ** 2, p.variance(mean)))


def _moment(work: Working, name: str, p: Density, power: Formula, moment: Moment) -> Symbol:
    work.say(moment.words, **moment.formulas)
    if moment.antiderivative is not None:
        work.display(Symbol("A(x)"), moment.antiderivative, values=False)
    return work.let(name, moment.value, named=p.integral(power * p.at), mistakes=moment.mistakes)
