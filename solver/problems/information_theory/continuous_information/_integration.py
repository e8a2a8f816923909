"""The integrals of a density times a logarithm: moments first, then the density put in and worked out."""

from typing import TypeAlias

from solver.authoring import Mistakes, Working
from solver.authoring.formulas import INFINITE, Convention, Formula, Relation, Symbol, Text
from solver.authoring.logarithms import Logarithm
from solver.problems.information_theory.continuous_information._densities import Density
from solver.problems.information_theory.continuous_information._shapes import Moment, Weigh, X

APART = "The supports do not overlap: {g} is 0 {outside}, and all probability of {f} lies there."
BEYOND = "{f} reaches beyond the support of {g}: {g} is 0 {outside}, and {f} has probability there."
SURPRISE = " Where {density} is 0, {surprise} is infinite, and so is its mean under {f}."

Moments: TypeAlias = dict[int, Formula]
"""1: the mean; 2: the variance, or the mean squared distance from another point."""


def about(center: Formula, moments: Moments) -> Formula:
    """The mean squared distance from the center."""
    return moments[2] + (moments[1] - center) ** 2


def derive_moments(work: Working, p: Density, degree: int) -> Moments:
    """Derive the moments of a density up to that degree."""
    moments = p.moments
    if degree > 0:
        title = "Mean" if degree == 1 else "Mean and variance"
        work.step(title + " of {p}", "What the logarithms below need to know of it.", p=Symbol(p.letter))
        work.say(p.shape.mean.words, center=p.shape.center)
        moments[1] = _derived(work, f"E_{p.letter}(X)", p, X, p.shape.mean)
    if degree > 1:
        distance, variance = X - moments[1], p.shape.variance(moments[1])
        work.say(variance.words, factor=distance)
        moments[2] = _derived(work, f"Var_{p.letter}(X)", p, distance**2, variance)
    return moments


def _derived(work: Working, name: str, p: Density, power: Formula, moment: Moment) -> Symbol:
    if moment.antiderivative is not None:
        work.display(Symbol("A(x)"), moment.antiderivative, values=False, found=True)
    return work.let(name, moment.value, named=p.integral(power * p.shape.at), mistakes=moment.mistakes)


def entropy(work: Working, log: Logarithm, p: Density, moments: Moments) -> Symbol:
    """h(p) = -integral of p log p."""
    known = ("", ", that of {first} the mean", ", that of the squared distance from the mean the variance")
    reason = "The density is put in and its logarithm taken apart. The integral of {density} is 1"
    letters = {"p": Symbol(p.letter), "density": p.symbol, "first": X * p.symbol}
    work.step(f"Entropy of {{p}}, in {log.unit}", f"{reason}{known[p.shape.degree]}.", **letters)
    found = _mean_information(work, f"h({p.letter})", log, p, p, moments, {})
    if found.evaluate() < 0:
        with work.telling(f"entropy_{p.letter}"):
            work.say("Unlike the entropy of a distribution, that of a density may be negative.")
    return found


def cross_entropy(work: Working, log: Logarithm, f: Density, g: Density, moments: Moments) -> Symbol:
    """h(f,g) = -integral of f log g; infinite where f has probability outside the support of g."""
    title = f"Cross-entropy of {{f}} and {{g}}, in {log.unit}"
    reason = "The logarithm is of {g}, the mean under {f}."
    swapped = {"swapped": swapped_cross_entropy(log, f, g)}
    if not g.covers(f):
        work.step(title, reason)
        why = (APART if g.misses(f) else BEYOND) + SURPRISE
        outside = {"outside": Text(g.words[1]), "density": g.symbol, "surprise": -log(g.symbol)}
        with work.telling("cross_entropy", "kl"):
            work.say(why, **outside)
        infinite = Convention(-f.integral(f.symbol * log(g.symbol)), INFINITE)
        return work.let("h(f,g)", infinite, mistakes=swapped)

    known = ("", ", that of {first} the mean", ", that of the squared distance is called {S}")
    reason += f" The integral of {{density}} is 1{known[g.shape.degree]}."
    work.step(title, reason, density=f.symbol, first=X * f.symbol)
    mean, center = moments[1], g.shape.center
    if g.shape.degree == 2:
        why = "The distance is taken by way of the mean: {split}. The mixed term integrates to 0."
        work.say(why, split=Relation(X - center, "=", (X - mean) + (mean - center)))
        named, wrong = f.integral((X - center) ** 2 * f.symbol), {"means-ignored": moments[2]}
        moments = {1: mean, 2: work.let("S", about(center, moments), named=named, mistakes=wrong)}
    return _mean_information(work, "h(f,g)", log, f, g, moments, swapped)


def swapped_cross_entropy(log: Logarithm, f: Density, g: Density) -> Formula:
    """h(g,f), the integral of g log f in place of that of f log g."""
    if not f.covers(g):
        return Convention(-g.integral(g.symbol * log(f.symbol)), INFINITE)
    return f.shape.information(log, _weighed({1: g.moments[1], 2: about(f.shape.center, g.moments)}))


def _mean_information(
    work: Working, name: str, log: Logarithm, p: Density, q: Density, moments: Moments, mistakes: Mistakes
) -> Symbol:
    """The integral of -p log q: with q put in, split into integrals that are known, and worked out."""
    information, square = q.shape.information, (X - q.shape.center) ** 2
    integrals: Moments = {n: p.integral(part * p.symbol) for n, part in ((1, X), (2, square))}
    named = (
        -p.integral(p.symbol * log(q.symbol)),
        -p.integral(p.symbol * log(q.shape.at)),
        p.integral(p.symbol * information(log, _weighed({1: X, 2: square}))),
        information(log, _weighed({0: p.integral(p.symbol), **integrals})),
    )
    right, other = (information(logarithm, _weighed(moments)) for logarithm in (log, log.wrong))
    wrong = {"wrong-base": other, "no-minus-sign": -right, **mistakes}
    return work.let(name, right, named=named, mistakes=wrong)


def _weighed(factors: dict[int, Formula]) -> Weigh:
    """A coefficient times the factor of its degree; that of a degree without one is a constant."""
    return lambda coefficient, degree: coefficient * factors[degree] if degree in factors else coefficient
