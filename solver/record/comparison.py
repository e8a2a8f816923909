"""How far two answers are apart, where they may differ in order, scale or choice of basis."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from itertools import zip_longest
from math import inf
from typing import Any

TOLERANCE = 1e-9
"""Largest relative difference between the solver and the NumPy model."""


class Comparison(Enum):
    """What makes two answers the same."""

    VALUES = "equal entry by entry"
    FEASIBLE = "any values that serve: with them in place, the other answers stay"
    MULTISET = "the same numbers in any order"
    SETS = "for each entry, the same numbers in any order"
    POINTS = "the same points in any order"
    SPAN = "a basis of the same space"
    SPANS = "for each entry, a basis of the same space"
    COLUMNS = "column by column, vectors of the same line; beside equal numbers, a basis of the same space"

    def difference(self, ours: Any, theirs: Any, noise: Any = 0.0) -> float:
        """Largest relative difference; infinite where the shapes differ.

        Args:
            ours: numbers, or nested lists of them.
            theirs: the numbers to compare with.
            noise: how far rounding may move each of ours, nested as they are, or one number for all. A
                difference as small is within the tolerance, however small the number.
        """
        return _MEASURES[self](ours, theirs, noise)


def _values(ours: Any, theirs: Any, noise: Any) -> float:
    if type(ours) is Fraction and type(theirs) is float and theirs:
        # Whether they are exactly the same takes long to find out, and the difference tells as much.
        return _distance(ours, theirs, noise)
    if isinstance(ours, str) or isinstance(theirs, str):
        return 0.0 if ours == theirs else inf
    are_lists = [isinstance(value, list | tuple) for value in (ours, theirs)]
    if any(are_lists):
        if not all(are_lists) or len(ours) != len(theirs):
            return inf
        entries = zip(ours, theirs, _each(noise, len(ours)), strict=True)
        return max((_values(*entry) for entry in entries), default=0.0)
    return 0.0 if ours == theirs else _distance(ours, theirs, noise)


def _distance(ours: Any, theirs: Any, noise: float) -> float:
    """The difference of two numbers, relative to theirs."""
    scale = max(abs(theirs), noise / TOLERANCE)
    distance = abs(ours - theirs) / scale if scale else inf
    return float(distance) if distance == distance else inf


def _each(noise: Any, count: int) -> Sequence[Any]:
    """The noise of each entry."""
    return noise if isinstance(noise, list | tuple) else [noise] * count


def _multisets(ours: Sequence[Any], theirs: Sequence[Any], noise: Any) -> float:
    """The numbers or points in any order, each beside the nearest one that is left."""
    remaining, worst = list(theirs), 0.0
    for item, moved in zip(ours, _each(noise, len(ours)), strict=True):
        if not remaining:
            return inf
        distances = [_values(item, other, moved) for other in remaining]
        worst = max(worst, min(distances))
        remaining.pop(distances.index(min(distances)))
    return inf if remaining else worst


def _each_multiset(ours: Sequence[Any], theirs: Sequence[Any], noise: Any) -> float:
    if len(ours) != len(theirs):
        return inf
    return max(map(_multisets, ours, theirs, _each(noise, len(ours))), default=0.0)


def _spans(ours: Sequence[Any], theirs: Sequence[Any], _: Any) -> float:
    """How far one basis leaves the space of the other; of fractions, 0 or infinite."""
    if len(ours) != len(theirs) or len({len(vector) for vector in (*ours, *theirs)}) > 1:
        return inf
    if not ours:
        return 0.0
    if all(isinstance(entry, int | Fraction) for vector in (*ours, *theirs) for entry in vector):
        ranks = {_rank(ours), _rank(theirs), _rank((*ours, *theirs))}
        return 0.0 if ranks == {len(ours)} else inf
    return _float_spans(ours, theirs)


def _rank(vectors: Sequence[Sequence[int | Fraction]]) -> int:
    """The number of independent vectors, by elimination in fractions."""
    rows, found = [[Fraction(entry) for entry in vector] for vector in vectors], 0
    for column in range(len(rows[0])):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for row in rows[found + 1 :]:
            factor = row[column] / rows[found][column]
            row[:] = [entry - factor * above for entry, above in zip(row, rows[found], strict=True)]
        found += 1
    return found


def _float_spans(ours: Sequence[Any], theirs: Sequence[Any]) -> float:
    import numpy as np

    bases = [np.array(vectors, dtype=complex).T for vectors in (ours, theirs)]
    # The rank must not depend on how long the vectors are.
    bases = [basis / np.maximum(np.linalg.norm(basis, axis=0), np.finfo(float).tiny) for basis in bases]
    if any(np.linalg.matrix_rank(basis) < len(ours) for basis in bases):
        return inf
    mine, other = (np.linalg.qr(basis)[0] for basis in bases)
    outside = other - mine @ (mine.conj().T @ other)
    return float(np.abs(outside).max())


def _each_span(ours: Sequence[Any], theirs: Sequence[Any], noise: Any) -> float:
    pairs = zip_longest(ours, theirs, fillvalue=())
    return max((_spans(*pair, noise) for pair in pairs), default=0.0)


def _each_column(ours: Sequence[Any], theirs: Sequence[Any], noise: Any) -> float:
    """The spaces of single columns: where ours belong to equal numbers, theirs have to be the same."""
    if len(ours) != len(theirs):
        return inf
    left, right = ([[column] for column in zip(*rows, strict=True)] for rows in (ours, theirs))
    return _each_span(left, right, noise)


_MEASURES = {
    Comparison.VALUES: _values,
    Comparison.FEASIBLE: _values,
    Comparison.MULTISET: _multisets,
    Comparison.SETS: _each_multiset,
    Comparison.POINTS: _multisets,
    Comparison.SPAN: _spans,
    Comparison.SPANS: _each_span,
    Comparison.COLUMNS: _each_column,
}
