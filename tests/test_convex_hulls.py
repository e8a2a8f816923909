"""The nearest points of two convex hulls, and the exact linear systems behind them."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.mathematics.convex_hulls import nearest_points
from solver.mathematics.linear_systems import clearing_factor, null_vector, reduced, solved

untimed = settings(deadline=None)
ENTRIES = st.fractions(-9, 9, max_denominator=4)


@st.composite
def classes(draw):
    """Points of two classes, all of them numbered."""
    row = st.tuples(*[st.integers(-3, 3).map(Fraction)] * draw(st.integers(1, 4)))
    sizes = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    first, second = (draw(st.lists(row, min_size=size, max_size=size)) for size in sizes)
    return dict(enumerate(first)), dict(enumerate(second, len(first)))


def dot(left, right):
    return sum(a * b for a, b in zip(left, right, strict=True))


def minus(left, right):
    return [a - b for a, b in zip(left, right, strict=True)]


@untimed
@given(classes())
def test_no_other_points_of_the_hulls_are_nearer(data):
    """Seen from either nearest point, no point of its class lies toward the other."""
    first, second = data
    found = nearest_points(first, second)
    way = minus(found.second, found.first)
    assert all(dot(way, minus(point, found.first)) <= 0 for point in first.values())
    assert all(dot(way, minus(point, found.second)) >= 0 for point in second.values())
    assert found.meet is not any(way)


@untimed
@given(classes())
def test_the_points_are_means_with_the_shares(data):
    found = nearest_points(*data)
    assert all(share > 0 for share in found.shares.values())
    for points, mean in zip(data, (found.first, found.second), strict=True):
        used = {n: share for n, share in found.shares.items() if n in points}
        assert sum(used.values()) == 1
        assert (
            tuple(dot(used.values(), column) for column in zip(*(points[n] for n in used), strict=True))
            == mean
        )
    if found.meet:
        assert len(found.shares) <= len(found.first) + 2


@untimed
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(ENTRIES, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_a_null_vector_is_found_where_there_is_one(columns):
    factors = null_vector(columns)
    assert not any(dot(factors, row) for row in zip(*columns, strict=True))
    rank = np.linalg.matrix_rank(np.array(columns, dtype=float))
    assert any(factors) is bool(rank < len(columns))
    assert len(reduced([list(column) for column in columns])[1]) == rank


def test_a_system_is_solved_and_left_as_it_is():
    rows = [[Fraction(0), Fraction(2), Fraction(1)], [Fraction(4), Fraction(0), Fraction(1)]]
    before = [list(row) for row in rows]
    assert solved(rows) == [Fraction(1, 4), Fraction(1, 2)]
    assert rows == before


@given(st.lists(ENTRIES.filter(bool), min_size=1, max_size=5))
def test_the_clearing_factor_leaves_whole_numbers_without_a_common_divisor(numbers):
    cleared = [number * clearing_factor(numbers) for number in numbers]
    assert all(number.denominator == 1 for number in cleared)
    assert gcd(*map(int, cleared)) == 1
    assert cleared[0] * numbers[0] > 0
