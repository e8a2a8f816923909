"""Spreadsheets of Excel and others, read and written as rows; what they need is installed as an extra."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from solver.errors import InputError
from solver.storage.reading import too_large

ENDING = ".xlsx"
LARGEST_UNPACKED = 1_000_000_000
NO_VALUE = "formula without a value: open the workbook in a spreadsheet and save it once"
"""What stands for a formula whose value was not kept with it, as programs leave it."""

_UNREADABLE = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    SyntaxError,
)
"""What a file that is no workbook, or is damaged, may raise."""


def openpyxl(option: str) -> ModuleType:
    """The package that reads and writes workbooks.

    Raises:
        InputError: it is not installed; the message says how it is.
    """
    try:
        return import_module("openpyxl")
    except ImportError:
        raise InputError(option, "needs a package for .xlsx: pip install 'dlsolve[xlsx]'") from None


@contextmanager
def workbook_rows(path: Path, option: str, largest: int) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of the first sheet that are not blank, each with its number.

    Formulas have their last values, or `NO_VALUE` where none was kept.

    Raises:
        InputError: the file cannot be read, is no workbook or too large, or the package is missing.
    """
    package = openpyxl(option)
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise InputError(option, f"cannot be read: {error.strerror}", str(path)) from None
    if len(content) > largest:
        raise too_large(path, option, largest)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
        if unpacked > min(LARGEST_UNPACKED, largest * 20):
            raise too_large(path, option, largest)
        book = package.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = package.load_workbook(io.BytesIO(content), read_only=True)
        sheets = book.worksheets[0], formulas.worksheets[0]
        for sheet in sheets:
            sheet.reset_dimensions()
    except _UNREADABLE:
        raise _no_workbook(path, option) from None
    try:
        yield _rows(*sheets, path, option)
    finally:
        book.close()
        formulas.close()


def _rows(sheet: Any, formulas: Any, path: Path, option: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, beside the same with formulas in place of their values."""
    try:
        pairs = zip(sheet.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=False)
        for number, (row, typed) in enumerate(pairs, 1):
            cells = list(map(_text, row, typed))
            if any(cell.strip() for cell in cells):
                yield number, cells
    except _UNREADABLE:
        raise _no_workbook(path, option) from None


def _no_workbook(path: Path, option: str) -> InputError:
    return InputError(option, "must be a workbook as spreadsheets write it", str(path))


def _text(value: object, typed: object) -> str:
    """A cell as text, of which something was typed. Excel keeps 15 digits, and takes what a student wrote as
    1/3 for a date.
    """
    match value:
        case None:
            return "" if typed is None else NO_VALUE
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.15g}"
        case datetime.date():
            return f"{value:%Y-%m-%d} (the spreadsheet took it for a date)"
    return str(value)


def workbook(rows: Iterable[Sequence[str | float | None]], title: str) -> bytes:
    """A workbook of one sheet; no text of it is taken for a formula."""
    package = openpyxl("--gradebook")
    from openpyxl.cell import WriteOnlyCell

    book = package.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                # As a mere value, a text that begins with = would be a formula.
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
