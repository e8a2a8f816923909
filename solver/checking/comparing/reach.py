"""How far rounding may move the quantities of a run."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field

from solver.mathematics.formula import symbols_of
from solver.record.error_bounds import ErrorBounds, Kept, Points
from solver.record.quantities import Quantity
from solver.record.slopes import number

BY_HAND = 1_500
"""How far rounding every step moves a number is told of so many quantities: nobody rounds more by hand."""

MOST_OPEN = 0.03
"""The part of a value that rounding may leave open; where it leaves more, the value is undecided."""


class Reach(Struct, frozen=True, dict=True):
    """How far rounding may move each quantity of a run, worked out when it is needed.

    Attributes:
        quantities: those of the run.
        carried: how far more the rounding of values that were put in may move some of them.
    """

    quantities: Mapping[str, Quantity]
    carried: Mapping[str, float] = field(default_factory=dict)
    _known: dict[Kept, ErrorBounds] = field(default_factory=dict)
    _points: Points = field(default_factory=Points)

    def error_bound(self, name: str, kept: Kept) -> float:
        """The error bound of a quantity for a hand that keeps so many digits of every number.

        Infinite where no hand comes to.
        """
        if kept not in self._known:
            self._known[kept] = ErrorBounds(self.quantities, kept, self._points)
        bounds = self._known[kept]
        return bounds.of(name) if self.is_by_hand(name) or bounds.is_exact else math.inf

    def is_by_hand(self, name: str) -> bool:
        """Whether a hand can have come to a quantity that rounds every step."""
        return name not in self._beyond_hands

    @cached_property
    def _beyond_hands(self) -> frozenset[str]:
        if len(self.quantities) <= BY_HAND:
            return frozenset()
        return frozenset(line.name for line in self._points.lines(self.quantities)[BY_HAND:])

    @cached_property
    def largest(self) -> float:
        """The size of the largest number of the run and of what it starts from."""
        formulas = (quantity.formula for quantity in self.quantities.values())
        symbols = [symbol for formula in formulas for symbol in symbols_of(formula)]
        symbols += [quantity.symbol for quantity in self.quantities.values()]
        sizes = (abs(number(symbol.value)) for symbol in symbols if symbol.value is not None)
        return max((size for size in sizes if math.isfinite(size)), default=0.0)
