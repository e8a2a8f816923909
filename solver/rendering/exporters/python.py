"""A script in Python that computes the same answers and prints them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from solver.record.solution import Solution
from solver.rendering.code.lines import comment, docstring
from solver.rendering.code.script import script_of
from solver.rendering.exporters.base import Exporter, Wanted
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.pdf import Typesetter


class PythonExporter(Exporter):
    """A script that stands alone: the program of the type or, where it has none, its record line by line."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        script = script_of(solution)
        lines = [*docstring(solution.title), "", *script.imports]
        lines += script.definitions + ([""] if script.definitions else [])
        if script.givens:
            lines += ["", "# Given", *script.givens]
        for number, (title, statements) in enumerate(script.steps, 1):
            if statements:
                lines += ["", *comment(f"{number}. {title}"), *statements]
        lines += ["", "# Answers", *script.prints]
        return ("\n".join(lines) + "\n").encode()

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
