"""Arrays of quantities, and the operations on whole arrays beside the matrix product and the transpose.

A formula over arrays is an ordinary one whose leaves are tensors; `Formula.entries` gives the formula of each
of its entries, which are what is recorded, rounded, checked and blanked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from solver.mathematics.formula.building import sum_of
from solver.mathematics.formula.call_notation import CallNotation, Fences, Prefix
from solver.mathematics.formula.calls import Call, Code
from solver.mathematics.formula.families import Family, Grid, grid_name, subscripted
from solver.mathematics.formula.functions import exp, sqrt
from solver.mathematics.formula.nodes import (
    Alias,
    Array,
    Formula,
    MatMul,
    Operand,
    Rows,
    Symbol,
    entries_of,
    lift,
)
from solver.mathematics.formula.shapes import Shape


class Tensor(Array, frozen=True):
    """A named array of quantities; one without a name is shown by its entries.

    A vector is a column, `a[2]` its second entry and `a["k"]` the general one; of a matrix these are
    `w[1, 2]` and `w["i", "j"]`. Indices count from 1.
    """

    name: str
    rows: Rows

    @property
    def is_vector(self) -> bool:
        return len(self.rows[0]) == 1

    @property
    def shape(self) -> Shape:
        return len(self.rows), len(self.rows[0])

    def entries(self) -> Rows:
        return self.rows

    def children(self) -> tuple[Formula, ...]:
        return tuple(entry for row in self.rows for entry in row)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        remaining = iter(children)
        return Tensor(self.name, tuple(tuple(next(remaining) for _ in row) for row in self.rows))

    def __getitem__(self, index: int | str | tuple[int | str, int | str]) -> Formula:
        row, column = index if isinstance(index, tuple) else (index, 1)
        if isinstance(row, int) and isinstance(column, int):
            return self.rows[row - 1][column - 1]
        return Symbol(entry_name(self.name, row, column, is_vector=self.is_vector))

    @property
    def nested(self) -> tuple[Formula, ...] | Rows:
        """The entries of a vector, the rows of a matrix."""
        return self.children() if self.is_vector else self.rows


class Stacked(Array, frozen=True):
    """Arrays one above the other, such as [h; x]."""

    parts: tuple[Formula, ...]

    @property
    def shape(self) -> Shape:
        shapes = [part.shape or (1, 1) for part in self.parts]
        return sum(rows for rows, _ in shapes), shapes[0][1]

    def entries(self) -> Rows:
        return tuple(row for part in self.parts for row in entries_of(part))

    def children(self) -> tuple[Formula, ...]:
        return self.parts

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Stacked(tuple(children))


class ArrayFunction(Struct, frozen=True):
    """A function of a whole array to another one; `compute` gives the formulas of its entries.

    Their slopes and their forms elsewhere are those of what these formulas are made of.

    Raises:
        TypeError: a part is missing.
    """

    notation: Prefix
    compute: Callable[[Rows], Rows]
    code: Code | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.notation, Prefix):
            raise TypeError("a function of arrays has no notation")
        if not callable(self.compute):
            raise TypeError(f"the function {self.notation.plain} of arrays has no compute")

    def __call__(self, operand: Formula) -> Formula:
        return ArrayCall(self, operand)


class ArrayCall(Array, frozen=True):
    """A function of a whole array."""

    function: ArrayFunction
    operand: Formula

    @property
    def shape(self) -> Shape:
        rows = self.entries()
        return len(rows), len(rows[0])

    def entries(self) -> Rows:
        return self.function.compute(entries_of(self.operand))

    def children(self) -> tuple[Formula, ...]:
        return (self.operand,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return ArrayCall(self.function, children[0])


class Reduced(Alias, frozen=True):
    """A number got from a whole array: its name and operand with symbols, written out with
    numbers."""

    notation: CallNotation
    operand: Formula
    expanded: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.expanded,)


def _row_wise(rule: Callable[[Sequence[Formula]], Sequence[Formula]]) -> Callable[[Rows], Rows]:
    return lambda rows: tuple(tuple(rule(row)) for row in rows)


def _column_wise(rule: Callable[[Sequence[Formula]], Sequence[Formula]]) -> Callable[[Rows], Rows]:
    return lambda rows: tuple(zip(*(rule(column) for column in zip(*rows, strict=True)), strict=True))


def _softmax(entries: Sequence[Formula]) -> Sequence[Formula]:
    powers = [exp(entry) for entry in entries]
    whole = sum_of(powers)
    return [power / whole for power in powers]


def _diagonal(rows: Rows) -> Rows:
    entries = [entry for row in rows for entry in row]
    zero = lift(0)
    return tuple(
        tuple(entry if i == j else zero for j in range(len(entries))) for i, entry in enumerate(entries)
    )


def _mean(entries: Sequence[Formula]) -> Formula:
    return sum_of(entries) / len(entries)


softmax = ArrayFunction(
    Prefix("softmax"),
    _column_wise(_softmax),
    Code("", "powers = np.exp(z - z.max(axis=0))\npowers / powers.sum(axis=0)", "softmax(z)"),
)
"""Each column by the sum of its exponentials: the softmax of a vector."""

row_softmax = ArrayFunction(
    Prefix("softmax"),
    _row_wise(_softmax),
    Code(
        "",
        "powers = np.exp(z - z.max(axis=1, keepdims=True))\npowers / powers.sum(axis=1, keepdims=True)",
        "row_softmax(z)",
    ),
)
"""Each row by the sum of its exponentials, as in attention."""

row_sums = ArrayFunction(
    Prefix("row sums", typed="rowsums"), _row_wise(lambda row: [sum_of(row)]), Code("", "{}.sum(axis=1)")
)
row_means = ArrayFunction(
    Prefix("row means", typed="rowmeans"), _row_wise(lambda row: [_mean(row)]), Code("", "{}.mean(axis=1)")
)
column_sums = ArrayFunction(
    Prefix("column sums", typed="columnsums"),
    _column_wise(lambda column: [sum_of(column)]),
    Code("", "{}.sum(axis=0, keepdims=True)"),
)
column_means = ArrayFunction(
    Prefix("column means", typed="columnmeans"),
    _column_wise(lambda column: [_mean(column)]),
    Code("", "{}.mean(axis=0, keepdims=True)"),
)
diagonal = ArrayFunction(Prefix("diag"), _diagonal, Code("", "np.diag(np.ravel({}))"))


def norm(operand: Formula) -> Formula:
    """The Euclidean norm of an array."""
    squares = [entry**2 for row in entries_of(operand) for entry in row]
    return Reduced(Fences("‖‖"), operand, sqrt(sum_of(squares)))


def is_array(formula: Formula) -> bool:
    """Whether the formula stands for an array."""
    return formula.is_array()


def entry_name(name: str, row: int | str, column: int | str, *, is_vector: bool) -> str:
    """x_2 of a vector, W_12 of a matrix."""
    return subscripted(name, str(row)) if is_vector else grid_name(name, row, column)


def tensor(given: Family | Grid, name: str = "") -> Tensor:
    """A given vector or matrix, under its own name if no other is told."""
    rows = given.rows if isinstance(given, Grid) else tuple((member,) for member in given)
    return Tensor(name or given.name, rows)


def array_of(rows: Iterable[Iterable[Operand]], name: str = "") -> Tensor:
    """An array of these entries, row by row."""
    return Tensor(name, tuple(tuple(map(lift, row)) for row in rows))


def column_of(entries: Iterable[Operand], name: str = "") -> Tensor:
    """A column of these entries."""
    return array_of(((entry,) for entry in entries), name)


def vector_of(name: str, entries: Iterable[Symbol]) -> Tensor:
    """Quantities as a column, in which they are called name_1, name_2, and so on."""
    return column_of((entry.renamed(subscripted(name, str(i))) for i, entry in enumerate(entries, 1)), name)


def row_vectors(given: Grid, letter: str, first: int = 1) -> list[Tensor]:
    """The rows of a given matrix as columns x_1, x_2, ..., such as the inputs of a sequence."""
    names = [subscripted(letter, str(t)) for t, _ in enumerate(given, first)]
    return list(map(vector_of, names, given))


def filled(name: str, shape: Shape, value: int | Fraction = 0) -> Tensor:
    """An array with the same value everywhere, such as a state that starts at 0."""
    spelling, is_vector = lift(value), shape[1] == 1
    return Tensor(
        name,
        tuple(
            tuple(
                Symbol(entry_name(name, i, j, is_vector=is_vector), Fraction(value), spelling=spelling)
                for j in range(1, shape[1] + 1)
            )
            for i in range(1, shape[0] + 1)
        ),
    )


PLAIN = 0.01, 20
"""A definition is worked out by hand for arguments between these: beyond, its digits cancel or overflow."""


def operations(formula: Formula) -> frozenset[object]:
    """What is done in an array formula that a single entry shows better: products, functions of whole arrays,
    and functions with a definition.
    """
    return frozenset(_operations(formula))


def _operations(formula: Formula) -> Iterator[object]:
    # The entries of an array with a name are symbols, and these are many.
    if isinstance(formula, Symbol) or (isinstance(formula, Tensor) and formula.name):
        return
    for child in formula.children():
        yield from _operations(child)
    if isinstance(formula, MatMul):
        rows, _ = formula.right.shape or (1, 1)
        yield MatMul, rows > 1
    elif isinstance(formula, ArrayCall) or (
        isinstance(formula, Call) and formula.function.definition and formula.shape
    ):
        yield formula.function


def written_out(entry: Formula) -> Formula:
    """The formula of an entry with the definitions of functions of plain quantities."""
    if isinstance(entry, Call) and entry.function.definition and all(map(_is_plain, entry.children())):
        return entry.function.definition(*entry.children())
    children = entry.children()
    return entry.rebuild([*map(written_out, children)]) if children else entry


def with_arguments(entry: Formula) -> Formula:
    """The formula of an entry with the arguments of functions that have definitions worked out."""
    children = entry.children()
    if isinstance(entry, Call) and entry.function.definition:
        return entry.rebuild([_argument_worked_out(child) for child in children])
    return entry.rebuild([*map(with_arguments, children)]) if children else entry


def _argument_worked_out(argument: Formula) -> Formula:
    return argument if isinstance(argument, Symbol) else Symbol("", argument.evaluate(), origin=argument)


def _is_plain(argument: Formula) -> bool:
    least, most = PLAIN
    if not isinstance(argument, Symbol):
        return False
    size = float(abs(argument.evaluate()))
    return size == 0 or least <= size <= most


def worked_out(formula: Formula) -> Tensor:
    """The entries of an array as values without names."""
    rows = entries_of(formula)
    return Tensor("", tuple(tuple(Symbol("", e.evaluate(), origin=e) for e in row) for row in rows))


class Lowered:
    """An array formula whose entries are formed when one of them is asked for."""

    def __init__(self, formula: Formula) -> None:
        self.formula = formula

    @cached_property
    def rows(self) -> Rows:
        return entries_of(self.formula)


class EntryOf(Alias, frozen=True):
    """One entry of an array formula; rows and columns count from 1."""

    array: Lowered
    row: int
    column: int

    @property
    def formula(self) -> Formula:
        return self.array.rows[self.row - 1][self.column - 1]

    def children(self) -> tuple[Formula, ...]:
        return (self.formula,)
