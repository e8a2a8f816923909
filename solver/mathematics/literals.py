"""Numbers as they are spelled: exact values of digits, within limits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from solver.errors import ReadError
from solver.mathematics.formula import Formula, Number
from solver.mathematics.values import is_exact

MOST_DIGITS = 60
LARGEST_EXPONENT = 300


def simple_number(text: str) -> Formula:
    """A decimal, or the quotient of two, with its spelling.

    Raises:
        ReadError: it is beyond the limits, or a division by zero.
    """
    top, slash, bottom = text.partition("/")
    value = exact(top.strip(), text, 0)
    if slash:
        divisor = exact(bottom.strip(), text, 0)
        if divisor == 0:
            raise ReadError("division by zero", text, text.index("/"))
        return Number(value / divisor, f"{top.strip()}/{bottom.strip()}")
    return Number(value, top.strip())


def exact(digits: str, text: str, position: int) -> Fraction:
    """The value of a decimal that stands at a position of a text.

    Raises:
        ReadError: it is beyond the limits.
    """
    mantissa, _, exponent = digits.lower().partition("e")
    if len(mantissa) > MOST_DIGITS:
        raise ReadError(f"more than {MOST_DIGITS} digits", text, position)
    if len(exponent) > 6 or (exponent and abs(int(exponent)) > LARGEST_EXPONENT):
        raise ReadError(f"an exponent beyond {LARGEST_EXPONENT}", text, position)
    return Fraction(digits)


def percent_of(formula: Formula) -> Formula:
    """A hundredth; that of a decimal is spelled as a decimal."""
    if not isinstance(formula, Number) or not is_exact(formula.number):
        return formula / 100
    spelling = formula.spelling
    is_decimal = bool(spelling) and spelling.replace(".", "", 1).isdecimal()
    return Number(formula.number / 100, f"{Decimal(spelling).scaleb(-2):f}" if is_decimal else "")
