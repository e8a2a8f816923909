"""Vectors that are recorded entry by entry, and the basis of a null space among them."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from solver.authoring import Mistakes, Working
from solver.authoring.formulas import Formula, Number, Operand, Symbol, subscripted, sum_of, times
from solver.problems.linear_algebra._row_reduction import Reduction, as_matrix, minus

MISTAKES = {
    "sign-kept": "the sign was not changed when the free column was moved over",
    "free-forgotten": "the entry of the free variable was left at 0",
    "row-taken": "a row of the reduced matrix was taken for a solution",
    "swapped": "the two entries of the solution were swapped",
}
"""What goes wrong where a null space is read off."""


def column_vector(
    work: Working, name: str, entries: Sequence[Operand], mistakes: Sequence[Mistakes] = ()
) -> list[Symbol]:
    """Record a vector entry by entry, with the mistakes beside each, and show it as a column."""
    offered = mistakes or [{}] * len(entries)
    vector = [
        work.let(subscripted(name, str(i)), entry, mistakes=wrong, shown=False)
        for i, (entry, wrong) in enumerate(zip(entries, offered, strict=True), 1)
    ]
    work.display(Symbol(name), as_matrix([[entry] for entry in vector]))
    return vector


def null_vectors(work: Working, reduction: Reduction, prefix: str = "v") -> list[list[Symbol]]:
    """A basis of the null space, one vector for each free variable."""
    if not reduction.free:
        return []
    work.say("The rows of the reduced matrix, solved for the pivot variables:")
    for row, pivot in zip(reduction.rows, reduction.pivots, strict=False):
        terms = [minus(reduction.show(row[free]), _unknown(free)) for free in reduction.free if row[free]]
        with work.telling("basis", "eigenvectors", "directions", "kind"):
            work.rewrite(_unknown(pivot), sum_of(terms))
    return [_null_vector(work, reduction, number, prefix) for number in range(len(reduction.free))]


def _unknown(column: int) -> Symbol:
    return Symbol(f"x_{column + 1}")


def _null_vector(work: Working, reduction: Reduction, number: int, prefix: str) -> list[Symbol]:
    """Give one free variable a value that keeps the entries whole, and the others 0."""
    free, several = reduction.free[number], len(reduction.free) > 1
    column = [reduction.show(-row[free]) for row in reduction.rows[: len(reduction.pivots)]]
    factor = _common_denominator(column)
    others = " and the other free variables to 0" if several else ""
    whole = ", which keeps all entries whole" if factor.number != 1 else ""
    work.say(f"Set {{free}} to {{value}}{others}{whole}:", free=_unknown(free), value=factor)
    entries: list[Operand] = [0] * len(reduction.rows[0])
    entries[free] = factor
    for pivot, entry in zip(reduction.pivots, column, strict=True):
        entries[pivot] = times(factor, entry)
    name = subscripted(prefix, str(number + 1)) if several or "_" not in prefix else prefix
    return column_vector(work, name, entries, _mistakes(reduction, number, factor, entries))


def _common_denominator(entries: Sequence[Formula]) -> Number:
    """The least one; 1 where an entry is irrational."""
    found = [entry.evaluate() for entry in entries]
    rational = all(isinstance(entry, Fraction) for entry in found)
    return Number(Fraction(lcm(*(entry.denominator for entry in found)) if rational else 1))


def _mistakes(
    reduction: Reduction, number: int, factor: Number, entries: Sequence[Operand]
) -> list[dict[str, Operand]]:
    """The mistakes beside each entry of the vector of one free variable."""
    free = reduction.free[number]
    mistakes: list[dict[str, Operand]] = [{} for _ in entries]
    for row, pivot in zip(reduction.rows, reduction.pivots, strict=False):
        mistakes[pivot]["sign-kept"] = times(factor, reduction.show(row[free]))
    if any(row[free] for row in reduction.rows):
        mistakes[free]["free-forgotten"] = 0
    if number < len(reduction.pivots):
        for wrong, entry in zip(mistakes, reduction.rows[number], strict=True):
            wrong["row-taken"] = times(factor, reduction.show(entry))
    if len(entries) == 2:
        for wrong, swapped in zip(mistakes, reversed(entries), strict=True):
            wrong["swapped"] = swapped
    return mistakes
