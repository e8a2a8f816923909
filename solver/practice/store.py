"""What is kept of practice: an SQLite file in the user's own folder of data."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import platformdirs
from msgspec import Struct

from solver.contract import DIFFICULTIES, Difficulty
from solver.errors import InputError
from solver.practice.scheduling import new_card, reviewed
from solver.practice.skills import Aspect, Review, Skill

VERSION = 1
"""The layout of the tables; a file with a higher number is of a later dlsolve."""

APPLICATION = 0x646C736F
"""What tells the file from those of other programs: "dlso"."""

PATIENCE = 5.0
"""Seconds to wait for another session, which holds the file for some milliseconds."""

_NAME = "the results of practice"
_ANEW = "`dlsolve practice --forget` removes them"
_PARTS = ("", "-journal", "-wal", "-shm")

_TABLES = """
CREATE TABLE answers (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, type TEXT NOT NULL, difficulty TEXT NOT NULL,
    code TEXT NOT NULL, answer TEXT NOT NULL, verdict TEXT NOT NULL
);
CREATE TABLE cards (
    id INTEGER PRIMARY KEY, type TEXT NOT NULL, aspect TEXT NOT NULL, name TEXT NOT NULL,
    difficulty TEXT NOT NULL, state TEXT NOT NULL, due REAL NOT NULL, UNIQUE (type, aspect, name)
);
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY, card INTEGER NOT NULL REFERENCES cards (id), code TEXT NOT NULL, log TEXT NOT NULL
);
"""


class Answered(NamedTuple):
    """An answer that was given: to which question, as it was typed, and what was said of it."""

    at: datetime
    command: str
    difficulty: Difficulty
    code: str
    answer: str
    verdict: str


class Reviewed(NamedTuple):
    """How the skills of a question went."""

    at: datetime
    difficulty: Difficulty
    code: str
    reviews: tuple[Review, ...]


class Due(NamedTuple):
    """A skill that is under review, when it is due, and at which difficulty it was met last."""

    skill: Skill
    difficulty: Difficulty
    at: datetime


class Store(Struct, frozen=True):
    """The file; it is opened for each act alone, so that several sessions may go on at once."""

    path: Path

    def require(self) -> None:
        """See to it that results can be kept.

        Raises:
            InputError: the file is damaged, of a later version, of another program, or cannot be written.
        """
        with self._opened() as connection:
            connection.execute("PRAGMA quick_check(1)")

    def keep(self, results: Sequence[Answered | Reviewed]) -> None:
        """Keep results: all of them, or none.

        Raises:
            InputError: they cannot be kept now.
        """
        with self._opened() as connection:
            for result in results:
                if isinstance(result, Answered):
                    row = (result.at.isoformat(), *result[1:])
                    connection.execute(
                        "INSERT INTO answers (at, type, difficulty, code, answer, verdict)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        row,
                    )
                else:
                    _review(connection, result)

    def scheduled(self, commands: Collection[str]) -> list[Due]:
        """What is under review for these types, the next one first.

        Raises:
            InputError: the file cannot be read.
        """
        with self._opened() as connection:
            rows = connection.execute(
                "SELECT type, aspect, name, difficulty, due FROM cards ORDER BY due, id"
            ).fetchall()
        return [_due(row) for row in rows if row[0] in commands]

    def forget(self) -> bool:
        """Remove the file; returns whether there was one.

        Raises:
            InputError: it cannot be removed.
        """
        found = self.path.exists()
        try:
            for part in _PARTS:
                self.path.with_name(self.path.name + part).unlink(missing_ok=True)
        except OSError as error:
            raise InputError(_NAME, f"cannot be removed: {error.strerror}", str(self.path)) from None
        return found

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A connection within a transaction, which is kept where nothing goes wrong."""
        self._make_folder()
        try:
            with closing(self._connected()) as connection:
                connection.execute("BEGIN IMMEDIATE")
                self._settle(connection)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise InputError(_NAME, _told(error), str(self.path)) from None
        except (ValueError, OverflowError):
            raise InputError(_NAME, f"are damaged; {_ANEW}", str(self.path)) from None

    def _connected(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)

    def _make_folder(self) -> None:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(_NAME, f"cannot be kept: {error.strerror}", str(self.path.parent)) from None

    def _settle(self, connection: sqlite3.Connection) -> None:
        """Make the tables of a new file, and refuse one of another kind.

        Raises:
            InputError: the file is of a later version or of another program.
        """
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables and not version and not application:
            for statement in _TABLES.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        elif application != APPLICATION:
            raise InputError(_NAME, "stand in a file of another program", str(self.path))
        elif version > VERSION:
            raise InputError(_NAME, "were kept by a later version of dlsolve", str(self.path))


def usual_store() -> Store:
    """The store of the user who runs this."""
    return Store(platformdirs.user_data_path("dlsolve", appauthor=False) / "practice.sqlite3")


def _told(error: sqlite3.Error) -> str:
    """What is wrong with the file, in words that help."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "are held by another program"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return "cannot be kept: the file or its folder is read-only"
        case sqlite3.SQLITE_FULL:
            return "cannot be kept: the disk is full"
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_ERROR:
            return f"are damaged; {_ANEW}"
    return f"cannot be kept: {error}"


def _review(connection: sqlite3.Connection, result: Reviewed) -> None:
    """Schedule what a question has shown, and add it to the log."""
    for skill, grade, begins in result.reviews:
        key = (skill.command, skill.aspect.value, skill.name)
        row = connection.execute(
            "SELECT id, state FROM cards WHERE type = ? AND aspect = ? AND name = ?", key
        ).fetchone()
        if row is None and not begins:
            continue
        number, state = row or (_next(connection), "")
        after = reviewed(state or new_card(number), grade, result.at)
        connection.execute(
            "INSERT INTO cards (id, type, aspect, name, difficulty, state, due) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET difficulty = excluded.difficulty, state = excluded.state,"
            " due = excluded.due",
            (number, *key, result.difficulty, after.card, after.due.timestamp()),
        )
        connection.execute(
            "INSERT INTO reviews (card, code, log) VALUES (?, ?, ?)", (number, result.code, after.log)
        )


def _next(connection: sqlite3.Connection) -> int:
    (number,) = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM cards").fetchone()
    return int(number)


def _due(row: tuple[str, str, str, str, float]) -> Due:
    command, aspect, name, difficulty, due = row
    level = DIFFICULTIES[DIFFICULTIES.index(difficulty)]
    return Due(Skill(command, Aspect(aspect), name), level, datetime.fromtimestamp(due, UTC))
