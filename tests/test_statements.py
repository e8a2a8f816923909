"""Several statements in one answer, with whatever people put between them."""

import pytest

from solver.cli.app import run as command

VECTORS = ["vectors", "--a", "1,2", "--b", "3,4"]
COINS = ["expectation", "--values", "0,1,2", "--probabilities", "0.25,0.5,0.25"]
TABLE = ["mutual-information", "--joint", "0.25,0.25;0,0.5"]
EIGEN = ["eigen", "--matrix", "1,2;5,4"]


@pytest.mark.parametrize(
    ("question", "answer", "names"),
    [
        (VECTORS, "||b||=5; (a, b)=11", ["||b||", "(a, b)"]),
        (VECTORS, "a.b=11 and |b|=5", ["a.b", "|b|"]),
        (VECTORS, "|a| = 2.236 |b| = 5", ["|a|", "|b|"]),
        (VECTORS, "dot(a,b)=11\nnorm(b)=5", ["dot(a,b)", "norm(b)"]),
        (VECTORS, "a+b = (4, 6) a·b = 11", ["a+b", "a·b"]),
        (VECTORS, "<a,b>=11, ||a||=√5", ["<a,b>", "||a||"]),
        (COINS, "mean=1 var=0.5", ["mean", "var"]),
        (COINS, "E(X)=1 Var(X)=1/2", ["E(X)", "Var(X)"]),
        (COINS, "mean=1\nvar=0.5\n", ["mean", "var"]),
        (COINS, "mean: 1 variance: 0.5", ["mean", "variance"]),
        (COINS, "mean: 1; variance: 0.5", ["mean", "variance"]),
        (COINS, "mean 1, variance 0.5", ["mean", "variance"]),
        (COINS, "mean 1 variance 0.5", ["mean", "variance"]),
        (TABLE, "H(X)=1 H(X|Y)=0.689", ["H(X)", "H(X|Y)"]),
        (TABLE, "H(X,Y)=1.5 I(X;Y)=0.311", ["H(X,Y)", "I(X;Y)"]),
        (EIGEN, "λ1=6 λ2=-1", ["λ1", "λ2"]),
    ],
)
def test_statements_are_told_apart(question, answer, names, capsys):
    assert command(["check", *question, "--answer", answer]) == 0
    told = capsys.readouterr().out
    assert [line[2:].partition(": ")[0] for line in told.splitlines() if line[:1] == "✓"] == names


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (VECTORS, "||b||=11; (a, b)=5"),
        (VECTORS, "|a| = 5 |b| = 2.236"),
        (COINS, "mean=0.5 var=1"),
        (COINS, "mean: 0.5; variance: 1"),
        (COINS, "mean 1 variance 0.6"),
        (TABLE, "H(X)=0.811 H(Y)=1"),
    ],
)
def test_wrong_statements_stay_wrong(question, answer):
    assert command(["check", *question, "--answer", answer]) == 1


def test_a_product_is_not_cut():
    """0.9 w is no value and the name w; where both may be meant, nothing is guessed."""
    assert command(["check", *COINS, "--answer", "mean = 2 q = 1"]) == 2
