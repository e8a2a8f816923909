"""Exponentially weighted moving average: a running mean in which old values fade.

Keywords: ema, exponential moving average, moving average, exponentially weighted average.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Annotated

from solver.authoring import (
    Difficulty,
    Problem,
    RandomStream,
    Working,
    complemented,
    decimal_text,
    is_short,
    parameter,
)
from solver.authoring.domains import DecayRate, Real, Scalar, Vector
from solver.authoring.formulas import Symbol
from solver.models import optimizers

IN_FULL = 4


class Ewma(Problem):
    """v_t = beta v_(t-1) + (1 - beta) x_t."""

    values: Vector = parameter("values", symbol="x", note="in the order of time", aliases="x data series")
    alpha: Annotated[Symbol | None, Scalar(above=0, at_most=1)] = parameter(
        "weight of a new value",
        symbol="alpha",
        note="in place of --beta, which is 1 minus it, as in pandas",
        aliases="a smoothing smoothing-factor",
    )
    beta: DecayRate = parameter(
        "decay rate", symbol="beta", default="0.9", aliases="rho decay decay-rate momentum"
    )
    initial: Real = parameter(
        "initial average",
        symbol="v_0",
        default="0",
        quiet=True,
        aliases="v0",
        note="of 0, the bias is corrected",
    )

    idea = "Each average keeps $beta$ of the last one: about the last $1/(1 - beta)$ values count."
    sanity = (
        "A corrected average lies between the smallest and the largest value; the first is the first value."
    )
    source = "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, section 3"
    example = "--values 10,12,11 --beta 0.9"
    model = optimizers.ewma
    answers = {"averages": "moving averages", "corrected": "moving averages, corrected for their start at 0"}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.5}
    stem = "The values below are smoothed by an exponentially weighted average with $beta = {beta}$. {start}"
    tasks = (
        "Work out the exponentially weighted moving average of the values, with $beta = {beta}$. {start}",
        "The values below are smoothed by $v_t = beta v_(t-1) + (1 - beta) x_t$ with $beta = {beta}$."
        " {start}"
        " What is the average after each value?",
    )
    also_called = {
        "averages": "s; m; moving average; V; ewma; ema",
        "corrected": "v_corr; vc; v_corrected; bias corrected averages",
    }
    mistakes = {
        "weights-swapped": "beta and 1 - beta were swapped",
        "factor-left-out": "the factor 1 - beta of the new value was left out",
        "started-at-first": "the average was started at the first value",
        "power-forgotten": "1 - beta was taken in place of 1 - beta^t in the correction",
        "multiplied": "the average was multiplied by 1 - beta^t instead of divided",
    }

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        return complemented(texts, "alpha", "beta")

    @property
    def phrases(self) -> Mapping[str, str]:
        if self.initial.value:
            return {"start": "The average starts at the value given."}
        return {"start": "The average starts at 0; it is then corrected for this bias."}

    def solve(self, work: Working) -> None:
        beta, last, averages, corrected = self.beta, self.initial, [], []
        for t in work.repeat(len(self.values), IN_FULL):
            x = self.values[t]
            work.step(f"Step {t}", "" if t > 1 else "The average takes in a share of each new value.")
            wrong = {"weights-swapped": (1 - beta) * last + beta * x, "factor-left-out": beta * last + x} | (
                {"started-at-first": x} if t == 1 else {}
            )
            last = work.let(f"v_{t}", beta * last + (1 - beta) * x, mistakes=wrong)
            averages.append(last)
            if not self.initial.value:
                corrected.append(self._correct(work, t, last))
        if len(averages) > IN_FULL:
            work.step("All averages", "The same formulas; only their results are listed.")
            columns = [(Symbol("x_t"), list(self.values)), (Symbol("v_t"), averages)]
            work.history(columns + ([(Symbol("vhat_t"), corrected)] if corrected else []))
        work.answer("averages", averages)
        if corrected:
            work.answer("corrected", corrected)

    def _correct(self, work: Working, t: int, average: Symbol) -> Symbol:
        share = 1 - self.beta**t
        wrong = {"power-forgotten": average / (1 - self.beta), "multiplied": average * share}
        return work.let(f"vhat_{t}", average / share, mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Corrected averages that end: with beta = 0.5, values that make them multiples of 3 and 7."""
        if difficulty == "hard":
            return {"values": draw.varied(3, 5, 30), "beta": draw.choice(("0.9", "0.8"))}
        first = draw.integer(2, 30)
        wanted = [first, *draw.varied(2 if difficulty == "medium" else 1, 2, 30)]
        unit = draw.choice((Fraction(1), Fraction(1, 2), Fraction(1, 10)))
        values = [unit * x for x in _values(wanted)]
        if not all(is_short(average, exact=False) for average in _averages(values)):
            return None
        return {"values": list(map(decimal_text, values)), "beta": "0.5"}


def _averages(values: Sequence[Fraction]) -> Iterator[Fraction]:
    """The averages of the values with beta = 0.5, each before and after its correction."""
    average = Fraction(0)
    for t, x in enumerate(values, 1):
        average = (average + x) / 2
        yield from (average, average / (1 - Fraction(1, 2**t)))


def _values(corrected: list[int]) -> list[int]:
    """The values whose averages with beta = 0.5, corrected, are these."""
    averages = [Fraction(0), *(c * (1 - Fraction(1, 2) ** t) for t, c in enumerate(corrected, 1))]
    return [int(2 * averages[t] - averages[t - 1]) for t in range(1, len(averages))]
