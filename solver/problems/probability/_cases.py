"""Cases of Bayes' rule in which every probability is a short decimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from solver.problem import Difficulty
from solver.sampling.random_stream import Draw, decimal_text

ATTEMPTS = 600
_SHORTEST = 10**4
"""Posteriors are whole multiples of 1 over this, and so end within four significant digits."""

_STORIES: Mapping[Difficulty, tuple[tuple[str, str], ...]] = {
    "easy": (
        ("spam,not spam", "free"),
        ("rain,dry", "clouds"),
        ("urn 1,urn 2", "red"),
        ("bus,train", "late"),
        ("studied,did not study", "passes"),
        ("cat,dog", "asleep"),
        ("coin 1,coin 2", "heads"),
        ("north,south", "snow"),
    ),
    "medium": (
        ("ill,healthy", "positive"),
        ("fraud,honest", "alarm"),
        ("fake,genuine", "flagged"),
        ("broken,intact", "beeps"),
        ("intruder,nobody", "bark"),
        ("leak,tight", "warning"),
    ),
    "hard": (
        ("machine A,machine B,machine C", "defect"),
        ("cold,flu,allergy", "fever"),
        ("cat,dog,bird", "small"),
        ("urn 1,urn 2,urn 3", "red"),
        ("walk,bus,car", "late"),
        ("sports,politics,science", "goal"),
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """Priors and likelihoods as whole numbers, each of a whole of its own."""

    priors: Sequence[int]
    likelihoods: Sequence[int]
    wholes: tuple[int, int]

    @property
    def is_good(self) -> bool:
        """Whether all posteriors are short, none is its prior, and mistakes show.

        They would not with equal likelihoods, nor with likelihoods that sum to 1.
        """
        parts = [prior * likelihood for prior, likelihood in zip(self.priors, self.likelihoods, strict=True)]
        short = all(part * _SHORTEST % sum(parts) == 0 for part in parts)
        tells = all(likelihood * self.wholes[0] != sum(parts) for likelihood in self.likelihoods)
        different = len(set(self.likelihoods)) == len(self.likelihoods)
        return short and tells and different and sum(self.likelihoods) != self.wholes[1]


_PLAIN: Mapping[Difficulty, Case] = {
    "easy": Case((2, 8), (12, 2), (10, 20)),
    "medium": Case((20, 80), (80, 5), (100, 100)),
    "hard": Case((2, 3, 5), (6, 1, 2), (10, 10)),
}


def sample_case(draw: Draw, difficulty: Difficulty) -> dict[str, str]:
    """The givens of a problem."""
    hypotheses, evidence = draw.choice(_STORIES[difficulty])
    case = next((case for case in _drawn(draw, difficulty) if case.is_good), _PLAIN[difficulty])
    priors, likelihoods = (
        ",".join(decimal_text(Fraction(part, whole)) for part in parts)
        for parts, whole in zip((case.priors, case.likelihoods), case.wholes, strict=True)
    )
    return {"priors": priors, "likelihoods": likelihoods, "hypotheses": hypotheses, "evidence": evidence}


def _drawn(draw: Draw, difficulty: Difficulty) -> Iterator[Case]:
    for _ in range(ATTEMPTS):
        if difficulty == "easy":
            first = draw.integer(1, 9)
            yield Case((first, 10 - first), draw.integers(2, 1, 19), (10, 20))
        elif difficulty == "medium":
            rare = draw.integer(1, 20)
            yield Case((rare, 100 - rare), (draw.integer(50, 99), draw.integer(1, 30)), (100, 100))
        else:
            first = draw.integer(1, 8)
            second = draw.integer(1, 9 - first)
            yield Case((first, second, 10 - first - second), draw.integers(3, 1, 9), (10, 10))
