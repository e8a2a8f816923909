"""A loss of a few weights: where it starts, its value and its Hessian for the NumPy models."""

from collections.abc import Callable
from typing import Annotated, TypeAlias

import numpy as np

from solver.authoring import InputError, TooLongError, UndefinedError
from solver.authoring.domains import LossFunction
from solver.domains.named_vectors import NamedFamily, NamedVectorOf
from solver.mathematics.formula.calculus import differentiate
from solver.mathematics.numpy_bridge import complex_step_gradient, evaluate
from solver.models.arrays import Array

Objective: TypeAlias = Callable[[Array], float]
Start: TypeAlias = Annotated[NamedFamily, NamedVectorOf(most=8)]

CHANGES = ("Deltaw", "Deltatheta", "Deltax", "delta_w", "step", "update")
"""What the change of a weight is called."""


def objective_of(loss: LossFunction) -> Objective:
    """Its value as a function of the weights."""
    return lambda w: float(np.real(evaluate(loss.formula, dict(zip(loss.variables, w, strict=True)))))


def hessian_of(loss: LossFunction) -> Callable[[Array], Array]:
    """Its second derivatives: the slopes of its slopes."""
    rows = [complex_step_gradient(differentiate(loss.formula, v), loss.variables) for v in loss.variables]
    return lambda w: np.array([row(w) for row in rows])


def check_start(option: str, loss: LossFunction, w: NamedFamily) -> None:
    """Refuse other starts than a loss has weights, and a loss without value or derivatives.

    Raises:
        InputError: naming the option.
    """
    known = loss.variables
    if (w.names and w.by_name(known) is None) or len(w) not in (1, len(known)):
        raise InputError("--w", f"must give each of {', '.join(known)} once", f"{len(w)} numbers")
    check_slopes(option, loss, w, twice=True)


def check_slopes(option: str, loss: LossFunction, w: NamedFamily, *, twice: bool = False) -> None:
    """Refuse a loss without value at the start, or without first or second derivatives.

    Raises:
        InputError: naming the option.
    """
    try:
        loss.at(w.given_to(loss.variables)).evaluate()
        for slope in map(loss.slope, loss.variables):
            for name in loss.variables if twice else ():
                slope.slope(name)
    except TooLongError as long:
        raise InputError(option, f"must be shorter: {long}") from None
    except UndefinedError as undefined:
        raise InputError(option, f"has no value at the start: {undefined}") from None
    except TypeError:
        raise InputError(option, "must be differentiable everywhere: no abs, no max") from None


def slopes_at(point: str) -> list[str]:
    """What the gradient at a point is called, as grad L(w_0)."""
    return [
        *(f"{function}'({point})" for function in "LfJ"),
        *(f"grad{function}({point})" for function in "LfJ"),
        f"dL/d{point}",
    ]
