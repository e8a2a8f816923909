"""`dlsolve sheet`: practice sheets and exams with their keys, for one student or a class."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

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
    from solver.sheets.assignment import Assignment

LARGEST_SEED = 2**63 - 1
MOST_VERSIONS = 26
_PATH = click.Path(path_type=Path)
_FOR_A_CLASS = ("combined", "duplex", "jobs", "cluster")
_MADE_BY = (*_FOR_A_CLASS, "key_style", "templates", "engine", "pdf_standard", "font_path")


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
    compact: bool,
    columns: int | None,
    font_size: float | None,
    **options: Any,
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
    made_by = {name: options.pop(name) for name in _MADE_BY}
    files = _Files(output, key, manifest, options["blueprint"], options["origin"], options["roster"])
    files.check()
    is_class = options["roster"] or options["versions"]
    unfinished = files.checkpoints(combined=made_by["combined"]) if is_class else None
    seed, assignment = assignment_of(unfinished=unfinished, **options)
    assignment = restyled(assignment, compact=compact or None, columns=columns, font_size=font_size)
    _make(files, assignment, seed, **made_by)
    if seed is not None:
        click.echo(f"dlsolve sheet: made with --seed {seed}", err=True)
    for kind in assignment.ledger.repeated:
        click.echo(f"dlsolve sheet: {kind}: no more different problems; some repeat", err=True)


sheet_command.params += [make() for make in (*WORK_OPTIONS, *PAGE_OPTIONS)]


class _Files(Struct, frozen=True):
    """What sheets are made from, and what is made."""

    output: Path | None
    key: Path | None
    manifest: Path | None
    blueprint: Path | None
    origin: Path | None
    roster: Path | None

    def check(self) -> None:
        """Refuse to make nothing, a manifest that is no file, and to write where something was read from."""
        if self.manifest == STANDARD_OUTPUT:
            raise InputError("--manifest", "must be a file", str(self.manifest))
        if self.output is None and self.key is None and self.manifest is None:
            raise InputError("-o", "is missing: name a file for the sheet, such as sheet.pdf")
        read = {"--blueprint": self.blueprint, "--from": self.origin, "--roster": self.roster}
        keep_apart({**read, "-o": self.output, "--key": self.key})
        self.keep_apart_from(self.manifest)

    def keep_apart_from(self, manifest: Path | None) -> None:
        """Refuse a manifest in the place of another file.

        It may be written to where one was read from: it holds the same then.
        """
        read = {"--blueprint": self.blueprint, "--roster": self.roster}
        keep_apart({**read, "-o": self.output, "--key": self.key, "--manifest": manifest})

    def checkpoints(self, *, combined: bool) -> Path | None:
        """Where a run for a class keeps what is done, to go on after an interruption."""
        from solver.sheets.class_run import checkpoint_folder

        first = self.output or self.key
        return checkpoint_folder(first, combined=combined) if first else None


def _make(
    files: _Files,
    assignment: Assignment,
    seed: int | None,
    *,
    key_style: str,
    combined: bool,
    duplex: bool,
    templates: Path | None,
    jobs: int | None,
    cluster: str | None,
    engine: Engine | None,
    pdf_standard: str | None,
    font_path: tuple[Path, ...],
) -> None:
    """Make the files of one sheet, or of a class."""
    is_class = bool(assignment.students)
    _require_meaning(files.key, is_class=is_class, combined=combined, duplex=duplex)
    targets = targets_of(files.output, files.key, key_style, in_folders=is_class and not combined)
    typesetter = typesetter_for([target.form for target in targets], engine, pdf_standard, font_path)
    require_templates(templates, targets)
    require_looks(assignment.heading, targets, typesetter)
    if not is_class:
        make_one(assignment, targets, files.manifest, typesetter, templates)
        return
    run = class_run(
        assignment,
        targets,
        files.manifest,
        typesetter,
        seed,
        combined=combined,
        duplex=duplex,
        templates=templates,
    )
    files.keep_apart_from(run.manifest)
    make_class(run, assignment, jobs, cluster)


def _require_meaning(key: Path | None, *, is_class: bool, combined: bool, duplex: bool) -> None:
    """Refuse options that would change nothing."""
    if not is_class:
        refuse(_FOR_A_CLASS, "goes with --roster or --versions")
    if duplex and not combined:
        raise InputError("--duplex", "goes with --combined, where students share a file")
    if key is None:
        refuse(("key_style",), "goes with --key")
