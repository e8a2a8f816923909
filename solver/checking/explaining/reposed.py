"""The problem under another convention: what its model says of a number, and the run that may confirm it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np
from msgspec import Struct

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.reach import MOST_OPEN
from solver.checking.explaining.runs import NEAR, Runs
from solver.checking.written.claims import Written
from solver.errors import InputError
from solver.mathematics.formula import Formula
from solver.problem import Problem
from solver.record.comparison import Comparison
from solver.record.slopes import number


class Reposed(Struct, dict=True):
    """A problem of the same numbers under another convention.

    Attributes:
        words: what to say of an answer that is right there.
        problem: the problem as it is posed there.
        runs: those of the problem as it was asked.
    """

    words: str
    problem: Problem
    runs: Runs

    @cached_property
    def judge(self) -> Judge | None:
        """The run of it; none where it has no answer."""
        return self.runs.of(self.problem)

    def may_match(self, cell: Cell) -> bool:
        """Whether a number may be right under this convention, as far as the model in floats can tell.

        No number is far from what it is right for. One that is not right as the question was asked is not
        right either where the convention changes nothing.
        """
        theirs, ours = self._modeled(cell), self.runs.plain.claimed(cell)
        if theirs is None or not isinstance(cell.written, Written) or not isinstance(ours, Formula):
            return True
        noise = NEAR * max(1.0, self.runs.reach.largest)
        if abs(theirs - number(ours.evaluate())) <= NEAR * abs(theirs):
            return False
        return not abs(theirs - number(cell.written.value)) > 2 * MOST_OPEN * abs(theirs) + noise

    def _modeled(self, cell: Cell) -> float | None:
        """What the model has for a cell that is one real number of an answer; none where it does not tell."""
        if cell.answer is None or cell.is_whole or cell.answer.comparison is not Comparison.VALUES:
            return None
        with suppress(LookupError, TypeError, ValueError, OverflowError):
            value = self._answers[cell.answer.name]
            for position in cell.path:
                value = value[position]
            return None if isinstance(value, str | complex) else float(value)
        return None

    @cached_property
    def _answers(self) -> Mapping[str, Any]:
        """The answers of the model, if it has any."""
        with suppress(InputError, ArithmeticError, ValueError), np.errstate(all="ignore"):
            return self.problem.reference()
        return {}
