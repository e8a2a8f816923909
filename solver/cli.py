"""The command line. Each problem's command is built from its declared givens."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from solver import registry
from solver.errors import DisagreementError, DlsolveError, InputError

if TYPE_CHECKING:
    from solver.problem import Parameter
    from solver.solution import Solution

USAGE_STATUS = 2
DEFECT_STATUS = 3
INTERRUPT_STATUS = 130
ENDINGS = {
    ".txt": "text",
    ".tex": "latex",
    ".md": "markdown",
    ".typ": "typst",
    ".json": "json",
    ".pdf": "pdf",
}
NARROWEST, WIDEST, USUAL_WIDTH = 40, 110, 80


class Catalog(click.Group):
    """The problem types as commands. Help and completion read file names, not modules."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *registry.entries()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        return own or problem_command(registry.find(cmd_name))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # The group's own version would import every problem type for its help.
        options = click.Command.shell_complete(self, ctx, incomplete)
        summaries = {name: command.get_short_help_str() for name, command in self.commands.items()}
        summaries |= {name: entry.summary for name, entry in registry.entries().items()}
        names = [name for name in summaries if name.startswith(incomplete)]
        return [*options, *(CompletionItem(name, help=summaries[name]) for name in names)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            own = [(name, command.get_short_help_str()) for name, command in self.commands.items()]
            formatter.write_dl(own)
        for topic, rows in by_topic():
            with formatter.section(topic.capitalize()):
                formatter.write_dl(rows)


def by_topic() -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """The commands and summaries of each topic."""
    known = registry.entries().values()
    for topic, group in groupby(known, key=lambda entry: entry.topic):
        yield topic, [(entry.command, entry.summary) for entry in group]


@click.group(cls=Catalog, context_settings={"help_option_names": ["-h", "--help"]})
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


def problem_command(entry: registry.Entry) -> click.Command:
    """The click command of a problem type."""
    from solver.problem import parameters

    given = [_option(parameter) for parameter in parameters(entry.load())]

    def solve(**options: Any) -> None:
        output = {name: options.pop(name) for name in OUTPUT_NAMES}
        try:
            _solve(entry, options, **output)
        except InputError as error:
            raise click.UsageError(str(error), click.get_current_context()) from error

    options: list[click.Parameter] = [*given, *(make() for make in OUTPUT_OPTIONS)]
    return click.Command(entry.command, callback=solve, params=options, help=f"{entry.summary}.")


def _option(parameter: Parameter) -> click.Option:
    from solver.domains import Flag

    is_flag = isinstance(parameter.domain, Flag)
    about = f"{parameter.label}, {parameter.note}" if parameter.note else parameter.label
    if parameter.default is not None:
        about += f"  [default: {parameter.default}]"
    return click.Option(
        [parameter.option, parameter.name],
        help=about[0].upper() + about[1:],
        metavar=parameter.domain.metavar or None,
        is_flag=is_flag,
        multiple=parameter.repeat,
        default=None,
    )


OUTPUT_OPTIONS: tuple[Callable[[], click.Option], ...] = (
    lambda: click.Option(
        ["-f", "--format", "form"],
        type=click.Choice(["terminal", *ENDINGS.values()]),
        help="Output format; by default the ending of -o decides.",
    ),
    lambda: click.Option(["-o", "--output"], type=click.Path(path_type=Path), help="Write to this file."),
    lambda: click.Option(
        ["--digits"], type=click.IntRange(1, 30), default=4, show_default=True, help="Significant digits."
    ),
    lambda: click.Option(["--exact"], is_flag=True, help="Show fractions and roots."),
    lambda: click.Option(
        ["--round-steps"],
        type=click.IntRange(2, 30),
        metavar="N",
        help="Round every step to N significant digits, as a hand calculation does.",
    ),
    lambda: click.Option(["--brief"], is_flag=True, help="Show the answers only."),
    lambda: click.Option(["--fragment"], is_flag=True, help="LaTeX and Typst without the document around."),
    lambda: click.Option(
        ["--templates"],
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of templates that replace those of dlsolve, file by file.",
    ),
)
OUTPUT_NAMES = tuple(make().name or "" for make in OUTPUT_OPTIONS)


def _solve(
    entry: registry.Entry,
    givens: dict[str, Any],
    *,
    form: str | None,
    output: Path | None,
    digits: int,
    exact: bool,
    round_steps: int | None,
    brief: bool,
    fragment: bool,
    templates: Path | None,
) -> None:
    from solver.engine import solve_problem
    from solver.printing import Style

    form = form or _form_of(output)
    if templates is not None and not templates.is_dir():
        raise InputError("--templates", "must be a folder", str(templates))
    solution = solve_problem(entry.load().of(**givens), entry, round_steps)
    context: dict[str, Any] = {
        "style": Style(digits, exact),
        "brief": brief,
        "fragment": fragment,
        "folder": templates,
    }
    if form == "terminal":
        _print_terminal(solution, context)
        return
    content = _content(solution, form, context)
    if output is not None:
        write_whole(output, content)
    elif form == "pdf" and sys.stdout.isatty():
        raise InputError("-f pdf", "needs a file: add -o solution.pdf")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def _form_of(output: Path | None) -> str:
    if output is None:
        unicode_ready = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
        return "terminal" if unicode_ready else "text"
    if output.suffix not in ENDINGS:
        raise InputError("-o", f"must end in {', '.join(ENDINGS)}, or come with -f", str(output))
    return ENDINGS[output.suffix]


def _content(solution: Solution, form: str, context: dict[str, Any]) -> bytes:
    if form == "json":
        from solver.export import to_json

        return to_json(solution).encode()
    from solver.rendering import render

    if form == "pdf":
        from solver.pdf import typst_pdf

        return typst_pdf(render(solution, "typst", **{**context, "fragment": False}))
    return render(solution, form, **context).encode()


def _print_terminal(solution: Solution, context: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.text import Text

    from solver.rendering import render

    console = Console(highlight=False)
    width = console.width if console.is_terminal else USUAL_WIDTH
    width = min(max(width, NARROWEST), WIDEST)
    text = Text.from_markup(render(solution, "terminal", width=width, **context).rstrip())
    console.print(text, soft_wrap=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; an old one stays until the new one is complete.

    Raises:
        InputError: the file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise InputError("-o", f"cannot be written: {error.strerror}", str(path)) from None


def run(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit status."""
    try:
        cli.main(list(arguments), prog_name="dlsolve", standalone_mode=False)
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
    except BrokenPipeError:
        # The reader has gone; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _one_line(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "dlsolve"
    return f"{command}: {' '.join(error.format_message().split()).rstrip('.')}"


def _complain(message: str, status: int) -> int:
    click.echo(message, err=True)
    return status


def main() -> None:
    """The console script."""
    sys.exit(run(sys.argv[1:]))
