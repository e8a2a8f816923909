"""Calculus beyond what holds for every type: overflow, kinks, points by name, refusals."""

from __future__ import annotations

import math

import numpy as np
import pytest

import solver
from solver.errors import InputError
from tests.problems.naming import mistakes


def refused(command, **givens):
    with pytest.raises(InputError) as error:
        solver.solve(command, **givens)
    message = str(error.value)
    assert "\n" not in message
    return message


def words(solution):
    """All sentences of a solution, with the names of symbols."""
    phrases = [phrase for step in solution.steps for phrase in (step.title, step.reason)]
    blocks = [block for step in solution.steps for block in step.blocks if block.kind == "sentence"]
    phrases += [block.phrase for block in blocks]
    return " ".join(part for phrase in phrases for part in phrase if isinstance(part, str))


# logsumexp


@pytest.mark.parametrize("largest", [88, 89, -103, -104])
def test_what_single_precision_makes_of_exponentials_is_told(largest):
    with np.errstate(over="ignore"):
        naive = float(np.exp(np.float32(largest)))
    told = words(solver.solve("logsumexp", x=f"{largest},{largest - 1}"))
    assert ("overflow to infinity" in told) == (naive == math.inf)
    assert ("0 has no logarithm" in told) == (naive == 0)


def test_weights_that_cancel_leave_nothing():
    solution = solver.solve("logsumexp", x="1,1", weights="1,-1")
    assert solution.numbers == {"logsumexp": -math.inf, "sign": 0}
    assert "cancel" in words(solution)
    assert refused("logsumexp", x="1,2", weights="1").startswith("--weights")


def test_the_largest_number_that_was_not_added_again_is_named():
    wrong = math.log(1 + math.exp(-1))
    assert mistakes("logsumexp", "logsumexp", wrong, x="101,100") == [("largest-not-added",)]
