"""Least squares and decompositions of matrices, beyond what holds for every type."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import Writing, read_claim
from solver.errors import InputError
from solver.models import decompositions
from solver.record.comparison import TOLERANCE, Comparison
from solver.record.engine import run, solve_problem
from tests.problems.solving import answers, mistaken


def judged(command, *texts, **givens):
    """The verdicts on claims, without repetitions."""
    problem = registry.find(command).load().of(**givens)
    report = check(problem, [read_claim(text, Writing(words=run(problem).words)) for text in texts])
    return [list(dict.fromkeys(f.kind for f in verdict.findings)) for verdict in report.verdicts]


# Least squares

LINE = {"x": "1,2,3", "y": "2,3,5"}
COLLINEAR = {"x": "1,2;2,4;3,6", "y": "2,3,5"}


def test_a_line_through_three_points():
    """By hand: slope 3/2, intercept 1/3, residuals (1, -2, 1)/6."""
    found = answers("least-squares", **LINE)
    np.testing.assert_allclose(found["beta"], [1 / 3, 3 / 2])
    np.testing.assert_allclose(found["residuals"], np.array([1, -2, 1]) / 6)
    assert found["sse"] == pytest.approx(1 / 6)
    assert found["r_squared"] == pytest.approx(1 - (1 / 6) / (14 / 3))
    for same in ("1;2;3", "[[1],[2],[3]]"):
        assert answers("least-squares", x=same, y="2,3,5") == found
    assert answers("least-squares", design="1,1;1,2;1,3", y="2,3,5") == found
    assert answers("least-squares", x="1,2,3", y="2,3,5", no_intercept="true")["beta"] == [23 / 14]


def test_the_intercept_is_not_penalized():
    """With a penalty beyond all bounds, what is left of the model is the mean."""
    found = answers("least-squares", **LINE, ridge="1e12")
    np.testing.assert_allclose(found["beta"], [10 / 3, 0], atol=1e-9)
    assert answers("least-squares", design="1,1;1,2;1,3", y="2,3,5", ridge="1e12") == found
    np.testing.assert_allclose(
        answers("least-squares", **LINE, ridge="1e12", penalize_intercept="true")["beta"], 0, atol=1e-9
    )
    right = answers("least-squares", **LINE, ridge="1", penalize_intercept="true")["beta"]
    claim = f"beta={right[0]:.4f},{right[1]:.4f}"
    assert judged("least-squares", claim, **LINE, ridge="1") == [[Kind.CONVENTION]]


def test_collinear_columns_are_said_so_and_any_solution_is_right():
    solution = solver.solve("least-squares", **COLLINEAR)
    assert "depend on those before them: {3}" in " ".join(str(solution).split())
    np.testing.assert_allclose(solution.numbers["beta"], [1 / 3, 3 / 2, 0])
    np.testing.assert_allclose(solution.numbers["fitted"], answers("least-squares", **LINE)["fitted"])
    assert judged("least-squares", "beta=1/3,1/2,1/2", **COLLINEAR) == [[Kind.RIGHT, Kind.EQUIVALENT]]
    assert judged("least-squares", "beta=0.3333,0.5,0.5", **COLLINEAR) == [[Kind.RIGHT, Kind.EQUIVALENT]]
    assert Kind.WRONG in judged("least-squares", "beta=1/3,1/2,1", **COLLINEAR)[0]
    assert answers("least-squares", design="0,1;0,2", y="1,2")["beta"] == [0, 1]
    assert answers("least-squares", **COLLINEAR, ridge="1")["beta"][2] != 0


def test_targets_that_do_not_vary_have_no_coefficient_of_determination():
    solution = solver.solve("least-squares", x="1,2,3", y="4,4,4")
    assert "r_squared" not in solution.numbers
    assert "there is nothing to explain" in str(solution)
    found = answers("least-squares", x="1,2,3", y="4,4,4", no_intercept="true", uncentered="true")
    assert found["r_squared"] == pytest.approx((24 * 24 / 14) / 48)


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"y": "1,2"}, "--design or --x must be given, and only one of them"),
        ({"x": "1,2", "design": "1,2", "y": "1"}, "--design or --x must be given"),
        ({"x": "1,2", "y": "1,2,3"}, "--y must have a number for each sample"),
        ({"design": "1;2", "y": "1,2", "no_intercept": "true"}, "--no-intercept goes with --x"),
        ({"x": "1,2", "y": "1,2", "penalize_intercept": "true"}, "--penalize-intercept goes with --ridge"),
        ({"x": ";".join(["1,2,3,4,5,6"] * 2), "y": "1,2"}, "--x must lead to at most 6 coefficients"),
    ],
)
def test_givens_of_least_squares_that_do_not_fit(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("least-squares", **givens)


@pytest.mark.parametrize(
    ("mistake", "givens", "name", "value"),
    [
        ("no-ones", LINE, "beta", [23 / 14]),
        ("inverse-forgotten", LINE, "beta", [10, 23]),
        ("signs-kept", LINE, "beta", [(140 + 138) / 6, (69 + 60) / 6]),
        ("products-added", LINE, "beta", [2 / 78, 9 / 78]),
        ("penalty-left-out", {**LINE, "ridge": "2"}, "beta", [1 / 3, 3 / 2]),
        ("reversed", LINE, "residuals", [-1 / 6, 1 / 3, -1 / 6]),
        ("share-left", LINE, "r_squared", 1 / 28),
    ],
)
def test_mistakes_with_least_squares(mistake, givens, name, value):
    np.testing.assert_allclose(mistaken("least-squares", mistake, **givens)[name], value)


# Eigendecomposition


@pytest.mark.parametrize(
    "matrix", ["4,1;2,3", "1,1;1,0", "0,-1;1,0", "2,0;0,2", "3", "2,1,0;1,2,1;0,1,2", "1,2,3;4,5,6;7,8,10"]
)
def test_the_factors_of_an_eigendecomposition_multiply_to_the_matrix(matrix):
    found = answers("eigendecomposition", matrix=matrix, power=3)
    rows = np.array([[float(entry) for entry in row.split(",")] for row in matrix.split(";")])
    v, inverse = np.array(found["vectors"]), np.array(found["inverse"])
    np.testing.assert_allclose(v @ np.diag(found["eigenvalues"]) @ inverse, rows, atol=1e-12)
    np.testing.assert_allclose(v @ inverse, np.eye(len(rows)), atol=1e-12)
    np.testing.assert_allclose(found["power"], rows @ rows @ rows, atol=1e-10)


def test_powers_by_complex_eigenvalues_are_real():
    """The working shows their determinants, which are real as well."""
    solution = solver.solve("eigendecomposition", matrix="1,1,0;0,1,1;1,0,1", power=3)
    assert solution.numbers["power"] == [[2, 3, 3], [3, 2, 3], [3, 3, 2]]


def test_fibonacci_numbers_are_powers():
    """They are whole, although the eigenvalues are not even rational."""
    assert answers("eigendecomposition", matrix="1,1;1,0", power=10)["power"] == [[89, 55], [55, 34]]
    assert answers("eigendecomposition", matrix="1,1;1,0", power=1)["power"] == [[1, 1], [1, 0]]
    cyclic = {"matrix": "0,0,1;1,0,0;0,1,0"}
    assert answers("eigendecomposition", power=3, **cyclic)["power"] == np.eye(3).tolist()


def test_the_largest_eigenvalue_comes_first_even_beside_a_repeated_one():
    assert answers("eigendecomposition", matrix="2,0,0;0,5,0;0,0,2")["eigenvalues"] == [5, 2, 2]


def test_too_few_eigenvectors_are_said_so():
    solution = solver.solve("eigendecomposition", matrix="1,1;0,1", power=3)
    assert solution.numbers == {"eigenvalues": [1, 1]}
    assert "A has no eigendecomposition" in " ".join(str(solution).split())
    assert judged("eigendecomposition", "vectors=none", matrix="1,1;0,1") == [[Kind.RIGHT]]


def test_eigenvectors_of_any_length_lead_to_their_own_inverse():
    for vectors in ("1,1;1,-2", "(1,1),(1,-2)", "3,-2;3,4"):
        v = np.array([[1, 1], [1, -2]]) if vectors != "3,-2;3,4" else np.array([[3, -2], [3, 4]])
        inverse = ";".join(",".join(f"{entry:.6f}" for entry in row) for row in np.linalg.inv(v))
        claims = (f"vectors={vectors}", f"inverse={inverse}")
        kinds = judged("eigendecomposition", *claims, matrix="4,1;2,3")
        assert kinds[0] == [Kind.EQUIVALENT]
        assert set(kinds[1]) <= {Kind.RIGHT, Kind.EQUIVALENT}
    exchanged = judged(
        "eigendecomposition",
        "eigenvalues=2,5",
        "vectors=1,1;-2,1",
        "inverse=1/3,-1/3;2/3,1/3",
        matrix="4,1;2,3",
    )
    assert not any(Kind.WRONG in kinds for kinds in exchanged)
    assert judged("eigendecomposition", "vectors=1,1;1,2", matrix="4,1;2,3") == [[Kind.WRONG]]
    wrong = judged("eigendecomposition", "vectors=1,1;1,-2", "inverse=0.7,0.3;0.9,0.8", matrix="4,1;2,3")
    assert Kind.WRONG in wrong[1]


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ([[1, 1], [1, -2]], [[2, -1], [2, 2]], True),
        ([[1, 1], [1, -2]], [[1, 1], [-2, 1]], False),
        ([[1.5, 0.1], [1.5, -0.2]], [[0.3, 1.0], [0.3, -2.0]], True),
        ([[1, 1], [1, -2]], [[1], [1]], False),
    ],
)
def test_columns_are_compared_as_lines(ours, theirs, same):
    assert (Comparison.COLUMNS.difference(ours, theirs) <= TOLERANCE) is same


def test_any_basis_serves_beside_a_repeated_eigenvalue():
    claims = ("vectors=1,1,1;0,1,-1;0,0,1",)
    assert judged("eigendecomposition", *claims, matrix="2,0,0;0,2,0;0,0,2") == [[Kind.EQUIVALENT]]


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("transposed", "inverse", [[1, 1], [-1, 2]]),
        ("not-divided", "inverse", [[2, 1], [-1, 1]]),
        ("entrywise", "power", [[16, 1], [4, 9]]),
        ("multiplied-by-power", "power", [[8, 2], [4, 6]]),
    ],
)
def test_mistakes_with_eigendecompositions(mistake, name, value):
    assert mistaken("eigendecomposition", mistake, matrix="4,1;2,3", power=2)[name] == value


# Singular values


def matrix_of(text):
    return np.array([[float(entry) for entry in row.split(",")] for row in text.split(";")])


@pytest.mark.parametrize("full", ["false", "true"])
@pytest.mark.parametrize(
    "matrix",
    [
        "4,0;3,-5",
        "1,2;3,4;5,6",
        "1,2,3;4,5,6",
        "1,2;2,4;3,6",
        "1,2,3;2,4,6",
        "2,0;0,2",
        "0,0;0,0",
        "1,2,2",
        "1,1,1;1,1,1;1,1,1",
        "1,2,0;3,4,1;5,6,7",
        "1,1,0,1;1,0,0,1;2,1,0,2",
    ],
)
def test_the_factors_of_a_singular_value_decomposition(matrix, full):
    a, found = matrix_of(matrix), answers("svd", matrix=matrix, full=full)
    u, v, sigma = (np.array(found[name], dtype=float) for name in ("u", "v", "singular_values"))
    least = min(a.shape)
    assert (u.shape, v.shape) == (
        ((a.shape[0],) * 2, (a.shape[1],) * 2)
        if full == "true"
        else ((a.shape[0], least), (a.shape[1], least))
    )
    np.testing.assert_allclose(u[:, :least] @ np.diag(sigma) @ v[:, :least].T, a, atol=1e-12)
    np.testing.assert_allclose(u.T @ u, np.eye(u.shape[1]), atol=1e-12)
    np.testing.assert_allclose(v.T @ v, np.eye(v.shape[1]), atol=1e-12)
    np.testing.assert_allclose(sigma, np.linalg.svd(a, compute_uv=False), atol=1e-7)
    assert all(next(entry for entry in column if entry) > 0 for column in v.T)


def test_singular_vectors_may_be_turned_around_together():
    given = {"matrix": "4,0;3,-5"}
    turned = ("v=-0.7071,0.7071;0.7071,0.7071", "u=-0.4472,0.8944;-0.8944,-0.4472")
    for claims in (turned, turned[:1], turned[1:]):
        for kinds in judged("svd", *claims, **given):
            assert set(kinds) <= {Kind.RIGHT, Kind.EQUIVALENT}
    apart = judged("svd", "v=0.7071,0.7071;-0.7071,0.7071", turned[1], **given)
    assert apart[0] == [Kind.RIGHT]
    assert Kind.EQUIVALENT not in apart[1]
    assert Kind.WRONG in apart[1]
    flipped = answers("svd", flip="1", **given)
    np.testing.assert_allclose(np.array(flipped["v"])[:, 0], [-(0.5**0.5), 0.5**0.5])
    assert judged("svd", "v=0.7071,0.7071;-0.7071,0.7071", flip="1", **given)[0][0] == Kind.EQUIVALENT


def test_an_approximation_of_low_rank():
    """Of (1, 2; 2, 4; 3, 6.1), nothing of rank 1 is nearer (Eckart and Young)."""
    a = matrix_of("1,2;2,4;3,6.1")
    found = np.array(answers("svd", matrix="1,2;2,4;3,6.1", rank=1)["approximation"], dtype=float)
    assert np.linalg.matrix_rank(found, tol=1e-9) == 1
    assert np.linalg.norm(a - found) == pytest.approx(np.linalg.svd(a, compute_uv=False)[1])


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"matrix": "1,2;3,4", "rank": 3}, "--rank must be at most 2"),
        ({"matrix": "1,2;3,4", "flip": "3"}, "--flip must be numbers from 1 to 2"),
        ({"matrix": ";".join(["1,2,3,4,5"] * 5)}, "--matrix must have at most 4 rows or 4 columns"),
    ],
)
def test_givens_of_singular_values_that_do_not_fit(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("svd", **givens)


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("root-forgotten", "singular_values", [40, 10]),
        ("not-divided", "u", np.array([[2, 2], [4, -1]]) * 2**0.5),
        ("last-kept", "approximation", [[2, 2], [-1, -1]]),
        ("wrong-order", "v", np.array([[1, 2], [2, -1]]) / 5**0.5),
    ],
)
def test_mistakes_with_singular_values(mistake, name, value):
    np.testing.assert_allclose(mistaken("svd", mistake, matrix="4,0;3,-5", rank=1)[name], value, rtol=1e-9)


# Principal components

DATA = {"data": "2.5,2.4;0.5,0.7;2.2,2.9"}


@pytest.mark.parametrize("choice", [{}, {"biased": "true"}, {"standardize": "true"}])
@pytest.mark.parametrize(
    "data", [DATA["data"], "1,2,3;4,5,7;7,9,1;2,2,2", "1;2;4", "1,2;2,4", "1,1;1,-1;-1,1;-1,-1"]
)
def test_principal_components_bring_the_data_back(data, choice):
    found, x = answers("pca", data=data, **choice), matrix_of(data)
    centered = x - x.mean(axis=0)
    if "standardize" in choice:
        centered = centered / x.std(axis=0, ddof=1)
    scores, components = np.array(found["scores"], float), np.array(found["components"], float)
    np.testing.assert_allclose(scores @ components, centered, atol=1e-9)
    divisor = len(x) - ("biased" not in choice)
    np.testing.assert_allclose(scores.T @ scores / divisor, np.diag(found["explained_variance"]), atol=1e-9)
    np.testing.assert_allclose(found["covariance"], centered.T @ centered / divisor, atol=1e-12)
    np.testing.assert_allclose(found["singular_values"], np.linalg.norm(scores, axis=0), atol=1e-9)
    assert sum(found["explained_ratio"]) == pytest.approx(1)


def test_components_and_scores_may_be_turned_around_together():
    flipped = answers("pca", **DATA, components=1, flip="1")
    claims = [
        f"components={','.join(f'{x:.4f}' for x in flipped['components'][0])}",
        f"scores={','.join(f'{row[0]:.4f}' for row in flipped['scores'])}",
    ]
    for kinds in judged("pca", *claims, **DATA, components=1):
        assert set(kinds) <= {Kind.RIGHT, Kind.EQUIVALENT}
    right = answers("pca", **DATA, components=1)["components"][0]
    apart = judged("pca", f"components={right[0]:.4f},{right[1]:.4f}", claims[1], **DATA, components=1)
    assert apart[0] == [Kind.RIGHT]
    assert not {Kind.RIGHT, Kind.EQUIVALENT} & set(apart[1])


def test_the_divisor_is_a_convention():
    biased = answers("pca", **DATA, components=1, population="true")
    assert biased == answers("pca", **DATA, components=1, biased="true")
    claim = f"explained_variance={biased['explained_variance'][0]:.5f}"
    assert judged("pca", claim, **DATA, components=1) == [[Kind.CONVENTION]]


@pytest.mark.parametrize(
    ("givens", "message"),
    [
        ({"data": "1,2"}, "--data must be samples in rows, at least two"),
        ({"data": "1,2;1,2"}, "--data must be samples in rows, at least two, that are not all the same"),
        ({"data": "1,2;1,3", "standardize": "true"}, "--data must vary in every column"),
        ({"data": "1,2;1,3", "components": 3}, "--components must be at most 2"),
        ({"data": "1,2;1,3", "scale_by_n": "true"}, "--scale-by-n goes with --standardize"),
        ({"data": "1,2;1,3", "flip": "3"}, "--flip must be numbers from 1 to 2"),
        ({"data": "1,2,4;1,3,5;2,3,1", "standardize": "true"}, "--data must"),
    ],
)
def test_data_without_principal_components(givens, message):
    with pytest.raises(InputError, match=message):
        solver.solve("pca", **givens)


@pytest.mark.parametrize(
    ("mistake", "name", "value"),
    [
        ("not-divided", "covariance", [[20, 12], [12, 20]]),
        ("not-centered", "covariance", [[28, 92 / 3], [92 / 3, 40]]),
        ("raw-scores", "scores", np.array([[13], [13], [5], [5]]) / 2**0.5),
        ("roots-compared", "explained_ratio", [2 / 3]),
        ("root-of-eigenvalue", "singular_values", [(32 / 3) ** 0.5]),
    ],
)
def test_mistakes_with_principal_components(mistake, name, value):
    """The covariance is (20, 12; 12, 20)/3, with the eigenvalues 32/3 and 8/3."""
    found = mistaken("pca", mistake, data="7,6;5,8;3,2;1,4", components=1)
    np.testing.assert_allclose(found[name], value)


@pytest.mark.parametrize("power", [-12, 0, 12])
@pytest.mark.parametrize(
    ("command", "option", "rows", "answer"),
    [
        ("pca", "x", [[1, 2], [3, 1], [5, -4], [0, 3]], "components"),
        ("svd", "matrix", [[1, 2], [3, -4]], "v"),
    ],
)
def test_the_sign_of_a_direction_does_not_hang_on_the_scale(command, option, rows, answer, power):
    """The first entry is positive, for tiny and huge numbers alike, and the lines are those of NumPy."""
    text = ";".join(",".join(f"{entry}e{power}" for entry in row) for row in rows)
    found = np.array(answers(command, **{option: text})[answer])
    found = found.T if command == "pca" else found
    data = np.array(rows, float)
    theirs = np.linalg.svd(data - data.mean(axis=0) if command == "pca" else data)[2].T
    assert (found[0] > 0).all()
    np.testing.assert_allclose(found, theirs * np.sign(theirs[0]), atol=1e-9)


@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("svd", {"matrix": "6,2,4;-3,-1,-2;3.0007,1,2"}),
        ("svd", {"matrix": "-2,-3.999,2;-4,-8,4;2,4,-2"}),
        ("svd", {"matrix": "0,0,0.008;4,-10,10;2,-5,5"}),
        ("svd", {"matrix": "1.996,2,0,3;-4,0.5,-1,1.5;4,-5,2,-9;-2,2.5,-1,4.5"}),
        ("svd", {"matrix": "4,4,2,-6;-1,-1,-5,3;3,-4,3,-5;-1,-1,3.9994,0"}),
        ("svd", {"matrix": "0,-0.0009,0;1,-0.75,8/3;-1,0.75,-8/3", "full": "true"}),
        ("pca", {"data": "-3,-993/875,4;-3,-8/7,4;3/2,4/7,-2"}),
        ("pca", {"data": "-5,-3,-4;5,3,4;-5,-3,-4;5,2.996,4;0,0,0"}),
        ("eigendecomposition", {"matrix": "3,2,3;0,0,0;-5,5,-3"}),
        ("eigendecomposition", {"matrix": "0,3e-8,0;-1,-1,5;0,0,0"}),
        ("eigendecomposition", {"matrix": "1.0001,5,-3;0,0,0;1,5,-3"}),
    ],
)
def test_matrices_that_nearly_lose_rank_are_verified(command, givens):
    problem = registry.find(command).load().of(**givens)
    assert solve_problem(problem).max_difference < TOLERANCE


def test_vectors_of_small_singular_values_keep_their_zeros():
    """The matrix takes (1, 0, 1) to 0, which floats miss by a million times their last digit."""
    found = decompositions.svd(fractions("-2,-3.999,2;-4,-8,4;2,4,-2"), None, full=False)
    assert found["v"][:, 2].tolist() == pytest.approx([0.5**0.5, 0, 0.5**0.5], abs=1e-15)
    assert found["v"][1, 2] == 0


def fractions(text):
    return np.array([[Fraction(entry) for entry in row.split(",")] for row in text.split(";")], dtype=object)
