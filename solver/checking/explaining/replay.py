"""What a mistake makes of one quantity, from the formulas behind it alone: a forecast of a whole run.

A run of the solver records everything anew; most mistakes turn out not to lead to the number in question.
The forecast works out only the lines between them. It does not see decisions that the solver takes by
the values, so what it finds is confirmed by a run, where one may still be made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from solver.checking.explaining.forecast import Forecast
from solver.mathematics.formula import Formula, Symbol, symbols_of
from solver.mathematics.values import bounded
from solver.record.quantities import Quantity


class Replay(Forecast[Symbol], frozen=True):
    """A forecast of exact values, each a symbol; one without a value raises UndefinedError."""

    def formula(self, formula: Formula) -> Formula:
        """A formula over the plain run's quantities, with what they come to here.

        Raises:
            UndefinedError: a formula behind it has no value.
        """
        known = self.ancestry.solution.quantities
        names = [symbol.name for symbol in symbols_of(formula) if symbol.name in known]
        return with_symbols(formula, {name: self.line(name) for name in names})

    def _worked_out(self, name: str) -> Symbol:
        quantity = self.ancestry.solution.quantities[name]
        if name in self.held:
            return Symbol(name, self.held[name])
        formula = _mistaken(quantity, self.mistakes)
        changed = {
            parent: self._known[parent]
            for parent in self._parents(name)
            if self._known[parent] is not self.ancestry.solution.quantities[parent].symbol
        }
        if not changed and formula is quantity.formula:
            return quantity.symbol
        return Symbol(name, bounded(with_symbols(formula, changed).evaluate()))


def _mistaken(quantity: Quantity, mistakes: Collection[str]) -> Formula:
    """The formula of a quantity, or that of the mistake that is made in it."""
    made = (offered.formula for offered in quantity.offered if offered.name in mistakes)
    return next(made, quantity.formula)


def with_symbols(formula: Formula, symbols: Mapping[str, Symbol]) -> Formula:
    """A formula with other symbols of the same names in it."""
    if isinstance(formula, Symbol):
        return symbols.get(formula.name, formula)
    children = formula.children()
    if not children or not symbols:
        return formula
    return formula.rebuild([with_symbols(child, symbols) for child in children])
