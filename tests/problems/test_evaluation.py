"""Measures of classifiers and of regression, and samples divided, beyond what holds for every type."""

from __future__ import annotations

import pytest
from sklearn import metrics

import solver
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.errors import InputError
from solver.record.engine import run
from solver.registry import find
from tests.problems.naming import mistakes
from tests.problems.solving import mistaken, said

FORECAST = {"actual": "3,5,2,7", "predicted": "2.5,5,4,8"}


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
    assert "R² has no value" in said(constant)
    zero = solver.solve("regression-metrics", actual="0,5,10", predicted="1,5,10")
    assert list(zero.numbers) == ["mae", "mse", "rmse", "r_squared"]
    assert "MAPE has no value" in said(zero)


def test_a_single_prediction_has_errors():
    assert solver.solve("regression-metrics", actual="2", predicted="3").numbers["mape"] == 0.5


def test_predictions_are_as_many_as_targets():
    with pytest.raises(InputError, match=r"--predicted must have as many entries as --actual, 3, got '2'"):
        solver.solve("regression-metrics", actual="1,2,3", predicted="1,2")


RANKED = {"actual": "1,1,0,1,0", "scores": "0.9,0.8,0.7,0.6,0.2"}


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("ascending", {"auc": 1 - 5 / 6}),
        ("other-class", {"auc": 1 - 5 / 6, "tpr": [0, 0, 0, 0.5, 0.5, 1]}),
        ("of-all", {"tpr": [0, 0.2, 0.4, 0.4, 0.6, 0.6]}),
        ("precision-averaged", {"average_precision": (1 + 1 + 2 / 3 + 3 / 4 + 3 / 5) / 5}),
    ],
)
def test_mistakes_with_roc(mistake, wanted):
    found = mistaken("roc", mistake, **RANKED)
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value)


def test_rectangles_are_higher_than_trapezoids_where_a_step_rises():
    """From (0, 0.5) to (0.5, 1), and on at 1."""
    tied = {"actual": "1,0,1,0", "scores": "0.9,0.8,0.8,0.1"}
    assert solver.solve("roc", **tied).numbers["auc"] == pytest.approx(0.5 * 0.75 + 0.5)
    assert mistaken("roc", "rectangles", **tied)["auc"] == pytest.approx(0.5 + 0.5)


def test_ties_of_scores_are_taken_together():
    tied = {"actual": "1,0,1,0", "scores": "0.8,0.5,0.5,0.5"}
    assert solver.solve("roc", **tied).numbers["thresholds"] == [float("inf"), 0.8, 0.5]
    assert mistaken("roc", "ties-apart", **tied)["auc"] == 1


def test_the_positive_class_may_be_told():
    told = solver.solve("roc", actual="spam,ham,spam", scores="0.2,0.9,0.4", positive="ham").numbers
    assert (told["auc"], told["tpr"]) == (1, [0, 1, 1, 1])


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"actual": "1,1,1"}, "--actual must have labels of two classes"),
        ({"actual": "a,b,c"}, "--actual must have labels of two classes"),
        ({"scores": "0.1,0.2"}, "--scores must have as many entries as --actual, 3"),
        ({"positive": "2"}, "--positive must be one of the classes: 0, 1"),
    ],
)
def test_roc_refuses(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("roc", **{"actual": "1,0,1", "scores": "0.1,0.2,0.3"} | givens)


SICK = {"tp": "8", "fp": "2", "fn": "4", "tn": "6"}


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("npv-of-actual", {"npv": 6 / 8}),
        ("root-left-out", {"mcc": 40 / (10 * 12 * 8 * 10)}),
        ("complement-exchanged", {"lr_positive": (8 / 12) / (6 / 8), "lr_negative": (4 / 12) / (2 / 8)}),
        ("beta-not-squared", {"f_beta": 3 * 0.8 * (2 / 3) / (2 * 0.8 + 2 / 3)}),
    ],
)
def test_mistakes_with_confusion(mistake, wanted):
    found = mistaken("confusion", mistake, **SICK, beta="2")
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value)


def test_means_over_classes():
    found = solver.solve("confusion", matrix="4,1,0;1,2,2;0,0,5").numbers
    assert found["per_class"][0] == [0.8, 0.8, 0.8, 5]
    averaged = mistaken("confusion", "f1-of-means", matrix="4,1,0;1,2,2;0,0,5")
    p, r = found["macro_precision"], found["macro_recall"]
    assert averaged["macro_f1"] == pytest.approx(2 * p * r / (p + r)) != found["macro_f1"]
    unweighted = mistaken("confusion", "weights-left-out", matrix="9,1,0;1,2,2;0,0,5")
    assert unweighted["weighted_recall"] == unweighted["macro_recall"]


def test_ratios_that_are_infinite_or_of_nothing():
    sure = solver.solve("confusion", tp="4", fp="0", fn="1", tn="5")
    assert sure.numbers["lr_positive"] == float("inf")
    none = solver.solve("confusion", tp="0", fp="0", fn="3", tn="5")
    assert (none.numbers["precision"], none.numbers["mcc"], none.numbers["lr_positive"]) == (0, 0, 0)
    assert "here it counts as 0" in said(none)


def test_a_matrix_is_counted_from_labels_and_never_given_back():
    labels = {"actual": "a,b,a,c", "predicted": "b,b,a,a"}
    assert solver.solve("confusion", **labels).numbers["matrix"] == [[1, 1, 0], [0, 1, 0], [1, 0, 0]]
    turned = solver.solve("confusion", **labels, rows="predicted").numbers["matrix"]
    assert turned == [[1, 0, 1], [1, 1, 0], [0, 0, 0]]
    assert "matrix" not in solver.solve("confusion", matrix="1,2;3,4").numbers


@pytest.mark.parametrize(
    ("rows", "positive_first", "matrix"),
    [
        ("actual", None, [[45, 10], [5, 40]]),
        ("predicted", None, [[45, 5], [10, 40]]),
        ("actual", True, [[40, 5], [10, 45]]),
        ("predicted", True, [[40, 10], [5, 45]]),
    ],
)
def test_four_layouts_of_a_matrix_of_two_classes(rows, positive_first, matrix):
    """The first as scikit-learn has it; the others are conventions where that is asked for."""
    counts = {"tp": "40", "fp": "10", "fn": "5", "tn": "45"}
    problem = find("confusion").load().of(**counts, rows=rows, positive_first=positive_first)
    assert run(problem).numbers["matrix"] == matrix
    asked = find("confusion").load().of(**counts)
    (verdict,) = check(asked, [read_claim(f"matrix = {matrix}")]).verdicts
    kinds = {finding.kind for finding in verdict.findings}
    assert kinds <= {Kind.RIGHT, Kind.CONVENTION}
    assert (kinds == {Kind.RIGHT}) == (rows == "actual" and not positive_first)


@pytest.mark.parametrize(
    ("mistake", "sizes"), [("", [4, 4, 3]), ("rest-in-last", [3, 3, 5]), ("rest-dropped", [3, 3, 3])]
)
def test_sizes_of_folds(mistake, sizes):
    assert mistaken("k-fold", mistake, samples=11, k=3)["sizes"] == sizes


def test_folds_that_are_rounded_up():
    found = mistaken("k-fold", "rounded-up", samples=10, k=3)
    assert found["folds"] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]
    assert mistaken("k-fold", "training-is-fold", samples=10, k=3)["training"] == [4, 3, 3]


def test_leave_one_out():
    assert solver.solve("k-fold", samples=3, k=3).numbers["folds"] == [[1], [2], [3]]
    with pytest.raises(InputError, match="--k must be at most the 3 samples, got '4'"):
        solver.solve("k-fold", samples=3, k=4)


@pytest.mark.parametrize(
    ("mistake", "counts"),
    [
        ("", [69, 16, 16]),
        ("rounded-down", [71, 15, 15]),
        ("training-first", [71, 16, 14]),
        ("share-of-rest", [72, 13, 16]),
        ("not-left-over", [71, 16, 16]),
    ],
)
def test_counts_of_a_split(mistake, counts):
    assert mistaken("split", mistake, samples=101, shares="0.7,0.15,0.15")["counts"] == counts


def test_shares_are_taken_exactly():
    """0.07 times 100 is above 7 in floating point."""
    assert solver.solve("split", samples=100, shares="0.93,0.07").numbers["counts"] == [93, 7]


@pytest.mark.parametrize("shares", ["1", "0.5,0.6", "0.4,0.3,0.2,0.1"])
def test_shares_are_of_two_or_three_parts(shares):
    with pytest.raises(InputError, match="--shares must be"):
        solver.solve("split", samples=100, shares=shares)


@pytest.mark.parametrize("positive", ["a", "b", "c"])
def test_one_class_may_be_set_against_all_others(positive):
    actual, predicted = "a,b,c,a,b,c,a,b,a", "a,b,b,c,b,c,a,c,a"
    hits = [[label == positive for label in labels.split(",")] for labels in (actual, predicted)]
    (tn, fp), (fn, tp) = metrics.confusion_matrix(*hits).tolist()
    whole = metrics.confusion_matrix(actual.split(","), predicted.split(","))
    matrix = ";".join(",".join(map(str, row)) for row in whole)
    number = str("abc".index(positive) + 1)
    for given in (
        {"actual": actual, "predicted": predicted, "positive": positive},
        {"matrix": matrix, "positive": number},
    ):
        found = solver.solve("confusion", **given).numbers
        assert (found["tp"], found["fp"], found["fn"], found["tn"]) == (tp, fp, fn, tn)
        assert found["f1"] == pytest.approx(metrics.f1_score(*hits))
        assert found["mcc"] == pytest.approx(metrics.matthews_corrcoef(*hits))
    scores = "0.9,0.2,0.4,0.7,0.1,0.8,0.3,0.6,0.5"
    area = metrics.roc_auc_score(hits[0], [float(score) for score in scores.split(",")])
    found = solver.solve("roc", actual=actual, scores=scores, positive=positive).numbers
    assert found["auc"] == pytest.approx(area)


@pytest.mark.parametrize("rows", ["actual", "predicted"])
@pytest.mark.parametrize("matrix", ["20,7;5,11", "3,1;2,9"])
def test_a_matrix_of_two_classes_is_read_as_counts_and_labels_print_it(matrix, rows):
    numbers = [[int(entry) for entry in row.split(",")] for row in matrix.split(";")]
    actual = numbers if rows == "actual" else [list(column) for column in zip(*numbers, strict=True)]
    (tn, fp), (fn, tp) = actual
    labels = [(a, p) for a in (0, 1) for p in (0, 1) for _ in range(actual[a][p])]
    read = solver.solve("confusion", matrix=matrix, rows=rows)
    counted = solver.solve("confusion", tp=tp, fp=fp, fn=fn, tn=tn, rows=rows).numbers
    listed = {"actual": [a for a, _ in labels], "predicted": [p for _, p in labels]}
    assert metrics.confusion_matrix(*listed.values()).ravel().tolist() == [tn, fp, fn, tp]
    assert counted == solver.solve("confusion", **listed, rows=rows).numbers
    assert counted.pop("matrix") == numbers
    assert read.numbers == counted
    told = {given.option: given.shown for given in read.givens}
    assert (told["--positive"], told["--rows"]) == ("2", rows)


def test_the_positive_class_of_a_matrix_can_be_the_first():
    turned = solver.solve("confusion", matrix="50,10;5,35", positive="1").numbers
    assert (turned["tp"], turned["fp"], turned["fn"], turned["tn"]) == (50, 5, 10, 35)


def test_plus_one_is_the_positive_class():
    assert solver.solve("roc", actual="+1,-1", scores="0.9,0.3").numbers["auc"] == 1
    found = solver.solve("confusion", actual="+1,+1,-1,-1", predicted="+1,-1,-1,-1").numbers
    assert (found["precision"], found["recall"]) == (1, 0.5)


def test_labels_in_the_vectors_of_r():
    typed = {"actual": 'c("yes","yes","no","no")', "predicted": 'c("yes","no","no","no")'}
    assert solver.solve("confusion", **typed).numbers["recall"] == 0.5
