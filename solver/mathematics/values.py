"""Arithmetic on values: exact fractions, and reals of 50 digits where no fraction serves.

A value is a `Fraction` as long as it can be one. Roots, logarithms and exponentials that are
not rational become mpmath reals; from there on the computation carries 50 digits.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any, TypeAlias

import mpmath

from solver.errors import BeyondError, UndefinedError

Value: TypeAlias = Any
"""`Fraction`, or a real or complex number of the context below (mpmath has no type stubs)."""

WORKING_DIGITS = 50
_LARGEST_EXACT_BITS = 4096
_LARGEST_POWER_BITS = 1 << 16
_LARGEST_ARGUMENT = 10**15
_ROUNDING = 10.0 ** (5 - WORKING_DIGITS)
_context = mpmath.MPContext()
_context.dps = WORKING_DIGITS

INFINITY: Value = _context.inf
UNDEFINED: Value = _context.nan
"""What is no number at all, and equal to none."""

PI: Value = _context.pi + 0
E: Value = _context.e + 0
IMAGINARY_UNIT: Value = _context.mpc(0, 1)


def real(value: Value) -> Value:
    """The value as a number of 50 digits."""
    if isinstance(value, Fraction):
        return _context.mpf(value.numerator) / value.denominator
    return value


def exact_bits(value: Fraction) -> int:
    """The length of an exact value."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def is_exact(value: Value) -> bool:
    """Whether the value is a fraction."""
    return isinstance(value, Fraction)


def is_closed(value: Value) -> bool:
    """Whether the value is exact as it is written: a fraction, or infinity."""
    return isinstance(value, Fraction) or bool(abs(value) == INFINITY)


def tidy(value: Value) -> Value:
    """A complex number whose imaginary part is but rounding as the real number it is."""
    if isinstance(value, Fraction) or abs(value.imag) > abs(value) * _ROUNDING:
        return value
    return value.real


def bounded(value: Value) -> Value:
    """The value itself, or its 50 digits once the exact fraction has grown past any use."""
    if isinstance(value, Fraction) and value.denominator.bit_length() > _LARGEST_EXACT_BITS:
        return real(value)
    return tidy(value)


def add(left: Value, right: Value) -> Value:
    """The sum."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left + right
    return real(left) + real(right)


def multiply(left: Value, right: Value) -> Value:
    """The product."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left * right
    return real(left) * real(right)


def divide(left: Value, right: Value) -> Value:
    """The quotient.

    Raises:
        UndefinedError: the divisor is 0.
    """
    if right == 0:
        raise UndefinedError("division by zero")
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left / right
    return real(left) / real(right)


def power(base: Value, exponent: Value) -> Value:
    """The power; exact for whole exponents and for roots that are fractions.

    Raises:
        UndefinedError: the base is 0 or negative where it must not be.
        BeyondError: the exponent is no fraction and beyond 1e15.
    """
    if base == 0 and exponent < 0:
        raise UndefinedError("division by zero")
    if isinstance(exponent, Fraction):
        whole = exponent.denominator == 1
        if whole and isinstance(base, Fraction) and exact_bits(base) * abs(exponent) <= _LARGEST_POWER_BITS:
            return base**exponent.numerator
        if whole:
            return real(base) ** int(exponent)
        if exponent.denominator == 2:
            return power(sqrt(base), Fraction(exponent.numerator))
    if base < 0:
        raise UndefinedError("a fractional power of a negative number")
    return real(base) ** _argument(exponent)


def sqrt(value: Value) -> Value:
    """The square root; exact where it is a fraction."""
    if is_complex(value):
        return _context.sqrt(value)
    if value < 0:
        raise UndefinedError("the square root of a negative number")
    if isinstance(value, Fraction):
        top, bottom = isqrt(value.numerator), isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return Fraction(top, bottom)
    return _context.sqrt(real(value))


def exp(value: Value) -> Value:
    """e to the power of the value."""
    if value == -INFINITY:
        return Fraction(0)
    return Fraction(1) if value == 0 else _context.exp(_argument(value))


def log(value: Value, base: Value = E) -> Value:
    """Logarithm to `base`; exact where the result is a whole number or the base's root is."""
    if value <= 0:
        raise UndefinedError("the logarithm of a number that is not positive")
    if value == 1:
        return Fraction(0)
    if isinstance(value, Fraction) and isinstance(base, Fraction):
        exact = _whole_logarithm(value, base)
        if exact is not None:
            return exact
    return _context.log(real(value)) / _context.log(real(base))


def _whole_logarithm(value: Fraction, base: Fraction) -> Fraction | None:
    guess = round(_context.log(real(value)) / _context.log(real(base)))
    return Fraction(guess) if base**guess == value else None


def _argument(value: Value) -> Value:
    """The value as a real; beyond 1e15 what is worked out of it is of no use, and may not end."""
    if abs(value) > _LARGEST_ARGUMENT:
        raise BeyondError("an exponential, an angle or a whole part of a number beyond 1e15")
    return real(value)


def tanh(value: Value) -> Value:
    """The hyperbolic tangent."""
    return Fraction(0) if value == 0 else _context.tanh(real(value))


def log1p(value: Value) -> Value:
    """The natural logarithm of 1 more than a value above -1, with all digits of a small one."""
    return Fraction(0) if value == 0 else _context.log1p(real(value))


def expm1(value: Value) -> Value:
    """1 less than the exponential of the value, with all digits of a small one."""
    return Fraction(0) if value == 0 else _context.expm1(_argument(value))


def erfc(value: Value) -> Value:
    """1 less the error function of the value, with all digits of a large one."""
    return Fraction(1) if value == 0 else _context.erfc(real(value))


def sin(value: Value) -> Value:
    """The sine, of radians."""
    return Fraction(0) if value == 0 else _context.sin(_argument(value))


def cos(value: Value) -> Value:
    """The cosine, of radians."""
    return Fraction(1) if value == 0 else _context.cos(_argument(value))


def floor(value: Value) -> Value:
    """The largest whole number that is not above the value."""
    return Fraction(value.__floor__() if is_exact(value) else int(_context.floor(_argument(value))))


def ceiling(value: Value) -> Value:
    """The smallest whole number that is not below the value."""
    return -floor(-value)


def sign(value: Value) -> int:
    """-1, 0 or 1."""
    return int(value > 0) - int(value < 0)


def subtract(left: Value, right: Value) -> Value:
    """The difference."""
    return add(left, -right)


def maximum(*items: Value) -> Value:
    """The largest item."""
    largest = items[0]
    for item in items[1:]:
        if subtract(item, largest) > 0:
            largest = item
    return largest


def minimum(*items: Value) -> Value:
    """The smallest item."""
    return -maximum(*(-item for item in items))


def as_number(value: Value) -> int | float | complex:
    """The nearest Python number."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    return complex(value) if value.imag != 0 else float(value.real)


def digits_text(value: Value, digits: int = WORKING_DIGITS) -> str:
    """Decimal digits of a real value, as mpmath writes them."""
    return str(_context.nstr(real(value), digits, min_fixed=0, max_fixed=0))


def from_text(real_digits: str, imaginary_digits: str = "0") -> Value:
    """A value from the decimal digits of its parts."""
    imaginary = _context.mpf(imaginary_digits)
    number = _context.mpf(real_digits)
    return _context.mpc(number, imaginary) if imaginary else number


def is_complex(value: Value) -> bool:
    """Whether the value has an imaginary part."""
    return not isinstance(value, Fraction) and value.imag != 0


def is_finite(value: Value) -> bool:
    """Whether the value is a number, and not infinite."""
    return is_defined(value) and bool(abs(value) != INFINITY)


def is_defined(value: Value) -> bool:
    """Whether the value is a number at all."""
    return bool(value == value)


def parts(value: Value) -> tuple[Value, Value]:
    """The real and the imaginary part."""
    return value.real, value.imag
