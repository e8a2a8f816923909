"""What is written with formulas beside the operations: sums over an index, matrices, relations."""

from __future__ import annotations

from collections.abc import Sequence

from solver.mathematics.formula.nodes import Alias, Formula, Notation, Symbol


class Total(Alias, frozen=True):
    """A sum over an index: Σ with symbols, its terms written out with numbers."""

    index: str
    lower: Formula
    upper: Formula
    body: Formula
    expanded: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.expanded,)


class Factorial(Alias, frozen=True):
    """n!, which stands for the product of the whole numbers up to n."""

    operand: Formula
    expanded: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.expanded,)


class Integral(Notation, frozen=True):
    """An integral as it is written; what it comes to is worked out beside it."""

    variable: Symbol
    lower: Formula
    upper: Formula
    integrand: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.lower, self.upper, self.integrand)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Integral(self.variable, *children)


class Convention(Alias, frozen=True):
    """A form without a value of its own and the value agreed for it, such as 0·log 0 = 0."""

    form: Formula
    agreed: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.agreed,)


class Coordinates(Notation, frozen=True):
    """Several values side by side: the coordinates of a vector or, with `braces`, a set."""

    items: tuple[Formula, ...]
    braces: bool = False

    def children(self) -> tuple[Formula, ...]:
        return self.items

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Coordinates(tuple(children), self.braces)


class Matrix(Notation, frozen=True):
    """Rows of entries in square brackets; with `bars`, a determinant."""

    rows: tuple[tuple[Formula, ...], ...]
    bars: bool = False

    def children(self) -> tuple[Formula, ...]:
        return tuple(entry for row in self.rows for entry in row)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        remaining = iter(children)
        return Matrix(tuple(tuple(next(remaining) for _ in row) for row in self.rows), self.bars)


class Text(Notation, frozen=True):
    """Words within mathematics, never interpreted as markup."""

    words: str


class Blank(Notation, frozen=True):
    """What is left for the reader to fill in, as wide as that many numbers."""

    width: int = 1


WIDE = 3
"""The width of a blank for a formula, or for several numbers together."""


class Relation(Notation, frozen=True):
    """Two sides and the sign between them, such as `z >= theta`."""

    left: Formula
    sign: str
    right: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.left, self.right)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Relation(children[0], self.sign, children[1])
