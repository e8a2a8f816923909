"""Formulas in words, for those who hear a page: v 1 equals beta times v 0 plus g 1, blank."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from re import Match, Pattern

from solver.patterns import regex

_WORDS = {
    "~=": " is about ",
    ">=": " is at least ",
    "<=": " is at most ",
    "!=": " is not ",
    "<-": " becomes ",
    "->": " leads to ",
    "||": " double bar ",
    " | ": " given ",
    "=": " equals ",
    "<": " is less than ",
    ">": " is greater than ",
    "*": " times ",
    "/": " over ",
    "+": " plus ",
    " - ": " minus ",
}
"""Signs with the words for them; a longer sign goes before those that it consists of."""

_POWERS = {"2": "squared", "3": "cubed", "T": "transposed"}


def _power(found: Match[str]) -> str:
    return f" {_POWERS[found[1]]}" if found[1] else " to the power of "


_ACCENTED = r"\b(?!that|what)([A-Za-z]|theta|lambda|mu|sigma|beta)"

_RULES: tuple[tuple[str, Pattern[str], str | Callable[[Match[str]], str]], ...] = (
    ("___", regex(r"_{3,}"), "blank"),
    ("-", regex(r"-(?<![\w)\]] -)(?=[\w(.∞])"), "minus "),
    ("sum(", regex(r"\bsum\((\w+)=(\S+?)\.\.(\S+?)\)"), r"the sum over \1 from \2 to \3 of"),
    ("sqrt(", regex(r"sqrt\("), "the square root of ("),
    *((mark, regex(rf"{_ACCENTED}({mark})(?=[_\W]|$)"), r"\1 \2") for mark in ("hat", "bar", "tilde")),
    *((sign, regex(rf"\b{sign}(?=[A-Za-z])"), f"{sign} ") for sign in ("partial", "nabla", "Delta")),
    ("^", regex(r"\^(?:([23T])(?![\w.])|)"), _power),
    ("_", regex(r"_(?<=[\w)\]]_)(?=[\w({])"), " "),
)
"""What is said of what has no sign for it: expressions, each with characters that it is found with only: to
look for these takes less time.
"""


@lru_cache(maxsize=4096)
def spoken(text: str) -> str:
    """What is written in plain characters, in words; brackets and commas stay, as pauses."""
    for mark, expression, words in _RULES:
        if mark in text:
            text = expression.sub(words, text)
    for sign, words in _WORDS.items():
        text = text.replace(sign, words)
    return " ".join(text.split())
