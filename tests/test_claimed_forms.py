"""Answers in another form than is asked for: diagonal matrices, starts, positions from 0, units, products."""

from __future__ import annotations

import math

import pytest

from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from tests.test_reading import report

SYMMETRIC = {"matrix": "2,1;1,2"}
"""Its eigenvalues are 3 and 1."""
COASTING = {"grads": "0.3,0.2,-0.1", "w": "1", "lr": "0.1", "beta": "0.9"}
"""The velocities are 0.03, 0.047 and 0.0323, the weights 0.97, 0.923 and 0.8907."""
NEIGHBORS = {"x": "0;1;3;7", "y": "a,b,a,b", "query": "0.9", "k": "2"}
"""The nearest are the second and the first."""
CLUSTERS = {"points": "0;1;9;10", "centroids": "0;10"}
EVEN = {"p": "0.5,0.25,0.25"}
"""The entropy is 1.5 bits, or 1.0397 nats."""


def findings(command, givens, *answers):
    return [found for verdict in report(command, givens, *answers).verdicts for found in verdict.findings]


def words(command, givens, *answers):
    return "; ".join(found.words for found in findings(command, givens, *answers))


def all_right(command, givens, *answers):
    return all(found.kind is Kind.RIGHT for found in findings(command, givens, *answers))


@pytest.mark.parametrize("written", ["[[3,0],[0,1]]", "diag(3,1)", "3,0;0,1"])
def test_eigenvalues_may_stand_on_a_diagonal(written):
    assert all_right("eigen", SYMMETRIC, f"eigenvalues={written}")


def test_the_order_on_a_diagonal_is_free_where_that_of_a_list_is():
    (found,) = findings("eigen", SYMMETRIC, "eigenvalues=[[1,0],[0,3]]")
    assert found.kind is Kind.EQUIVALENT


@pytest.mark.parametrize("written", ["[[3,1],[0,1]]", "[[3,0],[1,1]]", "[[3,0,0],[0,1,0]]"])
def test_a_matrix_that_is_not_diagonal_is_no_list(written):
    assert "wanted: 2 values" in words("eigen", SYMMETRIC, f"eigenvalues={written}")


def test_a_diagonal_is_judged_as_a_list_is():
    assert words("eigen", SYMMETRIC, "eigenvalues=[[3,0],[0,2]]") == "not among them: 2"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("eigenvalues=6,1", "not among them: 1; with the other sign it is"),
        ("eigenvalues=600,-100", "not among them: 600, -100; divided by 100 they are"),
        ("eigenvalues=6,2", "not among them: 2"),
        ("eigenvectors=(2,5),(1,1)", "in none of the spaces: vector 2; one of its signs is wrong"),
        ("eigenvectors=(2,5),(1,2)", "in none of the spaces: vector 2"),
    ],
)
def test_what_everyone_can_see_of_a_set_is_told(answer, told):
    assert words("eigen", {"matrix": "1,2;5,4"}, answer) == told


@pytest.mark.parametrize(
    ("written", "said"),
    [("yes,3", "not among them: yes"), ("4,3", "not among them: 4"), ("no,7", "not among them: no, 7")],
)
def test_what_is_not_among_several_is_said_as_it_was_written(written, said):
    assert words("eigen", SYMMETRIC, f"eigenvalues={written}") == said


@pytest.mark.parametrize(
    ("row", "place", "wrong"),
    [
        # The rows of the scores are (1, 0, 1), (0, 1, 1) and (1, 1, 2), each divided by the root of 2.
        ("0.7071,0.5,0.7071", 1, 2),
        ("0.5,0.7071,0.7071", 2, 1),
        ("0.7071,0.7071,1.9", 3, 3),
        # One entry of each of the last two rows.
        ("0.3,0.7071,0.2", 3, 1),
    ],
)
def test_a_row_that_is_partly_right_is_the_one_that_it_has_most_of(row, place, wrong):
    points = "1,0;0,1;1,1"
    found = report("attention", {"q": points, "k": points, "v": "2,4;1,6;3,3"}, f"scores={row}")
    names = [
        finding.quantity
        for verdict in found.verdicts
        for finding in verdict.findings
        if finding.kind is Kind.WRONG
    ]
    assert f"S_{place}{wrong}" in names


@pytest.mark.parametrize("written", ["1,0.97,0.923,0.8907", "0.97,0.923,0.8907"])
def test_a_list_of_steps_may_begin_with_its_start(written):
    assert all_right("momentum", COASTING, f"weights={written}")


def test_what_is_not_the_start_is_one_value_too_many():
    assert words("momentum", COASTING, "weights=2,0.97,0.923,0.8907") == "wanted: 3 values; given: 4 values"
    assert not all_right("momentum", COASTING, "weights=1,2,3,4")


def test_a_wrong_value_behind_the_start_is_told_by_itself():
    found = findings("momentum", COASTING, "weights=1,0.97,0.923,0.9")
    assert [one.kind is Kind.RIGHT for one in found] == [True, True, False]


def test_positions_counted_from_0_are_told():
    counted = "these are counted from 0: count from 1"
    assert all_right("knn", NEIGHBORS, "neighbours=2,1")
    assert words("knn", NEIGHBORS, "neighbours=1,0") == counted
    assert words("knn", NEIGHBORS, "neighbours=0,1") == counted
    assert counted not in words("knn", NEIGHBORS, "neighbours=3,0")
    assert counted not in words("knn", NEIGHBORS, "neighbours=0")


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("1.5 bit", Kind.RIGHT),
        ("1.5", Kind.RIGHT),
        # ln(2) is 0.693147, and 1.5 ln(2) is 1.039721.
        ("1.0397 nat", Kind.EQUIVALENT),
        ("1.04 nats", Kind.EQUIVALENT),
        ("1.05 nats", Kind.WRONG),
        ("1.0397", Kind.CONVENTION),
        ("1.5 nats", Kind.WRONG),
    ],
)
def test_a_number_in_another_unit_is_rounded_in_its_own(written, kind):
    (found,) = findings("entropy", EVEN, f"entropy={written}")
    assert found.kind is kind


def test_a_right_number_with_a_wrong_unit_is_told():
    assert words("entropy", EVEN, "entropy=1.5 nats") == "the number is right, but its unit is not nats"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2 sqrt(10)", 2 * math.sqrt(10)),
        ("4/3 e^-2", 4 / 3 * math.exp(-2)),
        ("2 ln(3)", 2 * math.log(3)),
        ("(1/2) π", math.pi / 2),
        ("3 √2", 3 * math.sqrt(2)),
        ("1 3/4", 1.75),
    ],
)
def test_factors_side_by_side_are_a_product_where_one_number_is_wanted(written, value):
    assert float(read_claim(f"x = {written}").single.value.value) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        # The evidence is 0.6 * 0.9 + 0.4 * 0.4 = 0.7.
        ("0.30", "it is 1 minus what is wanted"),
        ("0.83666", "it is the square root of what is wanted"),
        ("0.49", "it is the square of what is wanted"),
        ("-0.70", "only its sign is wrong"),
        ("7.0", "it is 10 times too large"),
        ("0.0070", "it is 100 times too small"),
        ("70.0", "it is 100 times too large: a percentage needs its sign, %"),
        ("1.4286", "it is upside down: 1 divided by what is wanted"),
        # One digit of a small number would fit too much.
        ("0.3", "it is about 2 times too small"),
    ],
)
def test_a_number_that_comes_of_the_right_one(written, told):
    givens = {"priors": "0.6,0.4", "likelihoods": "0.9,0.4"}
    assert words("bayes", givens, f"evidence={written}") == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        # The evidence is 0.6 * 0.1 + 0.4 * 0.025 = 0.07: what is made of it was rounded to three digits.
        ("14.3", "it is upside down: 1 divided by what is wanted"),
        ("0.265", "it is the square root of what is wanted"),
        ("0.00490", "it is the square of what is wanted"),
        ("0.930", "it is 1 minus what is wanted"),
        ("14.5", "it is about 200 times too large"),
        ("0.275", "it is about 4 times too large"),
        ("0.950", "it is about 10 times too large"),
        ("-0.0700", "only its sign is wrong"),
    ],
)
def test_a_number_that_comes_of_a_small_one_and_was_rounded(written, told):
    givens = {"priors": "0.6,0.4", "likelihoods": "0.1,0.025"}
    assert words("bayes", givens, f"evidence={written}") == told


@pytest.mark.parametrize(
    ("x", "is_nothing"), [("1000,1e-15", False), ("1,1e-15", False), ("1000,1e-23", True), ("1,1e-23", True)]
)
def test_0_is_right_only_where_a_machine_has_nothing_else(x, is_nothing):
    """The sum of the weighted inputs is the second one."""
    (found,) = findings("neuron", {"x": x, "w": "0,1", "activation": "relu"}, "z=0")
    assert (found.kind is Kind.RIGHT) is is_nothing


@pytest.mark.parametrize("written", ["2", "{2}", "[2]"])
def test_a_set_of_one_number_may_be_written_as_a_number(written):
    nearest = {**NEIGHBORS, "k": "1"}
    assert all_right("knn", nearest, f"neighbours={written}")
    (found,) = findings("knn", nearest, f"neighbours={written.replace('2', '3')}")
    assert found.kind is Kind.WRONG


@pytest.mark.parametrize(
    ("command", "givens", "answer"),
    [
        ("eigen", {"matrix": "0,-9;1,0"}, "eigenvalues=3 i, -3 i"),
        ("eigen", {"matrix": "0,-9;1,0"}, "eigenvalues=±3 i"),
        ("eigen", {"matrix": "0,-5;1,0"}, "eigenvalues=√5 i, -√5 i"),
        ("eigen", {"matrix": "0,-5;1,0"}, "eigenvalues=± i √5"),
        ("eigen", {"matrix": "1,-5;1,1"}, "eigenvalues=1 ± i√5"),
        ("eigen", {"matrix": "1,-5;1,1"}, "eigenvalues=1 + sqrt(5) i, 1 - sqrt(5) i"),
        ("eigen", {"matrix": "1,-5;1,1"}, r"\lambda_{1,2} = 1 \pm i\sqrt{5}"),
        ("eigen", {"matrix": "1,-5;1,1"}, r"\lambda = 1 \pm \sqrt{5}\,i"),
        ("svd", {"matrix": "4,0;3,-5"}, "sigma=2 √10, √10"),
        ("svd", {"matrix": "4,0;3,-5"}, "sigma=2 sqrt(10), sqrt(10)"),
        ("newton", {"loss": "w**4 - 8*w", "w": "1", "steps": "2"}, "w=1 1/3, 1 19/72"),
        ("least-squares", {"x": "1,2,3", "y": "2,3,5"}, "fitted=(1 5/6, 3 1/3, 4 5/6)"),
        ("inverse", {"matrix": "1,2;3,4"}, "inverse=-2, 1; 1 1/2, -1/2"),
    ],
)
def test_white_space_within_a_number_separates_nothing_where_commas_or_double_signs_do(
    command, givens, answer
):
    assert all_right(command, givens, answer)


@pytest.mark.parametrize("written", ["±(2,2)", "(±2,±2)", "(2,2), -(2,2)", "∓(2,2)"])
def test_a_sign_may_stand_before_a_vector_and_be_double(written):
    assert all_right("lagrange", {"f": "x*y", "constraint": "x**2 + y**2 = 8"}, f"maximizer={written}")


@pytest.mark.parametrize("written", ["(±2,±2)", "±(2,2)"])
def test_double_signs_stand_for_the_vectors_that_they_say(written):
    assert not all_right("lagrange", {"f": "x*y", "constraint": "x**2 + y**2 = 8"}, f"minimizer={written}")
    assert all_right("lagrange", {"f": "x*y", "constraint": "x**2 + y**2 = 8"}, "minimizer=(±2,∓2)")


@pytest.mark.parametrize("written", ["undefined", "0/0", "n/a", "nan"])
def test_what_has_no_value_of_its_own_may_be_left_undefined(written):
    counts = {"tp": "0", "fp": "0", "fn": "5", "tn": "45"}
    (found,) = findings("confusion", counts, f"precision={written}")
    assert found.kind is Kind.CONVENTION
    (other,) = findings("confusion", {**counts, "tp": "1"}, f"precision={written}")
    assert other.kind is Kind.WRONG


DOWNHILL = {"loss": "x**2+y**2", "w": "1,2", "lr": "0.1", "steps": "2"}
"""x goes to 0.8 and 0.64, y to 1.6 and 1.28."""


def test_a_variable_without_a_number_is_that_of_the_last_step():
    assert all_right("gradient-descent", DOWNHILL, "x=0.64", "y=1.28")
    assert words("gradient-descent", DOWNHILL, "x=0.8") == "that is the value of x_1"


def test_ticks_behind_values_are_remarks():
    assert all_right("gradient-descent", DOWNHILL, "x_1 = 0.8 ✓.", "x_2 = 0.64 ✔")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("(2,5) is the eigenvector for 6", Kind.RIGHT),
        ("(1,-1) is an eigenvector corresponding to the eigenvalue -1", Kind.RIGHT),
        ("(1,-1) is the eigenvector for λ = 6", Kind.WRONG),
    ],
)
def test_a_vector_may_stand_before_what_it_is(said, kind):
    (found,) = findings("eigen", {"matrix": "1,2;5,4"}, said)
    assert found.kind is kind
