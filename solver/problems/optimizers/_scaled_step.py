"""The step that is divided by a root, and the small constant that keeps it finite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from solver.domains import Scalar
from solver.mathematics.formula import Formula, Symbol, sqrt
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip

SmallConstant: TypeAlias = Annotated[Symbol, Scalar(at_least=0)]


def epsilon_in_words(epsilon: Symbol, *, inside: bool) -> str:
    """Where the small constant is added: the two conventions differ in the last digits."""
    if epsilon.value == 0:
        return "The small constant is left out: take it as 0."
    return f"The small constant is added {'inside' if inside else 'outside'} the root."


def scaled(lr: Symbol, g: Symbol, accumulator: Symbol, epsilon: Symbol, *, inside: bool) -> Formula:
    """A step along `g`, divided by the root of the accumulator."""
    return lr * g / (sqrt(accumulator + epsilon) if inside else sqrt(accumulator) + epsilon)


def scaled_step(
    trace: Trace,
    lr: Symbol,
    g: Symbol,
    accumulator: Symbol,
    epsilon: Symbol,
    *,
    inside: bool,
    slips: Sequence[Slip] = (),
) -> None:
    """Record a scaled step of a weight, with the slips of its method besides those that all make."""
    right, wrong = (scaled(lr, g, accumulator, epsilon, inside=place) for place in (inside, not inside))
    misplaced = Slip("epsilon-place", "epsilon was put on the wrong side of the root", wrong)
    no_root = Slip("no-root", "the square root was left out", lr * g / (accumulator + epsilon))
    common = [misplaced, no_root] if epsilon.value else [no_root]
    step = trace.let("s", right, [*common, *slips])
    w = trace.last("w")
    trace.let("w", w - step, [Slip("wrong-sign", "the step was added instead of subtracted", w + step)])
