"""Numbers and arrays of them, as the forms of a solution are worked out anew."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

import numpy as np

from solver.mathematics import elementary, values
from solver.mathematics import formula as f

NEAR = 1e-30


class Wrong(AssertionError):
    """A line that is not true."""


def entry_by_entry(operation):
    """An operation on numbers, or on arrays of them with single rows and columns repeated."""
    whole = np.vectorize(operation, otypes=[object])
    return lambda *parts: whole(*parts) if any(map(is_array, parts)) else operation(*parts)


def is_array(value):
    return isinstance(value, np.ndarray)


def two_dimensional(value):
    return value if is_array(value) else np.array([[value]], dtype=object)


MULTIPLY, ADD, DIVIDE = map(entry_by_entry, (values.multiply, values.add, values.divide))


def softmax(entries, axis):
    powers = np.vectorize(elementary.exp, otypes=[object])(entries)
    return DIVIDE(powers, sums(powers, axis))


def sums(entries, axis):
    whole = reduce(ADD, np.moveaxis(entries, axis, 0))
    return np.expand_dims(whole, axis)


def means(entries, axis):
    return DIVIDE(sums(entries, axis), Fraction(entries.shape[axis]))


ARRAY_FUNCTIONS = {
    f.softmax: lambda a: softmax(a, 0),
    f.row_softmax: lambda a: softmax(a, 1),
    f.row_sums: lambda a: sums(a, 1),
    f.row_means: lambda a: means(a, 1),
    f.column_sums: lambda a: sums(a, 0),
    f.column_means: lambda a: means(a, 0),
    f.diagonal: lambda a: np.array(
        [[entry if i == j else Fraction(0) for j in range(a.size)] for i, entry in enumerate(a.ravel())],
        dtype=object,
    ),
}
REDUCTIONS = {f.Fences("‖‖"): lambda a: values.sqrt(reduce(ADD, MULTIPLY(a, a).ravel()))}


def total(items):
    return reduce(ADD, items)


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
