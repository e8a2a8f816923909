"""The sheets of a class: a file for each student or one for all, and the manifest of who got what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from solver.output import write_pieces, write_whole
from solver.pdf import Typesetter
from solver.sheets.keeping import Workplace, claim, sweep
from solver.sheets.making import Made, Order, Target, make
from solver.sheets.manifest import written
from solver.sheets.pages import frame
from solver.sheets.production import Workforce
from solver.sheets.records import Heading, SheetRecord, Student
from solver.sheets.roster import file_names


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
    """

    heading: Heading
    students: Sequence[Student]
    targets: tuple[Target, ...]
    manifest: Path
    typesetter: Typesetter
    combined: bool
    purpose: str

    @property
    def workplace(self) -> Workplace:
        first = self.targets[0]
        folder = first.path.with_name(f".{first.path.name}.run") if self.combined else first.path / ".run"
        return Workplace(folder, hashlib.sha256(self.purpose.encode()).hexdigest(), first.option)


def produce(
    run: ClassRun, records: Iterable[SheetRecord], force: Workforce, advance: Callable[[int], None]
) -> None:
    """Make all sheets of a class; `advance` is told how many more are done.

    Raises:
        InputError: a file cannot be written, or a folder holds something else. What was done stays,
            and the next run goes on from there.
    """
    workplace = run.workplace
    if not run.combined:
        for target in run.targets:
            claim(target.path, workplace.folder, target.option)
    workplace.open()
    sweep([workplace.folder, *(target.path for target in run.targets if not run.combined)])
    names = file_names(run.students)
    for made in force.each(make, _orders(run, records, workplace, advance)):
        _keep(run, workplace, names[made.index], made)
        advance(1)
    if run.combined:
        for target in run.targets:
            _combine(run, target, workplace)
    write_pieces(run.manifest, written(run.heading, workplace.records(len(names))), "--manifest")
    workplace.close()


def _orders(
    run: ClassRun, records: Iterable[SheetRecord], workplace: Workplace, advance: Callable[[int], None]
) -> Iterator[Order]:
    """The sheets that are not done yet."""
    pages = tuple((target.page, target.form) for target in run.targets)
    for index, record in enumerate(records):
        if workplace.has(index):
            advance(1)
        else:
            yield Order(run.heading, record, pages, run.typesetter, run.combined, index)


def _keep(run: ClassRun, workplace: Workplace, name: str, made: Made) -> None:
    for target, content in zip(run.targets, made.pages, strict=True):
        if run.combined:
            workplace.keep_part(made.index, target.page, content)
        else:
            write_whole(target.path / _file_name(name, target), content, target.option)
    workplace.keep(made.index, made.record)


def _file_name(name: str, target: Target) -> str:
    return f"{name}-key.pdf" if target.page == "key" else f"{name}.pdf"


def _combine(run: ClassRun, target: Target, workplace: Workplace) -> None:
    """One document of the parts of all students."""
    parts = workplace.parts(len(run.students), target.page)
    if target.form == "pdf":
        from solver.pdf.joining import joined

        names = (f"{student.id} {student.name}".strip() for student in run.students)
        content = joined(run.heading.title, zip(names, parts, strict=True))
        write_whole(target.path, content, target.option)
    else:
        opening, closing = frame(run.heading, target.page, target.form)
        write_pieces(target.path, chain([opening.encode()], parts, [closing.encode()]), target.option)
