"""The kinds of densities: uniform, exponential and normal."""

from __future__ import annotations

from collections.abc import Mapping

from solver.mathematics.formula import Formula, Number, constant, exp, lift, sqrt
from solver.mathematics.values import INFINITY
from solver.problems.information_theory._density import Density, Moment, Term, X
from solver.problems.information_theory._logarithm import Logarithm
from solver.record.solution import Mistake

ENDLESS = Number(INFINITY)
_BETWEEN_BOUNDS = "The values of an antiderivative at the two bounds are subtracted:"
_TO_INFINITY = "By parts, with an antiderivative that goes to 0 as x goes to infinity:"
_DEVIATION = ("deviation-for-variance", "the standard deviation was taken for the variance")


class Uniform(Density):
    """1/(b - a) from a to b."""

    kind = "uniform"
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
        return Moment((b**2 - a**2) / (2 * self.scale), _BETWEEN_BOUNDS, X**2 / (2 * self.scale))

    def variance(self, mean: Formula) -> Moment:
        a, b = self.parameters
        value = ((b - mean) ** 3 - (a - mean) ** 3) / (3 * self.scale)
        return Moment(value, _BETWEEN_BOUNDS, (X - mean) ** 3 / (3 * self.scale))

    def information(self, log: Logarithm) -> tuple[Term, ...]:
        return (Term(0, log(self.scale)),)


class Exponential(Density):
    """lambda e^(-lambda x) from 0."""

    kind = "exponential"
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
        mistake = Mistake("rate-for-mean", "the rate was taken for the mean", self.scale)
        return Moment(1 / self.scale, _TO_INFINITY, by, mistakes=(mistake,))

    def variance(self, mean: Formula) -> Moment:
        by = -(X**2 + mean**2) * exp(-self.scale * X)
        mistake = Mistake(*_DEVIATION, 1 / self.scale)
        return Moment(1 / self.scale**2, _TO_INFINITY, by, mistakes=(mistake,))

    def information(self, log: Logarithm) -> tuple[Term, ...]:
        return Term(1, log.from_nats(self.scale)), Term(0, log(self.scale), subtracted=True)


class Normal(Density):
    """The bell curve around mu, of standard deviation sigma, on the whole line."""

    kind = "normal"
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
        words = "The density is symmetric about {center}."
        return Moment(self.center, words, formulas={"center": self.center})

    def variance(self, mean: Formula) -> Moment:
        words = (
            "By parts: the density alone integrates to 1, and {factor} times the density has this"
            " antiderivative:"
        )
        mistake = Mistake(*_DEVIATION, self.scale)
        by = -(self.scale**2 * self.symbol)
        return Moment(self.scale**2, words, by, {"factor": X - mean}, (mistake,))

    def information(self, log: Logarithm) -> tuple[Term, ...]:
        return Term(0, log(self._area) / 2), Term(2, log.nat / (2 * self.scale**2))

    @property
    def _area(self) -> Formula:
        """The square of the area under the bell curve of height 1."""
        return 2 * constant("pi") * self.scale**2


KINDS: Mapping[str, type[Density]] = {density.kind: density for density in (Uniform, Exponential, Normal)}
