"""The sheets of a class: a file for each student or one for all, and the manifest of who got what."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from msgspec import Struct

from solver.errors import DlsolveError, InputError, LostWorkerError
from solver.rendering.exporters.base import Wanted
from solver.rendering.pdf import Typesetter
from solver.sheets.build import Made, Order, Target, make
from solver.sheets.checkpoint import Checkpoint, alone, is_whole, make_folders, require_free, sweep
from solver.sheets.manifest import written
from solver.sheets.roster import file_names
from solver.sheets.schema import Heading, SheetRecord, Student
from solver.storage.files import Writing, try_to_write, write_together, write_whole
from solver.workers.pool import Workforce


class ClassRun(Struct, frozen=True):
    """What is made for a class.

    Attributes:
        heading: what stands on top of every sheet.
        students: the class, in the order of the records.
        targets: where sheets and keys go.
        manifest: where the manifest goes.
        typesetter: what makes PDF pages.
        combined: whether all students are in one file.
        duplex: whether every student begins there on a right-hand page.
        purpose: what tells this run from any other; all that decides about its bytes.
        templates: a folder of templates that go before those of dlsolve.
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
    duplex: bool = False
    templates: Path | None = None

    @property
    def checkpoint(self) -> Checkpoint:
        first = self.targets[0]
        folder = checkpoint_folder(first.path, combined=self.combined)
        fingerprint = hashlib.sha256(self.purpose.encode()).hexdigest()
        return Checkpoint(folder, fingerprint, first.option, self.seed)

    @property
    def folders(self) -> dict[str, Path]:
        """The folders for files of each student, by the options that name them."""
        return {} if self.combined else {target.option: target.path for target in self.targets}

    def files(self, name: str) -> list[Path]:
        """The files of the student with that file name, one for each target."""
        return [
            target.path / f"{name}{'' if target.page == 'sheet' else '-key'}{target.form.extension}"
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
        InputError: a file cannot be written, a folder holds something else, or another process makes
            sheets there: what was done stays, and the next run goes on from there. Or a sheet cannot be
            made: nothing of the run stays.
        LostWorkerError: a worker was killed: what was done stays.
    """
    checkpoint, names, folders = run.checkpoint, file_names(run.students), run.folders
    _require_writable(run, names)
    require_free(folders, checkpoint.folder)
    make_folders(folders)
    with alone(checkpoint, folders):
        # Another run may have ended here before this one was alone.
        require_free(folders, checkpoint.folder)
        _produce(run, records, force, advance, names)


def _produce(
    run: ClassRun,
    records: Iterable[SheetRecord],
    force: Workforce,
    advance: Callable[[int], None],
    names: Sequence[str],
) -> None:
    checkpoint = run.checkpoint
    checkpoint.open()
    sweep([checkpoint.folder, *run.folders.values()])
    for made in _each(run, force, _orders(run, records, names, advance), names):
        _keep(run, checkpoint, names[made.index], made)
        advance(1)
    joined_up = [_combined(run, target, checkpoint) for target in run.targets if run.combined]
    manifest = written(run.heading, checkpoint.records(len(names)))
    write_together([*joined_up, Writing("--manifest", run.manifest, manifest)])
    checkpoint.close()


def _require_writable(run: ClassRun, names: Sequence[str]) -> None:
    """Make sure that all files of a run can be written, before any is made.

    Raises:
        InputError: one cannot, or would take the place of another.
    """
    folders = {os.path.realpath(folder) for folder in run.folders.values()}
    manifest = os.path.realpath(run.manifest)
    home, file = os.path.split(manifest)
    own = {path.name for name in names for path in run.files(name)} if home in folders else set()
    if file in own:
        raise InputError("--manifest", "must be another file than those of the students", str(run.manifest))
    files = [Writing(target.option, target.path) for target in run.targets if run.combined]
    if home not in folders:
        files.append(Writing("--manifest", run.manifest))
    try_to_write(files)


def _each(run: ClassRun, force: Workforce, orders: Iterator[Order], names: Sequence[str]) -> Iterator[Made]:
    """The sheets as they are made. Where one cannot be, no run with the same options can be finished:
    what was made is removed, so that one with others can begin. A lost worker is no such reason.
    """
    try:
        yield from force.each(make, orders)
    except LostWorkerError:
        raise
    except DlsolveError:
        for path in [] if run.combined else chain.from_iterable(map(run.files, names)):
            path.unlink(missing_ok=True)
        run.checkpoint.close()
        raise


def _orders(
    run: ClassRun, records: Iterable[SheetRecord], names: Sequence[str], advance: Callable[[int], None]
) -> Iterator[Order]:
    """The sheets that are not done yet."""
    pages = tuple((target.page, target.form) for target in run.targets)
    for index, record in enumerate(records):
        if _is_done(run, index, names[index]):
            advance(1)
        else:
            yield Order(run.heading, record, pages, run.typesetter, run.combined, index, run.templates)


def _is_done(run: ClassRun, index: int, name: str) -> bool:
    """Whether a sheet was made before, and all of it is there: a power cut leaves empty files."""
    checkpoint = run.checkpoint
    if not checkpoint.has(index, run.students[index]):
        return False
    parts = [checkpoint.part(index, target.page) for target in run.targets]
    paths = parts if run.combined else run.files(name)
    return all(map(is_whole, paths, (target.form for target in run.targets)))


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
    wanted = Wanted(folder=run.templates, duplex=run.duplex)
    pieces = target.form.exporter.joined(run.heading, target.page, named, wanted)
    return Writing(target.option, target.path, pieces)
