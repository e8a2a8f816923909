"""Typst source."""

from __future__ import annotations

from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.notation import Notation
from solver.rendering.page_data import Heading, Page
from solver.rendering.printing.typst import TypstPrinter, escape_typst
from solver.rendering.templates import ANGLES
from solver.rendering.views.typst import TypstView

_USUAL_SIZE, _USUAL_LINE, _COMPACT_LINE, _GUTTER = 10.5, 16.6, 17.8, 0.8
"""The size of letters, and the lengths of lines and what parts two columns, in centimeters."""


class TypstExporter(TemplateExporter):
    """Typst source, whose lines are as long as the look of a sheet makes them."""

    def sheet_width(self, heading: Heading, page: Page) -> int:
        is_sheet = page == "sheet"
        columns = heading.columns if is_sheet else 1
        line = _COMPACT_LINE if heading.compact and is_sheet else _USUAL_LINE
        share = (line - _GUTTER * (columns - 1)) / columns / _USUAL_LINE
        return round(self.width * share * _USUAL_SIZE / (heading.size if is_sheet else heading.key_size))


EXPORTER = TypstExporter(
    "typst", notation=Notation(lambda: TypstPrinter, escape_typst), view=TypstView, delimiters=ANGLES
)
