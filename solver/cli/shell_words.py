"""Words that a shell has taken apart, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from solver.patterns import regex

_LIST = regex(r"[^\s,()\[\]{};]+(?:,[^\s,()\[\]{};]+)+")
_SPACED = regex(r"[^,()\[\]{};]*\S\s+[^,()\[\]{};]*\S")
APART = "\0"
"""Between two words that are the values of an option that is given twice."""


def joined(words: Iterable[str]) -> str:
    """Words that a shell has taken apart; each is a row where all have entries of their own."""
    parts = list(words)
    text = parts[0] if parts else ""
    for last, word in pairwise(parts):
        text += f"{'; ' if are_rows(last, word) else ' '}{word}"
    return text


def are_lists(left: str, right: str) -> bool:
    """Whether two words hold several entries each, with commas between them: 3,0 4,5."""
    return all(_LIST.fullmatch(word) for word in (left, right))


def are_rows(left: str, right: str) -> bool:
    """Whether two words are rows of entries: 3,0 4,5 or "3 0" "4 5"."""
    return are_lists(left, right) or all(_SPACED.fullmatch(word.strip()) for word in (left, right))


def are_whole(left: str, right: str) -> bool:
    """Whether two words are matrices, each with rows or brackets of its own."""
    return any(";" in word.strip("; ") for word in (left, right)) or left[:1] + right[:1] == "[["
