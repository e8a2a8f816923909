"""Maps of one size, such as the channels of an image, and the windows that slide over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, TypeAlias

from solver.domains.base import Domain, Refused
from solver.domains.lists import MatrixOf
from solver.domains.sizes import Extent, ExtentOf, Margins, MarginsOf, extent
from solver.mathematics.formula import Coordinates, Formula, Grid, subscripted

LARGEST_MAP = 16
MOST_CHANNELS = 8

Maps: TypeAlias = tuple[Grid, ...]
"""The channels of an input or of a filter, all of one size."""


def side_by_side(channels: Sequence[Formula]) -> Formula:
    """One matrix by itself, several as coordinates."""
    return channels[0] if len(channels) == 1 else Coordinates(tuple(channels))


def size_of(name: str, grid: Grid | None, size: Extent | None) -> Extent:
    """The size of a map or, where there is none, the size that was given in place of it.

    Raises:
        ValueError: there is neither.
    """
    if grid is not None:
        return extent(name, *grid.shape)
    if size is None:
        raise ValueError(f"neither a map nor a size {name}")
    return size


class MapsOf(Domain, frozen=True):
    """A matrix, or several separated by |, as the channels of a map; nested square brackets do as well."""

    may_be_named: ClassVar[bool] = True
    depth: ClassVar[int] = 3
    most_side: int = LARGEST_MAP

    metavar = "A,B;C,D|..."

    @property
    def requirement(self) -> str:
        size = f"of at most {self.most_side} by {self.most_side} numbers"
        return f"must be a matrix {size}, such as 1,2;3,4, or up to {MOST_CHANNELS} of them separated by |"

    @property
    def invalid(self) -> tuple[str, ...]:
        big = ";".join([",".join(["1"] * 1000)] * 1000)
        ragged = ("1,2;3", "[[1,2],[3]]", "1,2;3,4|1,2", "[[[1,2],[3,4]],[[5,6]]]")
        return ("", ";", "|", "1,2|", "1,x;2,3", "nan", big, *ragged, "|".join(["1"] * (MOST_CHANNELS + 1)))

    def read(self, text: str, symbol: str) -> Maps:
        compact = "".join(text.split())
        nested = compact.startswith("[[[") and compact.endswith("]]]")
        parts = (compact[1:-1].replace("]],[[", "]]|[[") if nested else text).split("|")
        if len(parts) > MOST_CHANNELS:
            raise Refused(self.requirement, f"{len(parts)} channels")
        matrix = MatrixOf(most_rows=self.most_side, most_columns=self.most_side)
        channels: list[Grid] = []
        for position, part in enumerate(parts, 1):
            name = subscripted(symbol.lower(), str(position)) if len(parts) > 1 else symbol.lower()
            try:
                channels.append(matrix.read(part, name))
            except Refused as refused:
                ragged = refused.requirement != matrix.requirement
                raise Refused(
                    refused.requirement if ragged else self.requirement, refused.got, refused.reason
                ) from None
            if channels[-1].shape != channels[0].shape:
                size = "x".join(map(str, channels[-1].shape))
                raise Refused("must have channels of one size", f"channel {position} of {size}")
        return tuple(channels)

    def as_numbers(self, value: Maps, *, exact: bool) -> Any:
        import numpy as np

        return np.array([MatrixOf().as_numbers(channel, exact=exact) for channel in value])

    def show(self, value: Maps) -> Formula:
        return side_by_side([channel.matrix for channel in value])


InputMaps: TypeAlias = Annotated[Maps, MapsOf()]
Stride2d: TypeAlias = Annotated[Extent, ExtentOf(most=LARGEST_MAP)]
Margin: TypeAlias = Annotated[Margins, MarginsOf(most=LARGEST_MAP // 2)]
OneMap: TypeAlias = Annotated[Grid, MatrixOf(most_rows=LARGEST_MAP, most_columns=LARGEST_MAP)]
Border: TypeAlias = Annotated[Extent, ExtentOf(least=0, most=LARGEST_MAP)]
"""As much on both sides of an axis."""
