"""What is written with formulas beside the operations: sums over an index, matrices, relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.mathematics.formula.nodes import Alias, Formula, Notation, Symbol


@dataclass(frozen=True, slots=True)
class Total(Alias):
    """A sum over an index: Σ with symbols, its terms written out with numbers."""

    index: str
    lower: Formula
    upper: Formula
    body: Formula
    expanded: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.expanded,)


@dataclass(frozen=True, slots=True)
class Factorial(Alias):
    """n!, which stands for the product of the whole numbers up to n."""

    operand: Formula
    expanded: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.expanded,)


@dataclass(frozen=True, slots=True)
class Integral(Notation):
    """An integral as it is written; what it comes to is worked out beside it."""

    variable: Symbol
    lower: Formula
    upper: Formula
    integrand: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.lower, self.upper, self.integrand)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Integral(self.variable, *children)


@dataclass(frozen=True, slots=True)
class Convention(Alias):
    """A form without a value of its own and the value agreed for it, such as 0·log 0 = 0."""

    form: Formula
    agreed: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.agreed,)


@dataclass(frozen=True, slots=True)
class Coordinates(Notation):
    """Several values side by side: the coordinates of a vector or, with `braces`, a set."""

    items: tuple[Formula, ...]
    braces: bool = False

    def children(self) -> tuple[Formula, ...]:
        return self.items

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Coordinates(tuple(children), self.braces)


@dataclass(frozen=True, slots=True)
class Matrix(Notation):
    """Rows of entries in square brackets; with `bars`, a determinant."""

    rows: tuple[tuple[Formula, ...], ...]
    bars: bool = False

    def children(self) -> tuple[Formula, ...]:
        return tuple(entry for row in self.rows for entry in row)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        remaining = iter(children)
        return Matrix(tuple(tuple(next(remaining) for _ in row) for row in self.rows), self.bars)


@dataclass(frozen=True, slots=True)
class Text(Notation):
    """Words within mathematics, never interpreted as markup."""

    words: str


@dataclass(frozen=True, slots=True)
class Blank(Notation):
    """What is left for the reader to fill in, as wide as that many numbers."""

    width: int = 1


WIDE = 3
"""The width of a blank for a formula, or for several numbers together."""


@dataclass(frozen=True, slots=True)
class Relation(Notation):
    """Two sides and the sign between them, such as `z >= theta`."""

    left: Formula
    sign: str
    right: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.left, self.right)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Relation(children[0], self.sign, children[1])
