"""Samples of two classes with small whole coordinates, of which all that is derived stays short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from math import gcd
from operator import mul

import numpy as np
from numpy.typing import NDArray

from solver.sampling.random_stream import RandomStream

Points = NDArray[np.int_]
Samples = Mapping[str, Points]
"""Points, a row each, by the name x, and their classes, 0 and 1, by y."""

FARTHEST = 5


def separable_samples(draw: RandomStream, inputs: int, count: int) -> Samples | None:
    """Two samples of one class on a line or plane, one of the other opposite to them, others behind.

    The nearest points of the classes are then that sample and a point between the two. The border
    through the origin, with the same weights, does not separate them.
    """
    direction = draw.choice(_directions(inputs))
    across, along = map(np.array, (direction, draw.choice(_at_right_angles(direction))))
    near, steps = np.array(draw.integers(inputs, -2, 3)), draw.integer(2, 3)
    tip = near + draw.integer(0, steps) * along + draw.integer(1, 2) * across
    low, high = across @ near, across @ tip
    if low < 0 < high or low + high == 0:
        return None
    behind = [point for point in _grid(inputs) if not low < across @ point < high]
    points = np.array([near, near + steps * along, tip, *draw.some(behind, count - 3)])
    return _placed(draw, points, points @ across >= high)


def crossing_samples(draw: RandomStream, inputs: int, count: int) -> Samples | None:
    """Two classes whose hulls have a point in common: that of two diagonals, or a sample amid others."""
    first, second, third = draw.some(_grid(inputs), 3)
    diagonals = first + second - third, [0, 0, 1, 1]
    amid = 3 * third - first - second, [0, 0, 1, 0]
    fourth, targets = draw.choice((diagonals, amid))
    points = np.array([first, second, third, fourth, *draw.some(_grid(inputs), count - 4)])
    return _placed(draw, points, [*targets, *draw.integers(count - 4, 0, 1)])


def _placed(draw: RandomStream, points: Points, targets: Sequence[int] | NDArray[np.bool_]) -> Samples | None:
    """The samples in any order; none where two are one, some are far off, or a class has few."""
    fewest = np.bincount(targets, minlength=2).min()
    if (
        len(np.unique(points, axis=0)) < len(points)
        or abs(points).max() > FARTHEST
        or fewest < len(points) // 3
    ):
        return None
    order = draw.shuffled(range(len(points)))
    return {"x": points[order], "y": np.array(targets)[order] ^ draw.integer(0, 1)}


@cache
def _grid(inputs: int) -> Points:
    return np.array(list(product(range(-3, 5), repeat=inputs)))


@cache
def _directions(inputs: int) -> list[tuple[int, ...]]:
    """Small directions across all axes or most; uneven ones twice, as they turn out well more seldom."""
    entries = product(range(-2, 3), repeat=inputs)
    found = [a for a in entries if sum(map(bool, a)) >= 2 and sum(map(abs, a)) <= 4 and gcd(*a) == 1]
    return [*found, *(a for a in found if len(set(map(abs, filter(None, a)))) > 1)]


@cache
def _at_right_angles(direction: tuple[int, ...]) -> list[tuple[int, ...]]:
    entries = product(range(-2, 3), repeat=len(direction))
    return [b for b in entries if any(b) and sum(map(mul, direction, b)) == 0]
