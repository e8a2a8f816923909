"""The course of a single weight through the steps of a training."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field

from solver.mathematics.formula import Formula, Symbol, at_step, lift
from solver.record.recorder import Mistakes, Working


class Trace(Struct):
    """The quantities of one weight: `last("v")` is v_{t-1}, and `let("v", ...)` records v_t.

    The weight itself is "w" here, whatever its `variable` is called; the `suffix` stands behind the step in
    the names of all else that belongs to it.
    """

    work: Working
    variable: str
    suffix: str
    starts: Mapping[str, Symbol]
    past: dict[str, list[Symbol]] = field(default_factory=lambda: defaultdict(list))

    @property
    def t(self) -> int:
        """The number of the step that is being recorded."""
        return len(self.past["w"]) + 1

    def start(self, base: str) -> Symbol:
        """What a quantity starts at: velocities, moments and sums at 0 unless they are given."""
        start = self.starts.get(base) or Symbol("", Fraction(0), spelling=lift(0))
        return start.renamed(self._name(base, 0))

    def at(self, base: str, t: int) -> Symbol:
        """The quantity of step t; at step 0, its start."""
        return self.past[base][t - 1] if t else self.start(base)

    def last(self, base: str) -> Symbol:
        """The quantity of the step before."""
        return self.at(base, len(self.past[base]))

    def course(self, base: str) -> list[Symbol]:
        """The quantity from its start on."""
        return [self.start(base), *self.past[base]]

    def let(
        self, base: str, formula: Formula, mistakes: Mistakes | None = None, *, shared: bool = False
    ) -> Symbol:
        """Record the quantity of this step; once for all weights if it is `shared`."""
        name = f"{base}_{self.t}" if shared else self._name(base, self.t)
        known = self.work.quantities.get(name) if shared else None
        return self.note(base, known.symbol if known else self.work.let(name, formula, mistakes=mistakes))

    def note(self, base: str, symbol: Symbol) -> Symbol:
        """Add a quantity that is known already to the history of this weight."""
        self.past[base].append(symbol)
        return symbol

    def tabulate(self, after: int) -> None:
        """Show the later steps as rows, the weight in the last column; of many, the first and the last."""
        columns = [self.past[base][after:] for base in sorted(self.past, key="w".__eq__)]
        headings = [Symbol(column[0].name.replace(f"_{after + 1}", "_t", 1)) for column in columns]
        self.work.history(list(zip(headings, columns, strict=True)), after + 1)

    def _name(self, base: str, t: int) -> str:
        if base in ("w", "wtilde"):
            return at_step(self.variable, t).replace("_", f"{base[1:]}_", 1)
        return f"{base}_{t}{self.suffix}"
