"""Maps and filters entry by entry: how they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, TypeAlias

from solver.domains import Domain, MatrixOf, Refused
from solver.mathematics.formula import Coordinates, Formula, Grid, Matrix, subscripted
from solver.models.convolution import Pair
from solver.problems.convolution._sizes import Extent, ExtentOf, extent

LARGEST_MAP = 16
LARGEST_KERNEL = 11
MOST_CHANNELS = 8


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
