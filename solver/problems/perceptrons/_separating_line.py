"""The separating line halfway between the nearest points of two classes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from solver.mathematics.formula import Formula, Symbol, lift, sum_of
from solver.problems.perceptrons._data import Sample
from solver.problems.perceptrons._hulls import Nearest
from solver.problems.perceptrons._linear import border_name, indexed, letters, linear, weighted_sums
from solver.record.comparison import Comparison
from solver.record.recorder import Working
from solver.record.solution import Mistake


def draw_line(work: Working, samples: Sequence[Sample], nearest: Nearest) -> None:
    """Derive the line halfway between the nearest points of the classes, and check it."""
    border = border_name(len(nearest.first))
    work.step(
        "Where the classes come nearest to each other",
        "{p} is a weighted mean of samples of target 1, {q} one of samples of target 0, and no other two "
        "such means are as near to each other. The last step checks what comes of them.",
        **letters("p", "q"),
    )
    p, q = _means(work, samples, nearest)
    work.step(
        f"The {border} halfway between",
        "The weights point from {q} to {p}; the factor {k} makes them and the bias whole. The bias puts the "
        f"midpoint {{m}} on the {border}.",
        **letters("p", "q", "k", "m"),
    )
    w = _weights(work, p, q, _scale(nearest))
    b = _bias(work, w, p, q)
    unknowns = indexed("x", len(w))
    weighted = sum_of([*(w_i * x for w_i, x in zip(w, unknowns, strict=True)), b])
    work.rewrite(Symbol("z"), weighted, lambda _: linear([*w, b], [*unknowns, None]))
    work.step("Check every sample", "Target 1 needs {z} above 0, target 0 needs {z} below 0.", z=Symbol("z"))
    sums = [work.let(f"z_{s.number}", _product(w, s.inputs) + b, shown=False) for s in samples]
    right = [z.evaluate() * (2 * int(s.target) - 1) > 0 for s, z in zip(samples, sums, strict=True)]
    work.table(
        [Symbol("x"), Symbol("y"), Symbol("z"), "right"],
        [
            [s.point, s.target, z, "yes" if good else "no"]
            for s, z, good in zip(samples, sums, right, strict=True)
        ],
    )
    if all(right):
        work.say(
            f"Every sample is on the side of its target: this {border} separates the classes. It keeps the "
            f"greatest distance from both; any other {border} that passes this check separates them as well."
        )
    else:
        work.say(f"Not every sample is on the side of its target: this {border} does not separate them.")
    mistake = ("one attempt that failed was taken for a proof", False)
    found = work.choose(True, {"gave-up": mistake})
    work.answer("separable", all(right) and found)
    work.answer("weights", w, comparison=Comparison.FEASIBLE)
    work.answer("bias", b, comparison=Comparison.FEASIBLE)


def _means(work: Working, samples: Sequence[Sample], nearest: Nearest) -> list[list[Symbol]]:
    """The nearest points, p of target 1 and q of target 0."""
    used = [s for s in samples if s.number in nearest.shares]
    shares = {s.number: work.let(f"lambda_{s.number}", nearest.shares[s.number], shown=False) for s in used}
    work.table(
        [Symbol("x"), Symbol("y"), Symbol("lambda")], [[s.point, s.target, shares[s.number]] for s in used]
    )
    by_target = [(name, [s for s in used if int(s.target) == y]) for name, y in (("p", 1), ("q", 0))]
    return [weighted_sums(work, name, members, shares) for name, members in by_target]


def _scale(nearest: Nearest) -> Fraction:
    """The factor that makes weights and bias whole numbers without a common divisor."""
    weights = [p - q for p, q in zip(nearest.first, nearest.second, strict=True)]
    middle = [(p + q) / 2 for p, q in zip(nearest.first, nearest.second, strict=True)]
    numbers = [*weights, sum(w * m for w, m in zip(weights, middle, strict=True))]
    common = lcm(*(number.denominator for number in numbers))
    return Fraction(common, gcd(*(int(number * common) for number in numbers)))


def _weights(work: Working, p: Sequence[Symbol], q: Sequence[Symbol], scale: Fraction) -> list[Symbol]:
    k = work.let("k", scale)
    pairs = list(zip(p, q, strict=True))
    along = [k * (pairs[1][1] - pairs[1][0]), k * (pairs[0][0] - pairs[0][1])] if len(pairs) == 2 else []
    weights = []
    for i, (p_i, q_i) in enumerate(pairs, 1):
        mistakes = [
            Mistake("reversed-weights", "the weights point away from target 1", k * (q_i - p_i)),
            Mistake("points-added", "the points were added instead of subtracted", k * (p_i + q_i)),
        ]
        if along:
            words = "the weights point along the line instead of across it"
            mistakes.append(Mistake("along-the-line", words, along[i - 1]))
        weights.append(work.let(f"w_{i}", k * (p_i - q_i), mistakes=mistakes))
    return weights


def _bias(work: Working, w: Sequence[Symbol], p: Sequence[Symbol], q: Sequence[Symbol]) -> Symbol:
    """The bias that puts the midpoint on the border."""
    border = border_name(len(w))
    middle = []
    for i, (p_i, q_i) in enumerate(zip(p, q, strict=True), 1):
        mistake = Mistake("sum-for-midpoint", "the sum was not halved", p_i + q_i)
        middle.append(work.let(f"m_{i}", (p_i + q_i) / 2, mistakes=[mistake]))
    mistakes = [
        Mistake("bias-sign", "the bias has the wrong sign", _product(w, middle)),
        Mistake("through-p", f"the {border} was laid through p instead of the midpoint", -_product(w, p)),
        Mistake("through-q", f"the {border} was laid through q instead of the midpoint", -_product(w, q)),
        Mistake("no-bias", f"the {border} was laid through the origin, without a bias", lift(0)),
    ]
    return work.let("b", -_product(w, middle), mistakes=mistakes)


def _product(w: Sequence[Symbol], point: Sequence[Symbol]) -> Formula:
    return sum_of([w_i * x_i for w_i, x_i in zip(w, point, strict=True)])
