"""Numbers that are given by what is missing of them to 1: a false positive rate for the specificity."""

from __future__ import annotations

import math
from fractions import Fraction

from msgspec.structs import replace

from solver.checking.comparing.reach import MOST_OPEN
from solver.checking.names.marked_names import REST
from solver.checking.written.claims import Claimed, Written
from solver.checking.written.precisions import precision
from solver.mathematics.values import Value, is_complex, is_finite, subtract
from solver.record.slopes import number


def tells_rest(written: Claimed, right: Value) -> bool:
    """Whether a number that is right by what is missing of it to 1 says as much of what is missing.

    Args:
        written: what is missing, as `rest_to_1` has it; anything else tells all that it says.
        right: the number to which it is the rest.
    """
    if not isinstance(written, Written) or not written.text.startswith(REST):
        return True
    missing, own = (number(subtract(Fraction(1), value)) for value in (right, written.value))
    return abs(own - missing) <= MOST_OPEN * abs(missing)


def rest_to_1(written: Claimed) -> Claimed:
    """What is missing to 1 of numbers, to the same places."""
    if isinstance(written, tuple):
        return tuple(map(rest_to_1, written))
    if not isinstance(written, Written) or is_complex(written.value) or not is_finite(written.value):
        return written
    rest = subtract(Fraction(1), written.value)
    if not written.half_unit:
        return replace(written, text=f"{REST}{written.text}", value=rest)
    places = max(0, round(-math.log10(2 * written.half_unit)))
    digits, half = precision(f"{abs(float(rest)):.{places}f}")
    return Written(f"{REST}{written.text}", rest, digits, half)
