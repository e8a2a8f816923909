"""Mutual information, perplexity, Jensen-Shannon and information gain: edges, units and known mistakes."""

from __future__ import annotations

import math

import pytest

import solver
from solver.errors import InputError
from tests.problems.naming import mistakes

WEATHER = {"counts": "6,2;3,3"}


def test_independent_variables_tell_nothing_of_each_other():
    for table in ("0.12,0.18;0.28,0.42", "3,1,2;6,2,4"):
        assert solver.solve("mutual-information", table=table, base="e").numbers["mutual_information"] == 0


def test_a_variable_tells_all_of_itself():
    found = solver.solve("mutual-information", table="0.5,0,0;0,0.25,0;0,0,0.25").numbers
    assert found["mutual_information"] == found["entropy_rows"] == found["joint_entropy"] == 1.5
    assert found["conditional_rows"] == 0


def test_the_example_of_cover_and_thomas():
    """Elements of Information Theory, example 2.2.1, whose table has X in its columns."""
    table = "4,2,1,1;2,4,1,1;2,2,2,2;8,0,0,0"
    found = solver.solve("mutual-information", table=table).numbers
    assert found["entropy_columns"] == 7 / 4
    assert found["entropy_rows"] == 2
    assert found["conditional_columns"] == 11 / 8
    assert found["conditional_rows"] == 13 / 8
    assert found["joint_entropy"] == 27 / 8
    assert found["mutual_information"] == 3 / 8


def test_distributions_that_exclude_each_other_are_one_bit_apart():
    found = solver.solve("jensen-shannon", p="1,0", q="0,1").numbers
    assert found == {"divergence": 1, "distance": 1}
    assert solver.solve("jensen-shannon", p="0.3,0.7", q="0.3,0.7").numbers["divergence"] == 0


@pytest.mark.parametrize("base", ["2", "e", "10"])
def test_the_perplexity_is_the_same_to_any_base(base):
    die = solver.solve("perplexity", distribution=",".join(["1/6"] * 6), base=base).numbers
    assert die["perplexity"] == pytest.approx(6)
    tokens = solver.solve("perplexity", probabilities="0.5,0.25,0.125", base=base).numbers
    assert tokens["perplexity"] == pytest.approx(4)


def test_an_impossible_token_is_infinitely_surprising():
    solution = solver.solve("perplexity", probabilities="0.5,0")
    assert solution.numbers == {"entropy": math.inf, "perplexity": math.inf}
    assert "infinitely surprising" in str(solution)


def test_the_gain_of_counts_is_that_of_their_samples():
    labels, feature = "y,y,n,n,n", "a,b,b,b,a"
    samples = solver.solve("information-gain", labels=labels, feature=feature).numbers
    assert samples == solver.solve("information-gain", counts="1,1;1,2").numbers


def test_a_pure_split_gains_everything():
    found = solver.solve("information-gain", labels="1,1,0,0", feature="a,a,b,b", measure="gini").numbers
    assert found == {"before": 0.5, "after": 0, "gain": 0.5}


def test_a_quinlan_split():
    """Induction of Decision Trees, section 4: the outlook gains 0.246 bits of 0.940."""
    found = solver.solve("information-gain", counts="2,3;4,0;3,2").numbers
    assert found["before"] == pytest.approx(0.940, abs=5e-4)
    assert found["after"] == pytest.approx(0.694, abs=5e-4)
    assert found["gain"] == pytest.approx(0.246, abs=1e-3)


@pytest.mark.parametrize(
    ("command", "givens", "answer", "wrong", "mistake"),
    [
        ("mutual-information", {"table": "4,1;0,5"}, "conditional_rows", 0.360964, "conditions-exchanged"),
        ("jensen-shannon", {"p": "0.5,0.5,0", "q": "0.25,0.25,0.5"}, "divergence", 0.622556, "not-halved"),
        ("jensen-shannon", {"p": "0.5,0.5,0", "q": "0.25,0.25,0.5"}, "distance", 0.311278, "no-root"),
        ("perplexity", {"probabilities": "0.5,0.25,0.125"}, "entropy", 6, "not-divided"),
        ("perplexity", {"probabilities": "0.5,0.25,0.125"}, "perplexity", math.e**2, "power-of-other-base"),
        ("perplexity", {"probabilities": "0.5,0.25,0.125"}, "perplexity", 24 / 7, "arithmetic-mean"),
        ("information-gain", WEATHER, "after", 0.905639, "not-weighted"),
        ("information-gain", WEATHER, "before", 1 - (81 + 25) / 196, "other-measure"),
        ("information-gain", {**WEATHER, "measure": "gini"}, "before", (81 + 25) / 196, "only-squares"),
    ],
)
def test_a_wrong_answer_names_its_mistake(command, givens, answer, wrong, mistake):
    assert any(mistake in names for names in mistakes(command, answer, wrong, **givens))


@pytest.mark.parametrize(
    ("command", "givens", "message"),
    [
        ("mutual-information", {"table": "0.5,0.6;0,0"}, "--table must be a table"),
        ("jensen-shannon", {"p": "0.5,0.5", "q": "1"}, "--q must have as many entries as --p, 2, got '1'"),
        ("perplexity", {}, "--distribution or --probabilities must be given"),
        ("perplexity", {"distribution": "1", "probabilities": "1"}, "only one of them"),
        ("information-gain", {"labels": "a,b"}, "--feature is missing: --labels and --feature go together"),
        ("information-gain", {"labels": "a,b", "feature": "c"}, "--feature must be as many as the labels, 2"),
        ("information-gain", {"counts": "1,2;0,0"}, "--counts must have a sample in each branch"),
    ],
)
def test_givens_that_are_refused(command, givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve(command, **givens)
