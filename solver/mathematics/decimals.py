"""How a value is written as a decimal: significant digits, exponents, and whether it is exact."""

from __future__ import annotations

import decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from solver.mathematics import values
from solver.mathematics.values import Value

_EXACTLY = decimal.Context(decimal.MAX_PREC, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)
SMALLEST_PLAIN_EXPONENT = -5
LARGEST_PLAIN_EXPONENT = 9
_POWERS = [10**power for power in range(LARGEST_PLAIN_EXPONENT + 2)]


class Numeral(Struct, frozen=True):
    """A number as written: `digits` with an optional power of ten, or a fraction.

    `exact` is false when the written form was rounded.
    """

    digits: str
    exponent: str = ""
    denominator: str = ""
    exact: bool = True

    @property
    def negative(self) -> bool:
        return self.digits.startswith("-")


def decimal_numeral(value: Value, digits: int) -> Numeral:
    """Write a value to `digits` significant digits; whole numbers are always written in full.

    A value that ends within the digits is written in full and is exact. A rounded one keeps its
    trailing zeros, so that the reader sees how far it may be trusted. Every digit is certain.

    Raises:
        UndecidedError: a digit is not.
    """
    if values.is_exact(value):
        return _rational_numeral(value, digits)
    if values.is_infinite(value):
        return Numeral("-inf" if value < 0 else "inf")
    return _inexact_numeral(SameValue(value), digits)


def fraction_numeral(value: Fraction) -> Numeral:
    """Write a fraction as p/q in lowest terms."""
    if value.denominator == 1:
        return Numeral(str(value.numerator))
    return Numeral(str(value.numerator), denominator=str(value.denominator))


def number_text(value: Fraction) -> str:
    """A number as people type it: a decimal where that ends, else a fraction in lowest terms."""
    left = value.denominator
    for prime in (2, 5):
        while left % prime == 0:
            left //= prime
    if left != 1:
        return str(value)
    enough = decimal.Context(len(str(value.numerator)) + value.denominator.bit_length())
    digits = enough.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator))
    return f"{digits.normalize(enough):f}"


def round_value(value: Value, digits: int) -> Value:
    """The value rounded half up to `digits` significant digits, as a hand calculation does.

    No digit before the decimal point is cut.
    """
    if value == 0 or abs(value) == values.INFINITY:
        return value
    digits = kept_digits(value, digits)
    if values.is_complex(value):
        real, imaginary = (round_value(part, digits) for part in values.parts(value))
        return values.add(real, values.multiply(imaginary, values.IMAGINARY_UNIT))
    if values.is_exact(value):
        return Fraction(_rounding_to(digits).divide(*_ratio(value)))
    return Fraction(_rounded(value, digits))


def ends_within(value: Fraction, digits: int) -> bool:
    """Whether rounding to so many significant digits, where none before the point is cut, changes nothing."""
    numerator, denominator = abs(value.numerator), value.denominator
    if denominator == 1 and numerator < _POWERS[-1]:
        return True
    if denominator > 1 and numerator >= 10**digits:
        # Over a power of ten it would be larger still.
        return False
    top, bottom = _ratio(value)
    return _EXACTLY.multiply(_rounding_to(digits).divide(top, bottom), bottom) == top


def kept_digits(value: Value, digits: int) -> int:
    """The significant digits that are kept of a value: no fewer than it has before the point."""
    near = abs(value) if values.is_exact(value) else _placed(value)
    whole = len(str(int(near))) if 1 <= near < _POWERS[-1] else 0
    return max(digits, whole)


def _placed(value: Value) -> Any:
    """The size as a float on the same side of every power of ten; the power where the side is not certain."""
    near = float(abs(value)) if values.is_complex(value) else abs(float(value))
    for power in _POWERS:
        if near < 0.9 * power:
            break
        if abs(near - power) < 1e-9 * power:
            size = abs(value)
            return power if size == power or size > power else power * (1 - 1e-9)
    return near


@cache
def _rounding_to(digits: int) -> decimal.Context:
    """A context of which nobody asks what happened in it: to make one takes longer than to round."""
    rounding = decimal.ROUND_HALF_UP
    return decimal.Context(digits, rounding, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)


class SameValue(Struct, frozen=True, eq=False):
    """A value that only the very same one is equal to; whether others are equal takes long to find out."""

    value: Value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameValue) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=256)
def _inexact_numeral(same: SameValue, digits: int) -> Numeral:
    """A page shows a value in its own line, and in those that it is put into."""
    digits = kept_digits(same.value, digits)
    return _layout(_filled(_rounded(same.value, digits), digits), exact=False)


def _ratio(value: Fraction) -> tuple[decimal.Decimal, decimal.Decimal]:
    """The numerator and the denominator: their quotient is rounded but once."""
    top, bottom = value.as_integer_ratio()
    return decimal.Decimal(top), decimal.Decimal(bottom)


def _rational_numeral(value: Fraction, digits: int) -> Numeral:
    if value.denominator == 1 and abs(value.numerator) < _POWERS[-1]:
        return Numeral(str(value.numerator))
    top, bottom = _ratio(value)
    # One that was rounded has all the digits.
    quotient = _rounding_to(kept_digits(value, digits)).divide(top, bottom)
    return _layout(quotient, exact=_EXACTLY.multiply(quotient, bottom) == top)


def _rounded(value: Value, digits: int) -> decimal.Decimal:
    """A real number that is no fraction, rounded half up for certain."""
    below, above, exponent = values.enclosure(value, digits)
    context = _rounding_to(digits)
    low, high = (context.plus(decimal.Decimal(end).scaleb(exponent, _EXACTLY)) for end in (below, above))
    if low == high:
        return low
    # The ball is far smaller than a unit of the last digit: between the two lies one boundary.
    boundary = (Fraction(low) + Fraction(high)) / 2
    side = values.sign(values.subtract(value, boundary)) or values.sign(boundary)
    return high if side > 0 else low


def _filled(number: decimal.Decimal, digits: int) -> decimal.Decimal:
    """Zeros fill up what is lacking of the digits."""
    sign, written, exponent = number.as_tuple()
    lacking = digits - len(written) if number else 0
    if lacking <= 0:
        return number
    return decimal.Decimal((sign, written + (0,) * lacking, int(exponent) - lacking))


def _layout(number: decimal.Decimal, *, exact: bool) -> Numeral:
    if exact:
        number = number.normalize(_EXACTLY)
    if number == 0:
        return Numeral("0", exact=exact)
    if SMALLEST_PLAIN_EXPONENT <= number.adjusted() <= LARGEST_PLAIN_EXPONENT:
        return Numeral(f"{number:f}", exact=exact)
    sign, written, _ = number.as_tuple()
    mantissa = decimal.Decimal((sign, written, 1 - len(written)))
    return Numeral(f"{mantissa:f}", exponent=str(number.adjusted()), exact=exact)


def spelled_numeral(text: str) -> Numeral:
    """A number as its author spelled it: 0.10, 1e-8 or 2/3."""
    if "/" in text:
        top, bottom = text.split("/")
        return Numeral(top.strip(), denominator=bottom.strip())
    digits, _, exponent = text.lower().partition("e")
    return Numeral(digits.removeprefix("+"), exponent=exponent.removeprefix("+").lstrip("0"))
