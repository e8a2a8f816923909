"""A window that slides over a map: how often it fits, where it lies, and the mistakes made with that."""

import math
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from solver.authoring import InputError, UndefinedError, Working
from solver.authoring.formulas import Formula, Symbol, Text, ceil, floor, lift, maximum
from solver.domains.sizes import Extent, Margins, extent, on_axes
from solver.mathematics.formula.families import linear_index
from solver.models.convolution import Padding, Pair

Sizes: TypeAlias = tuple[int, ...]
"""A whole number an axis."""

ONCE = extent("d", 1)
ZERO = lift(0)
MOST_ENTRIES = 2048
MOST_TERMS = 50_000
WHY_FLOOR = (
    "The window moves while it fits into the (padded) input; the floor drops a step that would leave it."
)

WHY_CEIL = (
    "The window moves while it fits into the (padded) input; in ceil mode a last one may leave it, if it"
    " begins before the padding at the end."
)
WHY_SAME = "With padding same, the output has an entry for each stride of the input; the padding follows."

LAID_MISTAKES = {
    "plus-one-forgotten": "the + 1 was forgotten",
    "padding-forgotten": "the padding was forgotten",
    "padding-once": "the padding was counted on one side only",
    "stride-ignored": "the stride was ignored",
    "plus-one-divided": "the + 1 was added before the division by the stride",
}
"""Mistakes in the size of a map whose entries can be worked out nevertheless."""

DILATION_MISTAKES = {
    "dilation-ignored": "the dilation was ignored",
    "dilation-times-size": "the dilation was multiplied by the size of the window, without the - 1",
}
"""More of them, where a window has gaps."""

MISTAKES = {
    **LAID_MISTAKES,
    **DILATION_MISTAKES,
    "ceil-for-floor": "the quotient was rounded up instead of down",
    "not-rounded": "the quotient was not rounded down",
    "size-not-subtracted": "the size of the window was not subtracted",
}
"""All mistakes in a size; the last ones count windows that would leave the padded input."""

LEFT_OUT: Mapping[str, Mapping[str, Any]] = {
    "stride-ignored": {"stride": ONCE},
    "padding-forgotten": {"padding": None},
    "dilation-ignored": {"dilation": ONCE},
}
"""How a window slides for someone who left out a part of it."""


class Slide(NamedTuple):
    """A window that slides along one axis; a padding of None does not appear in the formula.

    The padding is that on both sides or, with an `after`, the one before. One that is made to keep an entry
    for each stride `is_same`. `rounds_up` lets a last window leave the padded input, as the ceil mode of
    PyTorch does.
    """

    length: Formula
    window: Symbol
    stride: Symbol
    dilation: Symbol
    padding: Symbol | None = None
    after: Symbol | None = None
    rounds_up: bool = False
    is_same: bool = False

    def kept(self) -> "Slide":
        """The same with the padding that keeps an entry for each stride, of which the odd one comes after."""
        kept = self._replace(is_same=True)
        room = max(int(kept.wanted(kept.output).evaluate()), 0)
        before, after = (Symbol(f"p_{i}", Fraction(part)) for i, part in ((1, room // 2), (2, -(-room // 2))))
        return kept._replace(padding=before, after=after)

    @property
    def margins(self) -> Pair:
        """The padding before and after, as whole numbers."""
        before = int(self.padding or 0)
        return before, before if self.after is None else int(self.after)

    @property
    def padded(self) -> Formula:
        if self.padding is None:
            return self.length
        return self.length + (2 * self.padding if self.after is None else self.padding + self.after)

    @property
    def reach(self) -> Formula:
        """The number of entries that the window reaches over."""
        return self.window if self.dilation.value == 1 else self.dilation * (self.window - 1) + 1

    @property
    def room(self) -> Formula:
        """How far the window can move."""
        if self.dilation.value == 1:
            return self.padded - self.window
        return self.padded - self.dilation * (self.window - 1) - 1

    @property
    def output(self) -> Formula:
        """The number of positions of the window; the last one begins before the padding at the end."""
        if self.is_same:
            return ceil(self.length / self.stride)
        up, begin = ceil(self.room / self.stride) + 1, self.length + (self.padding or 0)
        is_in = (up.evaluate() - 1) * int(self.stride) < begin.evaluate()
        return up if self.rounds_up and is_in else floor(self.room / self.stride) + 1

    def wanted(self, side: Formula) -> Formula:
        """The padding on both sides together that the window needs for so many positions."""
        return (side - 1) * self.stride + self.reach - self.length

    @property
    def mistakes(self) -> dict[str, Formula]:
        """The mistakes that are made with the output, those that leave any."""
        if self.is_same:
            return {"stride-ignored": self.length}
        room, padded, stride = self.room, self.padded, self.stride
        unpadded = self._replace(padding=None, after=None)
        once = unpadded._replace(length=self.length + self.padding) if self.padding else unpadded
        wrong = {
            "plus-one-forgotten": floor(room / stride),
            "padding-forgotten": unpadded.output,
            "padding-once": once.output,
            "stride-ignored": room + 1,
            "dilation-ignored": self._replace(dilation=ONCE.height).output,
            "ceil-for-floor": floor(room / stride) + 1 if self.rounds_up else ceil(room / stride) + 1,
            "not-rounded": room / stride + 1,
            "plus-one-divided": floor((room + 1) / stride),
            "dilation-times-size": floor((padded - self.dilation * self.window) / stride) + 1,
            "size-not-subtracted": floor(padded / stride) + 1,
            "pooling-ignored": self.length,
        }
        return {name: formula for name, formula in wrong.items() if formula.evaluate() >= 1}

    @property
    def whole(self) -> range:
        """The rows or columns of the padded input; those of the input itself count from 1."""
        padding = int(self.padding or 0)
        return range(1 - padding, int(self.padded.evaluate()) - padding + 1)

    def index_below(self, entry: int | str, place: str) -> str:
        """The row or column below a place of the window, such as 2i+u-2."""
        stride, dilation = int(self.stride), int(self.dilation)
        start = 1 - stride - dilation
        if isinstance(entry, int):
            return linear_index({place: dilation}, start + stride * entry)
        return linear_index({entry: stride, place: dilation}, start)

    def below(self, entry: int) -> range:
        """The rows or columns below the window for an entry of the output; it must not leave the input.

        Raises:
            UndefinedError: the window leaves the padded input.
        """
        first, dilation = self.whole.start + (entry - 1) * int(self.stride), int(self.dilation)
        end = first + int(self.window) * dilation
        covered = range(first, min(end, self.whole.stop) if self.rounds_up else end, dilation)
        if not covered or covered[-1] not in self.whole:
            raise UndefinedError("the window leaves the padded input")
        return covered


class Sliding(NamedTuple):
    """A window that slides over a map of that size; its axes are equal where everything is square."""

    size: Extent
    window: Extent
    stride: Extent
    padding: Margins | None
    dilation: Extent = ONCE
    rounds_up: bool = False

    @property
    def is_same(self) -> bool:
        """Whether the padding is made to keep an entry for each stride."""
        return self.padding is not None and self.padding.is_same

    @property
    def axes(self) -> tuple[Slide, ...]:
        """How it slides along each axis, such as down and across."""
        count = len(self.size)
        before, after = (self.padding.before, self.padding.after) if self.padding else (None, None)
        extents = (self.size, self.window, self.stride, self.dilation, before, after)
        parts = [(None,) * count if part is None else part.over(count) for part in extents]
        axes = [Slide(*axis)._replace(rounds_up=self.rounds_up) for axis in zip(*parts, strict=True)]
        return tuple(axis.kept() if self.is_same else axis for axis in axes)

    @property
    def numbers(self) -> tuple[Sizes, Sizes, Padding, Sizes]:
        """Window, stride, padding and dilation as the models take them: whole numbers for each axis."""
        parts = (self.window, self.stride, self.dilation)
        window, stride, dilation = (part.over(len(self.size)).sizes for part in parts)
        return window, stride, "same" if self.is_same else [axis.margins for axis in self.axes], dilation

    @property
    def reason(self) -> str:
        """Why the output has the size that it has."""
        return WHY_SAME if self.is_same else WHY_CEIL if self.rounds_up else WHY_FLOOR

    @property
    def is_padded(self) -> bool:
        return any(any(axis.margins) for axis in self.axes)

    @property
    def is_overpadded(self) -> bool:
        """Whether the padding is more than half the window, so that a window may lie on nothing else."""
        return any(2 * max(axis.margins) > int(axis.window) for axis in self.axes)

    def note_gaps(self, work: Working) -> None:
        """Say how far a kernel with gaps reaches."""
        for axis in [axis for axis in self.axes if axis.dilation.value != 1][:1]:
            work.say("A dilated kernel has gaps, so it reaches over more entries than it has.")
            work.display(Text("reach"), axis.reach, values=False)

    def record(self, work: Working, name: str, among: Collection[str] = MISTAKES) -> Extent:
        """Record the output's height and width, one quantity where the axes are equal.

        The mistakes `among` these are offered.

        Raises:
            UndefinedError: the output would have no entry.
        """
        sides = []
        for quantity, axis in on_axes(name, self.axes).items():
            wrong = {mistake: formula for mistake, formula in axis.mistakes.items() if mistake in among}
            side = work.let(quantity, axis.output, mistakes=wrong)
            if side.evaluate() < 1:
                raise UndefinedError(f"{quantity} would be {side.evaluate()}")
            if self.is_same:
                _show_padding(work, side, axis)
            sides.append(side)
        return Extent(sides).over(len(self.size))

    def record_laid(self, work: Working, title: str, more: str = "") -> tuple[Extent, "Sliding"]:
        """A step with the size of an output whose entries are worked out after it.

        The window is returned too, as it is laid on the input then: mistakes in the size go on in that.
        """
        work.step(title, self.reason + more)
        names = LAID_MISTAKES if self.dilation == ONCE else LAID_MISTAKES | DILATION_MISTAKES
        found = [{} if self.is_same or self.rounds_up else axis.mistakes for axis in self.axes]
        possible = [name for name in names if all(name in mistakes for mistakes in found)]
        side, laid = self.record(work, "o", possible), self
        for mistake, change in LEFT_OUT.items():
            wrong = laid._replace(**change)
            if mistake in possible and wrong.numbers != laid.numbers:
                laid = work.choose(laid, {mistake: wrong})
        return side, laid

    def misfit(self) -> str:
        """What does not fit, such as "7x7 in 5x5"; nothing where the window fits into the padded input."""
        pairs = [(int(axis.reach.evaluate()), len(axis.whole)) for axis in self.axes]
        if all(reach <= room for reach, room in pairs):
            return ""
        return " in ".join("x".join(map(str, sizes)) for sizes in zip(*pairs, strict=True))

    def check_fit(self, option: str) -> None:
        """Refuse sizes for other axes than the input's, and a window that is larger than the padded input.

        Raises:
            InputError: naming the option.
        """
        before = self.padding and self.padding.before
        parts = (self.window, self.stride, before, self.dilation)
        for name, part in zip(("kernel", "stride", "padding", "dilation"), parts, strict=True):
            if part not in (None, ONCE) and len(part) not in (1, len(self.size)):
                wanted = f"must be one size, or one for each axis of the input, {len(self.size)}"
                raise InputError(f"--{name}", wanted, part.text)
        if wrong := self.misfit():
            raise InputError(option, "must fit into the padded input", wrong)

    def check_amount(self, option: str, maps: int, channels: int = 1) -> None:
        """Refuse what would take too long to read: maps whose entries are made of that many channels.

        Raises:
            InputError: naming the option.
        """
        entries = math.prod(int(axis.output.evaluate()) for axis in self.axes) * maps
        terms = entries * channels * math.prod(self.numbers[0])
        if entries > MOST_ENTRIES or terms > MOST_TERMS:
            most = f"must lead to at most {MOST_ENTRIES} entries and {MOST_TERMS} terms"
            raise InputError(option, most, f"{entries} entries and {terms} terms")


def _show_padding(work: Working, side: Symbol, axis: Slide) -> None:
    """Work out the padding that keeps an entry for each stride."""
    work.let("p" + side.name[1:], maximum(axis.wanted(side), 0))
    halves = "Half of this padding, {before}, lies before the input and the rest, {after}, after it."
    work.say(halves, before=int(axis.padding or 0), after=int(axis.after or 0))
