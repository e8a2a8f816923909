"""Cross-entropy of a distribution p and its model q."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solver.formula import Symbol
from solver.models import information_theory as model
from solver.problems.information_theory._logarithm import LOGARITHMS
from solver.problems.information_theory._mean import (
    information,
    mean_information,
    mean_log,
)
from solver.problems.information_theory._pair import DistributionPair
from solver.solution import Slip
from solver.working import Working


class CrossEntropy(DistributionPair):
    """H(p,q) = -sum p log q."""

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
        slips = [
            Slip("swapped", "p and q were swapped", mean_log(log, q, p)),
            Slip("entropy-taken", "the logarithm of p was taken instead of that of q", mean_log(log, p, p)),
        ]
        work.answer("cross_entropy", mean_information(work, "H(p,q)", log, p, q, info, slips))

    def reference(self) -> Mapping[str, Any]:
        p, q = self.floats
        return {"cross_entropy": model.cross_entropy(p, q, LOGARITHMS[self.base].number)}
