"""The loss that gradients are derived from: what it may be, and its derivatives."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from solver.domains.expressions import LossFunction
from solver.errors import InputError, UndefinedError
from solver.mathematics.formula import Formula, Symbol, replace
from solver.mathematics.sympy_bridge import derivative


@lru_cache(maxsize=64)
def slopes(loss: LossFunction) -> Mapping[str, Formula]:
    """The derivative of the loss by each of its variables."""
    return {variable: derivative(loss.formula, variable) for variable in loss.variables}


def check_loss(loss: LossFunction, start: Sequence[Symbol], taken: Collection[str]) -> None:
    """Refuse a loss that uses a taken name, has no value at the start, or no derivative.

    Raises:
        InputError: naming --loss.
    """
    for variable in loss.variables:
        letter = variable.partition("_")[0]
        if variable in taken or letter in taken or letter.endswith("tilde"):
            raise InputError("--loss", "must not use a name that the method itself uses", variable)
    try:
        require_value(loss, start)
    except UndefinedError as undefined:
        raise InputError("--loss", f"has no value at the initial weights: {undefined}") from None
    try:
        slopes(loss)
    except TypeError:
        raise InputError("--loss", "must be differentiable everywhere, which abs is not") from None


def require_value(loss: LossFunction, point: Sequence[Symbol]) -> None:
    """Make sure that the loss is defined: its derivative may be, where it is not.

    Raises:
        UndefinedError: the point lies outside the loss's domain, as 0 lies outside the logarithm's.
    """
    replace(loss.formula, dict(zip(loss.variables, point, strict=True))).evaluate()
