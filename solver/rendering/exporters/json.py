"""JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from solver.record.solution import Solution
from solver.rendering.exporters.base import Exporter, Wanted
from solver.rendering.json_export import sheet_data, solution_data, to_json
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.pdf import Typesetter


class JsonExporter(Exporter):
    """Data instead of pages."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        return to_json(solution, wanted.style, brief=wanted.brief).encode()

    def sheet(
        self,
        sheet: Sheet,
        page: Page,
        typesetter: Typesetter,
        *,
        folder: Path | None = None,
        is_part: bool = False,
    ) -> bytes:
        return _written(sheet_data(sheet, page))

    def joined(
        self,
        heading: Heading,
        page: Page,
        parts: Iterable[tuple[str, bytes]],
        *,
        folder: Path | None = None,
        duplex: bool = False,
    ) -> Iterable[bytes]:
        raise NotImplementedError("a manifest keeps the data of a class")

    def report(
        self,
        template: str,
        wanted: Wanted,
        *,
        data: Mapping[str, Any],
        solution: Solution | None = None,
        **context: object,
    ) -> bytes:
        behind = {} if solution is None else {"solution": solution_data(solution, wanted.style)}
        return _written({**data, **behind})


def _written(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


EXPORTER = JsonExporter()
