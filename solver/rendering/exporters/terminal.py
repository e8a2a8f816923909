"""Unicode characters for the terminal, in color where it has any."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from solver.errors import InputError
from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.printing import PrettyPrinter
from solver.rendering.printing.box import Box
from solver.rendering.terminal_safety import escaped
from solver.rendering.views.characters import CharacterView

NARROWEST, WIDEST, USUAL_WIDTH = 40, 110, 80


class TerminalExporter(TemplateExporter):
    """Rich markup. It has the templates of text, but for those of its own."""

    def screen_width(self) -> int:
        return screen_width()

    def show(self, content: bytes) -> None:
        markup = Text.from_markup(escaped(content.decode().rstrip()), emoji=False)
        try:
            Console(highlight=False).print(markup, soft_wrap=True)
        except UnicodeEncodeError as error:
            remedy = "needs Unicode characters; take -f text"
            raise InputError("-f terminal", remedy, error.encoding) from None


def screen_width() -> int:
    """The width to lay out for, in characters."""
    console = Console()
    width = console.width if console.is_terminal else USUAL_WIDTH
    return min(max(width, NARROWEST), WIDEST)


def _finished(box: Box) -> str:
    return escape(box.text)


EXPORTER = TerminalExporter(
    "terminal",
    "text",
    notation=Notation(PrettyPrinter, escape, _finished),
    view=CharacterView,
    width=76,
)
