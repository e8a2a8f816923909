"""Linear systems in exact arithmetic: row reduction, solutions, null vectors, whole multiples."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

Rows = list[list[Fraction]]


def reduced(rows: Rows) -> tuple[Rows, list[int]]:
    """The reduced row echelon form, and the columns of its pivots."""
    rows, pivots = list(rows), list[int]()
    for column in range(len(rows[0])):
        top = len(pivots)
        found = next((row for row in range(top, len(rows)) if rows[row][column] != 0), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        lead = rows[top] = [entry / rows[top][column] for entry in rows[top]]
        for row, entries in enumerate(rows):
            factor = entries[column]
            if row != top and factor != 0:
                rows[row] = [a - factor * b for a, b in zip(entries, lead, strict=True)]
        pivots.append(column)
    return rows, pivots


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
