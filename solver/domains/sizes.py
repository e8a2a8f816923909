"""Sizes of maps and of windows, such as 3x5."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any, ClassVar, NamedTuple, TypeAlias, TypeVar

from solver.domains.base import Domain, Refused
from solver.domains.scalars import Integer
from solver.mathematics.formula import Coordinates, Formula, Symbol, subscripted
from solver.patterns import regex
from solver.plurals import listed

LARGEST_SIZE = 100_000

Axis = TypeVar("Axis")
Item = TypeVar("Item")

BETWEEN = r"(?:\s*(?:[xX×✕⨯*,]|\\times|-?\bby\b-?)\s*|\s+)"
"""What stands between the sizes of a shape."""

_BETWEEN = regex(BETWEEN)
_SHAPE = regex(r"^\s*(?:torch\.Size|TensorShape|c(?=\())")

AXES = ("D", "H", "W")
"""Depth, height and width: the marks of quantities that differ from axis to axis."""

MOST_AXES = len(AXES)

PADDINGS = ("same", "valid")
"""Paddings by their names."""


class Extent(tuple[Symbol, ...]):
    """A size on each axis, such as height and width: one symbol for all where they are equal."""

    __slots__ = ()

    @property
    def height(self) -> Symbol:
        return self[-2:][0]

    @property
    def width(self) -> Symbol:
        return self[-1]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(map(int, self))

    @property
    def pair(self) -> tuple[int, int]:
        """Height and width."""
        return int(self.height), int(self.width)

    @property
    def area(self) -> int:
        return math.prod(self.sizes)

    @property
    def text(self) -> str:
        return "x".join(map(str, self.sizes))

    @property
    def is_even(self) -> bool:
        """Whether it is the same on all axes."""
        return len(set(self.sizes)) == 1

    def over(self, axes: int) -> Extent:
        """The same size on another number of axes."""
        return self if len(self) == axes else Extent([self[0]] * axes)


Volume: TypeAlias = tuple[Symbol, ...]
"""The sides, such as height and width, and the channels."""


def axis_names(name: str, axes: int = 2) -> tuple[str, ...]:
    """The names of a quantity on each axis: n_H and n_W, or n_D as well."""
    return tuple(subscripted(name, mark) for mark in AXES[-axes:])


def on_axes(name: str, axes: Sequence[Axis]) -> Mapping[str, Axis]:
    """What there is of each axis by the name of a quantity there: n_H and n_W, or n once for equal ones."""
    alike = len(set(axes)) == 1
    return {name: axes[0]} if alike else dict(zip(axis_names(name, len(axes)), axes, strict=True))


def extent(name: str, *sides: int) -> Extent:
    """One side for height and width, or a side an axis: the symbol n where they are equal, n_H and n_W
    otherwise.
    """
    sizes = sides * 2 if len(sides) == 1 else sides
    return Extent(Symbol(on, Fraction(size)) for on, size in on_axes(name, sizes).items()).over(len(sizes))


def volume(sizes: Sequence[int], mark: str = "") -> Volume:
    """The symbols n and c, or n_0 and c_0 with the mark "_0"."""
    *sides, channels = sizes
    return *extent(f"n{mark}", *sides).over(len(sides)), Symbol(f"c{mark}", Fraction(channels))


def read_sizes(
    text: str, counts: Collection[int], refusal: Refused, least: int = 1, most: int = LARGEST_SIZE
) -> list[int]:
    """The whole numbers of 32x32x3; refused if their count is another, or one is too small or too large."""
    parts = _BETWEEN.split(_SHAPE.sub("", text).strip("$()[] \t\n"))
    sizes = [int(part.partition(".")[0]) for part in parts if re.fullmatch(r"[0-9]{1,6}(?:\.0{0,2})?", part)]
    if not len(sizes) == len(parts) in counts or not all(least <= size <= most for size in sizes):
        raise refusal
    return sizes


WORDED = {
    1: "one size, such as 3",
    2: "one size or height x width, such as 3 or 3x5",
    3: "one size, height x width or depth x height x width, such as 3, 3x5 or 3x5x5",
}
"""How sizes are written, by the number of axes that there may be."""

METAVARS = {1: "N", 2: "N|HxW", 3: "N|HxW|DxHxW"}


class ExtentOf(Domain, frozen=True):
    """One size for all axes, or one for each, as in 3x5."""

    may_be_named: ClassVar[bool] = True

    least: int = 1
    most: int = LARGEST_SIZE
    axes: int = 2

    @property
    def metavar(self) -> str:
        return METAVARS[self.axes]

    @property
    def requirement(self) -> str:
        each = "each from" if self.axes > 1 else "from"
        return f"must be {WORDED[self.axes]}, {each} {self.least} to {self.most}"

    @property
    def invalid(self) -> tuple[str, ...]:
        wrong = (str(self.least - 1), str(self.most + 1), "9" * 10_000, "x".join("3" * (self.axes + 1)))
        return ("", "abc", "1.5", "x", "3x", "x3", "-1", "nan", *wrong)

    def read(self, text: str, symbol: str) -> Extent:
        refusal = Refused(self.requirement, text)
        sizes = read_sizes(text, range(1, self.axes + 1), refusal, self.least, self.most)
        return _of_axes(extent(symbol, *sizes), len(sizes), self.axes)

    def as_numbers(self, value: Extent, *, exact: bool) -> tuple[int, ...]:
        return value.sizes

    def show(self, value: Extent) -> Formula:
        return value.height if value.is_even else Coordinates(value)


def _of_axes(found: Extent, written: int, axes: int) -> Extent:
    """One size alone stands for height and width, unless the number of axes is open."""
    return found if written > 1 or axes == 2 else found.over(1)


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


class MarginsOf(Domain, frozen=True):
    """A padding: one size, or one an axis, each for both sides or as before+after; or same, or valid."""

    may_be_named: ClassVar[bool] = True

    most: int = LARGEST_SIZE
    axes: int = 2

    @property
    def metavar(self) -> str:
        return f"{METAVARS[self.axes]}|A+B|same|valid"

    @property
    def requirement(self) -> str:
        sizes = f"{WORDED[self.axes]}, each from 0 to {self.most}"
        return f"must be {sizes}, or before+after, such as 0+1, or same, or valid"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", "abc", "1.5", "x", "3x", "-1", "1+", "1+2+3", "nan", str(self.most + 1), "9" * 10_000)

    def read(self, text: str, symbol: str) -> Margins:
        word, refusal = text.strip().lower(), Refused(self.requirement, text)
        if word in PADDINGS:
            return Margins(_of_axes(extent(symbol, 0), 1, self.axes), is_same=word == "same")
        sides = [part.split("+") for part in word.split("x")]
        if len({len(side) for side in sides}) != 1 or len(sides[0]) > 2:
            raise refusal
        counts = range(1, self.axes + 1)
        read = [
            read_sizes("x".join(side), counts, refusal, 0, self.most) for side in zip(*sides, strict=True)
        ]
        names = [symbol] if len(read) == 1 else [f"{symbol}_1", f"{symbol}_2"]
        before, *after = [
            _of_axes(extent(name, *side), len(side), self.axes)
            for name, side in zip(names, read, strict=True)
        ]
        return Margins(before, after[0] if after else None)

    def as_numbers(self, value: Margins, *, exact: bool) -> Any:
        if value.is_same:
            return "same"
        return tuple(zip(value.before.sizes, (value.after or value.before).sizes, strict=True))

    def show(self, value: Margins) -> Formula | str:
        if value.is_same or value.after is not None:
            return value.text
        return ExtentOf(least=0).show(value.before)


def side_words(axes: int) -> tuple[str, ...]:
    """What the sides of a map on a number of axes are called."""
    return ("length",) if axes == 1 else ("depth", "height", "width")[-axes:]


def ordered(shape: Sequence[Item], *, first: bool) -> tuple[Item, ...]:
    """What there is of the sides and the channels of a shape, that of the channels first or last."""
    *sides, channels = shape
    return (channels, *sides) if first else (*sides, channels)


def volume_text(volume: Volume, *, first: bool = False) -> str:
    """A shape as it is typed, with the channels last or first."""
    return "x".join(str(int(size)) for size in ordered(volume, first=first))


class VolumeOf(Domain, frozen=True):
    """Height x width x channels, as the symbols n (or n_H and n_W) and c; or length x channels, or depth,
    height, width and channels.
    """

    may_be_named: ClassVar[bool] = True

    metavar = "[DxHx]WxC"
    requirement = (
        "must be the sides and the channels, such as 98x32, 32x32x3 or 30x30x14x64, each from 1 to"
        f" {LARGEST_SIZE}"
    )
    invalid = ("", "abc", "32", "32x32x0", "8x8x8x8x3", "32x-1x3", f"32x32x{LARGEST_SIZE + 1}")

    def read(self, text: str, symbol: str) -> Volume:
        return volume(read_sizes(text, range(2, MOST_AXES + 2), Refused(self.requirement, text)))

    def as_numbers(self, value: Volume, *, exact: bool) -> tuple[int, ...]:
        return tuple(map(int, value))

    def show(self, value: Volume) -> str:
        return volume_text(value)

    def named_numbers(self, value: Volume) -> Mapping[str, Symbol]:
        *sides, channels = value
        words: dict[Symbol, list[str]] = {}
        for word, side in zip(side_words(len(sides)), sides, strict=True):
            words.setdefault(side, []).append(word)
        return {**{listed(names): side for side, names in words.items()}, "channels": channels}


Size: TypeAlias = Annotated[Extent, ExtentOf()]
Padding: TypeAlias = Annotated[Margins, MarginsOf()]
SizeOnAxes: TypeAlias = Annotated[Extent, ExtentOf(axes=MOST_AXES)]
PaddingOnAxes: TypeAlias = Annotated[Margins, MarginsOf(axes=MOST_AXES)]
InputVolume: TypeAlias = Annotated[Volume, VolumeOf()]
Amount: TypeAlias = Annotated[Symbol, Integer(most=LARGEST_SIZE)]
NumberOfAxes: TypeAlias = Annotated[Symbol, Integer(most=MOST_AXES)]
