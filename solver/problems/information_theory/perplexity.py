"""Perplexity of a distribution, or of a language model on the tokens of a text."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, as_asked, decimal_text, parameter
from solver.authoring.domains import NONNEGATIVE, DistributionOf, Family, Nature, Scalar, Switch, VectorOf
from solver.authoring.formulas import Formula, total
from solver.authoring.logarithms import LOGARITHMS, WRONG_BASE, Base, Logarithm, base_of_logarithms
from solver.models import information_theory
from solver.problems.information_theory._distributions import NORMALIZED, dyadic, maybe_impossible
from solver.problems.information_theory._outcomes import INFORMATION


class Perplexity(Problem):
    """2^H of a distribution, or the geometric mean of 1/p over the tokens."""

    distribution: Annotated[Family | None, DistributionOf()] = parameter(
        "distribution", symbol="p", note="of the next token", aliases="dist"
    )
    probabilities: Annotated[Family | None, VectorOf(Scalar(at_least=0, at_most=1))] = parameter(
        "probabilities of the tokens",
        symbol="q",
        instead_of="distribution",
        aliases="q tokens probs token-probabilities",
    )
    base: Base = base_of_logarithms()
    normalize: Switch = parameter(NORMALIZED, convention=True, aliases="normalise")

    unclear = {
        "p": "is the distribution of a token to some, and the probabilities of the tokens of a text to"
        " others: give --distribution or --probabilities"
    }
    idea = "It is the number of equally likely tokens between which a model would be as uncertain."
    sanity = "It is never below 1, and of a distribution at most the number of outcomes."
    source = "Jurafsky and Martin, Speech and Language Processing, section 3.7"
    example = "--probabilities 0.5,0.25,0.125"
    model = information_theory.perplexity
    answers = {"entropy": "entropy per token", "perplexity": "perplexity"}
    natures = {"entropy": NONNEGATIVE, "perplexity": Nature(least=1)}
    exact_share = {"easy": 0.8, "medium": 0.0, "hard": 0.0}
    allows_zeros = True
    stem = "{given} Logarithms are to the base below."
    tasks = (
        "{given} What are the entropy per token, with logarithms to the base below, and the perplexity?",
        "{given} Work out the mean information of a token, with logarithms to the base below, and the"
        " perplexity.",
    )
    also_called = {
        "entropy": "loss; L; CE; H(p,q); average NLL; cross entropy; NLL",
        "perplexity": "perp; 2^H; ppl; PP; PPL",
    }
    mistakes = WRONG_BASE | {
        "power-of-other-base": "the power was taken to another base than the logarithms",
        "no-minus-sign": "the minus sign of the logarithms was forgotten",
        "not-divided": "the sum was not divided by the number of tokens",
        "arithmetic-mean": "the inverse of the mean probability was taken",
        "not-weighted": "the terms were not weighted with the probabilities",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        text = "A model gives the tokens of a text the probabilities q below."
        source = "The next token has the distribution p below."
        return {**LOGARITHMS[self.base].phrases, "given": text if self.distribution is None else source}

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        if self.distribution is not None:
            reason = f"The rarer an outcome is, the more it tells{log.advice}."
            work.step(f"Information of each outcome, in {log.unit}", reason)
            p = as_asked(work, self.distribution, normalize=self.normalize)
            mean, wrong = INFORMATION.tabulate(work, log, p, p)
            wrong = {name: wrong[name] for name in ("no-minus-sign", "not-weighted")}
            work.step(f"Entropy, in {log.unit}", "It is the mean information, which weighs each outcome.")
            entropy = work.let("H", mean, named=INFORMATION.mean(log, p, p), mistakes=wrong)
            careless: dict[str, Formula] = {}
        else:
            q = self.probabilities or Family("q", ())
            count = len(q)
            reason = f"Each token tells as much as the negative logarithm of its probability{log.advice}."
            work.step(f"Mean information of a token, in {log.unit}", reason)
            if 0 in q.values:
                work.say("A token of probability 0 is infinitely surprising.")
            whole, other = (_summed(base, q) for base in (log, log.wrong))
            wrong = {"no-minus-sign": whole / count, "not-divided": -whole, "wrong-base": -other / count}
            entropy = work.let("H", -whole / count, mistakes=wrong)
            careless = {"arithmetic-mean": count / total("i", count, lambda i: q[i])}
        work.answer("entropy", entropy, unit=log.unit)
        reason = "The power undoes the logarithm and has its base: the result is the same to any base."
        work.step("Perplexity", reason)
        careless["power-of-other-base"] = log.wrong.power(entropy)
        work.answer("perplexity", work.let("PP", log.power(entropy), mistakes=careless))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Powers of two, of a distribution or of tokens; then any probabilities, to any base in `hard`."""
        if difficulty == "easy" and draw.choice((True, False)):
            return {"distribution": maybe_impossible(draw, dyadic(draw, draw.integer(4, 5)))}
        if difficulty == "easy":
            powers = [f"1/{2 ** draw.integer(1, 6)}" for _ in range(draw.integer(3, 5))]
            return {"probabilities": powers} if len(set(powers)) > 1 else None
        base = draw.choice(tuple(LOGARITHMS)) if difficulty == "hard" else "2"
        if draw.choice((True, False)):
            return {"distribution": maybe_impossible(draw, draw.shares(4, 20)), "base": base}
        tokens = [decimal_text(Fraction(draw.integer(1, 18), 20)) for _ in range(4)]
        return {"probabilities": tokens, "base": base}


def _summed(log: Logarithm, q: Family) -> Formula:
    """The sum of the logarithms."""
    return total("i", len(q), lambda i: INFORMATION.term(log, q[i], q[i]))
