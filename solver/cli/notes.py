"""`dlsolve notes`: the examples of the course notes, and where the notes are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from solver.cli.completion import proposal
from solver.cli.options import OUTPUT_OPTIONS
from solver.cli.output import show_solution
from solver.cli.printable import TEXT
from solver.errors import InputError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from solver.notes import Example


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from solver.notes import known

    return [proposal(example.id) for example in known() if example.id.startswith(incomplete)]


@click.command("notes")
@click.argument("name", metavar="[EXAMPLE]", required=False, type=TEXT, shell_complete=_complete)
def notes_command(name: str | None, **output: Any) -> None:
    """Solve the worked examples of two courses' notes again, and tell where the notes are wrong.

    \b
    dlsolve notes                all examples: ours beside what the notes print
    dlsolve notes adam           the worked solution of one
    """
    from solver.notes import find, problem_of

    if name is None:
        _refuse_options(click.get_current_context())
        _list_examples()
        return
    example = find(name)
    show_solution(problem_of(example), **output)
    for remark in filter(None, (example.erratum, example.convention)):
        click.echo(f"The notes ({example.source}): {remark}.", err=True)


notes_command.params += [make() for make in OUTPUT_OPTIONS]


def _refuse_options(context: click.Context) -> None:
    """The list has no options.

    Raises:
        InputError: one was given.
    """
    for option in context.command.params:
        if context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE:
            raise InputError(option.opts[0], "goes with the name of an example")


def _list_examples() -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from solver.notes import compared, known

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("example", "answer", "dlsolve", "the notes", "agree"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("example", "answer"))
    told = known()
    for example in told:
        for place, row in enumerate(compared(example)):
            verdict = ("yes" if row.agrees else "no") if row.theirs else ""
            cells = ("" if place else example.id, row.name, row.ours, row.theirs, verdict)
            table.add_row(*map(Text, cells))
    Console(highlight=False).print(table)
    _tell_errata([example for example in told if example.erratum])


def _tell_errata(wrong: list[Example]) -> None:
    import textwrap

    click.echo("Where the notes are wrong:")
    for example in wrong:
        line = f"{example.id} ({example.source}): {example.erratum}."
        click.echo(textwrap.fill(line, 80, initial_indent="  ", subsequent_indent="    "))
