"""LaTeX source."""

from __future__ import annotations

from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.printing.latex import LatexPrinter, escape_latex
from solver.rendering.templates import ANGLES
from solver.rendering.views.typeset import TypesetView

# Brackets of matrices and names of functions are wider in its usual font than in Typst's.
WIDTH = 82

EXPORTER = TemplateExporter(
    "latex",
    notation=Notation(lambda: LatexPrinter, escape_latex),
    view=TypesetView,
    width=WIDTH,
    delimiters=ANGLES,
)
