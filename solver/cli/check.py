"""`dlsolve check`: hand answers against the solver."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver import registry
from solver.cli.catalog import Catalog, PointedOutError, ProblemCommand, SpacedOption, TypeCommand
from solver.cli.printable import TEXT
from solver.errors import DlsolveError, InputError, ReadError, shorten
from solver.rendering.formats import FORMATS
from solver.rendering.terminal_safety import one_by_one

if TYPE_CHECKING:
    from solver.checking.reading.work import Work
    from solver.checking.verdicts import Report
    from solver.problem import Problem

WRONG_STATUS = 1
LARGEST_WORKING = 100_000
_FORMATS = [name for name, form in FORMATS.items() if form.makes_reports]
SHOWN = 76
"""Number of characters shown of a line that cannot be read."""


class CheckCatalog(Catalog):
    """The problem types, each with options for the answers to check."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in registry.entries():
            return super().get_command(ctx, cmd_name)
        from solver.sheets.codes import looks_like_code

        return _code_command(cmd_name) if looks_like_code(cmd_name) else super().get_command(ctx, cmd_name)

    def problem_command(self, entry: registry.Entry) -> click.Command:
        """The command that checks answers to a problem of this type."""

        def check(**options: Any) -> None:
            with usage_errors():
                _check(command.problem(options), **options)

        command = TypeCommand(
            entry,
            check,
            _answer_options(),
            help_text=f"Check answers to a problem: {entry.summary}.",
            example_line="dlsolve check {type} {givens} --names",
            example_help="Check answers to the example below.",
        )
        return command


def _code_command(text: str) -> click.Command:
    """The command that checks answers to the question of a printed sheet."""

    def check(**options: Any) -> None:
        from solver.sheets.codes import read_code
        from solver.sheets.questions import question_of

        with usage_errors():
            question = question_of(read_code(text))
            _check(question.problem, asked=question.asked, **options)

    help_text = "Check answers to a question of a printed sheet."
    return ProblemCommand(text, callback=check, params=_answer_options(), help=help_text)


@contextmanager
def usage_errors() -> Iterator[None]:
    """Turn unusable input into usage errors of the running command.

    Raises:
        UsageError: the input is unusable.
    """
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
    dlsolve check ZS5TY-Q5P3Q --answer weights=0.45,0.22
    """


def _answer_options() -> list[click.Parameter]:
    return [
        SpacedOption(
            ["-a", "--answer", "answers"],
            multiple=True,
            type=TEXT,
            metavar="NAME=VALUE",
            help="An answer, or any quantity of the working (see --names); may be given several times.",
        ),
        click.Option(
            ["--working"],
            type=click.Path(path_type=Path),
            help="A file of working, with NAME = VALUE on its lines.",
        ),
        click.Option(["--names"], is_flag=True, help="List the names that can be given, without values."),
        click.Option(["--marks"], type=float, help="Marks to share out."),
        click.Option(
            ["--decimal-comma"],
            is_flag=True,
            help="Read 0,5 as one half; separate numbers with ; and rows with |.",
        ),
        click.Option(["--reveal"], is_flag=True, help="Show the worked solution as well."),
        click.Option(["-f", "--format", "format_name"], type=click.Choice(_FORMATS)),
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
    names: bool,
    asked: tuple[str, ...] = (),
) -> None:
    from solver.record.marks import require_marks

    if names:
        _show_names(problem)
        return
    if marks is not None:
        require_marks(marks)
    work, report = _judged(problem, working, answers, marks, asked, decimal_comma=decimal_comma)
    troubles = [told_error(trouble) for trouble in work.troubles]
    for trouble in troubles:
        click.echo(trouble, err=True)
    _show(report, problem, format_name, reveal=reveal, unread=troubles)
    if work.troubles or not report.is_right:
        click.get_current_context().exit(WRONG_STATUS)


def _judged(
    problem: Problem,
    working: Path | None,
    answers: tuple[str, ...],
    marks: float | None,
    asked: tuple[str, ...],
    *,
    decimal_comma: bool,
) -> tuple[Work, Report]:
    """What the student wrote, in a file of working and on the command line, and the verdicts on it.

    Raises:
        InputError: there is nothing, or nothing that can be used.
        ReadError: the same, and what there is cannot be read.
    """
    from solver.checking.asked import wanted_names
    from solver.checking.explaining.runs import runs_on
    from solver.checking.own_pages import judged
    from solver.checking.written.lines import Line

    wanted = asked or wanted_names(runs_on(problem).solution)
    only = wanted[0] if len(wanted) == 1 else ""
    lines = [Line(text, source) for source, text in _lines(working)] + list(map(Line, answers))
    work, report = judged(problem, lines, marks, asked, only=only, decimal_comma=decimal_comma)
    if report is not None:
        return work, report
    if work.troubles:
        raise work.troubles[0]
    if working is not None:
        raise InputError("--working", "has no line NAME = VALUE", str(working))
    raise InputError("--answer", f"or --working is missing; the answers are {', '.join(wanted)}")


def told_error(trouble: DlsolveError) -> str:
    """What could not be used, with a caret where it can be pointed at."""
    return _pointed_out(trouble) if isinstance(trouble, ReadError) else str(trouble)


def _show_names(problem: Problem) -> None:
    """Print every name that can be given, with what it means, and no value."""
    from solver.checking.asked import wanted_names
    from solver.checking.names.names import Names
    from solver.record.engine import run
    from solver.rendering.printing import PlainPrinter, Style

    solution, printer = run(problem), PlainPrinter(Style())
    click.echo("Answers")
    known = Names(solution)
    for name in wanted_names(solution):
        others = known.others(name)
        also = f" (also {', '.join(others)})" if others else ""
        meaning = problem.told(problem.answers.get(name, ""))
        click.echo(click.formatting.wrap_text(f"{name}: {meaning}{also}", 80, "  ", "      "))
    for number, step in enumerate(solution.steps):
        found = solution.quantities.items()
        names = [name for name, q in found if q.step == number and q.symbol.value is not None]
        if names:
            title = "".join(part if isinstance(part, str) else printer.print(part) for part in step.title)
            lines = click.formatting.wrap_text(", ".join(names), 80, "  ", "  ")
            click.echo(f"\n{number + 1}. {title}\n{lines}")


def _lines(working: Path | None) -> list[tuple[str, str]]:
    """The lines of a file of working, each with its place."""
    from solver.checking.written.lines import logical_lines

    if working is None:
        return []
    from solver.storage.reading import read_text

    text = read_text(working, "--working", LARGEST_WORKING)
    return [(f"{working} line {number}:", line) for number, line in logical_lines(text)]


def _pointed_out(error: ReadError) -> str:
    """The message, and a caret under the character that cannot be read, with the text about it.

    Where it is what the text ends without, the text beside the message tells as much.
    """
    if error.position >= len(error.text):
        return f"{error.message}, got {shorten(one_by_one(error.text))!r}"
    start = max(0, error.position - SHOWN // 2)
    shown = one_by_one(error.text[start : start + SHOWN])
    room = sum(map(_width, shown[: error.position - start]))
    return f"{error.message}\n  {shown}\n  {' ' * room}^"


def _width(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def to_data(report: Report) -> dict[str, Any]:
    """A report as dictionaries and lists."""
    return {
        "right": report.is_right,
        "undecided": list(report.undecided),
        "missing": list(report.missing),
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


def _show(
    report: Report, problem: Problem, format_name: str | None, *, reveal: bool, unread: Sequence[str]
) -> None:
    from solver.cli.output import format_for, send
    from solver.record.engine import solve_problem
    from solver.rendering.exporters.base import Message, Wanted

    form = format_for(format_name, None)
    solution = solve_problem(problem) if reveal else None
    data = to_data(report) | {"unread": list(unread)}
    message = Message("check", {"report": report, "summary": problem.summary}, data, solution)
    send(form.exporter.report(message, Wanted()), form, None)
