"""What programs have in common: they are no sheets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from solver.rendering.exporters.base import Exporter
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.pdf import Typesetter


class ProgramExporter(Exporter):
    """A format that computes the answers when it is run."""

    def sheet(
        self,
        sheet: Sheet,
        page: Page,
        typesetter: Typesetter,
        *,
        folder: Path | None = None,
        is_part: bool = False,
    ) -> bytes:
        raise NotImplementedError("a program is no sheet")

    def joined(
        self,
        heading: Heading,
        page: Page,
        parts: Iterable[tuple[str, bytes]],
        *,
        folder: Path | None = None,
        duplex: bool = False,
    ) -> Iterable[bytes]:
        raise NotImplementedError("a program is no sheet")
