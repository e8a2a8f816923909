"""From the rows of a table of answers to what each student handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby

from solver.checking.answer_sheets import Entry, Reference, Trouble, reference
from solver.checking.papers import Asked, Paper, Papers
from solver.csv_rows import Rows
from solver.errors import InputError, shorten
from solver.sheets.records import Student
from solver.sheets.roster import LONGEST_FIELD

Row = tuple[int, dict[str, str]]
Answered = dict[str, tuple[Paper, frozenset[int]]]
"""The papers of those who handed in, by their ids, with the numbers that were answered."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a student wrote: the questions to mark, and the cells for the number of each."""

    student: Student
    asked: tuple[Asked, ...]
    entries: Mapping[int, tuple[Entry, ...]] = field(default_factory=dict)
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes in what students wrote; `tell` is called with what is left out, and why.

    `handed_in` holds the ids that came so far.
    """

    papers: Papers
    tell: Callable[[Trouble], None]
    decimal_comma: bool = False
    handed_in: set[str] = field(default_factory=set)

    def submissions(self, rows: Rows, source: str) -> Iterator[Submission]:
        """What each student wrote, as the rows come.

        A row holds all answers of a student, in columns for the questions, or a single one, in the
        columns question and answer.

        Args:
            rows: the table.
            source: what errors call it.

        Raises:
            InputError: there is no column for a question, or one that no question goes with.
        """
        keys = [column.lower() for column in rows.columns]
        if {"question", "answer"} <= set(keys):
            return self._from_long(rows)
        found = [(column, reference(column)) for column in rows.columns]
        columns = {column: known for column, known in found if known is not None}
        place = f"{source} line 1:"
        if not columns:
            raise InputError(place, "must name columns for the questions, or the columns question and answer")
        numbers = {asked.number for asked in self.papers.questions}
        for column, known in columns.items():
            if known.number not in numbers:
                raise InputError(place, "names a column that is for no question of the sheets", column)
            if keys.count(column.lower()) > 1:
                raise InputError(place, "names a column twice", column)
        return self._from_wide(rows, columns)

    def _from_wide(self, rows: Rows, columns: Mapping[str, Reference]) -> Iterator[Submission]:
        for line, row in rows.stream:
            paper = self._paper(line, row)
            if paper is None:
                continue
            if paper.student.id in self.handed_in:
                words = f"a second row of {shorten(paper.student.id)!r} is left out"
                self.tell(Trouble(line, "id", words))
                continue
            self.handed_in.add(paper.student.id)
            entries = self._entries(paper, line, row, columns)
            yield Submission(paper.student, paper.asked, entries, self.decimal_comma)

    def _entries(
        self, paper: Paper, line: int, row: Mapping[str, str], columns: Mapping[str, Reference]
    ) -> dict[int, tuple[Entry, ...]]:
        """The cells of a row that hold answers, by the numbers of their questions."""
        entries: dict[int, tuple[Entry, ...]] = {}
        for column, (number, answer) in columns.items():
            text = _plain(row[column.lower()])
            if text and paper.numbered(number) is None:
                self.tell(Trouble(line, column, "the sheet of this student has no such question"))
            elif text:
                entries[number] = (*entries.get(number, ()), Entry(line, column, text, answer))
        return entries

    def _from_long(self, rows: Rows) -> Iterator[Submission]:
        """Rows of a student that stand together are handed on together; what has no row comes last."""
        answered: Answered = {}
        for _, group in groupby(rows.stream, key=lambda row: row[1]["id"]):
            yield from self._together(group, answered)
        for paper, numbers in answered.values():
            yield Submission(
                paper.student, tuple(asked for asked in paper.asked if asked.number not in numbers)
            )

    def _together(self, group: Iterator[Row], answered: Answered) -> Iterator[Submission]:
        """What rows of one student hold beyond what was answered before, if the student has a sheet."""
        first = next(group)
        found = self._paper(*first)
        if found is not None:
            paper, before = answered.get(found.student.id, (found, frozenset()))
            entries = self._answers(paper, chain([first], group), before)
            self.handed_in.add(paper.student.id)
            answered[paper.student.id] = paper, before | frozenset(entries)
            asked = tuple(asked for asked in paper.asked if asked.number in entries)
            yield Submission(paper.student, asked, entries, self.decimal_comma)

    def _answers(
        self, paper: Paper, rows: Iterable[Row], before: frozenset[int]
    ) -> dict[int, tuple[Entry, ...]]:
        """What rows of one student answer, by the numbers of the questions."""
        entries: dict[int, tuple[Entry, ...]] = {}
        for line, row in rows:
            asked = paper.find(row["question"])
            if asked is None:
                words = f"is for no question of this student's sheet, got {shorten(row['question'])!r}"
                self.tell(Trouble(line, "question", words))
            elif asked.number in before or asked.number in entries:
                words = f"a second answer to question {asked.number} is left out"
                self.tell(Trouble(line, "question", words))
            else:
                text = _plain(row["answer"])
                entries[asked.number] = (Entry(line, "answer", text),) if text else ()
        return entries

    def _paper(self, line: int, row: Mapping[str, str]) -> Paper | None:
        """The sheet of the student of a row; where there is none, that is told."""
        student = Student(id=row["id"], name=row.get("name", "")[:LONGEST_FIELD])
        paper = self.papers.of(student) if 0 < len(student.id) <= LONGEST_FIELD else None
        if paper is None:
            words = f"{shorten(student.id)!r} is not in the manifest" if student.id else "is empty"
            self.tell(Trouble(line, "id", words))
        return paper


def _plain(text: str) -> str:
    """The text of a cell without the apostrophe that keeps it from being taken for a formula."""
    return text.removeprefix("'").strip()
