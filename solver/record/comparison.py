"""How far two answers are apart, where they may differ in order, scale or choice of basis."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from itertools import zip_longest
from typing import Any

TOLERANCE = 1e-9
"""Largest relative difference between the solver and the NumPy model."""


class Comparison(Enum):
    """What makes two answers the same."""

    VALUES = "equal entry by entry"
    FEASIBLE = "any values that serve: with them in place, the other answers stay"
    MULTISET = "the same numbers in any order"
    SPAN = "a basis of the same space"
    SPANS = "for each entry, a basis of the same space"

    def difference(self, ours: Any, theirs: Any) -> float:
        """Largest relative difference; infinite where the shapes differ."""
        measures = {
            Comparison.VALUES: _values,
            Comparison.FEASIBLE: _values,
            Comparison.MULTISET: _multisets,
            Comparison.SPAN: _spans,
            Comparison.SPANS: _each_span,
        }
        return measures[self](ours, theirs)


def _values(ours: Any, theirs: Any) -> float:
    if isinstance(ours, Sequence) or isinstance(theirs, Sequence):
        if not (isinstance(ours, Sequence) and isinstance(theirs, Sequence)):
            return float("inf")
        if len(ours) != len(theirs):
            return float("inf")
        return max((_values(*pair) for pair in zip(ours, theirs, strict=True)), default=0.0)
    if ours == theirs:
        return 0.0
    distance = abs(ours - theirs) / max(1.0, abs(theirs))
    return float(distance) if distance == distance else float("inf")


def _multisets(ours: Sequence[Any], theirs: Sequence[Any]) -> float:
    remaining = list(theirs)
    worst = 0.0
    for number in ours:
        if not remaining:
            return float("inf")
        nearest = min(remaining, key=lambda other: abs(number - other))
        worst = max(worst, _values(number, nearest))
        remaining.remove(nearest)
    return float("inf") if remaining else worst


def _spans(ours: Sequence[Any], theirs: Sequence[Any]) -> float:
    import numpy as np

    if len(ours) != len(theirs) or len({len(vector) for vector in (*ours, *theirs)}) > 1:
        return float("inf")
    if not ours:
        return 0.0
    mine, _ = np.linalg.qr(np.array(ours, dtype=complex).T)
    other, _ = np.linalg.qr(np.array(theirs, dtype=complex).T)
    if np.linalg.matrix_rank(np.array(ours, dtype=complex)) < len(ours):
        return float("inf")
    outside = other - mine @ (mine.conj().T @ other)
    return float(np.abs(outside).max())


def _each_span(ours: Sequence[Any], theirs: Sequence[Any]) -> float:
    pairs = zip_longest(ours, theirs, fillvalue=())
    return max((_spans(*pair) for pair in pairs), default=0.0)
