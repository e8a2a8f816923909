"""Where a rendered solution goes: the terminal, a file, or standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.errors import InputError

if TYPE_CHECKING:
    from solver import registry
    from solver.problem import Problem
    from solver.solution import Solution

ENDINGS = {
    ".txt": "text",
    ".tex": "latex",
    ".md": "markdown",
    ".typ": "typst",
    ".json": "json",
    ".pdf": "pdf",
}
NARROWEST, WIDEST, USUAL_WIDTH = 40, 110, 80

OUTPUT_OPTIONS: tuple[Callable[[], click.Option], ...] = (
    lambda: click.Option(
        ["-f", "--format", "format_name"],
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


def show_solution(
    problem: Problem,
    entry: registry.Entry,
    *,
    format_name: str | None,
    output: Path | None,
    digits: int,
    exact: bool,
    round_steps: int | None,
    brief: bool,
    fragment: bool,
    templates: Path | None,
) -> None:
    """Solve a problem and send the solution to where the output options say.

    Raises:
        InputError: an output option is unusable, or the problem has no solution.
    """
    from solver.engine import solve_problem
    from solver.printing import Style

    if format_name == "terminal" and output is not None:
        raise InputError("-o", "takes no -f terminal; -f text is the same in plain characters", str(output))
    form = format_name or form_of(output)
    if templates is not None and not templates.is_dir():
        raise InputError("--templates", "must be a folder", str(templates))
    solution = solve_problem(problem, entry, round_steps)
    context: dict[str, Any] = {
        "style": Style(digits, exact),
        "brief": brief,
        "fragment": fragment,
        "folder": templates,
    }
    if form == "terminal":
        from solver.rendering import render

        print_terminal(render(solution, "terminal", width=terminal_width(), **context))
        return
    send(_content(solution, form, context), form, output)


def send(content: bytes, form: str, output: Path | None) -> None:
    """Write to a file, or to standard output where none is named.

    Raises:
        InputError: the file cannot be written, or pages would go to a terminal.
    """
    if output is not None:
        write_whole(output, content)
    elif form == "pdf" and sys.stdout.isatty():
        raise InputError("-f pdf", "needs a file: add -o solution.pdf")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def form_of(output: Path | None) -> str:
    """The format that the ending of a file asks for; without a file, that of the terminal."""
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


def terminal_width() -> int:
    """The width to lay out for, in characters."""
    from rich.console import Console

    console = Console()
    width = console.width if console.is_terminal else USUAL_WIDTH
    return min(max(width, NARROWEST), WIDEST)


def print_terminal(text: str) -> None:
    """Print Rich markup, in color where the terminal has any.

    Raises:
        InputError: the terminal has no Unicode.
    """
    from rich.console import Console
    from rich.text import Text

    try:
        Console(highlight=False).print(Text.from_markup(text.rstrip()), soft_wrap=True)
    except UnicodeEncodeError as error:
        raise InputError("-f terminal", "needs Unicode characters; take -f text", error.encoding) from None


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
