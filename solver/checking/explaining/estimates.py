"""What quantities come to with mistakes put in or values held, in binary floats: quick, and near enough to
tell which runs of the solver are worth making.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from math import prod
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct, field

from solver.checking.explaining.ancestry import Ancestry
from solver.checking.explaining.forecast import Forecast
from solver.mathematics.formula import Add, Alias, Call, Div, Formula, Mul, Neg, Notation, Number, Pow, Symbol
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value, is_complex
from solver.record.slopes import number

Numbers: TypeAlias = Mapping[str, Any]
Estimator: TypeAlias = Callable[[Numbers], Any]

UNKNOWN = math.nan


class Estimates(Struct, frozen=True):
    """The formulas of a solution as functions of floats, and its own values.

    Attributes:
        ancestry: the lines of the plain run.
    """

    ancestry: Ancestry
    _plain: dict[str, Any] = field(default_factory=dict)
    _formulas: dict[tuple[str, str], Estimator] = field(default_factory=dict)

    def plain(self, name: str) -> Any:
        """The value of a quantity in the plain run."""
        if name not in self._plain:
            self._plain[name] = _float(self.ancestry.solution.quantities[name].symbol.value)
        return self._plain[name]

    def formula(self, name: str, mistake: str) -> Estimator:
        """The formula of a quantity, or that of a mistake in it, from the values of those before it.

        Raises:
            TypeError: a part of it has no value.
        """
        key = name, mistake
        if key not in self._formulas:
            quantity = self.ancestry.solution.quantities[name]
            wrong = (offered.formula for offered in quantity.offered if offered.name == mistake)
            self._formulas[key] = _Estimating(self.ancestry).visit(next(wrong, quantity.formula))
        return self._formulas[key]


class Estimate(Forecast[Any], frozen=True, kw_only=True):
    """A forecast of floats.

    Attributes:
        estimates: what is known of the solution.
    """

    estimates: Estimates

    def number(self, name: str) -> float:
        """What a quantity comes to; not a number where floats do not tell, or it is a complex number."""
        try:
            with np.errstate(all="ignore"):
                value = complex(self.line(name))
        except (ArithmeticError, TypeError, ValueError):
            return UNKNOWN
        return value.real if value.imag == 0 and math.isfinite(value.real) else UNKNOWN

    def _worked_out(self, name: str) -> Any:
        if name in self.held:
            return _float(self.held[name])
        plain = self.estimates.plain
        offered = self.ancestry.solution.quantities[name].offered
        made = next((mistake.name for mistake in offered if mistake.name in self.mistakes), "")
        if not made and all(self._known[parent] == plain(parent) for parent in self._parents(name)):
            return plain(name)
        return self.estimates.formula(name, made)(self._known)


def _float(value: Value | None) -> Any:
    """A value as Python's own number.

    Raises:
        TypeError: there is none.
    """
    if value is None:
        raise TypeError("an expression has no value")
    return complex(value) if is_complex(value) else number(value)


class _Estimating(Visitor[Estimator]):
    """The function of floats that a formula is."""

    def __init__(self, ancestry: Ancestry) -> None:
        self.quantities = ancestry.solution.quantities

    def parts(self, formula: Formula) -> list[Estimator]:
        return [self.visit(child) for child in formula.children()]

    def visit_Number(self, formula: Number) -> Estimator:
        value = _float(formula.number)
        return lambda _: value

    def visit_Symbol(self, formula: Symbol) -> Estimator:
        name = formula.name
        if name in self.quantities:
            return lambda known: known[name]
        value = _float(formula.evaluate())
        return lambda _: value

    def visit_Add(self, formula: Add) -> Estimator:
        parts = self.parts(formula)
        return lambda known: sum(part(known) for part in parts)

    def visit_Mul(self, formula: Mul) -> Estimator:
        parts = self.parts(formula)
        return lambda known: prod(part(known) for part in parts)

    def visit_Neg(self, formula: Neg) -> Estimator:
        (operand,) = self.parts(formula)
        return lambda known: -operand(known)

    def visit_Div(self, formula: Div) -> Estimator:
        top, bottom = self.parts(formula)
        return lambda known: top(known) / bottom(known)

    def visit_Pow(self, formula: Pow) -> Estimator:
        base, exponent = self.parts(formula)
        return lambda known: base(known) ** exponent(known)

    def visit_Call(self, formula: Call) -> Estimator:
        arguments, numpy = self.parts(formula), formula.function.numpy
        return lambda known: numpy(np, *(argument(known) for argument in arguments))

    def visit_Alias(self, formula: Alias) -> Estimator:
        return self.visit(formula.children()[0])

    def visit_Notation(self, formula: Notation) -> Estimator:
        raise TypeError(f"{type(formula).__name__} has no value")
