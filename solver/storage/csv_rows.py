"""Rows of a table by the names of its columns, read as a stream: CSV, or a workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TextIO

from msgspec import Struct

from solver.errors import InputError, shorten
from solver.storage.reading import not_text, too_large
from solver.storage.workbooks import ENDING, NO_VALUE, workbook_rows

LONGEST_LINE = 1_000_000
MOST_COLUMNS = 2_000
MOST_ROWS = 2_000_000
_TAKEN_BY_NAME = ("id", "name", "question", "answer", "version")
_ID = (
    *("id", "student id", "student number", "id number", "matriculation number", "roll number"),
    *("matrikelnummer", "id nummer", "email", "e mail adresse"),
)
_NAME = ("name", "full name", "student name")
_FIRST = ("first name", "given name", "forename", "vorname")
_LAST = ("last name", "surname", "family name", "nachname")
_VERSION = ("version", "variant", "test version", "form")
"""What the columns of students are called elsewhere, the likeliest first."""
FIRST, LAST = "first name", "last name"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Rows(Struct, frozen=True):
    """A table while it is read.

    `columns` are named as the first line spells them; a row of the stream is the line on which it
    begins, and its cells by the names of their columns in lower case, which are the `keys`.
    """

    columns: tuple[str, ...]
    stream: Iterator[tuple[int, dict[str, str]]]
    keys: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """Whether a column goes by a name, as it is called here or elsewhere."""
        return name in self.keys


@contextmanager
def open_rows(
    path: Path, option: str, largest: int, tell: Callable[[int, str], None] | None = None
) -> Iterator[Rows]:
    """The rows of a table with a column id; blank ones are left out.

    Args:
        path: a workbook where it ends in .xlsx, else CSV: its cells are separated by commas, semicolons or
            tabs, or by what a first line `sep=;` tells. It is in UTF-8, or in UTF-16 with a mark.
        option: what errors name.
        largest: the most bytes that it may have, which are counted as they come: a pipe has no size.
        tell: is called with the line of a row that has too many cells, and why it is left out. Where there
            is none, such a row is an error.

    Raises:
        InputError: the file cannot be read, has no such column or two, or too many rows.
            What is wrong further down is found when the stream comes there.
    """
    opened = workbook_rows if path.suffix.lower() == ENDING else _csv_rows
    with opened(path, option, largest) as table:
        line, header = next(table, (1, []))
        if len(header) > MOST_COLUMNS:
            raise InputError(f"{path.name} line {line}:", f"must name at most {MOST_COLUMNS} columns")
        columns = _without_end(tuple(name.strip() for name in header))
        if NO_VALUE in columns:
            raise InputError(f"{path.name} line {line}:", f"holds a {NO_VALUE}")
        keys = _keys(columns)
        if "id" not in keys:
            raise InputError(f"{path.name} line {line}:", "must name the columns, one of them id")
        twice = next((name for name in _TAKEN_BY_NAME if keys.count(name) > 1), "")
        if twice:
            raise InputError(f"{path.name} line {line}:", "names a column twice", twice)
        yield Rows(columns, _named(keys, table, path.name, tell), tuple(keys))


@contextmanager
def _csv_rows(path: Path, option: str, largest: int) -> Iterator[Iterator[tuple[int, list[str]]]]:
    """The rows of a CSV file that are not blank, each with the line on which it begins."""
    try:
        if path.stat().st_size > largest:
            raise too_large(path, option, largest)
        raw = path.open("rb")
    except OSError as error:
        raise InputError(option, f"cannot be read: {error.strerror}", str(path)) from None
    with raw, _long_cells():
        is_wide = raw.peek(2)[:2] in _UTF_16
        file = TextIOWrapper(raw, encoding="utf-16" if is_wide else "utf-8-sig", newline="")
        lines = _lines(file, path, option, largest)
        first = next(lines, "")
        # Spreadsheets write what separates cells in a line of its own.
        told = first.strip().removeprefix("sep=") if first.lower().startswith("sep=") else ""
        first = next(lines, "") if told else first
        yield _table(chain([first], lines), _dialect(told or first), path.name, before=1 if told else 0)


def _without_end(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns without those at the end that have no name: what stands there belongs to none."""
    named = [place for place, name in enumerate(columns, 1) if name]
    return columns[: max(named, default=0)]


def _keys(columns: Sequence[str]) -> list[str]:
    """The names of columns in lower case, those of ids and names as they are called here."""
    plain = [" ".join(re.sub(r"[\s_.-]+", " ", name).lower().split()) for name in columns]
    plain = [name.replace("e mail", "email").removesuffix(" address") for name in plain]
    keys = [name.lower() for name in columns]
    for own, others in (("id", _ID), ("name", _NAME), (FIRST, _FIRST), (LAST, _LAST), ("version", _VERSION)):
        found = next((plain.index(other) for other in others if other in plain), None)
        if found is not None and own not in keys:
            keys[found] = own
    return keys


@contextmanager
def _long_cells() -> Iterator[None]:
    """One cell that is too long must not end the reading of all others. The limit is the whole process's."""
    usual = csv.field_size_limit(LONGEST_LINE)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _lines(file: TextIO, path: Path, option: str, largest: int) -> Iterator[str]:
    size = 0
    try:
        while line := file.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise InputError(option, f"must have at most {LONGEST_LINE} characters a line", str(path))
            size += len(line.encode())
            if size > largest:
                raise too_large(path, option, largest)
            yield line
    except OSError as error:
        raise InputError(option, f"cannot be read: {error.strerror}", str(path)) from None
    except UnicodeDecodeError:
        raise not_text(path, option) from None


def _table(
    lines: Iterator[str], dialect: type[csv.Dialect], name: str, before: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it begins; so many lines were before them."""
    reader = csv.reader(lines, dialect=dialect, strict=True)
    read = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield before + read + 1, row
            read = reader.line_num
    except csv.Error as error:
        raise InputError(f"{name} line {before + reader.line_num}:", f"is not CSV: {error}") from None


def _dialect(first: str) -> type[csv.Dialect]:
    """Commas, or semicolons or tabs where the first line has only these."""

    class Found(csv.excel):
        delimiter = next((mark for mark in ",;\t" if mark in first), ",")

    return Found


def _named(
    keys: Sequence[str],
    table: Iterator[tuple[int, list[str]]],
    name: str,
    tell: Callable[[int, str], None] | None,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by the names of their columns; empty cells at the end of one are left out."""
    for count, (line, row) in enumerate(table, 1):
        if count > MOST_ROWS:
            raise InputError(f"{name} line {line}:", f"is one of more than {MOST_ROWS} rows")
        while len(row) > len(keys) and not row[-1].strip():
            row.pop()
        if len(row) > len(keys):
            words = f"has {len(row)} cells, where the first line names {len(keys)} columns"
            whose = row[keys.index("id")].strip()
            words += f"; its id is {shorten(whose)!r}" if whose else ""
            if tell is None:
                raise InputError(f"{name} line {line}:", words)
            tell(line, words)
            continue
        padded = [*row, *[""] * (len(keys) - len(row))]
        cells = {key: cell.strip() for key, cell in zip(keys, padded, strict=True)}
        whole = " ".join(filter(None, (cells.get(FIRST, ""), cells.get(LAST, ""))))
        yield line, cells if "name" in cells else {**cells, "name": whole}
