"""Exponential distribution: the waiting time for an event that happens at a rate.

Keywords: exponential distribution.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, InputError, Mistakes, RandomStream, parameter, worked_out
from solver.authoring.domains import OrName, Positive, Scalar
from solver.authoring.formulas import Formula, Relation, Symbol, Value, exp, lift, log, values
from solver.models import distributions
from solver.problems.probability._distribution import MOMENT_MISTAKES, Moments
from solver.problems.probability._measured import AREA_MISTAKES, Measured

FARTHEST = 300


class Exponential(Measured):
    """f(x) = lambda e^(-lambda x) from 0 on."""

    mean: Positive | None = parameter(
        "mean", symbol="mu", note="in place of --rate, which is 1 divided by it", aliases="mu scale"
    )
    rate: Annotated[Symbol, OrName(Scalar(above=0))] = parameter(
        "rate", symbol="lambda", note="1 divided by the mean", aliases="lambda lam"
    )

    idea = (
        "It is how long one waits for an event that happens at the rate ${rate}$, whatever happened before."
    )
    sanity = "Mean and standard deviation are the same, and the median lies below them."
    source = "Wasserman, All of Statistics, section 2.4"
    example = "--rate 0.5 --above 3"
    version = 2
    model = distributions.exponential
    exact_share = {"easy": 0.6, "medium": 0.5, "hard": 0.4}
    stem = "X has an exponential distribution with the rate below.{event}"
    tasks = (
        "X has an exponential distribution with the rate below. {asked}",
        "An event happens at the rate below, and X, the time until it does, has an exponential distribution."
        " {asked}",
    )
    mistakes = {
        "rate-for-mean": "the rate was taken for the mean",
        "mean-for-variance": "the mean was taken for the variance, which is its square",
        "mean-for-median": "the mean was taken for the median",
        "density-for-probability": "the density was taken for the probability",
        "factor-left-out": "the factor lambda before the exponential was left out",
        **MOMENT_MISTAKES,
        **AREA_MISTAKES,
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """A mean stands for the rate whose mean it is."""
        if not texts.get("mean"):
            return texts
        if texts.get("rate"):
            raise InputError("--mean", "goes without --rate, which is 1 divided by it")
        return {**texts, "rate": (worked_out(f"1/({texts['mean'][0]})"),)}

    @property
    def ends(self) -> tuple[Value | None, Value | None]:
        return 0, None

    @property
    def moments(self) -> Moments:
        rate = self.rate
        wrong = {"mean-for-variance": 1 / rate, "rate-for-mean": rate**2}
        median = {"mean-for-median": 1 / rate, "rate-for-mean": log(lift(2)) * rate}
        return Moments(1 / rate, 1 / rate**2, {"rate-for-mean": rate}, wrong, log(lift(2)) / rate, median)

    def check(self) -> None:
        super().check()
        limit = lift(FARTHEST) / self.rate
        if any(values.sign(values.subtract(x.value, limit.evaluate())) > 0 for x in self.points):
            option = f"--{self.event}"
            raise InputError(option, f"must be at most {FARTHEST} times the mean: nothing is left so far out")

    def within(self, x: Symbol) -> Relation:
        return Relation(x, ">=", lift(0))

    def place(self, x: Symbol) -> int:
        return min(0, values.sign(x.value))

    def density(self, x: Symbol, sigma: Symbol) -> tuple[Formula, Mistakes]:
        decay = exp(-self.rate * x)
        return self.rate * decay, {"factor-left-out": decay}

    def cumulative(self, x: Symbol) -> tuple[Formula, Mistakes]:
        decay = exp(-self.rate * x)
        return 1 - decay, {"density-for-probability": self.rate * decay}

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """A density or a tail, then what lies below a bound, then between two."""
        rate = draw.choice(("0.1", "0.2", "0.25", "0.4", "0.5", "0.8", "1.25", "2", "2.5", "4", "5"))
        if difficulty == "hard":
            low = draw.integer(1, 20)
            return {"rate": rate, "between": f"{low / 10:g},{(low + draw.integer(2, 20)) / 10:g}"}
        events = ("x", "above") if difficulty == "easy" else ("below", "above")
        return {"rate": rate, draw.choice(events): draw.decimal(2, 30)}
