"""Probabilities as they are given: rounded, or to be divided by their sum."""

from __future__ import annotations

from solver.domains.lists import are_counts, told_sum
from solver.mathematics.formula import Family, Grid, Symbol, Tensor, Text, sum_of, tensor
from solver.record.recorder import Working


def as_asked(work: Working, p: Family, *, normalize: bool) -> Family:
    """The probabilities, divided by their sum where that is asked for; says so where the sum is not 1."""
    sum_of_all = sum(p.values)
    if sum_of_all == 1:
        return p
    done = "each is divided by that" if normalize else "they are taken as rounded, and used as they stand"
    known = {"p": Symbol(p.name), "sum": Text(told_sum(sum_of_all))}
    work.say(f"The probabilities of {{p}} sum to {{sum}}: {done}.", **known)
    if not normalize:
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
    if total != 1:
        told = "The probabilities sum to {sum}: they are taken as rounded, and used as they stand."
        work.say(told, sum=Text(told_sum(total)))
    return p
