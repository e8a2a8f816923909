"""Several values under their keys: what Python prints of a dictionary, and tables of truths."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from solver.checking.names.named_arrays import items_of
from solver.checking.written.claim_signs import name_of
from solver.patterns import regex

_KEYED = regex(r"\s*\{(\s*['\"][^\W\d].*)\}\s*", re.DOTALL, where="{")
_PAIR = regex(r"\s*['\"]([^'\"]{1,60})['\"]\s*:\s*(.+?)\s*", re.DOTALL)
"""What Python prints of names and their values."""

_ROW_OF_TRUTHS = regex(
    r"\s{0,9}[(\[]?\s{0,9}([01])\s{0,9},?\s{0,9}([01])\s{0,9}[)\]]?\s{0,9}(?::|=>|->|→|↦|⇒)\s{0,9}"
    r"([-−]?\d{1,9}(?:\.\d{1,9})?)\s{0,9}(?:[,;\n]|$)"
)
"""Two inputs that are 0 or 1, and what comes of them."""


def keyed(text: str, is_known: Callable[[str], bool]) -> Sequence[str]:
    """The statements of what Python prints of names and their values, or of a name that has several."""
    return _keyed(text) or _keyed_of(text, is_known)


def _keyed(text: str) -> Sequence[str]:
    """The statements of what Python prints of names and their values; none where it is no such."""
    printed = _KEYED.fullmatch(text)
    pairs = [_PAIR.fullmatch(item) for item in items_of(printed[1])] if printed else []
    found = [f"{pair[1]} = {pair[2]}" for pair in pairs if pair]
    return found if len(found) == len(pairs) else ()


def _keyed_of(text: str, is_known: Callable[[str], bool]) -> Sequence[str]:
    """The statements of what Python prints of a name with several values: idf = {'cat': 0.69, 'dog': 0}."""
    name = name_of(text)
    printed = text[text.index("{") :] if name and is_known(name) and "{" in text else ""
    found = [stated.partition(" = ") for stated in _keyed(printed)]
    called = [next(filter(is_known, (f"{name}({key})", f"{key} {name}")), "") for key, _, _ in found]
    return [f"{key} = {pair[2]}" for key, pair in zip(called, found, strict=True)] if all(called) else ()


def tabulated(text: str, is_known: Callable[[str], bool]) -> Sequence[str]:
    """The statements of a truth table, (0,0): 0, (0,1): 1, where a function has these arguments."""
    found, position = list[str](), 0
    while row := _ROW_OF_TRUTHS.match(text, position):
        found.append(f"f({row[1]},{row[2]}) = {row[3]}")
        position = row.end()
    is_whole = len(found) > 1 and position == len(text)
    return found if is_whole and is_known(name_of(found[0])) else ()
