"""Batch and layer normalization: conventions, known mistakes, edge cases, and what is refused."""

from __future__ import annotations

import pytest

import solver
from solver.errors import InputError
from tests.problems.naming import findings, mistakes
from tests.problems.solving import answers

BATCH = {"x": "1,1,5,5", "gamma": "3", "beta": "1", "epsilon": "0"}
TWO = {"x": "1,2,3;5,2,9", "epsilon": "1"}
RUNNING = {**BATCH, "momentum": "0.1", "running_mean": "1", "running_variance": "2"}


def test_a_list_is_a_batch_of_one_feature():
    found = answers("batch-norm", **BATCH)
    assert found == {"mean": 3, "variance": 4, "normalized": [-1, -1, 1, 1], "output": [-2, -2, 4, 4]}
    assert answers("batch-norm", **{**BATCH, "x": "1;1;5;5"}) == found


def test_batches_and_samples():
    assert answers("batch-norm", **TWO)["mean"] == [3, 2, 6]
    assert answers("layer-norm", **TWO)["mean"] == [2, pytest.approx(16 / 3)]


def test_running_averages():
    """0.9 * 1 + 0.1 * 3, and 0.9 * 2 + 0.1 * 16/3; in Keras, 0.1 * 1 + 0.9 * 3 and 0.1 * 2 + 0.9 * 4."""
    found = answers("batch-norm", **RUNNING)
    assert (found["running_mean"], found["running_variance"]) == (1.2, pytest.approx(1.8 + 1.6 / 3))
    found = answers("batch-norm", **RUNNING, keras=True)
    assert (found["running_mean"], found["running_variance"]) == (2.8, 3.8)
    (finding,) = findings("batch-norm", "running_variance", 3.8, **RUNNING)
    assert "Keras" in str(finding)


def test_inference_uses_the_running_averages():
    givens = {"x": "5", "running_mean": "1", "running_variance": "3", "epsilon": "1", "gamma": "3"}
    assert answers("batch-norm", **givens, inference=True) == {"normalized": 2, "output": 6}


@pytest.mark.parametrize(
    ("command", "name", "value", "mistake", "givens"),
    [
        ("batch-norm", "variance", 16 / 3, "sample-variance", BATCH),
        ("batch-norm", "output", [0, 0, 6, 6], "shift-first", BATCH),
        ("batch-norm", "output", [2, 2, 4, 4], "swapped", BATCH),
        ("batch-norm", "running_variance", 2.2, "running-by-n", RUNNING),
        ("layer-norm", "mean", [3, 2, 6], "across", {**TWO, "x": "1,2,3;5,2,9;3,2,6"}),
        ("layer-norm", "grad_input", [3, 0], "constants", {"x": "1,5", "epsilon": "0", "grad": "6,0"}),
    ],
)
def test_mistakes(command, name, value, mistake, givens):
    found = mistakes(command, name, value, **givens)
    assert found
    assert all(mistake in names for names in found)


def test_statistics_that_follow_their_entries_have_no_gradient():
    """Of two entries, only their order is left after the normalization."""
    found = answers("layer-norm", x="1,5", epsilon="0", grad="6,0")
    assert (found["grad_input"], found["grad_gamma"]) == ([0, 0], [-6, 0])


@pytest.mark.parametrize(
    ("command", "givens", "message"),
    [
        ("batch-norm", {"x": "3"}, "--x must have at least 2 samples"),
        ("layer-norm", {"x": "3;4"}, "--x must have at least 2 features"),
        ("batch-norm", {"x": "3,3", "epsilon": "0"}, "--epsilon must be above 0"),
        ("batch-norm", {"x": "3,4", "gamma": "1,2"}, "--gamma must be one number for all features"),
        ("batch-norm", {"x": "3,4", "grad": "1"}, "--grad must be 1 by 2"),
        ("batch-norm", {"x": "3,4", "keras": "true"}, "--momentum is missing"),
        ("batch-norm", {"x": "3,4", "running_mean": "1"}, "--momentum is missing"),
        ("batch-norm", {"x": "3,4", "inference": "true"}, "--inference goes with --running-mean"),
    ],
)
def test_refusals(command, givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve(command, **givens)
