"""A run of the solver foreseen: the lines that lead to a quantity, each worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Generic, TypeVar

from msgspec import Struct, field

from solver.checking.explaining.ancestry import Ancestry, lines_to
from solver.mathematics.values import Value

Line = TypeVar("Line")


class Forecast(Struct, Generic[Line], frozen=True):
    """The lines of a solution with mistakes put in, or values in place of the solver's.

    Attributes:
        ancestry: the lines of the plain run.
        mistakes: the mistakes, made wherever they can be.
        held: values in place of the solver's.
    """

    ancestry: Ancestry
    mistakes: Collection[str]
    held: Mapping[str, Value] = field(default_factory=dict)
    _known: dict[str, Line] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """How many lines were worked out."""
        return len(self._known)

    def line(self, name: str) -> Line:
        """What a quantity comes to."""
        for one in lines_to(name, self._parents, self._known):
            self._known[one] = self._worked_out(one)
        return self._known[name]

    def _worked_out(self, name: str) -> Line:
        """What a quantity comes to, from the lines that it comes from."""
        raise NotImplementedError

    def _parents(self, name: str) -> Collection[str]:
        return () if name in self.held else self.ancestry.parents(name, self.mistakes)
