"""The blocks that a step shows, as plain data: equations, row operations, sentences and tables."""

from __future__ import annotations

from typing import ClassVar, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from solver.mathematics.formula import WIDE, Blank, Formula, Symbol, Tensor, symbols_of, without_numbers

Phrase: TypeAlias = tuple[str | Formula, ...]
"""A sentence: words, and mathematics between them."""


class Equation(Struct, frozen=True):
    """symbol = named forms = formula = the formula with numbers = value, of a number or of a whole array.

    Where it is shown `in_full`, functions of what was worked out are written by their definitions. Its
    formula `tells` answers of these names.
    """

    kind: ClassVar[str] = "equation"
    symbol: Symbol | Tensor
    formula: Formula
    named: tuple[Formula, ...] = ()
    in_full: bool = False
    tells: tuple[str, ...] = ()

    @property
    def left_open(self) -> Equation:
        """The same without what it is computed from; forms with a name, which are general, stay."""
        return Equation(self.symbol, self.symbol, self.named)

    @property
    def names(self) -> frozenset[str]:
        """The quantities that it is about."""
        return frozenset(symbol.name for symbol in symbols_of(self.symbol))


class Rewriting(Struct, frozen=True):
    """One expression in several equal forms, each got from the one before.

    With `valued`, the forms show the values of their symbols; the last one `tells` answers of these names.
    All of them `show` the values of these quantities as numbers. It is `found` if it is what the step works
    out, and no formula to begin with.
    """

    kind: ClassVar[str] = "rewriting"
    left: Formula
    forms: tuple[Formula, ...]
    valued: bool = False
    tells: tuple[str, ...] = ()
    found: bool = False
    show: frozenset[str] = frozenset()

    @property
    def left_open(self) -> Rewriting:
        """The same without its last form."""
        return replace(self, forms=(*self.forms[:-1], Blank(WIDE)))

    @property
    def without_forms(self) -> Rewriting:
        """The same without any."""
        return replace(self, forms=(Blank(WIDE),))


class RowOperations(Struct, frozen=True):
    """Row operations and the matrix that they lead to, which is recorded under `name`."""

    kind: ClassVar[str] = "row_operations"
    operations: tuple[Formula, ...]
    matrix: Formula
    name: str
    tells: ClassVar[tuple[str, ...]] = ()

    @property
    def left_open(self) -> RowOperations:
        """The same without the numbers that rows are multiplied by: they are entries of the matrix before."""
        return replace(self, operations=tuple(map(without_numbers, self.operations)))


class Sentence(Struct, frozen=True):
    """Words, with mathematics between them; `tells` names the answers that they give away."""

    kind: ClassVar[str] = "sentence"
    phrase: Phrase
    tells: tuple[str, ...] = ()


class Table(Struct, frozen=True):
    """Cells show the values of their formulas; headings show their symbols. `tells` names the answers that
    it gives away, `found` are the positions of the columns that the step works out.
    """

    kind: ClassVar[str] = "table"
    headings: tuple[Formula | str, ...]
    rows: tuple[tuple[Formula | str, ...], ...]
    caption: str = ""
    tells: tuple[str, ...] = ()
    found: frozenset[int] = frozenset()

    @property
    def left_open(self) -> Table:
        """The same with blanks in the columns that the step works out."""
        rows = (
            tuple(Blank() if position in self.found else cell for position, cell in enumerate(row))
            for row in self.rows
        )
        return replace(self, rows=tuple(rows))


Block: TypeAlias = Equation | Rewriting | RowOperations | Sentence | Table
