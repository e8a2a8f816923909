"""The left side of a formula as books print it: f(x, y) = x^2 y + x y."""

from __future__ import annotations

from solver.errors import ReadError
from solver.mathematics.left_out_signs import names_in
from solver.patterns import regex

_LEFT = regex(r"\s*[A-Za-z](?:_?\w)?\s*(?:\(([^()]*)\))?\s*=(?!=)")


def without_left_side(text: str) -> tuple[str, tuple[str, ...]]:
    """The formula of f(x, y) = ..., and the variables that stand in the brackets."""
    left = _LEFT.match(text)
    if left is None:
        return text, ()
    right = text[left.end() :]
    names = (name.strip() for name in (left[1] or "").split(","))
    is_variable = left[0].split("(")[0].strip(" =") in _names(right)
    return (text, ()) if is_variable else (right, tuple(filter(None, names)))


def _names(text: str) -> list[str]:
    try:
        return names_in(text)
    except ReadError:
        return []
