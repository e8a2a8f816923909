"""The limit that a sum is held to: whether it counts when it is just met."""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypeAlias

from solver.domains.words import Choice
from solver.mathematics.formula import Function, Relation, Symbol, step, strict_step


class Limit(NamedTuple):
    """The sign of the comparison, the step function that gives 1 where it holds, and its words."""

    sign: str
    step: Function
    words: str

    @property
    def rule(self) -> Relation:
        """Where the output is 1."""
        return Relation(Symbol("z"), self.sign, Symbol("theta"))

    @property
    def other(self) -> Limit:
        """The one that it may be confused with."""
        return next(limit for limit in LIMITS.values() if limit.sign != self.sign)

    @property
    def confused(self) -> str:
        """The words of that."""
        return f"{self.other.sign} in place of {self.sign}"


LIMITS = {"ge": Limit(">=", step, "at least"), "gt": Limit(">", strict_step, "above")}

_MEANINGS = ("z >= threshold", "z > threshold")
_ALSO = ((">=", "ge"), ("\u2265", "ge"), (">", "gt"))

Compare: TypeAlias = Annotated[
    str, Choice(tuple(LIMITS), _MEANINGS, tuple(limit.rule for limit in LIMITS.values()), _ALSO)
]
