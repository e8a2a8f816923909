"""Information averaged over outcomes, with what 0 log 0 and log 0 are agreed to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solver.errors import InputError
from solver.mathematics.formula import (
    Convention,
    Family,
    Formula,
    Number,
    Relation,
    Symbol,
    lift,
    sum_of,
    total,
)
from solver.mathematics.values import INFINITY
from solver.problems.information_theory._logarithm import Logarithm
from solver.record.recorder import Cell, Working
from solver.record.solution import Mistake

INFINITE = Number(INFINITY)


def require_equal_lengths(p: Family, q: Family) -> None:
    """Refuse distributions over different numbers of outcomes.

    Raises:
        InputError: naming --q.
    """
    if len(p) != len(q):
        raise InputError("--q", f"must have as many probabilities as p, which has {len(p)}", str(len(q)))


def mean_log(log: Logarithm, p: Family, q: Family) -> Formula:
    """-sum p_i log q_i, where 0 log q_i counts as 0 and -log 0 as infinity."""

    def term(i: int | str) -> Formula:
        form = p[i] * log(q[i])
        if p[i].value == 0:
            return Convention(form, lift(0))
        return Convention(form, -INFINITE) if q[i].value == 0 else form

    return -total("i", len(p), term)


def each_outcome(
    work: Working, p: Family, letter: str, formula: Callable[[int], tuple[Formula, Sequence[Mistake]]]
) -> Family:
    """Record a quantity of every outcome that occurs; the others stay without a value."""
    members = []
    for i in range(1, len(p) + 1):
        name = f"{letter}_{i}"
        if p[i].value == 0:
            members.append(Symbol(name))
        else:
            right, mistakes = formula(i)
            members.append(work.let(name, right, mistakes=mistakes, shown=False))
    return Family(letter, tuple(members))


def weighted(p: Family, quantity: Family, form: Callable[[int], Formula]) -> Formula:
    """sum p_i x_i; where p_i = 0 the term is shown as `form` and counts as 0."""

    def term(i: int | str) -> Formula:
        if isinstance(i, int) and p[i].value == 0:
            return Convention(form(i), lift(0))
        return p[i] * quantity[i]

    return total("i", len(p), term)


def outcome_rows(columns: Sequence[Family]) -> list[list[Cell]]:
    """A table row for every outcome; a quantity that it does not have is a dash."""
    positions = range(1, len(columns[0]) + 1)
    return [[str(i), *("-" if c[i].value is None else c[i] for c in columns)] for i in positions]


def say_conventions(work: Working, log: Logarithm, p: Family, q: Family, term: Formula) -> None:
    """Say what a term without a value counts as, where the probabilities call for it.

    `term` is the general one, such as p_i·log q_i.
    """
    if any(weight == 0 for weight in p.values):
        work.say(
            "Where {weight} is 0, the term {term} counts as 0: an outcome that never occurs adds nothing."
            " (In the limit, {vanishing} goes to 0 as x goes to 0.)",
            weight=p["i"],
            term=term,
            vanishing=Symbol("x") * log(Symbol("x")),
        )
    pairs = zip(p, q, strict=True)
    excluded = next(((p_i, q_i) for p_i, q_i in pairs if p_i.value != 0 and q_i.value == 0), None)
    if excluded is not None:
        p_i, q_i = excluded
        work.say(
            "{impossible} is 0 although {occurs} is not: {q} calls impossible what occurs under {p}, so"
            " {surprise} is infinite, and the whole sum with it.",
            p=Symbol("p"),
            q=Symbol("q"),
            impossible=q_i,
            occurs=p_i,
            surprise=-log(q_i),
        )


def without_last_term(p: Family, quantity: Family) -> Formula:
    """sum p_i x_i without its last term that is not 0."""
    counted = [i for i in range(1, len(p) + 1) if p[i].value != 0 and quantity[i].value != 0]
    return sum_of([p[i] * quantity[i] for i in counted[:-1]])


def information(work: Working, letter: str, log: Logarithm, p: Family, q: Family) -> Family:
    """Record and tabulate the information -log q_i of each outcome that occurs under p."""

    def of(i: int) -> tuple[Formula, Sequence[Mistake]]:
        right, wrong = (_agreed(-logarithm(q[i]), q[i]) for logarithm in (log, log.wrong))
        return right, [Mistake("wrong-base", log.mistake, wrong)]

    info = each_outcome(work, p, letter, of)
    columns = [p, info] if p is q else [p, q, info]
    headings = [column["i"] for column in columns[:-1]]
    work.table(["i", *headings, Relation(info["i"], "=", -log(q["i"]))], outcome_rows(columns))
    say_conventions(work, log, p, q, p["i"] * log(q["i"]))
    return info


def mean_information(
    work: Working,
    name: str,
    log: Logarithm,
    p: Family,
    q: Family,
    info: Family,
    mistakes: Sequence[Mistake] = (),
) -> Symbol:
    """Record -sum p_i log q_i, from the information -log q_i, with the mistakes that it invites."""
    mean = weighted(p, info, lambda i: p[i] * -log(q[i]))
    unweighted = sum_of([part for part in info if part.value is not None])
    return work.let(
        name,
        mean,
        named=mean_log(log, p, q),
        mistakes=[
            Mistake("no-minus-sign", "the minus sign of the logarithms was forgotten", -mean),
            Mistake("term-missing", "the last term was left out", without_last_term(p, info)),
            Mistake("not-weighted", "the terms were not weighted with the probabilities", unweighted),
            *mistakes,
        ],
    )


def _agreed(information: Formula, probability: Symbol) -> Formula:
    return Convention(information, INFINITE) if probability.value == 0 else information
