"""Numbers with a unit of memory behind them, as they are written."""

from __future__ import annotations

from msgspec.structs import replace

from solver.checking.written.claims import Claimed, Written
from solver.patterns import regex

BYTES = "bytes"

_MEMORY = regex(r"(.*[\d)\]}])\s*(?:(?i:(bit|byte)s?)|(B)|([kKMGT])(i?B))\.?\s*")


def without_memory(text: str) -> tuple[str, str]:
    """A number without the unit of memory behind it, and that unit; nothing where there is none."""
    found = _MEMORY.fullmatch(text)
    if found is None:
        return text, ""
    _, word, is_byte, letter, rest = found.groups()
    if letter:
        return found[1], f"{letter.upper()}{rest}"
    return found[1], BYTES if is_byte else f"{word.lower()}s"


def measured(value: Claimed, unit: str) -> Claimed:
    """Numbers with a unit."""
    if isinstance(value, tuple):
        return tuple(measured(item, unit) for item in value)
    return replace(value, unit=unit) if isinstance(value, Written) else value
