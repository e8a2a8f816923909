"""The proof that no line separates two classes: conditions that contradict each other."""

from collections.abc import Mapping, Sequence
from math import lcm

from solver.authoring import Formula, Relation, Symbol, Working, dot, lift, linear_form, sum_of
from solver.mathematics.convex_hulls import Nearest
from solver.problems.perceptrons._data import Sample, weighted_sums

WIDEST_POINT = 3
"""A point of more coordinates is named by its row beside its condition."""


def prove_inseparable(work: Working, samples: Sequence[Sample], nearest: Nearest, border: str) -> None:
    """Derive a contradiction from the conditions that a separating line would have to meet."""
    used = [s for s in samples if s.number in nearest.shares]
    unknowns = [*(Symbol(f"w_{i}") for i in range(1, len(nearest.first) + 1)), Symbol("b")]
    reason = "Target 1 needs {z} to be at least 0, target 0 needs {z} below 0."
    work.step(f"What a {border} would have to do", reason, z=Symbol("z"))
    times = _state_conditions(work, used, nearest, unknowns)
    reason = (
        "Each condition is multiplied by its {c} and added to the others of its target: {u} is the sum for "
        "target 1, {v} for target 0."
    )
    work.step("Add the conditions up", reason, c=Symbol("c"), u=Symbol("u"), v=Symbol("v"))
    *coefficients, count = _add_conditions(work, used, times, unknowns)
    work.step("The contradiction", "The two sums have the same left side.")
    work.say(
        f"It would have to be at least 0 and below 0 at once. No weights and no bias do that: no {border} "
        "separates the classes."
    )
    work.say("Divided by {count}, both sums are one point:", count=count)
    for i, coefficient in enumerate(coefficients, 1):
        work.let(f"r_{i}", coefficient / count)
    work.say(
        "It is a weighted mean of samples of target 1 and of samples of target 0 alike: the convex hulls "
        "of the two classes meet there."
    )
    work.answer("separable", work.choose(False, {"error-overlooked": True}))


def _state_conditions(
    work: Working, used: Sequence[Sample], nearest: Nearest, unknowns: Sequence[Symbol]
) -> dict[int, Symbol]:
    """Show what each sample demands, and how often it is taken; returns the latter."""
    *weights, bias = unknowns
    products = [w * Symbol(f"x_{i}") for i, w in enumerate(weights, 1)]
    work.display(Symbol("z"), sum_of([*products, bias]), values=False)
    whole = lcm(*(share.denominator for share in nearest.shares.values()))
    times = {s.number: work.let(f"c_{s.number}", whole * nearest.shares[s.number], shown=False) for s in used}
    narrow = len(weights) <= WIDEST_POINT
    rows: list[list[Formula]] = []
    for s in used:
        condition = _condition(linear_form(dot([*s.inputs, lift(1)], unknowns)), int(s.target))
        rows.append([s.point if narrow else lift(s.number), s.target, condition, times[s.number]])
    headings = (Symbol("x") if narrow else "row", Symbol("y"), "condition", Symbol("c"))
    work.table(headings, rows, "Conditions that cannot all be met:")
    return times


def _add_conditions(
    work: Working, used: Sequence[Sample], times: Mapping[int, Symbol], unknowns: Sequence[Symbol]
) -> list[Symbol]:
    """Add up the conditions of each target; returns the coefficients, which are the same in both sums."""
    sums = {}
    for name, y in (("u", 1), ("v", 0)):
        members = [s for s in used if int(s.target) == y]
        weights = weighted_sums(work, name, members, times)
        sums[name] = [*weights, work.let(f"{name}_b", sum_of([times[s.number] for s in members]))]
    for name, coefficients in sums.items():
        work.rewrite(Symbol(name.upper()), dot(coefficients, unknowns), linear_form)
    together = "Together, the conditions of target 1 demand {ones}, and those of target 0 demand {zeros}."
    work.say(together, ones=_condition(Symbol("U"), 1), zeros=_condition(Symbol("V"), 0))
    return sums["u"]


def _condition(left: Formula, target: int) -> Relation:
    return Relation(left, ">=" if target else "<", lift(0))
