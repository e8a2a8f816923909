"""The two outcomes of a separability problem: a line that separates, or a proof that none does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import gcd, lcm

from solver.comparison import Comparison
from solver.formula import Formula, Number, Relation, Symbol, lift, sum_of
from solver.problems.perceptrons._data import Sample
from solver.problems.perceptrons._hulls import Nearest
from solver.problems.perceptrons._unit import telling
from solver.solution import Slip
from solver.working import Working

WIDEST_POINT = 3
"""A point of more coordinates is named by its row beside its condition."""
_BORDERS = {1: "border", 2: "line", 3: "plane"}
_CONDITIONS = {1: ">=", 0: "<"}
_B = Symbol("b")


def border_name(inputs: int) -> str:
    """What separates points of so many coordinates."""
    return _BORDERS.get(inputs, "hyperplane")


def draw_line(work: Working, samples: Sequence[Sample], nearest: Nearest) -> None:
    """Derive the line halfway between the nearest points of the classes, and check it."""
    border = border_name(len(nearest.first))
    work.step(
        "Where the classes come nearest to each other",
        "{p} is a weighted mean of samples of target 1, {q} one of samples of target 0, and no other two "
        "such means are as near to each other. The last step checks what comes of them.",
        **_letters("p", "q"),
    )
    p, q = _means(work, samples, nearest)
    work.step(
        f"The {border} halfway between",
        "The weights point from {q} to {p}; the factor {k} makes them and the bias whole. The bias puts the "
        f"midpoint {{m}} on the {border}.",
        **_letters("p", "q", "k", "m"),
    )
    w, b = _weights(work, p, q, _scale(nearest))
    constant = [_signed(Number(abs(b.evaluate())), b.evaluate())] if b.value != 0 else []
    work.display(Symbol("z"), sum_of([*_terms(w, _names("x", len(w))), *constant]))
    work.step("Check every sample", "Target 1 needs {z} above 0, target 0 needs {z} below 0.", z=Symbol("z"))
    sums = [work.let(f"z_{s.number}", _sum(w, b, s), shown=False) for s in samples]
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
    slip = ("one attempt that failed was taken for a proof", Fraction(0))
    found = work.choose("separable", Fraction(1), {"gave-up": slip})
    work.answer("separable", all(right) and found == 1)
    work.answer("weights", w, comparison=Comparison.WITNESS)
    work.answer("bias", b, comparison=Comparison.WITNESS)


def _sum(w: Sequence[Symbol], b: Symbol, sample: Sample) -> Formula:
    return sum_of([*(weight * x for weight, x in zip(w, sample.inputs, strict=True)), b])


def _means(work: Working, samples: Sequence[Sample], nearest: Nearest) -> list[list[Symbol]]:
    """The nearest points, p of target 1 and q of target 0."""
    used = [s for s in samples if s.number in nearest.shares]
    shares = {s.number: work.let(f"lambda_{s.number}", nearest.shares[s.number], shown=False) for s in used}
    work.table(
        [Symbol("x"), Symbol("y"), Symbol("lambda")], [[s.point, s.target, shares[s.number]] for s in used]
    )
    return [
        _sums(work, name, [s for s in used if int(s.target) == y], shares) for name, y in (("p", 1), ("q", 0))
    ]


def _scale(nearest: Nearest) -> Fraction:
    """The factor that makes weights and bias whole numbers without a common divisor."""
    weights = [p - q for p, q in zip(nearest.first, nearest.second, strict=True)]
    middle = [(p + q) / 2 for p, q in zip(nearest.first, nearest.second, strict=True)]
    numbers = [*weights, sum(w * m for w, m in zip(weights, middle, strict=True))]
    common = lcm(*(number.denominator for number in numbers))
    return Fraction(common, gcd(*(int(number * common) for number in numbers)))


def _weights(
    work: Working, p: Sequence[Symbol], q: Sequence[Symbol], scale: Fraction
) -> tuple[list[Symbol], Symbol]:
    k = work.let("k", scale, shown=False)
    pairs = list(enumerate(zip(p, q, strict=True), 1))
    w, m = [], []
    for i, (p_i, q_i) in pairs:
        slip = Slip("reversed-weights", "the weights point away from target 1", k * (q_i - p_i))
        w.append(_let(work, f"w_{i}", k * (p_i - q_i), slip))
    for i, (p_i, q_i) in pairs:
        slip = Slip("sum-for-midpoint", "the sum was not halved", p_i + q_i)
        m.append(_let(work, f"m_{i}", (p_i + q_i) / 2, slip))
    products = sum_of([w_i * m_i for w_i, m_i in zip(w, m, strict=True)])
    return w, _let(work, "b", -products, Slip("bias-sign", "the bias has the wrong sign", products))


def _let(work: Working, name: str, formula: Formula, slip: Slip) -> Symbol:
    return work.let(name, formula, slips=telling(formula, [slip]))


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
        **_letters("c", "u", "v"),
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
    slip = ("a line was accepted that errs on a sample", Fraction(1))
    work.answer("separable", bool(work.choose("separable", Fraction(0), {"error-overlooked": slip})))


def _state_conditions(work: Working, used: Sequence[Sample], nearest: Nearest) -> dict[int, Symbol]:
    """Show what each sample demands, and how often it is taken; returns the latter."""
    inputs = len(nearest.first)
    unknowns = _names("w", inputs)
    products = [w * x for w, x in zip(unknowns, _names("x", inputs), strict=True)]
    work.display(Symbol("z"), sum_of([*products, _B]), values=False)
    whole = lcm(*(share.denominator for share in nearest.shares.values()))
    times = {s.number: work.let(f"c_{s.number}", whole * nearest.shares[s.number], shown=False) for s in used}
    narrow = inputs <= WIDEST_POINT
    rows: list[list[Formula]] = []
    for s in used:
        condition = _condition([*_terms(s.inputs, unknowns), _B], int(s.target))
        rows.append([s.point if narrow else lift(s.number), s.target, condition, times[s.number]])
    headings = (Symbol("x") if narrow else "row", Symbol("y"), "condition", Symbol("c"))
    work.table(headings, rows, "Conditions that cannot all be met:")
    return times


def _add_conditions(work: Working, used: Sequence[Sample], times: Mapping[int, Symbol]) -> list[Symbol]:
    """Add up the conditions of each target; returns the coefficients, which are the same in both sums."""
    unknowns = [*_names("w", len(used[0].inputs)), _B]
    sums = []
    for name, y in (("u", 1), ("v", 0)):
        members = [s for s in used if int(s.target) == y]
        count = sum_of([times[s.number] for s in members])
        sums.append([*_sums(work, name, members, times), work.let(f"{name}_b", count)])
    ones, zeros = (_terms(coefficients, unknowns) for coefficients in sums)
    rows = [[lift(1), _condition(ones, 1)], [lift(0), _condition(zeros, 0)]]
    work.table([Symbol("y"), "sum of the conditions"], rows)
    return sums[0]


def _sums(work: Working, name: str, samples: Sequence[Sample], factors: Mapping[int, Symbol]) -> list[Symbol]:
    """Input by input, the sum over the samples, each taken times its factor."""
    return [
        work.let(f"{name}_{i}", sum_of([factors[s.number] * s.inputs[i - 1] for s in samples]))
        for i in range(1, len(samples[0].inputs) + 1)
    ]


def _condition(terms: Sequence[Formula], target: int) -> Relation:
    return Relation(sum_of(terms), _CONDITIONS[target], lift(0))


def _terms(coefficients: Sequence[Symbol], unknowns: Sequence[Symbol]) -> list[Formula]:
    """The products, without those that are 0 and without factors of 1."""
    pairs = zip(coefficients, unknowns, strict=True)
    return [_term(c.evaluate(), unknown) for c, unknown in pairs if c.value != 0]


def _term(coefficient: Fraction, unknown: Symbol) -> Formula:
    size = abs(coefficient)
    return _signed(unknown if size == 1 else Number(size) * unknown, coefficient)


def _signed(term: Formula, sign: Fraction) -> Formula:
    return -term if sign < 0 else term


def _letters(*letters: str) -> dict[str, Symbol]:
    return {letter: Symbol(letter) for letter in letters}


def _names(letter: str, count: int) -> list[Symbol]:
    return [Symbol(f"{letter}_{i}") for i in range(1, count + 1)]
