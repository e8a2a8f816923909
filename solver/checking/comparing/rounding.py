"""What rounding makes of a value: whether a number written by hand is right, wrong, or neither."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from fractions import Fraction
from itertools import chain
from typing import Any

from msgspec import Struct

from solver.checking.comparing.reach import MOST_OPEN, Reach
from solver.checking.comparing.shapes import fitted
from solver.checking.written.claims import Claim, Claimed, Written
from solver.mathematics import values
from solver.mathematics.decimals import round_value
from solver.mathematics.formula import Formula, Symbol, symbols_of
from solver.mathematics.values import Value
from solver.record.error_bounds import FEWEST_DIGITS, Kept
from solver.record.quantities import Quantity
from solver.record.slopes import number
from solver.record.solution import Nested

WANTED_DIGITS = 3
MOST_DIGITS = 6
ROUNDED_STEPS = 8
"""Roundings one after another seldom move a number by more half units than this."""

_MANY_ROUNDINGS = 100
"""The roundings of a long program move a number by no more half units, as far as anybody can tell."""

_THIRD_DIGIT = 0.005
"""Half a unit of the third digit, the last that is wanted, is this part of a value at most."""

_COARSE, _COARSEST = Kept(FEWEST_DIGITS), Kept(FEWEST_DIGITS, FEWEST_DIGITS, or_more=True)
_EXACT = 1e-9
_FLOAT = 1e-12
_SINGLE = 2.0**-21
"""A few steps in single precision, as PyTorch takes them, are off by this part of a value at most."""

SINGLE_DIGITS = 7
"""A number of so many digits comes from a program; single precision keeps no more."""


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


class Doubt(Struct, frozen=True):
    """Why a number is neither right nor wrong.

    Attributes:
        kept: the digits to which it was judged; none where it is a set of several.
        open: the part of the value that rounding every step to so many digits leaves open.
        unmoved: the quantity before, such as that of the step before, that it might be as well.
        is_told: whether it was worked out how far rounding moves it.
    """

    kept: Kept | None = None
    open: float = 0.0
    unmoved: str = ""
    is_told: bool = True


class Rounding(Struct, frozen=True):
    """What rounding can make of the numbers of a run.

    Attributes:
        quantities: those of the run.
        reach: how far rounding may move those of the plain run, which are bounds for any other as well.
        own: how far it may move those of the run itself, if that is another.
    """

    quantities: Mapping[str, Quantity]
    reach: Reach
    own: Reach | None = None

    def match(self, written: Written, formula: Formula) -> Match:
        """How well a number matches the value of a quantity, or of another formula."""
        found = self._within(written, formula, _kept(written), Match.YES)
        if found is Match.NO and _may_be_coarse(written):
            found = self._coarsely(written, formula)
        is_settled = found.is_right or (found is Match.UNDECIDED and _is_off(written, formula.evaluate()))
        return found if is_settled else max(found, self._by_decimals(written, formula))

    def _by_decimals(self, written: Written, formula: Formula) -> Match:
        """Whether rounding to the decimals written leads to a number.

        It has more digits than are certain then; it is right only where these are as many as are wanted.
        """
        value, readings = formula.evaluate(), _decimals(written) if self._is_by_hand(formula) else ()
        distance = _distance(written, value)
        if readings and self._is_beyond(distance, formula, _COARSEST):
            return Match.NO
        bounds = (self._bound(formula, kept, distance) for kept in readings)
        bound = next((bound for bound in bounds if distance <= bound * (1 + _EXACT)), None)
        if bound is None:
            return Match.NO
        is_narrow = bound <= _THIRD_DIGIT * _size(value) and self._bound(formula, _kept(written)) > 0
        return Match.YES if is_narrow and not self._repeated(written, formula) else Match.UNDECIDED

    def _coarsely(self, written: Written, formula: Formula) -> Match:
        """Whether rounding to two digits leads to a number."""
        found = self._within(written, formula, _COARSE, Match.COARSE)
        if found is Match.NO:
            return Match.UNDECIDED if _is_first_digit(written, formula.evaluate()) else Match.NO
        # All digits of a whole number are written, however few were kept before.
        return found if digits_written(written) <= FEWEST_DIGITS else Match.UNDECIDED

    def _within(self, written: Written, formula: Formula, kept: Kept, best: Match) -> Match:
        """Whether rounding to what is kept leads to a number: `best`, or not for certain.

        The value itself may be rounded, or every step that leads to it. Where no digit is lost on the
        way, nothing but the value serves.
        """
        value = formula.evaluate()
        size, distance = _size(value), _distance(written, value)
        if distance <= size * (_SINGLE if digits_written(written) >= SINGLE_DIGITS else _FLOAT):
            return best
        # Beside a power of ten the number that was written has larger units than the value: 0.10 for 0.0986.
        own = written.half_unit if digits_written(written) >= kept.digits else 0.0
        lost = kept.half_unit(value) if kept.half_unit(value, moved=False) else 0.0
        if distance <= max(own, lost) * (1 + _EXACT):
            is_far = distance > MOST_OPEN * size
            is_repeated = best is not Match.YES and self._repeated(written, formula)
            return Match.UNDECIDED if is_far or is_repeated else best
        is_off = distance > min(_MANY_ROUNDINGS * kept.half_unit(value), MOST_OPEN * size)
        if (is_off and not self._is_by_hand(formula)) or self._is_beyond(distance, formula, kept):
            return Match.NO
        bound = self._bound(formula, kept, distance)
        is_narrow = bound <= MOST_OPEN * size
        return best if is_narrow and not self._repeated(written, formula) else Match.UNDECIDED

    def _is_by_hand(self, formula: Formula) -> bool:
        """Whether a hand that rounds every step can have come to a formula; else it takes a program."""
        return not isinstance(formula, Symbol) or self.reach.is_by_hand(formula.name)

    def _is_beyond(self, distance: float, formula: Formula, kept: Kept) -> bool:
        """Whether a number is farther from the value than rounding to what is kept may move it.

        What is beyond a coarser reading is so for finer ones, which need not be worked out then.
        """
        return any(
            distance > self._bound(formula, reading, distance) * (1 + _EXACT) for reading in _coarse_to(kept)
        )

    def _bound(self, formula: Formula, kept: Kept, distance: float = 0.0) -> float:
        """How far rounding to what is kept may move the value of a formula.

        The bounds of the run itself take long to work out: they are where a `distance` asks for them.
        """
        if not isinstance(formula, Symbol) or formula.name not in self.reach.quantities:
            return kept.half_unit(formula.evaluate(), moved=False)
        bound, moved = self.reach.error_bound(formula.name, kept), self.reach.carried.get(formula.name, 0.0)
        if self.own is not None and bound < distance <= MOST_OPEN * _size(formula.evaluate()):
            bound = max(bound, self.own.error_bound(formula.name, kept))
        # What no rounding moves in the plain run may have had no digit to lose there.
        return moved + max(bound, kept.half_unit(formula.evaluate(), beyond=moved)) if moved else bound

    def _repeated(self, written: Written, formula: Formula) -> str:
        """The quantity before, such as that of the step before, whose value was written down again.

        None where to so many digits it is the right value as well.
        """
        quantity = self.quantities.get(formula.name) if isinstance(formula, Symbol) else None
        if quantity is None:
            return ""
        named = (self.quantities.get(name) for name in names_before(quantity.symbol.name))
        before = [*symbols_of(quantity.formula), *(other.symbol for other in named if other is not None)]
        digits = _digits(written)
        right = _to_digits(formula.evaluate(), digits)
        for symbol in before:
            if symbol.value is None or not is_written(written, symbol.value):
                continue
            if _to_digits(symbol.value, digits) != right:
                return symbol.name
        return ""

    def step_before(self, written: Written, formula: Formula) -> str:
        """The quantity of the step before, from which this one is worked out, if a number is its value."""
        quantity = self.quantities.get(formula.name) if isinstance(formula, Symbol) else None
        if quantity is None:
            return ""
        names = names_before(quantity.symbol.name)
        used = (symbol for symbol in symbols_of(quantity.formula) if symbol.value is not None)
        before = (symbol for symbol in used if symbol.name in names)
        return next((symbol.name for symbol in before if is_written(written, symbol.value)), "")

    def doubt(self, written: Written, formula: Formula) -> Doubt:
        """Why a number is undecided."""
        kept = self._reading(written, formula)
        if kept is None:
            return Doubt(Kept(1))
        size, bound = _size(formula.evaluate()), self._bound(formula, kept)
        share = bound / size if size else math.inf
        return Doubt(kept, share, self._repeated(written, formula), self._is_by_hand(formula))

    def digits_kept(self, written: Written, formula: Formula) -> Kept | None:
        """The digits to which every step must have been rounded for a number to be right.

        None where the last rounding alone explains it, or nothing was rounded.
        """
        value, kept = formula.evaluate(), _kept(written)
        is_last = _distance(written, value) <= kept.half_unit(value) * (1 + _EXACT)
        return None if is_last or not self._is_by_hand(formula) else self._reading(written, formula)

    def _reading(self, written: Written, formula: Formula) -> Kept | None:
        """What a hand must have kept of every number to come to this one, if there is anything."""
        coarse = (_COARSE,) if _may_be_coarse(written) else ()
        readings = _kept(written), *coarse, *_decimals(written)
        distance = _distance(written, formula.evaluate())
        return next(
            (k for k in readings if distance <= self._bound(formula, k, distance) * (1 + _EXACT)), None
        )


def _digits(written: Written) -> int:
    """The digits that a number is judged by."""
    return min(max(written.digits or MOST_DIGITS, WANTED_DIGITS), MOST_DIGITS)


def _kept(written: Written) -> Kept:
    """What a hand keeps of every number, by the digits of one of them."""
    return Kept(_digits(written))


def _decimals(written: Written) -> Sequence[Kept]:
    """The same by the decimals of a number; none where one decimal was written.

    Of a whole number none are written. A small number of two digits may have more decimals than were kept of
    the others.
    """
    if written.digits is None or not written.half_unit:
        return ()
    decimals = -round(math.log10(2 * written.half_unit))
    if not decimals:
        return (Kept.to_decimals(FEWEST_DIGITS),)
    if decimals < FEWEST_DIGITS:
        return ()
    most = min(decimals, MOST_DIGITS)
    least = FEWEST_DIGITS if written.digits <= FEWEST_DIGITS else most
    return [Kept.to_decimals(kept) for kept in range(least, most + 1)]


def digits_written(written: Written) -> int:
    """The digits that a number was written with; an exact form counts as one of many."""
    return MOST_DIGITS if written.digits is None else written.digits


def _coarse_to(kept: Kept) -> Iterator[Kept]:
    """What a hand keeps, behind what loses more: these serve for all numbers that were written."""
    yield _COARSEST
    if kept.digits > WANTED_DIGITS:
        yield Kept(WANTED_DIGITS)
    if kept is not _COARSEST:
        yield kept


def _may_be_coarse(written: Written) -> bool:
    """Whether the steps that led to a number may have been rounded to two digits."""
    is_whole = values.is_exact(written.value) and bool(written.value.denominator == 1)
    return written.digits is not None and (written.digits <= FEWEST_DIGITS or is_whole)


def may_be_rounded(written: Written, value: float) -> bool:
    """Whether a number may be a value if every step before it was rounded: a quick and generous guess."""
    distance = abs(number(written.value) - value)
    most = ROUNDED_STEPS * _kept(written).half_unit(Fraction(value)) if math.isfinite(value) else 0.0
    return distance <= min(most, MOST_OPEN * abs(value))


def tells_rounding(written: Written, *, is_count: bool) -> bool:
    """Whether a number may have been rounded to the digits that were written; a short count was not."""
    is_short = is_count and "." not in written.text
    return bool(written.half_unit) and digits_written(written) >= (
        WANTED_DIGITS if is_short else FEWEST_DIGITS
    )


def is_written(written: Written, value: Value) -> bool:
    """Whether a number is a value, rounded to the digits that were written."""
    if not values.is_finite(value) or not values.is_finite(written.value):
        return False
    return _distance(written, value) <= written.half_unit * (1 + _EXACT)


def is_far(written: Written, value: Value) -> bool:
    """Whether a number is too far from a value that is not 0 to be right, whatever was rounded."""
    size = _size(value)
    if not (size and written.value) or not (math.isfinite(size) and values.is_finite(written.value)):
        return False
    return _distance(written, value) > MOST_OPEN * size * (1 + _EXACT)


def has_value(claim: Claim, value: Nested) -> bool:
    """Whether a claim is a value, or one of a list, rounded to the digits that were written.

    A single number of few digits is too often near to another one: it must be the very value.
    """
    whole, product = (claim.single.whole, claim.single.value) if claim.single else (None, None)
    if whole is not None and any(whole == _value(entry) for entry in _cells(value)):
        return True
    if product is not None and any(product.value == _value(entry) for entry in _cells(value)):
        return True
    if isinstance(claim.value, Written):
        known = (_value(entry) for entry in _cells(value))
        is_long = digits_written(claim.value) >= WANTED_DIGITS
        return any(is_written(claim.value, v) if is_long else claim.value.value == v for v in known)
    shown = fitted(claim.value, value)
    return shown is not None and all(
        isinstance(written, Written) and is_written(written, _value(entry))
        for written, entry in zip(_cells(shown), _cells(value), strict=True)
    )


def is_near(written: Claimed, value: Nested) -> bool:
    """Whether a number is one of a value's, as far as its digits tell."""
    return isinstance(written, Written) and any(is_written(written, _value(e)) for e in _cells(value))


def _cells(value: Any) -> Iterator[Any]:
    return chain.from_iterable(map(_cells, value)) if isinstance(value, tuple) else iter((value,))


def _value(entry: Nested) -> Value:
    return entry.evaluate() if isinstance(entry, Formula) else values.UNDEFINED


def _is_first_digit(written: Written, value: Value) -> bool:
    """Whether a number is a value rounded to no more than one digit."""
    has_one = "." in written.text if written.value == 0 else written.digits == 1
    return has_one and is_written(written, value)


def names_before(name: str) -> list[str]:
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


def _is_off(written: Written, value: Value) -> bool:
    """Whether a number is not a value to as many digits as are wanted."""
    return _distance(written, value) > _THIRD_DIGIT * _size(value) * (1 + _EXACT)


def _distance(written: Written, value: Value) -> float:
    return abs(number(values.subtract(written.value, value)))
