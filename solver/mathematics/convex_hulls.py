"""The points at which the convex hulls of two classes come nearest to each other, in exact arithmetic."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from msgspec import Struct

from solver.mathematics.linear_systems import null_vector, solved

Point = tuple[Fraction, ...]
Shares = dict[Any, Fraction]
"""What each point, by its key, adds to a mean; a point without a share is left out."""

ZERO, ONE = Fraction(0), Fraction(1)


class Nearest(Struct, frozen=True):
    """The nearest points of two hulls, and the positive shares of the points that they are means of."""

    first: Point
    second: Point
    shares: Shares

    @property
    def meet(self) -> bool:
        """Whether the hulls have a point in common."""
        return self.first == self.second

    def are_nearest(self, first: Mapping[int, Point], second: Mapping[int, Point]) -> list[int]:
        """The points of both classes at which they come nearest to each other, by their numbers."""
        way = tuple(a - b for a, b in zip(self.first, self.second, strict=True))
        sides = ((first, self.first), (second, self.second))
        return sorted(
            n for points, end in sides for n, point in points.items() if _dot(way, point) == _dot(way, end)
        )


def nearest_points(first: Mapping[int, Point], second: Mapping[int, Point]) -> Nearest:
    """The nearest points of the hulls of two classes of points, all of them numbered differently."""
    gaps = {
        (i, j): tuple(a - b for a, b in zip(first[i], second[j], strict=True))
        for i, j in product(first, second)
    }
    pair_shares = _nearest_to_origin(gaps)
    shares: Shares = {}
    for pair, share in pair_shares.items():
        for number in pair:
            shares[number] = shares.get(number, ZERO) + share
    if not any(_mean(gaps, pair_shares)):
        shares = _thinned(first, second, shares)
    p, q = (_mean(points, {n: shares[n] for n in points if n in shares}) for points in (first, second))
    return Nearest(p, q, dict(sorted(shares.items())))


def _thinned(first: Mapping[int, Point], second: Mapping[int, Point], shares: Shares) -> Shares:
    """Shares of fewer points, coordinates + 2 at most, with which the two means are equal still.

    That so few suffice is Kirchberger's theorem (1903).
    """
    ones = {n: (*point, ONE, ZERO) for n, point in first.items()}
    zeros = {n: (*(-x for x in point), ZERO, ONE) for n, point in second.items()}
    while True:
        change = dict(zip(shares, null_vector([(ones | zeros)[n] for n in shares]), strict=True))
        if not any(change.values()):
            return shares
        way = min(shares[n] / change[n] for n in shares if change[n] > 0)
        shares = _positive({n: shares[n] - way * change[n] for n in shares})


def _nearest_to_origin(points: Mapping[Any, Point]) -> Shares:
    """The shares of the point of the hull that is nearest to the origin.

    Source: Wolfe, Finding the Nearest Point in a Polytope, Mathematical Programming 11 (1976).
    Without rounding the algorithm ends after finitely many steps.
    """
    shares: Shares = {min(points, key=lambda key: _dot(points[key], points[key])): ONE}
    while True:
        here = _mean(points, shares)
        lowest = min(points, key=lambda key: _dot(here, points[key]))
        if _dot(here, points[lowest]) >= _dot(here, here):
            return shares
        shares = _descended(points, {**shares, lowest: ZERO})


def _descended(points: Mapping[Any, Point], shares: Shares) -> Shares:
    """The shares of the nearest point of the flat through some of the points, all of them positive."""
    while True:
        target = _flat_shares({key: points[key] for key in shares})
        stops = [shares[key] / (shares[key] - target[key]) for key in shares if target[key] <= 0]
        if not stops:
            return target
        way = min(stops)
        shares = _positive({key: (1 - way) * shares[key] + way * target[key] for key in shares})


def _flat_shares(points: Mapping[Any, Point]) -> Shares:
    """The shares, of any sign but summing to 1, of the flat's point nearest to the origin."""
    sum_is_one = [ZERO, *(ONE for _ in points), ONE]
    all_alike = [[ONE, *(_dot(p, q) for q in points.values()), ZERO] for p in points.values()]
    return dict(zip(points, solved([sum_is_one, *all_alike])[1:], strict=True))


def _positive(shares: Shares) -> Shares:
    return {key: share for key, share in shares.items() if share > 0}


def _mean(points: Mapping[Any, Point], shares: Shares) -> Point:
    columns = zip(*(points[key] for key in shares), strict=True)
    return tuple(_dot(column, tuple(shares.values())) for column in columns)


def _dot(left: Point, right: Point) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), ZERO)
