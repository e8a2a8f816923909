"""How likely it is that a number only happens to be what a mistake leads to.

A number with three digits is hardly ever hit by chance; a small whole number is what some mistake leads
to, whatever it is. The chance is that of hitting one of the values that were tried: for each of them
the width of what counts as a hit, as a part of the range in which a wrong number may lie.
"""

from __future__ import annotations

import math
from fractions import Fraction

from solver.checking.written.claims import Claimed, Written
from solver.mathematics import values
from solver.record.slopes import number
from solver.record.solution import Conclusion

LARGEST = 0.02
"""A mistake is told as a fact where chance explains a number less often than this."""

_EXACT_FORM = 1e-6
"""Part of the numbers that an infinite one, or an exact form with a root or a constant in it, hits."""

_RANGE = 3.0
"""A wrong entry of a set may lie within this range in any case."""


def resolution(written: Claimed, right: float = 0.0) -> float:
    """The part of the range of wrong values that a claim cannot be told from; 1 for yes and no.

    Args:
        written: what was claimed.
        right: the right value; wrong ones lie between 0 and twice its size, or that of the claim.
    """
    if isinstance(written, tuple):
        return math.prod(map(_entry_resolution, written))
    if isinstance(written, Conclusion):
        return 1.0
    if not values.is_finite(written.value):
        return _EXACT_FORM
    size = max(abs(number(written.value)), abs(right) if math.isfinite(right) else 0.0)
    return min(1.0, _width(written) / (2 * size)) if size else 1.0


def _entry_resolution(entry: Claimed) -> float:
    """The same of an entry of a set; a vector of a basis has any length, and its entries are mostly small."""
    if isinstance(entry, tuple):
        return math.prod(_entry_resolution(item) for item in entry[1:])
    return min(resolution(entry, _RANGE / 2), 1 / _RANGE) if isinstance(entry, Written) else 1.0


def _width(written: Written) -> float:
    """How far a number is from the next one that might have been written in its place."""
    if written.half_unit:
        return 2 * written.half_unit
    if isinstance(written.value, Fraction):
        return 1 / written.value.denominator
    return _EXACT_FORM * abs(number(written.value))
