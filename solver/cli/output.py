"""Where a rendered solution goes: the terminal, a file, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from solver.cli.options import ENDINGS
from solver.cli.printable import escaped
from solver.errors import InputError
from solver.rendering.pdf import DEFAULT_STANDARD, LATEX_ENGINES, Engine, Typesetter
from solver.storage.files import write_whole

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.record.solution import Solution

STANDARD_OUTPUT = Path("-")
NARROWEST, WIDEST, USUAL_WIDTH = 40, 110, 80


def show_solution(
    problem: Problem,
    *,
    format_name: str | None,
    output: Path | None,
    digits: int,
    exact: bool,
    round_steps: int | None,
    brief: bool,
    fragment: bool,
    templates: Path | None,
    engine: Engine | None,
    pdf_standard: str | None,
    font_path: tuple[Path, ...],
) -> None:
    """Solve a problem and send the solution to where the output options say.

    Raises:
        InputError: an output option is unusable, or the problem has no solution.
    """
    from solver.record.engine import solve_problem
    from solver.rendering.printing import Style

    if format_name == "terminal" and output not in (None, STANDARD_OUTPUT):
        raise InputError("-o", "takes no -f terminal; -f text is the same in plain characters", str(output))
    form = format_name or form_of(output)
    typesetter = typesetter_for([form], engine, pdf_standard, font_path)
    _require_meaning(form, templates, fragment=fragment)
    solution = solve_problem(problem, round_steps)
    context: dict[str, Any] = {
        "style": Style(digits, exact),
        "brief": brief,
        "fragment": fragment,
        "folder": templates,
    }
    if form == "terminal":
        from solver.rendering.templates import render

        print_terminal(render(solution, "terminal", width=terminal_width(), **context))
        return
    send(_content(solution, form, context, typesetter), form, output)


def _require_meaning(form: str, templates: Path | None, *, fragment: bool) -> None:
    """Refuse what would change nothing in a format.

    Raises:
        InputError: an option does not go with the format, or the folder of templates is none.
    """
    if fragment and form not in ("latex", "typst"):
        raise InputError("--fragment", "goes with LaTeX and Typst", form)
    if templates is not None and form == "json":
        raise InputError("--templates", "goes with formats that templates make", form)
    if templates is not None and not templates.is_dir():
        raise InputError("--templates", "must be a folder", str(templates))


def typesetter_for(
    forms: Collection[str], engine: Engine | None, pdf_standard: str | None, font_path: tuple[Path, ...]
) -> Typesetter:
    """What PAGE_OPTIONS ask for.

    Args:
        forms: the formats of the files to write.
        engine: the value of --engine.
        pdf_standard: the value of --pdf-standard.
        font_path: the values of --font-path.

    Raises:
        InputError: an option does not go with the formats, or with another option.
    """
    given = {"--engine": engine, "--pdf-standard": pdf_standard, "--font-path": font_path}
    unused = next((option for option, value in given.items() if value), None)
    if unused is not None and "pdf" not in forms:
        raise InputError(unused, "goes with PDF pages", ", ".join(forms))
    if pdf_standard is not None and engine in LATEX_ENGINES:
        raise InputError("--pdf-standard", f"does not go with --engine {engine}, which knows none")
    if font_path and engine == "pdflatex":
        raise InputError("--font-path", "does not go with --engine pdflatex; take lualatex")
    missing = next((folder for folder in font_path if not folder.is_dir()), None)
    if missing is not None:
        raise InputError("--font-path", "must be a folder", str(missing))
    if "pdf" in forms and not _has_current_folder():
        raise InputError("the current folder", "must not have been removed, for pages are set there")
    return Typesetter(engine or "typst", pdf_standard or DEFAULT_STANDARD, font_path)


def _has_current_folder() -> bool:
    try:
        return Path.cwd().is_dir()
    except FileNotFoundError:
        return False


def send(content: bytes, form: str, output: Path | None) -> None:
    """Write to a file, or to standard output where none is named.

    Raises:
        InputError: the file cannot be written, or pages would go to a terminal.
    """
    if output not in (None, STANDARD_OUTPUT):
        write_whole(output, content)
    elif form == "pdf" and sys.stdout.isatty():
        raise InputError("-f pdf", "needs a file: add -o solution.pdf")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def form_of(output: Path | None) -> str:
    """The format that the ending of a file asks for; without a file, that of the terminal."""
    if output in (None, STANDARD_OUTPUT):
        unicode_ready = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
        return "terminal" if unicode_ready else "text"
    if output.suffix.lower() not in ENDINGS:
        raise InputError("-o", f"must end in {', '.join(ENDINGS)}, or come with -f", str(output))
    return ENDINGS[output.suffix.lower()]


def _content(solution: Solution, form: str, context: dict[str, Any], typesetter: Typesetter) -> bytes:
    if form == "json":
        from solver.rendering.json_export import to_json

        return to_json(solution, context["style"], brief=context["brief"]).encode()
    from solver.rendering.templates import render

    if form == "pdf":
        return typesetter.pdf(render(solution, typesetter.form, **context))
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
        Console(highlight=False).print(Text.from_markup(escaped(text.rstrip())), soft_wrap=True)
    except UnicodeEncodeError as error:
        raise InputError("-f terminal", "needs Unicode characters; take -f text", error.encoding) from None
