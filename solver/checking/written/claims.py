"""What a student wrote: names and values, as data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias, TypeVar

from msgspec import Struct

from solver.mathematics.values import Value
from solver.record.solution import Nested


class Written(Struct, frozen=True):
    """A number as a student wrote it.

    `digits` counts its significant digits and `half_unit` is half a unit of the last one; an
    exact form, such as 1/3 or sqrt(2)/2, has no digits to be rounded. `unit` is the word
    behind it, such as bits.
    """

    text: str
    value: Value
    digits: int | None = None
    half_unit: float = 0.0
    unit: str = ""


Claimed: TypeAlias = Written | bool | str | tuple["Claimed", ...]


Tree = TypeVar("Tree", Claimed, Nested)


def entries(value: Tree) -> tuple[Tree, ...]:
    """The entries of a list; a single value needs no brackets around it."""
    return value if isinstance(value, tuple) else (value,)


def columns_of(matrix: Tree) -> tuple[Tree, ...]:
    """The columns of a matrix; of what is none, its entries."""
    rows = [entries(row) for row in entries(matrix)]
    return tuple(zip(*rows, strict=True)) if len(set(map(len, rows))) == 1 else entries(matrix)


class Single(Struct, frozen=True):
    """What a text means where a single number is wanted.

    Attributes:
        whole: a whole number whose digits stand in groups, as in 73,856.
        is_point: whether the mark between them is a single point, which is that of a decimal as well.
        value: a number that elsewhere would be two, such as 1 3/4.
    """

    whole: Fraction | None = None
    is_point: bool = False
    value: Written | None = None


def single_values(value: Claimed) -> Iterator[Claimed]:
    """The values of nested lists, one after another."""
    if isinstance(value, tuple):
        for item in value:
            yield from single_values(item)
    else:
        yield value


class Family(Struct, frozen=True):
    """All vectors that are a point and any multiples of the directions."""

    point: tuple[Written, ...]
    directions: tuple[tuple[Written, ...], ...]

    @property
    def is_through_0(self) -> bool:
        """Whether 0 is the point that was written."""
        return all(entry.value == 0 for entry in self.point)


class Claim(Struct, frozen=True):
    """A name and the value that a student gives for it; `source` says where it stands, if in a file.

    The name is empty where only a value was given. `single` is what the value means where a single
    number is wanted, if that is anything else. `family` is the value where it has free letters; the value
    itself is the point and the directions then. `with_comma` is the value if its commas are those of
    decimals, where they need not be. `remark` says what does not hold of what was written before the value,
    `by_torch` whether PyTorch printed it as the sizes of an array, `is_true` whether it is what comes of a
    calculation that stands in the place of a name and is no answer.
    """

    name: str
    value: Claimed
    source: str = ""
    single: Single | None = None
    family: Family | None = None
    with_comma: Claimed | None = None
    remark: str = ""
    by_torch: bool = False
    is_true: bool = False
