"""Distributions with a model beside them, and distributions whose logarithms stay short."""

from fractions import Fraction

from solver.authoring import TOLERANCE, Difficulty, Problem, RandomStream, Working, as_asked, parameter
from solver.authoring.domains import Distribution, Family, Switch
from solver.authoring.logarithms import LOGARITHMS, Base, base_of_logarithms

P_NAMES = "probs probabilities distribution"
NORMALIZED = "probabilities divided by their sum"


class DistributionPair(Problem):
    """A distribution p over some outcomes, and a model q of it."""

    p: Distribution = parameter(
        "true distribution", symbol="p", aliases=f"{P_NAMES} true targets y target y-true truth actual labels"
    )
    q: Distribution = parameter(
        "model distribution",
        symbol="q",
        like="p",
        aliases="model predicted prediction predictions y-hat y-pred pred yhat",
    )
    base: Base = base_of_logarithms()
    normalize: Switch = parameter(NORMALIZED, convention=True, aliases="normalise")

    @property
    def phrases(self) -> dict[str, str]:
        return LOGARITHMS[self.base].phrases

    def as_asked(self, work: Working) -> tuple[Family, Family]:
        """Both distributions, divided by their sums where that is asked for."""
        p, q = (as_asked(work, family, normalize=self.normalize) for family in (self.p, self.q))
        return p, q

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
