"""Sizes of inputs and windows: how they are given, read and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, TypeAlias

from solver.domains import Domain, Refused
from solver.mathematics.formula import Coordinates, Formula, Symbol, subscripted

LARGEST_SIZE = 100_000


@dataclass(frozen=True, slots=True)
class Extent:
    """Height and width: one symbol for both where they are equal as given."""

    height: Symbol
    width: Symbol

    @property
    def pair(self) -> tuple[int, int]:
        return int(self.height), int(self.width)

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return (self.height,) if self.height == self.width else (self.height, self.width)

    @property
    def text(self) -> str:
        return "x".join(map(str, self.pair))


@dataclass(frozen=True, slots=True)
class Volume:
    """Height, width and channels."""

    size: Extent
    channels: Symbol


def extent(name: str, height: int, width: int) -> Extent:
    """The symbol n where both are equal, n_H and n_W otherwise."""
    if height == width:
        side = Symbol(name, Fraction(height))
        return Extent(side, side)
    return Extent(
        Symbol(subscripted(name, "H"), Fraction(height)), Symbol(subscripted(name, "W"), Fraction(width))
    )


def read_sizes(
    text: str, counts: Sequence[int], least: int = 1, most: int = LARGEST_SIZE
) -> list[int] | None:
    """The whole numbers of 32x32x3; None unless there are so many, none too small or too large."""
    parts = [part.strip() for part in re.split("[xX×]", text)]
    if len(parts) not in counts or not all(re.fullmatch("[0-9]{1,6}", part) for part in parts):
        return None
    sizes = [int(part) for part in parts]
    return sizes if all(least <= size <= most for size in sizes) else None


@dataclass(frozen=True, slots=True)
class ExtentOf(Domain):
    """One size for height and width, or both, as in 3x5."""

    least: int = 1
    most: int = LARGEST_SIZE

    @property
    def requirement(self) -> str:
        each = f"each from {self.least} to {self.most}"
        return f"must be one size or height x width, such as 3 or 3x5, {each}"

    @property
    def metavar(self) -> str:
        return "N|HxW"

    @property
    def invalid(self) -> tuple[str, ...]:
        wrong = (str(self.least - 1), str(self.most + 1), "9" * 10_000)
        return ("", "abc", "1.5", "x", "3x", "x3", "3x4x5", "-1", "nan", *wrong)

    def read(self, text: str, symbol: str) -> Extent:
        sizes = read_sizes(text, (1, 2), self.least, self.most)
        if sizes is None:
            raise Refused(self.requirement, text)
        return extent(symbol, sizes[0], sizes[-1])

    def show(self, value: Extent) -> Formula:
        return value.height if len(value.symbols) == 1 else Coordinates(value.symbols)


@dataclass(frozen=True, slots=True)
class VolumeOf(Domain):
    """Height x width x channels, as the symbols n (or n_H and n_W) and c."""

    @property
    def requirement(self) -> str:
        return f"must be height x width x channels, such as 32x32x3, each from 1 to {LARGEST_SIZE}"

    @property
    def metavar(self) -> str:
        return "HxWxC"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "abc", "32", "32x32", "32x32x0", "32x32x3x1", "32x-1x3", f"32x32x{LARGEST_SIZE + 1}")

    def read(self, text: str, symbol: str) -> Volume:
        sizes = read_sizes(text, (3,))
        if sizes is None:
            raise Refused(self.requirement, text)
        return volume(sizes)

    def show(self, value: Volume) -> str:
        symbols = (*value.size.symbols, value.channels)
        named = ", ".join(f"{symbol.name} = {int(symbol)}" for symbol in symbols)
        return f"{'x'.join(map(str, (*value.size.pair, int(value.channels))))} ({named})"


def volume(sizes: Sequence[int], mark: str = "") -> Volume:
    """The symbols n and c, or n_0 and c_0 with the mark "_0"."""
    height, width, channels = sizes
    return Volume(extent(f"n{mark}", height, width), Symbol(f"c{mark}", Fraction(channels)))


Size: TypeAlias = Annotated[Extent, ExtentOf()]
Padding: TypeAlias = Annotated[Extent, ExtentOf(least=0)]
InputVolume: TypeAlias = Annotated[Volume, VolumeOf()]
