"""The quantities of one weight from step to step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from solver.mathematics.formula import Formula, Symbol, lift
from solver.record.recorder import Working
from solver.record.solution import Slip


@dataclass(slots=True)
class Trace:
    """The quantities of one weight: `last("v")` is v_{t-1}, and `let("v", ...)` records v_t.

    The weight itself is "w" here, whatever its variable is called.
    """

    work: Working
    variable: str
    index: str
    suffix: str
    past: dict[str, list[Symbol]] = field(default_factory=dict)
    shown: bool = True

    @property
    def t(self) -> int:
        """The number of the step that is being recorded."""
        return len(self.past["w"])

    def last(self, base: str) -> Symbol:
        """The quantity of the step before; velocities, moments and sums start at 0."""
        return self._history(base)[-1]

    def let(self, base: str, formula: Formula, slips: Sequence[Slip] = ()) -> Symbol:
        symbol = self.work.let(self._name(base, self.t), formula, slips=slips, shown=self.shown)
        return self.note(base, symbol)

    def let_shared(self, base: str, formula: Formula, slips: Sequence[Slip] = ()) -> Symbol:
        """Record what is the same for all weights, once for all of them."""
        name = f"{base}_{self.t}"
        if name in self.work.quantities:
            return self.note(base, self.work.quantities[name].symbol)
        return self.note(base, self.work.let(name, formula, slips=slips, shown=self.shown))

    def note(self, base: str, symbol: Symbol) -> Symbol:
        """Add a quantity that is known already to the history of this weight."""
        self._history(base).append(symbol)
        return symbol

    def results(self, base: str) -> list[Symbol]:
        return self.past[base][1:]

    def tabulate(self, after: int) -> None:
        """Show the later steps as rows, with the weight in the last column."""
        bases = [*(base for base in self.past if base != "w"), "w"]
        columns = [self.results(base)[after:] for base in bases]
        general = [column[0].name.replace(f"_{after + 1}", "_t", 1) for column in columns]
        rows = [[lift(t), *row] for t, row in enumerate(zip(*columns, strict=True), after + 1)]
        self.work.table([Symbol("t"), *map(Symbol, general)], rows)

    def _name(self, base: str, t: int) -> str:
        if base in ("w", "wtilde"):
            return f"{self.variable}{base[1:]}_{t}{self.index}"
        return f"{base}_{t}{self.suffix}"

    def _history(self, base: str) -> list[Symbol]:
        if base not in self.past:
            zero = lift(0)
            self.past[base] = [Symbol(self._name(base, 0), zero.evaluate(), spelling=zero)]
        return self.past[base]


def per_step(columns: Sequence[Sequence[Symbol]]) -> list[Any]:
    """The answer step by step: a row for several weights, a number for what they share."""
    if all(column == columns[0] for column in columns):
        return list(columns[0])
    return [list(row) for row in zip(*columns, strict=True)]
