"""Kullback-Leibler divergence: what it costs to take q for p.

Keywords: kl divergence, kullback-leibler, kld, relative entropy.
"""

from fractions import Fraction
from itertools import product

from solver.authoring import Difficulty, RandomStream, Working, decimal_text
from solver.authoring.domains import NONNEGATIVE, Family
from solver.authoring.logarithms import LOGARITHMS, WRONG_BASE
from solver.models import information_theory
from solver.problems.information_theory._distributions import DistributionPair, dyadic, maybe_impossible
from solver.problems.information_theory._outcomes import INFORMATION, LOG_RATIO


class KullbackLeibler(DistributionPair):
    """D(p||q) = sum p log(p/q)."""

    idea = "It measures how far a model is from the truth, but is no distance: $D(q || p)$ is another number."
    sanity = "A divergence is never negative, and 0 only where $q$ is $p$."
    source = "Kullback and Leibler, On Information and Sufficiency, 1951"
    example = "--p 0.7,0.2,0.1 --q 0.6,0.3,0.1"
    model = information_theory.kl
    answers = {"kl": "Kullback-Leibler divergence of the distribution from its model"}
    natures = {"kl": NONNEGATIVE}
    exact_share = {"easy": 1.0, "medium": 0.625, "hard": 0.0}
    allows_zeros = True
    stem = "A model takes outcomes of the distribution p to follow q. Logarithms are to the base below."
    tasks = (
        "Work out the Kullback-Leibler divergence $D(p || q)$ of the true distribution p from the model"
        " distribution q, with logarithms to the base below.",
        "A model takes outcomes of the distribution p to follow q. What does this cost, as the divergence"
        " $D(p || q)$ with logarithms to the base below?",
    )
    also_called = {
        "kl": "relative entropy; KLD; kl_div; KL[p||q]; divergence; D; D_KL",
        "H(p,q)": "CE; cross entropy",
        "H(p)": "entropy; H",
    }
    mistakes = WRONG_BASE | {
        "upside-down": "the ratio was turned upside down",
        "swapped": "p and q were swapped",
        "entries-swapped": "the two probabilities of q were swapped",
        "term-missing": "the last term was left out",
        "not-weighted": "the terms were not weighted with p",
    }

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        reason = f"It says how much more likely the outcome is under {{p}} than under {{q}}{log.advice}."
        work.step(f"Log-ratio of each outcome, in {log.unit}", reason)
        p, q = self.as_asked(work)
        mean, careless = LOG_RATIO.tabulate(work, log, p, q)
        work.step(f"Divergence, in {log.unit}", "It is the mean of the log-ratios under {p}.")
        wrong = {"swapped": LOG_RATIO.mean(log, q, p)}
        if len(q) == 2:  # of more probabilities, there is no likely wrong order
            wrong |= {"entries-swapped": LOG_RATIO.mean(log, p, Family("q", q.members[::-1]))}
        divergence = work.let(
            "D(p||q)", mean, named=LOG_RATIO.mean(log, p, q), mistakes={**wrong, **careless}
        )

        reason = (
            "It is also what {q} costs beyond the least possible, the entropy of {p}. The difference of"
            " close numbers loses digits: carry more than are shown."
        )
        work.step(f"Check: cross-entropy less entropy, in {log.unit}", reason)
        cross = work.let("H(p,q)", INFORMATION.mean(log, p, q))
        work.let("D_check", cross - work.let("H(p)", INFORMATION.mean(log, p, p)))
        work.answer("kl", divergence, unit=log.unit)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """Two distributions that cannot be swapped unnoticed.

        The probabilities of `easy` are powers of two. Those of `medium` are in steps of 1/20 with ratios that
        are: only the check takes other logarithms. `hard` takes them of any ratios, to any base.
        """
        outcomes = draw.integer(4, 5)
        if difficulty == "easy":
            return {"p": dyadic(draw, outcomes), "q": dyadic(draw, outcomes)}
        if difficulty == "hard":
            p = maybe_impossible(draw, draw.shares(draw.integer(2, 3), 20))
            return {"p": p, "q": draw.shares(len(p), 20), "base": draw.choice(tuple(LOGARITHMS))}
        parts = [int(20 * Fraction(share)) for share in draw.shares(outcomes, 20)]
        columns = [[4 * part // over for over in (1, 2, 4, 8, 16) if 4 * part % over == 0] for part in parts]
        models = [model for model in product(*columns) if sum(model) == 20]
        pair = {"p": parts, "q": draw.choice(models)}
        return {name: [decimal_text(Fraction(part, 20)) for part in found] for name, found in pair.items()}
