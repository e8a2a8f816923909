"""PDF pages, set from the source in another format."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from solver.errors import InputError
from solver.record.solution import Solution
from solver.rendering.exporters.base import Exporter, Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.pdf import Typesetter
from solver.rendering.printed import Heading, Page, Sheet


class PdfExporter(Exporter):
    """Pages of a typesetter."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        source = FORMATS[wanted.typesetter.form].exporter.solution(solution, wanted)
        return wanted.typesetter.pdf(source.decode())

    def sheet(self, sheet: Sheet, page: Page, typesetter: Typesetter, *, is_part: bool = False) -> bytes:
        # A part is a whole document: documents are joined by their pages.
        source = FORMATS[typesetter.form].exporter.sheet(sheet, page, typesetter)
        return typesetter.pdf(source.decode())

    def joined(self, heading: Heading, page: Page, parts: Iterable[tuple[str, bytes]]) -> Iterable[bytes]:
        from solver.rendering.pdf.joining import joined

        yield joined(heading.title, parts)

    def show(self, content: bytes) -> None:
        if sys.stdout.isatty():
            raise InputError("-f pdf", "needs a file: add -o solution.pdf")
        super().show(content)


EXPORTER = PdfExporter()
