"""Square factors are taken out of a root; multiples of roots are known as such."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.mathematics import values
from solver.mathematics.surds import as_multiple, as_surd, square_root

HALF, LARGE_PRIME = Fraction(1, 2), 65_537


@pytest.mark.parametrize(
    ("number", "outside", "under"),
    [
        (Fraction(0), 0, 1),
        (Fraction(1), 1, 1),
        (Fraction(4), 2, 1),
        (Fraction(9, 16), Fraction(3, 4), 1),
        (Fraction(7), 1, 7),
        (Fraction(8), 2, 2),
        (Fraction(72), 6, 2),
        (HALF, HALF, 2),
        (Fraction(50, 9), Fraction(5, 3), 2),
        (Fraction(-1), 1, -1),
        (Fraction(-12), 2, -3),
        (Fraction(LARGE_PRIME**2), LARGE_PRIME, 1),
        (Fraction(4 * LARGE_PRIME**2, 9), Fraction(2 * LARGE_PRIME, 3), 1),
    ],
)
def test_squares_stand_before_the_root(number, outside, under):
    assert outside**2 * under == number
    assert square_root(number) == (outside, under)


def root(number):
    return values.sqrt(Fraction(number))


@pytest.mark.parametrize(
    ("value", "surd"),
    [
        (root(2), (1, 2)),
        (values.multiply(Fraction(3), root(2)), (3, 2)),
        (-root(5), (-1, 5)),
        (values.divide(root(3), Fraction(4)), (Fraction(1, 4), 3)),
        (values.divide(Fraction(6), root(3)), (2, 3)),
        (values.divide(Fraction(1), values.multiply(Fraction(2), root(3))), (Fraction(1, 6), 3)),
    ],
)
def test_multiples_of_roots_are_known_as_such(value, surd):
    assert as_surd(value) == surd
    factor, number = surd
    assert float(value) == pytest.approx(float(factor) * float(number) ** 0.5)


def test_what_is_no_multiple_of_a_root_is_not_taken_for_one():
    assert as_surd(values.add(root(2), root(3))) is None
    assert as_surd(values.PI) is None
    assert as_multiple(values.divide(values.PI, Fraction(-4))) == (Fraction(-1, 4), values.PI)


def test_a_quotient_of_multiples_of_one_number_is_a_fraction():
    assert values.divide(
        values.multiply(Fraction(3), values.PI), values.multiply(Fraction(2), values.PI)
    ) == (Fraction(3, 2))
