"""A notebook: the problem, the mathematics of each step with the code that computes it, and a check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from solver.record.solution import Solution
from solver.rendering.code.lines import joined, statement
from solver.rendering.code.programs import program_of
from solver.rendering.code.script import answers_of, imports_of, literal, script_of
from solver.rendering.exporters.base import Wanted
from solver.rendering.exporters.markdown import EXPORTER as MARKDOWN
from solver.rendering.exporters.program import ProgramExporter
from solver.rendering.exporters.templated import TemplateExporter

_CHECK = """\
def agrees(ours, theirs):
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(agrees, ours, theirs))
    if isinstance(theirs, (bool, str)):
        return ours == theirs
    return cmath.isclose(ours, theirs, rel_tol=1e-6, abs_tol=1e-12)


for name, value in expected.items():
    assert agrees(answers[name], value), name
print("All answers agree.")"""

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class NotebookExporter(ProgramExporter):
    """Cells of Markdown and of code in turn; Jupyter's format 4.5."""

    def __init__(self) -> None:
        self.markdown = TemplateExporter("ipynb", "markdown", notation=MARKDOWN.notation, view=MARKDOWN.view)

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        cells = [
            {"id": f"cell-{number}", "metadata": {}, **_cell(kind, text)}
            for number, (kind, text) in enumerate(self.cells(solution, wanted), 1)
        ]
        notebook = {"cells": cells, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
        return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()

    def cells(self, solution: Solution, wanted: Wanted) -> Iterator[tuple[str, str]]:
        """The kinds and texts of the cells."""
        script = script_of(solution)
        style = replace(wanted.style, exact=wanted.style.exact or solution.exact)
        told = replace(wanted, style=style)
        yield "markdown", self.markdown.page("cell", told, part="opening", solution=solution)
        yield from _code(joined([script.imports, *script.definitions, script.givens]))
        steps = zip(solution.steps, script.steps, strict=True)
        for number, (step, (_, statements)) in enumerate(steps, 1):
            yield "markdown", self.markdown.page("cell", told, part="step", step=step, number=number)
            yield from _code("\n".join(statements))
        yield "markdown", self.markdown.page("cell", told, part="answers", solution=solution)
        yield from _code(joined([answers_of(script), ["for name, value in answers.items():", SHOWN]]))
        program = program_of(solution)
        if program is not None:
            yield "markdown", "## As a program"
            yield "code", program
        expected = statement("expected = ", literal(solution.numbers))
        yield from _code(joined([imports_of([_CHECK, *expected]), expected, _CHECK.split("\n")]))


SHOWN = '    print(name, "=", value)'


def _code(text: str) -> Iterator[tuple[str, str]]:
    """A cell of code, where there is any."""
    if text:
        yield "code", text


def _cell(kind: str, text: str) -> dict[str, Any]:
    lines: Sequence[str] = text.strip("\n").splitlines(keepends=True)
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "source": lines, **code}


EXPORTER = NotebookExporter()
