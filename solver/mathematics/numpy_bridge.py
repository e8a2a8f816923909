"""Formulas as NumPy functions, for the models that take a loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.mathematics import formula as f
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
    """The value of a formula in NumPy arithmetic."""
    parts = [evaluate(child, variables) for child in formula.children()]
    match formula:
        case f.Number():
            return _float(formula.number)
        case f.Symbol():
            return variables[formula.name] if formula.name in variables else _float(formula.evaluate())
        case f.Add():
            return sum(parts)
        case f.Mul():
            return np.prod(parts)
        case f.Neg():
            return -parts[0]
        case f.Div():
            return parts[0] / parts[1]
        case f.Pow():
            return parts[0] ** parts[1]
        case f.Call():
            return _FUNCTIONS[formula.function.name](*parts)
    raise TypeError(f"no arithmetic for {type(formula).__name__}")
