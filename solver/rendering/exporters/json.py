"""JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from solver.record.solution import Solution
from solver.rendering.exporters.base import Exporter, Message, Wanted
from solver.rendering.json_export import sheet_data, solution_data, to_json
from solver.rendering.page_data import Page, Sheet


class JsonExporter(Exporter):
    """Data instead of pages."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        return to_json(solution, wanted.style, brief=wanted.brief).encode()

    def sheet(self, sheet: Sheet, page: Page, wanted: Wanted) -> bytes:
        return _written(sheet_data(sheet, page))

    def report(self, message: Message, wanted: Wanted) -> bytes:
        behind = message.solution and {"solution": solution_data(message.solution, wanted.style)}
        return _written({**message.data, **(behind or {})})


def _written(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


EXPORTER = JsonExporter()
