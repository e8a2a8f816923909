"""Naive Bayes: words, categories and numbers at their edges, and known mistakes."""

from __future__ import annotations

import math

import pytest

import solver
from solver.errors import InputError
from tests.problems.naming import mistakes

MAIL = {"messages": "free money; see you; free win", "labels": "spam,ham,spam", "query": "free you"}
PLAY = {
    "table": "sunny,hot;rain,mild;sunny,mild;rain,hot;rain,hot",
    "labels": "no,yes,yes,no,no",
    "query": "sunny,hot",
}
POINTS = {"data": "1,2;3,4;5,5;6,8", "labels": "a,a,b,b", "query": "3,4"}

CHINA = {
    "messages": "Chinese Beijing Chinese; Chinese Chinese Shanghai; Chinese Macao; Tokyo Japan Chinese",
    "labels": "c,c,c,j",
    "query": "Chinese Chinese Chinese Tokyo Japan",
}
"""Introduction to Information Retrieval, table 13.1."""


def test_the_example_of_the_book():
    """Examples 13.1 and 13.2, where the Bernoulli model has 0.005 against 0.022."""
    found = solver.solve("naive-bayes", **CHINA).numbers
    assert found["likelihoods"] == [[3 / 7, 1 / 14, 1 / 14], [2 / 9, 2 / 9, 2 / 9]]
    assert found["scores"] == pytest.approx([3 / 4 * (3 / 7) ** 3 / 14**2, 1 / 4 * (2 / 9) ** 5])
    assert found["label"] == "c"
    other = solver.solve("naive-bayes", **CHINA, model="bernoulli").numbers
    assert other["scores"] == pytest.approx([0.005, 0.022], abs=5e-4)
    assert other["label"] == "j"


def test_unknown_words_are_dropped_or_kept():
    solution = solver.solve("naive-bayes", **MAIL | {"query": "free zebra"})
    assert solution.numbers["likelihoods"] == [[pytest.approx(1 / 3)], [pytest.approx(1 / 7)]]
    assert "No sample has zebra: left out." in str(solution)
    kept = solver.solve("naive-bayes", **MAIL | {"query": "free zebra"}, keep_unknown=True).numbers
    assert kept["likelihoods"] == [[pytest.approx(1 / 3), pytest.approx(1 / 9)], [pytest.approx(1 / 7)] * 2]


def test_an_unknown_value_of_a_feature_is_dropped():
    found = solver.solve("naive-bayes", **PLAY | {"query": "snow,hot"}).numbers
    assert found["likelihoods"] == [[pytest.approx(4 / 5)], [pytest.approx(1 / 4)]]


def test_without_smoothing_a_class_may_be_impossible():
    found = solver.solve("naive-bayes", **PLAY, smoothing=0).numbers
    assert found["posteriors"] == [1, 0]
    assert found["label"] == "no"
    nothing = solver.solve("naive-bayes", **MAIL, smoothing=0)
    assert nothing.numbers["scores"] == [0, 0]
    assert "label" not in nothing.numbers
    assert "All scores are 0" in str(nothing)


def test_the_first_of_equal_classes_is_taken_and_said_so():
    solution = solver.solve("naive-bayes", table="x;y;x;y", labels="b,b,a,a", query="x")
    assert solution.numbers["posteriors"] == [0.5, 0.5]
    assert solution.numbers["label"] == "b"
    assert "the first one is taken" in str(solution)


def test_equal_values_of_two_features_are_told_apart():
    givens = {"table": "high,high;low,high;high,low", "labels": "a,a,b", "query": "high,high"}
    names = solver.solve("naive-bayes", **givens).quantities
    assert {"P(high 1|a)", "P(high 2|a)"} <= set(names)


def test_variances_by_n_or_by_one_less():
    by_n = solver.solve("naive-bayes", **POINTS).quantities
    by_less = solver.solve("naive-bayes", **POINTS, unbiased=True).quantities
    assert by_n["v_11"].symbol.value == 1
    assert by_less["v_11"].symbol.value == 2


def test_priors_may_be_given():
    found = solver.solve("naive-bayes", **MAIL, priors="0.5,0.5").numbers
    assert found["priors"] == [0.5, 0.5]
    assert found["scores"] == pytest.approx([1 / 2 * 3 / 9 / 9, 1 / 2 / 7 * 2 / 7])


@pytest.mark.parametrize(
    ("givens", "answer", "wrong", "mistake"),
    [
        (MAIL, "priors", [0.5, 0.5], "equal-priors"),
        (MAIL, "scores", [1 / 27, 2 / 49], "prior-left-out"),
        (MAIL, "posteriors", [2 / 81, 2 / 147], "not-normalized"),
        (MAIL, "likelihoods", [[2 / 4, 0], [0, 1 / 2]], "no-smoothing"),
        (MAIL, "likelihoods", [[3 / 5, 1 / 5], [1 / 3, 2 / 3]], "one-added"),
        (MAIL, "likelihoods", [[3 / 7, 1 / 7], [1 / 6, 2 / 6]], "texts-counted"),
    ],
)
def test_a_wrong_answer_names_its_mistake(givens, answer, wrong, mistake):
    assert any(mistake in names for names in mistakes("naive-bayes", answer, wrong, **givens))


def test_densities_without_their_root():
    wrong = [[math.exp(-1 / 2) / (2 * math.pi)] * 2, [0.0, 0.0]]
    assert any("root-left-out" in names for names in mistakes("naive-bayes", "likelihoods", wrong, **POINTS))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"messages": None}, "wants one of --messages, --table and --data"),
        ({"labels": "spam,ham"}, "--labels must be as many as the samples, 3, got '2'"),
        ({"labels": "a,a,a"}, "--labels must name two classes or more"),
        ({"labels": "a,b|c,a"}, "--labels must name two classes or more, without vertical bars"),
        ({"priors": "1"}, "--priors must be as many as the classes, 2, got '1'"),
        ({"priors": "0.5,0.6"}, "--priors must be probabilities"),
        ({"query": "zebra"}, "--query must have something that a sample has"),
        ({"smoothing": "-1"}, "--smoothing must be"),
        ({"model": "gaussian"}, "--model must be one of multinomial, bernoulli"),
    ],
)
def test_messages_that_are_refused(changed, message):
    with pytest.raises(InputError, match=message):
        solver.solve("naive-bayes", **MAIL | changed)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({**POINTS, "query": "3"}, "--query must be as many as the features, 2, got '1'"),
        ({**POINTS, "query": "3,x"}, "--query must be a number, got 'x'"),
        ({**POINTS, "data": "1,2;1,4;5,5;6,8"}, "--data must vary within each class"),
        ({**PLAY, "table": "a;b,c"}, "--table must be"),
    ],
)
def test_features_that_are_refused(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("naive-bayes", **givens)
