"""The command line: solve a problem, list them all, and check a hand answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click

from solver import registry
from solver.cli.catalog import Catalog, PointedOutError, by_topic, epilog, given_options, with_example
from solver.cli.check import check_group
from solver.cli.grade import grade_command
from solver.cli.options import OUTPUT_NAMES, OUTPUT_OPTIONS
from solver.cli.output import show_solution
from solver.cli.practice import practice_command
from solver.cli.sheet import sheet_command
from solver.cli.show import show_command
from solver.errors import DisagreementError, DlsolveError, InputError
from solver.rendering.terminal_safety import escaped
from solver.workers.processes import look_for_cycles_rarely

USAGE_STATUS = 2
DEFECT_STATUS = 3
INTERRUPT_STATUS = 130


class SolveCatalog(Catalog):
    """The problem types, each solved by its own command."""

    def problem_command(self, entry: registry.Entry) -> click.Command:
        """The command that solves a problem of this type."""

        def solve(**options: Any) -> None:
            output = {name: options.pop(name) for name in OUTPUT_NAMES}
            try:
                show_solution(entry.load().of(**options), **output)
            except InputError as error:
                told = with_example(error, entry, options)
                raise click.UsageError(str(told), click.get_current_context()) from error

        options = [*given_options(entry), *(make() for make in OUTPUT_OPTIONS)]
        help_text = f"{entry.summary}."
        return click.Command(
            entry.command, callback=solve, params=options, help=help_text, epilog=epilog(entry)
        )


@click.group(cls=SolveCatalog, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dlsolve", message="dlsolve %(version)s")
def cli() -> None:
    """Worked solutions of deep-learning exam problems.

    \b
    dlsolve adam --grads 0.3,0.2,0.1                 every step, in the terminal
    dlsolve adam --grads 0.3,0.2,0.1 -o adam.pdf     the same as a page
    dlsolve adam --help                              the options of a problem
    """


@cli.command("list")
def list_command() -> None:
    """List the problem types by topic."""
    for position, (topic, rows) in enumerate(by_topic()):
        click.echo(("\n" if position else "") + topic)
        for command, summary in rows:
            click.echo(f"  {command:<24}{summary}")


cli.add_command(check_group)
cli.add_command(grade_command)
cli.add_command(practice_command)
cli.add_command(sheet_command)
cli.add_command(show_command)


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


def _open_closed_streams() -> None:
    """Open what the caller has closed: else the first file that is opened would get its number.

    Writing to a standard output that was closed must fail; what cannot be told may be lost.
    """
    for number, name, flags in ((1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, flags)
            if null != number:
                os.dup2(null, number)
                os.close(null)
            setattr(sys, name, open(number, "w", encoding="utf-8"))  # noqa: SIM115  (as long as the process)


def main() -> None:
    """The console script."""
    _open_closed_streams()
    look_for_cycles_rarely()
    status = run(sys.argv[1:])
    with suppress(OSError):
        sys.stderr.flush()
    # Taking down all modules takes longer than many a problem, and leaves nothing undone.
    os._exit(status)
