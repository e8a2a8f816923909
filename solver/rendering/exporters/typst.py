"""Typst source."""

from __future__ import annotations

from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.printing import TypstPrinter
from solver.rendering.printing.typst import escape_typst
from solver.rendering.templates import ANGLES
from solver.rendering.views.typst import TypstView

EXPORTER = TemplateExporter(
    "typst", notation=Notation(TypstPrinter, escape_typst), view=TypstView, delimiters=ANGLES
)
