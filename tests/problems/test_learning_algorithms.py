"""Neighbors, clusters, linear classifiers and ensembles, beyond what holds for every type."""

from __future__ import annotations

import math

import numpy as np
import pytest

import solver
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.errors import InputError
from solver.registry import find
from tests.problems.solving import mistaken, said

# k-means

CORNERS = {"data": "0,0;0,2;6,0;6,2", "centroids": "0,0;0,2", "iterations": 1}


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("not-averaged", {"centroids": [[6, 0], [6, 4]]}),
        ("divided-by-all", {"centroids": [[1.5, 0], [1.5, 1]]}),
        ("centroid-counted", {"centroids": [[2, 0], [2, 2]]}),
        ("roots-summed", {"inertia": 12}),
        ("about-old", {"inertia": 72}),
    ],
)
def test_mistakes_with_k_means(mistake, wanted):
    found = mistaken("k-means", mistake, **CORNERS)
    for name, value in wanted.items():
        assert found[name] == value


def test_another_distance_may_lead_to_another_cluster():
    givens = {"data": "0,0;3,3;5,0", "centroids": "3,3;5,0", "iterations": 1}
    assert solver.solve("k-means", **givens).numbers["assignments"] == [1, 1, 2]
    assert mistaken("k-means", "manhattan", **givens)["assignments"] == [2, 1, 2]


def test_numbers_in_a_row_are_samples_of_one_feature():
    for centroids in ("1,2", "1;2"):
        found = solver.solve("k-means", data="1,2,9,11", centroids=centroids).numbers
        assert (found["assignments"], found["centroids"]) == ([1, 1, 2, 2], [1.5, 10])


def test_an_empty_cluster_keeps_its_centroid():
    found = solver.solve("k-means", data="1,2,3", centroids="2,50")
    assert found.numbers["centroids"] == [2, 50]
    assert "A cluster is empty; its centroid stays." in said(found)


def test_a_sample_between_two_centroids_goes_to_the_first():
    found = solver.solve("k-means", data="0,1,2", centroids="2,0", iterations=1)
    assert found.numbers["assignments"] == [2, 1, 1]
    assert "equally near" in said(found)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"data": "1,2;3,4", "centroids": "1,2,3"}, "--centroids must have 2 coordinates each"),
        ({"data": "1,2;3,4", "centroids": "1,2;3,4;5,6"}, "--centroids must be no more than the samples"),
        ({"data": "1,2;3", "centroids": "1,2"}, "--data must have rows of one length"),
    ],
)
def test_k_means_refuses(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("k-means", **givens)


# hierarchical

APART = {"distances": "0,2,6,10;2,0,5,9;6,5,0,4;10,9,4,0"}


@pytest.mark.parametrize(
    ("linkage", "mistake", "heights"),
    [
        ("average", "", [2, 4, 7.5]),
        ("single", "", [2, 4, 5]),
        ("complete", "", [2, 4, 10]),
        ("single", "first-kept", [2, 4, 6]),
        ("single", "sizes-ignored", [2, 4, 7.5]),
        ("complete", "farthest-first", [10, 9, 6]),
    ],
)
def test_heights_of_merges(linkage, mistake, heights):
    assert mistaken("hierarchical", mistake, **APART, linkage=linkage)["heights"] == heights


def test_heights_without_roots():
    found = mistaken("hierarchical", "root-left-out", data="0,0;3,4;3,5", linkage="single")
    assert found["heights"] == [1, 25]


def test_equal_distances_are_merged_in_order_and_said_so():
    found = solver.solve("hierarchical", data="1,2,3")
    assert found.numbers["merges"] == [[1, 2], [1, 2, 3]]
    assert "Of pairs that are equally near, the first is taken." in said(found)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({}, "--data or --distances must be given, and only one of them"),
        (
            {"data": "1,2", "distances": "0,1;1,0"},
            "--data or --distances must be given, and only one of them",
        ),
        ({"data": "1"}, "--data must be 2 to 10 samples"),
        ({"distances": "0,1;2,0"}, "--distances must be symmetric"),
        ({"distances": "1,2;2,0"}, "--distances must be symmetric, with zeros on the diagonal"),
        ({"distances": "0,1;1,0", "linkage": "ward"}, "--linkage may be ward with --data only"),
    ],
)
def test_hierarchical_refuses(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("hierarchical", **givens)


@pytest.mark.parametrize(
    ("merges", "is_right"),
    [
        ("{1,2},{3,4},{1,2,3,4}", True),
        ("(2,1),(4,3),(4,1,3,2)", True),
        ("(3,4),(1,2),(1,2,3,4)", False),
        ("(2,1),(4,3),(4,1,3,1)", False),
    ],
)
def test_a_merge_is_a_set(merges, is_right):
    claim = read_claim(f"merges={merges}")
    (verdict,) = check(find("hierarchical").load().of(**APART), [claim]).verdicts
    assert verdict.worst.kind.is_right is is_right


# logistic regression

EVEN = {"x": "1,2;2,1;0,1", "y": "1,0,1", "lr": "0.5"}


def test_logistic_regression_from_weights_of_0_by_hand():
    found = solver.solve("logistic", **EVEN).numbers
    assert found["probabilities"] == [0.5, 0.5, 0.5]
    assert found["losses"][0] == pytest.approx(math.log(2))
    assert found["gradient"] == pytest.approx([0.5 / 3, -1 / 3, -0.5 / 3])
    assert found["weights"] == [pytest.approx([-0.25 / 3, 0.5 / 3])]
    summed = solver.solve("logistic", reduction="sum", **EVEN).numbers
    assert summed["gradient"] == [0.5, -1, -0.5]
    assert summed["losses"][0] == pytest.approx(3 * math.log(2))


def test_logistic_regression_lists_samples_of_one_feature_and_reads_labels_of_minus_1():
    found = solver.solve("logistic", x="1,2,4", y="-1,1,1", no_bias=True, epochs=5)
    as_zeros = solver.solve("logistic", x="1;2;4", y="0,1,1", no_bias=True, epochs=5)
    assert found.numbers == as_zeros.numbers
    assert "Labels of -1 count as 0" in said(found)
    assert len(found.numbers["weights"]) == len(found.numbers["gradient"]) == 5
    assert "biases" not in found.numbers


def test_logistic_regression_of_symmetric_samples_keeps_its_bias():
    found = solver.solve("logistic", x="1,2;-1,-2", y="1,0", w="0.5,0.3", epochs=3).numbers
    assert found["biases"] == [0, 0, 0]


@pytest.mark.parametrize(
    ("mistake", "gradient"),
    [
        ("sum-for-mean", [0.5, -1, -0.5]),
        ("sigmoid-slope", [1 / 24, -1 / 12, -1 / 24]),
        ("no-sigmoid", [-1 / 3, -1, -2 / 3]),
        ("input-left-out", [-0.5 / 3, -0.5 / 3, -0.5 / 3]),
    ],
)
def test_mistakes_with_logistic_regression(mistake, gradient):
    assert mistaken("logistic", mistake, **EVEN)["gradient"] == pytest.approx(gradient)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"x": "1,2;2,1", "y": "1"}, "--y must give 2 labels"),
        ({"x": "1,2;2,1", "y": "1,0", "w": "1,2,3"}, "--w must be one number for all features"),
        ({"x": "1,2;2,1", "y": "1,0", "b": "1", "no_bias": True}, "--no-bias goes without --b"),
        ({"x": "1,2,3,4,5,6,7,8,9", "y": "1"}, "--x must have at most 8 features"),
        ({"x": ";".join("1" * 20), "y": ",".join("1" * 20), "epochs": 101}, "--epochs must be fewer"),
    ],
)
def test_logistic_refuses(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("logistic", **givens)


# support vector machines

EDGE = {"x": "0,0;4,0;1,3;5,5", "y": "-1,-1,1,1"}
HINGE = {"x": "1,1;2,3;4,2;0,0", "y": "-1,1,1,-1", "w": "0.5,-0.2", "lr": "0.1"}


def kinds(*claims, **givens):
    report = check(find("svm").load().of(**givens), [*map(read_claim, claims)])
    return {finding.kind for verdict in report.verdicts for finding in verdict.findings}


def test_widest_margins_by_hand():
    found = solver.solve("svm", **EDGE).numbers
    assert found == {"w": [0, 2 / 3], "b": -1, "margin": 3, "support_vectors": [1, 2, 3]}
    found = solver.solve("svm", x="0,0;3,4", y="0,1").numbers
    assert found["margin"] == 5
    assert "Labels of 0 count as -1" in said(solver.solve("svm", x="0,0;3,4", y="0,1"))
    assert found["w"] == [6 / 25, 8 / 25]
    # Parallel edges.
    found = solver.solve("svm", x="0,0;0,4;2,1;2,3", y="1,1,0,0").numbers
    assert found == {"w": [-1, 0], "b": 1, "margin": 2, "support_vectors": [1, 2, 3, 4]}


def test_solver_and_model_find_the_same_margins():
    random, tried = np.random.default_rng(11), 0
    while tried < 40:
        x, y = random.integers(-5, 6, size=(6, 2)).tolist(), random.choice([-1, 1], size=6).tolist()
        try:
            solver.solve("svm", x=x, y=y)
            tried += 1
        except InputError:
            continue


def test_multiples_of_the_line_are_right():
    assert kinds("w=0,2/3", "b=-1", **EDGE) == {Kind.RIGHT}
    assert kinds("w=6,8", "b=-25", x="0,0;3,4", y="-1,1") == {Kind.EQUIVALENT}
    assert kinds("w=6,8", x="0,0;3,4", y="-1,1") == {Kind.EQUIVALENT}
    assert Kind.WRONG in kinds("w=6,8", "b=-3", x="0,0;3,4", y="-1,1")
    assert Kind.WRONG in kinds("w=0,-2", "b=3", **EDGE)


def test_mistakes_with_the_widest_margin():
    assert mistaken("svm", "half-margin", **EDGE)["margin"] == 1.5
    assert mistaken("svm", "squared-length", **EDGE)["margin"] == 4.5
    assert mistaken("svm", "bias-sign", **EDGE)["b"] == 1
    assert mistaken("svm", "through-a-sample", **EDGE)["b"] == -2
    assert mistaken("svm", "class-means", x="0,0;4,0;1,3;3,5", y="-1,-1,1,1")["w"] == [0, 0.5]


def test_a_step_down_the_hinge_loss_by_hand():
    found = solver.solve("svm", **HINGE).numbers
    assert found["loss"] == pytest.approx(0.725)
    assert found["new_w"] == pytest.approx([0.525, -0.15])
    assert found["new_b"] == pytest.approx(-0.025)
    assert "new_b" not in solver.solve("svm", no_bias=True, **HINGE).numbers
    assert solver.solve("svm", reduction="sum", **HINGE).numbers["loss"] == pytest.approx(2.9)


def test_a_sample_at_the_kink_adds_nothing():
    found = solver.solve("svm", x="1,0;0,1", y="1,1", w="1,0", lr="1")
    assert found.numbers["new_w"] == [1, 0.5]
    assert "at the kink" in said(found)


@pytest.mark.parametrize(
    ("mistake", "new_w"),
    [
        ("all-samples", [0.625, -0.1]),
        ("only-misclassified", [0.475, -0.225]),
        ("label-left-out", [0.575, -0.1]),
        ("wrong-sign", [0.475, -0.25]),
        ("no-rate", [0.75, 0.3]),
        ("sum-for-mean", [0.6, 0]),
    ],
)
def test_mistakes_with_the_hinge_loss(mistake, new_w):
    assert mistaken("svm", mistake, **HINGE)["new_w"] == pytest.approx(new_w)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"x": "0,0;1,1", "y": "1"}, "--y must give 2 labels"),
        ({"x": "0,0;1,1", "y": "1,1"}, "--y must have labels of both classes"),
        ({"x": "0,0;2,2;1,1", "y": "1,1,-1"}, "--y must be separable by a line"),
        ({"x": "0,0,1;1,1,1", "y": "1,-1"}, "--x must have two features"),
        ({"x": "0,0;1,1", "y": "1,-1", "lr": "0.1"}, "--lr goes with --w"),
        ({"x": "0,0;1,1", "y": "1,-1", "lambda_": "0.1"}, "--lambda goes with --w"),
        ({"x": "0,0;1,1", "y": "1,-1", "no_bias": True}, "--no-bias goes with --w"),
        ({"x": "0,0;1,1", "y": "1,-1", "w": "1,1"}, "--lr must be given with --w"),
        ({"x": "0,0;1,1", "y": "1,-1", "w": "1", "lr": "1"}, "--w must give 2 weights"),
        (
            {"x": "0,0;1,1", "y": "1,-1", "w": "1,1", "lr": "1", "b": "1", "no_bias": True},
            "--no-bias goes without --b",
        ),
    ],
)
def test_svm_refuses(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("svm", **givens)


# knn

NEAR = {"data": "0,0;3,4;0,6;9,9", "labels": "a,b,b,a", "query": "0,1", "k": 3}


def test_neighbors_vote():
    found = solver.solve("knn", **NEAR).numbers
    assert found["distances"] == [1, pytest.approx(18**0.5), 5, pytest.approx(145**0.5)]
    assert (found["neighbors"], found["label"]) == ([1, 2, 3], "b")
    found = solver.solve("knn", **NEAR, metric="manhattan").numbers
    assert (found["distances"], found["neighbors"]) == ([1, 6, 5, 17], [1, 3, 2])


@pytest.mark.parametrize(
    ("mistake", "name", "wanted"),
    [
        ("root-left-out", "distances", [1, 18, 25, 145]),
        ("farthest", "neighbors", [4, 3, 2]),
        ("one-only", "label", "a"),
        ("all-asked", "label", "a"),
    ],
)
def test_mistakes_with_knn(mistake, name, wanted):
    assert mistaken("knn", mistake, **NEAR)[name] == wanted


def test_signs_that_cancel():
    assert mistaken("knn", "signs-kept", **NEAR, metric="manhattan")["distances"] == [-1, 6, 5, 17]


def test_equally_near_samples_and_tied_votes_are_said_so():
    found = solver.solve("knn", data="3,1,2,9", labels="a,b,c,a", query="2", k=2)
    assert (found.numbers["neighbors"], found.numbers["label"]) == ([3, 1], "c")
    assert "Samples that are equally near come in their order" in said(found)
    assert "Several labels have as many votes" in said(found)


def test_neighbors_may_be_listed_in_any_order(dlsolve):
    given = ("--data", "1,2,9", "--labels", "a,a,b", "--query", "1", "--k", "2")
    assert "neighbors: equivalent" in dlsolve("check", "knn", *given, "--answer", "neighbors=2,1").stdout


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"query": "1"}, "--query must have two features"),
        ({"labels": "a,b"}, "--labels must be as many as the 4 samples"),
        ({"k": 5}, "--k must be at most the 4 samples"),
    ],
)
def test_knn_refuses(changed, message):
    with pytest.raises(InputError, match=message):
        solver.solve("knn", **{**NEAR, **changed})


# bagging

VOTES = {"votes": "0,1,2;0,1,1;1,1,2;0,2,0"}


def test_models_vote():
    found = solver.solve("bagging", **VOTES)
    assert found.numbers == {"votes": [[3, 1, 0], [0, 3, 1], [1, 1, 2]], "label": [0, 1, 2]}
    alone = solver.solve("bagging", votes="1,0,0,1")
    assert alone.numbers == {"votes": [2, 2], "label": 0}
    assert "Where several labels have as many votes, the smallest one wins." in said(alone)


def test_errors_and_variances_by_hand():
    assert solver.solve("bagging", variance=4, models=10).numbers == {"variance": 0.4}
    found = solver.solve("bagging", variance=4, correlation="0.25", models=10)
    assert found.numbers == {"variance": 1.3}
    assert solver.solve("bagging", error="0.1", models=3).numbers == {"error": 0.028}
    assert [solver.solve("bagging", error=e, models=3).numbers["error"] for e in (0, 1)] == [0, 1]
    assert solver.solve("bagging", samples=2).numbers == {"left_out": 0.25}
    assert solver.solve("bagging", samples=1).numbers == {"left_out": 0}


@pytest.mark.parametrize(
    ("mistake", "givens", "wanted"),
    [
        ("first-model", {"votes": "0,1;1,1;1,0"}, {"label": [0, 1]}),
        ("fewest", {"votes": "0,0,1"}, {"label": 1}),
        ("by-model", VOTES, {"label": [0, 1, 1, 0]}),
        ("correlation-ignored", {"variance": 4, "correlation": "0.25", "models": 10}, {"variance": 0.4}),
        ("correlated-divided", {"variance": 4, "correlation": "0.25", "models": 10}, {"variance": 0.13}),
        ("root-divided", {"variance": 4, "models": 4}, {"variance": 2}),
        ("half-only", {"error": "0.1", "models": 3}, {"error": 0.027}),
        ("orders-left-out", {"error": "0.1", "models": 3}, {"error": 0.01}),
        ("drawn", {"samples": 2}, {"left_out": 0.75}),
    ],
)
def test_mistakes_with_bagging(mistake, givens, wanted):
    found = mistaken("bagging", mistake, **givens)
    for name, value in wanted.items():
        assert found[name] == value


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({}, "wants --votes, or --variance with --models, or --error with --models, or --samples"),
        ({"votes": "1", "samples": 2}, "wants --votes, or"),
        ({"error": "0.1", "models": 4}, "--models must be odd"),
        ({"variance": "1"}, "--models is missing: --variance and --models go together"),
        ({"samples": 3, "models": 3}, "wants --votes, or"),
        ({"variance": "1", "models": 3, "correlation": "-0.9"}, "--correlation must be at least -1/2"),
        ({"samples": 3, "correlation": "0.9"}, "--correlation goes with --variance"),
    ],
)
def test_bagging_refuses(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("bagging", **givens)
