"""Probabilities as they are given: rounded, or to be divided by their sum."""

from __future__ import annotations

from solver.domains.lists import are_counts, told_sum
from solver.mathematics.formula import Family, Formula, Grid, Symbol, Tensor, Text, sum_of, tensor
from solver.mathematics.values import Value
from solver.record.recorder import Working

AS_ROUNDED = "they are taken as rounded, and used as they stand"
DIVIDED = "each is divided by that"


def say_sum(work: Working, what: str, total: Value, done: str = AS_ROUNDED, **known: Formula) -> None:
    """Say what numbers sum to that should sum to 1, where they do not, and what is done about it."""
    if total != 1:
        work.say(f"The {what} sum to {{sum}}: {done}.", sum=Text(told_sum(total)), **known)


def as_asked(work: Working, p: Family, *, normalize: bool) -> Family:
    """The probabilities, divided by their sum where that is asked for; says so where the sum is not 1."""
    done = DIVIDED if normalize else AS_ROUNDED
    say_sum(work, "probabilities of {p}", sum(p.values), done, p=Symbol(p.name))
    if sum(p.values) == 1 or not normalize:
        return p
    total, tilde = work.let(f"S_{p.name}", sum_of(p.members)), f"{p.name}tilde"
    return Family(tilde, tuple(work.let(f"{tilde}_{i}", p_i / total) for i, p_i in enumerate(p, 1)))


def joint_probabilities(work: Working, table: Grid) -> Tensor:
    """The probabilities of a table: its entries or, of counts, their shares."""
    p = tensor(table)
    entries = [entry for row in table for entry in row]
    total = sum(entry.evaluate() for entry in entries)
    if are_counts(table):
        work.say("The entries are counts, and each is divided by their sum.")
        return work.let_array(f"{table.name}tilde", p / work.let(f"S_{table.name}", sum_of(entries)))
    say_sum(work, "probabilities", total)
    return p
