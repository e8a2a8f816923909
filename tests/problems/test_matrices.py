"""Vectors and matrices, beyond what holds for every type."""

from __future__ import annotations

import math

import pytest

import solver
from solver import registry
from solver.checking.answer_parser import read_claim
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.errors import InputError
from solver.mathematics import values
from solver.record.engine import run
from solver.record.recorder import Rerun


def answers(command, **givens):
    return solver.solve(command, **givens).numbers


def mistaken(command, mistake, **givens):
    """The answers of someone who makes that mistake."""
    problem = registry.find(command).load().of(**givens)
    assert mistake in run(problem).mistakes
    return run(problem, Rerun(mistakes=(mistake,))).numbers


def judged(command, answer, **givens):
    report = check(registry.find(command).load().of(**givens), [read_claim(answer)])
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
    with pytest.raises(InputError, match="--b must be as long as the first vector, 2"):
        solver.solve("vectors", a="1,2", b="1,2,3")


def test_there_is_no_cosine_above_1():
    with pytest.raises(values.UndefinedError):
        values.arccos(values.sqrt(values.Fraction(2)))


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
