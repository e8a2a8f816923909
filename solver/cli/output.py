"""Where a rendered solution goes: the terminal, a file, or standard output."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from solver.errors import InputError
from solver.rendering.formats import ENDINGS, FORMATS, Format
from solver.rendering.pdf import DEFAULT_STANDARD, LATEX_ENGINES, Engine, Typesetter

if TYPE_CHECKING:
    from solver.problem import Problem
    from solver.record.solution import Solution

STANDARD_OUTPUT = Path("-")


def show_solution(
    problem: Problem,
    *,
    format_name: str | None,
    output: Path | None,
    digits: int,
    exact: bool,
    round_steps: int | None,
    brief: bool,
    upto: int | None,
    hint: bool,
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
    from solver.rendering.exporters.base import Wanted
    from solver.rendering.printing import Style

    form = format_for(format_name, output)
    typesetter = typesetter_for([form], engine, pdf_standard, font_path)
    _require_meaning(form, templates, fragment=fragment)
    _require_whole(form, {"--round-steps": round_steps, "--brief": brief, "--upto": upto, "--hint": hint})
    if brief and (hint or upto is not None):
        raise InputError("--brief", "goes without --hint and --upto, which show working")
    solution, hidden = solve_problem(problem, round_steps), frozenset[str]()
    if hint or upto is not None:
        criteria = {name: problem.told(words) for name, words in problem.criteria.items()}
        solution, hidden = _part_of(solution, upto, criteria if hint else None)
    exporter = form.exporter
    style, width = Style(digits, exact, hidden), exporter.screen_width()
    wanted = Wanted(style, templates, width, brief, fragment, typesetter=typesetter)
    send(exporter.solution(solution, wanted), form, output)


def _part_of(
    solution: Solution, upto: int | None, criteria: Mapping[str, str] | None
) -> tuple[Solution, frozenset[str]]:
    """The working through a step, and for a hint the next one; the values of the latter are to be hidden.

    Args:
        solution: the worked solution.
        upto: the number of the step.
        criteria: for a hint, what answers in words depend on.

    Raises:
        InputError: there is no such step.
    """
    from solver.sheets.blanks import begun

    steps = len(solution.steps)
    if upto is not None and upto > steps:
        raise InputError("--upto", f"must be at most {steps}, the number of steps", str(upto))
    if criteria is None:
        return solution.upto(upto or steps), frozenset()
    last = upto or 0
    if last == steps:
        raise InputError("--hint", f"has no step to begin after step {steps}, the last one")
    return begun(solution, last, criteria)


def _require_meaning(form: Format, templates: Path | None, *, fragment: bool) -> None:
    """Refuse what would change nothing in a format.

    Raises:
        InputError: an option does not go with the format, or the folder of templates is none.
    """
    if fragment and not form.takes_fragment:
        names = ", ".join(name for name, known in FORMATS.items() if known.takes_fragment)
        raise InputError("--fragment", f"goes with {names}", form.name)
    if templates is not None and not form.takes_templates:
        raise InputError("--templates", "goes with formats that templates make", form.name)
    if templates is not None and not templates.is_dir():
        raise InputError("--templates", "must be a folder", str(templates))


def _require_whole(form: Format, wanted: Mapping[str, object]) -> None:
    """Refuse what would leave out a part of a program, or its digits.

    Raises:
        InputError: one of the options is given.
    """
    unusable = next((option for option, value in wanted.items() if value), None)
    if form.is_program and unusable is not None:
        raise InputError(unusable, "goes with formats that are read, not run", form.name)


def typesetter_for(
    forms: Collection[Format], engine: Engine | None, pdf_standard: str | None, font_path: tuple[Path, ...]
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
    if unused is not None and not any(form.takes_typesetter for form in forms):
        raise InputError(unused, "goes with PDF pages", ", ".join(form.name for form in forms))
    if pdf_standard is not None and engine in LATEX_ENGINES:
        raise InputError("--pdf-standard", f"does not go with --engine {engine}, which knows none")
    if font_path and engine == "pdflatex":
        raise InputError("--font-path", "does not go with --engine pdflatex; take lualatex")
    missing = next((folder for folder in font_path if not folder.is_dir()), None)
    if missing is not None:
        raise InputError("--font-path", "must be a folder", str(missing))
    if any(form.takes_typesetter for form in forms) and not _has_current_folder():
        raise InputError("the current folder", "must not have been removed, for pages are set there")
    return Typesetter(engine or "typst", pdf_standard or DEFAULT_STANDARD, font_path)


def _has_current_folder() -> bool:
    try:
        return Path.cwd().is_dir()
    except FileNotFoundError:
        return False


def send(content: bytes, form: Format, output: Path | None) -> None:
    """Write to a file, or to standard output where none is named.

    Raises:
        InputError: the file cannot be written, or the format cannot be shown.
    """
    if output in (None, STANDARD_OUTPUT):
        form.exporter.show(content)
    else:
        from solver.storage.files import write_whole

        write_whole(output, content)


def format_for(name: str | None, output: Path | None) -> Format:
    """The format of that name, or the one that the ending of a file asks for.

    Raises:
        InputError: the ending is of no format, or the format is none for files.
    """
    if output in (None, STANDARD_OUTPUT):
        return FORMATS[name] if name else screen_format()
    if name is None:
        return _format_of(output)
    if not FORMATS[name].extension:
        requirement = f"takes no -f {name}; -f text is the same in plain characters"
        raise InputError("-o", requirement, str(output))
    return FORMATS[name]


def screen_format() -> Format:
    """What is shown where nothing else is asked for; plain characters where there is no Unicode."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    return FORMATS["terminal" if is_unicode else "text"]


def _format_of(output: Path) -> Format:
    if output.suffix.lower() not in ENDINGS:
        raise InputError("-o", f"must end in {', '.join(ENDINGS)}, or come with -f", str(output))
    return ENDINGS[output.suffix.lower()]
