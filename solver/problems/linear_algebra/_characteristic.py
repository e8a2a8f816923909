"""The characteristic polynomial of a matrix, from its determinant to its factors."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.mathematics.formula import Formula, Matrix, Number, Relation, Symbol, product_of_sequence
from solver.problems.linear_algebra._polynomial import (
    LAMBDA,
    determinant,
    factored,
    multiplied_out,
    short_determinant,
)
from solver.record.recorder import Working
from solver.record.solution import Mistake

A, X, IDENTITY = Symbol("A"), Symbol("x"), Symbol("I")


def characteristic_polynomial(work: Working, matrix: Sequence[Sequence[Fraction]]) -> Formula:
    """Subtract the eigenvalue from the diagonal and work out the determinant."""
    work.step(
        "Subtract {eigenvalue} from the diagonal",
        "{equation} has a solution other than 0 just where {shifted} has the determinant 0.",
        eigenvalue=LAMBDA,
        equation=Relation(A * X, "=", LAMBDA * X),
        shifted=A - LAMBDA * IDENTITY,
    )
    entries = [
        [_less_lambda(value) if i == j else Number(value) for j, value in enumerate(row)]
        for i, row in enumerate(matrix)
    ]
    work.rewrite(A - LAMBDA * IDENTITY, Matrix(tuple(map(tuple, entries))))
    size = len(entries)
    rule = (
        "The product of the diagonal less that of the other two entries."
        if size == 2
        else "Cofactors along the row with the most zeros."
    )
    work.step("Characteristic polynomial", rule if size > 1 else "The determinant of one entry is the entry.")
    start = determinant(work, entries, "")
    return work.rewrite(
        Symbol("p(lambda)"), start, multiplied_out, factored, mistakes=_determinant_mistakes(entries)
    )


def _less_lambda(value: Fraction) -> Formula:
    return Number(value) - LAMBDA if value else -LAMBDA


def _determinant_mistakes(entries: list[list[Formula]]) -> list[Mistake]:
    if len(entries) not in (2, 3):
        return []
    diagonal = product_of_sequence([row[i] for i, row in enumerate(entries)])
    return [
        Mistake(
            "determinant-signs",
            "the products of the determinant were added instead of subtracted",
            short_determinant(entries, sign=1),
        ),
        Mistake("diagonal-only", "only the diagonal was multiplied, as for a triangular matrix", diagonal),
    ]
