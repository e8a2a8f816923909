"""Plain characters."""

from __future__ import annotations

from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.printing import PlainPrinter
from solver.rendering.views.characters import CharacterView

EXPORTER = TemplateExporter("text", notation=Notation(PlainPrinter, str), view=CharacterView, width=76)
