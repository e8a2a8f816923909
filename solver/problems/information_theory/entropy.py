"""Entropy of a distribution: the mean information of its outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from solver.domains import Distribution
from solver.mathematics.formula import Symbol
from solver.models import information_theory as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.information_theory._logarithm import BASE_LABEL, BASE_NOTE, LOGARITHMS, Base
from solver.problems.information_theory._mean import information, mean_information
from solver.problems.information_theory._sampling import dyadic, maybe_impossible, of_parts
from solver.record.recorder import Working
from solver.sampling.niceness import nicest
from solver.sampling.random_stream import RandomStream


class Entropy(Problem):
    """H(p) = -sum p log p (Shannon, A Mathematical Theory of Communication, 1948)."""

    p: Distribution = parameter("distribution", symbol="p")
    base: Base = parameter(BASE_LABEL, default="2", convention=True, note=BASE_NOTE)

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 0.4, "hard": 0.0}

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
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """A distribution that is not uniform; an outcome that never occurs may be among the others.

        The probabilities of `easy` are powers of two, so that every value ends within four digits. Those of
        `medium` are sixteenths, and at most three values are irrational. `hard` asks for logarithms, to any
        base, of probabilities in steps of 1/20: what is short there are the givens.
        """
        if difficulty == "medium":
            parts = draw.integer(4, 5)
            return nicest(cls, difficulty, lambda: {"p": maybe_impossible(draw, of_parts(draw, parts, 16))})
        p: list[str] = []
        while len(set(p)) < 2:
            p = dyadic(draw, draw.integer(4, 5)) if difficulty == "easy" else draw.shares(4, 20)
        base = "2" if difficulty == "easy" else draw.choice(("2", "e", "10"))
        return cls.of(p=maybe_impossible(draw, p), base=base)
