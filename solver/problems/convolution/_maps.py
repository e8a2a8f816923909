"""Maps and filters entry by entry: how they are given, padded and cut into patches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from solver.domains import Domain, MatrixOf, Refused
from solver.drawing import Draw
from solver.errors import InputError, UndefinedError
from solver.formula import Coordinates, Formula, Grid, Matrix, lift, subscripted
from solver.models.convolution import Pair
from solver.problems.convolution._sizes import Extent, ExtentOf, Slides, extent, impossible_slips
from solver.working import Working

MOST_ENTRIES = 2048
MOST_TERMS = 50_000
LARGEST_MAP = 16
LARGEST_KERNEL = 11
MOST_CHANNELS = 8
ZERO = lift(0)


@dataclass(frozen=True, slots=True)
class Maps:
    """The channels of an input or of a filter, all of one size."""

    channels: tuple[Grid, ...]

    @property
    def size(self) -> Pair:
        return self.channels[0].shape

    @property
    def array(self) -> list[list[list[float]]]:
        return [[[float(entry) for entry in row] for row in channel] for channel in self.channels]

    @property
    def formula(self) -> Formula:
        return side_by_side([channel.matrix for channel in self.channels])

    def extent(self, name: str) -> Extent:
        return extent(name, *self.size)


def side_by_side(matrices: Sequence[Matrix]) -> Formula:
    """One matrix by itself, several as coordinates."""
    return matrices[0] if len(matrices) == 1 else Coordinates(tuple(matrices))


@dataclass(frozen=True, slots=True)
class MapsOf(Domain):
    """A matrix, or several separated by |, as the channels of a map; nested square brackets do as well."""

    depth: ClassVar[int] = 3
    most_side: int = LARGEST_MAP

    @property
    def requirement(self) -> str:
        size = f"of at most {self.most_side} by {self.most_side} numbers"
        return f"must be a matrix {size}, such as 1,2;3,4, or up to {MOST_CHANNELS} of them separated by |"

    @property
    def metavar(self) -> str:
        return "A,B;C,D|..."

    @property
    def invalid(self) -> tuple[str, ...]:
        big = ";".join([",".join(["1"] * 1000)] * 1000)
        ragged = ("1,2;3", "[[1,2],[3]]", "1,2;3,4|1,2", "[[[1,2],[3,4]],[[5,6]]]")
        return ("", ";", "|", "1,2|", "1,x;2,3", "nan", big, *ragged, "|".join(["1"] * (MOST_CHANNELS + 1)))

    def read(self, text: str, symbol: str) -> Maps:
        parts = _channels(text)
        if len(parts) > MOST_CHANNELS:
            raise Refused(self.requirement, f"{len(parts)} channels")
        matrix = MatrixOf(most_rows=self.most_side, most_columns=self.most_side)
        name = symbol.lower()
        channels = []
        for position, part in enumerate(parts, 1):
            entries = subscripted(name, str(position)) if len(parts) > 1 else name
            try:
                channels.append(matrix.read(part, entries))
            except Refused as refused:
                ragged = refused.requirement != matrix.requirement
                raise Refused(refused.requirement if ragged else self.requirement, refused.got) from None
            if channels[-1].shape != channels[0].shape:
                size = "x".join(map(str, channels[-1].shape))
                raise Refused("must have channels of one size", f"channel {position} of {size}")
        return Maps(tuple(channels))

    def show(self, value: Maps) -> Formula:
        return value.formula


def _channels(text: str) -> list[str]:
    compact = "".join(text.split())
    if compact.startswith("[[[") and compact.endswith("]]]"):
        return compact[1:-1].replace("]],[[", "]]|[[").split("|")
    return text.split("|")


InputMaps: TypeAlias = Annotated[Maps, MapsOf()]
Step: TypeAlias = Annotated[Extent, ExtentOf(most=LARGEST_MAP)]
Margin: TypeAlias = Annotated[Extent, ExtentOf(least=0, most=LARGEST_MAP // 2)]


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
    """The grid with zeros round it."""
    whole = (grid.shape[0] + 2 * padding[0], grid.shape[1] + 2 * padding[1])
    return Placement(grid.shape, whole, (1, 1), padding).patch(grid, (1, 1), ZERO)


def record_placement(work: Working, given: Placement, axes: Slides) -> Placement:
    """The placement as given; a slip in the output size goes on in where the window lies."""
    words = {slip.name: slip.words for axis in axes for slip in axis.slips()}
    impossible = impossible_slips(axes)

    def chosen(part: str, slip: str, pair: Pair, slipped: Pair) -> Pair:
        possible = pair != slipped and slip not in impossible
        wrong = {slip: (words[slip], slipped)} if possible else {}
        height, width = work.choose(f"{part} taken", pair, wrong)
        return height, width

    return Placement(
        given.size,
        given.window,
        chosen("stride", "stride-ignored", given.stride, (1, 1)),
        chosen("padding", "padding-forgotten", given.padding, (0, 0)),
        chosen("dilation", "dilation-ignored", given.dilation, (1, 1)),
    )


def sample_matrix(draw: Draw, side: int, least: int, most: int) -> str:
    """The text of a square matrix of whole numbers."""
    return ";".join(",".join(map(str, draw.integers(side, least, most))) for _ in range(side))


def sample_kernel(draw: Draw, side: int) -> str:
    """The text of a square kernel of small numbers that turning by 180 degrees changes."""
    while True:
        entries = draw.integers(side * side, -1, 2)
        if entries != entries[::-1] and any(entries[: side * side // 2]):
            return ";".join(",".join(map(str, entries[i : i + side])) for i in range(0, side * side, side))
