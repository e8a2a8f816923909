"""Entropy of a distribution: the mean information of its outcomes.

Keywords: shannon entropy, self-information, information content, surprisal.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, as_asked, parameter
from solver.authoring.domains import Distribution, Family, Integer, Nature, Switch, VectorOf
from solver.authoring.formulas import lift
from solver.authoring.logarithms import LOGARITHMS, Base, base_of_logarithms
from solver.models import information_theory
from solver.problems.information_theory._distributions import NORMALIZED, P_NAMES, dyadic, maybe_impossible
from solver.problems.information_theory._outcomes import INFORMATION, MISTAKES


class Entropy(Problem):
    """H(p) = -sum p log p."""

    p: Distribution = parameter("distribution", symbol="p", aliases=P_NAMES)
    counts: Annotated[Family | None, VectorOf(Integer(least=0, most=10**9))] = parameter(
        "counts", symbol="n", note="in place of --p: each is divided by their sum", aliases="frequencies"
    )
    base: Base = base_of_logarithms()
    normalize: Switch = parameter(NORMALIZED, convention=True, aliases="normalise")

    idea = "Entropy is how uncertain an outcome is; no code for the outcomes is shorter on average."
    sanity = "Entropy is never negative, and at most the logarithm of the number of outcomes."
    source = "Shannon, A Mathematical Theory of Communication, 1948"
    example = "--p 0.7,0.2,0.1"
    model = information_theory.entropy
    answers = {"entropy": "entropy of the distribution"}
    exact_share = {"easy": 1.0, "medium": 0.4, "hard": 0.0}
    stem = "A source sends symbols with the probabilities p. Logarithms are to the base below. {convention}"
    tasks = (
        "What is the entropy of the distribution p, with logarithms to the base below? {convention}",
        "A source sends symbols with the probabilities p. How much information does a symbol carry on"
        " average, with logarithms to the base below? {convention}",
    )
    also_called = {"entropy": "S; shannon entropy"}
    mistakes = MISTAKES | {"taken-as-uniform": "the distribution was taken as uniform"}

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Counts stand for the distribution of their shares."""
        if not texts.get("counts"):
            return texts
        if texts.get("p"):
            raise InputError("--counts", "goes without --p")
        counts = list(map(int, cls.value_of("counts", texts["counts"][0])))
        if not any(counts):
            raise InputError("--counts", "must not all be 0")
        return {**texts, "p": (",".join(f"{count}/{sum(counts)}" for count in counts),)}

    @property
    def natures(self) -> Mapping[str, Nature]:
        uniform = LOGARITHMS[self.base](lift(len(self.p)))
        return {"entropy": Nature(least=0, most=uniform.evaluate())}

    @property
    def phrases(self) -> dict[str, str]:
        convention = "Take 0 log 0 as 0." if 0 in self.p.values else ""
        return {**LOGARITHMS[self.base].phrases, "convention": convention}

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        reason = f"The rarer an outcome is, the more it tells{log.advice}."
        work.step(f"Information of each outcome, in {log.unit}", reason)
        if self.counts is not None:
            work.say("Each probability is a count divided by the sum of all counts.")
        p = as_asked(work, self.p, normalize=self.normalize)
        mean, wrong = INFORMATION.tabulate(work, log, p, p)
        work.step(f"Entropy, in {log.unit}", "It is the mean of the information under {p}.")
        wrong = {**wrong, "taken-as-uniform": log(len(p))}
        entropy = work.let("H(p)", mean, named=INFORMATION.mean(log, p, p), mistakes=wrong)
        work.answer("entropy", entropy, unit=log.unit)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """A distribution that is not uniform; an outcome that never occurs may be among the others.

        `easy` has powers of two, `medium` sixteenths of which at most three values are irrational, and `hard`
        steps of 1/20, whose logarithms to any base are not short.
        """
        if difficulty == "hard":
            p = draw.shares(4, 20)
        elif difficulty == "medium":
            p = [str(Fraction(share)) for share in draw.shares(draw.integer(4, 5), 16)]
        else:
            p = dyadic(draw, draw.integer(4, 5))
        base = draw.choice(tuple(LOGARITHMS)) if difficulty == "hard" else "2"
        return {"p": maybe_impossible(draw, p), "base": base} if len(set(p)) > 1 else None
