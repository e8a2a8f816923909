"""Makes the files of `dlsolve sheet`: those of one sheet, or of a class."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from solver.cli.progress import progress
from solver.errors import InputError
from solver.rendering.formats import CLASS_FORMAT, FORMATS, LOOKS, SHEET_ENDINGS, Format
from solver.rendering.pdf import DEFAULT_STANDARD
from solver.storage.files import Writing, try_to_write, write_together

if TYPE_CHECKING:
    from solver.rendering.page_data import Page
    from solver.rendering.pdf import Typesetter
    from solver.sheets.assignment import Assignment
    from solver.sheets.build import Target
    from solver.sheets.class_run import ClassRun
    from solver.sheets.schema import Heading


def targets_of(
    output: Path | None, key: Path | None, key_style: str, *, in_folders: bool
) -> tuple[Target, ...]:
    """The files, or for a class the folders, that were asked for.

    Raises:
        InputError: an ending is of no form.
    """
    from solver.sheets.build import Target

    kind: Page = "answers" if key_style == "answers" else "key"
    named: tuple[tuple[Page, Path | None, str], ...] = (("sheet", output, "-o"), (kind, key, "--key"))
    return tuple(
        Target(page, _form(path, option, in_folders=in_folders), path, option)
        for page, path, option in named
        if path is not None
    )


def _form(path: Path, option: str, *, in_folders: bool) -> Format:
    if not in_folders:
        if path.suffix.lower() not in SHEET_ENDINGS:
            raise InputError(option, f"must end in {', '.join(SHEET_ENDINGS)}", str(path))
        return SHEET_ENDINGS[path.suffix.lower()]
    if path.suffix.lower() in SHEET_ENDINGS or path.is_file():
        raise InputError(option, "must be a folder, or come with --combined for one file", str(path))
    return CLASS_FORMAT


def require_templates(templates: Path | None, targets: tuple[Target, ...]) -> None:
    """Refuse templates that are none, or that a format is not made by.

    Raises:
        InputError: naming --templates.
    """
    if templates is not None and not templates.is_dir():
        raise InputError("--templates", "must be a folder", str(templates))
    other = next((target.form for target in targets if not target.form.takes_templates), None)
    if templates is not None and other is not None:
        raise InputError("--templates", "goes with formats that templates make", other.name)


def require_looks(heading: Heading, targets: tuple[Target, ...], typesetter: Typesetter) -> None:
    """Refuse a look that one of the formats cannot have.

    Raises:
        InputError: naming the entry of the blueprint, and the format.
    """
    for target in targets:
        source = FORMATS[typesetter.form] if target.form.takes_typesetter else target.form
        wanted = [*heading.chosen, *(["logo"] if heading.logo else [])]
        unable = (name for name in LOOKS if name in wanted and name not in (source.looks or LOOKS))
        entry = next(unable, None)
        if entry is not None:
            made = f"{target.form.name} by {typesetter.engine}" if target.form is not source else source.name
            requirement = f"cannot have {entry}: {made} does not know it; take .pdf with Typst, or .typ"
            raise InputError(target.option, requirement)


def make_one(
    assignment: Assignment,
    targets: tuple[Target, ...],
    manifest: Path | None,
    typesetter: Typesetter,
    templates: Path | None,
) -> None:
    """A sheet for nobody in particular. Nothing is written unless all can be made."""
    from solver.sheets.build import Order, make
    from solver.sheets.manifest import written

    (record,) = assignment.sheets
    pages = tuple((target.page, target.form) for target in targets)
    keeping = [] if manifest is None else [Writing("--manifest", manifest)]
    try_to_write([*(Writing(target.option, target.path) for target in targets), *keeping])
    made = make(Order(assignment.heading, record, pages, typesetter, templates=templates))
    writings = [
        Writing(target.option, target.path, [content])
        for target, content in zip(targets, made.pages, strict=True)
    ]
    kept = written(assignment.heading, [made.record])
    write_together([*writings, *(writing._replace(pieces=kept) for writing in keeping)])


def class_run(
    assignment: Assignment,
    targets: tuple[Target, ...],
    manifest: Path | None,
    typesetter: Typesetter,
    seed: int | None,
    *,
    combined: bool,
    duplex: bool,
    templates: Path | None,
) -> ClassRun:
    """The run that makes the sheets of a class.

    Raises:
        InputError: options do not go together.
    """
    from solver.sheets.class_run import ClassRun

    if not targets:
        raise InputError("-o", "is missing: name a folder for the sheets, or a file and --combined")
    single = next((target for target in targets if combined and not target.form.joins_sheets), None)
    if single is not None:
        requirement = f"as {single.form.extension} goes with a single sheet; --manifest keeps a class"
        raise InputError(single.option, requirement)
    pageless = next((target for target in targets if duplex and not target.form.takes_typesetter), None)
    if pageless is not None:
        raise InputError("--duplex", "goes with PDF pages", pageless.form.extension)
    if combined and typesetter.standard != DEFAULT_STANDARD:
        raise InputError("--pdf-standard", "goes with a file for each student; --combined is for printing")
    first = targets[0].path
    kept_in = manifest or (first.with_suffix(".manifest.json") if combined else first / "manifest.json")
    purpose = f"{assignment.purpose}{targets}{typesetter}{duplex}{templates}"
    students = assignment.students
    return ClassRun(
        assignment.heading, students, targets, kept_in, typesetter, combined, purpose, seed, duplex, templates
    )


def make_class(run: ClassRun, assignment: Assignment, jobs: int | None, cluster: str | None) -> None:
    """Make the sheets of a class on all cores, or on a cluster."""
    from solver.sheets.class_run import produce
    from solver.workers.pool import workforce

    count = len(run.students)
    workers = min(jobs or os.cpu_count() or 1, count)
    with workforce(workers, cluster) as force, progress("sheets", count) as advance:
        produce(run, assignment.sheets, force, advance)
