"""Formulas in words, for those who hear a page: v 1 equals beta times v 0 plus g 1, blank."""

from __future__ import annotations

from re import Match

from solver.patterns import regex

_WORDS = {
    "~=": "is about",
    ">=": "is at least",
    "<=": "is at most",
    "!=": "is not",
    "<-": "becomes",
    "->": "leads to",
    "=": "equals",
    "<": "is less than",
    ">": "is greater than",
    "*": "times",
    "/": "over",
    "+": "plus",
    "||": "double bar",
    "|": "given",
}
_POWERS = {"2": "squared", "3": "cubed", "T": "transposed"}

_SUM = regex(r"\bsum\((\w+)=(\S+?)\.\.(\S+?)\)")
_POWER = regex(r"\^(?:([23T])(?![\w.])|)")
_ACCENT = regex(r"\b(?!that|what)([A-Za-z]|theta|lambda|mu|sigma|beta)(hat|bar|tilde)(?=[_\W]|$)")
_BLANK = regex(r"_{3,}")
_INDEX = regex(r"(?<=[\w)\]])_(?=[\w({])")
_SIGN = regex(r"(?<![\w)\]] )-(?=[\w(.∞])")
_SIGNS = regex(r"~=|>=|<=|!=|<-|->|\|\||(?<= )\|(?= )|[=<>*/+]|(?<=\s)-(?=\s)")


def spoken(text: str) -> str:
    """What is written in plain characters, in words; brackets and commas stay, as pauses."""
    text = _SIGN.sub("minus ", _BLANK.sub("blank", text))
    text = _SUM.sub(r"the sum over \1 from \2 to \3 of", text)
    text = text.replace("sqrt(", "the square root of (")
    text = _ACCENT.sub(r"\1 \2", text)
    text = _POWER.sub(_power, text)
    text = _INDEX.sub(" ", text)
    text = _SIGNS.sub(_sign, text)
    return " ".join(text.split())


def _power(found: Match[str]) -> str:
    return f" {_POWERS[found[1]]}" if found[1] else " to the power of "


def _sign(found: Match[str]) -> str:
    return f" {_WORDS.get(found[0], 'minus')} "
