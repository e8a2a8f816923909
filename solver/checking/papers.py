"""The sheets of a class as they are marked: who was asked what under which number, for how many marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from solver.checking.answer_sheets import reference
from solver.codes import compact
from solver.errors import InputError
from solver.sheets.manifest import Manifest
from solver.sheets.records import QuestionRecord, SheetRecord, Student

UNMARKED = 1.0
"""What each question counts for where the sheet gives no marks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under the number that it has on the sheet, and what it is worth."""

    number: int
    record: QuestionRecord
    worth: float


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet of a student: what it asks, without the examples."""

    student: Student
    asked: tuple[Asked, ...]

    def find(self, text: str) -> Asked | None:
        """The question of a printed number or of a code."""
        known = reference(text)
        if known is not None and not known.answer:
            return self.numbered(known.number)
        code = compact(text)
        return next((asked for asked in self.asked if code and compact(asked.record.code) == code), None)

    def numbered(self, number: int) -> Asked | None:
        return next((asked for asked in self.asked if asked.number == number), None)


@dataclass(frozen=True, slots=True)
class Papers:
    """All sheets of a manifest: by the ids of the students, or one that everybody got."""

    by_id: Mapping[str, Paper]
    common: tuple[Asked, ...] = ()

    @property
    def questions(self) -> Iterator[Asked]:
        """Every question of every sheet."""
        yield from self.common
        for paper in self.by_id.values():
            yield from paper.asked

    def of(self, student: Student) -> Paper | None:
        """The sheet that somebody got."""
        return Paper(student, self.common) if self.common else self.by_id.get(student.id)


def papers_of(manifest: Manifest, option: str) -> Papers:
    """The sheets of a manifest, ready to be looked up.

    Raises:
        InputError: nothing can be marked by it.
    """
    is_marked = manifest.heading.marks > 0
    asked = [(sheet.student, tuple(_asked(sheet, is_marked=is_marked))) for sheet in manifest.sheets]
    if not any(questions for _, questions in asked):
        raise InputError(option, "asks nothing that could be marked")
    by_id = {student.id: Paper(student, questions) for student, questions in asked if student}
    common = asked[0][1] if len(asked) == 1 and not by_id else ()
    if len(by_id) < len(asked) and not common:
        raise InputError(option, "holds several sheets for one student, or some that are for none")
    papers = Papers(by_id, common)
    if not all(map(_is_complete, papers.questions)):
        raise InputError(option, "holds a choice and does not tell its options")
    return papers


def _asked(sheet: SheetRecord, *, is_marked: bool) -> Iterator[Asked]:
    """The questions of a sheet with their numbers; what is worked out for the student is left out."""
    numbers = count(1)
    for section in sheet.sections:
        for record, number in zip(section.questions, numbers, strict=False):
            is_example = record.style == "worked" or (record.style == "faded" and record.stage == 0)
            if not is_example:
                yield Asked(number, record, record.marks if is_marked else UNMARKED)


def _is_complete(asked: Asked) -> bool:
    record = asked.record
    return record.style != "choice" or (bool(record.asked) and () in record.options)
