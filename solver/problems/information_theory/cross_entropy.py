"""Cross-entropy of a distribution p and its model q."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from solver.mathematics.formula import Symbol
from solver.models import information_theory as model
from solver.problem import Difficulty
from solver.problems.information_theory._logarithm import LOGARITHMS
from solver.problems.information_theory._mean import (
    information,
    mean_information,
    mean_log,
)
from solver.problems.information_theory._pair import DistributionPair, directed
from solver.problems.information_theory._sampling import dyadic, maybe_impossible
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.niceness import Givens
from solver.sampling.random_stream import RandomStream


class CrossEntropy(DistributionPair):
    """H(p,q) = -sum p log q."""

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 1.0, "hard": 0.0}

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "Work out the cross-entropy H(p, q) of the true distribution p and the model distribution q, with"
            " logarithms to the base below.",
            "A classifier predicts the distribution q where the truth is p. What is its cross-entropy"
            " loss, with logarithms to the base below?",
        )

    def solve(self, work: Working) -> None:
        log, p, q = LOGARITHMS[self.base], self.p, self.q
        work.step(
            f"Information of each outcome according to {{q}}, in {log.unit}",
            f"{{q}} judges how surprising an outcome is{log.advice}.",
            q=Symbol("q"),
        )
        info = information(work, "I", log, p, q)
        work.step(
            f"Cross-entropy, in {log.unit}",
            "It is the mean under {p}, which says how often each outcome really occurs.",
            p=Symbol("p"),
        )
        mistakes = [
            Mistake("swapped", "p and q were swapped", mean_log(log, q, p)),
            Mistake(
                "entropy-taken", "the logarithm of p was taken instead of that of q", mean_log(log, p, p)
            ),
        ]
        work.answer("cross_entropy", mean_information(work, "H(p,q)", log, p, q, info, mistakes))

    def reference(self) -> Mapping[str, Any]:
        p, q = self.floats
        return {"cross_entropy": model.cross_entropy(p, q, LOGARITHMS[self.base].number)}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """p in steps of 1/20; in `medium` and `hard`, it may have an outcome that never occurs.

        The probabilities of q are powers of two in `easy` and `medium`, so that every value ends within four
        digits; `medium` has five outcomes or six. `hard` asks for logarithms of any q, to any base.
        """

        def givens() -> Givens:
            if difficulty == "easy":
                p = draw.shares(draw.integer(3, 4), 20)
            else:
                p = maybe_impossible(draw, draw.shares(5 if difficulty == "medium" else 3, 20))
            if difficulty == "hard":
                return {"p": p, "q": draw.shares(len(p), 20), "base": draw.choice(("2", "e", "10"))}
            return {"p": p, "q": dyadic(draw, len(p))}

        return directed(cls, difficulty, givens)
