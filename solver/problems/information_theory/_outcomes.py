"""Means over the outcomes of a distribution, with what 0 log 0 and log 0 are agreed to be."""

from collections.abc import Callable

from msgspec import Struct

from solver.authoring import Mistakes, Working
from solver.authoring.domains import Family
from solver.authoring.formulas import INFINITE, Formula, Relation, Symbol, sum_of, total
from solver.authoring.logarithms import WRONG_BASE, Logarithm, agreed

MISTAKES = WRONG_BASE | {
    "no-minus-sign": "the minus sign of the logarithms was forgotten",
    "term-missing": "the last term was left out",
    "not-weighted": "the terms were not weighted with the probabilities",
}
"""What goes wrong with a mean of information."""


class _Averaged(Struct, frozen=True):
    """A quantity of each outcome, whose mean is asked: a logarithm of probabilities, or its negative."""

    letter: str
    logarithm: Callable[[Logarithm, Symbol, Symbol], Formula]
    is_negative: bool

    def signed(self, formula: Formula) -> Formula:
        return -formula if self.is_negative else formula

    def term(self, log: Logarithm, p: Symbol, q: Symbol) -> Formula:
        """The logarithm; where q is 0, the quantity is infinite."""
        return agreed(self.logarithm(log, p, q), q.value == 0, self.signed(INFINITE))

    def mean(self, log: Logarithm, p: Family, q: Family) -> Formula:
        """The mean under p, from the probabilities alone."""
        return self.signed(weighted(p, lambda i: self.term(log, p[i], q[i])))

    def tabulate(self, work: Working, log: Logarithm, p: Family, q: Family) -> tuple[Formula, Mistakes]:
        """Record the quantity of each outcome that occurs under p; returns its mean, and its mistakes."""
        x = {}
        for i in (i for i, weight in enumerate(p, 1) if weight.value != 0):
            right, other = (self.signed(self.term(base, p[i], q[i])) for base in (log, log.wrong))
            wrong = {"wrong-base": other} | ({} if self.is_negative else {"upside-down": -right})
            x[i] = work.let(f"{self.letter}_{i}", right, mistakes=wrong, shown=False)

        columns = [p] if p is q else [p, q]
        general, term = Symbol(f"{self.letter}_i"), self.term(log, p["i"], q["i"])
        rows = [[str(i), *(column[i] for column in columns), x.get(i, "-")] for i in range(1, len(p) + 1)]
        heading = Relation(general, "=", self.signed(term))
        work.table(["i", *(column["i"] for column in columns), heading], rows)
        say_conventions(work, log, p, q, p["i"] * term)

        known: dict[int | str, Symbol] = {"i": general} | x
        mean = weighted(p, lambda i: known.get(i) or self.signed(self.term(log, p[i], q[i])))
        terms = [p[i] * x_i for i, x_i in x.items() if x_i.value != 0]
        wrong = {"term-missing": sum_of(terms[:-1]), "not-weighted": sum_of(list(x.values()))}
        return mean, ({"no-minus-sign": -mean} if self.is_negative else {}) | wrong


INFORMATION = _Averaged("I", lambda log, _, q: log(q), is_negative=True)
LOG_RATIO = _Averaged("r", lambda log, p, q: log(p / q), is_negative=False)


def weighted(p: Family, x: Callable[[int | str], Formula]) -> Formula:
    """sum p_i x_i, where a term with p_i = 0 counts as 0."""
    return total("i", len(p), lambda i: agreed(p[i] * x(i), p[i].value == 0))


def say_conventions(work: Working, log: Logarithm, p: Family, q: Family, term: Formula) -> None:
    """Say what a term without a value counts as, where the probabilities call for it."""
    if 0 in p.values:
        why = (
            "Where {weight} is 0, the term {term} counts as 0: an outcome that never occurs adds nothing."
            " (In the limit, {vanishing} goes to 0 as x goes to 0.)"
        )
        work.say(why, weight=p["i"], term=term, vanishing=Symbol("x") * log(Symbol("x")))
    excluded = [(p_i, q_i) for p_i, q_i in zip(p, q, strict=True) if p_i.value != 0 and q_i.value == 0]
    for occurs, impossible in excluded[:1]:
        why = (
            "{impossible} is 0 although {occurs} is not: {q} calls impossible what occurs under {p}, so"
            " {surprise} is infinite, and the whole sum with it."
        )
        with work.telling("kl", "cross_entropy"):
            work.say(why, occurs=occurs, impossible=impossible, surprise=-log(impossible))
