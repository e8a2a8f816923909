"""A notebook: the problem, the mathematics of each step with the code that computes it, and a check."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from msgspec.structs import replace

from solver.record.solution import Solution
from solver.rendering.code.lines import joined, statement
from solver.rendering.code.programs import program_of, source_of
from solver.rendering.code.script import Script, imports_of, literal, script_of
from solver.rendering.exporters.base import Exporter, Wanted
from solver.rendering.exporters.markdown import EXPORTER as MARKDOWN
from solver.rendering.exporters.templated import TemplateExporter
from solver.rendering.page_data import Page, Sheet
from solver.rendering.printing import Style

Cells: TypeAlias = Iterator[tuple[str, str]]
"""The kinds and the texts of cells."""

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

_SHOWN = """\
for name, value in answers.items():
    print(name, "=", value)"""

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

_MARK = "\ue000"
"""Where a page is cut into cells; a character for private use."""


class NotebookExporter(Exporter):
    """Cells of Markdown and of code in turn; Jupyter's format 4.5."""

    def __init__(self) -> None:
        self.markdown = TemplateExporter("ipynb", "markdown", notation=MARKDOWN.notation, view=MARKDOWN.view)

    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        return _notebook(self.solution_cells(solution, wanted))

    def sheet(self, sheet: Sheet, page: Page, wanted: Wanted) -> bytes:
        return _notebook(self.sheet_cells(sheet, page))

    def solution_cells(self, solution: Solution, wanted: Wanted) -> Cells:
        """The problem, its steps with their code, its answers, its program, and a check."""
        script = script_of(solution)
        style = replace(wanted.style, exact=wanted.style.exact or solution.exact)
        told = replace(wanted, style=style)
        yield "markdown", self.markdown.page("cell", told, part="opening", solution=solution)
        yield from _code(joined([script.imports, *script.definitions, [*script.givens, *script.others]]))
        steps = zip(solution.steps, script.steps, strict=True)
        for number, (step, (_, statements)) in enumerate(steps, 1):
            yield "markdown", self.markdown.page("cell", told, part="step", step=step, number=number)
            yield from _code("\n".join(statements))
        yield "markdown", self.markdown.page("cell", told, part="answers", solution=solution)
        yield from _code(joined([_answers_of(script), _SHOWN.split("\n")]))
        program = program_of(solution)
        if program is not None:
            yield "markdown", "## As a program"
            yield "code", program
        expected = statement("expected = ", literal(solution.numbers))
        yield from _code(joined([imports_of([_CHECK, *expected]), expected, _CHECK.split("\n")]))

    def sheet_cells(self, sheet: Sheet, page: Page) -> Cells:
        """Each question with its givens and room for code or, in a key, with its working and a program."""
        wanted = Wanted(Style(sheet.heading.digits), labels=sheet.heading.words)
        opening, *parts = self.markdown.page(
            page, wanted, sheets=[sheet], heading=sheet.heading, part="whole", mark=_MARK
        ).split(_MARK)
        yield from _markdown(opening)
        solutions = [item.solution for section in sheet.sections for item in section.items]
        for solution, asked, between in zip(solutions, parts[::2], parts[1::2], strict=bool(parts)):
            yield from _markdown(asked)
            if not solution.letters:
                yield "code", source_of(solution) if page == "key" else _room(solution)
            yield from _markdown(between)


def _room(solution: Solution) -> str:
    """The givens, and a line to go on behind."""
    givens = script_of(solution).givens
    return joined([imports_of(givens), givens, ["# Your code"]])


def _markdown(text: str) -> Cells:
    if text.strip():
        yield "markdown", text


def _code(text: str) -> Cells:
    if text:
        yield "code", text


def _notebook(cells: Iterable[tuple[str, str]]) -> bytes:
    made = [
        {"id": f"cell-{number}", "metadata": {}, **_cell(kind, text)}
        for number, (kind, text) in enumerate(cells, 1)
    ]
    notebook = {"cells": made, "metadata": _METADATA, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def _cell(kind: str, text: str) -> dict[str, Any]:
    code: dict[str, Any] = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "source": text.strip("\n").splitlines(keepends=True), **code}


EXPORTER = NotebookExporter()


def _answers_of(script: Script) -> list[str]:
    """The answers by name, as a dictionary."""
    items = ", ".join(f'"{name}": {expression}' for name, expression in script.answers.items())
    return statement("answers = ", f"{{{items}}}")
