"""What cross-entropy and divergence share: a distribution, its model, and the base."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from solver.domains import Distribution
from solver.problem import Difficulty, Problem, parameter
from solver.problems.information_theory._logarithm import BASE_LABEL, BASE_NOTE, Base
from solver.problems.information_theory._mean import require_equal_lengths
from solver.record.comparison import TOLERANCE
from solver.sampling.niceness import ATTEMPTS, Givens, short_share, worked

Pair = TypeVar("Pair", bound="DistributionPair")


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


def directed(kind: type[Pair], difficulty: Difficulty, givens: Callable[[], Givens]) -> Pair:
    """The first problem of drawn givens that is nice and that swapping p and q would change."""
    for _ in range(ATTEMPTS):
        problem = kind.of(**givens())
        swapped = problem.altered(p=problem.q, q=problem.p)
        pairs = zip(problem.reference().values(), swapped.reference().values(), strict=True)
        differ = all(abs(ours - theirs) > TOLERANCE for ours, theirs in pairs)
        if differ and short_share(worked(problem)) >= kind.exact_share[difficulty]:
            break
    return problem
