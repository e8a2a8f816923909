"""The points at which two classes come nearest to each other, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

Point: TypeAlias = tuple[Fraction, ...]
Shares: TypeAlias = dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest points of two convex hulls, and the shares that the samples have in them.

    The shares are positive and sum to 1 for each hull; samples without a share are left out.
    """

    first: Point
    second: Point
    shares: Shares

    @property
    def meet(self) -> bool:
        return self.first == self.second


def nearest_points(first: Mapping[int, Point], second: Mapping[int, Point]) -> Nearest:
    """The nearest points of the hulls of two classes of numbered samples."""
    pairs = list(product(first, second))
    differences = {
        position: tuple(a - b for a, b in zip(first[mine], second[other], strict=True))
        for position, (mine, other) in enumerate(pairs)
    }
    pair_shares = _nearest_to_origin(differences)
    shares: Shares = {}
    for position, share in pair_shares.items():
        for number in pairs[position]:
            shares[number] = shares.get(number, Fraction(0)) + share
    if not any(_mean(differences, pair_shares)):
        shares = _thinned(first, second, shares)
    p, q = (_mean(points, {n: shares[n] for n in points if n in shares}) for points in (first, second))
    return Nearest(p, q, dict(sorted(shares.items())))


def _thinned(first: Mapping[int, Point], second: Mapping[int, Point], shares: Shares) -> Shares:
    """Shares of fewer samples, inputs + 2 at most, with which the two means are equal still.

    That so few suffice is Kirchberger's theorem (1903).
    """
    one, zero = Fraction(1), Fraction(0)
    while True:
        columns = [
            (*first[n], one, zero) if n in first else (*(-x for x in second[n]), zero, one) for n in shares
        ]
        change = dict(zip(shares, _null_vector(columns), strict=True))
        if not any(change.values()):
            return shares
        way = min(shares[n] / change[n] for n in shares if change[n] > 0)
        moved = {n: shares[n] - way * change[n] for n in shares}
        shares = {n: share for n, share in moved.items() if share > 0}


def _nearest_to_origin(points: Mapping[int, Point]) -> Shares:
    """Positive shares of some points, by their keys, whose mean is the hull's nearest to the origin.

    Source: Wolfe, Finding the Nearest Point in a Polytope, Mathematical Programming 11 (1976).
    Without rounding the algorithm ends after finitely many steps.
    """
    start = min(points, key=lambda position: _dot(points[position], points[position]))
    shares: Shares = {start: Fraction(1)}
    while True:
        here = _mean(points, shares)
        lowest = min(points, key=lambda position: _dot(here, points[position]))
        if _dot(here, points[lowest]) >= _dot(here, here):
            return shares
        shares[lowest] = Fraction(0)
        shares = _descended(points, shares)


def _descended(points: Mapping[int, Point], shares: Shares) -> Shares:
    """Shares of the nearest point of the flat through some of the points, all of them positive."""
    while True:
        target = _flat_shares(points, list(shares))
        if all(share > 0 for share in target.values()):
            return target
        stops = [shares[p] / (shares[p] - target[p]) for p in shares if target[p] <= 0]
        way = min(stops)
        moved = {p: (1 - way) * shares[p] + way * target[p] for p in shares}
        shares = {p: share for p, share in moved.items() if share > 0}


def _flat_shares(points: Mapping[int, Point], chosen: Sequence[int]) -> Shares:
    """The shares, of any sign but summing to 1, of the flat's point nearest to the origin."""
    one, zero = Fraction(1), Fraction(0)
    products = [[one, *(_dot(points[p], points[q]) for q in chosen), zero] for p in chosen]
    rows = [[zero, *(one for _ in chosen), one], *products]
    return dict(zip(chosen, _solved(rows)[1:], strict=True))


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of a regular system, given as its augmented matrix."""
    reduced, _ = _reduced(rows)
    return [row[-1] for row in reduced]


def _null_vector(columns: Sequence[Point]) -> list[Fraction]:
    """Factors, not all 0 where that is possible, with which the columns add up to 0."""
    rows, pivots = _reduced([list(row) for row in zip(*columns, strict=True)])
    free = next((column for column in range(len(columns)) if column not in pivots), None)
    factors = [Fraction(0)] * len(columns)
    if free is not None:
        factors[free] = Fraction(1)
        for row, pivot in zip(rows, pivots, strict=False):
            factors[pivot] = -row[free]
    return factors


def _reduced(rows: list[list[Fraction]]) -> tuple[list[list[Fraction]], list[int]]:
    """The reduced row echelon form and the columns of its pivots."""
    pivots: list[int] = []
    for column in range(len(rows[0])):
        top = len(pivots)
        found = next((row for row in range(top, len(rows)) if rows[row][column] != 0), None)
        if found is None:
            continue
        rows[top], rows[found] = rows[found], rows[top]
        lead = rows[top] = [entry / rows[top][column] for entry in rows[top]]
        for row, entries in enumerate(rows):
            if row != top and entries[column] != 0:
                factor = entries[column]
                rows[row] = [a - factor * b for a, b in zip(entries, lead, strict=True)]
        pivots.append(column)
    return rows, pivots


def _dot(left: Point, right: Point) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True)), Fraction(0))


def _mean(points: Mapping[int, Point], shares: Shares) -> Point:
    columns = zip(*(points[p] for p in shares), strict=True)
    return tuple(_dot(column, tuple(shares.values())) for column in columns)
