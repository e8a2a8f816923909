"""Eigenvalues, null spaces and column spaces beyond what holds for every type."""

from __future__ import annotations

import re

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import solver
from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.mathematics import values
from solver.record.blocks import RowOperations
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.printing import Style
from solver.sampling.random_stream import RandomStream
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.printed import plain

LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)


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


def test_complex_numbers_of_size_1_are_numbers_as_others():
    solution = solver.solve("eigen", matrix="0,0,0,-1;1,0,0,-1;0,1,0,-1;0,0,1,-1")
    assert np.poly(solution.numbers["eigenvalues"]) == pytest.approx(np.ones(5))


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


# Mistakes


def mistaken(command, mistake, matrix):
    """The answers of someone who makes that mistake."""
    entry = registry.find(command)
    problem = entry.load().of(matrix=matrix)
    assert mistake in run(problem).mistakes
    return run(problem, Rerun(mistakes=(mistake,))).numbers


@pytest.mark.parametrize(
    ("mistake", "matrix", "basis"),
    [
        ("sign-kept", "1,2;3,6", [[2, 1]]),
        ("free-forgotten", "1,2;3,6", [[-2, 0]]),
        ("row-taken", "1,2;3,6", [[1, 2]]),
        ("swapped", "1,2;3,6", [[1, -2]]),
        ("column-space", "1,2;3,6", [[1, 3]]),
        ("row-added", "1,2;3,6", []),
        ("above-kept", "1,2,3;0,1,4", [[-3, -4, 1]]),
    ],
)
def test_mistakes_of_a_null_space(mistake, matrix, basis):
    assert mistaken("null-space", mistake, matrix)["basis"] == basis


@pytest.mark.parametrize(
    ("mistake", "basis"),
    [
        ("reduced-columns", [[1, 0]]),
        ("all-columns", [[1, 3], [2, 6]]),
        ("row-space", [[1, 2]]),
        ("row-added", [[1, 3], [2, 6]]),
    ],
)
def test_mistakes_of_a_column_space(mistake, basis):
    assert mistaken("column-space", mistake, "1,2;3,6")["basis"] == basis


def test_mistakes_of_eigenvalues_leave_no_eigenvectors():
    """Of (1, 2; 5, 4), with the eigenvalues 6 and -1."""
    found = mistaken("eigen", "diagonal-only", "1,2;5,4")
    assert found == {"eigenvalues": [4, 1], "diagonalizable": False}
    assert mistaken("eigen", "root-sign", "1,2;5,4")["eigenvalues"] == [-6, 1]
    # (1 - x)(4 - x) + 10 = x^2 - 5x + 14
    added = mistaken("eigen", "determinant-signs", "1,2;5,4")["eigenvalues"]
    assert np.poly(added) == pytest.approx([1, -5, 14])


def test_mistakes_of_eigenvectors_keep_the_eigenvalues():
    """The eigenvectors are (2, 5) and (-1, 1)."""
    for mistake, vectors in (("sign-kept", [(-2, 5), (1, 1)]), ("swapped", [(5, 2), (1, -1)])):
        found = mistaken("eigen", mistake, "1,2;5,4")
        assert found["eigenvalues"] == [6, -1]
        for (ours,), theirs in zip(found["eigenvectors"], vectors, strict=True):
            assert np.linalg.matrix_rank([ours, theirs]) == 1


def test_bases_of_vectors_of_another_length_differ():
    assert Comparison.SPAN.difference([[1, 2]], [[1, 2, 3]]) == float("inf")


# Samples


def sampled(command, difficulty):
    """Sixty problems as sheets draw them: the matrix, and the matrices that row operations lead to."""
    for seed in range(60):
        problem = question_of(Code(command, difficulty, seed, registry.find(command).load().version)).problem
        solution = run(problem)
        blocks = [block for step in solution.steps for block in step.blocks]
        reduced = [block.matrix for block in blocks if isinstance(block, RowOperations)]
        yield (
            sympy.Matrix(problem.matrix.values),
            [entry.evaluate() for m in reduced for entry in m.children()],
        )


@LEVELS
@pytest.mark.parametrize("command", ["null-space", "column-space"])
def test_sampled_spaces_are_worth_finding(command, difficulty):
    for matrix, on_the_way in sampled(command, difficulty):
        assert all(entry.is_integer and abs(entry) <= 12 for entry in matrix)
        assert all(entry.denominator == 1 for entry in on_the_way)
        assert on_the_way
        assert matrix.rank() < matrix.cols if command == "null-space" else 1 < matrix.rank() <= matrix.rows
        assert not any(row.is_zero_matrix for row in (matrix.row(i) for i in range(matrix.rows)))


@LEVELS
def test_sampled_eigenvalues_are_whole_and_not_to_be_seen(difficulty):
    diagonalizable = set()
    for matrix, on_the_way in sampled("eigen", difficulty):
        found = matrix.eigenvals(multiple=True)
        assert all(value.is_integer for value in found)
        assert sorted(found) != sorted(matrix.diagonal())
        assert sorted(found) != sorted(-value for value in found)
        assert all(entry.is_integer and abs(entry) <= 12 for entry in matrix)
        assert all(entry.denominator <= 3 for entry in on_the_way)
        diagonalizable.add(matrix.is_diagonalizable())
    assert diagonalizable == {True, False}


# Blanks


def blanked(command, matrix):
    """The working with a blank for every quantity and answer."""
    solution = solver.solve(command, matrix=matrix)
    style = Style(exact=True, hidden=frozenset(solution.quantities) | set(solution.numbers))
    page = FORMATS["text"].exporter.page(
        "solution", Wanted(style), solution=solution, brief=False, fragment=False
    )
    return " ".join(page.replace("________", "_").split())


def test_beside_blanks_the_given_matrix_stays_and_what_is_worked_out_does_not():
    text = blanked("eigen", "1,2;5,4")
    assert "A - lambda_1*I = [_, 2; 5, _]" in text
    assert "x = c_1*(_, _)" in text
    text = blanked("null-space", "1,2;3,6")
    assert "show the pivots. A = [1, 2; 3, 6]" in text
    assert "v_1 = [_; _]" in text
    assert "a_1 = [_; _]" in blanked("column-space", "1,2;3,6")


@pytest.mark.parametrize("matrix", ["1,2;3,4", "1,1;1,0", "0,1;-1,1", "2,0,0;0,1,2;0,3,4"])
def test_every_member_of_the_chain_of_a_root_is_that_root(matrix):
    """The signs of (-(-5) + sqrt(33))/2 = (5 + sqrt(33))/2 are those of the root."""
    solution = solver.solve("eigen", matrix=matrix)
    roots = [b for step in solution.steps for b in step.blocks if b.kind == "equation" and b.named]
    assert roots
    for block in roots:
        for form in (*block.named, block.formula):
            theirs = complex(sympy.sympify(plain(form), {"i": sympy.I}))
            assert theirs == pytest.approx(complex(values.as_number(block.symbol.evaluate())))


@LEVELS
def test_what_a_polynomial_is_rewritten_to_has_no_factor_of_1(difficulty):
    for seed in range(6):
        problem = registry.find("eigen").load().sample(RandomStream(f"ones/{seed}"), difficulty)
        for step in run(problem).steps:
            for block in step.blocks:
                forms = block.forms[1:] if block.kind == "rewriting" else ()
                assert not any(re.search(r"(?<![\w.])1\*", plain(form)) for form in forms)


def test_vectors_are_as_independent_as_their_directions():
    """Small vectors are no less independent than large ones; their digits decide."""
    givens = {"matrix": "1,0,0;0,1,0;0,0,1"}
    assert judged("eigen", givens, "eigenvectors=(0.001,0,0),(0.0011,0.5,0),(0,0,1)") == [Kind.EQUIVALENT]
    assert judged("eigen", givens, "eigenvectors=(1000,0,0),(0.0011,0.5,0),(0,0,1e-5)") == [Kind.EQUIVALENT]
    assert judged("eigen", givens, "eigenvectors=(0.001,0,0),(0.002,0.0,0),(0,0,1)") == [Kind.WRONG]


def judged(command, givens, answer):
    report = check(registry.find(command).load().of(**givens), [read_claim(answer)])
    return [finding.kind for verdict in report.verdicts for finding in verdict.findings]


@pytest.mark.parametrize(
    ("matrix", "forms"),
    [
        (
            "2,1;1,2",
            ["(2 - lambda)*(2 - lambda) - 1*1", "lambda^2 - 4*lambda + 3", "(lambda - 3)*(lambda - 1)"],
        ),
        (
            "1,2;5,4",
            ["(1 - lambda)*(4 - lambda) - 2*5", "lambda^2 - 5*lambda - 6", "(lambda - 6)*(lambda + 1)"],
        ),
        ("0,-1;1,0", ["-lambda*(-lambda) - (-1)*1", "lambda^2 + 1"]),
    ],
)
def test_the_characteristic_polynomial_is_written_out(matrix, forms):
    text = " ".join(str(solver.solve("eigen", matrix=matrix)).split())
    assert f"p(lambda) = {' = '.join(forms)} 3. Eigenvalues" in text
