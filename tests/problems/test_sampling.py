"""What samplers draw with: numbers, their texts, samples of two classes, and what counts as a short value."""

from __future__ import annotations

import decimal
from fractions import Fraction
from itertools import pairwise, permutations
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from solver.mathematics.formula import Symbol, exp, lift
from solver.sampling.niceness import has_zeros, is_short, short_share, values_of
from solver.sampling.polynomial_text import polynomial_text
from solver.sampling.random_stream import RandomStream, decimal_text
from solver.sampling.two_classes import FARTHEST, crossing_samples, separable_samples

DRAWS = [RandomStream(f"draw/{number}") for number in range(200)]


def every(draw):
    """What comes up in many streams."""
    return {draw(stream) for stream in DRAWS}


# Numbers


def test_both_ends_of_a_range_come_up_and_nothing_else():
    assert every(lambda draw: draw.integer(-1, 3)) == {-1, 0, 1, 2, 3}
    assert every(lambda draw: draw.integer(4, 4)) == {4}
    assert every(lambda draw: draw.choice("abc")) == set("abc")
    assert every(lambda draw: tuple(draw.integers(2, 0, 1))) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_numbers_other_than_zero_have_either_sign():
    assert every(lambda draw: draw.nonzero(3)) == {-3, -2, -1, 1, 2, 3}
    assert every(lambda draw: draw.nonzero_decimal(2)) == {"-0.2", "-0.1", "0.1", "0.2"}
    assert every(lambda draw: draw.nonzero_decimal(1, 3)) == {"-0.001", "0.001"}


def test_decimals_are_whole_numbers_of_units_of_their_last_place():
    assert every(lambda draw: draw.decimal(9, 11)) == {"0.9", "1", "1.1"}
    assert every(lambda draw: draw.decimal(-1, 1, 2)) == {"-0.01", "0", "0.01"}


def test_no_two_neighbors_of_varied_numbers_are_alike():
    drawn = [draw.varied(5, 2, 4) for draw in DRAWS]
    assert all(len(numbers) == 5 for numbers in drawn)
    assert {number for numbers in drawn for number in numbers} == {2, 3, 4}
    steps = {pair for numbers in drawn for pair in pairwise(numbers)}
    assert steps == {(2, 3), (2, 4), (3, 2), (3, 4), (4, 2), (4, 3)}


@given(st.text(), st.integers(1, 8), st.sampled_from((10, 20)))
def test_shares_are_positive_and_make_up_a_whole(seed, count, whole):
    drawn = [Fraction(text) for text in RandomStream(seed).shares(count, whole)]
    assert len(drawn) == count
    assert sum(drawn) == 1
    assert all(share > 0 and (share * whole).denominator == 1 for share in drawn)


def test_all_shares_come_up():
    assert every(lambda draw: tuple(draw.shares(2, 4))) == {
        ("0.25", "0.75"),
        ("0.5", "0.5"),
        ("0.75", "0.25"),
    }
    assert every(lambda draw: tuple(draw.shares(1))) == {("1",)}
    assert "0.1" in every(lambda draw: draw.shares(2)[0])


def test_a_number_that_does_not_end_has_no_decimal_text():
    assert decimal_text(Fraction(5, 2)) == "2.5"
    assert decimal_text(Fraction(1200)) == "1200"
    assert decimal_text(Fraction(1, 2**40)) == f"{decimal.Decimal(2) ** -40:f}"
    with pytest.raises(decimal.Inexact):
        decimal_text(Fraction(1, 3))
    # The digits are those of powers of 5: 60 of them, and 61.
    assert decimal_text(Fraction(1, 2**85)).endswith("5")
    with pytest.raises(decimal.Inexact):
        decimal_text(Fraction(1, 2**86))


# Polynomials


@pytest.mark.parametrize(
    ("coefficients", "text"),
    [
        ({"x**2": 1, "x*y": -2, "1": 3}, "x**2 - 2*x*y + 3"),
        ({"x**2": -1, "x": 0, "y": -1}, "-x**2 - y"),
        ({"x": 0, "y": -3, "1": 1}, "-3*y + 1"),
        ({"x": 11, "1": -1}, "11*x - 1"),
        ({"1": -1, "x": 1}, "-1 + x"),
        ({"1": 10}, "10"),
    ],
)
def test_the_text_of_a_polynomial(coefficients, text):
    assert polynomial_text(coefficients) == text


# Short values


@pytest.mark.parametrize(
    ("value", "as_decimal", "as_fraction"),
    [
        (Fraction(1234, 1000), True, True),
        (Fraction(-12345, 10000), False, False),
        (Fraction(1, 3), False, True),
        (Fraction(9999), True, True),
        (Fraction(10000), True, False),
        (Fraction(-9999, 998), False, True),
        (Fraction(1, 999), False, True),
        (Fraction(1, 1001), False, False),
        (exp(lift(1)).evaluate(), False, False),
    ],
)
def test_what_is_short(value, as_decimal, as_fraction):
    assert is_short(value, exact=False) is as_decimal
    assert is_short(value, exact=True) is as_fraction


def recorded(*values):
    """A working with quantities of these values."""
    quantities = {f"q_{n}": SimpleNamespace(symbol=Symbol(f"q_{n}", v)) for n, v in enumerate(values)}
    return SimpleNamespace(quantities=quantities, asides=set())


def test_the_share_of_short_values_is_that_of_those_that_have_one():
    work = recorded(Fraction(1, 2), None, Fraction(1, 3), Fraction(1, 7), Fraction(2))
    assert values_of(work) == [Fraction(1, 2), Fraction(1, 3), Fraction(1, 7), Fraction(2)]
    assert short_share(work, exact=False) == 0.5
    assert short_share(work, exact=True) == 1
    assert short_share(recorded(), exact=False) == 0
    assert not has_zeros(work)
    assert has_zeros(recorded(Fraction(1), Fraction(0)))


# Samples of two classes

SIZES = [(2, 3), (2, 4), (2, 6), (3, 5)]


def samples_of(draw_samples, inputs, count):
    drawn = [draw_samples(RandomStream(f"{inputs}/{count}/{n}"), inputs, count) for n in range(240)]
    found = [(each["x"], each["y"]) for each in drawn if each is not None]
    assert len(found) > 10
    return found


def requires_of_all(x, y, inputs, count):
    assert x.shape == (count, inputs)
    assert len({tuple(point) for point in x}) == count
    assert abs(x).max() <= FARTHEST
    assert set(y) == {0, 1}
    assert min(np.bincount(y)) >= count // 3


def nearest(x, y):
    """Two samples of one class and one of the other opposite to them, and the way from them to it."""
    for p, q, r in permutations(range(len(x)), 3):
        if p < q and y[p] == y[q] != y[r]:
            along, up = x[q] - x[p], x[r] - x[p]
            share = Fraction(int(along @ up), int(along @ along))
            across = up - float(share) * along
            low, high, seen = across @ x[p], across @ x[r], x @ across
            behind = np.where(y == y[r], seen >= high - 1e-9, seen <= low + 1e-9)
            if 0 <= share <= 1 and low < high and behind.all():
                yield low, high


@pytest.mark.parametrize(("inputs", "count"), SIZES)
def test_separable_samples_have_their_nearest_points_where_they_were_placed(inputs, count):
    for x, y in samples_of(separable_samples, inputs, count):
        requires_of_all(x, y, inputs, count)
        found = list(nearest(x, y))
        assert found
        # A border through the origin would not do, nor would its bias be 0.
        assert not any(low < -1e-9 and high > 1e-9 for low, high in found)
        assert all(abs(low + high) > 1e-9 for low, high in found)


@pytest.mark.parametrize(("inputs", "count"), [(2, 4), (2, 6), (3, 5)])
def test_no_border_separates_crossing_samples(inputs, count):
    shapes = set()
    for x, y in samples_of(crossing_samples, inputs, count):
        requires_of_all(x, y, inputs, count)
        sides = np.where(y == 1, 1, -1)
        rows = -sides[:, None] * np.column_stack([x, np.ones(count)])
        border = linprog(np.zeros(inputs + 1), A_ub=rows, b_ub=-np.ones(count), bounds=(None, None))
        assert border.status == 2, (x, y)
        shapes.add(min(np.bincount(y)))
    # Of four samples, two diagonals cross, or one lies amid three; further ones are of either class.
    assert shapes == {(2, 4): {1, 2}, (2, 6): {2, 3}, (3, 5): {1, 2}}[inputs, count]


def test_either_class_is_the_one_of_two_samples():
    larger = {int(np.argmax(np.bincount(y))) for x, y in samples_of(separable_samples, 2, 3)}
    assert larger == {0, 1}
