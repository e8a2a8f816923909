"""Vectors and matrices, beyond what holds for every type."""

from __future__ import annotations

import math

import numpy as np
import pytest

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import Writing, read_claim
from solver.errors import InputError
from solver.mathematics import elementary, values
from solver.record.engine import run
from tests.problems.solving import answers, mistaken


def judged(command, *texts, **givens):
    problem = registry.find(command).load().of(**givens)
    claims = [read_claim(text, Writing(words=run(problem).words)) for text in texts]
    report = check(problem, claims)
    return [finding.kind for verdict in report.verdicts for finding in verdict.findings]


# Vectors


def test_parallel_vectors_enclose_no_angle():
    """Their norms are irrational: the cosine is known to be 1, not only to be near it."""
    assert answers("vectors", a="1,2", b="2,4")["angle"] == 0
    assert answers("vectors", a="1,2", b="-2,-4")["angle"] == pytest.approx(math.pi)
    assert answers("vectors", a="1,2", b="-2,-4", unit="degrees")["angle"] == pytest.approx(180)


def test_a_vector_of_zeros_has_no_direction():
    found = answers("vectors", a="0,0", b="3,4")
    assert found["norm_a"] == 0
    assert found["distance"] == 5
    assert not {"cosine", "angle"} & found.keys()
    assert "has no direction" in str(solver.solve("vectors", a="0,0", b="3,4"))


def test_an_angle_may_be_answered_in_either_unit():
    assert judged("vectors", "angle=60°", a="1,0", b="1,sqrt(3)") == [Kind.EQUIVALENT]
    assert judged("vectors", "angle=60 degrees", a="1,0", b="1,sqrt(3)") == [Kind.EQUIVALENT]
    assert judged("vectors", "angle=1.0472 rad", a="1,0", b="1,sqrt(3)") == [Kind.RIGHT]
    assert judged("vectors", "angle=pi/3", a="1,0", b="1,sqrt(3)") == [Kind.RIGHT]
    assert judged("vectors", "angle=60", a="1,0", b="1,sqrt(3)") == [Kind.CONVENTION]


def test_vectors_of_different_lengths_are_refused():
    with pytest.raises(InputError, match="--b must have as many entries as --a, 2"):
        solver.solve("vectors", a="1,2", b="1,2,3")


def test_there_is_no_cosine_above_1():
    with pytest.raises(values.UndefinedError):
        elementary.arccos(values.sqrt(values.Fraction(2)))


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("signs-lost", "dot", 25),
        ("no-root", "norm_a", 14),
        ("entries-added", "norm_a", 2),
        ("reversed", "difference", [1, 6, 2]),
        ("of-the-sum", "distance", math.sqrt(77)),
        ("norms-added", "cosine", 9 / (math.sqrt(14) + math.sqrt(45))),
    ],
)
def test_mistakes_with_vectors(mistake, name, value):
    assert mistaken("vectors", mistake, a="1,-2,3", b="2,4,5")[name] == pytest.approx(value)


# Matrices


def test_what_two_matrices_lead_to():
    """Strang, Introduction to Linear Algebra, section 2.4: products in both orders."""
    found = answers("matrices", a="1,2;3,4", b="0,1;1,0")
    assert found["product"] == [[2, 1], [4, 3]]
    assert answers("matrices", a="0,1;1,0", b="1,2;3,4")["product"] == [[3, 4], [1, 2]]
    assert (found["trace"], found["kind"]) == (5, ["invertible"])
    assert found["difference"] == [[1, 1], [2, 4]]


def test_matrices_of_other_shapes_have_no_sum_or_no_product():
    found = answers("matrices", a="1,2,3;4,5,6", b="1;1;1")
    assert found.keys() == {"product", "transpose_a", "kind"}
    assert (found["product"], found["kind"]) == ([[6], [15]], ["rectangular"])
    solution = solver.solve("matrices", a="1,2,3;4,5,6", b="1,1,1;1,1,1")
    assert solution.numbers.keys() == {"sum", "difference", "transpose_a", "kind"}
    assert "there is no product AB" in str(solution)
    with pytest.raises(InputError, match="--b must be 2 by 2 for a sum, or have 2 rows for a product"):
        solver.solve("matrices", a="1,2;3,4", b="1,2,3")


@pytest.mark.parametrize(
    ("matrix", "kinds"),
    [
        ("1,0;0,1", ["identity", "diagonal", "symmetric", "orthogonal", "invertible"]),
        ("0,0;0,0", ["diagonal", "symmetric", "singular"]),
        ("1/2,-sqrt(3)/2;sqrt(3)/2,1/2", ["orthogonal", "invertible"]),
        ("2,0;0,2", ["diagonal", "symmetric", "invertible"]),
        ("1,2;2,4", ["symmetric", "singular"]),
        ("0,0,0,1;1,0,0,0;0,1,0,0;0,0,1,0", ["orthogonal", "invertible"]),
        ("1,2,3;4,5,6;7,8,9", ["singular"]),
    ],
)
def test_kinds_of_matrices(matrix, kinds):
    assert answers("matrices", a=matrix)["kind"] == kinds


def test_kinds_may_be_named_in_any_order_and_are_wanted_all():
    assert judged("matrices", "kind=symmetric, singular", a="1,2;2,4") == [Kind.RIGHT]
    assert judged("matrices", "kind=singular, symmetric", a="1,2;2,4") == [Kind.EQUIVALENT]
    assert judged("matrices", "kind=invertible", a="1,2;3,4") == [Kind.RIGHT]
    assert judged("matrices", "kind=singular", a="1,2;2,4") == [Kind.PART]
    assert judged("matrices", "kind=singular, diagonal", a="1,2;2,4") == [Kind.WRONG]


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("entrywise", "product", [[0, 2], [6, 0]]),
        ("exchanged", "product", [[3, 5], [2, 4]]),
        ("rows-by-rows", "product", [[2, 2], [5, 6]]),
        ("reversed", "difference", [[-1, -1], [-1, -5]]),
        ("diagonal-multiplied", "trace", 5),
        ("other-diagonal", "trace", 5),
    ],
)
def test_mistakes_with_matrices(mistake, name, value):
    assert mistaken("matrices", mistake, a="1,2;3,5", b="0,1;2,0")[name] == value


def test_columns_at_right_angles_are_not_enough():
    assert answers("matrices", a="1,2;-2,1")["kind"] == ["invertible"]
    assert mistaken("matrices", "lengths-unchecked", a="1,2;-2,1")["kind"] == ["orthogonal", "invertible"]


# Determinants


@pytest.mark.parametrize(
    ("matrix", "value"),
    [
        ("3", 3),
        ("1,2;2,4", 0),
        ("sqrt(2),1;1,sqrt(2)", 1),
        ("2,1,3;0,4,5;1,0,6", 41),
        ("0,1,2,3;1,2,0,1;2,1,1,4;3,0,1,2", 24),
        ("1,2,3,4;2,4,6,8;1,1,1,1;0,1,2,1", 0),
    ],
)
def test_determinants(matrix, value):
    assert answers("determinant", matrix=matrix)["determinant"] == value


def test_large_matrices_of_irrational_numbers_are_refused():
    with pytest.raises(InputError, match="--matrix must have fractions or decimal numbers beyond 3 by 3"):
        solver.solve("determinant", matrix="sqrt(2),1,1,1;1,1,2,1;1,3,1,1;1,1,1,2")


@pytest.mark.parametrize(
    ("mistake", "matrix", "value"),
    [
        ("products-added", "1,2;3,4", 10),
        ("diagonal-only", "1,2;3,4", 4),
        ("no-checkerboard", "2,1,3;1,4,5;1,1,6", 2 * 19 + 1 * 1 - 3 * 3),
        ("swap-forgotten", "0,1,2,3;1,2,0,1;2,1,1,4;3,0,1,2", -24),
        # Without a swap: 2 and 3 times the first row are added to rows 3 and 4.
        ("row-added", "1,0,0,1;0,1,0,0;2,0,1,0;0,0,0,1", 1),
    ],
)
def test_mistakes_with_determinants(mistake, matrix, value):
    assert mistaken("determinant", mistake, matrix=matrix)["determinant"] == value


# Inverses


def test_an_orthogonal_matrix_has_its_transpose_for_an_inverse():
    found = answers("inverse", matrix="sqrt(2)/2,-sqrt(2)/2;sqrt(2)/2,sqrt(2)/2")
    assert found["determinant"] == 1
    assert found["inverse"] == [
        [pytest.approx(x) for x in row] for row in ((0.5**0.5,) * 2, (-(0.5**0.5), 0.5**0.5))
    ]


@pytest.mark.parametrize("matrix", ["0", "1,2;2,4", "1,2,3;4,5,6;7,8,9", "1,2,3,4;2,4,6,8;1,1,1,1;0,1,2,1"])
def test_a_singular_matrix_has_no_inverse(matrix):
    assert answers("inverse", matrix=matrix) == {"determinant": 0}
    assert "it has no inverse" in str(solver.solve("inverse", matrix=matrix))


@pytest.mark.parametrize("matrix", ["4", "1,2;3,4", "2,1,3;0,4,5;1,0,6", "0,1,2,3;1,2,0,1;2,1,1,4;3,0,1,2"])
def test_a_matrix_times_its_inverse_is_the_identity(matrix):
    rows = np.array([[float(entry) for entry in row.split(",")] for row in matrix.split(";")])
    np.testing.assert_allclose(
        rows @ answers("inverse", matrix=matrix)["inverse"], np.eye(len(rows)), atol=1e-12
    )


@pytest.mark.parametrize(
    ("mistake", "inverse"),
    [
        ("not-swapped", [[-0.5, 1], [1.5, -2]]),
        ("signs-kept", [[-2, -1], [-1.5, -0.5]]),
        ("not-divided", [[4, -2], [-3, 1]]),
        ("multiplied", [[-8, 4], [6, -2]]),
        ("products-added", [[0.4, -0.2], [-0.3, 0.1]]),
    ],
)
def test_mistakes_with_inverses(mistake, inverse):
    assert mistaken("inverse", mistake, matrix="1,2;3,4")["inverse"] == inverse


def test_mistakes_with_inverses_of_three_rows():
    """Of (2, 1, 3; 0, 4, 5; 1, 0, 6), with the cofactors (24, 5, -4; -6, 9, 1; -7, -10, 8)."""
    givens = {"matrix": "2,1,3;0,4,5;1,0,6"}
    right = np.array(answers("inverse", **givens)["inverse"])
    np.testing.assert_allclose(mistaken("inverse", "not-transposed", **givens)["inverse"], right.T)
    assert mistaken("inverse", "no-checkerboard", **givens)["determinant"] == 2 * 24 + 1 * -5 + 3 * -4


# Linear systems

FAMILY = {"a": "1,2,1;2,4,1", "b": "5,6"}


def test_kinds_of_linear_systems():
    assert answers("linear-system", a="1,2;3,4", b="5,6") == {"kind": "one", "solution": [-4, 4.5]}
    assert answers("linear-system", a="1,2;2,4", b="5,6") == {"kind": "none"}
    found = answers("linear-system", **FAMILY)
    assert found == {"kind": "family", "particular": [1, 0, 4], "directions": [[-2, 1, 0]]}
    assert answers("linear-system", a="1;2;3", b="2,4,6") == {"kind": "one", "solution": [2]}
    assert answers("linear-system", a="0,0", b="0")["directions"] == [[1, 0], [0, 1]]
    assert answers("linear-system", a="0", b="1") == {"kind": "none"}


def test_any_solution_of_a_family_is_right():
    assert Kind.EQUIVALENT in judged("linear-system", "particular=-1,1,4", **FAMILY)
    assert Kind.WRONG not in judged("linear-system", "particular=-1,1,4", **FAMILY)
    assert judged("linear-system", "directions=(4,-2,0)", **FAMILY) == [Kind.EQUIVALENT]
    assert Kind.WRONG in judged("linear-system", "particular=-1,1,5", **FAMILY)


def test_the_kind_of_a_system_is_a_word():
    assert judged("linear-system", "kind=Family", **FAMILY) == [Kind.RIGHT]
    assert judged("linear-system", "kind=none", **FAMILY) == [Kind.WRONG]
    assert judged("linear-system", "kind = none", a="1,2;2,4", b="5,6") == [Kind.RIGHT]


@pytest.mark.parametrize(
    ("mistake", "givens", "found"),
    [
        ("contradiction-missed", {"a": "1,2;2,4", "b": "5,6"}, {"kind": "family"}),
        ("right-side-kept", {"a": "1,2;3,4", "b": "5,6"}, {"solution": [5, 6]}),
        ("above-kept", {"a": "1,2;3,4", "b": "5,6"}, {"solution": [5, 4.5]}),
        ("sign-kept", FAMILY, {"directions": [[2, 1, 0]]}),
        ("free-forgotten", FAMILY, {"directions": [[-2, 0, 0]]}),
    ],
)
def test_mistakes_with_linear_systems(mistake, givens, found):
    made = mistaken("linear-system", mistake, **givens)
    assert {name: made[name] for name in found} == found


def test_a_right_hand_side_of_another_length_is_refused():
    with pytest.raises(InputError, match="--b must have as many entries as --a has rows, 2, got"):
        solver.solve("linear-system", a="1,2;3,4", b="5,6,7")


def test_what_there_is_none_of_may_be_claimed():
    none = {"a": "1,2;2,4", "b": "5,6"}
    assert judged("linear-system", "solution=none", "kind=none", **none) == [Kind.RIGHT, Kind.RIGHT]
    assert judged("linear-system", "particular=1,2", **none) == [Kind.WRONG]
    assert judged("linear-system", "solution=none", "kind=none", **FAMILY)[0] == Kind.RIGHT
    assert judged("linear-system", "kind=none", **FAMILY) == [Kind.WRONG]


# Norms


def test_norms_of_matrices_of_several_shapes():
    found = answers("norms", matrix="1,2,0;0,1,-1;1,1,1")
    assert found["spectral"] == pytest.approx((5 + 7**0.5) ** 0.5)
    assert (found["one"], found["infinity"]) == (4, 3)
    assert answers("norms", matrix="3,4")["spectral"] == 5
    assert answers("norms", matrix="2,0;0,2")["spectral"] == 2
    assert answers("norms", matrix="0,0;0,0")["spectral"] == 0
    assert answers("norms", matrix=";".join(["1,1"] * 8))["spectral"] == pytest.approx(4)


@pytest.mark.parametrize("givens", [{}, {"vector": "1,2", "matrix": "1,2"}])
def test_norms_are_of_a_vector_or_of_a_matrix(givens):
    with pytest.raises(InputError, match="--vector or --matrix must be given, and only one of them"):
        solver.solve("norms", **givens)


def test_a_matrix_without_a_short_side_has_no_spectral_norm_by_hand():
    with pytest.raises(InputError, match="--matrix must have at most 4 rows or 4 columns"):
        solver.solve("norms", matrix=";".join(["1,2,3,4,5"] * 5))


@pytest.mark.parametrize(
    ("mistake", "givens", "name", "value"),
    [
        ("signs-kept", {"vector": "3,-4,2"}, "l1", 1),
        ("no-root", {"vector": "3,-4"}, "l2", 25),
        ("no-squares", {"vector": "3,-6"}, "l2", 3),
        ("not-largest", {"vector": "3,-4"}, "linf", 3),
        ("rows-for-columns", {"matrix": "1,2;3,4"}, "one", 7),
        ("no-root", {"matrix": "3,0;0,1"}, "spectral", 9),
        ("four-forgotten", {"matrix": "1,2;3,4"}, "spectral", ((30 + 896**0.5) / 2) ** 0.5),
    ],
)
def test_mistakes_with_norms(mistake, givens, name, value):
    assert mistaken("norms", mistake, **givens)[name] == pytest.approx(value)
