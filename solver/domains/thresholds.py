"""How a sum is held against a threshold: whether it counts where it just meets it."""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypeAlias

from solver.domains.words import Choice
from solver.mathematics.formula import Function, Relation, Symbol, step, strict_step


class Threshold(NamedTuple):
    """The sign of the comparison, the step function that gives 1 where it holds, and its words."""

    sign: str
    step: Function
    words: str

    @property
    def relation(self) -> Relation:
        """Where the output is 1."""
        return Relation(Symbol("z"), self.sign, Symbol("theta"))

    @property
    def other(self) -> Threshold:
        """The one that it may be confused with."""
        return next(rule for rule in THRESHOLDS.values() if rule.sign != self.sign)

    @property
    def confused(self) -> str:
        """The words of that."""
        return f"{self.other.sign} in place of {self.sign}"


THRESHOLDS = {"ge": Threshold(">=", step, "at least"), "gt": Threshold(">", strict_step, "above")}

_MEANINGS = ("z >= threshold", "z > threshold")
_ALSO = ((">=", "ge"), ("\u2265", "ge"), (">", "gt"))

Compare: TypeAlias = Annotated[
    str, Choice(tuple(THRESHOLDS), _MEANINGS, tuple(rule.relation for rule in THRESHOLDS.values()), _ALSO)
]
