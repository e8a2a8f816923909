"""What rounding makes of a value: whether a number written by hand is right, wrong, or neither."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from solver.checking.claims import Written
from solver.mathematics import values
from solver.mathematics.decimals import round_value
from solver.mathematics.formula import Formula, Symbol, symbols_of
from solver.mathematics.values import Value
from solver.record.error_bounds import Points, error_bounds, half_unit, number
from solver.record.solution import Quantity

FEWEST_DIGITS = 2
WANTED_DIGITS = 3
MOST_DIGITS = 6
MOST_OPEN = 0.03
"""The part of a value that rounding may leave open; where it leaves more, the value is undecided."""


_EXACT = 1e-9
_FLOAT = 1e-12


class Match(IntEnum):
    """How well a value matches, as far as its digits tell."""

    NO = 0
    UNDECIDED = 1
    COARSE = 2
    YES = 3

    @property
    def is_right(self) -> bool:
        """Whether the value is right; one that is undecided is neither right nor wrong."""
        return self >= Match.COARSE


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number is neither right nor wrong.

    Attributes:
        digits: the digits to which it was judged; 0 where it is a set of several.
        open: the part of the value that rounding every step to so many digits leaves open.
        unmoved: the quantity before, such as that of the step before, that it might be as well.
    """

    digits: int = 0
    open: float = 0.0
    unmoved: str = ""


@dataclass(frozen=True)
class Reach:
    """How far rounding may move each quantity of a run, worked out when it is needed."""

    quantities: Mapping[str, Quantity]
    _known: dict[int, dict[str, float]] = field(default_factory=dict)
    _points: Points = field(default_factory=Points)

    def error_bound(self, name: str, digits: int) -> float:
        """The error bound of a quantity for a hand that keeps this number of digits."""
        if digits not in self._known:
            self._known[digits] = error_bounds(self.quantities, digits, self._points)
        return self._known[digits].get(name, 0.0)

    @cached_property
    def largest(self) -> float:
        """The size of the largest number of the run and of what it starts from."""
        formulas = (quantity.formula for quantity in self.quantities.values())
        symbols = [symbol for formula in formulas for symbol in symbols_of(formula)]
        symbols += [quantity.symbol for quantity in self.quantities.values()]
        sizes = (abs(number(symbol.value)) for symbol in symbols if symbol.value is not None)
        return max((size for size in sizes if math.isfinite(size)), default=0.0)


@dataclass(frozen=True, slots=True)
class Rounding:
    """What rounding can make of the numbers of a run.

    Attributes:
        quantities: those of the run.
        reach: how far rounding may move those of the plain run, which are bounds for any other as well.
    """

    quantities: Mapping[str, Quantity]
    reach: Reach

    def match(self, written: Written, formula: Formula) -> Match:
        """How well a number matches the value of a quantity, or of another formula."""
        value = formula.evaluate()
        found = self._within(written, formula, _digits(written), Match.YES)
        if found is not Match.NO or not _may_be_coarse(written):
            return found
        found = self._within(written, formula, FEWEST_DIGITS, Match.COARSE)
        if found is Match.NO:
            return Match.UNDECIDED if _is_first_digit(written, value) else Match.NO
        # All digits of a whole number are written, however few were kept before.
        return found if _digits_written(written) <= FEWEST_DIGITS else Match.UNDECIDED

    def _within(self, written: Written, formula: Formula, digits: int, best: Match) -> Match:
        """Whether rounding to this number of digits leads to a number: `best`, or not for certain.

        The value itself may be rounded, or every step that leads to it. Where no digit is lost on the
        way, nothing but the value serves.
        """
        value = formula.evaluate()
        size, distance = _size(value), _distance(written, value)
        if distance <= size * _FLOAT:
            return best
        if distance <= half_unit(value, digits) * (1 + _EXACT) and half_unit(value, digits, moved=False):
            is_far = distance > MOST_OPEN * size
            is_repeated = best is not Match.YES and self._repeated(written, formula)
            return Match.UNDECIDED if is_far or is_repeated else best
        bound = self._bound(formula, digits)
        if distance > bound * (1 + _EXACT):
            return Match.NO
        is_narrow = bound <= MOST_OPEN * size
        return best if is_narrow and not self._repeated(written, formula) else Match.UNDECIDED

    def _bound(self, formula: Formula, digits: int) -> float:
        """How far rounding to this number of digits may move the value of a formula."""
        if isinstance(formula, Symbol) and formula.name in self.reach.quantities:
            return self.reach.error_bound(formula.name, digits)
        return half_unit(formula.evaluate(), digits, moved=False)

    def _repeated(self, written: Written, formula: Formula) -> str:
        """The quantity before, such as that of the step before, whose value was written down again.

        None where to so many digits it is the right value as well.
        """
        quantity = self.quantities.get(formula.name) if isinstance(formula, Symbol) else None
        if quantity is None:
            return ""
        named = (self.quantities.get(name) for name in _names_before(quantity.symbol.name))
        before = [*symbols_of(quantity.formula), *(other.symbol for other in named if other is not None)]
        digits = _digits(written)
        right = _to_digits(formula.evaluate(), digits)
        for symbol in before:
            if symbol.value is None or not is_written(written, symbol.value):
                continue
            if _to_digits(symbol.value, digits) != right:
                return symbol.name
        return ""

    def doubt(self, written: Written, formula: Formula) -> Doubt:
        """Why a number is undecided."""
        is_usual = self._within(written, formula, _digits(written), Match.YES) is not Match.NO
        digits = _digits(written) if is_usual else FEWEST_DIGITS
        size, bound = _size(formula.evaluate()), self._bound(formula, digits)
        if _distance(written, formula.evaluate()) > bound * (1 + _EXACT):
            return Doubt(1)
        return Doubt(digits, bound / size if size else math.inf, self._repeated(written, formula))

    def digits_kept(self, written: Written, formula: Formula) -> int:
        """The digits to which every step must have been rounded for a number to be right.

        0 where the last rounding alone explains it, or nothing was rounded.
        """
        value, digits = formula.evaluate(), _digits(written)
        return 0 if _distance(written, value) <= half_unit(value, digits) * (1 + _EXACT) else digits


def _digits(written: Written) -> int:
    """The digits that a number is judged by."""
    return min(max(written.digits or MOST_DIGITS, WANTED_DIGITS), MOST_DIGITS)


def _digits_written(written: Written) -> int:
    """The digits that a number was written with; an exact form counts as one of many."""
    return MOST_DIGITS if written.digits is None else written.digits


def _may_be_coarse(written: Written) -> bool:
    """Whether the steps that led to a number may have been rounded to two digits."""
    is_whole = values.is_exact(written.value) and bool(written.value.denominator == 1)
    return written.digits is not None and (written.digits <= FEWEST_DIGITS or is_whole)


def is_written(written: Written, value: Value) -> bool:
    """Whether a number is a value, rounded to the digits that were written."""
    if not values.is_finite(value) or not values.is_finite(written.value):
        return False
    return _distance(written, value) <= written.half_unit * (1 + _EXACT)


def _is_first_digit(written: Written, value: Value) -> bool:
    """Whether a number is a value rounded to no more than one digit."""
    has_one = "." in written.text if written.value == 0 else written.digits == 1
    return has_one and is_written(written, value)


def _names_before(name: str) -> list[str]:
    """The names with one of the numbers in it less by 1: w_2 of w_3, that of the step before."""
    return [
        f"{name[: found.start()]}{int(found[0]) - 1}{name[found.end() :]}"
        for found in re.finditer(r"\d+", name)
        if int(found[0])
    ]


def _to_digits(value: Value, digits: int) -> float:
    """A value to so many digits, near enough to tell two values apart."""
    return (
        number(round_value(value, digits))
        if values.is_exact(value)
        else float(f"{number(value):.{digits - 1}e}")
    )


def _size(value: Value) -> float:
    return abs(number(value))


def _distance(written: Written, value: Value) -> float:
    return abs(number(values.subtract(written.value, value)))
