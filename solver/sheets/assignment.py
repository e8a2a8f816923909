"""Who gets which questions: drawn from a blueprint, or kept in a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_uppercase

import msgspec
from msgspec import Struct, field

from solver.errors import InputError
from solver.sheets import MOST_IN_CLASS
from solver.sheets.blueprint import Blueprint
from solver.sheets.manifest import Manifest
from solver.sheets.schema import Heading, SheetRecord, Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of


class Assignment(Struct, frozen=True):
    """The sheets to make.

    Attributes:
        heading: what stands on top of each.
        students: the class, or the letters of versions; empty where there is one sheet for nobody in
            particular.
        sheets: what each student is asked; drawn as it is needed.
        purpose: all that decides about the questions, as text.
        ledger: what has been given out.
    """

    heading: Heading
    students: tuple[Student, ...]
    sheets: Iterable[SheetRecord]
    purpose: str
    ledger: Ledger = field(default_factory=Ledger)


def drawn(blueprint: Blueprint, seed: int, students: Sequence[Student], versions: int = 0) -> Assignment:
    """New sheets: one for each student, or so many versions that are handed to many, or a single one.

    Raises:
        InputError: they would have more questions than can be kept.
    """
    recipients = tuple(students) or tuple(Student(id=letter) for letter in ascii_uppercase[:versions])
    together = len(recipients) * sum(section.count + len(section.question) for section in blueprint.section)
    if together > MOST_IN_CLASS:
        raise InputError("--roster", f"must ask at most {MOST_IN_CLASS} questions of all students together")
    plan, ledger = plan_of(blueprint, seed), Ledger()
    for_nobody: Sequence[Student | None] = recipients or (None,)
    sheets = (draw_sheet(plan, ledger, student, is_version=not students) for student in for_nobody)
    purpose = msgspec.json.encode((blueprint, seed, recipients, versions)).decode()
    return Assignment(plan.heading, recipients, sheets, purpose, ledger)


def kept(manifest: Manifest, option: str) -> Assignment:
    """The sheets of a manifest.

    Raises:
        InputError: some of its sheets are for students and others are not.
    """
    known = (sheet.recipient for sheet in manifest.sheets)
    students = tuple(recipient for recipient in known if recipient is not None)
    if len(manifest.sheets) > 1 and len(students) < len(manifest.sheets):
        raise InputError(option, "holds sheets that are for no student beside others")
    purpose = msgspec.json.encode(manifest).decode()
    return Assignment(manifest.heading, students, manifest.sheets, purpose)
