"""A basis of a null space, read off the reduced row echelon form."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.mathematics.formula import Formula, Matrix, Number, Symbol, lift, subscripted, sum_of, times
from solver.mathematics.values import is_complex
from solver.problems.linear_algebra._row_reduction import Reduction, Show, clearing_factor
from solver.record.recorder import Working
from solver.record.solution import Mistake


def null_vectors(
    work: Working, reduction: Reduction, prefix: str = "v", show: Show = Number
) -> list[list[Symbol]]:
    """A basis of the null space, one vector for each free variable."""
    if not reduction.free:
        return []
    unknowns = [Symbol(f"x_{column + 1}") for column in range(len(reduction.rows[0]))]
    work.say("The rows of the reduced matrix, solved for the pivot variables:")
    for row, pivot in zip(reduction.rows, reduction.pivots, strict=False):
        terms = [_negated(show(row[free]), unknowns[free]) for free in reduction.free if row[free]]
        work.rewrite(unknowns[pivot], sum_of(terms))
    return [_null_vector(work, reduction, number, prefix, show) for number in range(len(reduction.free))]


def _negated(coefficient: Formula, unknown: Symbol) -> Formula:
    """The product with the opposite sign, with no bracket around a negative number."""
    if isinstance(coefficient, Number) and not is_complex(coefficient.number) and coefficient.number < 0:
        return times(Number(-coefficient.number), unknown)
    return -times(coefficient, unknown)


def _null_vector(work: Working, reduction: Reduction, number: int, prefix: str, show: Show) -> list[Symbol]:
    """Give one free variable a value that keeps the entries whole, and the others 0."""
    free = reduction.free[number]
    several = len(reduction.free) > 1
    column = [show(-row[free]) for row in reduction.rows[: len(reduction.pivots)]]
    factor = clearing_factor([Fraction(1), *(entry.evaluate() for entry in column)])
    others = " and the other free variables to 0" if several else ""
    whole = ", which keeps all entries whole" if factor != 1 else ""
    work.say(f"Set {{free}} to {{value}}{others}{whole}:", free=Symbol(f"x_{free + 1}"), value=Number(factor))
    entries: list[Formula] = [lift(0)] * len(reduction.rows[0])
    entries[free] = Number(factor)
    for pivot, entry in zip(reduction.pivots, column, strict=True):
        entries[pivot] = times(Number(factor), entry)
    mistakes = _mistakes(reduction, number, entries, lambda entry: times(Number(factor), show(entry)))
    name = subscripted(prefix, str(number + 1)) if several or "_" not in prefix else prefix
    vector = [
        work.let(f"{name},{i}", entry, mistakes=offered, shown=False)
        for i, (entry, offered) in enumerate(zip(entries, mistakes, strict=True), 1)
    ]
    work.display(Symbol(name), Matrix(tuple((entry,) for entry in vector)))
    return vector


def _mistakes(
    reduction: Reduction, number: int, entries: Sequence[Formula], scaled: Show
) -> list[list[Mistake]]:
    """The mistakes beside each entry of the vector; `scaled` is an element times its factor."""
    free = reduction.free[number]
    mistakes: list[list[Mistake]] = [[] for _ in entries]
    for row, pivot in zip(reduction.rows, reduction.pivots, strict=False):
        words = "the sign was not changed when the free column was moved over"
        mistakes[pivot].append(Mistake("sign-kept", words, scaled(row[free])))
    if any(row[free] for row in reduction.rows):
        mistakes[free].append(
            Mistake("free-forgotten", "the entry of the free variable was left at 0", lift(0))
        )
    if number < len(reduction.pivots):
        words = "a row of the reduced matrix was taken for a solution"
        for offered, entry in zip(mistakes, reduction.rows[number], strict=True):
            offered.append(Mistake("row-taken", words, scaled(entry)))
    if len(entries) == 2:
        for offered, entry in zip(mistakes, reversed(entries), strict=True):
            offered.append(Mistake("swapped", "the two entries of the solution were swapped", entry))
    return mistakes
