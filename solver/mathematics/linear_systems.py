"""Linear systems in exact arithmetic: row reduction, solutions, null vectors, whole multiples."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from flint import fmpq_mat

from solver.mathematics.number_fields import from_flint, to_flint

Rows = list[list[Fraction]]


def reduced(rows: Rows) -> tuple[Rows, list[int]]:
    """The reduced row echelon form, and the columns of its pivots."""
    form, rank = fmpq_mat([list(map(to_flint, row)) for row in rows]).rref()
    reduced_rows = [list(map(from_flint, row)) for row in form.tolist()]
    pivots = [next(column for column, entry in enumerate(row) if entry) for row in reduced_rows[:rank]]
    return reduced_rows, pivots


def solved(augmented: Rows) -> list[Fraction]:
    """The solution of a regular system, given as its augmented matrix."""
    return [row[-1] for row in reduced(augmented)[0]]


def null_vector(columns: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    """Factors, not all 0 where that is possible, with which the columns add up to 0."""
    rows, pivots = reduced([list(row) for row in zip(*columns, strict=True)])
    free = next((column for column in range(len(columns)) if column not in pivots), None)
    factors = [Fraction(0)] * len(columns)
    if free is not None:
        factors[free] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=False):
            factors[pivot] = -row[free]
    return factors


def clearing_factor(numbers: Sequence[Fraction]) -> Fraction:
    """The positive factor that makes the numbers whole without a common divisor."""
    bottom = lcm(*(number.denominator for number in numbers))
    return Fraction(bottom, gcd(*(int(number * bottom) for number in numbers)))
