"""What every output format does."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct, field

from solver.record.solution import Solution
from solver.rendering.labels import ENGLISH, Labels
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.pdf import Typesetter
from solver.rendering.printing import Style


class Wanted(Struct, frozen=True):
    """How a page is wanted; a format leaves alone what means nothing to it.

    Attributes:
        style: digits and exactness; a solution of exact algebra shows fractions by itself.
        folder: templates that take precedence over those of dlsolve, file by file.
        width: the width in characters, for the formats that are made of them.
        brief: the answers only.
        fragment: a solution without the frame of a document, for inclusion in another.
        is_part: a sheet that is to be joined with others.
        duplex: joined sheets begin on right-hand pages.
        typesetter: what makes PDF pages.
        labels: the words around the questions of a sheet.
    """

    style: Style = field(default_factory=Style)
    folder: Path | None = None
    width: int | None = None
    brief: bool = False
    fragment: bool = False
    is_part: bool = False
    duplex: bool = False
    typesetter: Typesetter = field(default_factory=Typesetter)
    labels: Labels = ENGLISH


class Message(Struct, frozen=True):
    """What a command tells, and behind it a worked solution where there is one.

    Attributes:
        template: the name of what is told, such as "check".
        context: what is told, for templates.
        data: what is told, for programs.
        solution: what to show behind it.
    """

    template: str
    context: Mapping[str, object]
    data: Mapping[str, Any] = field(default_factory=dict)
    solution: Solution | None = None


Parts: TypeAlias = Iterable[tuple[str, bytes]]
"""The sheets of a class, each with the name of its student."""


class Exporter(ABC):
    """Makes a format: solutions and, unless it refuses them, sheets with their keys, and reports.

    The table of formats tells which kinds a format makes.
    """

    @abstractmethod
    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        """A worked solution.

        Raises:
            InputError: a template of the user's own is missing or wrong, or the page cannot be set.
        """

    def sheet(self, sheet: Sheet, page: Page, wanted: Wanted) -> bytes:
        """A sheet or its key, whose digits stand in its heading.

        Raises:
            InputError: a template of the user's own is missing or wrong, or the page cannot be set.
        """
        raise self._refusal("sheets")

    def joined(self, heading: Heading, page: Page, parts: Parts, wanted: Wanted) -> Iterable[bytes]:
        """One file of the parts of a class, each a sheet that was wanted as one."""
        raise self._refusal("sheets of a class in one file")

    def report(self, message: Message, wanted: Wanted) -> bytes:
        """What a command tells."""
        raise self._refusal("reports")

    def screen_width(self) -> int | None:
        """The width of the screen in characters, for a format that is laid out for it."""
        return None

    def is_complete(self, start: bytes, end: bytes) -> bool:
        """Whether a file that begins and ends so was written to its end."""
        return bool(start)

    def show(self, content: bytes) -> None:
        """Write what was made to the standard output.

        Raises:
            InputError: it cannot be shown there.
        """
        sys.stdout.buffer.write(content)
        sys.stdout.flush()

    def _refusal(self, kind: str) -> Exception:
        return NotImplementedError(f"{type(self).__name__} makes no {kind}")
