"""The separating line halfway between the nearest points of two classes."""

from collections.abc import Sequence
from fractions import Fraction

from solver.authoring import Comparison, Symbol, Working, dot, lift, linear_form
from solver.mathematics.convex_hulls import Nearest
from solver.mathematics.linear_systems import clearing_factor
from solver.problems.perceptrons._data import Sample, weighted_sums


def draw_line(work: Working, samples: Sequence[Sample], nearest: Nearest, border: str) -> None:
    """Derive the line halfway between the nearest points of the classes, and check it."""
    reason = (
        "{p} is a weighted mean of samples of target 1, {q} one of samples of target 0, and no other two "
        "such means are as near to each other. The last step checks what comes of them."
    )
    known = {name: Symbol(name) for name in "pqkm"}
    work.step("Where the classes come nearest to each other", reason, **known)
    p, q = _means(work, samples, nearest)
    reason = (
        "The weights point from {q} to {p}; the factor {k} makes them and the bias whole. The bias puts the "
        f"midpoint {{m}} on the {border}."
    )
    work.step(f"The {border} halfway between", reason, **known)
    w = _weights(work, p, q, nearest)
    b = _bias(work, w, p, q)
    x = [Symbol(f"x_{i}") for i in range(1, len(w) + 1)]
    work.rewrite(Symbol("z"), dot(w, x) + b, linear_form)
    work.step("Check every sample", "Target 1 needs {z} above 0, target 0 needs {z} below 0.", z=Symbol("z"))
    if _all_right(work, samples, w, b):
        work.say(
            f"Every sample is on the side of its target: this {border} separates the classes. It keeps the "
            f"greatest distance from both; any other {border} that passes this check separates them as well."
        )
        work.answer("separable", work.choose(True, {"gave-up": False}))
    else:
        work.say(f"Not every sample is on the side of its target: this {border} does not separate them.")
        work.answer("separable", False)
    work.answer("weights", w, comparison=Comparison.FEASIBLE)
    work.answer("bias", b, comparison=Comparison.FEASIBLE)


def _means(work: Working, samples: Sequence[Sample], nearest: Nearest) -> list[list[Symbol]]:
    """The nearest points, p of target 1 and q of target 0."""
    used = [s for s in samples if s.number in nearest.shares]
    shares = {s.number: work.let(f"lambda_{s.number}", nearest.shares[s.number], shown=False) for s in used}
    headings = [Symbol(name) for name in ("x", "y", "lambda")]
    work.table(headings, [[s.point, s.target, shares[s.number]] for s in used])
    classes = {name: [s for s in used if int(s.target) == y] for name, y in (("p", 1), ("q", 0))}
    return [weighted_sums(work, name, members, shares) for name, members in classes.items()]


def _weights(work: Working, p: Sequence[Symbol], q: Sequence[Symbol], nearest: Nearest) -> list[Symbol]:
    pairs = list(zip(nearest.first, nearest.second, strict=True))
    directions, biases = [a - b for a, b in pairs], [(b * b - a * a) / 2 for a, b in pairs]
    k = work.let("k", clearing_factor([*directions, sum(biases, Fraction(0))]))
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
    wrong = {
        "bias-sign": dot(w, middle),
        "through-p": -dot(w, p),
        "through-q": -dot(w, q),
        "no-bias": lift(0),
    }
    return work.let("b", -dot(w, middle), mistakes=wrong)


def _all_right(work: Working, samples: Sequence[Sample], w: Sequence[Symbol], b: Symbol) -> bool:
    """Show the sum of each sample; returns whether all are on the side of their targets."""
    sums = [work.let(f"z_{s.number}", dot(w, s.inputs) + b, shown=False) for s in samples]
    right = [z.evaluate() * (2 * int(s.target) - 1) > 0 for s, z in zip(samples, sums, strict=True)]
    rows = zip(samples, sums, right, strict=True)
    cells = [[s.point, s.target, z, "yes" if good else "no"] for s, z, good in rows]
    work.table([Symbol("x"), Symbol("y"), Symbol("z"), "right"], cells)
    return all(right)
