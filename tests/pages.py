"""Pages of sheets for tests."""

from __future__ import annotations

from solver.rendering.formats import FORMATS
from solver.rendering.pdf import Typesetter

TEMPLATED = [name for name, form in FORMATS.items() if form.takes_templates and not form.takes_typesetter]


def source(sheet, page, form):
    """A sheet or its key in a format of characters."""
    return FORMATS[form].exporter.sheet(sheet, page, Typesetter()).decode()
