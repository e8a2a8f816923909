"""What a manifest keeps of a sheet: enough to set it, and its key, again."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from solver.problem import Difficulty

SheetStyle = Literal["question", "blanks", "faded", "choice", "worked"]
Paper = Literal["a4", "us-letter"]
Marks = Annotated[float, Meta(gt=0, le=1000, multiple_of=0.25)]
Share = Annotated[float, Meta(ge=0, le=1000, multiple_of=0.25)]
Words = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=2000)]
Spelled = dict[str, str | tuple[str, ...]]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Plain data, read strictly."""


class Look(Record, frozen=True, kw_only=True):
    """What stands on top of a sheet, and how its pages look; `digits` are the significant ones."""

    title: Words = "Practice sheet"
    institution: Words = ""
    course: Words = ""
    date: Words = ""
    duration: Words = ""
    instructions: Paragraph = ""
    paper: Paper = "a4"
    digits: Annotated[int, Meta(ge=1, le=30)] = 4


class Heading(Look, frozen=True, kw_only=True):
    """The look of a sheet and its total of marks, 0 where it is not marked."""

    marks: float = 0.0


class Student(Record, frozen=True, kw_only=True):
    """Whom a sheet is for."""

    id: str
    name: str = ""


class QuestionRecord(Record, frozen=True, kw_only=True):
    """A question: its problem with the givens as texts, and what is left to do of it.

    `place` counts the questions of the blueprint from 1: where every student has another order, it
    tells which ones belong together. `stage` is the share of the working that a faded question
    leaves blank; `asked` are the answers that are asked for, all of them where there is none, and `options`
    the mistakes that lead to each option of a choice. `shares` are the marks of each step as the key
    shows them.
    """

    place: int
    type: str
    givens: Spelled
    task: str
    difficulty: Difficulty = "medium"
    code: str = ""
    style: SheetStyle = "question"
    marks: float = 0.0
    stage: float = 0.0
    asked: tuple[str, ...] = ()
    options: tuple[tuple[str, ...], ...] = ()
    shares: tuple[Share, ...] = ()


class SectionRecord(Record, frozen=True, kw_only=True):
    """Questions under a heading of their own."""

    title: str = ""
    instructions: str = ""
    questions: tuple[QuestionRecord, ...]


class SheetRecord(Record, frozen=True, kw_only=True):
    """The sheet of one student, or of nobody in particular."""

    student: Student | None = None
    sections: tuple[SectionRecord, ...]
