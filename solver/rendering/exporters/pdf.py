"""PDF pages, set from the source in another format."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from msgspec.structs import replace

from solver.errors import InputError
from solver.record.solution import Solution
from solver.rendering.exporters.base import Exporter, Message, Parts, Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.page_data import Heading, Page, Sheet

LONGEST_SOURCE = 1_200_000
"""Number of characters that are set as pages at once; Typst takes more than a gigabyte for them."""


class PdfExporter(Exporter):
    """Pages of a typesetter."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        source = FORMATS[wanted.typesetter.form].exporter.solution(solution, wanted)
        return wanted.typesetter.pdf(source.decode())

    def sheet(self, sheet: Sheet, page: Page, wanted: Wanted) -> bytes:
        # A part is a whole document: documents are joined by their pages.
        source = FORMATS[wanted.typesetter.form].exporter.sheet(sheet, page, replace(wanted, is_part=False))
        if len(source) > LONGEST_SOURCE:
            count = sum(len(section.items) for section in sheet.sections)
            remedy = "ask fewer, or name a .typ file"
            raise InputError("the pages", f"of these {count} questions are too long for one PDF; {remedy}")
        return wanted.typesetter.pdf(source.decode())

    def joined(self, heading: Heading, page: Page, parts: Parts, wanted: Wanted) -> Iterable[bytes]:
        from solver.rendering.pdf.joining import joined

        yield joined(heading.title, parts, duplex=wanted.duplex)

    def report(self, message: Message, wanted: Wanted) -> bytes:
        source = FORMATS["typst"].exporter.report(message, wanted)
        return wanted.typesetter.pdf(source.decode())

    def is_complete(self, start: bytes, end: bytes) -> bool:
        return start.startswith(b"%PDF-") and b"%%EOF" in end

    def show(self, content: bytes) -> None:
        if sys.stdout.isatty():
            raise InputError("-f pdf", "needs a file: add -o solution.pdf")
        super().show(content)


EXPORTER = PdfExporter()
