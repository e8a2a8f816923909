"""Numbers and sentences as a learning platform shows them."""

from __future__ import annotations

import re

RIGHT = "Right."
OTHER = "This is not the expected value, and none that a known mistake leads to."
HOW_TO_WRITE = (
    "Write numbers as decimals, such as -0.125 or 2.5e-3, with at least 3 significant digits; whole numbers"
    " in full. Fractions and per cent signs cannot be read."
)

_FIRST_WORD = re.compile(r"(?:[a-z]{2,}|a)\b")


def sentence(words: str) -> str:
    """Words as a sentence; a symbol at its beginning stays as it is."""
    start = words[:1].upper() if _FIRST_WORD.match(words) else words[:1]
    return f"{start}{words[1:]}{'' if words.endswith('.') else '.'}"


def decimal(value: float | str) -> str:
    """A number as it is read back to twelve digits."""
    return f"{float(value):.12g}"
