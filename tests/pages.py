"""Pages of sheets for tests."""

from __future__ import annotations

from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS

TEMPLATED = [name for name, form in FORMATS.items() if form.takes_templates and not form.takes_typesetter]


def source(sheet, page, form):
    """A sheet or its key in a format of characters."""
    return FORMATS[form].exporter.sheet(sheet, page, Wanted()).decode()
