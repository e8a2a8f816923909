"""Positions behind names, counted from 0 as in NumPy, or from 1."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from solver.patterns import regex

_AT = regex(r"([^=\[\]]*\w)\s*((?:\[\s*\d{1,4}(?:\s*,\s*\d{1,4})*\s*\])+)(?=\s*=)", where="[")
"""A name with a position behind it."""

_FROM_0 = regex(r"([^=\[\]]*\w)\s*(?:\[[\d\s,]*\])*\[(?:[\d\s]*,)*\s*0\s*(?:,[\d\s]*)*\]", where="[")
"""A name with the position 0 behind it."""


def names_at_0(parts: Iterable[str]) -> set[str]:
    """The names that have the position 0 behind them in a claim."""
    return {match[1].strip() for part in parts if (match := _FROM_0.match(part))}


def counted_from_1(part: str, from_0: Collection[str]) -> str:
    """A claim with the positions of an array that was counted from 0, as in NumPy, counted from 1."""
    match = _AT.match(part)
    if match is None or match[1].strip() not in from_0:
        return part
    later = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), match[2])
    return f"{match[1]}{later}{part[match.end() :]}"
