"""Marks shared out over the steps of a solution."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from solver.solution import Solution

UNIT = Fraction(1, 4)
"""The smallest part of a mark that is given."""


def shares(solution: Solution, marks: float) -> tuple[Fraction, ...]:
    """What each step is worth: one part for each, and the rest by the quantities worked out in it.

    A part is half a mark where that is enough for all steps, else a quarter; all sum to the marks. Parts
    that are left over go to the steps that lost most by rounding down, earlier ones first (the
    method of the largest remainder).
    """
    count = len(solution.steps)
    unit = UNIT if marks < count or Fraction(marks) % (2 * UNIT) else 2 * UNIT
    units = int(Fraction(marks) / unit)
    worked = Counter(quantity.step for quantity in solution.quantities.values())
    weights = [worked[step] or 1 for step in range(count)]
    first = int(units >= count)
    quotas = [Fraction((units - first * count) * weight, sum(weights)) for weight in weights]
    parts = [first + int(quota) for quota in quotas]
    by_remainder = sorted(range(count), key=lambda step: int(quotas[step]) - quotas[step])
    for step in by_remainder[: units - sum(parts)]:
        parts[step] += 1
    return tuple(part * unit for part in parts)
