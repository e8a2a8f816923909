"""A window that slides over a map: how often it fits, where it lies, and the mistakes made with that."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from solver.authoring import Formula, InputError, Symbol, UndefinedError, Working, ceil, floor, lift
from solver.domains.sizes import Extent, axis_names, extent
from solver.models.convolution import Pair

ONCE = extent("d", 1)
ZERO = lift(0)
MOST_ENTRIES = 2048
MOST_TERMS = 50_000
WHY_FLOOR = (
    "The window moves while it fits into the (padded) input; the floor drops a step that would leave it."
)

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
    """A window that slides along one axis; a padding of None does not appear in the formula."""

    length: Formula
    window: Symbol
    stride: Symbol
    padding: Symbol | None
    dilation: Symbol

    @property
    def padded(self) -> Formula:
        return self.length if self.padding is None else self.length + 2 * self.padding

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
        """The number of positions of the window."""
        return floor(self.room / self.stride) + 1

    @property
    def mistakes(self) -> dict[str, Formula]:
        """The mistakes that are made with the output, those that leave any."""
        room, padded, stride = self.room, self.padded, self.stride
        unpadded = self._replace(padding=None)
        once = unpadded._replace(length=self.length + self.padding) if self.padding else unpadded
        wrong = {
            "plus-one-forgotten": floor(room / stride),
            "padding-forgotten": unpadded.output,
            "padding-once": once.output,
            "stride-ignored": room + 1,
            "dilation-ignored": self._replace(dilation=ONCE.height).output,
            "ceil-for-floor": ceil(room / stride) + 1,
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

    def below(self, entry: int) -> range:
        """The rows or columns below the window for an entry of the output; it must not leave the input."""
        first, dilation = self.whole.start + (entry - 1) * int(self.stride), int(self.dilation)
        covered = range(first, first + int(self.window) * dilation, dilation)
        if covered[-1] not in self.whole:
            raise UndefinedError("the window leaves the padded input")
        return covered


class Sliding(NamedTuple):
    """A window that slides over a map of that size; its two axes are equal where everything is square."""

    size: Extent
    window: Extent
    stride: Extent
    padding: Extent | None
    dilation: Extent = ONCE

    @property
    def axes(self) -> tuple[Slide, Slide]:
        """How it slides down and across."""
        parts = [part or (None, None) for part in self]
        down, across = (Slide(*axis) for axis in zip(*parts, strict=True))
        return down, across

    @property
    def pairs(self) -> tuple[Pair, Pair, Pair, Pair, Pair]:
        """All five as whole numbers."""
        padding = self.padding.pair if self.padding else (0, 0)
        return self.size.pair, self.window.pair, self.stride.pair, padding, self.dilation.pair

    @property
    def is_padded(self) -> bool:
        return any(self.pairs[3])

    @property
    def is_overpadded(self) -> bool:
        """Whether the padding is more than half the window, so that a window may lie on nothing else."""
        _, window, _, padding, _ = self.pairs
        return any(2 * margin > side for margin, side in zip(padding, window, strict=True))

    def record(self, work: Working, name: str, among: Collection[str] = MISTAKES) -> Extent:
        """Record the output's height and width, one quantity where the axes are equal.

        The mistakes `among` these are offered.
        """
        down, across = self.axes
        names = (name, name) if down == across else axis_names(name)
        sides = {}
        for quantity, axis in dict(zip(names, self.axes, strict=True)).items():
            wrong = {mistake: formula for mistake, formula in axis.mistakes.items() if mistake in among}
            sides[quantity] = side = work.let(quantity, axis.output, mistakes=wrong)
            if side.evaluate() < 1:
                raise UndefinedError(f"{quantity} would be {side.evaluate()}")
        return Extent(*map(sides.__getitem__, names))

    def record_laid(self, work: Working, title: str, reason: str = WHY_FLOOR) -> tuple[Extent, "Sliding"]:
        """A step with the size of an output whose entries are worked out after it.

        The window is returned too, as it is laid on the input then: mistakes in the size go on in that.
        """
        work.step(title, reason)
        names = LAID_MISTAKES if self.dilation == ONCE else LAID_MISTAKES | DILATION_MISTAKES
        possible = set.intersection(set(names), *(axis.mistakes for axis in self.axes))
        side, laid = self.record(work, "o", possible), self
        for mistake, change in LEFT_OUT.items():
            wrong = laid._replace(**change)
            if mistake in possible and wrong.pairs != laid.pairs:
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
        """Refuse a window that is larger than the padded input."""
        if wrong := self.misfit():
            raise InputError(option, "must fit into the padded input", wrong)

    def check_amount(self, option: str, maps: int, channels: int = 1) -> None:
        """Refuse what would take too long to read: maps whose entries are made of that many channels."""
        down, across = (int(axis.output.evaluate()) for axis in self.axes)
        entries = down * across * maps
        terms = entries * channels * self.window.area
        if entries > MOST_ENTRIES or terms > MOST_TERMS:
            most = f"must lead to at most {MOST_ENTRIES} entries and {MOST_TERMS} terms"
            raise InputError(option, most, f"{entries} entries and {terms} terms")
