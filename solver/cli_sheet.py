"""`dlsolve sheet`: practice sheets and exams with their keys, for one student or a class."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.cli_options import PAGE_OPTIONS, SHEET_ENDINGS, WORK_OPTIONS
from solver.errors import InputError
from solver.files import Writing, keep_apart, try_to_write, write_together
from solver.output import STANDARD_OUTPUT, send, typesetter_for
from solver.pdf import DEFAULT_STANDARD
from solver.progress import progress
from solver.sheets import MOST_QUESTIONS

if TYPE_CHECKING:
    from solver.pdf import Engine, Typesetter
    from solver.sheets.assigning import Assignment
    from solver.sheets.blueprint import Blueprint
    from solver.sheets.classes import ClassRun
    from solver.sheets.making import Target
    from solver.sheets.pages import Page
    from solver.sheets.records import Student

LARGEST_SEED = 2**63 - 1
_PATH = click.Path(path_type=Path)
_ANSWERED_BY_BLUEPRINT = ("types", "topics", "count", "difficulty", "style", "title", "paper")
_ANSWERED_BY_MANIFEST = (*_ANSWERED_BY_BLUEPRINT, "blueprint", "seed", "roster")
_FOR_A_CLASS = ("combined", "jobs", "cluster")


@click.command("sheet", short_help="Make a practice sheet or an exam, with its key.")
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
    type=click.Choice(["question", "blanks", "faded", "choice", "worked"]),
    default="question",
    show_default=True,
    help="Room to work in; values to fill in; examples that fade; four options; or all worked out.",
)
@click.option("--title", default="Practice sheet", show_default=True, help="Heading of the first page.")
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True)
@click.option("--blueprint", type=_PATH, help="An exam as a TOML file, in place of the options above.")
@click.option("--example-blueprint", is_flag=True, help="Print a blueprint to begin with, or write it to -o.")
@click.option(
    "-o",
    "--output",
    type=_PATH,
    help="The sheet: .pdf .typ .tex .md or .json; with --roster a folder, or a file with --combined.",
)
@click.option("--key", type=_PATH, help="The key, with every solution worked out.")
@click.option("--manifest", type=_PATH, help="Keep what is asked, to make it again and to grade it.")
@click.option("--from", "origin", type=_PATH, help="Make the sheets of a manifest again.")
@click.option("--roster", type=_PATH, help="CSV with columns id and name: other numbers for each student.")
@click.option("--combined", is_flag=True, help="All students of the roster in one file.")
def sheet_command(
    *,
    output: Path | None,
    key: Path | None,
    manifest: Path | None,
    example_blueprint: bool,
    combined: bool,
    jobs: int | None,
    cluster: str | None,
    engine: Engine | None,
    pdf_standard: str | None,
    font_path: tuple[Path, ...],
    **wanted: Any,
) -> None:
    """Make a practice sheet or an exam of randomized questions, and its key.

    \b
    dlsolve sheet --topic optimizers --seed 7 -o sheet.pdf --key key.pdf
    dlsolve sheet --blueprint exam.toml --roster students.csv -o sheets --key keys
    dlsolve sheet --from sheets/manifest.json --combined --key keys.pdf
    """
    if example_blueprint:
        from solver.rendering import TEMPLATES

        send((TEMPLATES / "blueprint.toml").read_bytes(), "text", output)
        return
    if manifest == STANDARD_OUTPUT:
        raise InputError("--manifest", "must be a file", str(manifest))
    if output is None and key is None and manifest is None:
        raise InputError("-o", "is missing: name a file for the sheet, such as sheet.pdf")
    from solver.sheets.classes import place_of_work

    read = {"--blueprint": wanted["blueprint"], "--from": wanted["origin"], "--roster": wanted["roster"]}
    made = {"-o": output, "--key": key}
    # A manifest may be written to where it was read from: it holds the same then.
    keep_apart({**read, **made})
    keep_apart({**read, "--from": None, **made, "--manifest": manifest})
    first = output or key
    unfinished = place_of_work(first, combined=combined) if first and wanted["roster"] else None
    seed, assignment = _assignment(unfinished=unfinished, **wanted)
    if not assignment.students:
        _refuse(_FOR_A_CLASS, "goes with --roster")
    targets = _targets(output, key, in_folders=bool(assignment.students) and not combined)
    forms = [target.form for target in targets]
    typesetter = typesetter_for(forms, engine, pdf_standard, font_path)
    if assignment.students:
        run = _class_run(assignment, targets, manifest, typesetter, seed, combined=combined)
        keep_apart({**read, "--from": None, **made, "--manifest": run.manifest})
        _make_class(run, assignment, jobs, cluster)
    else:
        _make_one(assignment, targets, manifest, typesetter)
    if seed is not None:
        click.echo(f"dlsolve sheet: made with --seed {seed}", err=True)
    for kind in assignment.ledger.repeated:
        click.echo(f"dlsolve sheet: {kind}: no more different problems; some repeat", err=True)


sheet_command.params += [make() for make in (*WORK_OPTIONS, *PAGE_OPTIONS)]


def _assignment(
    *,
    origin: Path | None,
    blueprint: Path | None,
    roster: Path | None,
    seed: int | None,
    unfinished: Path | None,
    **chosen: Any,
) -> tuple[int | None, Assignment]:
    """The sheets to make, from a manifest, a blueprint, or the options in its place; and the seed,
    where none was given: that of an unfinished run, or a new one.
    """
    from solver.sheets.assigning import drawn, kept
    from solver.sheets.keeping import drawn_seed
    from solver.sheets.manifest import read_manifest

    if origin is not None:
        _refuse(_ANSWERED_BY_MANIFEST, "does not go with --from: the manifest tells it")
        return None, kept(read_manifest(origin, "--from"), "--from")
    if blueprint is not None:
        _refuse(_ANSWERED_BY_BLUEPRINT, "does not go with --blueprint: write it there")
        plan = _blueprint_of(blueprint)
    else:
        plan = _blueprint_from(**chosen)
    settled = plan.seed if seed is None else seed
    if settled is not None:
        return None, drawn(plan, settled, _students(roster))
    from secrets import randbelow

    before = drawn_seed(unfinished) if unfinished else None
    settled = randbelow(1_000_000) if before is None else before
    return settled, drawn(plan, settled, _students(roster))


def _refuse(names: tuple[str, ...], requirement: str) -> None:
    """Refuse options that were given but do not go with the others.

    Raises:
        InputError: naming the first of them.
    """
    context = click.get_current_context()
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if option.name in names and source is click.core.ParameterSource.COMMANDLINE:
            raise InputError(option.opts[0], requirement)


def _blueprint_of(path: Path) -> Blueprint:
    from solver.sheets.blueprint_reading import read_blueprint

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError("--blueprint", f"cannot be read: {error.strerror}", str(path)) from None
    except UnicodeDecodeError:
        raise InputError("--blueprint", "must be a text in UTF-8", str(path)) from None
    return read_blueprint(text, path.name)


def _blueprint_from(
    *,
    types: tuple[str, ...],
    topics: tuple[str, ...],
    count: int,
    difficulty: str,
    style: str,
    title: str,
    paper: str,
) -> Blueprint:
    """The blueprint that the options stand for."""
    from solver.sheets.blueprint_reading import checked_options

    data = {
        "title": " ".join(title.split()),
        "paper": paper,
        "section": [
            {"types": types, "topics": topics, "count": count, "difficulty": difficulty, "style": style}
        ],
    }
    return checked_options(data)


def _students(roster: Path | None) -> list[Student]:
    if roster is None:
        return []
    from solver.sheets.roster import read_roster

    return read_roster(roster)


def _targets(output: Path | None, key: Path | None, *, in_folders: bool) -> tuple[Target, ...]:
    from solver.sheets.making import Target

    named: tuple[tuple[Page, Path | None, str], ...] = (("sheet", output, "-o"), ("key", key, "--key"))
    return tuple(
        Target(page, _form(path, option, in_folders=in_folders), path, option)
        for page, path, option in named
        if path is not None
    )


def _form(path: Path, option: str, *, in_folders: bool) -> str:
    if not in_folders:
        if path.suffix.lower() not in SHEET_ENDINGS:
            raise InputError(option, f"must end in {', '.join(SHEET_ENDINGS)}", str(path))
        return SHEET_ENDINGS[path.suffix.lower()]
    if path.suffix.lower() in SHEET_ENDINGS or path.is_file():
        raise InputError(option, "must be a folder, or come with --combined for one file", str(path))
    return "pdf"


def _make_one(
    assignment: Assignment, targets: tuple[Target, ...], manifest: Path | None, typesetter: Typesetter
) -> None:
    """A sheet for nobody in particular. Nothing is written unless all can be made."""
    from solver.sheets.making import Order, make
    from solver.sheets.manifest import written

    (record,) = assignment.sheets
    pages = tuple((target.page, target.form) for target in targets)
    keeping = [] if manifest is None else [Writing("--manifest", manifest)]
    try_to_write([*(Writing(target.option, target.path) for target in targets), *keeping])
    made = make(Order(assignment.heading, record, pages, typesetter))
    writings = [
        Writing(target.option, target.path, [content])
        for target, content in zip(targets, made.pages, strict=True)
    ]
    kept = written(assignment.heading, [made.record])
    write_together([*writings, *(writing._replace(pieces=kept) for writing in keeping)])


def _class_run(
    assignment: Assignment,
    targets: tuple[Target, ...],
    manifest: Path | None,
    typesetter: Typesetter,
    seed: int | None,
    *,
    combined: bool,
) -> ClassRun:
    from solver.sheets.classes import ClassRun

    if not targets:
        raise InputError("-o", "is missing: name a folder for the sheets, or a file and --combined")
    if combined and any(target.form == "json" for target in targets):
        raise InputError(targets[0].option, "as .json goes with a single sheet; --manifest keeps a class")
    if combined and typesetter.standard != DEFAULT_STANDARD:
        raise InputError("--pdf-standard", "goes with a file for each student; --combined is for printing")
    first = targets[0].path
    kept_in = manifest or (first.with_suffix(".manifest.json") if combined else first / "manifest.json")
    purpose = f"{assignment.purpose}{targets}{typesetter}"
    students = assignment.students
    return ClassRun(assignment.heading, students, targets, kept_in, typesetter, combined, purpose, seed)


def _make_class(run: ClassRun, assignment: Assignment, jobs: int | None, cluster: str | None) -> None:
    from solver.sheets.classes import produce
    from solver.sheets.production import workforce

    count = len(run.students)
    workers = min(jobs or os.cpu_count() or 1, count)
    with workforce(workers, cluster) as force, progress("sheets", count) as advance:
        produce(run, assignment.sheets, force, advance)
