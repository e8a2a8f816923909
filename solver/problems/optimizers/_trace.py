"""The quantities of one weight from step to step, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from solver.authoring import Formula, Mistakes, Symbol, Working, lift


class WeightName(NamedTuple):
    """The letter of a weight, its subscript after the step, and the suffix of all that belongs to it."""

    letter: str
    subscript: str
    suffix: str

    @classmethod
    def numbered(cls, count: int) -> list[Self]:
        """w, or w_1, w_2, ..."""
        indices = [f",{position}" if count > 1 else "" for position in range(1, count + 1)]
        return [cls("w", index, index) for index in indices]

    @classmethod
    def after(cls, variables: Sequence[str]) -> list[Self]:
        """The variables of a loss."""
        parts = [variable.partition("_") for variable in variables]
        letters = [letter for letter, _, _ in parts]
        indices = [f",{index}" if index else "" for _, _, index in parts]
        if len(parts) == 1:
            return [cls(letters[0], indices[0], "")]
        alike = len(set(letters)) == 1 and all(indices)
        suffixes = indices if alike else [f",{letter}{index}" for letter, _, index in parts]
        return [cls(*names) for names in zip(letters, indices, suffixes, strict=True)]

    def at(self, t: int, accent: str = "") -> str:
        """Its name after step t."""
        return f"{self.letter}{accent}_{t}{self.subscript}"

    @property
    def general(self) -> Symbol:
        """Its name at any step."""
        return Symbol(f"{self.letter}{self.subscript.replace(',', '_')}")


@dataclass(slots=True)
class Trace:
    """The quantities of one weight: `last("v")` is v_{t-1}, and `let("v", ...)` records v_t.

    The weight itself is "w" here, whatever its variable is called.
    """

    work: Working
    name: WeightName
    past: dict[str, list[Symbol]] = field(default_factory=dict)
    shown: bool = True

    @property
    def t(self) -> int:
        """The number of the step that is being recorded."""
        return len(self.past["w"])

    def last(self, base: str) -> Symbol:
        """The quantity of the step before; velocities, moments and sums start at 0."""
        return self._history(base)[-1]

    def let(self, base: str, formula: Formula, mistakes: Mistakes | None = None) -> Symbol:
        """Record the quantity of this step, with the mistakes that are made at it."""
        name = self._name(base, self.t)
        return self.note(base, self.work.let(name, formula, mistakes=mistakes, shown=self.shown))

    def let_shared(self, base: str, formula: Formula, mistakes: Mistakes | None = None) -> Symbol:
        """Record what is the same for all weights, once for all of them."""
        name = f"{base}_{self.t}"
        if name in self.work.quantities:
            return self.note(base, self.work.quantities[name].symbol)
        return self.note(base, self.work.let(name, formula, mistakes=mistakes, shown=self.shown))

    def note(self, base: str, symbol: Symbol) -> Symbol:
        """Add a quantity that is known already to the history of this weight."""
        self._history(base).append(symbol)
        return symbol

    def results(self, base: str) -> list[Symbol]:
        """The quantity after each step."""
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
            return self.name.at(t, base[1:])
        return f"{base}_{t}{self.name.suffix}"

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
