"""Text of users on its way to a terminal, which takes some characters for commands."""

from __future__ import annotations

from solver.patterns import regex

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_COMMANDS = regex(f"[{_CONTROLS}\u202a-\u202e\u2066-\u2069]")
"""Controls but tabs and line feeds, halves of characters, and what turns the direction of a line."""


def escaped(text: str) -> str:
    """The text with its commands spelled out, as `\\x1b`."""
    if text.replace("\n", "").isprintable():
        return text
    return _COMMANDS.sub(lambda found: ascii(found[0])[1:-1], text)


def one_by_one(text: str) -> str:
    """The text with a mark in the place of each command, as long as before: a caret can point below it."""
    return _COMMANDS.sub("?", text).replace("\t", " ").replace("\n", " ")
