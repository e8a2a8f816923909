"""What people type in place of the main options: other names, and givens in another form."""

from __future__ import annotations

import re

import pytest

import solver
from solver import registry
from solver.cli.app import run
from solver.domains import Choice
from solver.givens.parameters import parameters
from solver.rendering.templates import render

TYPES = tuple(registry.entries())


def complaint(capsys, *arguments):
    assert run(arguments) == 2
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    return shown


@pytest.mark.parametrize("command", TYPES)
def test_an_option_is_complained_of_by_the_name_that_was_typed(capsys, command):
    for given in parameters(registry.find(command).load()):
        for alias in () if given.domain.is_switch else given.aliases[:1]:
            wrong = next((text for text in given.domain.invalid if 0 < len(text) < 40), None)
            if wrong is None:
                continue
            for prefix in ((), ("check",)):
                told = complaint(capsys, *prefix, command, f"--{alias}={wrong}")
                assert not re.search(rf"{given.option}(?![\w-])", told), told


def test_an_option_that_was_typed_by_its_main_name_is_told_by_it(capsys):
    assert "--lr must be" in complaint(capsys, "adam", "--grads", "1", "--lr", "abc")


def test_options_within_a_message_go_by_their_typed_names_too(capsys):
    told = complaint(capsys, "adam", "--objective", "w**2")
    assert "--steps is missing: --objective needs the number of steps" in told


@pytest.mark.parametrize(
    ("command", "typed", "meant"),
    [
        ("dropout", {"x": "1,2,3", "mask": "1,0,1", "keep_prob": "0.8"}, {"rate": "0.2"}),
        ("dropout", {"x": "1,2,3", "mask": "1,0,1", "keep_prob": "1/3", "inverted": True}, {"rate": "2/3"}),
        ("ewma", {"values": "1,2,4", "alpha": "0.1"}, {"beta": "0.9"}),
        ("ewma", {"values": "1,2,4", "alpha": "1"}, {"beta": "0"}),
        ("entropy", {"counts": "3,1,0,4"}, {"p": "3/8,1/8,0,1/2"}),
        ("normal", {"mean": "100", "sd": "15", "z": "2"}, {"below": "130"}),
        ("split", {"samples": "103", "test": "0.2"}, {"shares": "0.8,0.2"}),
        ("exponential", {"mean": "2.5", "below": "1"}, {"rate": "0.4"}),
        ("normal", {"mean": "100", "variance": "2", "z": "-1"}, {"below": "100-sqrt(2)"}),
        ("normal", {"z": "1.96"}, {"mean": "0", "below": "1.96"}),
        ("normal", {"z": "1", "sd": "3"}, {"mean": "0", "below": "3"}),
        ("normal", {"z": "1", "variance": "4"}, {"mean": "0", "below": "2"}),
        ("dropout", {"x": "1,2,3", "mask": "1,0,1", "keep_prob": "80%"}, {"rate": "0.2"}),
    ],
)
def test_a_given_may_be_told_in_another_form(command, typed, meant):
    stands_for = {"keep_prob", "alpha", "counts", "z", "test"} | ({"mean"} if "rate" in meant else set())
    rest = {name: value for name, value in typed.items() if name not in stands_for}
    found = solver.solve(command, **typed)
    assert found.numbers == solver.solve(command, **rest, **meant).numbers
    told = {given.option for given in found.givens}
    assert {f"--{name}".replace("_prob", "") for name in typed.keys() & stands_for} <= told


@pytest.mark.parametrize(
    ("command", "typed", "shown"),
    [
        ("dropout", {"x": "1,2", "mask": "1,0", "keep": "80%"}, "p = 0.2"),
        ("dropout", {"x": "1,2", "mask": "1,0", "keep": "4/5"}, "p = 0.2"),
        ("dropout", {"x": "1,2", "mask": "1,0", "keep": "1/3"}, "p = 2/3"),
        ("ewma", {"values": "1,2", "alpha": "10%"}, "beta = 0.9"),
        ("normal", {"z": "1.96", "mean": "100", "sd": "15"}, "x = 129.4"),
        ("normal", {"z": "1/3", "mean": "1", "sd": "1"}, "x = 4/3"),
        ("exponential", {"mean": "0.5"}, "lambda = 2"),
    ],
)
def test_a_given_that_follows_from_another_is_worked_out(command, typed, shown):
    told = render(solver.solve(command, **typed), "text").partition("\n1. ")[0]
    assert f"{shown}\n" in told


@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("normal", {"mean": "0", "sd": "3", "below": "1"}),
        ("normal", {"mean": "1/3", "above": "1"}),
        ("numerical-gradient", {"loss": "x**2", "at": "1/3"}),
        ("numerical-gradient", {"loss": "x**2", "at": "1", "h": "1/7"}),
        ("numerical-gradient", {"loss": "x**2", "at": "sqrt(2)"}),
    ],
)
def test_names_of_numbers_that_never_end(command, givens):
    """The names of some answers hold numbers: these may be fractions, too."""
    assert solver.solve(command, **givens).numbers


def test_names_that_hold_a_fraction(capsys):
    line = ("normal", "--mean", "0", "--sd", "3", "--below", "1", "--answer", "Phi(1/3)=0.6306")
    assert run(["check", *line]) == 0
    assert "right" in capsys.readouterr().out


def test_the_weight_of_a_new_value_is_that_of_exponential_smoothing():
    values, alpha = [3.0, 5.0, 1.0, 4.0], 0.25
    found = solver.solve("ewma", values=values, alpha=alpha).numbers
    average, weights = 0.0, []
    for t, value in enumerate(values):
        average = (1 - alpha) * average + alpha * value
        weights.append([(1 - alpha) ** age for age in range(t, -1, -1)])
        assert found["averages"][t] == pytest.approx(average)
        mean = sum(w * x for w, x in zip(weights[-1], values, strict=False)) / sum(weights[-1])
        assert found["corrected"][t] == pytest.approx(mean)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("dropout", "--x", "1,2", "--mask", "1,0", "--keep-prob", "0.5", "--rate", "0.5"),
            "--keep-prob goes without",
        ),
        (("dropout", "--x", "1,2", "--mask", "1,0", "--keep-prob", "1.2"), "--keep-prob must be a number"),
        (("ewma", "--values", "1,2", "--alpha", "0.1", "--beta", "0.9"), "--alpha goes without --beta"),
        (("ewma", "--values", "1,2", "--alpha", "abc"), "--alpha must be a number"),
        (("entropy", "--counts", "0,0"), "--counts must not all be 0"),
        (("entropy", "--counts", "3,1", "--p", "0.5,0.5"), "--counts goes without --p"),
        (("entropy", "--counts", "1.5,2"), "--counts must be"),
        (("normal", "--z", "abc"), "--z must be a number"),
        (("normal", "--z", "1", "--above", "3"), "--z goes without --above"),
        (("normal", "--mean", "mu", "--z", "1"), "--z needs numbers for --mean and --sd"),
    ],
)
def test_what_stands_for_a_given_goes_without_it(capsys, arguments, told):
    assert told in complaint(capsys, *arguments)


def test_an_option_without_a_value_is_complained_of_with_its_type(capsys):
    assert complaint(capsys, "adam", "--grads").startswith("dlsolve adam: Option '--grads' requires")


def test_all_that_stands_behind_no_option_is_put_behind_one(capsys):
    assert "try: --vector '1 2 3'" in complaint(capsys, "norms", "1", "2", "3", "--digits", "2")


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("gradient-descent", "--loss", "(alpha-3)^2", "--alpha", "1", "--steps", "1"), "--lr"),
        (("gradient-descent", "--loss", "n^2 + n", "--n", "3"), "--steps"),
        (("momentum", "--loss", "mu^2", "--mu", "2", "--steps", "1"), "--beta"),
    ],
)
def test_a_variable_is_no_other_name_of_a_given(capsys, arguments, option):
    assert run(arguments) == 2
    assert f"is {option}, and a variable of the formula has that name" in capsys.readouterr().err


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_words_that_are_shown_of_givens_are_read_back(entry):
    for given in parameters(entry.load()):
        for word in given.domain.choices:
            shown = given.domain.show(word) if isinstance(given.domain, Choice) else word
            if isinstance(shown, str):
                assert given.domain.read(shown, given.symbol or "") == given.domain.read(word, "")
