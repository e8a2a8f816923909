"""Early stopping, penalties and dropout: conventions, known mistakes, and what is refused."""

from __future__ import annotations

import math

import pytest

import solver
from solver.errors import InputError
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find
from tests.problems.naming import mistakes


def answers(command, **givens):
    return solver.solve(command, **givens).numbers


def refused(command, **givens):
    with pytest.raises(InputError) as error:
        solver.solve(command, **givens)
    assert "\n" not in str(error.value)
    return str(error.value)


COURSE = {"losses": "0.9,0.7,0.6,0.65,0.62,0.64,0.7,0.5", "patience": "3"}


def test_training_stops_when_the_patience_is_used_up():
    found = answers("early-stopping", **COURSE)
    assert found == {"best_epoch": 3, "stopped_at": 6, "best_loss": 0.6}
    found = answers("early-stopping", **{**COURSE, "patience": "5"})
    assert found == {"best_epoch": 8, "stopped_at": math.inf, "best_loss": 0.5}
    assert "stopped_at = never" in str(solver.solve("early-stopping", **{**COURSE, "patience": "5"}))


def test_a_smallest_change_and_an_accuracy():
    small = {"losses": "0.9,0.5,0.49,0.48,0.3", "patience": "2"}
    assert answers("early-stopping", **small)["stopped_at"] == math.inf
    found = answers("early-stopping", **small, min_delta="0.02")
    assert (found["best_epoch"], found["stopped_at"]) == (2, 4)
    exact = answers("early-stopping", losses="0.8,0.7", patience="1", min_delta="0.1")
    assert (exact["best_epoch"], exact["stopped_at"]) == (1, 2)
    assert answers("early-stopping", losses="0.5,0.7,0.6", patience="1", maximize=True)["best_epoch"] == 2


@pytest.mark.parametrize(
    ("name", "value", "mistake"),
    [("stopped_at", 7, "one-late"), ("best_epoch", 6, "last-epoch"), ("best_epoch", 8, "all-seen")],
)
def test_mistakes_with_early_stopping(name, value, mistake):
    entry = find("early-stopping").load().of(**COURSE)
    assert run(entry, Rerun(mistakes=(mistake,))).numbers[name] == value


def test_never_may_be_written_in_words(dlsolve):
    options = ("--losses", "3,2,1", "--patience", "2", "--answer", "stopped_at=never")
    assert "right" in dlsolve("check", "early-stopping", *options).stdout


PENALIZED = {"w": "1,-2", "strength": "0.5", "data_loss": "1", "grads": "0.2,0.1", "lr": "0.1"}


def test_penalties_by_hand():
    found = answers("l2", **PENALIZED)
    assert found == {"penalty": 2.5, "loss": 3.5, "gradient": [1.2, -1.9], "weights": [0.88, -1.81]}
    half = answers("l2", **PENALIZED, half=True)
    assert half == {"penalty": 1.25, "loss": 2.25, "gradient": [0.7, -0.9], "weights": [0.93, -1.91]}
    found = answers("l1", **PENALIZED)
    assert found == {"penalty": 1.5, "loss": 2.5, "gradient": [0.7, -0.4], "weights": [0.93, -1.96]}


def test_a_penalty_alone():
    assert answers("l2", w="1,2", strength="0.1") == {"penalty": 0.5, "gradient": [0.2, 0.4]}


def test_small_weights_end_at_0_under_l1():
    assert answers("l1", w="0,0.04", strength="1")["gradient"] == [0, 1]
    assert answers("l1", w="0.04,3", strength="1", lr="0.1", proximal=True)["weights"] == [0, 2.9]


@pytest.mark.parametrize(
    ("command", "name", "value", "mistake"),
    [
        ("l2", "penalty", 1.5, "not-squared"),
        ("l2", "penalty", 5, "strength-forgotten"),
        ("l1", "penalty", 2.5, "squared"),
        ("l1", "gradient", [0.7, -0.9], "weight-for-sign"),
        ("l1", "weights", [0.98, -2.01], "penalty-forgotten"),
    ],
)
def test_mistakes_with_penalties(command, name, value, mistake):
    assert mistakes(command, name, value, **PENALIZED) == [(mistake,)]


def test_the_factor_two_of_the_derivative():
    problem = find("l2").load().of(**PENALIZED)
    assert run(problem, Rerun(mistakes=("factor-two",))).numbers["gradient"] == [0.7, -0.9]


def test_penalties_refuse_what_does_not_fit():
    assert "--grads must be as many as the 2 weights" in refused("l2", w="1,2", strength="1", grads="1")
    assert "--strength must be a number of at least 0" in refused("l1", w="1", strength="-1")
    assert "--proximal goes with --lr" in refused("l1", w="1", strength="1", proximal=True)
