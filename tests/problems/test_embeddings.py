"""Word vectors beyond what holds for every type."""

from __future__ import annotations

import numpy as np
import pytest

import solver
from tests.problems.naming import mistakes
from tests.problems.solving import answers, mistaken, refused

# Lookup

MATRIX = {"matrix": "1,2;3,4;5,6", "indices": "2,0"}


def test_words_are_looked_up_by_their_index():
    assert answers("embedding", **MATRIX)["vectors"] == [[5, 6], [1, 2]]
    assert answers("embedding", matrix="1,2;3,4;5,6", indices="3,1", first=1) == answers(
        "embedding", **MATRIX
    )
    assert mistaken("embedding", "counted-otherwise", **MATRIX)["vectors"] == [[3, 4], [1, 2]]


def test_parameters_of_a_lookup():
    assert answers("embedding", vocabulary=1000, dimensions=50)["parameters"] == 50_000
    assert answers("embedding", vocabulary=1000, dimensions=50, positions=20)["parameters"] == 51_000


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("the problem", {}),
        ("--indices", {"matrix": "1,2"}),
        ("--dimensions", {"vocabulary": "10"}),
        ("the problem", {**MATRIX, "vocabulary": "10", "dimensions": "2"}),
        ("--positions", {**MATRIX, "positions": "10"}),
        ("--indices", {**MATRIX, "indices": "3"}),
        ("--indices", {**MATRIX, "indices": "0", "first": 1}),
    ],
)
def test_what_is_no_lookup_is_refused(option, givens):
    refused("embedding", option, **givens)


# tf-idf

TEXTS = {"documents": "the cat sat;the dog"}


def test_words_stand_in_alphabetical_order():
    found = answers("tf-idf", **TEXTS, base=2)
    assert found["tf"] == [[1, 0, 1, 1], [0, 1, 0, 1]]
    assert found["idf"] == [1, 1, 1, 0]
    assert found["tfidf"] == [[1, 0, 1, 0], [0, 1, 0, 0]]
    assert "(cat, dog, sat, the)" in str(solver.solve("tf-idf", **TEXTS))


def test_counts_are_documents_as_well():
    counts = answers("tf-idf", counts="1,0,1,1;0,1,0,1", tf="share", idf="scikit", norm="l2")
    assert counts == answers("tf-idf", **TEXTS, tf="share", idf="scikit", norm="l2")


def test_a_document_of_common_words_has_no_direction():
    assert answers("tf-idf", documents="a b;a", norm="l2")["tfidf"] == [[0, 1], [0, 0]]


def test_occurrences_are_no_documents():
    found = mistaken("tf-idf", "all-occurrences", documents="a a b;b;b a", base=2)
    assert found["idf"] == [0, 0]


def test_a_quotient_upside_down_is_named():
    idf = -np.array(answers("tf-idf", **TEXTS)["idf"])
    assert mistakes("tf-idf", "idf", idf, **TEXTS) == [("upside-down",)]


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--documents", {}),
        ("--documents", {**TEXTS, "counts": "1"}),
        ("--documents", {"documents": "a;;b"}),
        ("--counts", {"counts": "1,0;1,0"}),
        ("--counts", {"counts": "0,0;1,1"}),
    ],
)
def test_what_holds_no_words_is_refused(option, givens):
    refused("tf-idf", option, **givens)


# Neighbors


def test_ties_keep_the_order_of_the_rows():
    found = answers("cosine", vectors="1,2;2,4;2,1;1,1", query="1,1", k=4)
    assert found["neighbors"] == [4, 1, 2, 3]


def test_length_makes_no_neighbor():
    givens = {"vectors": "10,0;1,1", "query": "1,2"}
    assert answers("cosine", **givens)["neighbors"] == [2]
    assert mistaken("cosine", "by-dot-product", **givens)["neighbors"] == [1]
    assert mistaken("cosine", "farthest", **givens)["neighbors"] == [1]


def test_a_dot_product_taken_for_a_cosine_is_named():
    givens = {"vectors": "3,4;1,2", "query": "1,1"}
    assert mistakes("cosine", "similarities", [7, 3], **givens) == [("not-divided",)]


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--query", {"vectors": "1,2", "query": "1"}),
        ("--vectors", {"vectors": "1,2;0,0", "query": "1,1"}),
        ("--vectors", {"vectors": "1,2", "query": "0,0"}),
        ("--k", {"vectors": "1,2", "query": "1,1", "k": 2}),
        ("--vectors", {"vectors": "1,sqrt(2)", "query": "1,1"}),
    ],
)
def test_what_has_no_direction_is_refused(option, givens):
    refused("cosine", option, **givens)


# Skip-gram

PAIRS = {"inputs": "1,0;0,1;1,1", "outputs": "0,1;1,0;1,1", "center": 0}


def test_a_word_drawn_twice_counts_twice():
    once = answers("skip-gram", **PAIRS, context=1, negative="2")
    twice = answers("skip-gram", **PAIRS, context=1, negative="2,2")
    assert np.allclose(twice["grad_output"][2], 2 * np.array(once["grad_output"][2]))
    assert len(twice["scores"]) == 3


def test_pairs_are_added():
    first, second = (answers("skip-gram", **PAIRS, context=o) for o in (1, 2))
    both = answers("skip-gram", **PAIRS, context="1,2")
    assert both["loss"] == pytest.approx(first["loss"] + second["loss"])
    assert np.allclose(both["grad_center"], np.add(first["grad_center"], second["grad_center"]))


def test_turned_errors_are_named():
    wrong = -np.array(answers("skip-gram", **PAIRS, context=1)["grad_center"])
    assert set(mistakes("skip-gram", "grad_center", wrong, **PAIRS, context=1)) == {("error-turned",)}


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--outputs", {"outputs": "1,2"}),
        ("--center", {"center": 3}),
        ("--context", {"context": "3"}),
        ("--negative", {"negative": "3"}),
        ("--negative", {"negative": "1"}),
    ],
)
def test_words_that_there_are_none_of_are_refused(option, givens):
    refused("skip-gram", option, **{**PAIRS, "context": "1", **givens})
