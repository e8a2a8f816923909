"""Algebra by SymPy: derivatives, and the way between its trees and ours.

SymPy is imported when there is algebra to do, not before: most solutions need none.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from solver.mathematics import formula as f
from solver.mathematics.formula.visitor import Visitor

if TYPE_CHECKING:
    import sympy

_CONSTANTS = {"pi": "pi", "exp1": "e", "imaginaryunit": "i"}
_FUNCTIONS = {
    function.name: function
    for function in (f.sqrt, f.exp, f.log, f.log2, f.log10, f.tanh, f.sin, f.cos, f.absolute)
}


def to_sympy(formula: f.Formula) -> sympy.Expr:
    """The formula as a SymPy expression over real symbols.

    Raises:
        TypeError: it is a notation, which has no algebra.
    """
    import sympy

    return _ToSymPy(sympy).visit(formula)


class _ToSymPy(Visitor[Any]):
    """Hands formulas to SymPy, the module that it is given."""

    def __init__(self, sympy: ModuleType) -> None:
        self.sympy = sympy

    def parts(self, formula: f.Formula) -> list[Any]:
        return [self.visit(child) for child in formula.children()]

    def visit_Number(self, formula: f.Number) -> Any:
        return self.sympy.Rational(formula.number.numerator, formula.number.denominator)

    def visit_Symbol(self, formula: f.Symbol) -> Any:
        known = {"pi": self.sympy.pi, "e": self.sympy.E, "i": self.sympy.I}
        if formula.name in known and formula.value is not None and not isinstance(formula.value, Fraction):
            return known[formula.name]
        return self.sympy.Symbol(formula.name, real=True)

    def visit_Add(self, formula: f.Add) -> Any:
        return self.sympy.Add(*self.parts(formula))

    def visit_Mul(self, formula: f.Mul) -> Any:
        return self.sympy.Mul(*self.parts(formula))

    def visit_Neg(self, formula: f.Neg) -> Any:
        return -self.visit(formula.operand)

    def visit_Div(self, formula: f.Div) -> Any:
        return self.visit(formula.numerator) / self.visit(formula.denominator)

    def visit_Pow(self, formula: f.Pow) -> Any:
        return self.sympy.Pow(*self.parts(formula))

    def visit_Call(self, formula: f.Call) -> Any:
        return _call_to_sympy(formula.function.name, self.parts(formula))

    def visit_Alias(self, formula: f.Alias) -> Any:
        return self.visit(formula.children()[0])

    def visit_Notation(self, formula: f.Notation) -> Any:
        raise TypeError(f"no algebra for {type(formula).__name__}")


def _call_to_sympy(name: str, arguments: list[Any]) -> Any:
    import sympy

    if name == "log2":
        return sympy.log(arguments[0], 2)
    if name == "log10":
        return sympy.log(arguments[0], 10)
    if name == "sigma":
        return 1 / (1 + sympy.exp(-arguments[0]))
    known = {"abs": sympy.Abs, "max": sympy.Max, "min": sympy.Min, "floor": sympy.floor}
    function = known[name] if name in known else getattr(sympy, name)
    return function(*arguments)


def from_sympy(expression: Any) -> f.Formula:
    """A SymPy expression as a formula, in the order in which SymPy would print it."""
    if expression.is_Rational:
        return f.Number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return f.Symbol(expression.name)
    if expression.is_Add:
        return _sum_from_sympy(expression.as_ordered_terms())
    if expression.is_Mul:
        return _product_from_sympy(expression)
    if expression.is_Pow:
        return _power_from_sympy(expression)
    name = type(expression).__name__.lower()
    if name in _CONSTANTS:
        return f.constant(_CONSTANTS[name])
    if name not in _FUNCTIONS:
        raise TypeError(f"no notation for {expression}")
    return _FUNCTIONS[name](*(from_sympy(argument) for argument in expression.args))


def _sum_from_sympy(terms: list[Any]) -> f.Formula:
    if not any(term.free_symbols for term in terms):
        terms = sorted(terms, key=lambda term: not term.is_Rational)
    result = from_sympy(terms[0])
    for term in terms[1:]:
        negative = term.could_extract_minus_sign()
        result = result - from_sympy(-term) if negative else result + from_sympy(term)
    return result


def _product_from_sympy(expression: Any) -> f.Formula:
    if expression.could_extract_minus_sign():
        return -from_sympy(-expression)
    top, bottom = expression.as_numer_denom()
    if bottom != 1:
        return from_sympy(top) / from_sympy(bottom)
    return f.product_of_sequence([from_sympy(factor) for factor in expression.as_ordered_factors()])


def _power_from_sympy(expression: Any) -> f.Formula:
    base, exponent = expression.as_base_exp()
    if expression.exp.could_extract_minus_sign():
        return f.lift(1) / from_sympy(1 / expression)
    if exponent.is_Rational and exponent.q == 2 and exponent.p == 1:
        return f.sqrt(from_sympy(base))
    return from_sympy(base) ** from_sympy(exponent)


@lru_cache(maxsize=1024)
def derivative(formula: f.Formula, name: str) -> f.Formula:
    """The derivative by the symbol of that name, multiplied out no further than need be."""
    import sympy

    return from_sympy(sympy.diff(to_sympy(formula), sympy.Symbol(name, real=True)))
