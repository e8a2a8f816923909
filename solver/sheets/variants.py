"""Other numbers of the form of a number: its sign, its digits, its places."""

from __future__ import annotations

import re
from fractions import Fraction

from solver.mathematics.values import Value
from solver.sampling.random_stream import RandomStream

_NUMERAL = re.compile(r"-?\d+(?:\.(?P<places>\d+))?")
_ATTEMPTS = 40
_SHARES = 8, 25, 60
"""Per cents of a number by which another one of its form is larger or smaller, at most."""


def is_numeral(text: str) -> bool:
    """Whether a text is a whole number or a decimal without an exponent."""
    return _NUMERAL.fullmatch(text) is not None


def places(text: str) -> int:
    """The digits behind the point."""
    found = _NUMERAL.fullmatch(text)
    return len(found["places"] or "") if found else 0


def zeros_at_end(text: str) -> int:
    """How round a whole number is."""
    is_whole = is_numeral(text) and "." not in text
    return len(text) - len(text.rstrip("0")) if is_whole and text.strip("-0") else 0


def varied(value: Value, text: str, draw: RandomStream) -> Value:
    """Another number that looks like the value, whose places are those of the text.

    It has its sign, as many digits and, mostly, some of the zeros that it ends with; the value itself where
    there is no other.
    """
    if not is_numeral(text):
        return value
    unit = 10 ** places(text)
    size = abs(round(value * unit))
    sign = -1 if value < 0 else 1
    zeros = zeros_at_end(text)
    for _ in range(_ATTEMPTS):
        grain = 10 ** draw.integer(0, zeros) if zeros else 1
        other = draw.choice((_moved, _turned, _redigited))(size // grain, draw) * grain
        alike = len(str(other)) == len(str(size)) and (unit == 1 or other % 10 != 0)
        if other > 0 and other != size and alike:
            return sign * Fraction(other, unit)
    return value


def _moved(size: int, draw: RandomStream) -> int:
    """A number not far away."""
    most = max(2, size * draw.choice(_SHARES) // 100)
    return size + draw.integer(1, most) * draw.choice((1, -1))


def _turned(size: int, draw: RandomStream) -> int:
    """Two neighboring digits have changed places."""
    digits = list(str(size))
    if len(digits) < 2:
        return size
    place = draw.integer(0, len(digits) - 2)
    digits[place : place + 2] = digits[place + 1], digits[place]
    return int("".join(digits))


def _redigited(size: int, draw: RandomStream) -> int:
    """One digit is another one; one of the first two."""
    digits = list(str(size))
    place = draw.integer(0, min(1, len(digits) - 1))
    digits[place] = str((int(digits[place]) + draw.integer(1, 3) * draw.choice((1, -1))) % 10)
    return int("".join(digits))
