"""Sizes of maps and of windows, such as 3x5."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, NamedTuple, TypeAlias

from solver.domains.base import Domain, Refused
from solver.domains.scalars import Integer
from solver.mathematics.formula import Coordinates, Formula, Symbol, subscripted

LARGEST_SIZE = 100_000


class Extent(NamedTuple):
    """Height and width: one symbol for both where they are equal as given."""

    height: Symbol
    width: Symbol

    @property
    def pair(self) -> tuple[int, int]:
        return int(self.height), int(self.width)

    @property
    def area(self) -> int:
        return math.prod(self.pair)

    @property
    def text(self) -> str:
        return "x".join(map(str, self.pair))


Volume: TypeAlias = tuple[Symbol, Symbol, Symbol]
"""Height, width and channels."""


def axis_names(name: str) -> tuple[str, str]:
    """The names of a quantity on both axes: n_H and n_W."""
    return subscripted(name, "H"), subscripted(name, "W")


def extent(name: str, *sides: int) -> Extent:
    """One side, or height and width: the symbol n where they are equal, n_H and n_W otherwise."""
    height, width = sides[0], sides[-1]
    down, across = (name, name) if height == width else axis_names(name)
    return Extent(Symbol(down, Fraction(height)), Symbol(across, Fraction(width)))


def volume(sizes: Sequence[int], mark: str = "") -> Volume:
    """The symbols n and c, or n_0 and c_0 with the mark "_0"."""
    *sides, channels = sizes
    return *extent(f"n{mark}", *sides), Symbol(f"c{mark}", Fraction(channels))


def read_sizes(
    text: str, counts: Collection[int], refusal: Refused, least: int = 1, most: int = LARGEST_SIZE
) -> list[int]:
    """The whole numbers of 32x32x3; refused if their count is another, or one is too small or too large."""
    parts = [part.strip() for part in re.split("[xX×,]", text.strip().strip("()[]"))]
    sizes = [int(part) for part in parts if re.fullmatch("[0-9]{1,6}", part)]
    if not len(sizes) == len(parts) in counts or not all(least <= size <= most for size in sizes):
        raise refusal
    return sizes


@dataclass(frozen=True, slots=True)
class ExtentOf(Domain):
    """One size for height and width, or both, as in 3x5."""

    least: int = 1
    most: int = LARGEST_SIZE

    metavar = "N|HxW"

    @property
    def requirement(self) -> str:
        return f"must be one size or height x width, such as 3 or 3x5, each from {self.least} to {self.most}"

    @property
    def invalid(self) -> tuple[str, ...]:
        wrong = (str(self.least - 1), str(self.most + 1), "9" * 10_000)
        return ("", "abc", "1.5", "x", "3x", "x3", "3x4x5", "-1", "nan", *wrong)

    def read(self, text: str, symbol: str) -> Extent:
        refusal = Refused(self.requirement, text)
        return extent(symbol, *read_sizes(text, (1, 2), refusal, self.least, self.most))

    def as_numbers(self, value: Extent, *, exact: bool) -> tuple[int, int]:
        return value.pair

    def show(self, value: Extent) -> Formula:
        return value.height if value.height == value.width else Coordinates(value)


class Margins(NamedTuple):
    """The padding of a map: as much after it as before, unless it is told apart; with `is_same`, as much as
    keeps an entry of the output for each stride of the input.
    """

    before: Extent
    after: Extent | None = None
    is_same: bool = False

    @property
    def text(self) -> str:
        if self.is_same:
            return "same"
        return (
            self.before.text if self.after is None else f"{self.before.text} before, {self.after.text} after"
        )


@dataclass(frozen=True, slots=True)
class MarginsOf(Domain):
    """A padding: one size, or height x width, each for both sides or as before+after; or same, or valid."""

    most: int = LARGEST_SIZE

    metavar = "N|HxW|A+B|same|valid"

    @property
    def requirement(self) -> str:
        sizes = f"one size or height x width, such as 3 or 3x5, each from 0 to {self.most}"
        return f"must be {sizes}, or before+after, such as 0+1, or same, or valid"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "abc", "1.5", "x", "3x", "-1", "1+", "1+2+3", "nan", str(self.most + 1), "9" * 10_000)

    def read(self, text: str, symbol: str) -> Margins:
        word, refusal = text.strip().lower(), Refused(self.requirement, text)
        if word == "same":
            return Margins(extent(symbol, 0), is_same=True)
        if word == "valid":
            return Margins(extent(symbol, 0))
        sides = [part.split("+") for part in word.split("x")]
        if len({len(side) for side in sides}) != 1 or len(sides[0]) > 2:
            raise refusal
        read = [
            read_sizes("x".join(side), (1, 2), refusal, 0, self.most) for side in zip(*sides, strict=True)
        ]
        if len(read) == 1:
            return Margins(extent(symbol, *read[0]))
        before, after = (extent(f"{symbol}_{i}", *side) for i, side in enumerate(read, 1))
        return Margins(before, after)

    def as_numbers(self, value: Margins, *, exact: bool) -> Any:
        if value.is_same:
            return "same"
        return tuple(zip(value.before.pair, (value.after or value.before).pair, strict=True))

    def show(self, value: Margins) -> Formula | str:
        if value.is_same or value.after is not None:
            return value.text
        return ExtentOf(least=0).show(value.before)


@dataclass(frozen=True, slots=True)
class VolumeOf(Domain):
    """Height x width x channels, as the symbols n (or n_H and n_W) and c."""

    metavar = "HxWxC"
    requirement = f"must be height x width x channels, such as 32x32x3, each from 1 to {LARGEST_SIZE}"
    invalid = ("", "abc", "32", "32x32", "32x32x0", "32x32x3x1", "32x-1x3", f"32x32x{LARGEST_SIZE + 1}")

    def read(self, text: str, symbol: str) -> Volume:
        return volume(read_sizes(text, (3,), Refused(self.requirement, text)))

    def as_numbers(self, value: Volume, *, exact: bool) -> tuple[int, ...]:
        return tuple(map(int, value))

    def show(self, value: Volume) -> str:
        named = ", ".join(f"{symbol.name} = {int(symbol)}" for symbol in dict.fromkeys(value))
        return f"{'x'.join(str(int(symbol)) for symbol in value)} ({named})"


Size: TypeAlias = Annotated[Extent, ExtentOf()]
Padding: TypeAlias = Annotated[Margins, MarginsOf()]
InputVolume: TypeAlias = Annotated[Volume, VolumeOf()]
Amount: TypeAlias = Annotated[Symbol, Integer(most=LARGEST_SIZE)]
