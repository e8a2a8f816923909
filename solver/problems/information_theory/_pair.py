"""What cross-entropy and divergence share: a distribution, its model, and the base."""

from __future__ import annotations

from typing import Self

from solver.domains import Distribution
from solver.drawing import Draw
from solver.problem import Difficulty, Problem, parameter
from solver.problems.information_theory._logarithm import BASE_LABEL, BASE_NOTE, Base
from solver.problems.information_theory._mean import require_equal_lengths

_SIZES = {"easy": (2, 10), "medium": (3, 10), "hard": (4, 20)}


class DistributionPair(Problem):
    """A distribution p over some outcomes, and a model q of it."""

    p: Distribution = parameter("true distribution", symbol="p")
    q: Distribution = parameter("model distribution", symbol="q")
    base: Base = parameter(BASE_LABEL, default="2", convention=True, note=BASE_NOTE)

    def check(self) -> None:
        require_equal_lengths(self.p, self.q)

    @property
    def floats(self) -> tuple[list[float], list[float]]:
        """p and q for the NumPy model."""
        return [float(entry) for entry in self.p], [float(entry) for entry in self.q]

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        count, whole = _SIZES[difficulty]
        p, q = draw.shares(count, whole), draw.shares(count, whole)
        # In another order, q might give the same answer when the two are swapped.
        while sorted(p) == sorted(q):
            q = draw.shares(count, whole)
        return cls.of(p=p, q=q, base="2" if difficulty == "easy" else draw.choice(("2", "2", "e")))
