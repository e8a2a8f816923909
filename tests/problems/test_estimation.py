"""Maximum likelihood, maximum a posteriori, bias and variance: edges, refusals and known mistakes."""

from __future__ import annotations

import math

import pytest

import solver
from solver.errors import InputError
from tests.problems.naming import mistakes

COIN = {"heads": 7, "tails": 3, "alpha": 2, "beta": 2}
BELL = {"data": "1,2,3", "variance": 4, "prior_mean": 0, "prior_variance": 2}


def test_counts_are_as_good_as_tosses():
    counted = solver.solve("mle", distribution="bernoulli", heads=2, tails=1).numbers
    assert counted == solver.solve("mle", distribution="bernoulli", data="1,0,1").numbers
    assert counted["estimate"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(("heads", "tails"), [(3, 0), (0, 4)])
def test_a_coin_that_never_changes_is_estimated_on_the_edge(heads, tails):
    solution = solver.solve("mle", distribution="bernoulli", heads=heads, tails=tails)
    assert solution.numbers == {"estimate": int(heads > 0), "log_likelihood": 0}
    assert "largest on the edge" in str(solution)


def test_no_events_at_all():
    assert solver.solve("mle", distribution="poisson", data="0,0").numbers == {
        "estimate": 0,
        "log_likelihood": 0,
    }


def test_a_uniform_variable_by_its_upper_end_or_both():
    one = solver.solve("mle", distribution="uniform", data="1,4,2").numbers
    assert one["estimate"] == 4
    assert one["log_likelihood"] == pytest.approx(-3 * math.log(4))
    both = solver.solve("mle", distribution="uniform", data="-1,4,2", lower=True).numbers
    assert both["estimate"] == [-1, 4]
    assert both["log_likelihood"] == pytest.approx(-3 * math.log(5))


@pytest.mark.parametrize(
    ("prior", "tosses", "edge"), [((1, 2), (0, 3), 0), ((2, 1), (3, 0), 1), (("1/2", "1/2"), (0, 1), 0)]
)
def test_a_mode_on_the_edge_is_said_so(prior, tosses, edge):
    solution = solver.solve("map", alpha=prior[0], beta=prior[1], heads=tosses[0], tails=tosses[1])
    assert solution.numbers["estimate"] == edge
    assert "up to the edge" in str(solution)


def test_a_flat_prior_changes_nothing():
    found = solver.solve("map", heads=7, tails=3, alpha=1, beta=1).numbers
    assert (
        found["estimate"]
        == solver.solve("mle", distribution="bernoulli", heads=7, tails=3).numbers["estimate"]
    )


@pytest.mark.parametrize(
    ("command", "givens", "answer", "wrong", "mistake"),
    [
        ("mle", {"distribution": "exponential", "data": "1,2,5"}, "estimate", 8 / 3, "inverted"),
        ("mle", {"distribution": "poisson", "data": "1,2,6"}, "estimate", 9, "not-divided"),
        ("mle", {"distribution": "gaussian", "data": "1,2,3,6"}, "estimate", [3, 14 / 3], "unbiased"),
        ("mle", {"distribution": "bernoulli", "heads": 3, "tails": 4}, "estimate", 0.75, "odds"),
        ("mle", {"distribution": "uniform", "data": "1,2,7"}, "estimate", 20 / 3, "moments"),
        ("map", COIN, "estimate", 0.7, "prior-ignored"),
        ("map", COIN, "estimate", 9 / 14, "posterior-mean"),
        ("map", COIN, "posterior", [5, 9], "exchanged"),
        ("map", BELL, "estimate", 2, "prior-ignored"),
        ("map", BELL, "estimate", 0.8, "weights-exchanged"),
        ("map", BELL, "posterior", [1.2, 1.25], "precision-for-variance"),
        ("bias-variance", {"estimates": "2,3,4,8", "true": 3}, "bias", -1.25, "sign"),
        ("bias-variance", {"estimates": "2,3,4,8", "true": 3}, "variance", 6.75, "about-truth"),
        ("bias-variance", {"estimates": "2,3,4,8", "true": 3}, "mse", 5.1875, "bias-ignored"),
    ],
)
def test_a_wrong_answer_names_its_mistake(command, givens, answer, wrong, mistake):
    assert any(mistake in names for names in mistakes(command, answer, wrong, **givens))


@pytest.mark.parametrize(
    ("command", "givens", "message"),
    [
        ("mle", {"distribution": "bernoulli"}, "--data or --heads with --tails must be given"),
        ("mle", {"distribution": "bernoulli", "heads": 1}, "--tails is missing: --heads and --tails"),
        ("mle", {"distribution": "bernoulli", "heads": 0, "tails": 0}, "--heads must leave an observation"),
        ("mle", {"distribution": "bernoulli", "data": "1,2"}, "--data must be 0 or 1 each"),
        (
            "mle",
            {"distribution": "poisson", "heads": 1, "tails": 2},
            "--heads goes with data of ones and zeros",
        ),
        ("mle", {"distribution": "poisson", "data": "1.5"}, "--data must be whole numbers from 0 to 100"),
        ("mle", {"distribution": "exponential", "data": "0,0"}, "--data must not be negative, nor 0"),
        ("mle", {"distribution": "uniform", "data": "-1,2"}, "--lower estimates both ends"),
        ("mle", {"distribution": "gaussian", "data": "2,2"}, "--data must differ"),
        ("mle", {"distribution": "gaussian", "data": "1,2", "lower": True}, "with --distribution uniform"),
        ("map", {"heads": 1, "tails": 1}, "wants --alpha with --beta, or --variance"),
        ("map", {"heads": 1, "tails": 1, "alpha": 2}, "--beta is missing"),
        ("map", {**BELL, "prior_mean": None}, "--prior-mean is missing"),
        ("map", {**COIN, "variance": 1}, "wants --alpha with --beta, or --variance"),
        ("map", {**COIN, "alpha": 0}, "--alpha must be"),
        ("bias-variance", {"estimates": "2", "true": 1}, "--estimates must be 2 to 64 numbers"),
    ],
)
def test_givens_that_are_refused(command, givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve(command, **givens)
