"""Numbers that are fractions though what they came of is none: roots and logarithms that cancel.

Digits alone prove nothing: where they look like those of a fraction, the difference is proven to be 0.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor, isfinite

from flint import arb

from solver.mathematics.balls import SAME_BITS, Inexact, sign_within
from solver.mathematics.rules import NUMBER

_LARGEST_DENOMINATOR = 10**6
_LEAST_BITS = 128
_MOST_DEPTH = 128
"""After more steps one upon another, what looks like a fraction is mostly where a descent comes to rest."""

_MOST_STEPS = 500

_MOST_BENT_STEPS = 64
"""In all, and with exponentials or the like among them: a 1 is mostly a unit near saturation then."""

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
    if _is_deep(value):
        return False
    left, known, most = [value], {id(value)}, _MOST_STEPS
    while left:
        node = left.pop()
        most = most if node.rule.height else _MOST_BENT_STEPS
        if node.rule is NUMBER or len(known) > most:
            return False
        new = [part for part in node.parts if type(part) is Inexact and id(part) not in known]
        known.update(map(id, new))
        left += new
    return len(known) <= most


def _is_deep(value: Inexact) -> bool:
    """Whether a number came about in many steps, each upon the one before, as far as first operands tell."""
    node = value
    for _ in range(_MOST_DEPTH):
        below = next((part for part in node.parts if type(part) is Inexact), None)
        if below is None:
            return False
        node = below
    return True


def _are_equal(value: Inexact, fraction: Fraction) -> bool:
    """Whether a number is proven to be a fraction."""
    return sign_within(value - fraction if fraction else value, 2 * SAME_BITS) == 0


def _nearest(number: float) -> tuple[int, int] | None:
    """The numerator and the denominator of what a float may stand for, by continued fractions."""
    if abs(number) * _LARGEST_DENOMINATOR < 0.5 or not isfinite(number):
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
