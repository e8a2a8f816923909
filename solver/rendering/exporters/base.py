"""What every output format does."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solver.record.solution import Solution
from solver.rendering.page_data import Heading, Page, Sheet
from solver.rendering.pdf import Typesetter
from solver.rendering.printing import Style


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a page is wanted; a format leaves alone what means nothing to it.

    Attributes:
        style: digits and exactness; a solution of exact algebra shows fractions by itself.
        folder: templates that take precedence over those of dlsolve, file by file.
        width: the width in characters, for the formats that are made of them.
        brief: the answers only.
        fragment: without the frame of a document, for inclusion in another.
        typesetter: what makes PDF pages.
    """

    style: Style = field(default_factory=Style)
    folder: Path | None = None
    width: int | None = None
    brief: bool = False
    fragment: bool = False
    typesetter: Typesetter = field(default_factory=Typesetter)


class Exporter(ABC):
    """Makes a format: solutions, sheets with their keys, and reports."""

    @abstractmethod
    def solution(self, solution: Solution, wanted: Wanted) -> bytes:
        """A worked solution.

        Raises:
            InputError: a template of the user's own is missing or wrong, or the page cannot be set.
        """

    @abstractmethod
    def sheet(
        self,
        sheet: Sheet,
        page: Page,
        typesetter: Typesetter,
        *,
        folder: Path | None = None,
        is_part: bool = False,
    ) -> bytes:
        """A sheet or its key; as a part, ready for `joined`. Templates of `folder` go before our own.

        Raises:
            InputError: a template of the user's own is missing or wrong, or the page cannot be set.
        """

    @abstractmethod
    def joined(
        self,
        heading: Heading,
        page: Page,
        parts: Iterable[tuple[str, bytes]],
        *,
        folder: Path | None = None,
        duplex: bool = False,
    ) -> Iterable[bytes]:
        """One file of the parts of a class, each with the name of its student.

        With `duplex`, which a format without pages leaves alone, each begins on a right-hand page.
        """

    def report(
        self,
        template: str,
        wanted: Wanted,
        *,
        data: Mapping[str, Any],
        solution: Solution | None = None,
        **context: object,
    ) -> bytes:
        """What a command tells, and behind it a worked solution where there is one.

        Args:
            template: the name of what is told, such as "check".
            wanted: how it is wanted.
            data: what is told, for programs.
            solution: what to show behind it.
            context: what is told, for templates.
        """
        raise NotImplementedError(f"{type(self).__name__} makes no reports")

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
