"""Where a window lies on a map for each entry of the output."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solver.errors import InputError, UndefinedError
from solver.mathematics.formula import Formula, Grid, Matrix, lift
from solver.models.convolution import Pair
from solver.problems.convolution._sliding import Slides, impossible_mistakes
from solver.record.recorder import Working

MOST_ENTRIES = 2048
MOST_TERMS = 50_000
ZERO = lift(0)


def check_amount(option: str, axes: Slides, maps: int, terms: int) -> None:
    """Refuse what would take too long to read; `terms` are those of one entry."""
    down, across = (int(axis.output.evaluate()) for axis in axes)
    entries = down * across * maps
    if entries > MOST_ENTRIES or entries * terms > MOST_TERMS:
        most = f"must lead to at most {MOST_ENTRIES} entries and {MOST_TERMS} terms"
        raise InputError(option, most, f"{entries} entries and {entries * terms} terms")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a window lies for each entry of the output."""

    size: Pair
    window: Pair
    stride: Pair
    padding: Pair
    dilation: Pair = (1, 1)

    def cells(self, entry: Pair) -> Iterator[tuple[Pair, Pair | None]]:
        """Each place of the window, and the cell of the input below it; None is padding.

        Entries, places and cells count from 1.

        Raises:
            UndefinedError: the window leaves the padded input.
        """
        rows, columns = (list(self._axis(axis, entry[axis])) for axis in (0, 1))
        for place_row, row in rows:
            for place_column, column in columns:
                inside = 1 <= row <= self.size[0] and 1 <= column <= self.size[1]
                yield (place_row, place_column), (row, column) if inside else None

    def _axis(self, axis: int, entry: int) -> Iterator[tuple[int, int]]:
        padding, length = self.padding[axis], self.size[axis]
        for place in range(1, self.window[axis] + 1):
            cell = self.offset(axis, entry) + (place - 1) * self.dilation[axis] + 1 - padding
            if not 1 - padding <= cell <= length + padding:
                raise UndefinedError("the window leaves the padded input")
            yield place, cell

    def offset(self, axis: int, entry: int) -> int:
        """How many rows or columns of the padded input lie before the window."""
        return (entry - 1) * self.stride[axis]

    def patch(self, grid: Grid, entry: Pair, fill: Formula) -> Matrix:
        """The cells below the window, with that filling where they are padding."""
        cells = [grid[cell] if cell else fill for _, cell in self.cells(entry)]
        width = self.window[1]
        return Matrix(tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width)))


def padded(grid: Grid, padding: Pair) -> Matrix:
    """The grid with zeros around it."""
    whole = (grid.shape[0] + 2 * padding[0], grid.shape[1] + 2 * padding[1])
    return Placement(grid.shape, whole, (1, 1), padding).patch(grid, (1, 1), ZERO)


def record_placement(work: Working, given: Placement, axes: Slides) -> Placement:
    """The placement as given; a mistake in the output size goes on in where the window lies."""
    words = {mistake.name: mistake.words for axis in axes for mistake in axis.mistakes()}
    impossible = impossible_mistakes(axes)

    def chosen(mistake: str, pair: Pair, mistaken: Pair) -> Pair:
        possible = pair != mistaken and mistake not in impossible
        return work.choose(pair, {mistake: (words[mistake], mistaken)} if possible else {})

    return Placement(
        given.size,
        given.window,
        chosen("stride-ignored", given.stride, (1, 1)),
        chosen("padding-forgotten", given.padding, (0, 0)),
        chosen("dilation-ignored", given.dilation, (1, 1)),
    )
