"""A map that is worked out entry by entry: the first in full, the others in short."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from solver.authoring import Mistakes, Working
from solver.authoring.domains import Grid, spelled
from solver.authoring.formulas import Formula, Matrix, Symbol, Text, grid_name, subscripted, symbols_of
from solver.domains.maps import side_by_side
from solver.domains.sizes import Extent
from solver.models.convolution import Pair
from solver.problems.convolution._sliding import ZERO, Sliding

MOST_ROWS = 24
MOST_TERMS_IN_ROW = 9
MOST_DIGITS_IN_ROW = 21

Item = TypeVar("Item")


@dataclass(frozen=True)
class EntryByEntry(ABC):
    """How a sliding window makes a map of some channels.

    Its quantities are named y, or y_2 with the mark "_2"; `part` then says which map it is. The padding
    counts as `fill`.
    """

    part: ClassVar[str]
    headings: ClassVar[tuple[str, str]]

    work: Working
    mark: str
    sliding: Sliding
    channels: tuple[Grid, ...]
    fill: Formula

    @abstractmethod
    def record_first(self) -> Symbol:
        """Work out the first entry in full."""

    @abstractmethod
    def formula(self, entry: Pair, parts: Sequence[Formula]) -> tuple[Formula, Mistakes]:
        """An entry, of its parts where these were recorded before; and the mistakes in it."""

    @property
    def terms(self) -> int:
        """The number of numbers that go into an entry."""
        return self.sliding.window.area * len(self.channels)

    def record(self, entry: Pair, parts: Sequence[Formula] = (), *, shown: bool = False) -> Symbol:
        """Record one entry."""
        formula, mistakes = self.formula(entry, parts)
        return self.work.let(self.symbol(*entry).name, formula, mistakes=mistakes, shown=shown)

    def record_map(self, side: Extent, reason: str) -> Sequence[Sequence[Symbol]]:
        """Work out all entries; returns them row by row."""
        which = f" of {self.part} {self.mark[1:]}" if self.mark else ""
        single = side.pair == (1, 1)
        self.work.step(f"{'The only' if single else 'First'} entry{which}", reason)
        first = self.record_first()
        if single:
            return [[first]]
        down, across = self.sliding.stride.pair
        moves = f"For the next column the window moves {across} to the right, for the next row {down} down."
        self.work.step(f"Other entries{which}", moves)
        rows, columns = (range(1, size + 1) for size in side.pair)
        entries = tuple(tuple(first if i == j == 1 else self.record((i, j)) for j in columns) for i in rows)
        if self.terms <= MOST_TERMS_IN_ROW:
            show_origins(self.work, [entry for row in entries for entry in row][1:], self.headings)
        self.work.display(Symbol(f"Y{self.mark}"), Matrix(entries))
        return entries

    def symbol(self, row: int | str, column: int | str) -> Symbol:
        """An entry, or the general one."""
        return Symbol(grid_name(f"y{self.mark}", row, column))

    def named(self, letter: str, index: int | str) -> str:
        """The name of another quantity of this map."""
        return subscripted(f"{letter}{self.mark}", str(index))

    def patch(self, grid: Grid, entry: Pair) -> Matrix:
        """The cells below the window."""
        down, across = self.sliding.axes
        return grid.part(down.below(entry[0]), across.below(entry[1]), self.fill)

    def show_patch(self, word: str) -> None:
        """Show what lies below the window for the first entry."""
        self.work.display(Text(word), side_by_side([self.patch(grid, (1, 1)) for grid in self.channels]))


def show_padded(work: Working, sliding: Sliding, channels: Sequence[Grid], more: str = "") -> None:
    """Show the input with zeros around it, if there are any."""
    if sliding.is_padded:
        work.step("Pad the input", f"Zeros are laid around it{more}.")
        down, across = sliding.axes
        padded = [grid.part(down.whole, across.whole, ZERO) for grid in channels]
        work.display(Symbol("Xtilde"), side_by_side(padded))


def show_origins(work: Working, entries: Sequence[Symbol], headings: tuple[str, str]) -> None:
    """Show how entries come about, unless that is long: in a table, or in equations, which can break."""
    if not 0 < len(entries) <= MOST_ROWS:
        return
    rows = [(Symbol(entry.name), entry.origin or entry, entry) for entry in entries]
    digits = [sum(len(spelled(number)) for number in symbols_of(origin)) for _, origin, _ in rows]
    if max(digits) <= MOST_DIGITS_IN_ROW:
        work.table(("entry", *headings), rows)
        return
    for row in rows:
        work.display(*row)


def marked(items: Sequence[Item]) -> list[tuple[str, Item]]:
    """The items with the marks of their maps: none where there is only one."""
    return [(f"_{number}" if len(items) > 1 else "", item) for number, item in enumerate(items, 1)]
