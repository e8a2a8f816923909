"""One sheet made: its record, its pages and those of its key. What workers do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solver.errors import InputError
from solver.rendering.pdf import Typesetter
from solver.sheets.items import Sheet
from solver.sheets.manifest import record_text
from solver.sheets.pages import Page, source
from solver.sheets.schema import Heading, SheetRecord
from solver.sheets.serialization import from_record, to_record

LONGEST_SOURCE = 1_200_000
"""Number of characters that are set as pages at once; Typst takes more than a gigabyte for them."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where pages go: a file, or a folder for a file of each student. `option` is what errors name."""

    page: Page
    form: str
    path: Path
    option: str


@dataclass(frozen=True, slots=True)
class Order:
    """A sheet to make: its record, the pages that are wanted of it, and in which forms.

    With `is_part`, a source is without the frame of a document, to stand in one with others. `index` is
    the place of the sheet in a class.
    """

    heading: Heading
    record: SheetRecord
    pages: tuple[tuple[Page, str], ...]
    typesetter: Typesetter
    is_part: bool = False
    index: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """The record of a sheet, now with the options that it offers, and its pages; the `index` of its order."""

    index: int
    record: bytes
    pages: tuple[bytes, ...]


def make(order: Order) -> Made:
    """Make a sheet.

    Raises:
        InputError: the record does not fit this version, or its pages cannot be set.
        DisagreementError: the solver and the NumPy model disagree.
    """
    try:
        sheet = from_record(order.record, order.heading)
        contents = tuple(_page(sheet, page, form, order) for page, form in order.pages)
    except InputError as error:
        student = order.record.student
        if student is None:
            raise
        raise InputError(f"the sheet of {student.id}: {error.name}", error.requirement, error.got) from None
    return Made(order.index, record_text(to_record(sheet)), contents)


def _page(sheet: Sheet, page: Page, form: str, order: Order) -> bytes:
    if form == "pdf":
        text = source(sheet, page, order.typesetter.form)
        if len(text) > LONGEST_SOURCE:
            count = len(sheet.items)
            requirement = (
                f"of these {count} questions are too long for one PDF; ask fewer, or name a .typ file"
            )
            raise InputError("the pages", requirement)
        return order.typesetter.pdf(text)
    return source(sheet, page, form, is_part=order.is_part).encode()
