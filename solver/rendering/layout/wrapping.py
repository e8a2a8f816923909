"""Words as lines of characters.

Plain sentences are broken here; what has tabs, several spaces in a row or hyphens is left to `textwrap`.
"""

from __future__ import annotations

import textwrap


def wrapped(text: str, width: int, *, at_hyphens: bool = True) -> list[str]:
    """The lines of a text that is broken at its spaces and behind hyphens; a longer word stays whole."""
    is_plain = text.isprintable() and text == text.strip() and "  " not in text
    if is_plain and len(text) <= width:
        return [text]
    if not is_plain or (at_hyphens and "-" in text):
        return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=at_hyphens)
    first, *words = text.split(" ")
    lines = [first]
    for word in words:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def indented(text: str, indent: int) -> str:
    """The lines of a text, so many spaces to the right; empty ones stay empty."""
    margin = " " * indent
    if text.isprintable() and text.strip():
        return margin + text
    return textwrap.indent(text, margin)
