"""Entropy of a distribution: the mean information of its outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from solver.domains import Distribution
from solver.drawing import Draw
from solver.formula import Symbol
from solver.models import information_theory as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.information_theory._logarithm import BASE_LABEL, BASE_NOTE, LOGARITHMS, Base
from solver.problems.information_theory._mean import information, mean_information
from solver.working import Working

_DYADIC = (
    ("1/2", "1/4", "1/4"),
    ("1/2", "1/4", "1/8", "1/8"),
    ("1/4", "1/4", "1/4", "1/4"),
    ("1/4", "1/4", "1/4", "1/8", "1/8"),
    ("1/2", "1/8", "1/8", "1/8", "1/8"),
    ("1/2", "1/4", "1/8", "1/16", "1/16"),
)


class Entropy(Problem):
    """H(p) = -sum p log p (Shannon, A Mathematical Theory of Communication, 1948)."""

    p: Distribution = parameter("distribution", symbol="p")
    base: Base = parameter(BASE_LABEL, default="2", convention=True, note=BASE_NOTE)

    @property
    def questions(self) -> tuple[str, ...]:
        convention = " Take 0 log 0 as 0." if 0 in self.p.values else ""
        return (
            f"What is the entropy of the distribution p, with logarithms to the base below?{convention}",
            "A source sends symbols with the probabilities p. How much information does a symbol carry on"
            f" average, with logarithms to the base below?{convention}",
        )

    def solve(self, work: Working) -> None:
        log, p = LOGARITHMS[self.base], self.p
        work.step(
            f"Information of each outcome, in {log.unit}",
            f"The rarer an outcome is, the more it tells{log.advice}.",
        )
        info = information(work, "I", log, p, p)
        work.step(f"Entropy, in {log.unit}", "It is the mean of the information under {p}.", p=Symbol("p"))
        work.answer("entropy", mean_information(work, "H(p)", log, p, p, info))

    def reference(self) -> Mapping[str, Any]:
        p = [float(p) for p in self.p]
        return {"entropy": model.entropy(p, LOGARITHMS[self.base].number)}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        if difficulty == "easy":
            shape = draw.choice(_DYADIC)
            start = draw.integer(1, len(shape))
            return cls.of(p=shape[start:] + shape[:start])
        if difficulty == "medium":
            return cls.of(p=draw.shares(3), base=draw.choice(("2", "2", "e")))
        impossible = ["0"] if draw.choice((True, False)) else []
        return cls.of(p=draw.shares(4, 20) + impossible, base=draw.choice(("2", "e", "10")))
