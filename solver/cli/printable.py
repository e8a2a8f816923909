"""Text of users on its way to a terminal, which takes some characters for commands."""

from __future__ import annotations

import re

import click

from solver.errors import InputError

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"
_COMMANDS = re.compile(f"[{_CONTROLS}\u202a-\u202e\u2066-\u2069]")
"""Controls but tabs and line feeds, halves of characters, and what turns the direction of a line."""
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def escaped(text: str) -> str:
    """The text with its commands spelled out, as `\\x1b`."""
    return _COMMANDS.sub(lambda found: ascii(found[0])[1:-1], text)


def one_by_one(text: str) -> str:
    """The text with a mark in the place of each command, as long as before: a caret can point below it."""
    return _COMMANDS.sub("?", text).replace("\t", " ").replace("\n", " ")


class TextType(click.types.StringParamType):
    """Text that has no commands for a terminal, and that could be decoded."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(super().convert(value, param, ctx))
        if _UNUSABLE.search(text):
            name = param.opts[0] if param is not None else "the text"
            refusal = InputError(name, "must be text in UTF-8 without control characters", text)
            raise click.UsageError(str(refusal), ctx)
        return text


TEXT = TextType()
