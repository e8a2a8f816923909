"""Indexed quantities: vectors and matrices of symbols."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from solver.mathematics.formula.nodes import Formula, Symbol
from solver.mathematics.formula.notation import Matrix
from solver.mathematics.values import Value


class Family(Struct, frozen=True):
    """An indexed quantity: `x[1]` is the symbol x_1, `x["i"]` the general x_i.

    Indices count from 1, as in mathematics.
    """

    name: str
    members: tuple[Symbol, ...]

    def __getitem__(self, index: int | str) -> Symbol:
        if isinstance(index, str):
            return Symbol(subscripted(self.name, index))
        return self.members[index - 1]

    def __iter__(self) -> Iterator[Symbol]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def spread(self, count: int) -> tuple[Symbol, ...]:
        """The members; a single one stands for all, `count` times."""
        return self.members * count if len(self) == 1 else self.members

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(member.value for member in self.members)


class Grid(Struct, frozen=True):
    """A matrix of symbols: `a[1, 2]` is a_12; `a["i", "j"]` is the general entry."""

    name: str
    rows: tuple[tuple[Symbol, ...], ...]

    def __getitem__(self, index: tuple[int | str, int | str]) -> Symbol:
        row, column = index
        if isinstance(row, int) and isinstance(column, int):
            return self.rows[row - 1][column - 1]
        return Symbol(grid_name(self.name, row, column))

    def __iter__(self) -> Iterator[tuple[Symbol, ...]]:
        return iter(self.rows)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    @property
    def values(self) -> tuple[tuple[Value, ...], ...]:
        return tuple(tuple(entry.value for entry in row) for row in self.rows)

    @property
    def matrix(self) -> Matrix:
        return Matrix(self.rows)

    def part(self, rows: range, columns: range, outside: Formula) -> Matrix:
        """The entries of these rows and columns, some of which may lie outside."""
        down, across = (range(1, size + 1) for size in self.shape)
        found = [[self[i, j] if i in down and j in across else outside for j in columns] for i in rows]
        return Matrix(tuple(map(tuple, found)))


def grid_name(name: str, row: int | str, column: int | str) -> str:
    """a_12, or a_10,2 where the digits alone would be ambiguous."""
    compact = len(str(row)) == 1 and len(str(column)) == 1
    return subscripted(name, f"{row}{column}" if compact else f"{row},{column}")


def subscripted(name: str, index: str) -> str:
    """x_1, or W_1,2 where the name has a subscript already."""
    return f"{name},{index}" if "_" in name else f"{name}_{index}"


def numbered(name: str, count: int) -> list[str]:
    """The names of this number of quantities: w or, of several, w_1, w_2, ..."""
    return [name] if count == 1 else [subscripted(name, str(i)) for i in range(1, count + 1)]


def at_step(name: str, t: int | str) -> str:
    """What a quantity is called after step t: w_t for w, w_t,1 for w_1."""
    letter, _, index = name.partition("_")
    return f"{letter}_{t},{index}" if index else f"{letter}_{t}"


def scoped(name: str, labels: Sequence[str]) -> str:
    """The name with labels as a superscript: h^enc_1 for h_1."""
    if not labels:
        return name
    rest, slash, variable = name.rpartition("/d")
    base, mark, subscript = variable.partition("_")
    return f"{rest}{slash}{base}^{','.join(labels)}{mark}{subscript}"


def linear_index(factors: Mapping[str, int], constant: int) -> str:
    """An index that is worked out from others, such as 2i+u-2; the factors are positive."""
    terms = [letter if factor == 1 else f"{factor}{letter}" for letter, factor in factors.items()]
    return "+".join(terms) + (f"{constant:+d}" if constant else "")
