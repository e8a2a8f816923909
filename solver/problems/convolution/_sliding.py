"""A window that slides over a map: how often it fits, where it lies, and the mistakes made with that."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from solver.authoring import Formula, InputError, Mistakes, Symbol, UndefinedError, Working, ceil, floor, lift
from solver.models.convolution import Pair
from solver.problems.convolution._sizes import Extent, axis_names, extent

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
    "dilation-ignored": "the dilation was ignored",
    "plus-one-divided": "the + 1 was added before the division by the stride",
    "dilation-times-size": "the dilation was multiplied by the size of the window, without the - 1",
}
"""Mistakes in the size of a map whose entries can be worked out nevertheless."""

MISTAKES = LAID_MISTAKES | {
    "ceil-for-floor": "the quotient was rounded up instead of down",
    "not-rounded": "the quotient was not rounded down",
    "size-not-subtracted": "the size of the window was not subtracted",
}
"""All mistakes in a size; the last ones count windows that would leave the padded input."""

LEFT_OUT: Mapping[str, Mapping[str, Any]] = {
    "stride-ignored": {"stride": ONCE.height},
    "padding-forgotten": {"padding": None},
    "dilation-ignored": {"dilation": ONCE.height},
}
"""How a window slides for someone who left out a part of it."""


class Slide(NamedTuple):
    """A window that slides along one axis; a padding of None does not appear in the formula."""

    length: Symbol
    window: Symbol
    stride: Symbol
    padding: Symbol | None
    dilation: Symbol

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(int(part or 0) for part in self)

    @property
    def padded(self) -> Formula:
        return self.length if self.padding is None else self.length + 2 * self.padding

    @property
    def reach(self) -> Formula:
        """The number of entries that the window reaches over."""
        return self.dilation * (self.window - 1) + 1

    @property
    def output(self) -> Formula:
        """The number of positions of the window."""
        return floor(self.room(self.padded) / self.stride) + 1

    def room(self, padded: Formula) -> Formula:
        """How far the window can move on that length."""
        if self.dilation.value == 1:
            return padded - self.window
        return padded - self.dilation * (self.window - 1) - 1

    @property
    def mistakes(self) -> Mistakes:
        """The mistakes that are made with the output, those that leave any."""
        room, padded, stride = self.room(self.padded), self.padded, self.stride
        once = self.length + self.padding if self.padding else self.length
        wrong = {
            "plus-one-forgotten": floor(room / stride),
            "padding-forgotten": self._replace(padding=None).output,
            "padding-once": floor(self.room(once) / stride) + 1,
            "stride-ignored": room + 1,
            "dilation-ignored": self._replace(dilation=ONCE.height).output,
            "ceil-for-floor": ceil(room / stride) + 1,
            "not-rounded": room / stride + 1,
            "plus-one-divided": floor((room + 1) / stride),
            "dilation-times-size": floor((padded - self.dilation * self.window) / stride) + 1,
            "size-not-subtracted": floor(padded / stride) + 1,
        }
        return {name: formula for name, formula in wrong.items() if formula.evaluate() >= 1}

    @property
    def whole(self) -> range:
        """The rows or columns of the padded input; those of the input itself count from 1."""
        length, _, _, padding, _ = self.numbers
        return range(1 - padding, length + padding + 1)

    def below(self, entry: int) -> range:
        """The rows or columns below the window for an entry of the output.

        Raises:
            UndefinedError: the window leaves the padded input.
        """
        _, window, stride, padding, dilation = self.numbers
        first = (entry - 1) * stride + 1 - padding
        covered = range(first, first + window * dilation, dilation)
        if covered[-1] not in self.whole:
            raise UndefinedError("the window leaves the padded input")
        return covered


class Sliding(NamedTuple):
    """A window that slides over a map; its two axes are equal where everything is square."""

    down: Slide
    across: Slide

    @classmethod
    def over(
        cls, size: Extent, window: Extent, stride: Extent, padding: Extent | None, dilation: Extent = ONCE
    ) -> "Sliding":
        """A window over a map of that size."""
        parts = zip(size, window, stride, padding or (None, None), dilation, strict=True)
        return cls(*(Slide(*part) for part in parts))

    @property
    def window(self) -> Pair:
        return int(self.down.window), int(self.across.window)

    @property
    def stride(self) -> Pair:
        return int(self.down.stride), int(self.across.stride)

    @property
    def padding(self) -> Pair:
        return int(self.down.padding or 0), int(self.across.padding or 0)

    def record(self, work: Working, name: str, among: Collection[str] = MISTAKES, kept: str = "") -> Extent:
        """Record the output's height and width, one quantity where the axes are equal.

        The mistakes `among` these are offered, and as `kept` that of an output as large as the input.
        """
        names = (name, name) if self.down == self.across else axis_names(name)
        sides = {}
        for quantity, axis in dict(zip(names, self, strict=True)).items():
            wrong = {mistake: formula for mistake, formula in axis.mistakes.items() if mistake in among}
            wrong |= {kept: axis.length} if kept else {}
            sides[quantity] = work.let(quantity, axis.output, mistakes=wrong)
            if sides[quantity].evaluate() < 1:
                raise UndefinedError(f"{quantity} would be {sides[quantity].evaluate()}")
        return Extent(*(sides[quantity] for quantity in names))

    def record_laid(self, work: Working, title: str, reason: str = WHY_FLOOR) -> tuple[Extent, "Sliding"]:
        """A step with the size of an output whose entries are worked out after it.

        The window is returned too, as it is laid on the input then: mistakes in the size go on in that.
        """
        work.step(title, reason)
        possible = LAID_MISTAKES.keys() & self.down.mistakes.keys() & self.across.mistakes.keys()
        side, laid = self.record(work, "o", possible), self
        for mistake, change in LEFT_OUT.items():
            wrong = Sliding(*(axis._replace(**change) for axis in laid))
            matters = [axis.numbers for axis in wrong] != [axis.numbers for axis in laid]
            laid = work.choose(laid, {mistake: wrong} if matters and mistake in possible else {})
        return side, laid

    def misfit(self) -> str:
        """What does not fit, such as "7x7 in 5x5"; nothing where the window fits into the padded input."""
        reaches = [int(axis.reach.evaluate()) for axis in self]
        rooms = [len(axis.whole) for axis in self]
        if all(reach <= room for reach, room in zip(reaches, rooms, strict=True)):
            return ""
        return " in ".join("x".join(map(str, pair)) for pair in (reaches, rooms))

    def check_fit(self, option: str) -> None:
        """Refuse a window that is larger than the padded input."""
        if wrong := self.misfit():
            raise InputError(option, "must fit into the padded input", wrong)

    def check_amount(self, option: str, maps: int, channels: int = 1) -> None:
        """Refuse what would take too long to read: maps whose entries are made of that many channels."""
        down, across = (int(axis.output.evaluate()) for axis in self)
        height, width = self.window
        entries = down * across * maps
        terms = entries * channels * height * width
        if entries > MOST_ENTRIES or terms > MOST_TERMS:
            most = f"must lead to at most {MOST_ENTRIES} entries and {MOST_TERMS} terms"
            raise InputError(option, most, f"{entries} entries and {terms} terms")
