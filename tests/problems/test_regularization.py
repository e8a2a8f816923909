"""Early stopping, penalties and dropout: conventions, known mistakes, and what is refused."""

from __future__ import annotations

import math

import pytest

import solver
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find
from tests.problems.naming import mistakes
from tests.problems.solving import answers, refused

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
    assert "--grads must have as many entries as --w, 2" in refused("l2", w="1,2", strength="1", grads="1")
    assert "--strength must be a number of at least 0" in refused("l1", w="1", strength="-1")
    assert "--proximal goes with --lr" in refused("l1", w="1", strength="1", proximal=True)


DROPPED = {"x": "2,4,1", "mask": "1,0,1", "rate": "0.2"}


def test_dropout_in_both_forms():
    assert answers("dropout", **DROPPED) == {"output": [2, 0, 1], "test_output": [1.6, 3.2, 0.8]}
    found = answers("dropout", **DROPPED, inverted=True)
    assert found == {"output": [2.5, 0, 1.25], "test_output": [2, 4, 1]}
    assert answers("dropout", x="2,4", mask="0,0", rate="0", inverted=True)["output"] == [0, 0]


@pytest.mark.parametrize(
    ("name", "value", "inverted", "mistake"),
    [
        ("output", [0, 4, 0], False, "mask-turned"),
        ("output", [10, 0, 5], True, "rate-for-kept"),
        ("output", [1.6, 0, 0.8], True, "wrong-way"),
        ("test_output", [0.4, 0.8, 0.2], False, "rate-for-kept"),
        ("test_output", [2, 0, 1], True, "mask-at-test"),
    ],
)
def test_mistakes_with_dropout(name, value, inverted, mistake):
    named = mistakes("dropout", name, value, **DROPPED, inverted=str(inverted))
    assert named
    assert set(named) == {(mistake,)}


def test_a_test_without_scaling_is_inverted_dropout(dlsolve):
    options = ("--x", "2,4,1", "--mask", "1,0,1", "--rate", "0.2", "--answer", "test_output=2,4,1")
    assert "--inverted" in dlsolve("check", "dropout", *options).stdout


ATTACKED = {"x": "0.95,0.5,0.5", "gradient": "0.3,-4,0", "epsilon": "0.1"}


def test_fgsm_up_and_down_the_loss():
    assert answers("fgsm", **ATTACKED)["adversarial"] == [1.05, 0.4, 0.5]
    assert answers("fgsm", **ATTACKED, clip="0,1")["adversarial"] == [1, 0.4, 0.5]
    assert answers("fgsm", **ATTACKED, targeted=True)["adversarial"] == [0.85, 0.6, 0.5]


@pytest.mark.parametrize(
    ("value", "mistake"),
    [
        ([0.98, 0.1, 0.5], "gradient-for-sign"),
        ([0.85, 0.6, 0.5], "wrong-way"),
        ([1, 0, 0.5], "epsilon-forgotten"),
        ([1.05, 0.4, 0.5], "not-clipped"),
    ],
)
def test_mistakes_with_fgsm(value, mistake):
    named = mistakes("fgsm", "adversarial", value, **ATTACKED, clip="0,1")
    assert named
    assert all(mistake in names for names in named)


@pytest.mark.parametrize(
    ("command", "givens", "message"),
    [
        ("dropout", {"x": "1,2", "mask": "1", "rate": "0.5"}, "--mask must have as many entries as --x, 2"),
        ("dropout", {"x": "1", "mask": "2", "rate": "0.5"}, "--mask must be"),
        ("dropout", {"x": "1", "mask": "1", "rate": "1"}, "--rate must be"),
        (
            "fgsm",
            {"x": "1,2", "gradient": "1", "epsilon": "1"},
            "--gradient must have as many entries as --x, 2",
        ),
        (
            "fgsm",
            {"x": "1", "gradient": "1", "epsilon": "1", "clip": "1,0"},
            "--clip must be the least valid",
        ),
    ],
)
def test_dropout_and_fgsm_refuse(command, givens, message):
    assert message in refused(command, **givens)
