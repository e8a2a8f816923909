"""Bayes' rule: posterior probabilities of hypotheses, given evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

from solver.domains import DistributionOf, Scalar, VectorOf, Words
from solver.errors import InputError
from solver.mathematics.formula import Family, Formula, Symbol, sum_of
from solver.models import probability as model
from solver.problem import Difficulty, Problem, parameter
from solver.problems.probability._cases import sample_case
from solver.problems.probability._event import EventName, known, require_plain
from solver.record.recorder import Cell, Working
from solver.record.solution import Slip
from solver.sampling.random_stream import Draw

_MOST = 16
_NO_PRIOR = "the prior was left out"


class Bayes(Problem):
    """Posterior probabilities of hypotheses of which exactly one holds."""

    priors: Annotated[Family, DistributionOf(most=_MOST)] = parameter("prior probabilities")
    likelihoods: Annotated[Family, VectorOf(Scalar(at_least=0, at_most=1), most=_MOST)] = parameter(
        "likelihoods of the evidence", note="its probability under each hypothesis"
    )
    hypotheses: Annotated[tuple[str, ...] | None, Words(most=_MOST, longest=24)] = parameter(
        "hypotheses", required=False, note="their names, by default H1,H2,..."
    )
    evidence: EventName = parameter("evidence", default="E", note="its name")

    @property
    def questions(self) -> tuple[str, ...]:
        evidence = self.evidence[0]
        among = "" if self.hypotheses is None else f" ({', '.join(self.hypotheses)})"
        return (
            f"Exactly one of the hypotheses{among} holds. What is the probability of the evidence,"
            f" {evidence}, and the posterior probability of each hypothesis given it?",
            f"The evidence is {evidence}. Work out its probability and, by Bayes' rule, the posterior"
            f" probability of each hypothesis{among}, of which exactly one holds.",
        )

    def check(self) -> None:
        for option, entries in (("--likelihoods", self.likelihoods), ("--hypotheses", self.names)):
            if len(entries) != len(self.priors):
                wanted = f"must be as many as the priors, {len(self.priors)}"
                raise InputError(option, wanted, str(len(entries)))
        require_plain("--hypotheses", self.names)
        require_plain("--evidence", self.evidence, self.names)
        pairs = zip(self.priors.values, self.likelihoods.values, strict=True)
        if not any(prior > 0 and likelihood > 0 for prior, likelihood in pairs):
            wanted = "must be above 0 for some hypothesis of positive prior; else the evidence never occurs"
            raise InputError("--likelihoods", wanted)

    @property
    def names(self) -> tuple[str, ...]:
        return self.hypotheses or tuple(f"H{i}" for i in range(1, len(self.priors) + 1))

    def solve(self, work: Working) -> None:
        (seen,) = self.evidence
        named = list(zip(self.names, self.priors, self.likelihoods, strict=True))
        priors = [known(f"P({name})", prior) for name, prior, _ in named]
        likelihoods = [known(f"P({seen}|{name})", likelihood) for name, _, likelihood in named]
        work.step("What is known", "Exactly one of the hypotheses holds.")
        headings: list[Cell] = ["hypothesis H", Symbol("P(H)"), Symbol(f"P({seen}|H)")]
        work.table(headings, zip(self.names, priors, likelihoods, strict=True))

        wrong = _complemented(likelihoods)
        likelihood_name = f"P({seen}|H)"
        complement = (
            f"1 - {likelihood_name} of the first hypothesis was used for the second's {likelihood_name}"
        )
        work.step(
            "Total probability of the evidence",
            "Every hypothesis contributes its prior times its likelihood; the contributions add up.",
        )
        slips = [Slip("prior-left-out", _NO_PRIOR, sum_of(likelihoods))]
        if wrong:
            slips.append(Slip("complement-for-likelihood", complement, _joint_sum(priors, wrong)))
        evidence = work.let(f"P({seen})", _joint_sum(priors, likelihoods), slips=slips)

        work.step(
            "Posterior of each hypothesis",
            "By Bayes' rule it is the share of the total that the hypothesis contributes.",
        )
        posteriors = []
        for i, (name, prior, likelihood) in enumerate(zip(self.names, priors, likelihoods, strict=True)):
            slips = [
                Slip("prior-left-out", _NO_PRIOR, likelihood / evidence),
                Slip("not-normalized", f"the division by P({seen}) was left out", prior * likelihood),
                Slip("likelihood-for-posterior", f"{likelihood_name} was taken for P(H|{seen})", likelihood),
            ]
            if wrong:
                slips.append(Slip("complement-for-likelihood", complement, prior * wrong[i] / evidence))
            posteriors.append(work.let(f"P({name}|{seen})", prior * likelihood / evidence, slips=slips))
        work.say("One of the hypotheses holds, so the posteriors sum to 1: a check of the arithmetic.")
        work.answer("evidence", evidence)
        work.answer("posteriors", _in_order(work, posteriors))

    def reference(self) -> Mapping[str, Any]:
        priors, likelihoods = ([float(p) for p in given] for given in (self.priors, self.likelihoods))
        evidence, posteriors = model.bayes(priors, likelihoods)
        return {"evidence": evidence, "posteriors": posteriors}

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """The evidence and all posteriors end within four decimals, and none is its prior.

        Easy priors and likelihoods are in tenths and twentieths; medium ones are those of something rare
        and its test, in hundredths; hard ones are of three hypotheses.
        """
        return cls.of(**sample_case(draw, difficulty))


def _joint_sum(priors: Sequence[Formula], likelihoods: Sequence[Formula]) -> Formula:
    return sum_of([prior * likelihood for prior, likelihood in zip(priors, likelihoods, strict=True)])


def _in_order(work: Working, posteriors: list[Symbol]) -> list[Symbol]:
    """The posteriors in the order of the hypotheses, unless a mistake gives them in another one."""
    turned = posteriors[::-1]
    words = "the posteriors were swapped" if len(posteriors) == 2 else "the posteriors were given in reverse"
    differ = [p.value for p in turned] != [p.value for p in posteriors]
    return work.choose(posteriors, {"wrong-order": (words, turned)} if differ else {})


def _complemented(likelihoods: Sequence[Formula]) -> list[Formula]:
    """P(E|H) and 1 - P(E|H), which of two likelihoods are often taken to sum to 1."""
    return [likelihoods[0], 1 - likelihoods[0]] if len(likelihoods) == 2 else []
