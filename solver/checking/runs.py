"""Runs of the solver, kept: with mistakes put in, and with a student's values in place of the solver's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeAlias

from solver.checking.matching import Judge, Reach
from solver.errors import InputError
from solver.mathematics.values import Value
from solver.problem import Problem
from solver.record.engine import run, solve_problem
from solver.record.recorder import Rerun
from solver.record.solution import Solution

Carried: TypeAlias = Mapping[str, Value]
"""Values of the student's that are wrong, by the quantities that they stand for."""

Key: TypeAlias = tuple[tuple[str, ...], frozenset[tuple[str, Value]]]

LONGEST, LONGEST_AT_LEAST = 2, 30
"""A run with two mistakes ends at this multiple of the quantities of the right one, and this number more."""

REMEMBERED = 32
"""Number of problems whose runs are kept, half a megabyte each: a class may have been asked the same ones."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of a solver on one problem, each judged by the error_bounds of the plain one.

    Those with a single mistake serve for every student; those with a student's values only for one.
    """

    problem: Problem
    solution: Solution
    reach: Reach
    _single: dict[str, Judge | None] = field(default_factory=dict)
    _own: dict[Key, Judge | None] = field(default_factory=dict)

    @property
    def plain(self) -> Judge:
        """The run without any mistake."""
        return Judge(self.solution, self.reach)

    def again(self, mistakes: tuple[str, ...] = (), carried: Carried | None = None) -> Judge | None:
        """A run with mistakes and carried values; none where they leave it without an answer."""
        if len(mistakes) == 1 and not carried:
            if mistakes[0] not in self._single:
                self._single[mistakes[0]] = self.of(self.problem, Rerun(mistakes))
            return self._single[mistakes[0]]
        values = carried or {}
        key = mistakes, frozenset(values.items())
        if key not in self._own:
            longest = LONGEST * len(self.solution.quantities) + LONGEST_AT_LEAST
            most = longest if len(mistakes) > 1 else None
            self._own[key] = self.of(self.problem, Rerun(mistakes, values, most=most))
        return self._own[key]

    def of(self, problem: Problem, rerun: Rerun | None = None) -> Judge | None:
        """A run of any problem of the type; none where it has no answer."""
        try:
            return Judge(run(problem, rerun), self.reach)
        except InputError:
            return None


def runs_on(problem: Problem) -> Runs:
    """The runs for one student's work on a problem, with what is known of the problem already."""
    return replace(_known(problem), _own={})


@lru_cache(maxsize=REMEMBERED)
def _known(problem: Problem) -> Runs:
    solution = solve_problem(problem)
    return Runs(problem, solution, Reach(solution.quantities))
