"""What a sliding window yields: the size of its output, and the mistakes that are made with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from solver.errors import InputError, UndefinedError
from solver.mathematics.formula import Formula, Symbol, ceil, floor, subscripted
from solver.problems.convolution._sizes import Extent, extent
from solver.record.recorder import Working
from solver.record.solution import Mistake

ONCE = extent("d", 1, 1)
BEYOND_THE_INPUT = ("ceil-for-floor", "not-rounded", "size-not-subtracted")
"""Mistakes that count windows which would leave the padded input."""

WHY_FLOOR = (
    "The window moves while it fits into the (padded) input; the floor drops a step that would leave it."
)


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

    def padded(self, sides: int = 2) -> Formula:
        """The length with the padding on so many sides."""
        if self.padding is None or not sides:
            return self.length
        return self.length + (self.padding if sides == 1 else sides * self.padding)

    def room(self, *, padded_sides: int = 2, dilated: bool = True) -> Formula:
        """How far the window can move."""
        length = self.padded(padded_sides)
        if self.dilation.value == 1 or not dilated:
            return length - self.window
        return length - self.dilation * (self.window - 1) - 1

    def mistakes(self) -> Iterator[Mistake]:
        """The mistakes that are made with this formula, whether they matter here or not."""
        room, stride = self.room(), self.stride
        yield Mistake("plus-one-forgotten", "the + 1 was forgotten", floor(room / stride))
        unpadded = floor(self.room(padded_sides=0) / stride) + 1
        yield Mistake("padding-forgotten", "the padding was forgotten", unpadded)
        once = floor(self.room(padded_sides=1) / stride) + 1
        yield Mistake("padding-once", "the padding was counted on one side only", once)
        yield Mistake("stride-ignored", "the stride was ignored", room + 1)
        undilated = floor(self.room(dilated=False) / stride) + 1
        yield Mistake("dilation-ignored", "the dilation was ignored", undilated)
        yield Mistake(
            "ceil-for-floor", "the quotient was rounded up instead of down", ceil(room / stride) + 1
        )
        yield Mistake("not-rounded", "the quotient was not rounded down", room / stride + 1)
        inside = floor((room + 1) / stride)
        yield Mistake("plus-one-divided", "the + 1 was added before the division by the stride", inside)
        words = "the dilation was multiplied by the size of the window, without the - 1"
        whole = floor((self.padded() - self.dilation * self.window) / stride) + 1
        yield Mistake("dilation-times-size", words, whole)
        unsubtracted = floor(self.padded() / stride) + 1
        yield Mistake("size-not-subtracted", "the size of the window was not subtracted", unsubtracted)


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


def record_output(
    work: Working,
    name: str,
    axes: Slides,
    *,
    without: Sequence[str] = (),
    kept: tuple[str, str] | None = None,
) -> Extent:
    """Record the output's height and width, one quantity where the axes are equal.

    Args:
        work: the recorder.
        name: the quantity.
        axes: the window's two axes.
        without: mistakes that are not offered, since no output could be worked out of theirs.
        kept: the mistake of an output as large as the input, by its name and words, where it is made.
    """
    down, across = axes
    if down == across:
        side = _record(work, name, down, without, kept)
        return Extent(side, side)
    return Extent(
        _record(work, subscripted(name, "H"), down, without, kept),
        _record(work, subscripted(name, "W"), across, without, kept),
    )


def record_reachable(work: Working, title: str, axes: Slides, reason: str = WHY_FLOOR) -> Extent:
    """A step with the size of an output whose entries are worked out after it."""
    work.step(title, reason)
    return record_output(work, "o", axes, without=(*BEYOND_THE_INPUT, *impossible_mistakes(axes)))


def _record(
    work: Working, name: str, axis: Slide, without: Sequence[str], kept: tuple[str, str] | None
) -> Symbol:
    offered = [
        mistake
        for mistake in axis.mistakes()
        if mistake.name not in without and mistake.formula.evaluate() >= 1
    ]
    offered += [Mistake(*kept, axis.length)] if kept else []
    side = work.let(name, axis.output, mistakes=offered)
    if side.evaluate() < 1:
        raise UndefinedError(f"{name} would be {side.evaluate()}")
    return side


def impossible_mistakes(axes: Slides) -> set[str]:
    """The mistakes that would leave no output on one of the axes."""
    return {mistake.name for axis in axes for mistake in axis.mistakes() if mistake.formula.evaluate() < 1}


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
