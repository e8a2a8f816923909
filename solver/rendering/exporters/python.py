"""A script in Python that computes the same answers and prints them."""

from __future__ import annotations

from solver.record.solution import Solution
from solver.rendering.code.lines import docstring, joined
from solver.rendering.code.programs import source_of
from solver.rendering.exporters.base import Exporter, Wanted


class PythonExporter(Exporter):
    """A script that stands alone."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        return (joined([docstring(solution.title), source_of(solution).split("\n")]) + "\n").encode()


EXPORTER = PythonExporter()
