"""One sheet made: its record, its pages and those of its key. What workers do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from solver.pdf import Typesetter
from solver.sheets.manifest import record_text
from solver.sheets.pages import Page, source
from solver.sheets.recording import recorded, restored
from solver.sheets.records import Heading, SheetRecord


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

    With `is_part`, the pages are without the frame of a document, to stand in one with others.
    """

    heading: Heading
    record: SheetRecord
    pages: tuple[tuple[Page, str], ...]
    typesetter: Typesetter
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The record of a sheet, now with the options that it offers, and its pages."""

    record: bytes
    pages: tuple[bytes, ...]


def make(order: Order) -> Made:
    """Make a sheet.

    Raises:
        InputError: the record does not fit this version, or its pages cannot be set.
        DisagreementError: the solver and the NumPy model disagree.
    """
    sheet = restored(order.record, order.heading)
    contents = []
    for page, form in order.pages:
        is_pdf = form == "pdf"
        text = source(sheet, page, order.typesetter.form if is_pdf else form, is_part=order.is_part)
        contents.append(order.typesetter.pdf(text) if is_pdf and not order.is_part else text.encode())
    return Made(record_text(recorded(sheet)), tuple(contents))
