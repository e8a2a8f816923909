"""What a working keeps besides what it shows: quantities, decisions, and the mistakes beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from solver.errors import UndefinedError
from solver.mathematics import values
from solver.mathematics.formula import (
    EntryOf,
    Formula,
    Lowered,
    Shape,
    ShapeError,
    Symbol,
    Tensor,
    number_of_parts,
)
from solver.mathematics.values import Value

MANY_PARTS, MANY_BITS = 20, 512
"""A quantity whose formula has so many parts, or whose fraction so many bits, takes as long as two."""

INEXACT_EFFORT = 5
"""The effort of a number that is no fraction, which is worked out again with more digits."""


class Mistake(Struct, frozen=True):
    """A mistake that students really make: its name, its words, and the formula it puts in."""

    name: str
    words: str
    formula: Formula

    def leads_beyond(self, value: Value) -> bool:
        """Whether its formula has another value."""
        try:
            return bool(self.formula.evaluate() != value)
        except UndefinedError:
            return False


class ArrayMistake(Struct, frozen=True):
    """A mistake that is made in a whole array at once: its name, its words, and the formula it puts in."""

    name: str
    words: str
    formula: Formula
    lowered: Lowered

    def has_shape(self, shape: Shape | None) -> bool:
        """Whether its formula fits together to an array of that shape."""
        try:
            return self.formula.shape == shape
        except ShapeError:
            return False

    def at(self, row: int, column: int) -> Mistake:
        """What it makes of one entry, counted from 1."""
        return Mistake(self.name, self.words, EntryOf(self.lowered, row, column))


class Quantity(Struct, frozen=True, dict=True):
    """A recorded quantity, the formula it was computed from, and the mistakes that lie beside it.

    `step` is the position of the step that it was recorded in, among those of the solution. An entry of an
    array has the mistakes that are made in the `whole`, at its `place`.
    """

    symbol: Symbol
    formula: Formula
    own: tuple[Mistake, ...] = ()
    step: int = 0
    whole: Sequence[ArrayMistake] = ()
    place: tuple[int, int] = (1, 1)

    @property
    def effort(self) -> int:
        """How long it takes to work out, in quantities with a short formula and a short fraction."""
        value = self.symbol.value
        bits = values.exact_bits(value) if value is not None and values.is_exact(value) else 0
        return 1 + number_of_parts(self.formula) // MANY_PARTS + bits // MANY_BITS

    @cached_property
    def offered(self) -> tuple[Mistake, ...]:
        """The mistakes that lie beside it, made when they are first asked for."""
        return (*self.own, *[mistake.at(*self.place) for mistake in self.whole])

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes that make a difference to the value, where there is one."""
        return tuple(mistake for mistake in self.offered if self.is_changed_by(mistake))

    def is_changed_by(self, mistake: Mistake) -> bool:
        """Whether a mistake that lies beside it makes a difference to the value, where there is one."""
        value = self.symbol.value
        return value is None or mistake.leads_beyond(value)


class Choice(Struct, frozen=True):
    """A decision that is no formula, such as which columns to keep: the words of its mistakes by their names.

    `step` is the position of the step that it was made in.
    """

    mistakes: Mapping[str, str]
    step: int


class FreeBasis(Struct, frozen=True):
    """Orthonormal columns in whose place any others of their space serve, with what follows from them.

    `space` holds columns that span the space, `copies` lists of vectors that are turned along with the first
    of the columns, one for one: the columns themselves, and what is got from each of them alone. `seen` are
    vectors whose parts in the space are combinations of the first `count` of the columns.
    """

    vectors: tuple[Tensor, ...]
    space: tuple[tuple[Formula, ...], ...]
    copies: tuple[tuple[tuple[Formula, ...], ...], ...]
    seen: tuple[tuple[Formula, ...], ...] = ()
    count: int = 0

    @property
    def is_line(self) -> bool:
        """Whether nothing but a sign is free."""
        return len(self.space) == 1
