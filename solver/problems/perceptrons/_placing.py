"""Samples placed around a line, or around a common point, so that all that is derived stays short."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from typing import TypeAlias

from solver.sampling.random_stream import RandomStream

Point: TypeAlias = tuple[int, ...]
Placed: TypeAlias = tuple[list[Point], list[int]]
"""The samples and their targets."""

_FARTHEST = 5
_ATTEMPTS = 60


def separable_samples(draw: RandomStream, inputs: int, count: int) -> Placed | None:
    """Two samples of one class on a line or plane, one of the other opposite to them, others behind.

    The nearest points of the classes are then that sample and a point between the two. The border
    through the origin, with the same weights, does not separate them.
    """
    across, along = draw.choice(_directions(inputs))
    near = tuple(draw.integers(inputs, -2, 3))
    steps = draw.integer(2, 3)
    edge = [near, _moved(near, along, steps)]
    tip = _moved(_moved(near, along, draw.integer(0, steps)), across, draw.integer(1, 2))
    low, high = _dot(across, near), _dot(across, tip)
    if low < 0 < high or low + high == 0:
        return None
    target = draw.integer(0, 1)
    points, targets = [*edge, tip], [target, target, 1 - target]
    for _ in range(_ATTEMPTS):
        if len(points) == count:
            break
        point = tuple(draw.integers(inputs, -3, 4))
        place = _dot(across, point)
        if not low < place < high and point not in points:
            points.append(point)
            targets.append(target if place <= low else 1 - target)
    return _finished(draw, points, targets, count)


def crossing_samples(draw: RandomStream, inputs: int, count: int) -> Placed | None:
    """Two classes with a point in common: that of two diagonals, or a sample amid others."""
    first, second, third = (tuple(draw.integers(inputs, -2, 3)) for _ in range(3))
    fourth = tuple(a + b - c for a, b, c in zip(first, second, third, strict=True))
    amid = tuple(3 * c - a - b for a, b, c in zip(first, second, third, strict=True))
    diagonals = [first, second, third, fourth], [0, 0, 1, 1]
    points, targets = draw.choice((diagonals, ([first, second, amid, third], [0, 0, 0, 1])))
    if draw.choice((True, False)):
        targets = [1 - target for target in targets]
    for _ in range(_ATTEMPTS):
        if len(points) == count:
            break
        point = tuple(draw.integers(inputs, -3, 4))
        if point not in points:
            points = [*points, point]
            targets = [*targets, draw.integer(0, 1)]
    return _finished(draw, points, targets, count)


def _finished(
    draw: RandomStream, points: Sequence[Point], targets: Sequence[int], count: int
) -> Placed | None:
    """The samples in any order; none where two are one, some are far off, or a class has few."""
    farthest = max(abs(entry) for point in points for entry in point)
    fewest = min(targets.count(0), targets.count(1))
    if len(set(points)) < count or farthest > _FARTHEST or fewest < count // 3:
        return None
    order = draw.shuffled(list(zip(points, targets, strict=True)))
    return [point for point, _ in order], [target for _, target in order]


@cache
def _directions(inputs: int) -> list[tuple[Point, Point]]:
    """Small directions and others at right angles to them."""
    entries = list(product((-2, -1, 0, 1, 2), repeat=inputs))
    skew = [point for point in entries if sum(map(bool, point)) >= 2 and sum(map(abs, point)) <= 4]
    return [(a, b) for a in skew for b in entries if any(b) and _dot(a, b) == 0]


def _moved(point: Point, direction: Point, steps: int) -> Point:
    return tuple(x + steps * d for x, d in zip(point, direction, strict=True))


def _dot(left: Point, right: Point) -> int:
    return sum(a * b for a, b in zip(left, right, strict=True))
