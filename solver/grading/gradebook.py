"""The gradebook: one row a student, with the marks of each question, their total and its percentage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from solver.grading.marks import Mark, Marked
from solver.grading.papers import Asked, Papers
from solver.grading.results import guarded
from solver.sheets.schema import Student
from solver.storage.workbooks import workbook

Column = tuple[int, str]
"""The number of a question in the blueprint, and the letter of a part of it; no letter for all of it."""

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it, spreadsheets take names for those of another encoding."""


class Gradebook(Struct):
    """Collects the marks of a class as they are made.

    `decimal_comma` is for spreadsheets that write 0,5 for one half, and separate cells with semicolons.
    """

    papers: Papers
    decimal_comma: bool = False
    rows: dict[str, tuple[Student, dict[Column, float | None]]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    def of(self, results: Iterable[Marked]) -> Iterator[Marked]:
        """The results as they pass; the parts of a student's that come one after another go together."""
        for marked in results:
            _, earned = self.rows.setdefault(marked.student.id, (marked.student, {}))
            for mark in marked.marks:
                earned.update(marks_by_column(mark))
                if mark.is_left_to_a_person:
                    self.left.setdefault(marked.student.id, []).append(f"Q{mark.asked.record.place}")
            yield marked

    def written(self, *, as_workbook: bool) -> Iterator[bytes]:
        """The table, as CSV or as a workbook."""
        if as_workbook:
            yield workbook(self.table(), "Gradebook")
        else:
            yield BYTE_ORDER_MARK.encode()
            yield from map(self._line, self.table())

    def table(self) -> Iterator[list[str | float | None]]:
        """The rows under their headings, those who handed in nothing at the end.

        Questions have the numbers of the blueprint; the parts of one stand before it. What a person has to
        judge, or was dropped, has no marks, and does not count in the total. As long as a person has to look
        at an answer that could not be read, or judged, a percentage would be too low: there is none, and the
        last column names the question.
        """
        worth, whole = self.worth, self.whole
        yield [
            "id",
            "name",
            *(f"Q{place}{letter}" for place, letter in worth),
            "total",
            "of",
            "percent",
            "to judge",
        ]
        absent = [paper.student for paper in self.papers.sheets if paper.student.id not in self.rows]
        empty: Mapping[Column, float | None] = {}
        for student, earned in [*self.rows.values(), *((s, empty) for s in absent if s.id)]:
            total = total_of(earned)
            cells = [earned.get(column) for column in worth]
            left = " ".join(self.left.get(student.id, ()))
            percent = round(100 * total / whole, 2) if whole else 0.0
            yield [student.id, student.name, *cells, total, whole, None if left else percent, left or None]

    @property
    def worth(self) -> dict[Column, float]:
        """What each question and part can earn without a person, in the order of the columns."""
        worth: dict[Column, float] = {}
        for asked in (asked for paper in self.papers.sheets for asked in paper.asked):
            place = asked.record.place
            pairs = zip(asked.parts, asked.part_worths, strict=True)
            worth |= {(place, part.letter): marks if part.asked else 0.0 for part, marks in pairs}
            worth[place, ""] = asked.judged_worth
        return dict(sorted(worth.items(), key=lambda item: (item[0][0], item[0][1] or "~")))

    @property
    def whole(self) -> float:
        """What all questions are worth together, but for those that a person has to mark."""
        return _together(asked for paper in self.papers.sheets for asked in paper.asked)

    @property
    def for_a_person(self) -> dict[int, float]:
        """The marks of the questions that nobody but a person can mark, by their numbers."""
        every = (asked for paper in self.papers.sheets for asked in paper.asked)
        left = {asked.record.place: asked.worth - asked.judged_worth for asked in every}
        return {place: marks for place, marks in sorted(left.items()) if marks}

    @property
    def whole_before(self) -> float:
        """The same before corrections."""
        return _together(asked.original or asked for paper in self.papers.sheets for asked in paper.asked)

    def _line(self, cells: Sequence[str | float | None]) -> bytes:
        text = io.StringIO()
        separator = ";" if self.decimal_comma else ","
        csv.writer(text, delimiter=separator).writerow(map(self._cell, cells))
        return text.getvalue().encode()

    def _cell(self, value: str | float | None) -> str:
        if value is None or isinstance(value, str):
            return guarded(value or "")
        number = f"{value:.2f}".rstrip("0").rstrip(".")
        return number.replace(".", ",") if self.decimal_comma else number


def marks_by_column(mark: Mark) -> dict[Column, float | None]:
    """What a question and its parts earned; nothing where that was not judged."""
    place = mark.asked.record.place
    parts = {(place, part.letter): part.earned for part in mark.settled_parts}
    return {**parts, (place, ""): mark.settled}


def total_of(earned: Mapping[Column, float | None]) -> float:
    """The marks of all questions; those of parts are in them."""
    return sum(marks or 0.0 for (_, letter), marks in earned.items() if not letter)


def _together(every: Iterable[Asked]) -> float:
    by_place = {asked.record.place: asked for asked in every}
    return sum(asked.judged_worth for asked in by_place.values())
