"""Decimal commas that were not asked for: read where a single number is wanted, and else pointed at."""

import pytest

from solver.cli.app import run as command

BAYES = ["bayes", "--prior", "0.01", "--sensitivity", "0.9", "--specificity", "0.95"]
TABLE = ["confusion", "--tp", "12", "--fp", "2", "--fn", "3", "--tn", "9"]
COINS = ["expectation", "--values", "0,1,2", "--probabilities", "0.25,0.5,0.25"]
LAYERS = ["mlp-params", "--layers", "784,128,10"]
KL = ["kl", "--p", "0.5,0.5", "--q", "0.25,0.75"]


def told(capsys, question, *options):
    status = command(["check", *question, *options])
    return status, " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("question", "answer", "number"),
    [
        (TABLE, "accuracy=80,77%", "80.77%"),
        (TABLE, "accuracy=80,77 percent", "80.77 %"),
        (TABLE, "accuracy=0,808", "0.808"),
        (TABLE, "tp=12,0", "12.0"),
        (COINS, "standard_deviation=0,7071; mean=1", "0.7071"),
        (KL, "kl=0,1438 nats", "0.1438"),
    ],
)
def test_a_single_number_is_read_with_its_comma_and_it_is_said(question, answer, number, capsys):
    status, words = told(capsys, question, "--answer", answer)
    assert status == 0
    assert f"read with a decimal comma, as {number}" in words


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (TABLE, "accuracy=0,85"),
        (TABLE, "accuracy=8,077%"),
        (COINS, "standard_deviation=-0,7071"),
        (COINS, "mean=0,1"),
        (LAYERS, "total=101,77"),
    ],
)
def test_a_wrong_number_stays_wrong_with_its_comma(question, answer, capsys):
    status, words = told(capsys, question, "--answer", answer)
    assert status == 1
    assert "read with a decimal comma" in words


@pytest.mark.parametrize("answer", ["posterior=15,4%", "posterior=0,1538", "posteriors=0,1538; 0,8462"])
def test_where_several_numbers_are_wanted_the_option_is_pointed_at(answer, capsys):
    assert told(capsys, BAYES, "--answer", answer)[0] == 1
    assert "with a decimal comma it is right: --decimal-comma" in told(capsys, BAYES, "--answer", answer)[1]
    assert told(capsys, BAYES, "--answer", answer, "--decimal-comma")[0] == 0


def test_what_is_wrong_with_its_comma_too_has_no_such_hint(capsys):
    assert "--decimal-comma" not in told(capsys, BAYES, "--answer", "posterior=16,4%")[1]


def test_thousands_and_ends_of_intervals_keep_their_meaning(capsys):
    status, words = told(capsys, LAYERS, "--answer", "total=101,770")
    assert status == 0
    assert "decimal comma" not in words


@pytest.mark.parametrize("answer", ["posterior=15.38", "posteriors=-0.1538"])
def test_a_number_of_a_list_without_its_sign_is_told(answer, capsys):
    status, words = told(capsys, BAYES, "--answer", answer)
    assert status == 1
    assert "a percentage needs its sign" in words or "only its sign is wrong" in words
