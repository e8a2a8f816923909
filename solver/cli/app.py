"""The command line: solve a problem, list them all, and check a hand answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

import click

from solver import registry
from solver.cli.catalog import Catalog, PointedOutError, TypeCommand, by_topic
from solver.cli.completion import complete_subjects, complete_topics
from solver.errors import DisagreementError, DlsolveError, InputError
from solver.rendering.terminal_safety import escaped

USAGE_STATUS = 2
DEFECT_STATUS = 3
INTERRUPT_STATUS = 130


class Later(click.Command):
    """What is told of a command before its module is imported."""

    def __init__(self, name: str, home: str, short_help: str) -> None:
        super().__init__(name, short_help=short_help)
        self._home = home

    def load(self) -> click.Command:
        """The command itself."""
        module, name = self._home.split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


LATER = {
    name: Later(name, home, short_help)
    for name, home, short_help in (
        ("check", "solver.cli.check:check_group", "Check a hand answer and name the mistake."),
        (
            "export",
            "solver.cli.export:export_command",
            "Make questions for a learning platform, such as Moodle.",
        ),
        ("grade", "solver.cli.grade:grade_command", "Mark a class from the manifest of its sheets."),
        (
            "regrade",
            "solver.cli.grade:regrade_command",
            "Mark a class again, with a question dropped, or another key or marks.",
        ),
        ("notes", "solver.cli.notes:notes_command", "Solve the examples of the course notes again."),
        (
            "practice",
            "solver.cli.practice:practice_command",
            "Practice: questions, hints, and what to do again.",
        ),
        ("sheet", "solver.cli.sheet:sheet_command", "Make a practice sheet or an exam, with its key."),
        ("show", "solver.cli.show:show_command", "Show the question that has a code."),
    )
}
"""The commands whose modules are imported when they are called."""


class SolveCatalog(Catalog):
    """The problem types, each solved by its own command."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in LATER:
            return LATER[cmd_name].load()
        try:
            return super().get_command(ctx, cmd_name)
        except InputError:
            from solver.sheets.codes import looks_like_code

            if not looks_like_code(cmd_name):
                raise
            requirement = f"is a code: `dlsolve show {cmd_name}` shows its question"
            raise InputError("the problem type", requirement, cmd_name) from None

    def problem_command(self, entry: registry.Entry) -> click.Command:
        """The command that solves a problem of this type."""
        from solver.cli.options import OUTPUT_NAMES, OUTPUT_OPTIONS
        from solver.cli.output import show_solution

        def solve(**options: Any) -> None:
            output = {name: options.pop(name) for name in OUTPUT_NAMES}
            try:
                show_solution(command.problem(options), **output)
            except InputError as error:
                raise click.UsageError(str(error), click.get_current_context()) from error

        command = TypeCommand(
            entry,
            solve,
            [make() for make in OUTPUT_OPTIONS],
            help_text=f"{entry.summary}.",
            example_line="dlsolve {type} {givens}",
            example_help="Solve the example below.",
        )
        return command


@click.group(cls=SolveCatalog, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlsolve", message="dlsolve %(version)s")
def cli() -> None:
    """Worked solutions of deep-learning exam problems.

    \b
    dlsolve adam --grads 0.3,0.2,0.1                 every step, in the terminal
    dlsolve adam --grads 0.3,0.2,0.1 -o adam.pdf     the same as a page
    dlsolve adam --help                              the options of a problem
    """


@cli.command("help", short_help="Show the help of a command or a topic.")
@click.argument("names", metavar="[COMMAND|TYPE|TOPIC]...", nargs=-1, shell_complete=complete_subjects)
def help_command(names: tuple[str, ...]) -> None:
    """Show the help of a command, a problem type or a topic."""
    topic = registry.topic_of(" ".join(names))
    if topic:
        _print_types(topic)
        return
    context = click.Context(cli, info_name="dlsolve", **cli.context_settings)
    for name in names:
        command = context.command
        if not isinstance(command, click.Group):
            raise InputError("help", f"ends at {context.info_name}, which has no commands of its own", name)
        found = command.get_command(context, name)
        if found is None:
            raise InputError("help", "must name a command, a problem type or a topic", name)
        context = click.Context(found, info_name=name, parent=context)
    click.echo(context.get_help())


@cli.command("list")
@click.argument("topics", metavar="[TOPIC|WORD]...", nargs=-1, shell_complete=complete_topics)
@click.option("--json", "as_json", is_flag=True, help="As data, for programs.")
def list_command(topics: tuple[str, ...], *, as_json: bool) -> None:
    """List the problem types by topic: all, those of a topic, or those that a word is about."""
    named = [" ".join(topics)] if registry.topic_of(" ".join(topics)) else topics
    found = {entry for name in named for entry in registry.mentioned(name)}
    wanted = [entry for entry in registry.entries().values() if not topics or entry in found]
    if as_json:
        import json

        rows = [{"topic": e.topic, "type": e.command, "summary": e.summary} for e in wanted]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        _print_types(wanted)


def _print_types(wanted: Iterable[registry.Entry]) -> None:
    for position, (topic, rows) in enumerate(by_topic(wanted)):
        click.echo(("\n" if position else "") + topic)
        for command, summary in rows:
            click.echo(f"  {command:<24}{summary}")


@cli.command("version")
def version_command() -> None:
    """Show the version."""
    from importlib.metadata import version

    click.echo(f"dlsolve {version('dlsolve')}")


for _command in LATER.values():
    cli.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit status."""
    try:
        status = cli.main(list(arguments), prog_name="dlsolve", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as help_asked:
        click.echo(help_asked.format_message())
        return 0
    except click.ClickException as error:
        return _complain(_one_line(error), USAGE_STATUS)
    except DisagreementError as error:
        return _complain(f"dlsolve: {error}", DEFECT_STATUS)
    except DlsolveError as error:
        return _complain(f"dlsolve: {error}", USAGE_STATUS)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPT_STATUS
    except (BrokenPipeError, SystemExit):
        # Click makes the latter of the former, with a status that is for errors: nobody reads on.
        _drop_output()
        return 0
    except MemoryError:
        return _complain("dlsolve: there is too little memory", USAGE_STATUS)
    except OSError as error:
        _drop_output()
        where = error.filename or "the standard output"
        return _complain(f"dlsolve: {where} cannot be used: {error.strerror}", USAGE_STATUS)
    return int(status or 0)


def _drop_output() -> None:
    """Make sure that what is still buffered does not fail again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "dlsolve"
    if isinstance(error, PointedOutError):
        return f"{command}: {error.format_message()}"
    return f"{command}: {' '.join(error.format_message().split()).rstrip('.')}"


def _complain(message: str, status: int) -> int:
    try:
        click.echo(escaped(message), err=True)
    except OSError:
        # Where nobody can be told, the status tells it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return status
