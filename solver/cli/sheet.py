"""`dlsolve sheet`: practice sheets and exams with their keys, for one student or a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from solver.cli.completion import complete_topics, complete_types
from solver.cli.options import PAGE_OPTIONS, WORK_OPTIONS
from solver.cli.output import STANDARD_OUTPUT, send, typesetter_for
from solver.cli.printable import TEXT
from solver.cli.sheet_build import (
    class_run,
    make_class,
    make_one,
    require_looks,
    require_templates,
    targets_of,
)
from solver.cli.sheet_source import assignment_of, refuse, restyled
from solver.errors import InputError
from solver.rendering.formats import FORMATS, SHEET_ENDINGS
from solver.sheets import LETTERS, MOST_QUESTIONS
from solver.storage.files import keep_apart

if TYPE_CHECKING:
    from solver.rendering.pdf import Engine

LARGEST_SEED = 2**63 - 1
MOST_VERSIONS = 26
_PATH = click.Path(path_type=Path)
_FOR_A_CLASS = ("combined", "duplex", "jobs", "cluster")


@click.command("sheet")
@click.option(
    "--type",
    "types",
    type=TEXT,
    multiple=True,
    metavar="TYPE",
    shell_complete=complete_types,
    help="A problem type; repeatable.",
)
@click.option(
    "--topic",
    "topics",
    type=TEXT,
    multiple=True,
    metavar="TOPIC",
    shell_complete=complete_topics,
    help="All types of a topic; repeatable.",
)
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
@click.option(
    "--options",
    type=click.IntRange(3, len(LETTERS)),
    default=4,
    show_default=True,
    help="Number of options of a choice.",
)
@click.option(
    "--title", type=TEXT, default="Practice sheet", show_default=True, help="Heading of the first page."
)
@click.option("--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True)
@click.option("--compact", is_flag=True, help="Small letters, no room to work in.")
@click.option("--columns", type=click.IntRange(1, 2), help="Columns of a page.")
@click.option("--font-size", type=click.FloatRange(7, 28), metavar="POINTS", help="Size of the letters.")
@click.option("--blueprint", type=_PATH, help="An exam as a TOML file, in place of the options above.")
@click.option("--example-blueprint", is_flag=True, help="Print a blueprint to begin with, or write it to -o.")
@click.option(
    "-o",
    "--output",
    type=_PATH,
    help=f"The sheet: {' '.join(SHEET_ENDINGS)}; for a class a folder, or a file with --combined.",
)
@click.option("--key", type=_PATH, help="The key, with every solution worked out.")
@click.option(
    "--key-style",
    type=click.Choice(["full", "answers"]),
    default="full",
    show_default=True,
    help="All the working, or a list of the answers for markers.",
)
@click.option("--manifest", type=_PATH, help="Keep what is asked, to make it again and to grade it.")
@click.option(
    "--templates",
    type=_PATH,
    metavar="DIR",
    help="Folder of templates that replace those of dlsolve, file by file.",
)
@click.option("--from", "origin", type=_PATH, help="Make the sheets of a manifest again.")
@click.option("--roster", type=_PATH, help="CSV with columns id and name: other numbers for each student.")
@click.option(
    "--versions",
    type=click.IntRange(2, MOST_VERSIONS),
    metavar="N",
    help="Versions A, B, ... with other numbers, each for many students.",
)
@click.option("--combined", is_flag=True, help="All students of the roster, or all versions, in one file.")
@click.option("--duplex", is_flag=True, help="With --combined: every student begins on a right-hand page.")
def sheet_command(
    *,
    output: Path | None,
    key: Path | None,
    manifest: Path | None,
    example_blueprint: bool,
    key_style: str,
    combined: bool,
    duplex: bool,
    compact: bool,
    columns: int | None,
    font_size: float | None,
    templates: Path | None,
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
        from solver.rendering.templates import TEMPLATES

        send((TEMPLATES / "blueprint.toml").read_bytes(), FORMATS["text"], output)
        return
    _require_files(output, key, manifest)
    from solver.sheets.class_run import checkpoint_folder

    read = {"--blueprint": wanted["blueprint"], "--from": wanted["origin"], "--roster": wanted["roster"]}
    made = {"-o": output, "--key": key}
    # A manifest may be written to where it was read from: it holds the same then.
    keep_apart({**read, **made})
    keep_apart({**read, "--from": None, **made, "--manifest": manifest})
    first = output or key
    is_class = wanted["roster"] or wanted["versions"]
    unfinished = checkpoint_folder(first, combined=combined) if first and is_class else None
    seed, assignment = assignment_of(unfinished=unfinished, **wanted)
    assignment = restyled(assignment, compact=compact or None, columns=columns, font_size=font_size)
    _require_meaning(key, is_class=bool(assignment.students), combined=combined, duplex=duplex)
    targets = targets_of(output, key, key_style, in_folders=bool(assignment.students) and not combined)
    forms = [target.form for target in targets]
    typesetter = typesetter_for(forms, engine, pdf_standard, font_path)
    require_templates(templates, targets)
    require_looks(assignment.heading, targets, typesetter)
    if assignment.students:
        run = class_run(
            assignment,
            targets,
            manifest,
            typesetter,
            seed,
            combined=combined,
            duplex=duplex,
            templates=templates,
        )
        keep_apart({**read, "--from": None, **made, "--manifest": run.manifest})
        make_class(run, assignment, jobs, cluster)
    else:
        make_one(assignment, targets, manifest, typesetter, templates)
    if seed is not None:
        click.echo(f"dlsolve sheet: made with --seed {seed}", err=True)
    for kind in assignment.ledger.repeated:
        click.echo(f"dlsolve sheet: {kind}: no more different problems; some repeat", err=True)


sheet_command.params += [make() for make in (*WORK_OPTIONS, *PAGE_OPTIONS)]


def _require_files(output: Path | None, key: Path | None, manifest: Path | None) -> None:
    """Refuse to make nothing, and a manifest that is no file."""
    if manifest == STANDARD_OUTPUT:
        raise InputError("--manifest", "must be a file", str(manifest))
    if output is None and key is None and manifest is None:
        raise InputError("-o", "is missing: name a file for the sheet, such as sheet.pdf")


def _require_meaning(key: Path | None, *, is_class: bool, combined: bool, duplex: bool) -> None:
    """Refuse options that would change nothing."""
    if not is_class:
        refuse(_FOR_A_CLASS, "goes with --roster or --versions")
    if duplex and not combined:
        raise InputError("--duplex", "goes with --combined, where students share a file")
    if key is None:
        refuse(("key_style",), "goes with --key")
