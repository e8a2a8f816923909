"""Distributions by name: borders, what lies outside, and known mistakes."""

from __future__ import annotations

import json
import math

import pytest
import scipy.stats

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.errors import InputError
from solver.record.engine import run
from solver.rendering.json_export import to_json
from solver.rendering.printing import Style
from solver.rendering.templates import render
from solver.sheets.questions import question_with
from tests.problems.naming import mistakes

COIN = {"n": 4, "p": "0.5"}


def probability(command, **givens):
    return solver.solve(command, **givens).numbers["probability"]


@pytest.mark.parametrize(
    ("event", "value"),
    [
        ({"k": 2}, 6 / 16),
        ({"at_most": 1}, 5 / 16),
        ({"below": 1}, 1 / 16),
        ({"at_least": 3}, 5 / 16),
        ({"above": 3}, 1 / 16),
        ({"k": 5}, 0),
        ({"above": 4}, 0),
        ({"below": 0}, 0),
        ({"at_most": 4}, 1),
        ({"at_most": 9}, 1),
        ({"at_least": 0}, 1),
    ],
)
def test_borders_of_four_coins(event, value):
    assert probability("binomial", **COIN, **event) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("p", ["0", "1"])
def test_a_sure_thing(p):
    found = solver.solve("binomial", n=3, p=p, k=3 * int(p)).numbers
    assert found["probability"] == 1
    assert found["variance"] == 0


def test_the_opposite_is_summed_where_it_is_shorter():
    text = str(solver.solve("binomial", n=9, p="0.5", at_least=2))
    assert "P = 1 - (f(0) + f(1))" in text
    assert "f(8)" not in text
    assert "P = f(8) + f(9)" in str(solver.solve("binomial", n=9, p="0.5", above=7))


def test_a_poisson_tail_is_what_its_start_leaves():
    assert probability("poisson", rate=2, at_least=3) == pytest.approx(scipy.stats.poisson.sf(2, 2))
    assert probability("poisson", rate=2, at_least=0) == 1
    assert probability("poisson", rate=900, k=900) == pytest.approx(scipy.stats.poisson.pmf(900, 900))


@pytest.mark.parametrize(
    ("givens", "value"),
    [
        ({"below": 1}, 0),
        ({"below": 9}, 1),
        ({"above": 9}, 0),
        ({"between": "1,5"}, 0.5),
        ({"between": "-3,1"}, 0),
        ({"between": "0,99"}, 1),
    ],
)
def test_a_uniform_variable_stays_in_its_interval(givens, value):
    assert probability("uniform", a=2, b=8, **givens) == value


def test_densities_outside_are_0_and_said_so():
    for command, givens in (("uniform", {"a": 2, "b": 8, "x": 1}), ("exponential", {"rate": 2, "x": -1})):
        solution = solver.solve(command, **givens)
        assert solution.numbers["density"] == 0
        assert "lies outside the values that X can take" in str(solution)


def test_a_normal_variable_by_its_variance():
    by_deviation = solver.solve("normal", mean=3, sd=2, between="2,6").numbers
    assert solver.solve("normal", mean=3, variance=4, between="2,6").numbers == by_deviation
    assert by_deviation["z"] == [-0.5, 1.5]
    standard = solver.solve("normal", mean=0, above="1.96").numbers["probability"]
    assert standard == pytest.approx(scipy.stats.norm.sf(1.96), rel=1e-12)


@pytest.mark.parametrize(
    ("command", "givens", "answer", "wrong", "mistake"),
    [
        ("binomial", {**COIN, "k": 2}, "probability", 1 / 16, "orders-left-out"),
        ("binomial", {"n": 5, "p": "0.2", "k": 2}, "probability", 10 * 0.04, "failures-left-out"),
        ("binomial", {"n": 5, "p": "0.2", "k": 2}, "probability", 10 * 0.2**3 * 0.8**2, "p-swapped"),
        ("binomial", {"n": 5, "p": "0.2"}, "variance", 1, "variance-without-q"),
        ("binomial", {"n": 9, "p": "0.2", "at_most": 1}, "probability", 0.8**9, "border"),
        ("binomial", {"n": 9, "p": "0.2", "at_least": 1}, "probability", 0.8**9, "opposite"),
        ("poisson", {"rate": 2, "k": 3}, "probability", 8 * math.exp(-2), "factorial-left-out"),
        ("poisson", {"rate": 2, "k": 3}, "probability", 8 * math.exp(-2) / 3, "k-for-factorial"),
        ("poisson", {"rate": 3, "k": 3}, "variance", 9, "variance-squared"),
        ("uniform", {"a": 2, "b": 8}, "mean", 3, "half-the-width"),
        ("uniform", {"a": 2, "b": 8}, "variance", 0.5, "not-squared"),
        ("uniform", {"a": 2, "b": 8, "below": 5}, "probability", 5 / 8, "from-zero"),
        ("exponential", {"rate": "0.5"}, "mean", 0.5, "rate-for-mean"),
        ("exponential", {"rate": "0.5", "above": 3}, "probability", 1 - math.exp(-1.5), "opposite"),
        ("normal", {"mean": 3, "sd": 2, "below": 4}, "z", 0.25, "variance-for-deviation"),
        ("normal", {"mean": 3, "sd": 2, "below": 4}, "z", -0.5, "sign-of-z"),
        ("normal", {"mean": 3, "sd": 2}, "standard_deviation", 4, "no-root"),
    ],
)
def test_a_wrong_answer_names_its_mistake(command, givens, answer, wrong, mistake):
    assert any(mistake in names for names in mistakes(command, answer, wrong, **givens))


@pytest.mark.parametrize(
    ("command", "givens", "message"),
    [
        ("binomial", {**COIN, "k": 1, "above": 2}, "--above goes without --k"),
        ("binomial", {"n": 1000, "p": "0.5", "at_most": 400}, "--at-most must leave at most 40"),
        ("binomial", {"n": 0, "p": "0.5"}, "--n must be a whole number"),
        ("binomial", {"n": 3, "p": "1.5"}, "--p must be a number from 0 to 1"),
        ("poisson", {"rate": 0}, "--rate must be a number above 0"),
        ("poisson", {"rate": 2, "k": -1}, "--k must be a whole number from 0"),
        ("uniform", {"a": 2, "b": 2}, "--b must be above the lower end"),
        ("uniform", {"a": 2, "b": 3, "between": "3,2"}, "--between must have the smaller number first"),
        ("exponential", {"rate": 2, "above": 1000}, "--above must be at most 300 times the mean"),
        ("normal", {"mean": 0, "sd": 1, "variance": 1}, "--variance goes without --sd"),
        ("normal", {"mean": 0, "sd": 0}, "--sd must be a number above 0"),
        ("normal", {"mean": 0, "above": 31}, "--above must lie within 30 standard deviations"),
    ],
)
def test_givens_that_are_refused(command, givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve(command, **givens)


@pytest.mark.parametrize(
    ("command", "givens", "answers"),
    [
        ("uniform", {"a": "a", "b": "b"}, {"mean": "(a + b)/2", "variance": "(b - a)^2/12"}),
        ("uniform", {"a": "0", "b": "theta"}, {"mean": "theta/2"}),
        ("normal", {"mean": "mu", "sd": "s"}, {"mean": "mu", "variance": "s^2", "median": "mu"}),
        ("exponential", {"rate": "lambda"}, {"mean": "1/lambda", "median": "log(2)/lambda"}),
        ("poisson", {"rate": "r"}, {"mean": "r", "standard_deviation": "sqrt(r)"}),
        ("binomial", {"n": "n", "p": "p"}, {"mean": "n*p", "variance": "n*p*(1 - p)"}),
        ("binomial", {"n": "3", "p": "p", "k": 1}, {"probability": "3*p*(1 - p)^2"}),
        ("binomial", {"n": "3", "p": "p", "at_most": 0}, {"probability": "(1 - p)^3"}),
        ("poisson", {"rate": "λ", "k": 2}, {"probability": "lambda^2*e^(-lambda)/2"}),
        ("exponential", {"rate": "lambda", "x": "t"}, {"density": "lambda*e^(-lambda*t)"}),
        ("exponential", {"rate": "r", "below": "t"}, {"probability": "1 - e^(-r*t)"}),
        ("uniform", {"a": "a", "b": "b", "below": "c"}, {"probability": "(c - a)/(b - a)"}),
        ("uniform", {"a": "0", "b": "theta", "x": "x"}, {"density": "1/theta"}),
        ("normal", {"mean": "mu", "sd": "s", "above": "x"}, {"probability": "1 - Phi((x - mu)/s)"}),
    ],
)
def test_parameters_may_be_letters(command, givens, answers):
    solution = solver.solve(command, **givens)
    found = {name: answer["value"] for name, answer in json.loads(to_json(solution))["answers"].items()}
    assert found | answers == found
    text = render(solution, "text", style=Style(exact=solution.exact))
    assert "~=" not in text
    assert all(f"{name} = {answer}" in text for name, answer in answers.items())


@pytest.mark.parametrize(
    ("command", "givens", "claim", "verdict"),
    [
        ("uniform", {"a": "a", "b": "b"}, "mean = a/2 + b/2", True),
        ("uniform", {"a": "p", "b": "q"}, "standard_deviation = (q - p)/sqrt(12)", True),
        ("uniform", {"a": "q", "b": "p"}, "variance = (q^2 - 2*p*q + p^2)/12", True),
        ("uniform", {"a": "a", "b": "b"}, "mean = (b - a)/2", "half the width was taken for the mean"),
        ("normal", {"mean": "mu", "sd": "s"}, "standard_deviation = s", True),
        ("exponential", {"rate": "r"}, "mean = r", "the rate was taken for the mean"),
        ("exponential", {"rate": "lambda", "above": "t"}, "P(X>t) = e^(-λt)", True),
        ("exponential", {"rate": "λ", "x": "t"}, "f(t) = λ e^{-λt}", True),
        (
            "exponential",
            {"rate": "λ", "above": "t"},
            "probability = 1 - e^(-λt)",
            "the probability of the opposite event was given",
        ),
        ("poisson", {"rate": "λ", "k": 2}, "P(X=2) = λ^2 e^-λ/2", True),
        ("binomial", {"n": 5, "p": "p", "k": 2}, "P(X=2) = 10p^2(1-p)^3", True),
        ("uniform", {"a": "a", "b": "b", "below": "c"}, "P(X<c) = (c-a)/(b-a)", True),
        ("normal", {"mean": "μ", "sd": "σ", "above": "x"}, "z = (x-μ)/σ", True),
    ],
)
def test_formulas_with_letters_are_checked(command, givens, claim, verdict):
    problem = registry.find(command).load().of(**givens)
    work = Work(Names(run(problem)))
    work.read([Line(claim)])
    (found,) = check(problem, list(work.claims.values())).verdicts
    assert found.worst.kind.is_right if verdict is True else found.worst.words == verdict


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"a": "a", "b": "b", "below": 3}, "--below must be a letter where the ends are letters"),
        ({"a": 2, "b": 8, "below": "c"}, "--below must be a letter where the ends are letters"),
        ({"a": "t", "b": "t"}, "--b must be another letter"),
        ({"a": "i", "b": 5}, "--a must be a number, or a letter, got 'i'"),
        ({"a": "x+1", "b": 5}, "--a must be a number, or a letter"),
    ],
)
def test_letters_that_are_refused(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("uniform", **givens)


@pytest.mark.parametrize(
    ("command", "givens", "event"),
    [
        ("binomial", {"n": "4", "p": "0.5", "k": "1"}, "The event is that X is exactly 1."),
        ("normal", {"mean": "1", "sd": "2", "below": "3"}, "The event is that X is less than 3."),
        ("normal", {"mean": "1", "sd": "2", "x": "3"}, "Consider the density of X at 3."),
    ],
)
def test_the_event_is_said_before_options_whatever_they_answer(command, givens, event):
    """What is asked with options may be the median: the probability of the event is not asked then."""
    assert question_with(command, givens).stem.endswith(event)
