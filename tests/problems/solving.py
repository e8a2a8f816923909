"""Problems posed and solved in a line: their answers, those of who makes a mistake, and refusals."""

from __future__ import annotations

import numpy as np
import pytest

import solver
from solver import registry
from solver.errors import InputError
from solver.record.engine import Rerun, run


def answers(command, **givens):
    """The answers, which agree with the model."""
    return solver.solve(command, **givens).numbers


def mistaken(command, mistake, **givens):
    """The answers of someone who makes that mistake, which makes a difference; of none where it is ''."""
    problem = registry.find(command).load().of(**givens)
    assert mistake in ("", *run(problem).mistakes)
    return run(problem, Rerun(mistakes=(mistake,))).numbers


def refused(command, option="", **givens):
    """The one line that a problem is refused with, which begins with the option that is wrong."""
    with pytest.raises(InputError) as error:
        solver.solve(command, **givens)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(option)
    return message


def words(solution):
    """All sentences of a solution, with the names of symbols."""
    phrases = [phrase for step in solution.steps for phrase in (step.title, step.reason)]
    blocks = [block for step in solution.steps for block in step.blocks if block.kind == "sentence"]
    phrases += [block.phrase for block in blocks]
    return " ".join(part for phrase in phrases for part in phrase if isinstance(part, str))


def said(solution):
    """The text of a solution, in one line."""
    return " ".join(str(solution).split())


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-13)
