"""Fractions and square roots of one number, in exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given
from hypothesis import strategies as st

import solver
from solver.cli.app import run
from solver.domains.scalars import read_single
from solver.mathematics.quadratic_fields import field_of
from solver.models import linear_algebra

PARTS = st.tuples(st.fractions(-3, 3, max_denominator=4), st.fractions(-3, 3, max_denominator=4))


def texts(*numbers):
    return [read_single(text) for text in numbers]


@pytest.mark.parametrize(
    "numbers",
    [
        ("sqrt(2)", "2", "1/sqrt(2)"),
        ("√8", "2^0.5", "sqrt(1/2)", "-sqrt(2)/3"),
        ("1+2*sqrt(3)", "√12", "(1+sqrt(3))^-2", "(2-sqrt(3))*(1-sqrt(3))"),
        ("1/3", "-2", "sqrt(9)"),
    ],
)
def test_an_element_has_the_value_of_its_formula(numbers):
    field = field_of(texts(*numbers))
    for formula, element in zip(texts(*numbers), field.elements, strict=True):
        assert field.show(element).evaluate() == formula.evaluate()


@pytest.mark.parametrize(
    "numbers",
    [
        ("sqrt(2)", "sqrt(3)"),
        ("sqrt(1+sqrt(2))",),
        ("sqrt(-2)",),
        ("sqrt(2)", "2^sqrt(2)"),
        ("1/(sqrt(2)-sqrt(2))",),
        ("sin(1)",),
        ("2^(1/3)",),
        ("pi",),
    ],
)
def test_what_shares_no_field_has_none(numbers):
    assert field_of(texts(*numbers)) is None


@given(PARTS, PARTS)
def test_products_are_those_of_the_formulas(one, other):
    formulas = texts(*(f"{a} + ({b})*sqrt(5)" for a, b in (one, other)))
    field = field_of(formulas)
    product = field.elements[0] * field.elements[1]
    assert field.show(product).evaluate() == (formulas[0] * formulas[1]).evaluate()


@pytest.mark.parametrize(
    "matrix",
    ["sqrt(2),2;1,sqrt(2)", "1,sqrt(3),2;sqrt(3),3,2*sqrt(3)", "sqrt(5),1;1,sqrt(5)", "sqrt(0),1;0,sqrt(4)"],
)
def test_spaces_of_matrices_with_roots(matrix):
    """The nullity and the spaces, with SciPy's; no root is rounded on the way."""
    rows = [[float(read_single(entry).evaluate()) for entry in row.split(",")] for row in matrix.split(";")]
    null, columns = (solver.solve(command, matrix=matrix) for command in ("null-space", "column-space"))
    kernel = scipy.linalg.null_space(rows)
    assert null.numbers["nullity"] == columns.numbers["nullity"] == kernel.shape[1]
    for vector in null.numbers["basis"]:
        np.testing.assert_allclose(np.array(rows) @ vector, 0, atol=1e-12)
    assert (
        np.linalg.matrix_rank(np.column_stack([rows, *map(np.transpose, [columns.numbers["basis"]])]))
        == (columns.numbers["rank"])
    )


def test_roots_of_two_numbers_are_refused_in_one_line(capsys):
    assert run(["null-space", "--matrix", "sqrt(2),1;1,sqrt(3)"]) == 2
    assert "square roots of one number alone" in capsys.readouterr().err


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=2, max_size=4))
def test_the_model_of_rounded_entries_spans_what_scipy_spans(rows):
    matrix = np.array(rows) * np.sqrt(2)
    if not matrix.any():
        return
    rank, nullity, basis = linear_algebra.null_space(matrix, rounded=True)
    assert (rank, nullity) == (np.linalg.matrix_rank(matrix), 2 - rank)
    assert len(basis) == nullity
    for vector in basis:
        np.testing.assert_allclose(matrix @ vector, 0, atol=1e-9)
    _, _, columns = linear_algebra.column_space(matrix, rounded=True)
    projected = scipy.linalg.orth(matrix) @ scipy.linalg.orth(matrix).T @ np.transpose(columns)
    np.testing.assert_allclose(projected, np.transpose(columns), atol=1e-9)


def test_a_fraction_stays_one():
    assert field_of(texts("1/2", "2")).elements == [Fraction(1, 2), Fraction(2)]
