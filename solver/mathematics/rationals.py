"""Numbers that are fractions though what they came of is none: roots and logarithms that cancel.

Digits alone prove nothing: where they look like those of a fraction, the difference is proven to be 0.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, islice
from math import floor, isfinite

from flint import arb

from solver.mathematics.balls import SAME_BITS, Inexact, ordered, sign_within
from solver.mathematics.rules import NUMBER

_LARGEST_DENOMINATOR = 10**6
_LEAST_BITS = 128
_MOST_STEPS = 64
"""Steps with exponentials or the like: what looks like a 1 after more is mostly a unit near saturation."""

_ROUNDING = 1e-15


def as_fraction(value: Inexact) -> Fraction | None:
    """The fraction with a short denominator that a real number is; None of another number.

    What comes of numbers that are known by their digits only is none, however few these are.
    """
    ball = value.ball
    if type(ball) is not arb or not ball.is_finite():
        return None
    if ball.contains(0):
        found = Fraction(0)
    else:
        near = _nearest(float(ball.mid()))
        if near is None or ball.rel_accuracy_bits() < _LEAST_BITS or not (ball * near[1]).contains(near[0]):
            return None
        found = Fraction(*near)
    return found if _may_be_proven(value) and _are_equal(value, found) else None


def _may_be_proven(value: Inexact) -> bool:
    """Whether a number came about in few enough steps, and not of one that is known by its digits only."""
    steps = ordered(value, lambda _: True)
    first = [*islice(steps, _MOST_STEPS)]
    if not all(node.rule.height for node in first) and next(steps, None) is not None:
        return False
    return all(node.rule is not NUMBER for node in chain(first, steps))


def _are_equal(value: Inexact, fraction: Fraction) -> bool:
    """Whether a number is proven to be a fraction."""
    return sign_within(value - fraction if fraction else value, 2 * SAME_BITS) == 0


def _nearest(number: float) -> tuple[int, int] | None:
    """The numerator and the denominator of what a float may stand for, by continued fractions."""
    if not isfinite(number) or abs(number) * _LARGEST_DENOMINATOR < 0.5:
        return None
    (top, last_top), (bottom, last_bottom), rest = (1, 0), (0, 1), number
    while True:
        whole = floor(rest)
        top, last_top = whole * top + last_top, top
        bottom, last_bottom = whole * bottom + last_bottom, bottom
        if bottom <= _LARGEST_DENOMINATOR and abs(number - top / bottom) <= _ROUNDING * abs(number):
            return top, bottom
        if bottom > _LARGEST_DENOMINATOR or rest == whole:
            return None
        rest = 1 / (rest - whole)
