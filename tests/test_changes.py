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
        (["bayes", "--prior", "0.01", "--sensitivity", "0.95", "--specificity", "0.9"], "0.088"),
    ],
)
def test_a_value_that_several_answers_may_be_needs_a_name(question, answer, capsys):
    assert command(["check", *question, "--answer", answer]) == 2
    assert "say which answer it is" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        (["column-space", "--matrix", "1 2;2 4"], "[[1, 2]]", "basis: right"),
        (["poisson", "--rate", "2", "--k", "3"], "4/3 e^-2", "probability: right"),
        (["mlp-params", "--layers", "784,128,10"], "total=101 770 parameters", "total: right"),
        (["eigen", "--matrix", "4,1;2,3"], "eigenvalues=5; 2", "eigenvalues: right"),
        (
            ["eigen", "--matrix", "4,1;2,3"],
            "eigenvectors=[[0.7071, -0.4472], [0.7071, 0.8944]]",
            "eigenvectors: equivalent",
        ),
        (
            ["eigen", "--matrix", "2,1,0;1,3,1;0,1,2"],
            "eigenvectors=[[-0.5774, 0.7071, 0.4082], [0.5774, 0.0000, 0.8165], [-0.5774, -0.7071, 0.4082]]",
            "eigenvectors: equivalent",
        ),
    ],
)
def test_shapes_and_words_around_a_value(question, answer, told, capsys):
    assert command(["check", *question, "--answer", answer]) == 0
    assert told in capsys.readouterr().out


def test_signs_lost_in_vectors_are_not_taken_for_columns():
    question = ["check", "eigen", "--matrix", "4,1;2,3", "--answer"]
    assert command([*question, "eigenvectors=(1,-1),(1,2)"]) == 1
    assert command([*question, "eigenvectors=(0.7071,-0.7071),(0.4472,0.8944)"]) == 1
    symmetric = ["check", "eigen", "--matrix", "6,2;2,3", "--answer"]
    assert command([*symmetric, "eigenvectors=(0.8944,0.4472),(-0.4472,0.8944)"]) == 0
    assert command([*symmetric, "eigenvectors=(0.8944,-0.4472),(0.4472,0.8944)"]) == 1


def test_some_of_the_eigenvalues_stand_in_no_other_order_than_their_vectors(capsys):
    question = ["check", "eigen", "--matrix", "2,1;1,2", "--answer", "eigenvectors=(1,1),(1,-1)", "--answer"]
    for value, is_other in (("3", False), ("1", False), ("3,1", False), ("1,3", True)):
        command([*question, f"eigenvalues={value}"])
        assert ("another order" in capsys.readouterr().out) is is_other
