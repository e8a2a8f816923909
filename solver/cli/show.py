"""`dlsolve show`: the question that has a code, or its solution."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.cli.options import OUTPUT_OPTIONS
from solver.cli.output import (
    form_of,
    print_terminal,
    send,
    show_solution,
    terminal_width,
    typesetter_for,
)
from solver.cli.printable import TEXT
from solver.errors import InputError

if TYPE_CHECKING:
    from solver.rendering.pdf import Engine, Typesetter
    from solver.sheets.questions import Question


@click.command("show", short_help="Show the question that has a code.")
@click.argument("code", type=TEXT)
@click.option("--solution", is_flag=True, help="Show its worked solution.")
def show_command(code: str, *, solution: bool, **output: Any) -> None:
    """Show the question whose code is printed beside it on a sheet, or its solution.

    \b
    dlsolve show QTBGS-DWTMT
    dlsolve show QTBGS-DWTMT --solution -o solution.pdf
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
    form = format_name or form_of(output)
    typesetter = typesetter_for([form], engine, pdf_standard, font_path)

    from solver.rendering.printing import Style
    from solver.rendering.templates import render_page

    style = Style(digits, question.problem.exact)
    if form == "terminal":
        print_terminal(render_page(form, "question", style=style, width=terminal_width(), question=question))
    elif form == "text":
        send(render_page(form, "question", style=style, question=question).encode(), form, output)
    else:
        send(_page(question, form, digits, typesetter), form, output)


def _page(question: Question, form: str, digits: int, typesetter: Typesetter) -> bytes:
    """The question as a sheet of one."""
    from solver.sheets.items import Ordered, Section, Sheet, make_item
    from solver.sheets.pages import source
    from solver.sheets.schema import Heading

    item = make_item(1, Ordered(question), digits)
    sheet = Sheet(Heading(title="Practice question", digits=digits), (Section("", "", (item,)),))
    text = source(sheet, "sheet", typesetter.form if form == "pdf" else form)
    return typesetter.pdf(text) if form == "pdf" else text.encode()
