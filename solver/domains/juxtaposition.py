"""Formulas as books print them: f(x, y) = x^2 y + xy - sin y, with the signs of products left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from solver.errors import ReadError
from solver.mathematics.parser import CONSTANTS, FUNCTIONS, names_in

LETTERS = frozenset("tuvwxyz")
"""Letters that are variables wherever they stand beside each other: xy, wx."""

FACTORS = frozenset("abckmn")
"""Letters that are factors before x, y and z: ax, by."""

_GREEK = frozenset(("mu", "nu", "xi", "pi", "eta", "rho", "tau", "phi", "chi", "psi", "beta", "zeta", "iota"))
_WORD = re.compile(r"(?<![A-Za-z_\\])[A-Za-z]{2,4}(?![A-Za-z_0-9(])")
_LEFT = re.compile(r"\s*[A-Za-z](?:_?\w)?\s*(?:\(([^()]*)\))?\s*=(?!=)")
_APART = re.compile(r"(?<![\\\w])([A-Za-z_]\w*)\s+(?=[A-Za-z])|([\d)}])\s+(?=[A-Za-z])|([\d)}])\s+(?=\()")
_APPLIED = re.compile(rf"(?<!\w)\\?({'|'.join(FUNCTIONS)})\s+([A-Za-z]\w*)(?=\s*(?:$|[-+,;)=]))")


_POWER = re.compile(r"(?<![A-Za-z_\\])e\s*(?:\^|\*\*)\s*(?:(?=\()|\{([^{}]*)\}|(-?[A-Za-z]\w*)(?!\s*[\w(^]))")
"""A power of e whose exponent is in brackets, or a variable."""


def with_signs(text: str) -> str:
    """The formula with the signs of its products and the brackets of its functions.

    Raises:
        ReadError: where letters stand beside each other below a stroke, as in 1/xy.
    """
    text = _POWER.sub(lambda power: f"exp({power[1] or power[2]})" if any(power.groups()) else "exp", text)
    text = _APPLIED.sub(r"\1(\2)", text)
    text = _APART.sub(_joined, text)
    alone = {name for name in _names(text) if len(name) == 1}

    def product(word: re.Match[str]) -> str:
        if not _is_product(word[0], alone):
            return word[0]
        if text[: word.start()].rstrip().endswith("/"):
            raise ReadError(f"{word[0]} is a product whose sign is missing", text, word.start())
        return "*".join(word[0])

    return _WORD.sub(product, text)


def without_left_side(text: str) -> tuple[str, tuple[str, ...]]:
    """The formula of f(x, y) = ..., and the variables that stand in the brackets."""
    left = _LEFT.match(text)
    if left is None:
        return text, ()
    right, names = (
        text[left.end() :],
        tuple(name.strip() for name in (left[1] or "").split(",") if name.strip()),
    )
    return (text, ()) if left[0].split("(")[0].strip(" =") in _names(right) else (right, names)


def _joined(found: re.Match[str]) -> str:
    before = found[1] or found[2] or found[3]
    return found[0] if before in FUNCTIONS else f"{before}*"


def _is_product(word: str, alone: set[str]) -> bool:
    """Whether a word is no name of its own but letters that are multiplied."""
    if word in FUNCTIONS or word in CONSTANTS or word.lower() in _GREEK:
        return False
    letters = set(word)
    if len(word) == 2 and (letters & alone or (word[0] in FACTORS and word[1] in "xyz")):
        return True
    return letters <= LETTERS | alone


def _names(text: str) -> Sequence[str]:
    try:
        return names_in(text)
    except ReadError:
        return ()
