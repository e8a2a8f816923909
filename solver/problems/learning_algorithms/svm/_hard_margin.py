"""The line with the widest margin between two classes in the plane, from the samples that are nearest."""

from collections.abc import Sequence
from fractions import Fraction

from solver.authoring import Comparison, Working
from solver.authoring.domains import Family, Grid
from solver.authoring.formulas import (
    Coordinates,
    Formula,
    Number,
    Symbol,
    Tensor,
    absolute,
    column_of,
    dot,
    minimum,
    norm,
    sum_of,
    values,
)
from solver.mathematics.convex_hulls import Nearest, nearest_points
from solver.problems.learning_algorithms._samples import as_signs

_MINUS = Number(Fraction(-1), "-1")
"""The other label, as it is given."""

MISTAKES = {
    "along-the-line": "the weights point along the line instead of across it",
    "class-means": "the weights were taken from one class mean to the other",
    "bias-sign": "the bias has the wrong sign",
    "through-a-sample": "the line was laid through a nearest sample instead of the middle",
    "half-margin": "the distance of the nearest samples from the line was taken for the whole margin",
    "squared-length": "the margin was divided by the squared length of the weights",
}

PHRASES = {
    "stem": "A hard-margin support vector machine separates the samples by the line $wx + b = 0$ with the"
    " widest margin $2/||w||$, where $y(wx + b)$ is 1 for the nearest samples.",
    "first": "Find the hard-margin support vector machine of these samples: the line $wx + b = 0$ with the"
    " widest margin, scaled so that $y(wx + b) = 1$ for the nearest samples. Give w, b, the width $2/||w||$"
    " of"
    " the margin, and the support vectors by their row numbers, from 1.",
    "second": "Which rows, counted from 1, are the support vectors of a hard-margin support vector machine"
    " for these samples? Give w and b, with $y(wx + b) = 1$ at the support vectors, and the margin"
    " $2/||w||$.",
}


def nearest(x: Grid, signs: Sequence[int]) -> Nearest:
    """Where the hulls of the classes come nearest to each other."""
    return nearest_points(*_classes(x, signs))


def _classes(x: Grid, signs: Sequence[int]) -> list[dict[int, tuple[Fraction, ...]]]:
    """The samples of the label 1, and those of the other one, by their row numbers from 0."""
    rows = list(enumerate(zip(x.values, signs, strict=True)))
    return [{i: tuple(row) for i, (row, y) in rows if y == way} for way in (1, -1)]


def solve(work: Working, x: Grid, y: Family) -> None:
    """Derive the line, and check it for all samples."""
    reason = (
        "Where the convex hulls of the two classes come nearest to each other: at two samples, or at a sample"
        " and a point of the edge between two others. A sketch shows where; the last step tells whether that"
        " is right."
    )
    work.step("Nearest samples", reason)
    signs = as_signs(y, work)
    shares = nearest(x, signs).shares
    plus, minus = ([i for i in shares if signs[i] == way] for way in (1, -1))
    edges = [part for part in (plus, minus) if len(part) > 1]
    edge = next(iter(edges), [])
    p, q = (column_of(x.rows[part[0]], name) for name, part in (("p", plus), ("q", minus)))
    with work.telling("support_vectors"):
        work.table(
            ["sample", Symbol("x"), Symbol("y")],
            [[i + 1, Coordinates(x.rows[i]), signs[i]] for i in sorted({plus[0], minus[0], *edge})],
        )
    work.say(
        "{p} is the one with the label 1 (of several the first), and {q} the one with {minus}.", minus=_MINUS
    )
    with work.telling("support_vectors"):
        d = work.let_array("d", p - q, named=p - q)
        if edge:
            v = _across(work, d, [column_of(x.rows[i]) for i in edge], is_one=len(edges) == 1)
        else:
            v = _straight_over(work, d, p, q)
    w = _weights(work, v, d, x, signs)
    b = _bias(work, w, p, q)
    _check(work, x, signs, w, b)


def _straight_over(work: Working, d: Tensor, p: Tensor, q: Tensor) -> Tensor:
    """The direction of w, from q to p, between which no other sample reaches."""
    along = [dot(d.children(), end.children()) for end in (p, q)]
    work.say("How far {p} and {q} are along {d}:")
    for length in along:
        work.display(length, length, Number(length.evaluate()), found=True)
    work.say(
        "They lie straight across from each other: {form} is at least the first of these for every sample"
        " with the label 1, and at most the second for every one with {minus}. So {w} points from {q} to"
        " {p}.",
        form=dot(d.children(), [Symbol("x_1"), Symbol("x_2")]),
        minus=_MINUS,
    )
    return d


def _across(work: Working, d: Tensor, edge: Sequence[Tensor], *, is_one: bool) -> Tensor:
    """The direction of w where it is at right angles to an edge, of one class or of both."""
    if is_one:
        work.say("One of them is nearest to a point of the edge {u} between two samples of the other class.")
    else:
        work.say("Both classes have an edge there, and the edges are parallel: {u} is one of them.")
    u = work.let_array("u", edge[1] - edge[0])
    along, across = dot(u.children(), d.children()), u[1] * d[2] - u[2] * d[1]
    if is_one:
        _foot_within(work, absolute(along) / dot(u.children(), u.children()))
    work.say("{w} is at right angles to the edge, and points toward the label 1.")
    turned = [-u[2], u[1]] if values.sign(across.evaluate()) > 0 else [u[2], -u[1]]
    return work.let_array("v", column_of(turned))


def _foot_within(work: Working, share: Formula) -> None:
    """That the point of an edge that is nearest to a sample lies between its ends."""
    work.say("The foot of the perpendicular lies on the edge, at a share of it between 0 and 1:")
    work.display(share, share, Number(share.evaluate()), found=True)


def _weights(work: Working, v: Tensor, d: Tensor, x: Grid, signs: Sequence[int]) -> Tensor:
    reason = "{w} is the multiple of {v} for which {form} is 1 at {p} and {minus} at {q}."
    form = Symbol("w") * Symbol("x") + Symbol("b")
    work.step("Weights", reason, v=Symbol(v.name), form=form, minus=_MINUS)
    s = work.let("s", 2 / dot(v.children(), d.children()))
    means = [
        [
            sum_of([row[k] for row, y in zip(x.rows, signs, strict=True) if y == way]) / signs.count(way)
            for k in (0, 1)
        ]
        for way in (1, -1)
    ]
    c = [one - other for one, other in zip(*means, strict=True)]
    wrong = {
        "along-the-line": column_of([-s * v[2], s * v[1]]),
        "class-means": column_of(2 * entry / dot(c, c) for entry in c),
    }
    w = work.let_array("w", s * v, mistakes=wrong)
    work.answer("w", w, comparison=Comparison.FEASIBLE)
    return w


def _bias(work: Working, w: Tensor, p: Tensor, q: Tensor) -> Symbol:
    work.step("Bias", "The line runs through the middle between {p} and {q}.")
    middle = (
        dot(w.children(), [one + other for one, other in zip(p.children(), q.children(), strict=True)]) / 2
    )
    wrong = {"bias-sign": middle, "through-a-sample": -dot(w.children(), p.children())}
    with work.telling("support_vectors"):
        b = work.let("b", -middle, mistakes=wrong)
    work.answer("b", b, comparison=Comparison.FEASIBLE)
    return b


def _check(work: Working, x: Grid, signs: Sequence[int], w: Tensor, b: Symbol) -> None:
    work.decide_by_values()
    reason = (
        "{m} is y(wx + b). Where it is nowhere below 1, the margin is as wide as the hulls are apart, and no"
        " line has a wider one."
    )
    work.step("Margin", reason)
    found = [
        work.let(f"m_{i}", Symbol(f"y_{i}", Fraction(y)) * (dot(w.children(), row) + b), shown=i == 1)
        for i, (row, y) in enumerate(zip(x.rows, signs, strict=True), 1)
    ]
    rows = zip(x.rows, signs, found, strict=True)
    work.table(
        ["sample", Symbol("x"), Symbol("y"), Symbol("m")],
        [[i, Coordinates(row), y, m] for i, (row, y, m) in enumerate(rows, 1)],
    )
    least = work.let("m", minimum(*found))
    width = 2 * least / norm(w)
    wrong = {"half-margin": least / norm(w), "squared-length": 2 * least / dot(w.children(), w.children())}
    work.answer("margin", work.let("gamma", width, mistakes=wrong))
    work.say("The support vectors are the samples whose {m} is the least.", m=Symbol("m"))
    # Their m may differ where steps are rounded; they are the nearest all the same.
    near = [i + 1 for i in nearest(x, signs).are_nearest(*_classes(x, signs))]
    known = ("support_vectors",)
    work.answer("support_vectors", near, comparison=Comparison.MULTISET, samples=x.rows, form_tells=known)
