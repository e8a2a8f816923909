"""The integrals of a density times a logarithm: shown with the density put in, and worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from solver.mathematics.formula import Convention, Formula, Relation, Symbol
from solver.problems.information_theory._density import Density, X, combined
from solver.problems.information_theory._kinds import ENDLESS
from solver.problems.information_theory._logarithm import Logarithm
from solver.problems.information_theory._moments import Moments
from solver.record.recorder import Working
from solver.record.solution import Mistake


def entropy(work: Working, log: Logarithm, p: Density, moments: Moments) -> Symbol:
    """h(p) = -integral of p log p."""
    known = ("", ", that of {first} the mean", ", that of the squared distance from the mean the variance")
    work.step(
        f"Entropy of {{p}}, in {log.unit}",
        "The density is put in and its logarithm taken apart."
        f" The integral of {{density}} is 1{known[p.degree]}.",
        p=Symbol(p.letter),
        density=p.symbol,
        first=X * p.symbol,
    )
    known_moments = {1: moments.mean, 2: moments.variance}
    result = _mean_information(work, f"h({p.letter})", log, p, p, known_moments)
    if result.evaluate() < 0:
        work.say("Unlike the entropy of a distribution, that of a density may be negative.")
    return result


def cross_entropy(work: Working, log: Logarithm, f: Density, g: Density, moments: Moments) -> Symbol:
    """h(f,g) = -integral of f log g, where g is positive wherever f is."""
    known = ("", ", that of {first} the mean", ", that of the squared distance is called {S}")
    work.step(
        f"Cross-entropy of {{f}} and {{g}}, in {log.unit}",
        "The logarithm is of {g}, the mean under {f}."
        f" The integral of {{density}} is 1{known[g.degree]}.",
        f=Symbol("f"),
        g=Symbol("g"),
        density=f.symbol,
        first=X * f.symbol,
        S=Symbol("S"),
    )
    spread = moments.spread(g.center)
    if g.degree == 2:
        work.say(
            "The distance is taken by way of the mean: {split}. The mixed term integrates to 0.",
            split=Relation(X - g.center, "=", (X - moments.mean) + (moments.mean - g.center)),
        )
        mistake = Mistake("means-ignored", "the distance between the means was left out", moments.variance)
        spread = work.let("S", spread, named=f.integral((X - g.center) ** 2 * f.symbol), mistakes=[mistake])
    return _mean_information(work, "h(f,g)", log, f, g, {1: moments.mean, 2: spread}, [_swapped(log, f, g)])


def infinite_cross_entropy(work: Working, log: Logarithm, f: Density, g: Density) -> Symbol:
    """h(f,g) where f has probability outside the support of g."""
    letters = {"f": Symbol("f"), "g": Symbol("g")}
    work.step(
        f"Cross-entropy of {{f}} and {{g}}, in {log.unit}",
        "The logarithm is of {g}, the mean under {f}.",
        **letters,
    )
    where = g.outside.format(*g.typed)
    if g.misses(f):
        start = f"The supports do not overlap: {{g}} is 0 {where}, and all probability of {{f}} lies there."
    else:
        start = (
            f"{{f}} reaches beyond the support of {{g}}: {{g}} is 0 {where}, and {{f}} has probability there."
        )
    work.say(
        start + " Where {density} is 0, {surprise} is infinite, and so is its mean under {f}.",
        **letters,
        density=g.symbol,
        surprise=-log(g.symbol),
    )
    infinite = Convention(-f.integral(f.symbol * log(g.symbol)), ENDLESS)
    return work.let("h(f,g)", infinite, mistakes=[_swapped(log, f, g)])


def _mean_information(
    work: Working,
    name: str,
    log: Logarithm,
    p: Density,
    q: Density,
    moments: Mapping[int, Formula],
    mistakes: Sequence[Mistake] = (),
) -> Symbol:
    """The integral of -p log q: with q put in, split into integrals that are known, and worked out."""
    terms, powers = q.information(log), q.powers
    weighted = {0: p.symbol} | {degree: power * p.symbol for degree, power in powers.items()}
    named = (
        -p.integral(p.symbol * log(q.symbol)),
        -p.integral(p.symbol * log(q.at)),
        p.integral(p.symbol * combined(terms, powers)),
        combined(terms, {degree: p.integral(part) for degree, part in weighted.items()}),
    )
    right, wrong = combined(terms, moments), combined(q.information(log.wrong), moments)
    common = (
        Mistake("wrong-base", log.mistake, wrong),
        Mistake("no-minus-sign", "the minus sign of the integral was forgotten", -right),
    )
    return work.let(name, right, named=named, mistakes=[*common, *mistakes])


def swapped_cross_entropy(log: Logarithm, f: Density, g: Density) -> Formula:
    """h(g,f), the integral of g log f in place of that of f log g."""
    if not f.covers(g):
        return Convention(-g.integral(g.symbol * log(f.symbol)), ENDLESS)
    moments = Moments.of(g)
    return combined(f.information(log), {1: moments.mean, 2: moments.spread(f.center)})


def _swapped(log: Logarithm, f: Density, g: Density) -> Mistake:
    return Mistake("swapped", "f and g were swapped", swapped_cross_entropy(log, f, g))
