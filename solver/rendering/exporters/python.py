"""A script in Python that computes the same answers and prints them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from solver.record.solution import Solution
from solver.rendering.code.lines import comment, source_of
from solver.rendering.code.script import script_of
from solver.rendering.exporters.base import Exporter, Wanted
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.pdf import Typesetter


class PythonExporter(Exporter):
    """A script that stands alone: the program of the type or, where it has none, its record line by line."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        script = script_of(solution)
        blocks = [script.imports, *script.definitions]
        if script.givens:
            blocks.append(["# Given", *script.givens])
        for number, (title, statements) in enumerate(script.steps, 1):
            if statements:
                blocks.append([*comment(f"{number}. {title}"), *statements])
        blocks.append(["# Answers", *script.prints])
        return source_of(solution.title, blocks).encode()

    def sheet(
        self,
        sheet: Sheet,
        page: Page,
        typesetter: Typesetter,
        *,
        folder: Path | None = None,
        is_part: bool = False,
    ) -> bytes:
        raise NotImplementedError("a script is no sheet")

    def joined(
        self,
        heading: Heading,
        page: Page,
        parts: Iterable[tuple[str, bytes]],
        *,
        folder: Path | None = None,
        duplex: bool = False,
    ) -> Iterable[bytes]:
        raise NotImplementedError("a script is no sheet")


EXPORTER = PythonExporter()
