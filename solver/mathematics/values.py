"""Arithmetic on values: exact fractions, and balls that hold a number where no fraction serves.

A value is a `Fraction` as long as it can be one. Roots, logarithms and exponentials that are not
rational become `Inexact` numbers: from there on the computation carries 200 bits, and goes back for more
where a digit or a comparison asks for them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from math import isqrt, lcm
from typing import Any, TypeAlias

from solver.errors import BeyondError, UndefinedError
from solver.mathematics import balls
from solver.mathematics.balls import Inexact
from solver.mathematics.rationals import as_fraction
from solver.mathematics.rules import RULES, SUM, WHOLE_POWER
from solver.mathematics.surds import as_multiple, as_surd

Value: TypeAlias = Any
"""`Fraction` or `Inexact`."""

Multiple: TypeAlias = tuple[Fraction, Value]
"""A number so many times: a fraction, and what it multiplies."""

ONE, MINUS_ONE = Fraction(1), Fraction(-1)

WORKING_DIGITS = 50
LARGEST_EXACT_BITS = 4096
"""Bits of a numerator or denominator beyond which a fraction is of no use."""

LARGEST_SUM_BITS = 2 * LARGEST_EXACT_BITS
"""Bits of a common denominator beyond which the sum of fractions is hardly one of any use."""

LONGEST_SHOWN_BITS = 512
"""Bits of a numerator or denominator, some 150 digits, beyond which nobody reads a fraction."""

_LARGEST_POWER_BITS = 1 << 16
_LARGEST_ARGUMENT = 10**15
_LARGEST_ROOT = 16
_WORKING_BITS = 170

INFINITY: Value = Inexact(RULES["infinity"])
UNDEFINED: Value = Inexact(RULES["nan"])
"""What is no number at all, and equal to none."""

PI: Value = Inexact(RULES["pi"])
E: Value = Inexact(RULES["e"])
IMAGINARY_UNIT: Value = Inexact(RULES["i"])


def real(value: Value) -> Value:
    """The value as a number that is not exact."""
    return Inexact(RULES["number"], value) if isinstance(value, Fraction) else value


def exact_bits(value: Fraction) -> int:
    """The length of an exact value."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def is_exact(value: Value) -> bool:
    """Whether the value is a fraction."""
    # Whether one that is not is of a class derived from it takes longer to find out.
    return type(value) is Fraction


def as_rounded(value: Value) -> Value:
    """The value as one that is known by its digits only, which are all shown: 0.4200."""
    return Inexact(RULES["number"], value) if type(value) is Fraction else value


def is_closed(value: Value) -> bool:
    """Whether the value is exact as it is written: a fraction, or infinity."""
    return is_exact(value) or is_infinite(value)


def is_short(value: Value) -> bool:
    """Whether a value that is exact as it is written can be read so."""
    return is_infinite(value) or exact_bits(value) <= LONGEST_SHOWN_BITS


def is_infinite(value: Value) -> bool:
    """Whether the value is beyond all numbers."""
    return isinstance(value, Inexact) and value.is_infinite


def tidy(value: Value) -> Value:
    """A complex number without an imaginary part as the real number it is."""
    return value if is_complex(value) else value.real


def bounded(value: Value) -> Value:
    """The value itself: a fraction where it is proven to be one, unless that has grown past any use."""
    if isinstance(value, Inexact):
        plain = tidy(value)
        found = as_fraction(plain) if isinstance(plain, Inexact) else None
        return plain if found is None else found
    return real(value) if value.denominator.bit_length() > LARGEST_EXACT_BITS else value


def exceeds(value: Value, most: int) -> bool:
    """Whether the size of a finite number is above a whole number."""
    if isinstance(value, Inexact):
        # The size of most balls shows at once.
        return not value.ball.abs_upper() <= balls.whole(most) and abs(value) > most
    return bool(abs(value.numerator) > most * value.denominator)


def add(left: Value, right: Value) -> Value:
    """The sum; 0 adds nothing, so that what is left is known to be the same number."""
    if isinstance(left, Inexact):
        return left + right if isinstance(right, Inexact) or right else left
    return right + left if left else right


def total(multiples: Iterable[Multiple]) -> Value:
    """The sum of one or more multiples."""
    exact, factors, numbers = list[tuple[int, int]](), list[Fraction](), list[Inexact]()
    for factor, number in multiples:
        if not isinstance(number, Inexact):
            exact.append(_ratio(factor, number))
        elif factor or not is_finite(number):
            factors.append(factor)
            numbers.append(number)
    rest = _exact_total(exact)
    if isinstance(rest, Inexact):
        factors.append(ONE)
        numbers.append(rest)
        rest = Fraction(0)
    if len(numbers) > 1:
        return Inexact(SUM, (*factors, rest), *numbers)
    if not numbers:
        return rest
    return add(numbers[0] if factors[0] is ONE else multiply(factors[0], numbers[0]), rest)


def _ratio(factor: Fraction, number: Fraction) -> tuple[int, int]:
    """The numerator and the denominator of a product, which are not reduced."""
    top, bottom = number.as_integer_ratio()
    if factor is ONE:
        return top, bottom
    times, over = factor.as_integer_ratio()
    return times * top, over * bottom


def _exact_total(ratios: Sequence[tuple[int, int]]) -> Value:
    """The sum of numerators over denominators: reduced once; a number that is not exact past any use."""
    if len(ratios) < 2:
        return Fraction(*ratios[0]) if ratios else Fraction(0)
    whole = lcm(*[bottom for _, bottom in ratios])
    if whole.bit_length() > LARGEST_SUM_BITS:
        return reduce(add, [real(Fraction(*ratio)) for ratio in ratios])
    return Fraction(sum([top * (whole // bottom) for top, bottom in ratios]), whole)


def multiple(items: Iterable[Value]) -> Multiple:
    """The product of one or more numbers: of the exact ones, and of the others or the last of them."""
    factor, number = ONE, None
    for item in items:
        if number is None:
            number = item
        elif not isinstance(number, Inexact):
            factor, number = number if factor is ONE else factor * number, item
        elif isinstance(item, Inexact):
            number = multiply(number, item)
        else:
            factor = item if factor is ONE else factor * item
    return factor, number


def multiply(left: Value, right: Value) -> Value:
    """The product; that of 0, and that of two square roots where it can be, is a fraction."""
    if not isinstance(left, Inexact):
        return _times(left, right) if isinstance(right, Inexact) else left * right
    return _of_surds(left, right, operator.mul) if isinstance(right, Inexact) else _times(right, left)


def _times(factor: Fraction, value: Inexact) -> Value:
    """A number that is not exact so many times; none of a finite one is exactly 0."""
    return value * factor if factor or not is_finite(value) else Fraction(0)


def divide(left: Value, right: Value) -> Value:
    """The quotient.

    Raises:
        UndefinedError: the divisor is 0.
    """
    if _is_zero(right):
        raise UndefinedError("division by zero")
    if not isinstance(left, Inexact):
        return left / right if left or not is_finite(right) else Fraction(0)
    ratio = _ratio_of_multiples(left, right)
    return _of_surds(left, right, operator.truediv) if ratio is None else ratio


def _of_surds(left: Value, right: Value, operation: Callable[[Any, Any], Value]) -> Value:
    """A product or quotient of two values; that of two fractions before roots is one before one root."""
    one = as_surd(left)
    other = None if one is None else as_surd(right)
    if one and other:
        return multiply(operation(one[0], other[0]), sqrt(operation(one[1], other[1])))
    return operation(left, right)


def _ratio_of_multiples(left: Value, right: Value) -> Fraction | None:
    """The quotient of two finite numbers that are multiples of one that was worked out in the same way."""
    (c, one), (d, other) = as_multiple(left), as_multiple(right)
    same = isinstance(one, Inexact) and one.is_the_same(other) and one.ball.is_finite()
    return c / d if same else None


def power(base: Value, exponent: Value) -> Value:
    """The power; exact for whole exponents and for roots that are fractions.

    Raises:
        UndefinedError: the base is 0 or negative where it must not be.
        BeyondError: the exponent is no fraction and beyond 1e15.
    """
    if _is_zero(base):
        if sign(exponent) < 0:
            raise UndefinedError("division by zero")
        return Fraction(0 if sign(exponent) else 1)
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return _whole_power(base, exponent.numerator)
    if isinstance(exponent, Fraction) and exponent.denominator == 2:
        return _whole_power(sqrt(base), exponent.numerator)
    if base < 0:
        raise UndefinedError("a fractional power of a negative number")
    if isinstance(exponent, Fraction) and exponent.denominator <= _LARGEST_ROOT:
        return _whole_power(Inexact(RULES["root"], base, exponent.denominator), exponent.numerator)
    return Inexact(RULES["power"], base, within_use(exponent))


def _whole_power(base: Value, exponent: int) -> Value:
    """The power of a number other than 0; exact for fractions, and for square roots where it can be."""
    if isinstance(base, Fraction) and exact_bits(base) * abs(exponent) <= _LARGEST_POWER_BITS:
        return base**exponent
    surd = as_surd(base) if abs(exponent) > 1 else None
    if surd:
        of_square = _whole_power(surd[0] ** 2 * surd[1], exponent // 2)
        return multiply(of_square, base) if exponent % 2 else of_square
    return Inexact(RULES["whole power"], base, exponent)


def sqrt(value: Value) -> Value:
    """The square root; exact where it is a fraction, and of what was squared, that number or its opposite.

    Raises:
        UndefinedError: it is of a number below 0.
    """
    if is_complex(value):
        return Inexact(RULES["root"], value, 2)
    side = sign(value)
    if side < 0:
        raise UndefinedError("the square root of a negative number")
    if side == 0:
        # The ball of a 0 that takes a proof reaches below 0, where there is no root.
        return Fraction(0)
    if isinstance(value, Fraction):
        top, bottom = isqrt(value.numerator), isqrt(value.denominator)
        if top * top == value.numerator and bottom * bottom == value.denominator:
            return Fraction(top, bottom)
    base = _base_of_square(value)
    return Inexact(RULES["root"], value, 2) if base is None else base if sign(base) > 0 else -base


def _base_of_square(value: Value) -> Value | None:
    """The real number that was squared to get a value."""
    if isinstance(value, Inexact) and value.rule is WHOLE_POWER:
        base, exponent = value.parts
        if exponent % 2 == 0 and exponent > 0 and not is_complex(base):
            return base if exponent == 2 else _whole_power(base, exponent // 2)
    return None


def within_use(value: Value) -> Value:
    """The value itself, as an argument of a function that has no use, and may not end, beyond 1e15.

    Raises:
        BeyondError: it is beyond that.
    """
    if exceeds(value, _LARGEST_ARGUMENT):
        raise BeyondError("an exponential, an angle or a whole part of a number beyond 1e15")
    return value


def sign(value: Value) -> int:
    """-1, 0 or 1, for certain.

    Raises:
        UndecidedError: the value cannot be told from 0.
    """
    if isinstance(value, Inexact):
        return balls.sign(value)
    top = value.numerator
    return int(top > 0) - int(top < 0)


def _is_zero(value: Value) -> bool:
    """Whether the value is 0, for certain."""
    if not isinstance(value, Inexact):
        return not value
    return bool(value.ball.contains(0)) and not value.is_complex and balls.sign(value) == 0


def subtract(left: Value, right: Value) -> Value:
    """The difference."""
    return left - right


def maximum(*items: Value) -> Value:
    """The largest item; of items that cannot be told apart, the first."""
    largest = items[0]
    for item in items[1:]:
        if item != largest and item > largest:
            largest = item
    return largest


def minimum(*items: Value) -> Value:
    """The smallest item; of items that cannot be told apart, the first."""
    smallest = items[0]
    for item in items[1:]:
        if item != smallest and item < smallest:
            smallest = item
    return smallest


def as_number(value: Value) -> int | float | complex:
    """The nearest Python number."""
    if isinstance(value, Inexact):
        return complex(value) if value.is_complex else float(value.real)
    return int(value) if value.denominator == 1 else float(value)


def enclosure(value: Value, digits: int) -> tuple[int, int, int]:
    """Whole a, b and e with the value between a 10^e and b 10^e, which are closer by far than so many digits.

    The value is real, finite and no fraction.

    Raises:
        UndecidedError: no digit of it is certain.
    """
    # A number that was worked out from complex ones has a ball for its imaginary part even where that is 0.
    ball = tidy(value).sized(4 * digits + 40)
    middle, radius, exponent = map(int, ball.mid_rad_10exp(digits + 10))
    return middle - radius, middle + radius, exponent


def digits_text(value: Value, digits: int = WORKING_DIGITS) -> str:
    """Decimal digits of a real value."""
    if isinstance(value, Fraction):
        value = real(value)
    if not is_finite(value):
        return f"{float(value)}"
    middle, _, exponent = value.sized(_WORKING_BITS).mid_rad_10exp(digits)
    return f"{middle}e{exponent}"


def fraction_of(value: Value, digits: int = WORKING_DIGITS) -> Fraction:
    """A real value as a fraction: itself, or the one of so many decimal digits."""
    return value if isinstance(value, Fraction) else Fraction(digits_text(value, digits))


def roots_of(coefficients: Sequence[Fraction]) -> list[Value]:
    """The roots of a polynomial without multiple roots, its lowest power first: the real ones first.

    Those that are conjugates have the very same real part.
    """
    whole = lcm(*(c.denominator for c in coefficients))
    return balls.roots_of([int(c * whole) for c in coefficients])


def is_complex(value: Value) -> bool:
    """Whether the value has an imaginary part."""
    return isinstance(value, Inexact) and value.is_complex


def is_finite(value: Value) -> bool:
    """Whether the value is a number, and not infinite."""
    if not isinstance(value, Inexact) or value.ball.is_finite():
        return True
    return not (value.is_infinite or value.is_nan)


def is_defined(value: Value) -> bool:
    """Whether the value is a number at all."""
    return not isinstance(value, Inexact) or not value.is_nan


def parts(value: Value) -> tuple[Value, Value]:
    """The real and the imaginary part."""
    return value.real, value.imag if is_complex(value) else Fraction(0)
