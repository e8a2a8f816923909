"""What types on samples share: how they are given, and how far they are apart."""

from collections.abc import Sequence

from solver.authoring import Working
from solver.authoring.domains import Family, MatrixOf, Scalar
from solver.authoring.formulas import Formula, absolute, sum_of

RATIONAL = Scalar(rational=True)
SAMPLES = MatrixOf(RATIONAL, most_rows=40, most_columns=40)
MOST_FEATURES = 8

Point = Sequence[Formula]


def as_signs(y: Family, work: Working | None = None) -> list[int]:
    """Labels as -1 and 1; that 0 is read as -1 is said in a working."""
    if work is not None and 0 in y.values:
        work.say("Labels of 0 count as {-1}.")
    return [1 if label == 1 else -1 for label in y.values]


def squared_distance(one: Point, other: Point) -> Formula:
    """The square of the Euclidean distance, written out."""
    return sum_of([(a - b) ** 2 for a, b in zip(one, other, strict=True)])


def city_distance(one: Point, other: Point) -> Formula:
    """The sum of the sizes of the differences, written out."""
    return sum_of([absolute(a - b) for a, b in zip(one, other, strict=True)])
