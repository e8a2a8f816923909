"""The weights and the bias of a unit, and the sums that they make."""

from __future__ import annotations

from dataclasses import dataclass

from solver.mathematics.formula import Coordinates, Formula, Grid, Symbol, Total, lift, sum_of
from solver.mathematics.values import Value


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights and the bias at a moment of the training; `moment` is part of their names."""

    members: tuple[Symbol, ...]
    bias: Symbol | None
    moment: str = ""

    @property
    def all(self) -> tuple[Symbol, ...]:
        """The weights and, where there is one, the bias."""
        return self.members if self.bias is None else (*self.members, self.bias)

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(symbol.value for symbol in self.all)

    @property
    def cells(self) -> list[Formula]:
        """The weights as one cell of a table, the bias as another."""
        return [Coordinates(self.members), *self.all[len(self.members) :]]

    def products(self, x: Grid, row: int) -> Formula:
        """The sum of the weighted inputs of a row."""
        terms = [w * x[row, i] for i, w in enumerate(self.members, 1)]
        if len(terms) == 1:
            return terms[0]
        body = Symbol(f"w_{self.moment}i") * x[row, "i"]
        return Total("i", lift(1), lift(len(terms)), body, sum_of(terms))

    def weighted(self, x: Grid, row: int) -> Formula:
        """The weighted inputs of a row and the bias."""
        products = self.products(x, row)
        return products if self.bias is None else products + self.bias
