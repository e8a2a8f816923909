"""Numbers in words, and long lists in part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

ELLIPSIS = "..."
MOST_SHOWN = 201
"""A list of so many items is shown whole: 200 steps and their start."""

SHOWN_FIRST, SHOWN_LAST = 20, 10
"""Numbers of items at the ends of a longer one that are shown."""

_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def counted(number: int, noun: str) -> str:
    """one step, two steps, 13 steps."""
    word = _WORDS[number] if number < len(_WORDS) else str(number)
    return f"{word} {plural(number, noun)}"


def plural(number: float, noun: str) -> str:
    """The noun, in the plural unless it stands for one."""
    return noun if number == 1 else f"{noun}s"


def listed(words: Sequence[str]) -> str:
    """depth, height and width."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def one_or_all(items: Sequence[Item]) -> Item | Sequence[Item]:
    """The items, or a single one without a list around it."""
    return items if len(items) > 1 else items[0]


def in_part(items: Sequence[Item], gap: Item) -> list[Item]:
    """The items or, of many, the first and the last of them with a gap between."""
    if len(items) <= MOST_SHOWN:
        return list(items)
    return [*items[:SHOWN_FIRST], gap, *items[-SHOWN_LAST:]]
