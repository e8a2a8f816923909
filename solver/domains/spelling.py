"""The texts of Python values, as the command line writes them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from solver.errors import InputError
from solver.mathematics.formula import Number, Symbol

_SEPARATORS = (",", ";", "|")


def spell(value: object) -> str:
    """The text of a Python value: numbers, lists and arrays as the command line writes them.

    Raises:
        InputError: it is none that has a text.
    """
    if type(value) is str:
        return value
    value = plain_lists(value)
    match value:
        case bool():
            return str(value).lower()
        case int() | float() | Fraction():
            return str(value)
        case list() | tuple() if (deep := depth(value)) <= len(_SEPARATORS):
            return _SEPARATORS[deep - 1].join(map(spell, value))
    raise InputError("a given", "must be text, a number or a list", type(value).__name__)


def depth(value: object) -> int:
    """How deep lists are nested: 0 for a text or a number."""
    if type(value) is str:
        return 0
    items = plain_lists(value)
    return 1 + max(map(depth, items), default=0) if isinstance(items, list | tuple) else 0


def plain_lists(value: Any) -> Any:
    """A NumPy or PyTorch array as nested lists, anything else as it is."""
    return value.tolist() if hasattr(value, "tolist") else value


def spelled(symbol: Symbol) -> str:
    """A number as it was typed, for messages."""
    spelling = symbol.spelling
    if isinstance(spelling, Symbol):
        return spelling.name
    return spelling.spelling if isinstance(spelling, Number) else str(symbol.value)
