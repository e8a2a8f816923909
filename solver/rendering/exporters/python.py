"""A script in Python that computes the same answers and prints them."""

from __future__ import annotations

from solver.record.solution import Solution
from solver.rendering.code.lines import comment, docstring, joined
from solver.rendering.code.programs import program_of
from solver.rendering.code.script import script_of
from solver.rendering.exporters.base import Wanted
from solver.rendering.exporters.program import ProgramExporter


class PythonExporter(ProgramExporter):
    """A script that stands alone: the program of the type or, where it has none, its record line by line."""

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        program = program_of(solution)
        if program is not None:
            return (joined([docstring(solution.title), program.split("\n")]) + "\n").encode()
        script = script_of(solution)
        blocks = [docstring(solution.title), script.imports, *script.definitions]
        if script.givens:
            blocks.append(["# Given", *script.givens])
        for number, (title, statements) in enumerate(script.steps, 1):
            if statements:
                blocks.append([*comment(f"{number}. {title}"), *statements])
        blocks.append(["# Answers", *script.prints])
        return (joined(blocks) + "\n").encode()


EXPORTER = PythonExporter()
