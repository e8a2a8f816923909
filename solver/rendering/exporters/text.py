"""Plain characters."""

from __future__ import annotations

from solver.rendering import printing
from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.terminal_safety import escaped
from solver.rendering.views.characters import CharacterView


class TextExporter(TemplateExporter):
    """Plain characters, of which none is a command for a terminal."""

    def show(self, content: bytes) -> None:
        super().show(escaped(content.decode()).encode())


EXPORTER = TextExporter(
    "text", notation=Notation(lambda: printing.PlainPrinter, str), view=CharacterView, width=76
)
