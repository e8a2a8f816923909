"""A map that is worked out entry by entry: the first in full, the others in short."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from solver.mathematics.formula import Formula, Matrix, Symbol, grid_name
from solver.models.convolution import Pair
from solver.problems.convolution._placement import Placement
from solver.problems.convolution._sizes import Extent
from solver.record.recorder import Working
from solver.rendering.printing import PlainPrinter, Style

MOST_ROWS = 24
MOST_TERMS_IN_ROW = 9
LONGEST_ROW = 60


@dataclass(frozen=True, slots=True)
class EntryByEntry(ABC):
    """How a sliding window makes a map.

    Its quantities are named y, or y_2 with the mark "_2"; `part` then says which map it is.
    """

    part: ClassVar[str]
    headings: ClassVar[tuple[str, str]]

    work: Working
    mark: str
    placement: Placement

    @property
    @abstractmethod
    def terms(self) -> int:
        """How many numbers go into an entry."""

    @abstractmethod
    def record_first(self) -> Symbol:
        """Work out the first entry in full."""

    @abstractmethod
    def record(self, entry: Pair, *, shown: bool = False) -> Symbol:
        """Record one entry."""

    def record_map(self, side: Extent, reason: str) -> list[list[Symbol]]:
        """Work out all entries; returns them row by row."""
        which = f" of {self.part} {self.mark[1:]}" if self.mark else ""
        single = side.pair == (1, 1)
        self.work.step(f"{'The only' if single else 'First'} entry{which}", reason)
        first = self.record_first()
        if single:
            return [[first]]
        down, across = self.placement.stride
        moves = f"For the next column the window moves {across} to the right, for the next row {down} down."
        self.work.step(f"Other entries{which}", moves)
        rows, columns = (range(1, size + 1) for size in side.pair)
        entries = [[first if i == j == 1 else self.record((i, j)) for j in columns] for i in rows]
        self._show(entries)
        return entries

    def _show(self, entries: list[list[Symbol]]) -> None:
        """Show how each entry comes about, unless that is long, and then the map."""
        others = [entry for row in entries for entry in row][1:]
        if len(others) <= MOST_ROWS and self.terms <= MOST_TERMS_IN_ROW:
            self._show_origins([(Symbol(entry.name), entry.origin or entry, entry) for entry in others])
        self.work.display(Symbol(f"Y{self.mark}"), Matrix(tuple(map(tuple, entries))))

    def _show_origins(self, rows: list[tuple[Symbol, Formula, Symbol]]) -> None:
        """A table where its rows are short; otherwise equations, which can be broken."""
        ruler = PlainPrinter(Style(), substitute=True)
        if all(len(ruler.print(origin)) <= LONGEST_ROW for _, origin, _ in rows):
            self.work.table(("entry", *self.headings), rows)
            return
        for name, origin, entry in rows:
            self.work.display(name, origin, entry)

    def _symbol(self, row: int | str, column: int | str) -> Symbol:
        return Symbol(grid_name(f"y{self.mark}", row, column))
