"""Poisson distribution: the number of events that happen independently at a rate.

Keywords: poisson distribution.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, Mistakes, RandomStream, parameter
from solver.authoring.domains import OrName, Scalar
from solver.authoring.formulas import Formula, Symbol, Value, exp, factorial
from solver.models import distributions
from solver.problems.probability._counting import SUM_MISTAKES, Counting
from solver.problems.probability._distribution import MOMENT_MISTAKES, Moments

MOST = 1000


class Poisson(Counting):
    """P(X = k) = lambda^k e^-lambda / k!."""

    rate: Annotated[Symbol, OrName(Scalar(above=0, at_most=MOST))] = parameter(
        "rate", symbol="lambda", note="the mean number of events", aliases="lambda lam mu mean"
    )

    idea = "Rare events that happen independently of each other, ${rate}$ on average, are counted."
    sanity = "Mean and variance are both the rate, and all probabilities sum to 1."
    source = "Wasserman, All of Statistics, section 2.3"
    example = "--rate 2 --k 3"
    version = 2
    model = distributions.poisson
    exact_share = {"easy": 0.5, "medium": 0.25, "hard": 0.2}
    stem = "X counts events that happen independently of each other, at the mean rate below.{event}"
    tasks = (
        "X has a Poisson distribution with the rate below. {asked}",
        "Events happen independently of each other at the mean rate below, and X is their number, which has a"
        " Poisson distribution. {asked}",
    )
    mistakes = {
        "factorial-left-out": "the division by k! was left out",
        "exponential-left-out": "the factor e^-lambda was left out",
        "k-for-factorial": "k was taken in place of k!",
        "variance-squared": "the square of the rate was taken for the variance",
        **MOMENT_MISTAKES,
        **SUM_MISTAKES,
    }

    @property
    def ends(self) -> tuple[Value | None, Value | None]:
        return 0, None

    @property
    def moments(self) -> Moments:
        return Moments(self.rate, self.rate, {}, {"variance-squared": self.rate**2})

    def mass(self, k: Formula) -> Formula:
        return self.rate**k * exp(-self.rate) / factorial(k)

    def wrong_masses(self, k: Formula) -> Mistakes:
        unlikely = {"k-for-factorial": self.rate**k * exp(-self.rate) / k} if k.evaluate() > 2 else {}
        return unlikely | {
            "factorial-left-out": self.rate**k * exp(-self.rate),
            "exponential-left-out": self.rate**k / factorial(k),
        }

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """One value, then a short sum, then the opposite of one."""
        if difficulty == "easy":
            return {"rate": draw.decimal(1, 50), "k": draw.integer(1, 5)}
        events = ("at_most", "below") if difficulty == "medium" else ("at_least", "above")
        return {"rate": draw.decimal(5, 50), draw.choice(events): draw.integer(2, 4)}
