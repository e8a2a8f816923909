"""Numbers whose meaning depends on their name: changes that were taken off, and yes or no for 1 or 0."""

import pytest

from solver.cli.app import run as command

MOMENTUM = ["momentum", "--grads", "0.5,0.4,-0.2", "--lr", "0.1"]
NESTEROV = ["nesterov", "--grads", "0.5,0.4,-0.2", "--lr", "0.1"]
NEWTON = ["newton", "--loss", "x**2-4*x", "--w", "0", "--steps", "1"]


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        (MOMENTUM, "Δw=-0.05,-0.085,-0.0565", 0),
        (MOMENTUM, "Δw_1=-0.05, w_1=-0.05, Δw_2=-0.085", 0),
        (MOMENTUM, r"\Delta w_3=-0.0565", 0),
        (MOMENTUM, "Δw_2=-0.09", 1),
        (MOMENTUM, "Δw_3=-0.0593", 1),
        (MOMENTUM, "v_2=-0.085", 1),
        (MOMENTUM, "velocities=-0.05,-0.085,-0.0565", 1),
        ([*MOMENTUM, "--form", "pytorch"], "Δw=-0.5,-0.85,-0.565", 2),
        ([*MOMENTUM, "--form", "pytorch"], "Δw_1=-0.05", 2),
        ([*MOMENTUM, "--form", "add"], "Δw=-0.05,-0.085,-0.0565", 0),
        ([*MOMENTUM, "--form", "add"], "Δw_1=0.05", 1),
        (NESTEROV, "Δw_1=-0.05", 0),
        (NESTEROV, "v_1=-0.05", 1),
        (NEWTON, "Δw_1=2", 0),
        (NEWTON, "Δw_1=3", 1),
    ],
)
def test_what_was_taken_off_has_the_other_sign_as_a_change(question, answer, status):
    assert command(["check", *question, "--answer", answer]) == status


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        (["gate", "--gate", "and", "--w", "1,1", "--b=-1.5"], "outputs=no,no,no,yes", 0),
        (["gate", "--gate", "and", "--w", "1,1", "--b=-1.5"], "outputs=no,no,yes,yes", 1),
        (["neuron", "--x", "1,2", "--w", "1,1", "--b", "0", "--activation", "step"], "output=yes", 0),
        (["neuron", "--x", "1,2", "--w", "0.5,0.25", "--b", "0", "--activation", "relu"], "output=yes", 1),
        (["determinant", "--matrix", "2 1;1 1"], "determinant=yes", 1),
        (["determinant", "--matrix", "1 1;1 1"], "determinant=no", 1),
        (["binomial", "--n", "1", "--p", "1", "--k", "1"], "probability=true", 1),
        (["null-space", "--matrix", "1 2;2 4"], "rank=true", 1),
        (["eigen", "--matrix", "2,1;1,2"], "diagonalizable=1", 0),
        (["eigen", "--matrix", "2,1;1,2"], "diagonalizable=0", 1),
    ],
)
def test_yes_and_no_stand_for_conditions_alone(question, answer, status):
    assert command(["check", *question, "--answer", answer]) == status


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (["null-space", "--matrix", "1 2 3;2 4 6"], "2"),
        (["confusion", "--tp", "8", "--fp", "2", "--fn", "2", "--tn", "8"], "0.8"),
        (["expectation", "--values", "0,1", "--probabilities", "0.25,0.75"], "0.75"),
        (["column-space", "--matrix", "1 2;2 4"], "[[1, 2]]"),
    ],
)
def test_a_value_that_several_answers_may_be_needs_a_name(question, answer, capsys):
    status = command(["check", *question, "--answer", answer])
    told = capsys.readouterr()
    assert (status == 2 and "say which answer it is" in told.err) or "basis" in told.out
