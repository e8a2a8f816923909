"""Distributions with a model beside them, and distributions whose logarithms stay short."""

from fractions import Fraction

from solver.authoring import (
    TOLERANCE,
    Difficulty,
    Distribution,
    InputError,
    Problem,
    RandomStream,
    Working,
    parameter,
)
from solver.problems.information_theory._logarithm import BASE_NOTE, LOGARITHMS, Base


class DistributionPair(Problem):
    """A distribution p over some outcomes, and a model q of it."""

    p: Distribution = parameter("true distribution", symbol="p")
    q: Distribution = parameter("model distribution", symbol="q")
    base: Base = parameter("base of the logarithm", default="2", convention=True, note=BASE_NOTE)

    @property
    def phrases(self) -> dict[str, str]:
        return LOGARITHMS[self.base].phrases

    def check(self) -> None:
        wanted, found = len(self.p), len(self.q)
        if wanted != found:
            raise InputError("--q", f"must have as many probabilities as p, which has {wanted}", str(found))

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether swapping p and q would be noticed."""
        swapped = self.altered(p=self.q, q=self.p)
        return bool(abs(self.model(**self.arguments) - self.model(**swapped.arguments)) > TOLERANCE)


def dyadic(draw: RandomStream, outcomes: int) -> list[str]:
    """Powers of 1/2 that sum to 1, none below 1/16: 1 is split in halves again and again."""
    parts = [Fraction(1)]
    while len(parts) < outcomes:
        large = [place for place, part in enumerate(parts) if part > Fraction(1, 16)]
        half = parts.pop(draw.choice(large)) / 2
        parts += [half, half]
    return [str(part) for part in draw.shuffled(parts)]


def maybe_impossible(draw: RandomStream, p: list[str]) -> list[str]:
    """The distribution, or the same with an outcome more that never occurs."""
    place = draw.integer(0, len(p))
    return [*p[:place], "0", *p[place:]] if draw.choice((True, False)) else p
