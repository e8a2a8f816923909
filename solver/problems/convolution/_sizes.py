"""Sizes of inputs and windows, and of what a sliding window yields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, TypeAlias

from solver.domains import Domain, Refused
from solver.errors import InputError, UndefinedError
from solver.formula import Coordinates, Formula, Symbol, ceil, floor, subscripted
from solver.solution import Slip
from solver.working import Working

LARGEST_SIZE = 100_000
WHY_FLOOR = (
    "The window moves while it fits into the (padded) input; the floor drops a step that would leave it."
)


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
ONCE = extent("d", 1, 1)


@dataclass(frozen=True, slots=True)
class Slide:
    """A window that slides along one axis."""

    length: Symbol
    window: Symbol
    stride: Symbol
    padding: Symbol | None
    dilation: Symbol

    @property
    def output(self) -> Formula:
        """How many positions the window has."""
        return floor(self.room() / self.stride) + 1

    def room(self, *, padded_sides: int = 2, dilated: bool = True) -> Formula:
        """How far the window can move."""
        length: Formula = self.length
        if self.padding is not None and padded_sides:
            length += self.padding if padded_sides == 1 else padded_sides * self.padding
        if self.dilation.value == 1 or not dilated:
            return length - self.window
        return length - self.dilation * (self.window - 1) - 1

    def slips(self) -> Iterator[Slip]:
        """The mistakes that are made with this formula, whether they matter here or not."""
        room, stride = self.room(), self.stride
        yield Slip("plus-one-forgotten", "the + 1 was forgotten", floor(room / stride))
        unpadded = floor(self.room(padded_sides=0) / stride) + 1
        yield Slip("padding-forgotten", "the padding was forgotten", unpadded)
        once = floor(self.room(padded_sides=1) / stride) + 1
        yield Slip("padding-once", "the padding was counted on one side only", once)
        yield Slip("stride-ignored", "the stride was ignored", room + 1)
        yield Slip("ceil-for-floor", "the quotient was rounded up instead of down", ceil(room / stride) + 1)
        undilated = floor(self.room(dilated=False) / stride) + 1
        yield Slip("dilation-ignored", "the dilation was ignored", undilated)


Slides: TypeAlias = tuple[Slide, Slide]
"""Down and across."""


def slides(
    size: Extent, window: Extent, stride: Extent, padding: Extent | None, dilation: Extent = ONCE
) -> Slides:
    """The window's two axes; they are equal where everything is square.

    Without a padding, it does not appear in the formula.
    """
    above, beside = (padding.height, padding.width) if padding else (None, None)
    return (
        Slide(size.height, window.height, stride.height, above, dilation.height),
        Slide(size.width, window.width, stride.width, beside, dilation.width),
    )


def record_output(work: Working, name: str, axes: Slides, *, without: Sequence[str] = ()) -> Extent:
    """Record the output's height and width, one quantity where the axes are equal.

    Args:
        work: the recorder.
        name: the quantity.
        axes: the window's two axes.
        without: slips that are not offered, since no output could be worked out of theirs.
    """
    down, across = axes
    if down == across:
        side = _record(work, name, down, without)
        return Extent(side, side)
    return Extent(
        _record(work, subscripted(name, "H"), down, without),
        _record(work, subscripted(name, "W"), across, without),
    )


def _record(work: Working, name: str, axis: Slide, without: Sequence[str]) -> Symbol:
    right = axis.output.evaluate()
    offered = [
        slip for slip in axis.slips() if slip.name not in without and 1 <= slip.formula.evaluate() != right
    ]
    side = work.let(name, axis.output, slips=offered)
    if side.evaluate() < 1:
        raise UndefinedError(f"{name} would be {side.evaluate()}")
    return side


def impossible_slips(axes: Slides) -> set[str]:
    """The slips that would leave no output on one of the axes."""
    return {slip.name for axis in axes for slip in axis.slips() if slip.formula.evaluate() < 1}


def misfit(axes: Slides) -> str:
    """What does not fit, such as "7x7 in 5x5"; nothing where the window fits into the padded input."""
    spans = [int(axis.dilation) * (int(axis.window) - 1) + 1 for axis in axes]
    rooms = [int(axis.length) + 2 * int(axis.padding or 0) for axis in axes]
    if all(span <= room for span, room in zip(spans, rooms, strict=True)):
        return ""
    return " in ".join("x".join(map(str, pair)) for pair in (spans, rooms))


def check_fit(option: str, axes: Slides) -> None:
    """Refuse a window that is larger than the padded input."""
    wrong = misfit(axes)
    if wrong:
        raise InputError(option, "must fit into the padded input", wrong)
