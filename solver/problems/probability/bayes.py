"""Bayes' rule: posterior probabilities of hypotheses, given evidence."""

from collections.abc import Mapping
from fractions import Fraction
from operator import mul
from typing import Annotated

from solver.authoring import (
    DISTRIBUTION,
    PROBABILITY,
    Difficulty,
    DistributionOf,
    EventName,
    EventNames,
    Family,
    InputError,
    Nature,
    Problem,
    RandomStream,
    Scalar,
    Symbol,
    Task,
    VectorOf,
    Working,
    decimal_text,
    dot,
    parameter,
    sum_of,
)
from solver.models import probability

MOST = 16

STORIES = {
    "easy": "spam,not spam: free; rain,dry: clouds; urn 1,urn 2: red; bus,train: late;"
    " studied,did not study: passes; cat,dog: asleep; coin 1,coin 2: heads; north,south: snow",
    "medium": "ill,healthy: positive; fraud,honest: alarm; fake,genuine: flagged; broken,intact: beeps;"
    " intruder,nobody: bark; leak,tight: warning",
    "hard": "machine A,machine B,machine C: defect; cold,flu,allergy: fever; cat,dog,bird: small;"
    " urn 1,urn 2,urn 3: red; walk,bus,car: late; sports,politics,science: goal",
}
"""Hypotheses, and the evidence for some of them."""


class Bayes(Problem):
    """Posterior probabilities of hypotheses of which exactly one holds."""

    priors: Annotated[Family, DistributionOf(most=MOST)] = parameter(
        "prior probabilities", aliases=("prior", "probs", "probabilities")
    )
    likelihoods: Annotated[Family, VectorOf(Scalar(at_least=0, at_most=1), most=MOST)] = parameter(
        "likelihoods of the evidence", note="its probability under each hypothesis", aliases=("likelihood",)
    )
    hypotheses: Annotated[tuple[str, ...] | None, EventNames(most=MOST)] = parameter(
        "hypotheses", required=False, note="their names, by default H1,H2,..."
    )
    evidence: EventName = parameter("evidence", default="E", note="its name")

    idea = "Evidence moves belief toward the hypotheses under which it was to be expected."
    sanity = "One of the hypotheses holds, so the posteriors sum to 1."
    source = "Murphy, Probabilistic Machine Learning: An Introduction, section 2.3"
    model = probability.bayes
    answers = {
        "evidence": "probability of the evidence",
        "posteriors": "posterior probability of each hypothesis",
    }
    stem = "The evidence is {evidence}, and exactly one of the hypotheses{among} holds."
    tasks = (
        Task(
            "Exactly one of the hypotheses{among} holds. How probable is each of them, now that the evidence,"
            " {evidence}, is known?",
            asked=("posteriors",),
        ),
        "Exactly one of the hypotheses{among} holds. What is the probability of the evidence, {evidence}, and"
        " the posterior probability of each hypothesis given it?",
        "The evidence is {evidence}. Work out its probability and, by Bayes' rule, the posterior probability"
        " of each hypothesis{among}, of which exactly one holds.",
    )
    mistakes = {
        "prior-left-out": "the prior was left out",
        "complement-for-likelihood": "1 - P({evidence}|H) of the first hypothesis was used for the second's"
        " P({evidence}|H)",
        "not-normalized": "the division by P({evidence}) was left out",
        "likelihood-for-posterior": "P({evidence}|H) was taken for P(H|{evidence})",
        "wrong-order": "the posteriors were {swapped or given in reverse}",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        return {"evidence": PROBABILITY, "posteriors": DISTRIBUTION}

    @property
    def phrases(self) -> Mapping[str, str]:
        among = f" ({', '.join(self.hypotheses)})" if self.hypotheses else ""
        turned = "swapped" if len(self.names) == 2 else "given in reverse"
        return {"among": among, "swapped or given in reverse": turned}

    @property
    def names(self) -> tuple[str, ...]:
        return self.hypotheses or tuple(f"H{i}" for i in range(1, len(self.priors) + 1))

    def check(self) -> None:
        wanted = len(self.priors)
        for option, entries in (("--likelihoods", self.likelihoods), ("--hypotheses", self.names)):
            if len(entries) != wanted:
                raise InputError(option, f"must be as many as the priors, {wanted}", str(len(entries)))
        if self.evidence[0] in self.names:
            raise InputError("--evidence", "must differ from the other names", *self.evidence)
        pairs = zip(self.priors.values, self.likelihoods.values, strict=True)
        if not any(prior > 0 and likelihood > 0 for prior, likelihood in pairs):
            never = "must be above 0 for some hypothesis of positive prior; else the evidence never occurs"
            raise InputError("--likelihoods", never)

    def solve(self, work: Working) -> None:
        (seen,), names = self.evidence, self.names
        priors = [p.renamed(f"P({name})") for p, name in zip(self.priors, names, strict=True)]
        likelihoods = [
            p.renamed(f"P({seen}|{name})") for p, name in zip(self.likelihoods, names, strict=True)
        ]
        work.step("What is known", "Exactly one of the hypotheses holds.")
        rows = zip(names, priors, likelihoods, strict=True)
        work.table(("hypothesis H", Symbol("P(H)"), Symbol(f"P({seen}|H)")), rows)
        reason = "Every hypothesis contributes its prior times its likelihood; the contributions add up."
        work.step("Total probability of the evidence", reason)
        wrong = {"prior-left-out": sum_of(likelihoods)}
        # P(E|H) and 1 - P(E|H), which of two likelihoods are often taken to sum to 1.
        complements = [likelihoods[0], 1 - likelihoods[0]] if len(names) == 2 else []
        if complements:
            wrong["complement-for-likelihood"] = dot(priors, complements)
        evidence = work.let(f"P({seen})", dot(priors, likelihoods), mistakes=wrong)
        reason = "By Bayes' rule it is the share of the total that the hypothesis contributes."
        work.step("Posterior of each hypothesis", reason)
        posteriors = []
        for i, (name, prior, likelihood) in enumerate(zip(names, priors, likelihoods, strict=True)):
            wrong = {
                "prior-left-out": likelihood / evidence,
                "not-normalized": prior * likelihood,
                "likelihood-for-posterior": likelihood,
            }
            if complements:
                wrong["complement-for-likelihood"] = prior * complements[i] / evidence
            posteriors.append(work.let(f"P({name}|{seen})", prior * likelihood / evidence, mistakes=wrong))
        turned = posteriors[::-1]
        differ = [p.value for p in turned] != [p.value for p in posteriors]
        work.answer("evidence", evidence)
        work.answer("posteriors", work.choose(posteriors, {"wrong-order": turned} if differ else {}))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, str] | None:
        """Tenths and twentieths; then a rare thing and its test, in hundredths; then three hypotheses.

        No posterior is its prior, and mistakes show: they would not with equal likelihoods, nor with
        likelihoods that sum to 1.
        """
        hypotheses, evidence = draw.choice(STORIES[difficulty].split("; ")).split(": ")
        if difficulty == "medium":
            rare = draw.integer(1, 20)
            priors = [Fraction(rare, 100), Fraction(100 - rare, 100)]
            likelihoods = [Fraction(draw.integer(50, 99), 100), Fraction(draw.integer(1, 30), 100)]
        else:
            priors = [Fraction(share) for share in draw.shares(hypotheses.count(",") + 1)]
            parts = 20 if difficulty == "easy" else 10
            likelihoods = [Fraction(draw.integer(1, parts - 1), parts) for _ in priors]
        joint = list(map(mul, priors, likelihoods))
        total = sum(joint)
        is_short = all((10**4 * part / total).denominator == 1 for part in joint)
        tells = total not in likelihoods and sum(likelihoods) != 1 and len(set(likelihoods)) == len(priors)
        if not (is_short and tells):
            return None
        numbers = {"priors": priors, "likelihoods": likelihoods}
        texts = {name: ",".join(map(decimal_text, values)) for name, values in numbers.items()}
        return {**texts, "hypotheses": hypotheses, "evidence": evidence}
