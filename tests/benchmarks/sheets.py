"""Sheets with their keys beside what Typst itself takes for them, and the marking of a class."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from clock import DLSOLVE, seconds
from msgspec import field

from solver import registry
from solver.rendering.formats import FORMATS
from solver.rendering.pdf import Typesetter
from solver.sheets.blueprint_parser import checked_options
from solver.sheets.build import Order, make
from solver.sheets.manifest import read_manifest
from solver.sheets.questions import question_with
from solver.sheets.schema import QuestionRecord, Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of

QUESTIONS = 10


class Watched(Typesetter, frozen=True, eq=False):
    """A typesetter that tells how long it was at work."""

    times: list[float] = field(default_factory=list)

    def pdf(self, source: str) -> bytes:
        start = time.process_time()
        try:
            return Typesetter.pdf(self, source)
        finally:
            self.times.append(time.process_time() - start)


def sheets(types: tuple[str, ...], typesetter: Typesetter) -> Callable[[int], object]:
    """Makes the sheet and the key of a student: 10 questions of these types."""
    options = {"section": [{"types": types, "count": QUESTIONS}]}
    plan = plan_of(checked_options(options), 7)
    ledger, pages = Ledger(), (("sheet", FORMATS["pdf"]), ("key", FORMATS["pdf"]))

    def make_one(number: int) -> object:
        record = draw_sheet(plan, ledger, Student(id=str(number)))
        return make(Order(plan.heading, record, pages, typesetter))

    return make_one


def sheet_ratio(types: tuple[str, ...], count: int) -> tuple[float, float]:
    """The time for sheets and keys as a multiple of Typst's own for the same sources, and the seconds of
    each, in a warm process.
    """
    typesetter = Watched()
    make_one = sheets(types, typesetter)
    for number in range(count):
        make_one(number)
    typesetter.times.clear()
    start = time.process_time()
    for number in range(count, 2 * count):
        make_one(number)
    whole = time.process_time() - start
    return whole / sum(typesetter.times), whole / count


def spelled(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) or np.ndim(value):
        return f"[{', '.join(map(spelled, value))}]"
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def off(value: object) -> object:
    """A value whose numbers are 3 % off, unless they count something."""
    if isinstance(value, list | tuple) or np.ndim(value):
        return [off(item) for item in value]
    return value * 1.03 if isinstance(value, float) else value


def answers(record: QuestionRecord, *, is_wrong: bool) -> str:
    """What a student writes into a cell: all that is asked, by the NumPy model; a wrong number is 3 % off."""
    model = question_with(record.type, record.givens).problem.reference()
    values = {name: off(model[name]) if is_wrong else model[name] for name in record.asked or model}
    return "; ".join(f"{name} = {spelled(value)}" for name, value in values.items())


def graded(folder: Path, students: int) -> float:
    """How many answers `dlsolve grade` marks in a second of one core: two of three are right."""
    rows = "".join(f"{number},Student {number}\n" for number in range(1, students + 1))
    (folder / "students.csv").write_text(f"id,name\n{rows}")
    manifest = folder / "sheets" / "manifest.json"
    roster = ["--roster", str(folder / "students.csv")]
    seconds([DLSOLVE, "sheet", "--seed", "7", *roster, "-o", str(manifest.parent)])
    with (folder / "answers.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", *range(1, QUESTIONS + 1)])
        for sheet in read_manifest(manifest, "--manifest").sheets:
            records = [record for section in sheet.sections for record in section.questions]
            cells = [answers(record, is_wrong=place % 3 == 2) for place, record in enumerate(records)]
            table.writerow([sheet.student.id, *cells])
    grade = [DLSOLVE, "grade", "--manifest", str(manifest), str(folder / "answers.csv")]
    whole = seconds([*grade, "--jobs", "1", "-o", str(folder / "results.csv")])
    return students * QUESTIONS / whole


ALL = tuple(registry.entries())
