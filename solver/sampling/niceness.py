"""Whether a sampled problem is worth doing by hand: whether its values stay short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import itemgetter
from typing import TypeAlias, TypeVar

from solver.mathematics.decimals import round_value
from solver.mathematics.values import Value
from solver.problem import Difficulty, Problem
from solver.record.recorder import Working

Sampled = TypeVar("Sampled", bound=Problem)
Givens: TypeAlias = Mapping[str, object]

SHORT = 4
"""A value of so many significant digits is short; it is shown in full."""

ATTEMPTS = 200


def nicest(kind: type[Sampled], difficulty: Difficulty, givens: Callable[[], Givens]) -> Sampled:
    """The first problem of drawn givens that has the share of short values of its type, and no value of 0.

    Where many draws bring none, it is the best of them.
    """
    share, drawn = kind.exact_share[difficulty], []
    for _ in range(ATTEMPTS):
        problem = kind.of(**givens())
        work = worked(problem)
        found = 0.0 if 0 in values_of(work) else short_share(work)
        if found >= share:
            return problem
        drawn.append((found, problem))
    return max(drawn, key=itemgetter(0))[1]


def worked(problem: Problem) -> Working:
    """The working of a problem."""
    work = Working()
    problem.solve(work)
    return work


def values_of(work: Working) -> list[Value]:
    """The values of the recorded quantities that have one."""
    found = [quantity.symbol.value for quantity in work.quantities.values()]
    return [value for value in found if value is not None]


def short_share(work: Working) -> float:
    """The share of the recorded values that are short."""
    values = values_of(work)
    return sum(map(is_short, values)) / len(values)


def is_short(value: Value) -> bool:
    """Whether the value ends within the digits that are shown."""
    return isinstance(value, Fraction) and round_value(value, SHORT) == value
