"""Markdown; its mathematics is LaTeX."""

from __future__ import annotations

from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.printing.markdown import MarkdownPrinter, escape_markdown
from solver.rendering.views.typeset import TypesetView

EXPORTER = TemplateExporter(
    "markdown", notation=Notation(lambda: MarkdownPrinter, escape_markdown), view=TypesetView
)
