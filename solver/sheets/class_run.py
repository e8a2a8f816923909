"""The sheets of a class: a file for each student or one for all, and the manifest of who got what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from solver.errors import DlsolveError, InputError
from solver.rendering.pdf import Typesetter
from solver.sheets.build import Made, Order, Target, make
from solver.sheets.checkpoint import Checkpoint, claim, sweep
from solver.sheets.manifest import written
from solver.sheets.roster import file_names
from solver.sheets.schema import Heading, SheetRecord, Student
from solver.storage.files import Writing, try_to_write, write_together, write_whole
from solver.workers.pool import Workforce


@dataclass(frozen=True, slots=True)
class ClassRun:
    """What is made for a class.

    Attributes:
        heading: what stands on top of every sheet.
        students: the class, in the order of the records.
        targets: where sheets and keys go.
        manifest: where the manifest goes.
        typesetter: what makes PDF pages.
        combined: whether all students are in one file.
        purpose: what tells this run from any other; all that decides about its bytes.
        seed: the seed, where it was drawn and not given.
    """

    heading: Heading
    students: Sequence[Student]
    targets: tuple[Target, ...]
    manifest: Path
    typesetter: Typesetter
    combined: bool
    purpose: str
    seed: int | None = None

    @property
    def checkpoint(self) -> Checkpoint:
        first = self.targets[0]
        folder = checkpoint_folder(first.path, combined=self.combined)
        fingerprint = hashlib.sha256(self.purpose.encode()).hexdigest()
        return Checkpoint(folder, fingerprint, first.option, self.seed)

    def files(self, name: str) -> list[Path]:
        """The files of the student with that file name, one for each target."""
        return [
            target.path / f"{name}{'-key' if target.page == 'key' else ''}{target.form.extension}"
            for target in self.targets
        ]


def checkpoint_folder(first: Path, *, combined: bool) -> Path:
    """The folder in which a run is kept whose first target is this one."""
    return first.with_name(f".{first.name}.run") if combined else first / ".run"


def produce(
    run: ClassRun, records: Iterable[SheetRecord], force: Workforce, advance: Callable[[int], None]
) -> None:
    """Make all sheets of a class; `advance` is told how many more are done.

    Raises:
        InputError: a file cannot be written, or a folder holds something else: what was done stays,
            and the next run goes on from there. Or a sheet cannot be made: nothing of the run stays.
    """
    checkpoint, names = run.checkpoint, file_names(run.students)
    _claim(run, names)
    checkpoint.open()
    sweep([checkpoint.folder, *(target.path for target in run.targets if not run.combined)])
    for made in _each(run, force, _orders(run, records, checkpoint, advance), names):
        _keep(run, checkpoint, names[made.index], made)
        advance(1)
    joined_up = [_combined(run, target, checkpoint) for target in run.targets if run.combined]
    manifest = written(run.heading, checkpoint.records(len(names)))
    write_together([*joined_up, Writing("--manifest", run.manifest, manifest)])
    checkpoint.close()


def _claim(run: ClassRun, names: Sequence[str]) -> None:
    """Make sure that all files of a run can be written, before any is made.

    Raises:
        InputError: one cannot, or would take the place of another.
    """
    folders = {} if run.combined else {target.option: target.path for target in run.targets}
    own = {path.resolve() for name in names for path in run.files(name)} if folders else set()
    manifest = run.manifest.resolve()
    if manifest in own:
        raise InputError("--manifest", "must be another file than those of the students", str(run.manifest))
    files = [Writing(target.option, target.path) for target in run.targets if run.combined]
    if manifest.parent not in {folder.resolve() for folder in folders.values()}:
        files.append(Writing("--manifest", run.manifest))
    try_to_write(files)
    claim(folders, run.checkpoint.folder)


def _each(run: ClassRun, force: Workforce, orders: Iterator[Order], names: Sequence[str]) -> Iterator[Made]:
    """The sheets as they are made. Where one cannot be, no run with the same options can be finished:
    what was made is removed, so that one with others can begin.
    """
    try:
        yield from force.each(make, orders)
    except DlsolveError:
        for path in [] if run.combined else chain.from_iterable(map(run.files, names)):
            path.unlink(missing_ok=True)
        run.checkpoint.close()
        raise


def _orders(
    run: ClassRun, records: Iterable[SheetRecord], checkpoint: Checkpoint, advance: Callable[[int], None]
) -> Iterator[Order]:
    """The sheets that are not done yet."""
    pages = tuple((target.page, target.form) for target in run.targets)
    for index, record in enumerate(records):
        if checkpoint.has(index):
            advance(1)
        else:
            yield Order(run.heading, record, pages, run.typesetter, run.combined, index)


def _keep(run: ClassRun, checkpoint: Checkpoint, name: str, made: Made) -> None:
    for target, path, content in zip(run.targets, run.files(name), made.pages, strict=True):
        if run.combined:
            checkpoint.keep_part(made.index, target.page, content)
        else:
            write_whole(path, content, target.option)
    checkpoint.keep(made.index, made.record)


def _combined(run: ClassRun, target: Target, checkpoint: Checkpoint) -> Writing:
    """One document of the parts of all students."""
    parts = checkpoint.parts(len(run.students), target.page)
    names = (f"{student.id} {student.name}".strip() for student in run.students)
    named = zip(names, parts, strict=True)
    pieces = target.form.exporter.joined(run.heading, target.page, named)
    return Writing(target.option, target.path, pieces)
