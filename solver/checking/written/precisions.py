"""The digits of numbers as they were written, and half a unit of the last one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from solver.mathematics import values
from solver.mathematics.parser import raised
from solver.mathematics.values import Value
from solver.patterns import regex

_NUMBER = r"(?:\d+(?:\.\d*)?|\.\d+)"
_DECIMAL = regex(rf"[-+]?\s*({_NUMBER})\s*(?:[eE]([-+]?\d+))?\s*(%?)")
_SCIENTIFIC = regex(rf"([-+]?{_NUMBER})\s*[*×]\s*10\s*(?:\^|\*\*)\s*\(*([-+]?\d+)\)*", where="*×")
_COMPLEX = regex(rf"[-+]?(?:{_NUMBER}|)\s*[-+±∓]?\s*(?:{_NUMBER}|)\s*\*?\s*[ij]")
_TEN_TO = regex(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", where="⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_USUAL_DIGITS = 4
FEWEST_CARRIED = 3
"""Digits that a hand keeps at least of what it works out."""


def precision(text: str) -> tuple[int | None, float]:
    """The significant digits of a decimal, or of the parts of a complex one, and half a unit of the last.

    Args:
        text: a number in the spelling of the grammar; one without decimals has none.
    """
    text = _TEN_TO.sub(lambda power: f"10^{raised(power[1])}", text)
    while text[:1] == "(" and text[-1:] == ")" and "(" not in text[1:]:
        text = text[1:-1].strip()
    scientific, decimal = _SCIENTIFIC.fullmatch(text), _DECIMAL.fullmatch(text)
    if scientific:
        return _digits_of(scientific[1], int(scientific[2]))
    if decimal:
        return _digits_of(decimal[1], int(decimal[2] or "0") - (2 if decimal[3] else 0))
    if _COMPLEX.fullmatch(text):
        return _complex_precision(re.findall(_NUMBER, text))
    return None, 0.0


def carried_precision(text: str, value: Value) -> tuple[int | None, float]:
    """What a formula of decimals has for digits: the fewest that one of them has, but three at least."""
    decimals = [_digits_of(decimal, 0)[0] for decimal in re.findall(r"\d*\.\d+", text)]
    if not decimals or values.is_complex(value) or not values.is_finite(value) or value == 0:
        return None, 0.0
    digits = max(FEWEST_CARRIED, min(count for count in decimals if count is not None))
    return digits, 0.5 * 10.0 ** (math.floor(math.log10(size_of(value))) - digits + 1)


def _complex_precision(parts: Sequence[str]) -> tuple[int | None, float]:
    """The digits of the larger part down to the last place that both parts have; whole parts are exact."""
    halves = [half for part in parts if "." in part for _, half in (_digits_of(part, 0),)]
    if not halves:
        return None, 0.0
    half, size = max(halves), max(map(float, parts))
    digits = math.floor(math.log10(size)) - round(math.log10(2 * half)) + 1 if size else 1
    return max(1, digits), half


def _digits_of(mantissa: str, exponent: int) -> tuple[int, float]:
    number = Decimal(mantissa)
    places = int(number.as_tuple().exponent) + exponent
    digits = max(1, len(number.as_tuple().digits))
    # The digits of a whole number are written in any case; they do not tell what was kept before.
    return digits if "." in mantissa else min(digits, _USUAL_DIGITS), 0.5 * 10.0**places


def size_of(value: Value) -> float:
    """The size of a number as a float, which is finite."""
    return min(float(abs(value)), 1e300)
