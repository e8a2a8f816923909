"""Options whose values may be shown on a terminal."""

from __future__ import annotations

import click

from solver.errors import InputError
from solver.patterns import regex

_UNUSABLE = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class TextType(click.types.StringParamType):
    """Text that has no commands for a terminal, and that could be decoded."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(super().convert(value, param, ctx))
        if not text.isprintable() and _UNUSABLE.search(text):
            name = param.opts[0] if param is not None else "the text"
            refusal = InputError(name, "must be text in UTF-8 without control characters", text)
            raise click.UsageError(str(refusal), ctx)
        return text


TEXT = TextType()
