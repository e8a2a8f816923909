"""Bayes' rule: posterior probabilities of hypotheses, given evidence.

Keywords: bayes rule, bayes theorem, posterior, total probability.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from operator import mul
from typing import Annotated, Any

import numpy as np

from solver.authoring import (
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    Task,
    Working,
    decimal_text,
    parameter,
    say_sum,
)
from solver.authoring.domains import (
    DISTRIBUTION,
    PROBABILITY,
    DistributionOf,
    EventName,
    EventNames,
    Family,
    Probability,
    Scalar,
    VectorOf,
)
from solver.authoring.formulas import Formula, Symbol, dot, lift, sum_of, values
from solver.models import probability

MOST = 16
POWERS_OF_10 = (100, 1000, 10_000, 100_000)

STORIES = {
    "easy": "spam,not spam: free; rain,dry: clouds; urn 1,urn 2: red; bus,train: late;"
    " studied,did not study: passes; cat,dog: asleep; coin 1,coin 2: heads; north,south: snow",
    "medium": "ill,healthy: positive; fraud,honest: alarm; fake,genuine: flagged; broken,intact: beeps;"
    " intruder,nobody: bark; leak,tight: warning",
    "hard": "machine A,machine B,machine C: defect; cold,flu,allergy: fever; cat,dog,bird: small;"
    " urn 1,urn 2,urn 3: red; walk,bus,car: late; sports,politics,science: goal",
}
"""Hypotheses, and the evidence for some of them."""

WORDS_OF_A_TEST = {"hypotheses": ("ill,healthy",), "evidence": ("positive",)}

POSITIVE = ("+", "T+", "T", "positive", "pos", "test positive")
ILL = ("D", "D+", "disease", "sick", "ill", "H")
HEALTHY = ("D-", "not D", "no disease", "healthy", "not sick", "not ill")

NAMES_OF_A_TEST = {
    "evidence": ("P(+)", "P(T+)", "P(T)", "P(pos)", "P(test positive)", "total probability"),
    "posteriors": ("posterior probabilities",),
    "P(ill|positive)": (
        *(f"P({event}|{result})" for event, result in product(ILL, (*POSITIVE, "E"))),
        *("PPV", "positive predictive value"),
    ),
    "P(healthy|positive)": tuple(f"P({event}|{result})" for event, result in product(HEALTHY, POSITIVE)),
}
"""What is said of a test where D is the disease and not the data."""

TOGETHER = "P({0},{1}); P({1},{0}); P({1}|{0})P({0}); P({0})P({1}|{0}); P({1}|{0})*P({0}); P({0})*P({1}|{0})"
"""How the probability is written that a hypothesis and the evidence hold together."""

NEGATIVE = ("negative", "neg", "-")


def _rest(value: Symbol) -> Symbol:
    """What a probability leaves of 1."""
    rest = 1 - value
    return Symbol("", rest.evaluate(), origin=rest)


def _named(work: Working, known: Sequence[Symbol], names: Sequence[str]) -> list[Symbol]:
    """The probabilities under their names; one that is what another leaves of 1 is worked out."""
    return [
        p.renamed(name) if p.origin is None else work.let(name, p.origin)
        for p, name in zip(known, names, strict=True)
    ]


class Bayes(Problem):
    """Posterior probabilities of hypotheses of which exactly one holds."""

    priors: Annotated[Family | None, DistributionOf(most=MOST)] = parameter(
        "prior probabilities", aliases="prior probs probabilities"
    )
    likelihoods: Annotated[Family | None, VectorOf(Scalar(at_least=0, at_most=1), most=MOST)] = parameter(
        "likelihoods of the evidence", note="its probability under each hypothesis", aliases="likelihood"
    )
    prevalence: Probability | None = parameter(
        "prevalence", instead_of="priors", note="of a test, in place of the priors", aliases="base-rate p-d"
    )
    sensitivity: Probability | None = parameter(
        "sensitivity",
        instead_of="likelihoods",
        note="P(positive|ill); with the specificity, in place of the likelihoods",
        aliases="recall tpr true-positive-rate p-pos-given-d",
    )
    specificity: Probability | None = parameter(
        "specificity", goes_with="sensitivity", note="P(negative|healthy)", aliases="tnr true-negative-rate"
    )
    false_positive_rate: Probability | None = parameter(
        "false positive rate",
        goes_with="sensitivity",
        goes_without=("specificity",),
        note="P(positive|healthy), in place of the specificity",
        aliases="fpr false-positive false-alarm-rate p-pos-given-not-d",
    )
    hypotheses: Annotated[tuple[str, ...] | None, EventNames(most=MOST)] = parameter(
        "hypotheses", note="their names, by default H1,H2,... or, of a test, ill,healthy"
    )
    evidence: EventName = parameter("evidence", default="E", quiet=True, note="its name; of a test, positive")

    idea = "Evidence moves belief toward the hypotheses under which it was to be expected."
    sanity = "One of the hypotheses holds, so the posteriors sum to 1."
    source = "Murphy, Probabilistic Machine Learning: An Introduction, section 2.3"
    example = "--priors 0.01,0.99 --likelihoods 0.8,0.1 --hypotheses 'spam,not spam' --evidence free"
    model = probability.bayes
    answers = {
        "evidence": "probability of the evidence",
        "posteriors": "posterior probability of each hypothesis",
    }
    natures = {"evidence": PROBABILITY, "posteriors": DISTRIBUTION}
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
    also_called = {
        "evidence": "marginal; P(E); P(B); p(x); P(data); P(D); total probability; marginal likelihood;"
        " normalizing constant",
        "posteriors": "P(H|E); P(H|D); posterior probabilities",
    }
    mistakes = {
        "prior-left-out": "the prior was left out",
        "complement-for-likelihood": "1 - P({evidence}|H) of the first hypothesis was used for the second's"
        " P({evidence}|H)",
        "not-normalized": "the division by P({evidence}) was left out",
        "likelihood-for-posterior": "P({evidence}|H) was taken for P(H|{evidence})",
        "wrong-order": "the posteriors were {swapped or given in reverse}",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        return NAMES_OF_A_TEST if self._is_test else super().other_names

    @property
    def _is_test(self) -> bool:
        return {"hypotheses": (",".join(self.names),), "evidence": self.evidence} == WORDS_OF_A_TEST

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The probability of a hypothesis and the evidence together, which the evidence divides."""
        (seen,) = self.evidence
        whole = self.worked.quantities[f"P({seen})"].symbol
        words = dict(zip(self.names, (ILL, HEALTHY) if self._is_test else ((), ()), strict=False))
        known = (seen, *(POSITIVE if self._is_test else ()))
        pairs = (
            (name, own, result)
            for name in self.names
            for own in (name, *words.get(name, ()))
            for result in known
        )
        return {
            together: (f"P({name}|{seen})", whole)
            for name, own, result in pairs
            for together in TOGETHER.format(own, result).split("; ")
        }

    @property
    def phrases(self) -> Mapping[str, str]:
        among = f" ({', '.join(self.hypotheses)})" if self.hypotheses else ""
        turned = "swapped" if len(self.names) == 2 else "given in reverse"
        return {"among": among, "swapped or given in reverse": turned}

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """What is given in the words of a test is told in them."""
        wrong = texts.get("specificity") or texts.get("false_positive_rate")
        likelihoods = texts.get("likelihoods", ("",))[0].split()
        if wrong and len(likelihoods) == 1 and "," not in likelihoods[0] and not texts.get("sensitivity"):
            # What the ill are found with is the one likelihood beside a false positive rate.
            prevalence = texts.get("prevalence") or texts.get("priors", ())
            named = {"prevalence": prevalence, "sensitivity": texts["likelihoods"]}
            texts = {**texts, **named, "priors": (), "likelihoods": ()}
        if not (texts.get("prevalence") or texts.get("sensitivity")):
            return texts
        return {**texts, **{name: texts.get(name) or words for name, words in WORDS_OF_A_TEST.items()}}

    @property
    def names(self) -> tuple[str, ...]:
        return self.hypotheses or tuple(f"H{i}" for i in range(1, len(self.prior_values) + 1))

    @cached_property
    def prior_values(self) -> tuple[Symbol, ...]:
        """The prior of each hypothesis; of a test, the prevalence and what is left."""
        if self.prevalence is None:
            return () if self.priors is None else self.priors.members
        return self.prevalence, _rest(self.prevalence)

    @cached_property
    def likelihood_values(self) -> tuple[Symbol, ...]:
        """The likelihood under each hypothesis; of a test, sensitivity and what specificity leaves."""
        false = self.false_positive_rate or (self.specificity and _rest(self.specificity))
        if self.sensitivity is None or false is None:
            return () if self.likelihoods is None else self.likelihoods.members
        return self.sensitivity, false

    @property
    def arguments(self) -> dict[str, Any]:
        pairs = {"priors": self.prior_values, "likelihoods": self.likelihood_values}
        return {name: np.array([float(value) for value in members]) for name, members in pairs.items()}

    def check(self) -> None:
        if self.sensitivity is not None and self.specificity is None and self.false_positive_rate is None:
            raise InputError("--specificity", "or --false-positive-rate is missing: --sensitivity needs it")
        if self.sensitivity is not None and self.evidence[0].lower() in NEGATIVE:
            others = ",".join(f"{float(1 - p.evaluate()):.12g}" for p in self.likelihood_values)
            told = f"which sensitivity is about; else give --likelihoods {others}"
            raise InputError("--evidence", f"must be a positive result, {told}", *self.evidence)
        wanted = len(self.prior_values)
        for option, entries in (("--likelihoods", self.likelihood_values), ("--hypotheses", self.names)):
            if len(entries) != wanted:
                raise InputError(option, f"must be as many as the priors, {wanted}", str(len(entries)))
        if self.evidence[0] in self.names:
            raise InputError("--evidence", "must differ from the other names", *self.evidence)
        pairs = zip(self.prior_values, self.likelihood_values, strict=True)
        if not any(prior.evaluate() > 0 and likelihood.evaluate() > 0 for prior, likelihood in pairs):
            never = "must be above 0 for some hypothesis of positive prior; else the evidence never occurs"
            raise InputError("--likelihoods", never)

    def solve(self, work: Working) -> None:
        (seen,), names = self.evidence, self.names
        work.step("What is known", "Exactly one of the hypotheses holds.")
        priors = _named(work, self.prior_values, [f"P({name})" for name in names])
        likelihoods = _named(work, self.likelihood_values, [f"P({seen}|{name})" for name in names])
        rows = zip(names, priors, likelihoods, strict=True)
        work.table(("hypothesis H", Symbol("P(H)"), Symbol(f"P({seen}|H)")), rows)
        say_sum(work, "priors", sum(p.evaluate() for p in priors))
        reason = "Every hypothesis contributes its prior times its likelihood; the contributions add up."
        work.step("Total probability of the evidence", reason)
        wrong = {"prior-left-out": sum_of(likelihoods)}
        # P(E|H) and 1 - P(E|H), which of two likelihoods are often taken to sum to 1.
        complements = [likelihoods[0], 1 - likelihoods[0]] if len(names) == 2 else []
        if complements:
            wrong["complement-for-likelihood"] = dot(priors, complements)
        evidence = work.let(f"P({seen})", dot(priors, likelihoods), mistakes=wrong)
        self._count_cases(work, priors, likelihoods)
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
        if self.sensitivity is not None:
            work.say("{p} is the positive predictive value of the test.", p=Symbol(posteriors[0].name))
        turned = posteriors[::-1]
        differ = [p.value for p in turned] != [p.value for p in posteriors]
        work.answer("evidence", evidence)
        work.answer("posteriors", work.choose(posteriors, {"wrong-order": turned} if differ else {}))

    def _count_cases(self, work: Working, priors: Sequence[Symbol], likelihoods: Sequence[Symbol]) -> None:
        """Show how many of so many cases are of each kind, where these numbers are whole."""
        shares = [
            (p.evaluate(), p.evaluate() * q.evaluate()) for p, q in zip(priors, likelihoods, strict=True)
        ]
        for cases in POWERS_OF_10:
            counts = [[share * cases for share in row] for row in shares]
            if all(values.is_exact(count) and count.denominator == 1 for row in counts for count in row):
                headings = ("hypothesis H", "all cases", f"those with {self.evidence[0]}")
                rows: list[list[str | Formula]] = [
                    [name, *map(lift, row)] for name, row in zip(self.names, counts, strict=True)
                ]
                work.table(headings, rows, f"As {cases} cases, counted:", found=headings[1:])
                return

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
