"""The proof that no line separates two classes: conditions that contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import lcm

from solver.mathematics.formula import Formula, Relation, Symbol, lift, sum_of
from solver.problems.perceptrons._data import Sample
from solver.problems.perceptrons._hulls import Nearest
from solver.problems.perceptrons._linear import border_name, indexed, letters, linear, weighted_sums
from solver.record.recorder import Working

WIDEST_POINT = 3
"""A point of more coordinates is named by its row beside its condition."""
_CONDITIONS = {1: ">=", 0: "<"}
_B, _ONE = Symbol("b"), Symbol("", Fraction(1))


def prove_inseparable(work: Working, samples: Sequence[Sample], nearest: Nearest) -> None:
    """Derive a contradiction from the conditions that a separating line would have to meet."""
    border = border_name(len(nearest.first))
    work.step(
        f"What a {border} would have to do",
        "Target 1 needs {z} to be at least 0, target 0 needs {z} below 0.",
        z=Symbol("z"),
    )
    used = [s for s in samples if s.number in nearest.shares]
    times = _state_conditions(work, used, nearest)
    work.step(
        "Add the conditions up",
        "Each condition is multiplied by its {c} and added to the others of its target: {u} is the sum for "
        "target 1, {v} for target 0.",
        **letters("c", "u", "v"),
    )
    sums = _add_conditions(work, used, times)
    work.step("The contradiction", "The two sums have the same left side.")
    work.say(
        f"It would have to be at least 0 and below 0 at once. No weights and no bias do that: no {border} "
        "separates the classes."
    )
    work.say("Divided by {count}, both sums are one point:", count=sums[-1])
    for i, coefficient in enumerate(sums[:-1], 1):
        work.let(f"r_{i}", coefficient / sums[-1])
    work.say(
        "It is a weighted mean of samples of target 1 and of samples of target 0 alike: the convex hulls "
        "of the two classes meet there."
    )
    mistake = ("a line was accepted that errs on a sample", True)
    work.answer("separable", work.choose(False, {"error-overlooked": mistake}))


def _state_conditions(work: Working, used: Sequence[Sample], nearest: Nearest) -> dict[int, Symbol]:
    """Show what each sample demands, and how often it is taken; returns the latter."""
    inputs = len(nearest.first)
    unknowns = indexed("w", inputs)
    products = [w * x for w, x in zip(unknowns, indexed("x", inputs), strict=True)]
    work.display(Symbol("z"), sum_of([*products, _B]), values=False)
    whole = lcm(*(share.denominator for share in nearest.shares.values()))
    times = {s.number: work.let(f"c_{s.number}", whole * nearest.shares[s.number], shown=False) for s in used}
    narrow = inputs <= WIDEST_POINT
    rows: list[list[Formula]] = []
    for s in used:
        condition = _condition(linear([*s.inputs, _ONE], [*unknowns, _B]), int(s.target))
        rows.append([s.point if narrow else lift(s.number), s.target, condition, times[s.number]])
    headings = (Symbol("x") if narrow else "row", Symbol("y"), "condition", Symbol("c"))
    work.table(headings, rows, "Conditions that cannot all be met:")
    return times


def _add_conditions(work: Working, used: Sequence[Sample], times: Mapping[int, Symbol]) -> list[Symbol]:
    """Add up the conditions of each target; returns the coefficients, which are the same in both sums."""
    unknowns = [*indexed("w", len(used[0].inputs)), _B]
    sums = []
    for name, y in (("u", 1), ("v", 0)):
        members = [s for s in used if int(s.target) == y]
        count = sum_of([times[s.number] for s in members])
        sums.append([*weighted_sums(work, name, members, times), work.let(f"{name}_b", count)])
    for name, coefficients in zip("UV", sums, strict=True):
        symbolic = sum_of([c * unknown for c, unknown in zip(coefficients, unknowns, strict=True)])
        work.rewrite(Symbol(name), symbolic, partial(_written_out, coefficients, unknowns))
    work.say(
        "Together, the conditions of target 1 demand {ones}, and those of target 0 demand {zeros}.",
        ones=_condition(Symbol("U"), 1),
        zeros=_condition(Symbol("V"), 0),
    )
    return sums[0]


def _condition(left: Formula, target: int) -> Relation:
    return Relation(left, _CONDITIONS[target], lift(0))


def _written_out(coefficients: Sequence[Symbol], unknowns: Sequence[Symbol], _: Formula) -> Formula:
    return linear(coefficients, unknowns)
