"""What a manifest keeps of a sheet: enough to set it, and its key, again."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from solver.contract import Difficulty
from solver.rendering.labels import Labels
from solver.sheets import LETTERS
from solver.sheets.languages import labels_in

SheetStyle = Literal["question", "blanks", "faded", "choice", "worked"]
Paper = Literal["a4", "us-letter"]
Layout = Literal["flow", "fixed"]
Marks = Annotated[float, Meta(gt=0, le=1000, multiple_of=0.25)]
Options = Annotated[int, Meta(ge=3, le=len(LETTERS))]
Penalty = Annotated[float, Meta(ge=0, le=1000, multiple_of=0.25)]
Tolerance = Annotated[float, Meta(ge=0, le=1e9)]
Share = Annotated[float, Meta(ge=0, le=1000, multiple_of=0.25)]
Words = Annotated[str, Meta(max_length=200)]
Paragraph = Annotated[str, Meta(max_length=2000)]
Spelled = dict[str, str | tuple[str, ...]]
Changes = dict[str, str]
"""Values by the names of quantities, as fractions."""

LOGO = r"^(data:image/(png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+=*)?$"
UNPRINTABLE = "must not have control characters"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What a terminal takes for commands, and no page can show; a text may have several lines."""


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Plain data, read strictly.

    What a person may have written in it holds no control characters: it is shown in terminals, and
    stands in files that are.
    """

    # A pattern in the types would be shorter, but msgspec frees that of a text in a union twice.
    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if _has_controls(getattr(self, name)):
                raise ValueError(f"{name} {UNPRINTABLE}")


def _has_controls(value: object) -> bool:
    if isinstance(value, str):
        return _CONTROLS.search(value) is not None
    if isinstance(value, dict):
        return any(map(_has_controls, (*value, *value.values())))
    return isinstance(value, list | tuple) and any(map(_has_controls, value))


USUAL_SIZE, COMPACT_SIZE = 10.5, 9.0
"""Sizes of letters in points, where none is asked for."""


WITH_COMMA = frozenset(
    (
        *(
            "af",
            "az",
            "be",
            "bg",
            "bs",
            "ca",
            "cs",
            "da",
            "de",
            "el",
            "es",
            "et",
            "eu",
            "fi",
            "fr",
            "gl",
            "hr",
        ),
        *(
            "hu",
            "hy",
            "id",
            "is",
            "it",
            "ka",
            "kk",
            "lt",
            "lv",
            "mk",
            "nb",
            "nl",
            "nn",
            "no",
            "pl",
            "pt",
            "ro",
        ),
        *("pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi"),
    )
)
"""Languages that write one half as 0,5; but for these of them."""
WITH_POINT = frozenset(("de-CH", "de-LI", "it-CH", "es-MX", "es-US", "es-GT", "es-PR"))


class Look(Record, frozen=True, kw_only=True):
    """What stands on top of a sheet, and how its pages look.

    `digits` are the significant ones, `font_size` is in points. A `compact` sheet has little room and small
    letters. With the layout "fixed" every question has a page with a box for its answers at the foot.
    `language` is that of the document, for readers, hyphenation and the sign of decimals. With `qr_codes`
    every page of a sheet has the code of its student and number. `labels` stand in place of the usual ones.
    """

    title: Words = "Practice sheet"
    institution: Words = ""
    course: Words = ""
    date: Words = ""
    duration: Words = ""
    instructions: Paragraph = ""
    paper: Paper = "a4"
    digits: Annotated[int, Meta(ge=1, le=30)] = 4
    font_size: Annotated[float, Meta(ge=7, le=28)] | None = None
    columns: Annotated[int, Meta(ge=1, le=2)] = 1
    compact: bool = False
    layout: Layout = "flow"
    language: Words = "en"
    labels: dict[str, Words] = {}
    qr_codes: bool = False

    @property
    def chosen(self) -> list[str]:
        """The names of what is not as usual."""
        usual = Look(font_size=self.font_size and USUAL_SIZE)
        return [name for name in Look.__struct_fields__ if getattr(self, name) != getattr(usual, name)]

    @property
    def contradiction(self) -> str:
        """What does not go with pages of a fixed layout, if anything does not."""
        crowded = "compact" if self.compact else "columns" if self.columns > 1 else ""
        return crowded if self.layout == "fixed" else ""

    @property
    def decimal_comma(self) -> bool:
        """Whether one half is 0,5 in the language."""
        language = self.language.partition("-")[0]
        return language in WITH_COMMA and self.language not in WITH_POINT

    @property
    def words(self) -> Labels:
        """The words around the questions."""
        return labels_in(self.language, self.labels)


class Heading(Look, frozen=True, kw_only=True):
    """The look of a sheet and its total of marks, 0 where it is not marked; `logo` is a data URI."""

    marks: float = 0.0
    logo: Annotated[str, Meta(max_length=200_000, pattern=LOGO)] = ""

    @property
    def size(self) -> float:
        """The size of its letters, in points."""
        return self.font_size or (COMPACT_SIZE if self.compact else USUAL_SIZE)

    @property
    def key_size(self) -> float:
        """The size of the letters of its key, which is never compact."""
        return self.font_size or USUAL_SIZE


class Student(Record, frozen=True, kw_only=True):
    """Whom a sheet is for."""

    id: Words
    name: Words = ""


class ChoiceRules(Record, frozen=True, kw_only=True):
    """How many options a choice has, whether the last one is that none of the others is right, and the marks
    that a wrong one costs.
    """

    options: Options = 4
    none_of_these: bool = False
    penalty: Penalty = 0.0


USUAL = ChoiceRules()


class PartRecord(Record, frozen=True, kw_only=True):
    """A part of a question: the answers or entries that it asks for, its marks, its words where they are a
    teacher's, and the marks of each step.
    """

    asked: tuple[str, ...]
    marks: float = 0.0
    text: Paragraph = ""
    shares: tuple[Share, ...] = ()


class QuestionRecord(Record, frozen=True, kw_only=True):
    """A question: its problem with the givens as texts, and what is left to do of it.

    `place` counts the questions of the blueprint from 1: where every student has another order, it tells
    which ones belong together. `stage` is the share of the working that a faded question leaves blank;
    `space` says how the room to work in looks; `asked` are the answers that are asked for, all of them
    where there is none, and `options` the mistakes that lead to each option of a choice, with the
    `changes` made to the values of each: the right one has neither. `shares` are the marks of each step
    as the key shows them; where the question has `parts`, they have theirs.
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
    space: Words = ""
    asked: tuple[str, ...] = ()
    options: tuple[tuple[str, ...], ...] = ()
    changes: tuple[Changes, ...] = ()
    choice: ChoiceRules = USUAL
    shares: tuple[Share, ...] = ()
    parts: tuple[PartRecord, ...] = ()


class SectionRecord(Record, frozen=True, kw_only=True):
    """Questions under a heading of their own."""

    title: str = ""
    instructions: str = ""
    questions: tuple[QuestionRecord, ...]


class SheetRecord(Record, frozen=True, kw_only=True):
    """The sheet of one student, or of nobody in particular: then it may be a `version` that many get."""

    student: Student | None = None
    version: Annotated[str, Meta(max_length=2)] = ""
    sections: tuple[SectionRecord, ...]

    @property
    def recipient(self) -> Student | None:
        """Whom it is for; a version goes by its letter."""
        return self.student or (Student(id=self.version) if self.version else None)
