"""Numbers in words, for questions."""

from __future__ import annotations

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
