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
_COPIED = regex(rf"(?P<before>.*[×x*·⋅]\s*)?10\s?[{_MINUS}]\s?(?P<exponent>\d{{1,2}})", where="0")
"""A power of ten whose exponent was copied onto the line: 10−3, and 2·10−3."""

_PERIOD = regex(r".*\d\.\d*\(\d+\).*", where="(")
_HEXADECIMAL = regex(r"[-+]?0[xX][0-9A-Fa-f]+", where="xX")
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
    if _HEXADECIMAL.fullmatch(bare):
        return "numbers have ten digits"
    if _LEADING_ZERO.fullmatch(bare):
        return "no number has a 0 before other digits; in a list, 1000 stands without a comma or a space"
    return ""


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
