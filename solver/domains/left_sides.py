"""The left side of a formula as books print it: f(x, y) = x^2 y + x y."""

from __future__ import annotations

from solver.errors import ReadError
from solver.mathematics.known_words import WORDS
from solver.mathematics.left_out_signs import names_in, symbol_name, variable_name
from solver.patterns import regex

_NAME = r"(?:\\math\w+\{\w+\}|\\?[^\W\d](?:_\{?\w+\}?|\w{0,11}))"
_LEFT = regex(rf"\s*({_NAME})\s*(?:\(([^()]*)\))?\s*:?=(?!=)", where="=")


def without_left_side(text: str) -> tuple[str, tuple[str, ...]]:
    """The formula of f(x, y) = ..., and the variables that stand in the brackets."""
    left = _LEFT.match(text)
    if left is None or left[1] in WORDS or _is_product(left[1]):
        return text, ()
    right = text[left.end() :]
    names = tuple(_variable(name.strip()) for name in (left[2] or "").split(","))
    is_variable = _variable(left[1]) in map(symbol_name, _names(right))
    return (text, ()) if is_variable else (right, tuple(filter(None, names)))


def _is_product(name: str) -> bool:
    """Whether a word is no name but letters that are multiplied, as xy is."""
    found = _names(name)
    return bool(found) and symbol_name(found[0]) != _variable(name)


def _variable(name: str) -> str:
    """A name as formulas have it, or as it stands where it is none."""
    try:
        return variable_name(name) if name else ""
    except ReadError:
        return name


def _names(text: str) -> list[str]:
    try:
        return names_in(text)
    except ReadError:
        return []
