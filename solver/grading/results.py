"""The table of results as CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from solver.grading.marks import Mark, Marked, Outcome, PartMark
from solver.sheets.schema import Student

COLUMNS = (
    "id",
    "name",
    "question",
    "place",
    "code",
    "problem",
    "verdict",
    "marks",
    "of",
    "parts",
    "mistakes",
    "undecided",
    "feedback",
)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_FORMULA_BEGINS = "=+-@"
_BREAKS = ("\t", "\r", "\n")


def table(results: Iterable[Marked], *, again: bool = False) -> Iterator[bytes]:
    """The results as CSV: a row for each student and question; `again` with the marks before corrections."""
    yield _line((*COLUMNS, *["before"] * again))
    for marked in results:
        yield b"".join(
            _line((*_cells(marked.student, mark), *[_before(mark)] * again)) for mark in marked.marks
        )


def _before(mark: Mark) -> str:
    return f"{mark.earned if mark.before is None else mark.before:g}"


def _cells(student: Student, mark: Mark) -> tuple[str, ...]:
    asked = mark.asked
    return (
        student.id,
        student.name,
        str(asked.number),
        str(asked.record.place),
        asked.record.code,
        asked.record.type,
        mark.outcome.value,
        # Nothing, and not 0: a person has to judge it.
        "" if mark.outcome is Outcome.NOT_JUDGED else f"{mark.earned:g}",
        f"{asked.worth:g}",
        "; ".join(map(_part, mark.parts)),
        " ".join(mark.mistakes),
        ", ".join(mark.undecided),
        " ".join(mark.feedback.split()),
    )


def _part(part: PartMark) -> str:
    if part.earned is None:
        return f"{part.letter}: for a person, of {part.worth:g}"
    return f"{part.letter}: {part.earned:g} of {part.worth:g}"


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(map(guarded, cells))
    return text.getvalue().encode()


def guarded(cell: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet could take for a formula."""
    if _NUMBER.fullmatch(cell):
        return cell
    visible = next((c for c in cell if unicodedata.category(c)[0] not in "CZ"), " ")
    is_formula = unicodedata.normalize("NFKC", visible)[0] in _FORMULA_BEGINS
    return f"'{cell}" if is_formula or cell.startswith(_BREAKS) else cell
