"""Elementary functions of values: exponentials, logarithms, angles and whole parts."""

from __future__ import annotations

from fractions import Fraction

from solver.errors import UndefinedError
from solver.mathematics import balls
from solver.mathematics.balls import Inexact
from solver.mathematics.rules import RULES
from solver.mathematics.surds import as_multiple
from solver.mathematics.values import (
    INFINITY,
    PI,
    E,
    Value,
    exact_bits,
    is_exact,
    is_finite,
    multiply,
    power,
    sign,
    subtract,
    within_use,
)

_COSINES = {
    Fraction(0): Fraction(1),
    Fraction(1, 3): Fraction(1, 2),
    Fraction(1, 2): Fraction(0),
    Fraction(2, 3): Fraction(-1, 2),
    Fraction(1): Fraction(-1),
}
"""The cosines, by how many times pi an angle from 0 to pi is: no others are fractions (Niven)."""

_ANGLES = {cosine: times for times, cosine in _COSINES.items()}


def exp(value: Value) -> Value:
    """e to the power of the value."""
    if not is_finite(value) and value == -INFINITY:
        return Fraction(0)
    return Fraction(1) if balls.vanishes(value) else Inexact(RULES["exp"], within_use(value))


def log(value: Value, base: Value = E) -> Value:
    """Logarithm to `base`; exact where the result is a whole number or the base's root is.

    Raises:
        UndefinedError: it is of a number that is not positive.
    """
    if sign(value) <= 0:
        raise UndefinedError("the logarithm of a number that is not positive")
    if value == 1:
        return Fraction(0)
    if isinstance(value, Fraction) and isinstance(base, Fraction):
        exact = _whole_logarithm(value, base)
        if exact is not None:
            return exact
    natural = Inexact(RULES["log"], value)
    return natural if base is E else natural / Inexact(RULES["log"], base)


def _whole_logarithm(value: Fraction, base: Fraction) -> Fraction | None:
    guess = round(float(Inexact(RULES["log"], value) / Inexact(RULES["log"], base)))
    # A power of a fraction other than 1 has at least as many bits as its exponent says.
    fits = abs(guess) <= exact_bits(value)
    return Fraction(guess) if fits and base**guess == value else None


def tanh(value: Value) -> Value:
    """The hyperbolic tangent."""
    return Fraction(0) if balls.vanishes(value) else Inexact(RULES["tanh"], value)


def log1p(value: Value) -> Value:
    """The natural logarithm of 1 more than a value above -1, however small the value is."""
    return Fraction(0) if balls.vanishes(value) else Inexact(RULES["log1p"], value)


def expm1(value: Value) -> Value:
    """1 less than the exponential of the value, however small the value is."""
    return Fraction(0) if balls.vanishes(value) else Inexact(RULES["expm1"], within_use(value))


def erfc(value: Value) -> Value:
    """1 less the error function of the value."""
    return Fraction(1) if balls.vanishes(value) else Inexact(RULES["erfc"], value)


def sin(value: Value) -> Value:
    """The sine, of radians; exact where it is a fraction."""
    if balls.vanishes(value):
        return Fraction(0)
    times = _times_pi(value)
    exact = None if times is None else _exact_cosine(Fraction(1, 2) - times)
    return Inexact(RULES["sin"], within_use(value)) if exact is None else exact


def cos(value: Value) -> Value:
    """The cosine, of radians; exact where it is a fraction."""
    if balls.vanishes(value):
        return Fraction(1)
    times = _times_pi(value)
    exact = None if times is None else _exact_cosine(times)
    return Inexact(RULES["cos"], within_use(value)) if exact is None else exact


def _times_pi(value: Value) -> Fraction | None:
    """How many times pi an angle is, if it was worked out as such."""
    factor, number = as_multiple(value)
    return factor if isinstance(number, Inexact) and number.rule is PI.rule else None


def _exact_cosine(times_pi: Fraction) -> Fraction | None:
    """The cosine of an angle that is so many times pi, where it is a fraction."""
    turned = times_pi % 2
    return _COSINES.get(min(turned, 2 - turned))


def arccos(value: Value) -> Value:
    """The angle in radians, from 0 to pi, whose cosine is the value.

    Raises:
        UndefinedError: the value is beyond -1 or 1.
    """
    above, below = (sign(subtract(size, Fraction(1))) for size in (value, -value))
    if max(above, below) > 0:
        raise UndefinedError("a cosine lies between -1 and 1")
    if above == 0:
        return Fraction(0)
    if below == 0:
        return PI
    times = _angle(value)
    return Inexact(RULES["arccos"], value) if times is None else multiply(times, PI)


def _angle(cosine: Value) -> Fraction | None:
    """How many times pi an angle is, where twice as large an angle has a fraction as its cosine."""
    of_twice = subtract(2 * power(cosine, Fraction(2)), Fraction(1))
    times = _ANGLES.get(of_twice) if is_exact(of_twice) else None
    if times is None:
        return None
    return times / 2 if sign(cosine) > 0 else 1 - times / 2


def floor(value: Value) -> Value:
    """The largest whole number that is not above the value."""
    return Fraction(within_use(value).__floor__())


def ceiling(value: Value) -> Value:
    """The smallest whole number that is not below the value."""
    return -floor(-value)
