"""Numbers and arrays of them, as the forms of a solution are worked out anew."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import numpy as np

from solver.mathematics import values

NEAR = 1e-30


class Wrong(AssertionError):
    """A line that is not true."""


def total(items):
    return reduce(plus, items)


def plus(left, right):
    arrays = isinstance(left, np.ndarray) or isinstance(right, np.ndarray)
    return left + right if arrays else values.add(left, right)


def times(left, right):
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        return left @ right
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return left * right
    return values.multiply(left, right)


def determinant(rows):
    if len(rows) == 1:
        return rows[0][0]
    minors = ([row[:j] + row[j + 1 :] for row in rows[1:]] for j in range(len(rows)))
    return total(
        times((-1) ** j * Fraction(1) * rows[0][j], determinant(minor)) for j, minor in enumerate(minors)
    )


def near(ours, theirs):
    if isinstance(ours, np.ndarray) or isinstance(theirs, np.ndarray):
        ours, theirs = np.ravel(ours), np.ravel(theirs)
        return ours.shape == theirs.shape and all(map(near, ours, theirs))
    if abs(theirs) == values.INFINITY or abs(ours) == values.INFINITY:
        return ours == theirs
    return abs(values.subtract(ours, theirs)) <= NEAR * max(1, abs(theirs))


def show(value):
    return str(np.ravel(value).tolist()) if isinstance(value, np.ndarray) else str(value)
