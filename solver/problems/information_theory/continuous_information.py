"""Differential entropy, cross-entropy and divergence of two densities."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from solver.mathematics import values
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value
from solver.models import information_theory as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.information_theory._density import Density
from solver.problems.information_theory._density_text import DensityOf
from solver.problems.information_theory._integration import (
    cross_entropy,
    entropy,
    infinite_cross_entropy,
    swapped_cross_entropy,
)
from solver.problems.information_theory._logarithm import BASE_LABEL, BASE_NOTE, LOGARITHMS, Base
from solver.problems.information_theory._moments import derive_moments
from solver.problems.information_theory._sampled_densities import under_a_normal, uniform_pair, waiting_times
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import RandomStream

_NOTE = "uniform(low,high), exponential(rate) or normal(mean,standard deviation)"


class ContinuousInformation(Problem):
    """h(f) = -integral of f log f and its kin (Cover and Thomas, chapter 8)."""

    f: Annotated[Density, DensityOf("1")] = parameter("density f", note=_NOTE)
    g: Annotated[Density, DensityOf("2")] = parameter("density g", note=_NOTE)
    base: Base = parameter(BASE_LABEL, default="2", convention=True, note=BASE_NOTE)

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 0.33, "hard": 0.55}

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "Two densities f and g are given. Work out the differential entropy of each, the cross-entropy"
            " of f and g, and the Kullback-Leibler divergence D(f || g). Mind the base of the logarithm.",
            "A quantity has the density f, and a model takes it to have g. Find h(f), h(g), the cross-entropy"
            " h(f, g) and the divergence D(f || g), with logarithms to the base below.",
        )

    def solve(self, work: Working) -> None:
        f, g, log = self.f, self.g, LOGARITHMS[self.base]
        covered = g.covers(f)
        work.step("The densities", "Each formula holds where the density is not 0.")
        for density in (f, g):
            _write_out(work, density)

        moments = derive_moments(work, f, max(f.degree, g.degree if covered else 0))
        entropy_f = entropy(work, log, f, moments)
        entropy_g = entropy(work, log, g, derive_moments(work, g, g.degree))
        if covered:
            cross = cross_entropy(work, log, f, g, moments)
        else:
            cross = infinite_cross_entropy(work, log, f, g)

        work.step(
            f"Divergence of {{f}} from {{g}}, in {log.unit}",
            "{ratio} is a difference of logarithms: cross-entropy less the entropy of {f}.",
            f=Symbol("f"),
            g=Symbol("g"),
            ratio=log(Symbol("f") / Symbol("g")),
        )
        other = "the entropy of g was subtracted instead of that of f"
        swapped = swapped_cross_entropy(log, f, g) - entropy_g
        mistakes = [
            Mistake("divergence-swapped", "f and g were swapped in the whole divergence", swapped),
            Mistake("entropy-of-g", other, cross - entropy_g),
            Mistake("added", "the entropy was added instead of subtracted", cross + entropy_f),
        ]
        named = f.integral(f.symbol * log(f.symbol / g.symbol))
        divergence = work.let("D(f||g)", cross - entropy_f, named=named, mistakes=mistakes)
        work.answer("entropy_f", entropy_f)
        work.answer("entropy_g", entropy_g)
        work.answer("cross_entropy", cross)
        work.answer("kl", divergence)

    def reference(self) -> Mapping[str, Any]:
        f, g, base = _law(self.f), _law(self.g), LOGARITHMS[self.base].number
        return {
            "entropy_f": model.differential_entropy(f, base),
            "entropy_g": model.differential_entropy(g, base),
            "cross_entropy": model.differential_cross_entropy(f, g, base),
            "kl": model.differential_kl(f, g, base),
        }

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """f and g of different scales and means, with g positive wherever f is; no scale is 1.

        In `easy`, both are uniform, with powers of two as widths, and every value ends within four digits. In
        `medium` and `hard`, means and variances are short, and the logarithms are irrational but for those of
        a uniform f in `medium`. A normal g makes `hard` hard.
        """

        def givens() -> Givens:
            match difficulty:
                case "easy":
                    return uniform_pair(draw)
                case "medium":
                    return waiting_times(draw)
                case "hard":
                    return under_a_normal(draw)

        return nicest(cls, difficulty, givens)


def _write_out(work: Working, density: Density) -> None:
    work.say(f"{{letter}} is {density.name}{density.elsewhere}:", letter=Symbol(density.letter))
    work.rewrite(density.symbol, density.at, lambda _: density.with_numbers)


def _law(density: Density) -> model.Law:
    return density.kind, [_fraction(p.evaluate()) for p in density.parameters]


def _fraction(value: Value) -> Fraction:
    return Fraction(value if values.is_exact(value) else values.digits_text(value))
