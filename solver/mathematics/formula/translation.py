"""Formulas in the arithmetic of NumPy and in the algebra of SymPy.

Neither is imported here: the module is handed in by who has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from types import ModuleType
from typing import Any

from solver.mathematics.formula.calls import Call
from solver.mathematics.formula.nodes import Add, Alias, Div, Formula, Mul, Neg, Notation, Number, Pow, Symbol
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value

MOST_PRODUCTS = 99
"""Up to which whole powers NumPy multiplies."""


class _Translation(Visitor[Any]):
    """What numbers of NumPy and expressions of SymPy have in common: Python's operators.

    Args:
        module: NumPy or SymPy.
        variables: what stands for the symbols of these names.
    """

    def __init__(self, module: ModuleType, variables: Mapping[str, Any]) -> None:
        self.module = module
        self.variables = variables

    def parts(self, formula: Formula) -> list[Any]:
        return [self.visit(child) for child in formula.children()]

    def visit_Neg(self, formula: Neg) -> Any:
        return -self.visit(formula.operand)

    def visit_Div(self, formula: Div) -> Any:
        return self.visit(formula.numerator) / self.visit(formula.denominator)

    def visit_Pow(self, formula: Pow) -> Any:
        return self.visit(formula.base) ** self.visit(formula.exponent)

    def visit_Alias(self, formula: Alias) -> Any:
        return self.visit(formula.children()[0])

    def visit_Notation(self, formula: Notation) -> Any:
        raise TypeError(f"{type(formula).__name__} has no value")


class InNumPy(_Translation):
    """Evaluates formulas in NumPy."""

    def visit_Number(self, formula: Number) -> Any:
        return self.number(formula.number)

    def visit_Symbol(self, formula: Symbol) -> Any:
        known = formula.name in self.variables
        return self.variables[formula.name] if known else self.number(formula.evaluate())

    def visit_Add(self, formula: Add) -> Any:
        return sum(self.parts(formula))

    def visit_Mul(self, formula: Mul) -> Any:
        return prod(self.parts(formula))

    def visit_Pow(self, formula: Pow) -> Any:
        base, exponent = self.visit(formula.base), formula.exponent
        if isinstance(exponent, Number) and exponent.number == int(exponent.number):
            return _power(base, int(exponent.number))
        return base ** self.visit(exponent)

    def visit_Call(self, formula: Call) -> Any:
        return formula.function.numpy(self.module, *self.parts(formula))

    def number(self, value: Value) -> Any:
        """The nearest NumPy number, infinite where none is near: NumPy goes on where Python would fail."""
        try:
            return self.module.float64(value)
        except OverflowError:
            return self.module.float64(self.module.inf if value > 0 else -self.module.inf)


class InSymPy(_Translation):
    """Hands formulas to SymPy, over real symbols."""

    def visit_Number(self, formula: Number) -> Any:
        return self.module.Rational(formula.number.numerator, formula.number.denominator)

    def visit_Symbol(self, formula: Symbol) -> Any:
        if formula.name in self.variables:
            return self.variables[formula.name]
        known = {"pi": self.module.pi, "e": self.module.E, "i": self.module.I}
        if formula.name in known and formula.value is not None and not isinstance(formula.value, Fraction):
            return known[formula.name]
        return self.module.Symbol(formula.name, real=True)

    def visit_Add(self, formula: Add) -> Any:
        return self.module.Add(*self.parts(formula))

    def visit_Mul(self, formula: Mul) -> Any:
        return self.module.Mul(*self.parts(formula))

    def visit_Call(self, formula: Call) -> Any:
        return formula.function.sympy(self.module, *self.parts(formula))


def _power(base: Any, exponent: int) -> Any:
    """A whole power by squaring: beyond 99 NumPy has complex ones by way of logarithms, which a complex step
    does not survive.
    """
    if abs(exponent) <= MOST_PRODUCTS:
        return base**exponent
    half = _power(base, exponent // 2)
    return half * half * (base if exponent % 2 else 1.0)
