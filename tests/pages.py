"""Pages of sheets for tests."""

from __future__ import annotations

from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS

TEMPLATED = [name for name, form in FORMATS.items() if form.takes_templates and not form.takes_typesetter]


def source(sheet, page, form):
    """A sheet or its key in a format of characters."""
    return FORMATS[form].exporter.sheet(sheet, page, Wanted()).decode()


def _rows(count, columns):
    return ";".join(",".join(f"{(7 * i + 3 * j) % 19 / 8:.4f}" for j in range(columns)) for i in range(count))


def _shares(count):
    return ",".join(f"{(7 * i) % 19 / 20 + 0.02:.3f}" for i in range(count))


WIDE_PAGES = {
    "a wide matrix given": ("batch-norm", {"x": _rows(3, 16), "gamma": _rows(1, 16), "beta": _rows(1, 16)}),
    "wide matrices in a row": ("im2col", {"input": f"{_rows(4, 12)}|{_rows(4, 12)}", "kernel_size": "4x12"}),
    "a table of vectors": ("perceptron", {"x": _rows(6, 6), "y": "0,1,1,0,1,0", "w": _rows(1, 6)}),
    "a table of many columns": ("k-means", {"data": _rows(12, 3), "centroids": _rows(8, 3)}),
}
"""Types and givens of which something is wider than a page."""

TALL_PAGES = {
    "columns of many numbers": ("vectors", {"a": _rows(1, 60), "b": _rows(1, 60)}),
    "long sums": ("gan", {"real": _shares(60), "fake": _shares(60)}),
    "a long table": ("early-stopping", {"losses": _shares(64), "patience": "60"}),
}
"""Types and givens of which something is taller than a page."""


def starts_on(page):
    """Where each text on a page begins: how far from its left edge, and from its bottom."""
    found = []

    def visit(text, outer, inner, *_):
        if text.strip():
            found.append((outer[0] * inner[4] + outer[4], outer[3] * inner[5] + outer[5]))

    page.extract_text(visitor_text=visit)
    return found
