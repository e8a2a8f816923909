"""What a question earned, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from msgspec import Struct, field
from msgspec.structs import replace

from solver.grading.answer_cells import Entry, Reading, Trouble
from solver.grading.papers import Asked
from solver.sheets.schema import Student

LONGEST_REASON = 120


class Outcome(Enum):
    """What became of a question."""

    RIGHT = "right"
    PARTLY = "partly right"
    UNDECIDED = "undecided"
    WRONG = "wrong"
    NOT_ANSWERED = "not answered"
    UNREADABLE = "unreadable"
    NOT_JUDGED = "not judged"
    DROPPED = "dropped"


class PartMark(Struct, frozen=True):
    """What a part of a question earned of what it is worth; nothing where a person has to mark it."""

    letter: str
    earned: float | None
    worth: float


class Mark(Struct, frozen=True):
    """What a question earned, and why.

    `mistakes` are the names of the mistakes that were made, with their words; `troubles` the cells that
    could not be read, or judged: a question with such a cell is left to a person. So is one with numbers
    that are `undecided`: neither right nor wrong, as their digits do not tell, and without marks.
    `option` is the letter that was chosen, `before` what was earned before a correction, `parts` what each
    part of the question earned.
    """

    asked: Asked
    outcome: Outcome
    earned: float = 0.0
    mistakes: Mapping[str, str] = field(default_factory=dict)
    feedback: str = ""
    troubles: tuple[Trouble, ...] = ()
    undecided: tuple[str, ...] = ()
    option: str = ""
    before: float | None = None
    parts: tuple[PartMark, ...] = ()

    @property
    def is_left_to_a_person(self) -> bool:
        """Whether a person has to look at what could have been judged without one."""
        if self.outcome in (Outcome.DROPPED, Outcome.RIGHT) or not self.asked.judged_worth:
            return False
        return self.outcome is Outcome.NOT_JUDGED or bool(self.troubles or self.undecided)

    @property
    def settled(self) -> float | None:
        """What it earned so far; nothing, and not 0, where a person has still to judge it."""
        return self._settled(self.earned)

    @property
    def settled_parts(self) -> tuple[PartMark, ...]:
        """The same of its parts."""
        return tuple(replace(part, earned=self._settled(part.earned)) for part in self.parts)

    def _settled(self, earned: float | None) -> float | None:
        if self.outcome in (Outcome.NOT_JUDGED, Outcome.DROPPED):
            return None
        return earned or (None if self.is_left_to_a_person else earned)


class Marked(Struct, frozen=True):
    """The marks of a student."""

    student: Student
    marks: tuple[Mark, ...]

    @property
    def troubles(self) -> Iterator[Trouble]:
        return (trouble for mark in self.marks for trouble in mark.troubles)


def part_marks(asked: Asked, earned: Mapping[str, float]) -> tuple[PartMark, ...]:
    """The marks of the parts, of which each earned that share; one without has none."""
    pairs = zip(asked.parts, asked.part_worths, strict=True)
    return tuple(
        PartMark(part.letter, round(earned[part.letter] * worth, 2) if part.letter in earned else None, worth)
        for part, worth in pairs
    )


def unread(asked: Asked, reading: Reading, entry: Entry) -> Mark:
    """The mark of a question of which no claim was read; `entry` is the first of its cells."""
    return unreadable(asked, *(reading.troubles or [trouble_in(entry, "there is no value in it")]))


def unreadable(asked: Asked, *troubles: Trouble) -> Mark:
    """The mark of a question of which nothing can be used."""
    feedback = ". ".join(trouble.words for trouble in troubles)
    return Mark(asked, Outcome.UNREADABLE, feedback=feedback, troubles=troubles)


def trouble_in(entry: Entry, words: str) -> Trouble:
    """What cannot be used, in the place of a cell."""
    return Trouble(entry.line, entry.column, words)
