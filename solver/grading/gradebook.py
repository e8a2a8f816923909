"""The gradebook: one row a student, with the marks of each question, their total and its percentage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from solver.grading.grader import Marked, Outcome
from solver.grading.papers import Papers
from solver.grading.results import guarded
from solver.sheets.schema import Student

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it, spreadsheets take names for those of another encoding."""


@dataclass(slots=True)
class Gradebook:
    """Collects the marks of a class as they are made.

    `decimal_comma` is for spreadsheets that write 0,5 for one half, and separate cells with semicolons.
    """

    papers: Papers
    decimal_comma: bool = False
    rows: dict[str, tuple[Student, dict[int, float | None]]] = field(default_factory=dict)

    def of(self, results: Iterable[Marked]) -> Iterator[Marked]:
        """The results as they pass; the parts of a student's that come one after another go together."""
        for marked in results:
            _, earned = self.rows.setdefault(marked.student.id, (marked.student, {}))
            for mark in marked.marks:
                judged = mark.outcome is not Outcome.NOT_JUDGED
                earned[mark.asked.record.place] = mark.earned if judged else None
            yield marked

    def pieces(self) -> Iterator[bytes]:
        """The table as CSV, those who handed in nothing at its end.

        Questions have the numbers of the blueprint. A question that a person has to judge has no marks,
        and does not count in the total.
        """
        sheets = self.papers.sheets
        worth = {asked.record.place: asked.worth for paper in sheets for asked in paper.asked}
        places, whole = sorted(worth), sum(worth.values())
        yield self._line(["id", "name", *(f"Q{place}" for place in places), "total", "of", "percent"])
        absent = [paper.student for paper in sheets if paper.student.id not in self.rows]
        empty: Mapping[int, float | None] = {}
        for student, earned in [*self.rows.values(), *((s, empty) for s in absent if s.id)]:
            total = sum(marks or 0.0 for marks in earned.values())
            cells = [self._number(earned.get(place)) for place in places]
            ends = [self._number(total), self._number(whole), self._number(round(100 * total / whole, 2))]
            yield self._line([guarded(student.id), guarded(student.name), *cells, *ends])

    def _number(self, value: float | None) -> str:
        if value is None:
            return ""
        text = f"{value:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.decimal_comma else text

    def _line(self, cells: Sequence[str]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=";" if self.decimal_comma else ",").writerow(cells)
        start = BYTE_ORDER_MARK if cells[0] == "id" and cells[-1] == "percent" else ""
        return f"{start}{text.getvalue()}".encode()
