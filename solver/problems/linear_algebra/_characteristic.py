"""The characteristic polynomial of a matrix, from its determinant to its factors."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from solver.authoring import Working
from solver.authoring.formulas import (
    Formula,
    Number,
    Relation,
    Symbol,
    lift,
    product_of_sequence,
    sum_of,
    times,
)
from solver.mathematics.polynomials import factored, multiplied_out
from solver.problems.linear_algebra._row_reduction import as_matrix

Entries: TypeAlias = Sequence[Sequence[Formula]]
A, X, IDENTITY, LAMBDA = map(Symbol, ("A", "x", "I", "lambda"))

RULES = {
    1: "The determinant of one entry is the entry.",
    2: "The product of the diagonal less that of the other two entries.",
}
"""For a determinant, by its size."""

MISTAKES = {
    "determinant-signs": "the products of the determinant were added instead of subtracted",
    "diagonal-only": "only the diagonal was multiplied, as for a triangular matrix",
}


def characteristic_polynomial(
    work: Working, matrix: Sequence[Sequence[Fraction]], name: Symbol = A
) -> Formula:
    """Subtract the eigenvalue from the diagonal and work out the determinant."""
    work.step(
        "Subtract {eigenvalue} from the diagonal",
        "{equation} has a solution other than 0 just where {shifted} has the determinant 0.",
        eigenvalue=LAMBDA,
        equation=Relation(name * X, "=", LAMBDA * X),
        shifted=name - LAMBDA * IDENTITY,
    )
    size = len(matrix)
    entries = [list(map(lift, row)) for row in matrix]
    for i, row in enumerate(matrix):
        entries[i][i] = row[i] - LAMBDA if row[i] else -LAMBDA
    work.rewrite(name - LAMBDA * IDENTITY, as_matrix(entries))
    work.step("Characteristic polynomial", RULES.get(size, "Cofactors along the row with the most zeros."))
    wrong: dict[str, Formula] = {}
    if size in (2, 3):
        diagonal = product_of_sequence([row[i] for i, row in enumerate(entries)])
        wrong = {"determinant-signs": determinant(work, entries, sign=1), "diagonal-only": diagonal}
    start = determinant(work, entries)
    with work.telling("eigenvalues"):
        return work.rewrite(Symbol("p(lambda)"), start, multiplied_out, factored, mistakes=wrong)


def determinant(work: Working, entries: Entries, place: str = "", sign: int = -1) -> Formula:
    """The determinant by cofactors; minors of 3 by 3 and more are worked out in lines of their own.

    `place` is that of the matrix itself, if it is a minor. `sign` alternates the products; +1 is the
    mistake of adding them all.
    """
    if len(entries) == 1:
        return entries[0][0]
    if len(entries) == 2:
        (a, b), (c, d) = entries
        products = [(a, d, 1), (b, c, sign)]
        return sum_of([_signed(p * q, s) for p, q, s in products if not (_is_zero(p) or _is_zero(q))])
    terms = []
    for row, column, entry, minor in _cofactors(entries):
        name = f"{place}{row + 1}{column + 1}"
        value = determinant(work, minor, f"{name},", sign)
        if len(entries) > 3:
            value = work.rewrite(Symbol(f"M_{name}"), value, multiplied_out)
        elif _is_zero(value):
            continue
        terms.append(_signed(times(entry, value), sign ** (row + column)))
    return sum_of(terms)


def _cofactors(entries: Entries) -> Iterator[tuple[int, int, Formula, Entries]]:
    """The entries other than 0 of the row with the most zeros, each with its place and its minor."""
    row = max(range(len(entries)), key=lambda i: sum(map(_is_zero, entries[i])))
    for column, entry in enumerate(entries[row]):
        if not _is_zero(entry):
            others = [*entries[:row], *entries[row + 1 :]]
            yield row, column, entry, [[*line[:column], *line[column + 1 :]] for line in others]


def _is_zero(entry: Formula) -> bool:
    return isinstance(entry, Number) and entry.number == 0


def _signed(term: Formula, sign: int) -> Formula:
    return term if sign > 0 else -term
