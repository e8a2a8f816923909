"""Unicode characters for the terminal, in color where it has any."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from solver.errors import InputError
from solver.rendering import printing
from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.terminal_markup import escape, without_styles
from solver.rendering.terminal_safety import escaped
from solver.rendering.views.characters import CharacterView

if TYPE_CHECKING:
    from solver.rendering.printing.box import Box

NARROWEST, WIDEST, USUAL_WIDTH = 40, 110, 80

_TAKEN_FOR_SCREENS = frozenset({"FORCE_COLOR", "TTY_COMPATIBLE"})
"""What Rich goes by in the environment, before it looks at the standard output itself."""


class TerminalExporter(TemplateExporter):
    """Rich markup. It has the templates of text, but for those of its own."""

    def screen_width(self) -> int:
        return screen_width()

    def show(self, content: bytes) -> None:
        markup = escaped(content.decode().rstrip())
        try:
            _print(markup) if _may_be_screen() else _write(without_styles(markup).expandtabs())
        except UnicodeEncodeError as error:
            remedy = "needs Unicode characters; take -f text"
            raise InputError("-f terminal", remedy, error.encoding) from None


def _may_be_screen() -> bool:
    """Whether the standard output may have colors."""
    return sys.stdout.isatty() or not _TAKEN_FOR_SCREENS.isdisjoint(os.environ)


def _print(markup: str) -> None:
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False).print(Text.from_markup(markup, emoji=False), soft_wrap=True)


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def screen_width() -> int:
    """The width to lay out for, in characters."""
    if not _may_be_screen():
        return USUAL_WIDTH
    from rich.console import Console

    console = Console()
    width = console.width if console.is_terminal else USUAL_WIDTH
    return min(max(width, NARROWEST), WIDEST)


def _finished(box: Box) -> str:
    return escape(box.text)


EXPORTER = TerminalExporter(
    "terminal",
    "text",
    notation=Notation(lambda: printing.PrettyPrinter, escape, _finished),
    view=CharacterView,
    width=76,
)
