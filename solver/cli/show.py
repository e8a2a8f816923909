"""`dlsolve show`: the question that has a code, or its solution."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.cli.options import OUTPUT_OPTIONS
from solver.cli.output import format_for, send, show_solution, typesetter_for
from solver.cli.printable import TEXT
from solver.errors import InputError

if TYPE_CHECKING:
    from solver.rendering.pdf import Engine
    from solver.sheets.items import Sheet
    from solver.sheets.questions import Question


@click.command("show")
@click.argument("code", type=TEXT)
@click.option("--solution", is_flag=True, help="Show its worked solution.")
def show_command(code: str, *, solution: bool, **output: Any) -> None:
    """Show the question whose code is printed beside it on a sheet, or its solution.

    \b
    dlsolve show YK5SS-DWTMB
    dlsolve show YK5SS-DWTMB --solution -o solution.pdf
    """
    from solver.sheets.codes import read_code
    from solver.sheets.questions import question_of

    question = question_of(read_code(code))
    if solution:
        show_solution(question.problem, **output)
    else:
        _show_question(question, **output)


show_command.params += [make() for make in OUTPUT_OPTIONS]


def _show_question(
    question: Question,
    *,
    format_name: str | None,
    output: Path | None,
    digits: int,
    engine: Engine | None,
    pdf_standard: str | None,
    font_path: tuple[Path, ...],
    **others: object,
) -> None:
    """Print a question, or write it as a sheet of one."""
    unused = next((name for name in others if others[name]), None)
    if unused is not None:
        raise InputError(f"--{unused.replace('_', '-')}", "goes with --solution")
    form = format_for(format_name, output)
    if form.is_program and not form.makes_sheets:
        raise InputError(f"-f {form.name}", "goes with --solution")
    typesetter = typesetter_for([form], engine, pdf_standard, font_path)

    from solver.rendering.exporters.base import Message, Wanted
    from solver.rendering.printing import Style

    exporter = form.exporter
    if form.makes_sheets:
        content = exporter.sheet(_sheet_of_one(question, digits), "sheet", Wanted(typesetter=typesetter))
    else:
        wanted = Wanted(Style(digits, question.problem.shown_exactly), width=exporter.screen_width())
        content = exporter.report(Message("question", {"question": question}), wanted)
    send(content, form, output)


def _sheet_of_one(question: Question, digits: int) -> Sheet:
    from solver.sheets.items import Ordered, Section, Sheet, make_item
    from solver.sheets.schema import Heading

    item = make_item(1, Ordered(question), digits)
    return Sheet(Heading(title="Practice question", digits=digits), (Section("", "", (item,)),))
