"""What pages need to know of a sheet, whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from solver.record.solution import Answer, Given, Solution

Page = Literal["sheet", "key"]

NONE_OF_THESE = "none of these"
"""An option that has no values."""


class Heading(Protocol):
    """What stands on top of a sheet."""

    @property
    def title(self) -> str: ...

    @property
    def digits(self) -> int: ...


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
    def wanted(self) -> str: ...

    @property
    def is_example(self) -> bool: ...

    @property
    def lines(self) -> int: ...


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
    def sections(self) -> Sequence[Section]: ...
