"""From the rows of a table of answers to what each student handed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, groupby

from msgspec import Struct, field

from solver.errors import InputError, shorten
from solver.grading.answer_cells import Entry, Reference, Trouble
from solver.grading.headings import columns_for, mistakable
from solver.grading.papers import Asked, Paper, Papers
from solver.patterns import regex
from solver.sheets.roster import LONGEST_FIELD
from solver.sheets.schema import Student
from solver.storage.csv_rows import Rows
from solver.storage.workbooks import NO_VALUE

Row = tuple[int, dict[str, str]]
MOST_STRANGERS = 50


_LEFT_OPEN = regex(r"(?:(?<=;)|^)[^;=]*[^;=\s]\s*=\s*(?:[-–—]|\?{1,2}|n/a|n\.a\.)\s*(?:;|$)")
_NO_ANSWER = frozenset(("-", "–", "—", "?", "??", "n/a", "n.a.", "na"))
"""What a cell says that was left blank on paper."""


class Submission(Struct, frozen=True):
    """What a student wrote: the questions to mark, and the cells for the number of each."""

    student: Student
    asked: tuple[Asked, ...]
    entries: Mapping[int, tuple[Entry, ...]] = field(default_factory=dict)
    decimal_comma: bool = False


class _Answered(Struct, frozen=True):
    """What a student has answered: the numbers of whole questions, and those of which parts were answered."""

    paper: Paper
    numbers: set[int] = field(default_factory=set)
    parts: dict[int, dict[str, Entry]] = field(default_factory=dict)


class Intake(Struct, frozen=True):
    """Takes in what students wrote; `tell` is called with what is left out, and why.

    `handed_in` holds the ids that came so far, `strangers` some that have no sheet.
    """

    papers: Papers
    tell: Callable[[Trouble], None]
    decimal_comma: bool = False
    handed_in: set[str] = field(default_factory=set)
    strangers: set[str] = field(default_factory=set)

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
        if self.papers.by_version and not rows.has("version"):
            versions = ", ".join(self.papers.by_version)
            raise InputError(f"{source} line 1:", f"must name a column version: there are {versions}")
        if {"question", "answer"} <= set(keys):
            return self._from_long(rows)
        columns = columns_for(self.papers, rows.columns, f"{source} line 1:")
        for name, number in mistakable(self.papers, rows.columns, columns):
            self.tell(Trouble(1, name, f"is not read; if it is for question {number}, call it Q{number}"))
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
            asked = paper.numbered(number)
            if text and asked is None:
                self.tell(Trouble(line, column, "the sheet of this student has no such question"))
            elif text and asked is not None and asked.is_example:
                self.tell(Trouble(line, column, _for_example(asked)))
            elif text:
                entries[number] = (*entries.get(number, ()), Entry(line, column, text, answer))
        return entries

    def _from_long(self, rows: Rows) -> Iterator[Submission]:
        """Rows of a student that stand together are handed on together. What was answered in parts
        comes last, for more parts may follow, and with it what has no row.
        """
        known: dict[str, _Answered] = {}
        for _, group in groupby(rows.stream, key=lambda row: row[1]["id"]):
            yield from self._together(group, known)
        for answered in known.values():
            paper = answered.paper
            left = tuple(asked for asked in paper.asked if asked.number not in answered.numbers)
            parts = {number: tuple(parts.values()) for number, parts in answered.parts.items()}
            yield Submission(paper.student, left, parts, self.decimal_comma)

    def _together(self, group: Iterator[Row], known: dict[str, _Answered]) -> Iterator[Submission]:
        """What rows of one student hold beyond what was answered before, if the student has a sheet."""
        first = next(group)
        paper = self._paper(*first)
        if paper is not None:
            answered = known.setdefault(paper.student.id, _Answered(paper))
            self.handed_in.add(paper.student.id)
            entries = {}
            for line, row in chain([first], group):
                asked, answer = paper.find(row["question"])
                text = _plain(row["answer"])
                refusal = _refusal(asked, answer, row["question"], text, answered)
                if refusal:
                    self.tell(Trouble(line, "question", refusal))
                elif asked is not None and answer and text:
                    parts = answered.parts.setdefault(asked.number, {})
                    parts[answer] = Entry(line, "answer", text, answer)
                elif asked is not None and not asked.is_example and not answer:
                    answered.numbers.add(asked.number)
                    entries[asked.number] = (Entry(line, "answer", text),) if text else ()
            now = tuple(asked for asked in paper.asked if asked.number in entries)
            yield Submission(paper.student, now, entries, self.decimal_comma)

    def _paper(self, line: int, row: Mapping[str, str]) -> Paper | None:
        """The sheet of the student of a row; where there is none, that is told."""
        student = Student(id=_tame(row["id"]), name=_tame(row.get("name", ""))[:LONGEST_FIELD])
        version = row.get("version", "")
        if student.id == NO_VALUE:
            self.tell(Trouble(line, "id", NO_VALUE))
            return None
        paper = self.papers.of(student, version) if 0 < len(student.id) <= LONGEST_FIELD else None
        if paper is None and student.id and self.papers.by_version:
            known = ", ".join(self.papers.by_version)
            got = f"is {shorten(version)!r}" if version else "is empty"
            self.tell(Trouble(line, "version", f"{got}, of {shorten(student.id)!r}; there are {known}"))
        elif paper is None:
            self.tell(Trouble(line, "id", self._stranger(student.id) if student.id else "is empty"))
        return paper

    def _stranger(self, name: str) -> str:
        """What to say of an id that nobody has; the nearest one is looked for as often as that is shown."""
        nearest = self.papers.like(name) if len(self.strangers) < MOST_STRANGERS else ""
        if len(self.strangers) < MOST_STRANGERS:
            self.strangers.add(name)
        hint = f"; did you mean {nearest!r}?" if nearest else ""
        return f"{shorten(name)!r} is not in the manifest{hint}"


def _refusal(asked: Asked | None, answer: str, question: str, text: str, answered: _Answered) -> str:
    """Why a row that answers a question is left out; empty where it is not."""
    if asked is None:
        return f"is for no question of this student's sheet, got {shorten(question)!r}"
    if asked.is_example:
        return _for_example(asked) if text else ""
    before = answered.parts.get(asked.number, {})
    if asked.number in answered.numbers or (answer in before if answer else before):
        return f"a second answer to question {asked.number} is left out"
    return ""


def _tame(text: str) -> str:
    """The text with a space for each control character: no student of a manifest has any."""
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text).strip()


def _for_example(asked: Asked) -> str:
    return f"question {asked.number} is a worked example on this sheet, which is not marked"


def _plain(text: str) -> str:
    """The text of a cell without the apostrophe that keeps it from being taken for a formula; empty where
    it says that there is no answer, to one of several by its name as well.
    """
    plain = _LEFT_OPEN.sub("", text.removeprefix("'")).strip()
    return "" if plain.casefold() in _NO_ANSWER else plain
