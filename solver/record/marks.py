"""Marks shared out over the steps of a solution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from solver.errors import InputError
from solver.record.solution import Solution, is_recorded

UNIT = Fraction(1, 4)
"""The smallest part of a mark that is given."""

MOST_MARKS = 1000


def require_marks(marks: float) -> None:
    """Refuse marks that cannot be shared out.

    Raises:
        InputError: they are no multiple of a quarter between 0 and 1000.
    """
    if not UNIT <= marks <= MOST_MARKS or Fraction(marks) % UNIT:
        raise InputError("--marks", f"must be a multiple of {float(UNIT)} up to {MOST_MARKS}", f"{marks:g}")


def shares(weights: Sequence[int], marks: float) -> tuple[Fraction, ...]:
    """What each step is worth: one part for each, and the rest by how much is worked out in it.

    A step of no weight is worth nothing. A part is half a mark where there is a mark for each step, else a
    quarter; all sum to the marks. Parts that are left over go to the steps that lost most by rounding
    down, earlier ones first (the method of the largest remainder).
    """
    count = sum(weight > 0 for weight in weights)
    unit = UNIT if marks < count or Fraction(marks) % (2 * UNIT) else 2 * UNIT
    units = int(Fraction(marks) / unit)
    first = int(units >= count)
    quotas = [Fraction((units - first * count) * weight, sum(weights)) for weight in weights]
    parts = [first * (weight > 0) + int(quota) for weight, quota in zip(weights, quotas, strict=True)]
    by_remainder = sorted(range(len(quotas)), key=lambda step: int(quotas[step]) - quotas[step])
    for step in by_remainder[: units - sum(parts)]:
        parts[step] += 1
    return tuple(part * unit for part in parts)


def weights(solution: Solution) -> list[int]:
    """For each step, how much is worked out or answered in it; what it does not show counts for nothing."""
    known = solution.quantities.items()
    worked = Counter(quantity.step for name, quantity in known if name not in solution.asides)
    worked.update(answer.step for answer in solution.answers if not is_recorded(answer.value))
    return [worked[step] for step in range(len(solution.steps))]


def settled_shares(kept: Sequence[float], weights: Sequence[int], marks: float) -> tuple[Fraction, ...]:
    """What each step is worth: as it was printed once, so that a key and the marks by it agree for ever.

    Where nothing was kept, or the steps or the marks are others by now, it is worked out anew.
    """
    parts = tuple(map(Fraction, kept))
    fits = len(parts) == len(weights) and sum(parts) == marks
    return parts if fits else shares(weights, marks)


def split(marks: float, weights: Sequence[float]) -> tuple[float, ...]:
    """Marks shared out by weights, in units of a quarter where the marks are; all sum to the marks."""
    whole = int(Fraction(marks) / UNIT)
    quotas = [Fraction(weight) * whole / Fraction(sum(weights)) for weight in weights]
    parts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda place: parts[place] - quotas[place])
    for place in by_remainder[: whole - sum(parts)]:
        parts[place] += 1
    return tuple(float(part * UNIT) for part in parts)
