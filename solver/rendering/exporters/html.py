"""HTML with MathML: one file, with its own font and style, and without any script."""

from __future__ import annotations

from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.printing.mathml import MathmlPrinter, escape_html
from solver.rendering.views.html import HtmlView


def _element(piece: str) -> str:
    return f"<math>{piece}</math>"


EXPORTER = TemplateExporter(
    "html", notation=Notation(lambda: MathmlPrinter, escape_html, _element), view=HtmlView, width=36
)
