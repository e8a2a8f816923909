"""Expressions of Python, and what their neighbors must know of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple


class Level(IntEnum):
    """How tightly an expression holds together."""

    CONDITION = 0
    SUM = 1
    PRODUCT = 2
    SIGN = 3
    POWER = 4
    ATOM = 5


class Source(NamedTuple):
    """An expression and what its neighbors must know of it.

    Attributes:
        text: the expression.
        level: how tightly it holds together.
        columns: the number of columns of an array, 0 of a number.
        is_whole: whether it is an `int`, of which two make no exact quotient.
    """

    text: str
    level: Level = Level.ATOM
    columns: int = 0
    is_whole: bool = False

    def at_least(self, level: Level) -> str:
        """The expression, in brackets unless it holds together so tightly."""
        return self.text if self.level >= level else f"({self.text})"


def listed_sources(items: Sequence[Source]) -> str:
    """The expressions with commas between them."""
    return ", ".join(item.text for item in items)


def signed(text: str, *, is_whole: bool = False) -> Source:
    """The text of a number, which may begin with a minus sign."""
    return Source(text, Level.SIGN if text.startswith("-") else Level.ATOM, is_whole=is_whole)


def unsigned(source: Source, level: Level) -> str:
    """An expression behind an operator: in brackets where it is too loose, or has a sign."""
    return f"({source.text})" if source.text.startswith("-") else source.at_least(level)


def negative(source: Source) -> Source:
    """The expression with the other sign."""
    return Source(f"-{unsigned(source, Level.PRODUCT)}", Level.SIGN, source.columns, source.is_whole)


def quotient(value: Fraction) -> str:
    """The arguments that make a fraction in Python."""
    return f"{value.numerator}, {value.denominator}" if value.denominator > 1 else str(value.numerator)
