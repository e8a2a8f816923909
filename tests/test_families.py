"""Vectors with free letters: families of solutions, and spaces, in the forms in which people write them."""

import pytest

from solver.cli.app import run as command

LINE = ["linear-system", "--a", "1 2;2 4", "--b", "3,6"]
PLANE = ["linear-system", "--a", "1,2,-1;2,4,-2", "--b", "3,6"]
ONE = ["linear-system", "--a", "1,2;3,4", "--b", "5,11"]
NONE = ["linear-system", "--a", "1,2;2,4", "--b", "3,7"]
NULL_LINE = ["null-space", "--matrix", "1 2;2 4"]
NULL_PLANE = ["null-space", "--matrix", "1,2,-1;2,4,-2"]
COLUMNS = ["column-space", "--matrix", "1 2;2 4"]
EIGEN = ["eigen", "--matrix", "1,2;5,4"]

RIGHT = [
    (LINE, "x = (3-2t, t)"),
    (LINE, "x = 3-2t, y = t"),
    (LINE, "y = s; x = 3 - 2s"),
    (LINE, "x_1 = 3 - 2x_2, x_2 free"),
    (LINE, "x₁ = 3 − 2λ, x₂ = λ"),
    (LINE, "x = t, y = (3-t)/2"),
    (LINE, "x = [3-2t; t], t∈R"),
    (LINE, "x = (3,0) + t(-2,1)"),
    (LINE, "x = (3,0)^T + t(-2,1)^T"),
    (LINE, "x = (3,0) - c_1*(2,-1)"),
    (LINE, "x = (1,1) + s(2,-1)"),
    (LINE, "solution = (5,-1) + (4,-2)t"),
    (LINE, "x = -t(2,-1) + (3,0)"),
    (LINE, "x = (3,0) + span{(-2,1)}"),
    (LINE, "{(3-2t, t) | t ∈ ℝ}"),
    (LINE, r"x = \begin{pmatrix}3\\0\end{pmatrix} + t\begin{pmatrix}-2\\1\end{pmatrix}, t \in \mathbb{R}"),
    (LINE, "x = [0.5, 1.25] + t*[-2.0, 1.0]"),
    (PLANE, "x = 3-2s+t, y = s, z = t"),
    (PLANE, "x = 3 - 2y + z"),
    (PLANE, "x = (4,0,1) + s(-2,1,0) + t(1,0,1)"),
    (PLANE, "x = (3,0,0) + span{(-2,1,0), (-1,1,1)}"),
    (PLANE, "x = (√2, 1, √2-1) + s(√2, 1, 2+√2) + t(√2, 2, 4+√2)"),
    (NULL_LINE, "basis = span{(-2,1)}"),
    (NULL_LINE, "t(−2,1)"),
    (NULL_LINE, "x = (-2t, t)"),
    (NULL_LINE, "(t, -t/2)"),
    (NULL_PLANE, "basis = (-2s+t, s, t)"),
    (NULL_PLANE, "N(A) = s(-2,1,0) + t(1,0,1)"),
    (NULL_PLANE, "basis = (-1,1,1) + s(-2,1,0) + t(1,0,1)"),
    (NULL_PLANE, "basis = (0,0,0) + s(-2,1,0) + t(1,0,1)"),
    (COLUMNS, "C(A) = t(1,2)^T"),
    (COLUMNS, "(t, 2t)"),
    (EIGEN, "v_1 = (2t, 5t)"),
    (EIGEN, "eigenvectors = {t(2,5) for 6, s(-1,1) for -1}"),
]

WRONG = [
    (LINE, "x = (1,0) + s(2,-1)", "x_p,1 wrong"),
    (LINE, "x = (3,0) + t(1,1)", "directions wrong"),
    (LINE, "x = (3+2t, t)", "directions wrong"),
    (LINE, "x = 3-2t, y = 2t", "directions wrong"),
    (LINE, "x = 4-2t, y = t", "x_p,1 wrong"),
    (LINE, "x = (3-2t, t, 0)", "another number of entries"),
    (LINE, "x = (0.6,1.25) + t(-2,1)", "x_p,1 wrong"),
    (PLANE, "x = (3,0,0) + s(-2,1,0) + t(-4,2,0)", "depend on one another"),
    (PLANE, "x = (3,0,0) + s(-2,1,0) + t(1,0,2)", "not in the space: vector 2"),
    (ONE, "x = t(1,2)", "x: wrong"),
    (ONE, "x = (1+t, 2)", "x: wrong"),
    (ONE, "x = 5-2t, y = t", "x, y: wrong"),
    (NONE, "x = (3-2t, t)", "x: wrong"),
    (NULL_LINE, "basis = (2t, t)", "not in the space"),
    (NULL_PLANE, "basis = (1,0,1) + t(-2,1,0)", "a space holds 0"),
    (NULL_PLANE, "basis = (1,1,1) + s(-2,1,0) + t(1,0,1)", "a space holds 0"),
    (EIGEN, "eigenvalues = (6t, -t)", "no letter is free here"),
]


@pytest.mark.parametrize(("question", "answer"), RIGHT)
def test_a_family_that_describes_the_same_set_is_right(question, answer, capsys):
    assert command(["check", *question, "--answer", answer]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(("question", "answer", "told"), WRONG)
def test_another_family_is_wrong_and_it_is_said_where(question, answer, told, capsys):
    assert command(["check", *question, "--answer", answer]) == 1
    assert told in " ".join(capsys.readouterr().out.split())


def test_some_directions_are_a_part(capsys):
    command(["check", *PLANE, "--answer", "x = (3,0,0) + s(-2,1,0)"])
    assert "2 vectors are wanted, and 1 given" in " ".join(capsys.readouterr().out.split())


def test_letters_that_are_squared_are_no_family(capsys):
    assert command(["check", *LINE, "--answer", "x = (3-t^2, t)"]) == 2


@pytest.mark.parametrize(
    "answers",
    [("x_1 = 3 - 2t", "x_2 = t", "t in R"), ("x = 3 - 2y", "y is free"), ("t ∈ ℝ", "x = 3 - 2t", "y = t")],
)
def test_that_a_letter_is_free_may_stand_alone(answers, capsys):
    typed = [part for answer in answers for part in ("--answer", answer)]
    assert command(["check", *LINE, *typed]) == 0
    assert not capsys.readouterr().err


def test_a_family_may_stand_line_by_line_in_a_working(tmp_path, capsys):
    working = tmp_path / "working.txt"
    working.write_text("Set y = t.\nThen x = 3 - 2t.\n", encoding="utf-8")
    assert command(["check", *LINE, "--working", str(working)]) == 0
    working.write_text("x_1 = 3 + 2t\nx_2 = t\n", encoding="utf-8")
    assert command(["check", *LINE, "--working", str(working)]) == 1


def test_a_vector_where_there_is_no_solution_is_wrong():
    assert command(["check", *NONE, "--answer", "solution=(1,2)"]) == 1
    assert command(["check", *NONE, "--answer", "x=(1,2)"]) == 1


def test_a_list_does_not_serve_in_place_of_a_number():
    """Values that only have to serve are tried with what was written, not without it."""
    assert command(["check", *LINE, "--answer", "particular=((1,5),(2,7))"]) == 1
    separable = ["separable", "--gate", "or"]
    assert command(["check", *separable, "--answer", "weights=((1,5),(2,7))"]) == 1
