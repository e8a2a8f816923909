"""The step that is divided by a root, and the small constant that keeps it finite."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from solver.domains import Scalar
from solver.formula import Symbol, sqrt
from solver.problems.optimizers._trace import Trace
from solver.solution import Slip

SmallConstant: TypeAlias = Annotated[Symbol, Scalar(at_least=0)]


def epsilon_in_words(epsilon: Symbol, *, inside: bool) -> str:
    """Where the small constant is added: the two conventions differ in the last digits."""
    if epsilon.value == 0:
        return "The small constant is left out: take it as 0."
    return f"The small constant is added {'inside' if inside else 'outside'} the root."


def scaled_step(
    trace: Trace, lr: Symbol, g: Symbol, accumulator: Symbol, epsilon: Symbol, *, inside: bool
) -> None:
    """The step of a weight along `g`, divided by the root of the accumulator."""
    outer, inner = lr * g / (sqrt(accumulator) + epsilon), lr * g / sqrt(accumulator + epsilon)
    right, wrong = (inner, outer) if inside else (outer, inner)
    misplaced = Slip("epsilon-place", "epsilon was put on the wrong side of the root", wrong)
    no_root = Slip("no-root", "the square root was left out", lr * g / (accumulator + epsilon))
    step = trace.let("s", right, [misplaced, no_root] if epsilon.value else [no_root])
    w = trace.last("w")
    trace.let("w", w - step, [Slip("wrong-sign", "the step was added instead of subtracted", w + step)])
