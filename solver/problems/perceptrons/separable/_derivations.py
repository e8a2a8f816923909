"""The line halfway between the nearest points of two classes, and the proof that there is none."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from solver.authoring import Comparison, Working
from solver.authoring.formulas import Blank, Formula, Relation, Symbol, dot, lift, linear_form, sum_of
from solver.mathematics.convex_hulls import Nearest, Shares
from solver.mathematics.linear_systems import clearing_factor
from solver.problems.perceptrons._unit import Sample

Taken = list[tuple[Sample, Symbol]]
"""Samples, each with what it is taken times."""

WIDEST_POINT = 3
"""A point of more coordinates is named by its row beside its condition."""


def _lower(samples: Sequence[Sample]) -> str:
    """The target that is not 1, in words."""
    return f"target {min(int(sample.target) for sample in samples)}"


def draw_line(work: Working, samples: Sequence[Sample], nearest: Nearest, border: str) -> None:
    """Derive the line halfway between the nearest points of the classes, and check it."""
    reason = (
        f"{{p}} is a weighted mean of samples of target 1, {{q}} one of samples of {_lower(samples)}, and no"
        " other two such means are as near to each other. The last step checks what comes of them."
    )
    work.step("Where the classes come nearest to each other", reason)
    taken = _taken(work, "lambda", samples, nearest.shares)
    work.table([*map(Symbol, ("x", "y", "lambda"))], [[*s.cells, share] for s, share in taken])
    _say_how_nearest(work, taken)
    p, q = _sums(work, "pq", taken)
    reason = (
        "The weights point from {q} to {p}; the factor {k} makes them and the bias whole. The bias puts the "
        f"midpoint {{m}} on the {border}."
    )
    work.step(f"The {border} halfway between", reason)
    w = _weights(work, p, q, nearest)
    b = _bias(work, w, p, q)
    work.rewrite(Symbol("z"), dot(w, [Symbol(f"x_{i}") for i in range(1, len(w) + 1)]) + b, linear_form)
    _check(work, samples, w, b, border)
    work.answer("weights", w, comparison=Comparison.FEASIBLE)
    work.answer("bias", b, comparison=Comparison.FEASIBLE)


def _say_how_nearest(work: Working, taken: Taken) -> None:
    """The equations that give the shares, once it is known which samples have one."""
    ones, others = ([pair for pair in taken if pair[0].is_one is is_one] for is_one in (True, False))
    if len(taken) == 2:
        work.say("These two samples face each other in a sketch: each is taken as it is.")
        return
    work.say(
        "How each {lambda} is found: take the samples that face each other in a sketch. The {lambda} of a"
        " target sum to 1, and {form} is at right angles to every line between two of its samples:",
        form=Symbol("p") - Symbol("q"),
    )
    for own in (ones, others):
        work.display(sum_of([share for _, share in own]), lift(1), values=False)
        first = own[0][0]
        for sample, _ in own[1:]:
            across = [a - b for a, b in zip(sample.inputs, first.inputs, strict=True)]
            ways = [(1 if s.is_one else -1, s, share) for s, share in taken]
            terms = [way * dot(s.inputs, across).evaluate() * share for way, s, share in ways]
            work.display(linear_form(sum_of(terms)), lift(0), values=False)


def _weights(work: Working, p: Sequence[Symbol], q: Sequence[Symbol], nearest: Nearest) -> list[Symbol]:
    pairs = list(zip(nearest.first, nearest.second, strict=True))
    bias = sum(((b * b - a * a) / 2 for a, b in pairs), Fraction(0))
    k = work.let("k", clearing_factor([*(a - b for a, b in pairs), bias]))
    weights = []
    for i, (p_i, q_i) in enumerate(zip(p, q, strict=True)):
        wrong = {"reversed-weights": k * (q_i - p_i), "points-added": k * (p_i + q_i)}
        if len(p) == 2:
            wrong["along-the-line"] = k * (p[0] - q[0]) if i else k * (q[1] - p[1])
        weights.append(work.let(f"w_{i + 1}", k * (p_i - q_i), mistakes=wrong))
    return weights


def _bias(work: Working, w: Sequence[Symbol], p: Sequence[Symbol], q: Sequence[Symbol]) -> Symbol:
    """The bias that puts the midpoint on the border."""
    middle = []
    for i, (p_i, q_i) in enumerate(zip(p, q, strict=True), 1):
        middle.append(work.let(f"m_{i}", (p_i + q_i) / 2, mistakes={"sum-for-midpoint": p_i + q_i}))
    across = dot(w, middle)
    wrong = {"bias-sign": across, "through-p": -dot(w, p), "through-q": -dot(w, q), "no-bias": lift(0)}
    return work.let("b", -across, mistakes=wrong)


def _check(work: Working, samples: Sequence[Sample], w: Sequence[Symbol], b: Symbol, border: str) -> None:
    """Show the sum of each sample, and whether all of them are on the side of their targets."""
    reason = f"Target 1 needs {{z}} above 0, {_lower(samples)} needs {{z}} below 0."
    work.step("Check every sample", reason)
    sums = [work.let(f"z_{s.number}", dot(w, s.inputs) + b, shown=False) for s in samples]
    right = [z.evaluate() * (1 if s.is_one else -1) > 0 for s, z in zip(samples, sums, strict=True)]
    rows = zip(samples, sums, right, strict=True)
    cells = [[*s.cells, z, "yes" if good else "no"] for s, z, good in rows]
    work.table([Symbol("x"), Symbol("y"), Symbol("z"), "right"], cells, found=("right",))
    if all(right):
        work.say(
            f"Every sample is on the side of its target: this {border} separates the classes. It keeps the "
            f"greatest distance from both; any other {border} that passes this check separates them as well."
        )
        work.answer("separable", work.choose(True, {"gave-up": False}))
    else:
        work.say(f"Not every sample is on the side of its target: this {border} does not separate them.")
        work.answer("separable", False)


def prove_inseparable(work: Working, samples: Sequence[Sample], nearest: Nearest, border: str) -> None:
    """Derive a contradiction from the conditions that a separating line would have to meet."""
    reason = f"Target 1 needs {{z}} to be at least 0, {_lower(samples)} needs {{z}} below 0."
    work.step(f"What a {border} would have to do", reason)
    unknowns = [*(Symbol(f"w_{i}") for i in range(1, len(nearest.first) + 1)), Symbol("b")]
    taken = _conditions(work, samples, nearest.shares, unknowns)
    reason = (
        "Each condition is multiplied by its {c} and added to the others of its target: {u} is the sum for "
        f"target 1, {{v}} for {_lower(samples)}."
    )
    work.step("Add the conditions up", reason)
    *coefficients, count = _add_conditions(work, taken, unknowns, _lower(samples))
    work.step("The contradiction", "The two sums have the same left side.")
    work.say(
        f"It would have to be at least 0 and below 0 at once. No weights and no bias do that: no {border} "
        "separates the classes."
    )
    work.say("Divided by {count}, both sums are one point:", count=count)
    for i, coefficient in enumerate(coefficients, 1):
        work.let(f"r_{i}", coefficient / count)
    work.say(
        f"It is a weighted mean of samples of target 1 and of samples of {_lower(samples)} alike: the convex"
        " hulls of the two classes meet there."
    )
    work.answer("separable", work.choose(False, {"error-overlooked": True}))
    work.withhold(weights=tuple(Blank() for _ in coefficients), bias=Blank())


def _conditions(work: Working, samples: Sequence[Sample], shares: Shares, unknowns: list[Symbol]) -> Taken:
    """Show what each sample demands, and how often it is taken; returns the latter."""
    x = [Symbol(f"x_{i}") for i in range(1, len(unknowns))]
    work.display(Symbol("z"), dot(unknowns[:-1], x) + unknowns[-1], values=False)
    whole = lcm(*(share.denominator for share in shares.values()))
    taken = _taken(work, "c", samples, {number: whole * share for number, share in shares.items()})
    narrow = len(x) <= WIDEST_POINT
    rows: list[list[Formula]] = []
    for sample, times in taken:
        left = linear_form(dot([*sample.inputs, lift(1)], unknowns))
        named = sample.cells[0] if narrow else lift(sample.number)
        condition = Relation(left, ">=" if sample.is_one else "<", lift(0))
        rows.append([named, sample.target, condition, times])
    headings = (Symbol("x") if narrow else "row", Symbol("y"), "condition", Symbol("c"))
    work.table(headings, rows, "Conditions that cannot all be met:")
    work.say(
        "How each {c} is found: take the samples where the classes overlap in a sketch. Each taken {c} times,"
        " those of both targets have the same sums: an equation for each input, and one for {b}. Any positive"
        " numbers that solve them will do:"
    )
    for numbers in zip(*(sample.inputs for sample, _ in taken), strict=True):
        _balance(work, taken, numbers)
    _balance(work, taken, [lift(1)] * len(taken))
    return taken


def _balance(work: Working, taken: Taken, numbers: Sequence[Formula]) -> None:
    """That numbers of the samples have the same sum for both targets."""
    pairs = list(zip(taken, numbers, strict=True))
    left, right = (
        linear_form(sum_of([number.evaluate() * times for (s, times), number in pairs if s.is_one is is_one]))
        for is_one in (True, False)
    )
    work.display(left, right, values=False)


def _add_conditions(work: Working, taken: Taken, unknowns: Sequence[Symbol], lower: str) -> list[Symbol]:
    """Add up the conditions of each target; returns the coefficients, which are the same in both sums."""
    u, v = _sums(work, "uv", taken, counted=True)
    work.rewrite(Symbol("U"), dot(u, unknowns), linear_form)
    work.rewrite(Symbol("V"), dot(v, unknowns), linear_form)
    together = f"Together, the conditions of target 1 demand {{ones}}, and those of {lower} demand {{zeros}}."
    ones, zeros = Relation(Symbol("U"), ">=", lift(0)), Relation(Symbol("V"), "<", lift(0))
    work.say(together, ones=ones, zeros=zeros)
    return u


def _taken(work: Working, name: str, samples: Sequence[Sample], shares: Shares) -> Taken:
    """The samples that have a share, each with the quantity that tells it."""
    used = [s for s in samples if s.number in shares]
    return [(s, work.let(f"{name}_{s.number}", shares[s.number], shown=False)) for s in used]


def _sums(work: Working, names: str, taken: Taken, *, counted: bool = False) -> list[list[Symbol]]:
    """Input by input, the sum over the samples of target 1, and that over the others.

    Each sample is taken times its share; if `counted`, the sum of the shares comes last.
    """
    sums = []
    for name, is_one in zip(names, (True, False), strict=True):
        members = [(s.inputs, share) for s, share in taken if s.is_one is is_one]
        points, shares = zip(*members, strict=True)
        columns = enumerate(zip(*points, strict=True), 1)
        sums.append([work.let(f"{name}_{i}", dot(shares, column)) for i, column in columns])
        if counted:
            sums[-1].append(work.let(f"{name}_b", sum_of(shares)))
    return sums
