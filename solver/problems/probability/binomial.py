"""Binomial distribution: the number of successes in independent trials.

Keywords: bernoulli, bernoulli trials.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, InputError, Mistakes, RandomStream, parameter
from solver.authoring.domains import Integer, OrName, Scalar, is_letter, spelled
from solver.authoring.formulas import Formula, Symbol, Value, factorial
from solver.models import distributions
from solver.problems.probability._counting import SUM_MISTAKES, Counting
from solver.problems.probability._distribution import MOMENT_MISTAKES, Moments


class Binomial(Counting):
    """P(X = k) = n!/(k! (n-k)!) p^k (1-p)^(n-k)."""

    n: Annotated[Symbol, OrName(Integer(most=1000))] = parameter("trials", symbol="n", aliases="trials size")
    p: Annotated[Symbol, OrName(Scalar(at_least=0, at_most=1))] = parameter(
        "probability of success", symbol="p", aliases="probability prob success success-probability theta"
    )

    idea = "Each order of $k$ successes has the same probability; the binomial coefficient counts the orders."
    sanity = "The mean is $n p$, and the probabilities from 0 to $n$ successes sum to 1."
    source = "Wasserman, All of Statistics, section 2.3"
    example = "--n 5 --p 0.5 --k 2"
    version = 2
    model = distributions.binomial
    exact_share = {"easy": 0.75, "medium": 0.4, "hard": 0.4}
    stem = "X is the number of successes in n independent trials, each with probability p of success.{event}"
    tasks = (
        "Each of n independent trials succeeds with probability p, and X is the number of successes. {asked}",
        "X has a binomial distribution with the parameters n and p below. {asked}",
    )
    mistakes = {
        "orders-left-out": "the number of orders, the binomial coefficient, was left out",
        "failures-left-out": "the factor of the failures, (1 - p)^(n - k), was left out",
        "p-swapped": "p and 1 - p were swapped",
        "variance-without-q": "the factor 1 - p was left out of the variance",
        **MOMENT_MISTAKES,
        **SUM_MISTAKES,
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        named = super().other_names
        return {
            "variance": ("npq",),
            "standard_deviation": ("sqrt(npq)", "√npq"),
            **named,
            "probability": (*named.get("probability", ()), *self._laws),
        }

    @property
    def _laws(self) -> Sequence[str]:
        """What the probability of a number of successes is called by its law."""
        if self.k is None:
            return ()
        at = f"({int(self.k)};{int(self.n)},{spelled(self.p)})"
        return tuple(f"{head}{at}" for head in ("b", "B", "Bin", "binom"))

    def check(self) -> None:
        if is_letter(self.n) and self.event is not None:
            raise InputError("--n", "must be a number where an event is asked for")
        super().check()

    @property
    def top(self) -> int:
        return int(self.n)

    @property
    def ends(self) -> tuple[Value | None, Value | None]:
        return 0, self.n.value

    @property
    def moments(self) -> Moments:
        n, p = self.n, self.p
        wrong_mean, wrong_variance = {"p-swapped": n * (1 - p)}, {"variance-without-q": n * p}
        return Moments(n * p, n * p * (1 - p), wrong_mean, wrong_variance)

    def mass(self, k: Formula) -> Formula:
        n, p = self.n, self.p
        return factorial(n) / (factorial(k) * factorial(n - k)) * p**k * (1 - p) ** (n - k)

    def wrong_masses(self, k: Formula) -> Mistakes:
        n, p = self.n, self.p
        orders = factorial(n) / (factorial(k) * factorial(n - k))
        return {
            "orders-left-out": p**k * (1 - p) ** (n - k),
            "failures-left-out": orders * p**k,
            "p-swapped": orders * (1 - p) ** k * p ** (n - k),
        }

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Few trials and one value, then a sum, then more trials."""
        n = draw.integer(*{"easy": (3, 10), "medium": (5, 10), "hard": (8, 20)}[difficulty])
        p = draw.choice(
            ("0.1", "0.2", "0.25", "0.3", "0.35", "0.4", "0.5", "0.6", "0.65", "0.7", "0.75", "0.8", "0.9")
        )
        if difficulty == "easy":
            return {"n": n, "p": p, "k": draw.integer(1, n - 1)}
        event = draw.choice(("at_most", "at_least", "above", "below"))
        return {"n": n, "p": p, event: draw.choice((1, 2, n - 2, n - 1))}
