"""The words behind numbers that are units: bits and nats, degrees and radians."""

from __future__ import annotations

from collections.abc import Mapping
from math import e, log2, pi

from solver.patterns import regex

UNITS: Mapping[str, str] = {
    "bit": "bits",
    "shannon": "bits",
    "nat": "nats",
    "hartley": "hartleys",
    "ban": "hartleys",
    "dit": "hartleys",
    "radian": "radians",
    "rad": "radians",
    "degree": "degrees",
    "deg": "degrees",
    "°": "degrees",
}
"""Each word by which a unit is known, and its name."""

_BITS: Mapping[str, float] = {"bits": 1.0, "nats": log2(e), "hartleys": log2(10)}
_DEGREES: Mapping[str, float] = {"degrees": 1.0, "radians": 180 / pi}

_UNIT = regex(
    rf"(?i)(?<=[\d)\]}}\s½¼¾])({'|'.join(UNITS)})(?:s?\b\.?|(?<=°))"
    r"(?:\s*(?:/|per)\s*(?:symbol|outcome|sample|character)s?\b)?"
)


def without_unit(value: str) -> tuple[str, str]:
    """A value with white space in place of its unit, so that all places stay, and the unit."""
    unit = _UNIT.search(value)
    return _UNIT.sub(lambda word: " " * len(word[0]), value), UNITS[unit[1].lower()] if unit else ""


def ratio(one: str, other: str) -> float | None:
    """How many of the other one unit is; none where they measure different things."""
    sizes = next((known for known in (_BITS, _DEGREES) if one in known and other in known), None)
    return None if sizes is None else sizes[one] / sizes[other]
