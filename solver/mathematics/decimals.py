"""How a value is written as a decimal: significant digits, exponents, and whether it is exact."""

from __future__ import annotations

import decimal
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from solver.mathematics import values
from solver.mathematics.values import Value

SMALLEST_PLAIN_EXPONENT = -5
LARGEST_PLAIN_EXPONENT = 9


@dataclass(frozen=True, slots=True)
class Numeral:
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


# A real of 50 digits may equal a fraction and is rounded all the same: the types tell them apart.
@lru_cache(maxsize=4096, typed=True)
def decimal_numeral(value: Value, digits: int) -> Numeral:
    """Write a value to `digits` significant digits; whole numbers are always written in full.

    A value that ends within the digits is written in full and is exact. A rounded one keeps its
    trailing zeros, so that the reader sees how far it may be trusted.
    """
    digits = kept_digits(value, digits)
    if isinstance(value, Fraction):
        return _rational_numeral(value, digits)
    text = values.digits_text(value)
    if "inf" in text:
        return Numeral("-inf" if text.startswith("-") else "inf")
    return _layout(_rounded(decimal.Decimal(text), digits), exact=False)


def fraction_numeral(value: Fraction) -> Numeral:
    """Write a fraction as p/q in lowest terms."""
    if value.denominator == 1:
        return Numeral(str(value.numerator))
    return Numeral(str(value.numerator), denominator=str(value.denominator))


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
    if isinstance(value, Fraction):
        precise = _context(digits + 30)
        number = precise.divide(decimal.Decimal(value.numerator), decimal.Decimal(value.denominator))
    else:
        number = decimal.Decimal(values.digits_text(value))
    return Fraction(_context(digits).plus(number))


def kept_digits(value: Value, digits: int) -> int:
    """The significant digits that are kept of a value: no fewer than it has before the point."""
    size = abs(value)
    whole = len(str(int(size))) if 1 <= size < 10 ** (LARGEST_PLAIN_EXPONENT + 1) else 0
    return max(digits, whole)


def _context(digits: int) -> decimal.Context:
    rounding = decimal.ROUND_HALF_UP
    return decimal.Context(digits, rounding, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)


def _rational_numeral(value: Fraction, digits: int) -> Numeral:
    if value.denominator == 1 and abs(value.numerator) < 10 ** (LARGEST_PLAIN_EXPONENT + 1):
        return Numeral(str(value.numerator))
    context = _context(digits)
    top, bottom = decimal.Decimal(value.numerator), decimal.Decimal(value.denominator)
    quotient = context.divide(top, bottom)
    if not context.flags[decimal.Inexact]:
        return _layout(quotient, exact=True)
    careful = _context(digits + 30)
    return _layout(_rounded(careful.divide(top, bottom), digits), exact=False)


def _rounded(number: decimal.Decimal, digits: int) -> decimal.Decimal:
    """Round to significant digits; zeros fill up what is lacking."""
    rounded = _context(digits).plus(number)
    lacking = digits - len(rounded.as_tuple().digits)
    return rounded if lacking <= 0 or rounded == 0 else _padded(rounded, lacking)


def _padded(number: decimal.Decimal, zeros: int) -> decimal.Decimal:
    sign, digits, exponent = number.as_tuple()
    return decimal.Decimal((sign, digits + (0,) * zeros, int(exponent) - zeros))


def _layout(number: decimal.Decimal, *, exact: bool) -> Numeral:
    if exact:
        number = number.normalize(decimal.Context(prec=decimal.MAX_PREC))
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
