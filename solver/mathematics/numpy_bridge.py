"""Formulas as NumPy functions, for the models that take a loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.mathematics import formula as f
from solver.mathematics.formula.translation import InNumPy

_STEP = 1e-200


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


def evaluate(formula: f.Formula, variables: dict[str, Any]) -> Any:
    """The value of a formula in NumPy arithmetic.

    Raises:
        TypeError: it is a notation, which has no value.
    """
    return InNumPy(np, variables).visit(formula)
