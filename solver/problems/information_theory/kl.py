"""Kullback-Leibler divergence: what it costs to take q for p."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from solver.mathematics.formula import Convention, Family, Formula, Relation, Symbol, lift, sum_of, total
from solver.models import information_theory as model
from solver.problem import Difficulty
from solver.problems.information_theory._logarithm import LOGARITHMS, Logarithm
from solver.problems.information_theory._mean import (
    INFINITE,
    each_outcome,
    mean_log,
    outcome_rows,
    say_conventions,
    weighted,
    without_last_term,
)
from solver.problems.information_theory._pair import DistributionPair, directed
from solver.problems.information_theory._sampling import doubling_pair, dyadic_pair, maybe_impossible
from solver.record.recorder import Working
from solver.record.solution import Mistake
from solver.sampling.niceness import Givens
from solver.sampling.random_stream import RandomStream


class KullbackLeibler(DistributionPair):
    """D(p||q) = sum p log(p/q) (Kullback and Leibler, On Information and Sufficiency, 1951)."""

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 0.625, "hard": 0.0}

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            "Work out the Kullback-Leibler divergence D(p || q) of the true distribution p from the model"
            " distribution q, with logarithms to the base below.",
            "A model takes outcomes of the distribution p to follow q. What does this cost, as the divergence"
            " D(p || q) with logarithms to the base below?",
        )

    def solve(self, work: Working) -> None:
        log, p, q = LOGARITHMS[self.base], self.p, self.q
        work.step(
            f"Log-ratio of each outcome, in {log.unit}",
            f"It says how much more likely the outcome is under {{p}} than under {{q}}{log.advice}.",
            p=Symbol("p"),
            q=Symbol("q"),
        )
        ratios = _log_ratios(work, log, p, q)
        work.step(f"Divergence, in {log.unit}", "It is the mean of the log-ratios under {p}.", p=Symbol("p"))
        divergence = work.let(
            "D(p||q)",
            weighted(p, ratios, lambda i: p[i] * log(p[i] / q[i])),
            named=_mean_log_ratio(log, p, q),
            mistakes=[
                Mistake("swapped", "p and q were swapped", _mean_log_ratio(log, q, p)),
                *_exchanged(log, p, q),
                Mistake("term-missing", "the last term was left out", without_last_term(p, ratios)),
                Mistake("not-weighted", "the terms were not weighted with p", sum_of(_present(ratios))),
            ],
        )
        work.step(
            f"Check: cross-entropy less entropy, in {log.unit}",
            "It is also what {q} costs beyond the least possible, the entropy of {p}. The difference of"
            " close numbers loses digits: carry more than are shown.",
            p=Symbol("p"),
            q=Symbol("q"),
        )
        cross = work.let("H(p,q)", mean_log(log, p, q))
        own = work.let("H(p)", mean_log(log, p, p))
        work.let("D_check", cross - own)
        work.answer("kl", divergence)

    def reference(self) -> Mapping[str, Any]:
        p, q = self.floats
        return {"kl": model.kl(p, q, LOGARITHMS[self.base].number)}

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """Two distributions that cannot be swapped unnoticed.

        The probabilities of `easy` are powers of two, so that every value ends within four digits. Those of
        `medium` are in steps of 1/20 with ratios that are powers of two: the log-ratios and the divergence
        are short, and only the check takes other logarithms. `hard` takes them of any ratios, to any base.
        """

        def givens() -> Givens:
            match difficulty:
                case "easy":
                    return dyadic_pair(draw, draw.integer(4, 5))
                case "medium":
                    return doubling_pair(draw, draw.integer(4, 5), 20)
                case "hard":
                    p = maybe_impossible(draw, draw.shares(3, 20))
                    return {"p": p, "q": draw.shares(len(p), 20), "base": draw.choice(("2", "e", "10"))}

        return directed(cls, difficulty, givens)


def _log_ratios(work: Working, log: Logarithm, p: Family, q: Family) -> Family:
    """Record and tabulate log(p_i/q_i) for each outcome that occurs under p."""

    def of(i: int) -> tuple[Formula, Sequence[Mistake]]:
        right, wrong = (_log_ratio(logarithm, p[i], q[i]) for logarithm in (log, log.wrong))
        upside_down = "the ratio was turned upside down"
        return right, [
            Mistake("wrong-base", log.mistake, wrong),
            Mistake("upside-down", upside_down, -_log_ratio(log, p[i], q[i])),
        ]

    ratios = each_outcome(work, p, "r", of)
    heading = Relation(ratios["i"], "=", log(p["i"] / q["i"]))
    work.table(["i", p["i"], q["i"], heading], outcome_rows([p, q, ratios]))
    say_conventions(work, log, p, q, p["i"] * log(p["i"] / q["i"]))
    return ratios


def _log_ratio(log: Logarithm, p: Symbol, q: Symbol) -> Formula:
    form = log(p / q)
    return Convention(form, INFINITE) if q.value == 0 else form


def _mean_log_ratio(log: Logarithm, p: Family, q: Family) -> Formula:
    """sum p_i log(p_i/q_i), where 0 log(0/q_i) counts as 0."""

    def term(i: int | str) -> Formula:
        form = p[i] * _log_ratio(log, p[i], q[i])
        return Convention(form, lift(0)) if p[i].value == 0 else form

    return total("i", len(p), term)


def _exchanged(log: Logarithm, p: Family, q: Family) -> list[Mistake]:
    """The two probabilities of q in the wrong order; of more, there is no likely one."""
    if len(q) != 2:
        return []
    wrong = _mean_log_ratio(log, p, Family("q", q.members[::-1]))
    return [Mistake("entries-swapped", "the two probabilities of q were swapped", wrong)]


def _present(quantity: Family) -> list[Symbol]:
    return [member for member in quantity if member.value is not None]
