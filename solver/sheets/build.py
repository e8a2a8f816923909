"""One sheet made: its record, its pages and those of its key. What workers do."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from solver.errors import InputError
from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import Format
from solver.rendering.page_data import Page
from solver.rendering.pdf import Typesetter
from solver.sheets.manifest import record_text
from solver.sheets.schema import Heading, SheetRecord
from solver.sheets.serialization import from_record, to_record


class Target(Struct, frozen=True):
    """Where pages go: a file, or a folder for a file of each student. `option` is what errors name."""

    page: Page
    form: Format
    path: Path
    option: str


class Order(Struct, frozen=True):
    """A sheet to make: its record, the pages that are wanted of it, and in which forms.

    With `is_part`, a source is without the frame of a document, to stand in one with others. `index` is
    the place of the sheet in a class, `templates` a folder of the user's own.
    """

    heading: Heading
    record: SheetRecord
    pages: tuple[tuple[Page, Format], ...]
    typesetter: Typesetter
    is_part: bool = False
    index: int = 0
    templates: Path | None = None


class Made(Struct, frozen=True):
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
    wanted = Wanted(folder=order.templates, typesetter=order.typesetter, is_part=order.is_part)
    try:
        sheet = from_record(order.record, order.heading)
        contents = tuple(form.exporter.sheet(sheet, page, wanted) for page, form in order.pages)
    except InputError as error:
        student = order.record.recipient
        if student is None:
            raise
        raise InputError(f"the sheet of {student.id}: {error.name}", error.requirement, error.got) from None
    return Made(order.index, record_text(to_record(sheet)), contents)
