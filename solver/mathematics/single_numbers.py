"""What a text means where a single number is wanted: only there does 73,856 stand for one number.

Everywhere else a comma or white space separates two.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from solver.errors import ReadError
from solver.mathematics.formula import Formula, Number
from solver.mathematics.literals import MOST_DIGITS
from solver.mathematics.parser import read_number
from solver.mathematics.values import is_exact
from solver.patterns import regex

_SPACES = " \u00a0\u2007\u2009\u202f\u2008"
_MINUS = "-−–‐‑"
_GROUPS = rf"\d{{1,3}}(?:(?P<mark>[,.{_SPACES}'’_])\d{{3}})(?:(?P=mark)\d{{3}})*"
_GROUPED = regex(rf"(?P<sign>[{_MINUS}+]?)\s*(?P<digits>{_GROUPS})(?:\.0*)?")
_MIXED = regex(
    rf"(?P<sign>[{_MINUS}+]?)\s*(?P<whole>\d{{1,9}})\s+(?P<top>\d{{1,9}})\s*[/⁄]\s*(?P<bottom>\d{{1,9}})",
    where="/⁄",
)
_SIZED = regex(
    rf"\s*(?P<number>[{_MINUS}+]?\d[\d.]*)\s*(?P<size>k|K|M|thousand|million|billion)\s*", where="kKMn"
)
_COPIED = regex(rf"(?P<before>.*[×x*·⋅]\s*)?10\s?[{_MINUS}]\s?(?P<exponent>\d{{1,2}})", where=_MINUS)
"""A power of ten whose exponent was copied onto the line: 10−3, and 2·10−3."""

_PERIOD = regex(r".*\d\.\d*\(\d+\).*", where="(")
_HEXADECIMAL = regex(r"[-+]?0(?:[xX][0-9A-Fa-f]+|[bB][01]+|[oO][0-7]+|×\d+)", where="xXbBoO×")
_THOUSANDS = regex(r"([1-9]\d{0,2})\.000")
"""A whole number with zeros behind a point that may be a mark of thousands."""

_MINUS_ZERO = regex(rf"[{_MINUS}]0", where=_MINUS)
_DECIMAL_COMMA = regex(rf"(?P<whole>[{_MINUS}+]?\d+),(?P<decimals>\d+)", where=",")
_LEADING_ZERO = regex(r"[-+]?0\d+", where="0")

_SIZES = {"k": 3, "K": 3, "thousand": 3, "M": 6, "million": 6, "billion": 9}


def with_exponent(text: str) -> str:
    """A number before the word or the letter for its size as one with an exponent: 50k is 50e3."""
    match = _SIZED.fullmatch(text)
    return text if match is None else f"{match['number']}e{_SIZES[match['size']]}"


def grouped(text: str) -> Fraction | None:
    """The whole number whose digits stand in groups of three, as 73,856 and 73 856; none for another text."""
    match = _GROUPED.fullmatch(text.strip())
    if match is None or len(text) > MOST_DIGITS:
        return None
    digits = match["digits"].replace(match["mark"], "")
    return Fraction(int(digits) * _sign(match))


def is_point_alone(text: str) -> bool:
    """Whether the only mark between the digits is a single point, which ends a decimal as well."""
    return text.count(".") == 1 and not any(mark in text.strip() for mark in f",'’_{_SPACES}")


def mixed(text: str) -> Fraction | None:
    """The value of a whole number and a fraction, such as 1 3/4; none for another text."""
    match = _MIXED.fullmatch(text.strip())
    if match is None or not 0 < int(match["top"]) < int(match["bottom"]):
        return None
    return _sign(match) * (int(match["whole"]) + Fraction(int(match["top"]), int(match["bottom"])))


@lru_cache(maxsize=4096)
def doubt(text: str) -> str:
    """What a number may be meant as that reads otherwise than it looks; empty where it is plain."""
    bare = text.strip()
    copied = _COPIED.fullmatch(bare)
    if copied is not None:
        return f"a power of ten is 10^-{copied['exponent']}, or 1e-{copied['exponent']}"
    if "±" in bare or "∓" in bare:
        return "± stands for two numbers, or for what it may be off by: give one"
    if _PERIOD.fullmatch(bare):
        return "digits that repeat are given as a fraction, 1/3"
    if _MINUS_ZERO.fullmatch(bare):
        return "decimals have a point, -0.5"
    if (comma := _DECIMAL_COMMA.fullmatch(bare)) and _may_be_grouped(comma):
        return f"it may be {comma['whole']}.{comma['decimals']} or {comma['whole']}{comma['decimals']}"
    if _HEXADECIMAL.fullmatch(bare):
        return "numbers have ten digits"
    if _LEADING_ZERO.fullmatch(bare):
        return "no number has a 0 before other digits; in a list, 1000 stands without a comma or a space"
    return ""


def _may_be_grouped(comma: re.Match[str]) -> bool:
    """Whether a comma may stand between thousands as well as before decimals."""
    whole = comma["whole"].lstrip(f"{_MINUS}+")
    return len(comma["decimals"]) == 3 and len(whole) < 4 and whole != "0"


def with_point(text: str) -> str:
    """A number with a point for a comma that can only stand before decimals; any other text as it stands."""
    comma = _DECIMAL_COMMA.fullmatch(text.strip())
    return text if comma is None or _may_be_grouped(comma) else f"{comma['whole']}.{comma['decimals']}"


def doubt_of_whole(text: str) -> str:
    """What a whole number may be meant as besides: 1.000 is a thousand to some; empty where it is plain."""
    thousands = _THOUSANDS.fullmatch(text.strip())
    return f"it may be {thousands[1]} or {thousands[1]}000" if thousands else ""


def _sign(match: re.Match[str]) -> int:
    return -1 if match["sign"] and match["sign"] in _MINUS else 1


@lru_cache(maxsize=4096)
def read_single(text: str) -> Formula:
    """A number that stands alone, so that 1 3/4 is one.

    Raises:
        ReadError: the text is no number.
        UndefinedError: it has no value.
    """
    found = mixed(text)
    return read_number(text) if found is None else Number(found, f"{found.numerator}/{found.denominator}")


@lru_cache(maxsize=4096)
def read_whole(text: str) -> int:
    """A whole number, whose digits may be grouped, or with an exponent or a size: 60000, 60,000, 6e4, 60k.

    Raises:
        ReadError: the text is none.
        UndefinedError: it has no value.
    """
    found = None if is_point_alone(text) else grouped(text)
    value = read_number(with_exponent(text)).evaluate() if found is None else found
    if "%" in text or not is_exact(value) or value.denominator != 1:
        raise ReadError("it is not whole", text, 0)
    return int(value)
