"""A window that slides over a map: how often it fits, where it lies, and the mistakes made with that."""

import math
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, TypeAlias

from solver.authoring import InputError, UndefinedError, Working
from solver.authoring.formulas import Formula, Symbol, ceil, floor, lift, maximum
from solver.domains.sizes import Extent, Margins, axis_names, extent
from solver.mathematics.formula.families import linear_index
from solver.models.convolution import Pair

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

PADDINGS = ("same", "valid")

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

    The padding is that on both sides or, with an `after`, the one before. `rounds_up` lets a last window
    leave the padded input, as the ceil mode of PyTorch does.
    """

    length: Formula
    window: Symbol
    stride: Symbol
    padding: Symbol | None
    dilation: Symbol
    after: Symbol | None = None
    rounds_up: bool = False

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
        return self.dilation * (self.window - 1) + 1

    @property
    def room(self) -> Formula:
        """How far the window can move."""
        if self.dilation.value == 1:
            return self.padded - self.window
        return self.padded - self.dilation * (self.window - 1) - 1

    @property
    def output(self) -> Formula:
        """The number of positions of the window; the last one begins before the padding at the end."""
        if not self.rounds_up:
            return floor(self.room / self.stride) + 1
        up, begin = ceil(self.room / self.stride) + 1, self.length + (self.padding or 0)
        is_in = (up.evaluate() - 1) * int(self.stride) < begin.evaluate()
        return up if is_in else floor(self.room / self.stride) + 1

    @property
    def kept(self) -> Formula:
        """The number of positions where the padding is made for it: one for each stride."""
        return ceil(self.length / self.stride)

    def wanted(self, side: Formula) -> Formula:
        """The padding on both sides together that the window needs for so many positions."""
        reach = self.window if self.dilation.value == 1 else self.reach
        return (side - 1) * self.stride + reach - self.length

    @property
    def mistakes(self) -> dict[str, Formula]:
        """The mistakes that are made with the output, those that leave any."""
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
        """The rows or columns below the window for an entry of the output; it must not leave the input."""
        first, dilation = self.whole.start + (entry - 1) * int(self.stride), int(self.dilation)
        covered = range(first, first + int(self.window) * dilation, dilation)
        if self.rounds_up:
            covered = range(first, min(covered.stop, self.whole.stop), dilation)
        if not covered or covered[-1] not in self.whole:
            raise UndefinedError("the window leaves the padded input")
        return covered


class Sliding(NamedTuple):
    """A window that slides over a map of that size; its axes are equal where everything is square."""

    size: Extent
    window: Extent
    stride: Extent
    padding: Extent | None
    dilation: Extent = ONCE
    after: Extent | None = None
    is_same: bool = False
    rounds_up: bool = False

    def padded_by(self, margins: Margins | None) -> "Sliding":
        """The same with a padding; one that is made to keep the size is worked out, its odd one after."""
        if margins is None or not margins.is_same:
            before, after = (margins.before, margins.after) if margins else (None, None)
            return self._replace(padding=before, after=after)
        rooms = [max(int(axis.wanted(axis.kept).evaluate()), 0) for axis in self.axes]
        rooms *= 2 if len(rooms) == 1 else 1
        first, last = [room // 2 for room in rooms], [room - room // 2 for room in rooms]
        return self._replace(padding=extent("p_1", *first), after=extent("p_2", *last), is_same=True)

    @property
    def axes(self) -> tuple[Slide, ...]:
        """How it slides along each axis, such as down and across."""
        count = len(self.size)
        extents = (self.size, self.window, self.stride, self.padding, self.dilation, self.after)
        parts = [(None,) * count if part is None else part.over(count) for part in extents]
        return tuple(Slide(*axis)._replace(rounds_up=self.rounds_up) for axis in zip(*parts, strict=True))

    @property
    def sizes(self) -> tuple[Sizes, Sizes, Sizes, tuple[Pair, ...], Sizes]:
        """Size, window, stride, padding before and after on each axis, and dilation, as whole numbers."""
        axes = self.axes
        size, window, stride, dilation = (
            tuple(int(getattr(axis, part).evaluate()) for axis in axes)
            for part in ("length", "window", "stride", "dilation")
        )
        return size, window, stride, tuple(axis.margins for axis in axes), dilation

    @property
    def reason(self) -> str:
        """Why the output has the size that it has."""
        return WHY_SAME if self.is_same else WHY_CEIL if self.rounds_up else WHY_FLOOR

    @property
    def is_padded(self) -> bool:
        return any(map(any, self.sizes[3]))

    @property
    def is_overpadded(self) -> bool:
        """Whether the padding is more than half the window, so that a window may lie on nothing else."""
        _, window, _, padding, _ = self.sizes
        return any(2 * max(margins) > side for margins, side in zip(padding, window, strict=True))

    def record(self, work: Working, name: str, among: Collection[str] = MISTAKES) -> Extent:
        """Record the output's height and width, one quantity where the axes are equal.

        The mistakes `among` these are offered.
        """
        axes, sides = self.axes, {}
        names = (name,) * len(axes) if len(set(axes)) == 1 else axis_names(name, len(axes))
        for quantity, axis in dict(zip(names, axes, strict=True)).items():
            wrong = {mistake: formula for mistake, formula in axis.mistakes.items() if mistake in among}
            if self.is_same:
                wrong = {"stride-ignored": axis.length} if "stride-ignored" in wrong else {}
            formula = axis.kept if self.is_same else axis.output
            sides[quantity] = side = work.let(quantity, formula, mistakes=wrong)
            if side.evaluate() < 1:
                raise UndefinedError(f"{quantity} would be {side.evaluate()}")
            if self.is_same:
                _show_padding(work, side, axis)
        return Extent(map(sides.__getitem__, names))

    def record_laid(self, work: Working, title: str, more: str = "") -> tuple[Extent, "Sliding"]:
        """A step with the size of an output whose entries are worked out after it.

        The window is returned too, as it is laid on the input then: mistakes in the size go on in that.
        """
        work.step(title, self.reason + more)
        names = LAID_MISTAKES if self.dilation == ONCE else LAID_MISTAKES | DILATION_MISTAKES
        if self.is_same or self.rounds_up:
            return self.record(work, "o", ()), self
        found = [axis.mistakes for axis in self.axes]
        possible = [name for name in names if all(name in mistakes for mistakes in found)]
        side, laid = self.record(work, "o", possible), self
        for mistake, change in LEFT_OUT.items():
            wrong = laid._replace(**change)
            if mistake in possible and wrong.sizes != laid.sizes:
                laid = work.choose(laid, {mistake: wrong})
        return side, laid

    def misfit(self) -> str:
        """What does not fit, such as "7x7 in 5x5"; nothing where the window fits into the padded input."""
        reaches = [int(axis.reach.evaluate()) for axis in self.axes]
        rooms = [len(axis.whole) for axis in self.axes]
        if all(reach <= room for reach, room in zip(reaches, rooms, strict=True)):
            return ""
        return " in ".join("x".join(map(str, pair)) for pair in (reaches, rooms))

    def check_fit(self, option: str) -> None:
        """Refuse sizes for other axes than the input's, and a window that is larger than the padded input."""
        parts = (self.window, self.stride, self.padding, self.dilation)
        for name, part in zip(("kernel", "stride", "padding", "dilation"), parts, strict=True):
            if part not in (None, ONCE) and len(part) not in (1, len(self.size)):
                wanted = f"must be one size, or one for each axis of the input, {len(self.size)}"
                raise InputError(f"--{name}", wanted, part.text)
        if wrong := self.misfit():
            raise InputError(option, "must fit into the padded input", wrong)

    def check_amount(self, option: str, maps: int, channels: int = 1) -> None:
        """Refuse what would take too long to read: maps whose entries are made of that many channels."""
        entries = math.prod(int(axis.output.evaluate()) for axis in self.axes) * maps
        terms = entries * channels * math.prod(self.sizes[1])
        if entries > MOST_ENTRIES or terms > MOST_TERMS:
            most = f"must lead to at most {MOST_ENTRIES} entries and {MOST_TERMS} terms"
            raise InputError(option, most, f"{entries} entries and {terms} terms")


def _show_padding(work: Working, side: Symbol, axis: Slide) -> None:
    """Work out the padding that keeps an entry for each stride."""
    work.let("p" + side.name[1:], maximum(axis.wanted(side), 0))
    halves = "Half of this padding, {before}, lies before the input and the rest, {after}, after it."
    work.say(halves, before=int(axis.padding or 0), after=int(axis.after or 0))
