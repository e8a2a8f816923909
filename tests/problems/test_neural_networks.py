"""Networks beyond what holds for every type: kinks, refusals, conventions, and mistakes by name."""

from __future__ import annotations

import math

import pytest

import solver
from solver.errors import InputError
from tests.problems.naming import findings, mistakes


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


# activation


@pytest.mark.parametrize(
    ("function", "slope"), [("relu", 0), ("leaky-relu", 0.01), ("elu", 1), ("step", 0), ("swish", 0.5)]
)
def test_derivatives_at_0_are_those_of_the_frameworks(function, slope):
    solution = solver.solve("activation", function=function, x="0")
    assert solution.numbers["derivatives"] == [slope]
    assert ("frameworks" in words(solution)) == (function != "swish")


def test_the_step_at_0_is_a_convention():
    assert solver.solve("activation", function="step", x="0").numbers["values"] == [1]
    assert solver.solve("activation", function="step", x="0", compare="gt").numbers["values"] == [0]
    (finding,) = findings("activation", "values", [0.0], function="step", x="0")
    assert "--compare gt" in finding.words


def test_gelu_by_its_approximation_is_a_convention():
    approximate = 0.5 * 2.5 * (1 + math.tanh(math.sqrt(2 / math.pi) * (2.5 + 0.044715 * 2.5**3)))
    (finding,) = findings("activation", "values", [approximate], function="gelu", x="2.5")
    assert "--approximate tanh" in finding.words


def test_the_derivative_of_the_sigmoid_by_its_input_is_named():
    assert mistakes("activation", "derivatives", [2 * (1 - 2)], function="sigmoid", x="2") == [
        ("input-for-output",)
    ]


def test_constants_go_with_their_functions():
    assert "--alpha" in refused("activation", function="relu", x="1", alpha="0.1")
    assert "--beta" in refused("activation", function="gelu", x="1", beta="2")
    assert "--approximate" in refused("activation", function="elu", x="1", approximate="tanh")
    assert "--compare" in refused("activation", function="elu", x="1", compare="gt")
