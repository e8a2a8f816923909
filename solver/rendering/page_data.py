"""What pages need to know of a sheet, whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from markupsafe import Markup
from msgspec import Struct

from solver.record.blocks import Phrase
from solver.record.solution import Answer, Given, Solution
from solver.rendering.labels import Labels

Page = Literal["sheet", "key", "answers"]
"""What is made of a sheet; `answers` is the key of those who only compare."""


RoomKind = Literal["blank", "none", "lines", "box", "grid"]


class Room(Struct, frozen=True):
    """Room to work in: what it looks like, and its height in centimeters.

    One that `is_tall` has the height that was asked for; otherwise it is what the work takes, and may grow.
    """

    kind: RoomKind
    height: float
    is_tall: bool = False

    @property
    def lines(self) -> int:
        """The lines of handwriting that go into it."""
        return max(round(self.height / 0.85), 1)


class Heading(Protocol):
    """What stands on top of a sheet, and how its pages look."""

    @property
    def title(self) -> str: ...

    @property
    def digits(self) -> int: ...

    @property
    def size(self) -> float: ...

    @property
    def key_size(self) -> float: ...

    @property
    def columns(self) -> int: ...

    @property
    def compact(self) -> bool: ...

    @property
    def logo(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def decimal_comma(self) -> bool: ...

    @property
    def words(self) -> Labels: ...


class Option(Protocol):
    """Values to choose from."""

    @property
    def letter(self) -> str: ...

    @property
    def answers(self) -> tuple[Answer, ...]: ...

    @property
    def is_right(self) -> bool: ...

    @property
    def words(self) -> str: ...


class Question(Protocol):
    """A problem and the words of its task."""

    @property
    def command(self) -> str: ...

    @property
    def task(self) -> str: ...

    @property
    def difficulty(self) -> str: ...

    @property
    def code(self) -> object: ...

    @property
    def givens(self) -> tuple[Given, ...]: ...


class Part(Protocol):
    """A part of a question: its letter, its words, and its marks, 0 where it has none."""

    @property
    def letter(self) -> str: ...

    @property
    def body(self) -> Sequence[Phrase]: ...

    @property
    def marks(self) -> float: ...


class Item(Protocol):
    """A question with its place on the sheet, and what is left to do of it."""

    @property
    def number(self) -> int: ...

    @property
    def question(self) -> Question: ...

    @property
    def solution(self) -> Solution: ...

    @property
    def style(self) -> str: ...

    @property
    def marks(self) -> float: ...

    @property
    def options(self) -> Sequence[Option]: ...

    @property
    def task(self) -> str: ...

    @property
    def opening(self) -> Sequence[Phrase]: ...

    @property
    def givens(self) -> Sequence[Given]: ...

    @property
    def asked_parts(self) -> Sequence[Part]: ...

    @property
    def asks(self) -> str: ...

    @property
    def penalty(self) -> float: ...

    @property
    def is_example(self) -> bool: ...

    @property
    def room(self) -> Room | None: ...

    @property
    def made(self) -> dict[object, Markup]:
        """What pages have made of it, for others that look the same in it."""


class Section(Protocol):
    """Items under a heading of their own."""

    @property
    def title(self) -> str: ...

    @property
    def instructions(self) -> str: ...

    @property
    def items(self) -> Sequence[Item]: ...


class Sheet(Protocol):
    """All that is printed for one student, or for nobody in particular."""

    @property
    def heading(self) -> Heading: ...

    @property
    def student(self) -> object: ...

    @property
    def version(self) -> str: ...

    @property
    def owner(self) -> str: ...

    @property
    def items(self) -> Sequence[Item]: ...

    @property
    def sections(self) -> Sequence[Section]: ...
