"""Eigenvalues, null spaces and column spaces beyond what holds for every type."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver.errors import InputError


def exact(matrix):
    return [[str(entry) for entry in row] for row in matrix]


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.integers(-3, 3), min_size=n, max_size=n), min_size=n, max_size=n)
    )
)
def test_eigenvalues_are_those_of_sympy(rows):
    theirs = sympy.Matrix(rows).charpoly().all_coeffs()
    numbers = solver.solve("eigen", matrix=exact(rows)).numbers["eigenvalues"]
    ours = np.poly(np.array(numbers, dtype=complex)) if numbers else []
    np.testing.assert_allclose(ours, np.array(theirs, dtype=float), atol=1e-6)


def test_irrational_eigenvalues_stay_exact():
    text = str(solver.solve("eigen", matrix="1,1;1,0"))
    assert "{(1 + sqrt(5))/2, (1 - sqrt(5))/2}" in text


def test_complex_eigenvalues_stay_exact():
    solution = solver.solve("eigen", matrix="0,-1;1,0")
    assert "eigenvalues = {i, -i}" in str(solution)
    assert solution.numbers["eigenvalues"] == [1j, -1j]


def test_where_no_formula_serves_it_says_so():
    text = str(solver.solve("eigen", matrix="0,0,0,0,1;1,0,0,0,1;0,1,0,0,0;0,0,1,0,0;0,0,0,1,0"))
    assert "No root formula" in text
    assert "1.167" in text  # the real root of x^5 - x - 1


def test_a_defective_matrix_is_not_diagonalizable():
    answers = solver.solve("eigen", matrix="2,1,0;0,2,1;0,0,2").numbers
    assert answers["eigenvalues"] == [2, 2, 2]
    assert answers["eigenvectors"] == [[[1, 0, 0]]]
    assert answers["diagonalizable"] is False


def test_repeated_eigenvalue_with_a_full_eigenspace():
    answers = solver.solve("eigen", matrix="3,0;0,3").numbers
    assert answers["diagonalizable"] is True
    assert len(answers["eigenvectors"][0]) == 2


@pytest.mark.parametrize(
    ("matrix", "rank", "nullity"),
    [("0,0;0,0", 0, 2), ("1", 1, 0), ("1,2,3", 1, 2), ("1;2;3", 1, 0), ("1/3,2/3;0.5,1", 1, 1)],
)
def test_rank_and_nullity(matrix, rank, nullity):
    for command in ("null-space", "column-space"):
        answers = solver.solve(command, matrix=matrix).numbers
        assert (answers["rank"], answers["nullity"]) == (rank, nullity)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 6).flatmap(
        lambda n: st.lists(st.lists(st.integers(-3, 3), min_size=n, max_size=n), min_size=1, max_size=6)
    )
)
def test_null_space_and_column_space_are_those_of_sympy(rows):
    matrix = sympy.Matrix(rows)
    null = solver.solve("null-space", matrix=exact(rows)).numbers["basis"]
    assert len(null) == len(matrix.nullspace())
    for vector in null:
        assert not any(np.array(rows) @ np.array(vector))
    columns = solver.solve("column-space", matrix=exact(rows)).numbers["basis"]
    assert columns == [list(map(int, column)) for column in matrix.columnspace()]


@pytest.mark.parametrize(
    ("command", "matrix"),
    [
        ("eigen", "1,2,3;4,5,6"),
        ("eigen", ";".join([",".join("1" * 6)] * 6)),
        ("eigen", "sqrt(2),1;1,0"),
        ("null-space", "1,2;3"),
        ("null-space", ";".join([",".join("1" * 9)] * 9)),
    ],
)
def test_unusable_matrices_are_refused(command, matrix):
    with pytest.raises(InputError, match="--matrix must"):
        solver.solve(command, matrix=matrix)
