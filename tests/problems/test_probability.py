"""Conditional probability and Bayes' rule beyond what holds for every type."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import solver
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.problems.naming import findings, mistakes
from tests.problems.solving import mistaken

LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)
SPAM = {"priors": "0.01,0.99", "likelihoods": "0.8,0.1", "hypotheses": "spam,not spam", "evidence": "free"}
COUNTS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 10)), min_size=1, max_size=6).filter(
    lambda counts: any(tenths for _, tenths in counts)
)


@given(COUNTS)
def test_posteriors_are_exact_and_sum_to_1(counts):
    whole = sum(weight for weight, _ in counts)
    solution = solver.solve(
        "bayes",
        priors=[f"{weight}/{whole}" for weight, _ in counts],
        likelihoods=[f"{tenths}/10" for _, tenths in counts],
    )
    posteriors = [solution.quantities[f"P(H{i}|E)"].symbol.value for i in range(1, len(counts) + 1)]
    assert all(isinstance(posterior, Fraction) for posterior in posteriors)
    assert sum(posteriors) == 1
    joint = [weight * tenths for weight, tenths in counts]
    assert posteriors == [Fraction(part, sum(joint)) for part in joint]


def test_quantities_are_named_after_the_events():
    names = solver.solve("bayes", **SPAM).quantities
    assert list(names) == ["P(free)", "P(spam|free)", "P(not spam|free)"]
    text = str(solver.solve("bayes", **SPAM))
    assert "P(spam | free) = P(spam)*P(free | spam)/P(free) = 0.01*0.8/0.107" in text


def test_hypotheses_are_numbered_where_they_have_no_names():
    names = solver.solve("bayes", priors="0.2,0.3,0.5", likelihoods="0.1,0.2,0.3").quantities
    assert list(names) == ["P(E)", "P(H1|E)", "P(H2|E)", "P(H3|E)"]


def test_names_may_hold_braces():
    text = str(solver.solve("conditional", joint="0.1", condition="0.2", a="{a}", b="{0}"))
    assert "P({a} | {0})" in text


@pytest.mark.parametrize(
    ("mistake", "posteriors"),
    [
        ("prior-left-out", [8 / 9, 1 / 9]),
        ("complement-for-likelihood", [0.008 / 0.206, 0.198 / 0.206]),
        ("not-normalized", [0.008, 0.099]),
        ("likelihood-for-posterior", [0.8, 0.1]),
    ],
)
def test_mistakes_with_bayes(mistake, posteriors):
    assert mistaken("bayes", mistake, **SPAM)["posteriors"] == pytest.approx(posteriors)


@pytest.mark.parametrize("likelihoods", [[0.8, 0.1], [0.8, 0.1, 0.3]])
def test_posteriors_in_the_wrong_order(likelihoods):
    priors = [0.25, 0.75] if len(likelihoods) == 2 else [0.25, 0.5, 0.25]
    joint = np.multiply(priors, likelihoods)
    wrong = (joint / joint.sum())[::-1]
    named = mistakes("bayes", "posteriors", wrong, priors=priors, likelihoods=likelihoods)
    assert named
    assert set(named) == {("wrong-order",)}


def test_equal_posteriors_have_no_wrong_order():
    assert "wrong-order" not in solver.solve("bayes", priors="0.2,0.8", likelihoods="0.8,0.2").mistakes


def test_mistakes_speak_of_the_evidence_by_its_name():
    for wrong, words in (
        ([0.008, 0.099], "the division by P(free) was left out"),
        ([0.8, 0.1], "P(free|H) was taken for P(H|free)"),
        (
            [0.008 / 0.206, 0.198 / 0.206],
            "1 - P(free|H) of the first hypothesis was used for the second's P(free|H)",
        ),
    ):
        assert findings("bayes", "posteriors", wrong, **SPAM)[0].words == words


def test_the_complement_is_a_mistake_of_two_hypotheses():
    solution = solver.solve("bayes", priors="0.2,0.3,0.5", likelihoods="0.1,0.2,0.3")
    assert "complement-for-likelihood" not in solution.mistakes


@pytest.mark.parametrize(
    ("mistake", "value"),
    [("joint-taken", 0.06), ("multiplied", 0.06 * 0.4), ("upside-down", 0.4 / 0.06), ("subtracted", 0.34)],
)
def test_mistakes_with_a_condition(mistake, value):
    wrong = mistaken("conditional", mistake, joint="0.06", condition="0.4")["conditional"]
    assert wrong == pytest.approx(value)


@LEVELS
def test_sampled_evidence_tells_something(difficulty):
    for seed in range(61):
        problem = question_of(Code("bayes", difficulty, seed)).problem
        priors, likelihoods = (
            [Fraction(p.value) for p in given] for given in (problem.priors, problem.likelihoods)
        )
        parts = [prior * likelihood for prior, likelihood in zip(priors, likelihoods, strict=True)]
        posteriors = [part / sum(parts) for part in parts]
        assert len(set(likelihoods)) == len(likelihoods)
        assert sum(likelihoods) != 1
        assert not any(prior == posterior for prior, posterior in zip(priors, posteriors, strict=True))
        assert all((10_000 * probability).denominator == 1 for probability in (*posteriors, sum(parts)))


@LEVELS
def test_sampled_conditions_matter(difficulty):
    for seed in range(61):
        problem = question_of(Code("conditional", difficulty, seed)).problem
        joint, condition = problem.joint.value, problem.condition.value
        assert 0 < joint < condition < 1
        assert (10_000 * joint / condition).denominator == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"priors": "0.5,0.4"}, "--priors must be probabilities .* sum to 1, got '0.5,0.4 .sum 0.9.'"),
        ({"likelihoods": "0.8"}, "--likelihoods must be as many as the priors, 2, got '1'"),
        ({"likelihoods": "0.8,1.1"}, "--likelihoods must .* got '1.1'"),
        ({"likelihoods": "0,0"}, "--likelihoods must be above 0 for some hypothesis"),
        ({"priors": "1,0", "likelihoods": "0,0.5"}, "--likelihoods must be above 0 for some hypothesis"),
        ({"hypotheses": "a,b,c"}, "--hypotheses must be as many as the priors, 2, got '3'"),
        ({"hypotheses": "a,a"}, "--hypotheses must differ from the other names, got 'a'"),
        ({"hypotheses": "a|b,c"}, "--hypotheses must be free of vertical bars"),
        ({"evidence": "spam"}, "--evidence must differ from the other names, got 'spam'"),
        ({"evidence": "a,b"}, "--evidence must be a name"),
    ],
)
def test_givens_that_do_not_fit(changed, message):
    with pytest.raises(InputError, match=message):
        solver.solve("bayes", **SPAM | changed)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"joint": "0.6"}, "--joint must be at most the condition's 0.5, got '0.6'"),
        ({"condition": "0"}, "--condition must be a number above 0 and at most 1, got '0'"),
        ({"b": "A"}, "--b must differ from the other names, got 'A'"),
        ({"a": "A|B"}, "--a must be free of vertical bars"),
    ],
)
def test_conditions_that_do_not_fit(changed, message):
    with pytest.raises(InputError, match=message):
        solver.solve("conditional", **{"joint": "0.2", "condition": "0.5"} | changed)


def test_a_joint_as_large_as_the_condition():
    """Irrational numbers too: they are compared as they are."""
    solution = solver.solve("conditional", joint="sqrt(2)/2", condition="sqrt(2)/2")
    assert solution.numbers["conditional"] == 1


DRAW = {"values": "1,2,4", "probabilities": "0.2,0.3,0.5"}


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("not-weighted", "mean", 7 / 3),
        ("mean-not-squared", "variance", 9.4 - 2.8),
        ("second-moment", "variance", 9.4),
        ("no-root", "standard_deviation", 1.56),
    ],
)
def test_mistakes_with_an_expectation(mistake, name, value):
    assert mistaken("expectation", mistake, **DRAW)[name] == pytest.approx(value)


def test_the_expectation_of_a_function_is_no_function_of_the_expectation():
    givens = {**DRAW, "of": "x**2"}
    assert solver.solve("expectation", **givens).numbers["mean"] == pytest.approx(9.4)
    assert mistaken("expectation", "function-of-mean", **givens)["mean"] == pytest.approx(2.8**2)


def test_a_constant_varies_by_nothing():
    assert solver.solve("expectation", **DRAW, of="0*x + 3").numbers["standard_deviation"] == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"probabilities": "0.5,0.5"}, "--probabilities must have as many entries as --values, 3, got '2'"),
        ({"probabilities": "0.5,0.5,0.5"}, "--probabilities must be .* sum to 1"),
        ({"of": "x*y"}, "--of must be a function of one variable, got 'x, y'"),
        ({"of": "1/(x - 2)"}, "division by zero in y_2"),
    ],
)
def test_expectations_that_are_refused(changed, message):
    with pytest.raises(InputError, match=message):
        solver.solve("expectation", **DRAW | changed)


TABLE = {"table": "0.1,0.2;0.3,0.4", "row_values": "0,1", "column_values": "1,2", "given_row": 1}


def test_counts_and_their_shares_are_the_same_table():
    assert (
        solver.solve("joint", **TABLE | {"table": "1,2;3,4"}).numbers
        == solver.solve("joint", **TABLE).numbers
    )


@pytest.mark.parametrize(("table", "independent"), [("3,1,2;6,2,4", True), ("3,1,2;6,2,5", False)])
def test_independence(table, independent):
    assert solver.solve("joint", table=table).numbers["independent"] is independent


def test_the_condition_may_be_a_column():
    found = solver.solve("joint", table="0.1,0.2;0.3,0.4", given_column=2).numbers
    assert found["conditional"] == pytest.approx([1 / 3, 2 / 3])
    assert "covariance" not in found


def test_what_never_varies_has_no_correlation():
    solution = solver.solve("joint", **TABLE | {"row_values": "3,3"})
    assert solution.numbers["covariance"] == 0
    assert "correlation" not in solution.numbers
    assert "it would be 0/0" in str(solution)


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("exchanged", "marginal_rows", [0.4, 0.6]),
        ("not-divided", "conditional", [0.1, 0.2]),
        ("other-marginal", "conditional", [0.25, 1 / 3]),
        ("product-not-subtracted", "covariance", 1.1),
        ("variances-taken", "correlation", -0.02 / 0.21 / 0.24),
    ],
)
def test_mistakes_with_a_joint_distribution(mistake, name, value):
    assert mistaken("joint", mistake, **TABLE)[name] == pytest.approx(value)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"table": "0.1,0.2;0.3,0.5"}, "--table must be a table, .* got '0.1,0.2;0.3,0.5 .sum 1.1.'"),
        ({"table": "0,0;0,0"}, "--table must be"),
        ({"table": "-1,2;0,0"}, "--table must be"),
        ({"table": "0,0;0.5,0.5"}, "--given-row must be a row of positive probability"),
        ({"given_row": 3}, "--given-row must be from 1 to 2, got '3'"),
        ({"given_column": 1}, "--given-column goes without --given-row"),
        ({"row_values": "1,2,3"}, "--row-values must be as many as the rows, 2, got '3'"),
        ({"column_values": None}, "--column-values is missing: --row-values and"),
    ],
)
def test_joint_tables_that_are_refused(changed, message):
    with pytest.raises(InputError, match=message):
        solver.solve("joint", **TABLE | changed)


TEST = {"prevalence": "0.01", "sensitivity": "0.9", "specificity": "0.95"}


def test_a_medical_test_is_told_in_its_words():
    found = solver.solve("bayes", **TEST)
    assert {"P(ill|positive)", "P(positive|healthy)", "P(positive)"} <= found.quantities.keys()
    assert "is the positive predictive value" in " ".join(str(found).split())
    named = solver.solve("bayes", **TEST, hypotheses="sick,well", evidence="alarm")
    assert {"P(sick|alarm)", "P(alarm|well)"} <= named.quantities.keys()
    assert named.numbers == found.numbers


def test_a_negative_result_is_not_taken_for_what_the_sensitivity_is_about():
    with pytest.raises(InputError, match=r"else give --likelihoods 0\.1,0\.95") as refused:
        solver.solve("bayes", **TEST, evidence="negative")
    assert refused.value.name == "--evidence"
    ill, healthy = solver.solve("bayes", prevalence="0.01", likelihoods="0.1,0.95").numbers["posteriors"]
    assert ill == pytest.approx(0.01 * 0.1 / (0.01 * 0.1 + 0.99 * 0.95))
    assert ill + healthy == pytest.approx(1)
