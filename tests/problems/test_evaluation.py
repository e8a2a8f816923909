"""Measures of classifiers and of regression, and samples divided, beyond what holds for every type."""

from __future__ import annotations

import pytest

import solver
from solver.errors import InputError
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find
from tests.problems.naming import mistakes

FORECAST = {"actual": "3,5,2,7", "predicted": "2.5,5,4,8"}


def mistaken(command, mistake, **givens):
    return run(find(command).load().of(**givens), Rerun(mistakes=(mistake,))).numbers


def said(solution):
    """The text of a solution, in one line."""
    return " ".join(str(solution).split())


@pytest.mark.parametrize(
    ("mistake", "name", "wrong"),
    [
        ("signs-kept", "mae", -2.5 / 4),
        ("not-averaged", "mse", 5.25),
        ("degrees-of-freedom", "mse", 5.25 / 3),
        ("root-left-out", "rmse", 5.25 / 4),
        ("share-left", "r_squared", 5.25 / 14.75),
        ("about-predictions", "r_squared", 1 - 5.25 / (14.75 + 4 * 0.625**2)),
        ("by-predictions", "mape", (0.2 + 0 + 0.5 + 1 / 8) / 4),
    ],
)
def test_mistakes_with_regression_metrics(mistake, name, wrong):
    assert mistaken("regression-metrics", mistake, **FORECAST)[name] == pytest.approx(wrong)


def test_a_mean_without_absolute_values_is_named():
    (words,) = mistakes("regression-metrics", "mae", -0.625, **FORECAST)
    assert words == ("signs-kept",)


def test_measures_without_a_value_are_left_out_and_said_so():
    constant = solver.solve("regression-metrics", actual="4,4,4", predicted="4,5,3")
    assert list(constant.numbers) == ["mae", "mse", "rmse", "mape"]
    assert "R2 has no value" in said(constant)
    zero = solver.solve("regression-metrics", actual="0,5,10", predicted="1,5,10")
    assert list(zero.numbers) == ["mae", "mse", "rmse", "r_squared"]
    assert "MAPE has no value" in said(zero)


def test_a_single_prediction_has_errors():
    assert solver.solve("regression-metrics", actual="2", predicted="3").numbers["mape"] == 0.5


def test_predictions_are_as_many_as_targets():
    with pytest.raises(InputError, match=r"--predicted must be as many as the targets, 3, got '2'"):
        solver.solve("regression-metrics", actual="1,2,3", predicted="1,2")
