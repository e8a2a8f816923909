"""`dlsolve check`: hand answers against the solver."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver import registry
from solver.cli.catalog import Catalog, PointedOutError, given_options
from solver.errors import InputError, ReadError

if TYPE_CHECKING:
    from solver.checking.claims import Claim
    from solver.checking.verdicts import Report
    from solver.problem import Problem

WRONG_STATUS = 1
LARGEST_WORKING = 100_000
SHOWN = 76
"""Number of characters shown of a line that cannot be read."""


class CheckCatalog(Catalog):
    """The problem types, each with options for the answers to check."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from solver.sheets.codes import looks_like_code

        if cmd_name not in registry.entries() and looks_like_code(cmd_name):
            return _code_command(cmd_name)
        return super().get_command(ctx, cmd_name)

    def problem_command(self, entry: registry.Entry) -> click.Command:
        """The command that checks answers to a problem of this type."""
        names = [option.name for option in given_options(entry)]

        def check(**options: Any) -> None:
            givens = {name: options.pop(name) for name in names}
            with usage_errors():
                _check(entry.load().of(**givens), **options)

        options = [*given_options(entry), *_answer_options()]
        help_text = f"Check answers to a problem: {entry.summary}."
        return click.Command(entry.command, callback=check, params=options, help=help_text)


def _code_command(text: str) -> click.Command:
    """The command that checks answers to the question of a printed sheet."""

    def check(**options: Any) -> None:
        from solver.sheets.codes import read_code
        from solver.sheets.questions import question_of

        with usage_errors():
            question = question_of(read_code(text))
            _check(question.problem, asked=question.asked, **options)

    help_text = "Check answers to a question of a printed sheet."
    return click.Command(text, callback=check, params=_answer_options(), help=help_text)


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn unusable input into usage errors of the running command."""
    try:
        yield
    except ReadError as error:
        raise PointedOutError(_pointed_out(error), click.get_current_context()) from error
    except InputError as error:
        raise click.UsageError(str(error), click.get_current_context()) from error


@click.group("check", cls=CheckCatalog)
def check_group() -> None:
    """Check a hand answer and name the mistake.

    \b
    dlsolve check adam --grads 0.3,0.2,0.1 --answer weights=-0.01,-0.0197,-0.0286
    dlsolve check RZBHY-Q5P37 --answer weights=0.45,0.22
    """


def _answer_options() -> list[click.Parameter]:
    return [
        click.Option(
            ["-a", "--answer", "answers"],
            multiple=True,
            metavar="NAME=VALUE",
            help="An answer, or any quantity of the working; may be given several times.",
        ),
        click.Option(
            ["--working"],
            type=click.Path(path_type=Path),
            help="A file with one NAME = VALUE a line.",
        ),
        click.Option(["--marks"], type=float, help="Marks to share out."),
        click.Option(
            ["--decimal-comma"],
            is_flag=True,
            help="Read 0,5 as one half; separate numbers with ; and rows with |.",
        ),
        click.Option(["--reveal"], is_flag=True, help="Show the worked solution as well."),
        click.Option(["-f", "--format", "format_name"], type=click.Choice(["terminal", "text", "json"])),
    ]


def _check(
    problem: Problem,
    *,
    answers: tuple[str, ...],
    working: Path | None,
    marks: float | None,
    decimal_comma: bool,
    reveal: bool,
    format_name: str | None,
    asked: tuple[str, ...] = (),
) -> None:
    from solver.checking.marking import check
    from solver.record.marks import require_marks

    if marks is not None:
        require_marks(marks)
    claims = _claims(working, answers, decimal_comma=decimal_comma)
    if not claims:
        raise InputError(
            "--answer", f"or --working is missing; the answers are {', '.join(asked) or _names(problem)}"
        )
    report = check(problem, claims, marks, asked=asked)
    if format_name == "json":
        click.echo(json.dumps(to_data(report), ensure_ascii=False, indent=2))
    else:
        _show(report, problem, format_name, reveal=reveal)
    if not report.is_right:
        click.get_current_context().exit(WRONG_STATUS)


def _claims(working: Path | None, answers: tuple[str, ...], *, decimal_comma: bool) -> list[Claim]:
    """What the student wrote, in a file of working and on the command line.

    Raises:
        InputError: a file has nothing, or something stands twice.
        ReadError: a line cannot be read.
    """
    from solver.checking.answer_parser import read_claim
    from solver.checking.spelled_names import strict

    claims: dict[str, Claim] = {}
    for source, line in [*_lines(working), *(("", answer) for answer in answers)]:
        try:
            claim = replace(read_claim(line, decimal_comma=decimal_comma), source=source)
        except ReadError as error:
            raise ReadError(f"{source} {error.message}".strip(), error.text, error.position) from None
        if strict(claim.name) in claims:
            raise InputError(f"{source} {claim.name}".strip(), "is given twice")
        claims[strict(claim.name)] = claim
    if not claims and working is not None:
        raise InputError("--working", "has no line NAME = VALUE", str(working))
    return list(claims.values())


def _names(problem: Problem) -> str:
    """The names of the answers to a problem."""
    from solver.record.engine import run

    return ", ".join(answer.name for answer in run(problem).answers)


def _lines(working: Path | None) -> list[tuple[str, str]]:
    """The lines of a file of working, each with its place; comments behind # are left out."""
    if working is None:
        return []
    try:
        text = working.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("--working", "must be a text file that can be read", str(working)) from error
    if len(text) > LARGEST_WORKING:
        raise InputError("--working", f"must have at most {LARGEST_WORKING} characters", f"{len(text)}")
    stripped = [line.partition("#")[0].strip() for line in text.splitlines()]
    return [(f"{working} line {number}:", line) for number, line in enumerate(stripped, 1) if line]


def _pointed_out(error: ReadError) -> str:
    """The message, and a caret under the character that cannot be read, with the text about it."""
    start = max(0, error.position - SHOWN // 2)
    shown = error.text[start : start + SHOWN]
    return f"{error.message}\n  {shown}\n  {' ' * (error.position - start)}^"


def to_data(report: Report) -> dict[str, Any]:
    """A report as dictionaries and lists."""
    return {
        "right": report.is_right,
        "marks": None if report.marks is None else _marks(report),
        "verdicts": [
            {
                "name": verdict.name,
                "verdict": verdict.worst.kind.value,
                "findings": [
                    {
                        "quantity": finding.quantity,
                        "verdict": finding.kind.value,
                        "words": finding.words,
                        "place": finding.place,
                        "mistakes": list(finding.mistakes),
                    }
                    for finding in verdict.findings
                ],
            }
            for verdict in report.verdicts
        ],
    }


def _marks(report: Report) -> dict[str, Any]:
    steps = [
        {"step": number, "earned": float(step.earned), "of": float(step.worth), "words": step.words}
        for number, step in enumerate(report.steps, 1)
    ]
    return {"earned": report.earned, "of": report.marks, "steps": steps}


def _show(report: Report, problem: Problem, form: str | None, *, reveal: bool) -> None:
    from solver.cli.output import form_of, print_terminal
    from solver.record.engine import solve_problem
    from solver.rendering.templates import render, render_page

    form = form or form_of(None)
    text = render_page(form, "check", report=report, summary=problem.summary)
    if reveal:
        text += "\n" + render(solve_problem(problem), form)
    print_terminal(text) if form == "terminal" else click.echo(text, nl=False)
