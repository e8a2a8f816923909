"""Differential entropy, cross-entropy and divergence of two densities.

Keywords: differential entropy, kl of gaussians, kl of normals.
"""

from functools import partial
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import NONNEGATIVE
from solver.authoring.formulas import Symbol, Text, replace
from solver.authoring.logarithms import LOGARITHMS, WRONG_BASE, Base, base_of_logarithms
from solver.models import information_theory
from solver.problems.information_theory.continuous_information import _integration as integration
from solver.problems.information_theory.continuous_information._densities import FORMS, Density, DensityOf

WIDTHS = (0.25, 0.5, 2, 4, 8, 16, 32)
RATES = ("0.1", "0.125", "0.2", "0.25", "0.4", "0.5", "0.8", "1.25", "1.6", "2", "2.5", "4", "5", "8", "10")

TOGETHER = {
    "densities": "Two densities f and g are given. Work out the differential entropy of each, the"
    " cross-entropy of f and g, and the Kullback-Leibler divergence $D(f || g)$.",
    "modeled": "A quantity has the density f, and a model takes it to have g. Find h(f), h(g), the"
    " cross-entropy $h(f, g)$ and the divergence $D(f || g)$",
}
ALONE = {
    "densities": "A density f is given. Work out its differential entropy h(f).",
    "modeled": "A quantity has the density f. Find its differential entropy h(f)",
}


class ContinuousInformation(Problem):
    """h(f) = -integral of f log f and its kin."""

    f: Annotated[Density, DensityOf("1")] = parameter("density f", note=FORMS, aliases="p density pdf f-x")
    g: Annotated[Density | None, DensityOf("2")] = parameter(
        "density g", note="left out where only the entropy of f is asked", aliases="q model"
    )
    base: Base = base_of_logarithms()

    idea = "What sums are to distributions, integrals are to densities: each is the mean of a logarithm."
    sanity = (
        "A divergence is never negative, whatever the entropies are, and 0 only if $f$ and $g$ are the same."
    )
    source = "Cover and Thomas, Elements of Information Theory, chapter 8"
    example = "--f 'uniform(0,1)' --g 'uniform(0,2)'"
    model = information_theory.continuous_information
    answers = {
        "entropy_f": "differential entropy of f",
        "entropy_g": "differential entropy of g",
        "cross_entropy": "cross-entropy of f and g",
        "kl": "Kullback-Leibler divergence of f from g",
    }
    natures = {"kl": NONNEGATIVE}
    exact_share = {"easy": 1.0, "medium": 0.33, "hard": 0.55}
    stem = "A quantity has the density f, and a model takes it to have g. Logarithms are to the base below."
    tasks = ("{densities} Mind the base of the logarithm.", "{modeled}, with logarithms to the base below.")
    also_called = {
        "entropy_f": "h(X); H(X); h(p); H(p); H_f; differential entropy",
        "entropy_g": "h(q); H(q); h(Y); h_g; H_g; entropy of g; entropy(g)",
        "cross_entropy": "H(p,q); h(p,q); H(f,g); CE",
        "kl": "relative entropy; KL divergence; D(p||q); D_KL",
    }
    mistakes = WRONG_BASE | {
        "no-minus-sign": "the minus sign of the integral was forgotten",
        "rate-for-mean": "the rate was taken for the mean",
        "deviation-for-variance": "the standard deviation was taken for the variance",
        "means-ignored": "the distance between the means was left out",
        "swapped": "f and g were swapped",
        "divergence-swapped": "f and g were swapped in the whole divergence",
        "entropy-of-g": "the entropy of g was subtracted instead of that of f",
        "added": "the entropy was added instead of subtracted",
    }

    @property
    def phrases(self) -> dict[str, str]:
        return {**LOGARITHMS[self.base].phrases, **(ALONE if self.g is None else TOGETHER)}

    def solve(self, work: Working) -> None:
        f, g, log = self.f, self.g, LOGARITHMS[self.base]
        work.step("The densities", "Each formula holds where the density is not 0.")
        for p in filter(None, (f, g)):
            name, _, elsewhere = p.words
            numbers = {symbol.name: symbol.spelling or symbol for symbol in p.parameters}
            work.say(f"{{p}} is {{name}}{elsewhere}:", p=Symbol(p.letter), name=Text(name))
            work.rewrite(p.symbol, p.shape.at, partial(replace, replacements=numbers))

        if g is None:
            entropy = integration.entropy(work, log, f, integration.derive_moments(work, f, f.shape.degree))
            work.answer("entropy_f", entropy, unit=log.unit)
            return
        degree = max(f.shape.degree, g.shape.degree) if g.covers(f) else f.shape.degree
        moments = integration.derive_moments(work, f, degree)
        entropy_f = integration.entropy(work, log, f, moments)
        entropy_g = integration.entropy(work, log, g, integration.derive_moments(work, g, g.shape.degree))
        cross = integration.cross_entropy(work, log, f, g, moments)

        reason = "{ratio} is a difference of logarithms: cross-entropy less the entropy of {f}."
        ratio = log(Symbol("f") / Symbol("g"))
        work.step(f"Divergence of {{f}} from {{g}}, in {log.unit}", reason, ratio=ratio)
        swapped = integration.swapped_cross_entropy(log, f, g) - entropy_g
        wrong = {"divergence-swapped": swapped, "entropy-of-g": cross - entropy_g, "added": cross + entropy_f}
        named = f.integral(f.symbol * log(f.symbol / g.symbol))
        divergence = work.let("D(f||g)", cross - entropy_f, named=named, mistakes=wrong)
        for name, found in zip(self.answers, (entropy_f, entropy_g, cross, divergence), strict=True):
            work.answer(name, found, unit=log.unit)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """f and g of different scales and means, with g positive wherever f is; no scale is 1.

        In `easy`, both are uniform, with powers of two as widths, and all is short; in `medium` and `hard`,
        means and variances are, but logarithms only where f is uniform in `medium`. `hard` has a normal g.
        """
        if difficulty == "easy":
            narrow, wide = sorted(draw.some(WIDTHS, 2))
            low = draw.integer(-9, 9)
            start = low + draw.integer(0, int(wide - narrow))
            return {"f": f"uniform({start},{start + narrow:g})", "g": f"uniform({low},{low + wide:g})"}
        base, (rate, other) = draw.choice(("2", "e")), draw.some(RATES, 2)
        if difficulty == "medium":
            low, width = draw.integer(0, 40), draw.choice(WIDTHS[2:6])
            f = draw.choice((f"exponential({rate})", f"uniform({low},{low + width})"))
            return {"f": f, "g": f"exponential({other})", "base": "2" if f.startswith("uniform") else base}
        low, width, deviation = draw.integer(-5, 5), draw.choice((3, 6, 12)), draw.choice(("0.5", "2"))
        kinds = f"exponential({rate})", f"uniform({low},{low + width})", f"normal({low},{deviation})"
        g = f"normal({low + draw.nonzero(6)},{draw.integer(3, 5)})"
        return {"f": draw.choice(kinds), "g": g, "base": base}
