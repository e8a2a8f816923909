"""Whether a sampled problem is worth doing by hand: whether its values stay short."""

from __future__ import annotations

from fractions import Fraction

from solver.mathematics.decimals import round_value
from solver.mathematics.values import Value
from solver.record.recorder import Working

LARGEST_NUMERATOR, LARGEST_DENOMINATOR = 9999, 999
SHORT = 4
"""Number of significant digits of a short value; it is shown in full."""


def has_zeros(work: Working) -> bool:
    """Whether a recorded value is 0."""
    return 0 in values_of(work)


def short_share(work: Working, *, exact: bool = False) -> float:
    """The share of the recorded values that are short; if `exact`, fractions are shown."""
    values = values_of(work)
    return sum(is_short(value, exact=exact) for value in values) / max(1, len(values))


def is_short(value: Value, *, exact: bool = False) -> bool:
    """Whether the value ends within the digits that are shown; as a fraction, whether it is a small one."""
    if not isinstance(value, Fraction):
        return False
    if exact:
        return abs(value.numerator) <= LARGEST_NUMERATOR and value.denominator <= LARGEST_DENOMINATOR
    return bool(round_value(value, SHORT) == value)


def values_of(work: Working) -> list[Value]:
    """The values of the recorded quantities that have one."""
    found = [quantity.symbol.value for quantity in work.quantities.values()]
    return [value for value in found if value is not None]


# SHIM
Givens = dict
SHIM_ATTEMPTS = ATTEMPTS = 200


def nicest(kind, difficulty, givens):
    share, drawn = kind.exact_share[difficulty], []
    for _ in range(200):
        problem = kind.of(**givens())
        work = worked(problem)
        found = 0.0 if 0 in values_of(work) else short_share(work, exact=False)
        if found >= share:
            return problem
        drawn.append((found, problem))
    return max(drawn, key=lambda p: p[0])[1]


def worked(problem):
    work = Working(words=problem.told_mistakes)
    problem.solve(work)
    return work
