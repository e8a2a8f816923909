"""`dlsolve sheet` and `dlsolve show`: practice sheets with their keys, and single questions by code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver import registry
from solver.errors import InputError
from solver.output import (
    OUTPUT_OPTIONS,
    form_of,
    print_terminal,
    send,
    show_solution,
    terminal_width,
    write_whole,
)

if TYPE_CHECKING:
    from solver.problem import Difficulty
    from solver.sheets import Paper, Question, Sheet, SheetStyle

SHEET_ENDINGS = {".pdf": "pdf", ".typ": "typst", ".tex": "latex", ".md": "markdown"}
LARGEST_SEED = 2**63 - 1
LONGEST_TITLE = 200
MOST_QUESTIONS = 200


@click.command("sheet", short_help="Make a practice sheet with its key.")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="A problem type; repeatable.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="All types of a topic; repeatable.")
@click.option(
    "--count",
    type=click.IntRange(1, MOST_QUESTIONS),
    default=10,
    show_default=True,
    help="Number of questions.",
)
@click.option(
    "--seed", type=click.IntRange(0, LARGEST_SEED), help="Same seed, same sheet; random if left out."
)
@click.option(
    "--difficulty", type=click.Choice(["easy", "medium", "hard"]), default="medium", show_default=True
)
@click.option(
    "--style",
    type=click.Choice(["question", "blanks", "worked"]),
    default="question",
    show_default=True,
    help="Space to work in, the working with values to fill in, or all of it.",
)
@click.option("--title", default="Practice sheet", show_default=True, help="Heading of the first page.")
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The sheet: .pdf .typ .tex or .md."
)
@click.option("--key", type=click.Path(path_type=Path), help="The key, with every solution worked out.")
def sheet_command(
    types: tuple[str, ...],
    topics: tuple[str, ...],
    count: int,
    seed: int | None,
    difficulty: Difficulty,
    style: SheetStyle,
    title: str,
    paper: Paper,
    output: Path,
    key: Path | None,
) -> None:
    """Make a practice sheet of randomized questions, and its key.

    \b
    dlsolve sheet --topic optimizers --count 10 --seed 7 -o sheet.pdf --key key.pdf
    dlsolve sheet --type adam --type eigen --difficulty hard -o sheet.pdf
    """
    commands = _commands(types, topics)
    title = _title(title)
    forms = {output: _sheet_form(output, "-o")}
    if key is not None:
        forms[key] = _sheet_form(key, "--key")
        if key.absolute() == output.absolute():
            raise InputError("--key", "must be another file than -o", str(key))

    from solver.sheets import Selection, Sheet, choose, key_source, repeated, sheet_source, solved

    if seed is None:
        import secrets

        seed = secrets.randbelow(1_000_000)
        click.echo(f"dlsolve sheet: made with --seed {seed}", err=True)
    questions = choose(Selection(commands, count, seed, difficulty))
    sheet = Sheet(title, solved(questions), style, paper)
    sources = zip(forms, (sheet_source, key_source), strict=False)
    # Nothing is written unless both can be made.
    contents = {path: _written(source, sheet, forms[path]) for path, source in sources}
    for path, content in contents.items():
        write_whole(path, content)
    again = repeated(questions)
    if again:
        kinds = ", ".join(again)
        click.echo(f"dlsolve sheet: {kinds}: no more different {difficulty} problems; some repeat", err=True)


@click.command("show", short_help="Show the question that has a code.")
@click.argument("code")
@click.option("--solution", is_flag=True, help="Show its worked solution.")
def show_command(code: str, *, solution: bool, **output: Any) -> None:
    """Show the question whose code is printed beside it on a sheet, or its solution.

    \b
    dlsolve show F2J7S-DWTME
    dlsolve show F2J7S-DWTME --solution -o solution.pdf
    """
    from solver.codes import read_code
    from solver.sheets import question_of

    question = question_of(read_code(code))
    if solution:
        show_solution(question.problem, registry.find(question.code.command), **output)
    else:
        _show_question(question, **output)


show_command.params += [make() for make in OUTPUT_OPTIONS]


def _commands(types: tuple[str, ...], topics: tuple[str, ...]) -> tuple[str, ...]:
    """The types to choose from, without repetitions, in the order of the registry."""
    known = registry.entries()
    wanted = {registry.find(name).command for name in types}
    titles = list(dict.fromkeys(entry.topic for entry in known.values()))
    for topic in topics:
        name = topic.replace("-", " ").replace("_", " ").lower()
        if name not in titles:
            raise InputError("--topic", f"must be one of {', '.join(titles)}", topic or "nothing")
        wanted |= {entry.command for entry in known.values() if entry.topic == name}
    return tuple(command for command in known if command in wanted or not (types or topics))


def _title(title: str) -> str:
    flat = " ".join(title.split())
    if not flat or len(flat) > LONGEST_TITLE or not flat.isprintable():
        raise InputError("--title", f"must be 1 to {LONGEST_TITLE} printable characters", title or "nothing")
    return flat


def _sheet_form(path: Path, option: str) -> str:
    if path.suffix not in SHEET_ENDINGS:
        raise InputError(option, f"must end in {', '.join(SHEET_ENDINGS)}", str(path))
    return SHEET_ENDINGS[path.suffix]


def _written(render: Callable[[Sheet, str], str], sheet: Sheet, form: str) -> bytes:
    """A sheet or its key, in the form of a file."""
    if form != "pdf":
        return render(sheet, form).encode()
    from solver.pdf import typst_pdf

    return typst_pdf(render(sheet, "typst"))


def _show_question(
    question: Question,
    *,
    format_name: str | None,
    output: Path | None,
    digits: int,
    exact: bool,
    **others: object,
) -> None:
    """Print a question, or write it as a sheet of one."""
    unused = next((name for name in others if others[name]), None)
    if unused is not None:
        raise InputError(f"--{unused.replace('_', '-')}", "goes with --solution")
    form = format_name or form_of(output)
    if form == "json":
        raise InputError("-f json", "goes with --solution")

    from solver.printing import Style
    from solver.rendering import render_page
    from solver.sheets import Sheet, sheet_source, solved

    style = Style(digits, exact or question.problem.exact)
    if form == "terminal":
        page = render_page(form, "question", style=style, width=terminal_width(), question=question)
        print_terminal(page)
    elif form == "text":
        send(render_page(form, "question", style=style, question=question).encode(), form, output)
    else:
        send(_written(sheet_source, Sheet("Practice question", solved([question])), form), form, output)
