"""Numbers and sentences as a learning platform shows them."""

from __future__ import annotations

import re

RIGHT, WRONG = "Right.", "Wrong."
OTHER = "This is not the expected value, and none that a known mistake leads to."
HOW_TO_WRITE = (
    "Write numbers as decimals, such as -0.125 or 2.5e-3, with at least 3 significant digits; whole numbers"
    " in full. Fractions and per cent signs cannot be read."
)

_SLACK = 100
_ALL_DIGITS = 17
_LARGE = 1e12
"""Numbers up to here are written in full."""

_FIRST_WORD = re.compile(r"(?:[a-z]{2,}|a)\b")


def sentence(words: str) -> str:
    """Words as a sentence; a symbol at its beginning stays as it is."""
    start = words[:1].upper() if _FIRST_WORD.match(words) else words[:1]
    return f"{start}{words[1:]}{'' if words.endswith('.') else '.'}"


def written(value: float, tolerance: float) -> tuple[str, str]:
    """A number with the digits that its tolerance needs, and the tolerance with what they leave out.

    A box is as wide as the longest number that is known for it.
    """
    text = _shortest(value, tolerance / _SLACK)
    return text, f"{tolerance + abs(float(text) - value):.12g}"


def _shortest(value: float, slack: float) -> str:
    texts = (f"{value:.{digits}g}" for digits in range(1, _ALL_DIGITS))
    text = next((text for text in texts if abs(float(text) - value) <= slack), f"{value:.{_ALL_DIGITS}g}")
    return f"{float(text):.0f}" if "e+" in text and abs(value) < _LARGE else text
