"""Cross-entropy of a distribution p and its model q.

Keywords: cross-entropy of distributions.
"""

from solver.authoring import Difficulty, RandomStream, Working
from solver.authoring.domains import NONNEGATIVE
from solver.authoring.logarithms import LOGARITHMS
from solver.models import information_theory
from solver.problems.information_theory._distributions import DistributionPair, dyadic, maybe_impossible
from solver.problems.information_theory._outcomes import INFORMATION, MISTAKES


class CrossEntropy(DistributionPair):
    """H(p,q) = -sum p log q."""

    idea = "It is the mean length of a code made for $q$ where outcomes follow $p$: the loss of a classifier."
    sanity = "It is never below the entropy of $p$, and equals it only where $q$ is $p$."
    source = "Goodfellow, Bengio and Courville, Deep Learning, equation 3.51"
    example = "--p 0.7,0.2,0.1 --q 0.6,0.3,0.1"
    model = information_theory.cross_entropy
    answers = {"cross_entropy": "cross-entropy of the distribution and its model"}
    natures = {"cross_entropy": NONNEGATIVE}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.0}
    stem = "A model predicts the distribution q where the truth is p. Logarithms are to the base below."
    tasks = (
        "Work out the cross-entropy H(p, q) of the true distribution p and the model distribution q, with"
        " logarithms to the base below.",
        "A classifier predicts the distribution q where the truth is p. What is its cross-entropy loss, with"
        " logarithms to the base below?",
    )
    also_called = {"cross_entropy": "loss; L; J; H_pq; H_q(p); -sum p log q; H; CE"}
    mistakes = MISTAKES | {
        "swapped": "p and q were swapped",
        "entropy-taken": "the logarithm of p was taken instead of that of q",
    }

    def solve(self, work: Working) -> None:
        log = LOGARITHMS[self.base]
        reason = f"{{q}} judges how surprising an outcome is{log.advice}."
        work.step(f"Information of each outcome according to {{q}}, in {log.unit}", reason)
        p, q = self.as_asked(work)
        mean, wrong = INFORMATION.tabulate(work, log, p, q)
        reason = "It is the mean under {p}, which says how often each outcome really occurs."
        work.step(f"Cross-entropy, in {log.unit}", reason)
        swapped, own = INFORMATION.mean(log, q, p), INFORMATION.mean(log, p, p)
        wrong = {**wrong, "swapped": swapped, "entropy-taken": own}
        cross = work.let("H(p,q)", mean, named=INFORMATION.mean(log, p, q), mistakes=wrong)
        work.answer("cross_entropy", cross, unit=log.unit)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """p in steps of 1/20; in `medium` and `hard`, it may have an outcome that never occurs.

        q is of powers of two in `easy` and `medium`, so that all is short; `hard` has any q, and any base.
        """
        p = draw.shares({"easy": draw.integer(3, 4), "medium": 5, "hard": 3}[difficulty], 20)
        if difficulty != "easy":
            p = maybe_impossible(draw, p)
        if difficulty == "hard":
            return {"p": p, "q": draw.shares(len(p), 20), "base": draw.choice(tuple(LOGARITHMS))}
        return {"p": p, "q": dyadic(draw, len(p))}
