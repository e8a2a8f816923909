"""Words as lines of characters.

What fits on a line as it stands, as most texts do, is not taken apart.
"""

from __future__ import annotations

import textwrap


def wrapped(text: str, width: int, *, at_hyphens: bool = True) -> list[str]:
    """The lines of a text that is broken at its spaces and behind hyphens; a longer word stays whole."""
    if len(text) <= width and text.isprintable() and text == text.strip():
        return [text]
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=at_hyphens and "-" in text)


def indented(text: str, indent: int) -> str:
    """The lines of a text, so many spaces to the right; empty ones stay empty."""
    margin = " " * indent
    if text.isprintable() and text.strip():
        return margin + text
    return textwrap.indent(text, margin)
