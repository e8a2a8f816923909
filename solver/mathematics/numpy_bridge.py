"""Formulas as NumPy functions, for the models that take a loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.mathematics import formula as f
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value

_STEP = 1e-200
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "abs": lambda z: np.where(np.real(z) < 0, -z, z),
}


def complex_step_gradient(
    formula: f.Formula, variables: Sequence[str]
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """The gradient by complex steps: Im f(w + ih)/h, exact to rounding for analytic f.

    Source: Squire and Trapp, Using Complex Variables to Estimate Derivatives of Real Functions,
    SIAM Review 40 (1998).
    """

    def gradient(w: NDArray[np.float64]) -> NDArray[np.float64]:
        parts = []
        for position in range(len(w)):
            moved = w.astype(complex)
            moved[position] += 1j * _STEP
            named = dict(zip(variables, moved, strict=True))
            parts.append(np.imag(evaluate(formula, named)) / _STEP)
        return np.array(parts)

    return gradient


def _float(value: Value) -> np.float64:
    """The nearest NumPy number, infinite where none is near: NumPy goes on where Python would fail."""
    try:
        return np.float64(value)
    except OverflowError:
        return np.float64(np.inf if value > 0 else -np.inf)


def evaluate(formula: f.Formula, variables: dict[str, Any]) -> Any:
    """The value of a formula in NumPy arithmetic.

    Raises:
        TypeError: it is a notation, which has no value.
    """
    return _Evaluator(variables).visit(formula)


class _Evaluator(Visitor[Any]):
    def __init__(self, variables: dict[str, Any]) -> None:
        self.variables = variables

    def parts(self, formula: f.Formula) -> list[Any]:
        return [self.visit(child) for child in formula.children()]

    def visit_Number(self, formula: f.Number) -> Any:
        return _float(formula.number)

    def visit_Symbol(self, formula: f.Symbol) -> Any:
        known = formula.name in self.variables
        return self.variables[formula.name] if known else _float(formula.evaluate())

    def visit_Add(self, formula: f.Add) -> Any:
        return sum(self.parts(formula))

    def visit_Mul(self, formula: f.Mul) -> Any:
        return prod(self.parts(formula))

    def visit_Neg(self, formula: f.Neg) -> Any:
        return -self.visit(formula.operand)

    def visit_Div(self, formula: f.Div) -> Any:
        return self.visit(formula.numerator) / self.visit(formula.denominator)

    def visit_Pow(self, formula: f.Pow) -> Any:
        return self.visit(formula.base) ** self.visit(formula.exponent)

    def visit_Call(self, formula: f.Call) -> Any:
        return _FUNCTIONS[formula.function.name](*self.parts(formula))

    def visit_Alias(self, formula: f.Alias) -> Any:
        return self.visit(formula.children()[0])

    def visit_Notation(self, formula: f.Notation) -> Any:
        raise TypeError(f"no arithmetic for {type(formula).__name__}")
