"""Rosters: the students of a class, read from CSV, and file names made of their ids."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from solver.errors import InputError
from solver.sheets.schema import Student
from solver.storage.csv_rows import open_rows
from solver.storage.workbooks import NO_VALUE

LONGEST_FIELD = 200
LONGEST_NAME = 80
LARGEST_ROSTER = 50_000_000
MOST_STUDENTS = 100_000
_UNPRINTABLE = ("Cc", "Cs", "Co", "Cn")
"""The categories of characters that no page can show."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""What Windows takes for devices."""


def read_roster(path: Path, tell: Callable[[str], None] | None = None) -> list[Student]:
    """The students of a CSV file with the columns id and name, in their order; others are left out.

    A name that cannot be printed as it is never stops a class: what can be printed of it is taken.

    Args:
        path: the roster.
        tell: is told of such a name, and of its line, where somebody wants to know.

    Raises:
        InputError: the file cannot be read, or a row has no id of its own: its student would have no sheet.
            The message names its line.
    """
    known: dict[str, int] = {}
    students: list[Student] = []
    with open_rows(path, "--roster", LARGEST_ROSTER) as rows:
        for line, row in rows.stream:
            student = _student(row, f"{path.name} line {line}", tell)
            if student.id in known:
                raise InputError(
                    f"{path.name} line {line}:", f"has the id of line {known[student.id]}", student.id
                )
            if len(students) == MOST_STUDENTS:
                raise InputError(f"{path.name} line {line}:", f"is one of more than {MOST_STUDENTS} students")
            known[student.id] = line
            students.append(student)
    if not students:
        raise InputError("--roster", "names no student", str(path))
    return students


def file_names(students: Iterable[Student]) -> list[str]:
    """A file name for each student, without its ending: different ones, whatever the ids hold.

    An id that is no safe name, or that a file system could take for another one's, gets a part of
    its hash.
    """
    names: list[str] = []
    taken: set[str] = set()
    for student in students:
        plain, mark = _plain(student.id), hashlib.sha256(student.id.encode()).hexdigest()[:8]
        name = plain if plain == student.id else f"{plain}-{mark}"
        while name.casefold() in taken:
            name = f"{name}-{mark}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _plain(text: str) -> str:
    """The text with nothing but letters, digits, dashes and underscores, and no name of a device."""
    safe = "".join(
        character if character.isascii() and (character.isalnum() or character in "-_.") else "_"
        for character in unicodedata.normalize("NFC", text)
    )
    safe = safe.strip("._-")[:LONGEST_NAME]
    # A device is one whatever ending follows its name.
    head, point, ending = safe.partition(".")
    return f"{head}_{point}{ending}" if head.casefold() in _DEVICES else safe or "_"


def _student(row: dict[str, str], place: str, tell: Callable[[str], None] | None) -> Student:
    if row["id"] == NO_VALUE:
        raise InputError(f"{place}:", f"has as id a {NO_VALUE}")
    if len(row["id"]) > LONGEST_FIELD or not _is_printable(row["id"]):
        raise InputError(
            f"{place}:", f"needs an id of at most {LONGEST_FIELD} characters that can be printed"
        )
    if not row["id"]:
        raise InputError(f"{place}:", "has no id")
    name = row.get("name", "")
    printed = _printed(name)
    if tell and printed != name:
        tell(f"{place}: the name is printed as {printed!r}" if printed else f"{place}: no name is printed")
    return Student(id=row["id"], name=printed)


def _is_printable(text: str) -> bool:
    return not any(unicodedata.category(character) in _UNPRINTABLE for character in text)


def _printed(name: str) -> str:
    """What can be printed of a name, with a space for a tab or a new line."""
    if name == NO_VALUE:
        return ""
    if not _is_printable(name):
        spaced = " ".join(name.split())
        name = "".join(filter(_is_printable, spaced)).strip()
    return name if len(name) <= LONGEST_FIELD else f"{name[: LONGEST_FIELD - 1]}…"
