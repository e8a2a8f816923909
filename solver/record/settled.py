"""Shares of marks as they were settled when a sheet was made."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solver.record.marks import shares
from solver.record.solution import Solution


def settled_shares(kept: Sequence[float], solution: Solution, marks: float) -> tuple[Fraction, ...]:
    """What each step is worth: as it was printed once, so that a key and the marks by it agree for ever.

    Where nothing was kept, or the steps or the marks are others by now, it is worked out anew.
    """
    parts = tuple(map(Fraction, kept))
    fits = len(parts) == len(solution.steps) and sum(parts) == marks
    return parts if fits else shares(solution, marks)
