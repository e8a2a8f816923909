"""What somebody finds who does not know yet what to type: help, examples, the working so far, completion."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from solver import registry
from solver.cli.app import run
from solver.cli.examples import epilog, example
from solver.errors import InputError
from solver.givens.parameters import parameters
from solver.record.engine import run as solved
from solver.rendering.formats import FORMATS
from solver.sampling.random_stream import RandomStream

COMMAND = Path(sys.executable).with_name("dlsolve")
TYPES = list(registry.entries())
STAND_ALONE = {"xor"}
"""Types that need no givens."""


def said(capsys, *arguments, status=0):
    assert run(arguments) == status
    return capsys.readouterr()


# Examples


@pytest.mark.parametrize("command", TYPES)
def test_the_example_of_every_type_is_solved(capsys, command):
    shown = said(capsys, command, "--example", "-f", "json")
    assert json.loads(shown.out)["answers"]
    typed = shlex.split(shown.err)
    assert typed[:2] == ["dlsolve", command]
    assert said(capsys, *typed[1:], "-f", "json").out == shown.out


@pytest.mark.parametrize("command", [command for command in TYPES if command not in STAND_ALONE])
def test_without_givens_a_type_shows_one_line_with_an_example_that_works(capsys, command):
    shown = said(capsys, command, status=2)
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    words = shlex.split(shown.err.rpartition("try: dlsolve ")[2])
    assert words[0] == command
    assert said(capsys, *words, "--brief").out


def test_where_something_is_given_what_is_missing_is_told_without_an_example(capsys):
    shown = said(capsys, "k-fold", "--samples", "10", status=2)
    assert "--k is missing" in shown.err
    assert "try:" not in shown.err


def test_no_heading_below_the_options_stands_alone():
    for entry in registry.entries().values():
        headings = [
            part.removeprefix("\b\n").split("\n") for part in epilog(entry, "dlsolve {type}").split("\n\n")
        ]
        assert all(len(lines) > 1 for lines in headings)
        told = {lines[0] for lines in headings}
        assert {"Answers:", "Example:"} <= told
        assert ("Source:" in told) == bool(entry.load().source)


def test_the_model_of_every_type_names_its_source():
    models = [entry.load().model for entry in registry.entries().values()]
    assert [model.__name__ for model in models if "Source: " not in model.__doc__] == []


@pytest.mark.parametrize("command", sorted(STAND_ALONE))
def test_a_type_that_needs_no_givens_is_solved_without(capsys, command):
    assert said(capsys, command, "--brief").out


@pytest.mark.parametrize("command", TYPES)
def test_the_help_of_every_type_ends_with_an_example_and_the_common_mistakes(capsys, command):
    text = said(capsys, command, "--help").out
    assert max(map(len, text.splitlines())) <= 80
    shown, _, mistakes = text.partition("\n  Example:\n")[2].partition("\n\n  Common mistakes:\n")
    assert shlex.split(shown.replace("\\\n", ""))[2:] == shlex.split(example(registry.find(command)))
    told = " ".join(mistakes.split())
    for words in registry.find(command).load().mistakes.values():
        assert " ".join(words.replace("{", "").replace("}", "").split()) in told


@pytest.mark.parametrize("command", ["adam", "bayes", "cnn"])
def test_the_help_of_a_check_ends_so_too(capsys, command):
    text = said(capsys, "check", command, "--help").out
    shown, _, mistakes = text.partition("\n  Example:\n")[2].partition("\n\n  Common mistakes:\n")
    assert mistakes
    assert "Answers" in said(capsys, *shlex.split(shown.replace("\\\n", ""))[1:]).out


def test_answers_to_the_example_are_checked(capsys):
    assert "w_1: right" in said(capsys, "check", "adam", "--example", "--answer", "w_1=-0.01").out
    assert "w_1" in said(capsys, "check", "adam", "--example", "--names").out
    assert "takes no givens" in said(capsys, "check", "adam", "--example", "--grads", "1", status=2).err


def test_an_example_takes_no_givens(capsys):
    shown = said(capsys, "adam", "--example", "--grads", "1", status=2)
    assert "--example takes no givens" in shown.err


# The working so far


@pytest.mark.parametrize("command", TYPES)
def test_the_working_up_to_a_step_is_the_beginning_of_the_whole(capsys, command):
    options = shlex.split(example(registry.find(command)))
    whole = said(capsys, command, *options, "-f", "json").out
    steps = json.loads(whole)["steps"]
    for count in range(1, len(steps) + 1):
        part = json.loads(said(capsys, command, *options, "--upto", str(count), "-f", "json").out)
        assert part["steps"] == steps[:count]
    assert said(capsys, command, *options, "--upto", str(len(steps)), "-f", "json").out == whole
    more = said(capsys, command, *options, "--upto", str(len(steps) + 1), status=2).err
    assert f"--upto must be at most {len(steps)}" in more


@pytest.mark.parametrize("command", TYPES)
def test_a_hint_tells_no_value_of_its_step(capsys, command):
    problem = registry.find(command).load().sample(RandomStream(f"hint/{command}"), "easy")
    options = [
        word
        for name, text in problem.spelled.items()
        for one in ((text,) if isinstance(text, str) else text)
        for word in option(name, one)
    ]
    solution = solved(problem)
    for count in range(len(solution.steps)):
        upto = ("--upto", str(count)) if count else ()
        shown = json.loads(said(capsys, command, *options, *upto, "--hint", "-f", "json").out)
        assert len(shown["steps"]) == count + 1
        own = [block for block in shown["steps"][count]["blocks"] if block["kind"] == "equation"]
        names = {q.symbol.name for q in solution.quantities.values() if q.step == count}
        assert all(block["value"] is None for block in own if block["name"] in names)
        assert set(shown["answers"]) == {a.name for a in solution.answers if a.step < count}
    last = said(capsys, command, *options, "--upto", str(len(solution.steps)), "--hint", status=2).err
    assert "--hint has no step to begin" in last


def option(name, text):
    flag = f"--{name.replace('_', '-')}"
    if text in ("true", "false"):
        return [flag] if text == "true" else []
    return [flag, text]


@pytest.mark.parametrize(
    "form", [name for name, form in FORMATS.items() if name not in ("pdf", "json") and not form.is_program]
)
def test_a_hint_has_blanks_in_every_format(capsysbinary, form):
    assert run(["adam", "--grads", "0.3,0.2", "--hint", "-f", form]) == 0
    shown = capsysbinary.readouterr().out.decode()
    assert "0.09" not in shown.replace("0.0900", "")
    assert "0.03" not in shown
    assert "Answers" not in shown


def test_a_hint_goes_into_a_page(tmp_path):
    target = tmp_path / "hint.pdf"
    assert run(["adam", "--grads", "0.3,0.2", "--upto", "1", "--hint", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("options", [("--brief", "--hint"), ("--brief", "--upto", "1")])
def test_the_answers_alone_have_no_working(capsys, options):
    assert "--brief goes without" in said(capsys, "adam", "--grads", "0.3", *options, status=2).err


def test_the_question_of_a_code_has_no_working(capsys):
    shown = said(capsys, "show", "J5XAN-DWTM6", "--hint", status=2)
    assert "--hint goes with --solution" in shown.err
    assert "________" in said(capsys, "show", "J5XAN-DWTM6", "--solution", "--hint", "-f", "text").out


def test_in_brief_the_model_is_not_spoken_of(capsys):
    assert "model" in said(capsys, "adam", "--grads", "0.3", "-f", "text").out
    assert "model" not in said(capsys, "adam", "--grads", "0.3", "--brief", "-f", "text").out


# Commands


def test_help_of_a_command_a_type_and_a_topic(capsys):
    assert said(capsys, "help", "adam").out == said(capsys, "adam", "--help").out
    assert said(capsys, "help", "check", "adam").out == said(capsys, "check", "adam", "--help").out
    assert said(capsys, "help", "sheet").out == said(capsys, "sheet", "--help").out
    assert said(capsys, "help").out == said(capsys, "--help").out
    assert said(capsys, "help", "linear", "algebra").out == said(capsys, "list", "linear-algebra").out
    assert "did you mean adam" in said(capsys, "help", "adm", status=2).err
    assert "has no commands of its own" in said(capsys, "help", "adam", "sgd", status=2).err


def test_the_version_is_a_command_too(capsys):
    assert said(capsys, "version").out == said(capsys, "--version").out


def test_the_list_of_a_topic_and_as_data(capsys):
    shown = said(capsys, "list", "optimizers").out
    assert "adam" in shown
    assert "eigen" not in shown
    rows = json.loads(said(capsys, "list", "--json").out)
    assert [row["type"] for row in rows] == TYPES
    (topic,) = {row["topic"] for row in json.loads(said(capsys, "list", "linear algebra", "--json").out)}
    assert topic == "linear algebra"
    assert "did you mean optimizers" in said(capsys, "list", "optimizer", status=2).err


# Names that are not there

NOT_HERE = "amsgrad bayes-net crf hopfield lda left-null-space radam rcnn resnet row-space rprop unpool"


@pytest.mark.parametrize("name", NOT_HERE.split())
def test_what_is_not_there_is_no_slip_of_something_else(capsys, name):
    shown = said(capsys, name, status=2)
    assert "did you mean" not in shown.err
    assert "dlsolve list" in shown.err


@pytest.mark.parametrize("command", TYPES)
def test_no_name_of_an_option_stands_for_two(command):
    given = parameters(registry.entries()[command].load())
    names = [
        name for parameter in given for name in (parameter.option, *(f"--{a}" for a in parameter.aliases))
    ]
    assert len(names) == len(set(names))


def meant(name):
    """The command that a name finds, or those that are proposed."""
    try:
        return registry.find(name).command
    except InputError as error:
        proposed = re.search(r"did you mean (.*)\?$", str(error))
        return proposed[1] if proposed else ""


@pytest.mark.parametrize("command", TYPES)
def test_a_type_is_found_by_its_keywords(command):
    for word in registry.entries()[command].keywords:
        if not registry.topic_of(word):
            assert command in {entry.command for entry in registry.mentioned(word)}
            assert command in meant(word).split(" or ")


@pytest.mark.parametrize(
    ("typed", "command"),
    [("Adam", "adam"), ("conv_size", "conv-size"), ("KMeans", "k-means"), ("crossEntropy", "cross-entropy")],
)
def test_capitals_and_dashes_of_a_command_do_not_matter(typed, command):
    assert registry.find(typed).command == command


@pytest.mark.parametrize(
    ("words", "command"),
    [("pooling", "pool"), ("mse", "loss"), ("linear algebra", "svd"), ("Gaussian", "normal")],
)
def test_the_list_can_be_searched(capsys, words, command):
    shown = said(capsys, "list", *words.split()).out
    assert re.search(rf"^  {command} ", shown, re.MULTILINE)
    assert "  adam " not in shown


@pytest.mark.parametrize("command", TYPES)
def test_slips_of_the_keys_are_recognized(command):
    if len(command) < 4:
        pytest.skip("too short to be told from other names")
    for slip in (f"{command}{command[-1]}", f"{command[:2]}{command[1:]}", f"{command[:-3]}{command[-2:]}"):
        assert meant(slip) == command


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kl-divergence", "did you mean kl?"),
        ("eigenvalues", "did you mean eigen?"),
        ("practise", "did you mean practice?"),
        ("optimizers", "`dlsolve list optimizers`"),
        ("J5XAN-DWTM6", "`dlsolve show J5XAN-DWTM6`"),
    ],
)
def test_what_is_called_otherwise_is_found(capsys, name, words):
    assert words in said(capsys, name, status=2).err


# Completion


def completed(*words):
    """What bash is given for the last word."""
    home = {
        **os.environ,
        "_DLSOLVE_COMPLETE": "bash_complete",
        "COMP_WORDS": shlex.join(["dlsolve", *words]),
        "COMP_CWORD": str(len(words)),
    }
    shown = subprocess.run([COMMAND], capture_output=True, text=True, check=True, env=home).stdout
    return [line.partition(",")[2] for line in shown.splitlines()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("neuron", "--activation", "si"), ["sigmoid"]),
        (("pool", "--mode", "ma"), ["max"]),
        (("check", "pool", "--mode", "a"), ["average"]),
        (("sheet", "--type", "ada"), ["adadelta", "adagrad", "adam", "adamax", "adamw"]),
        (("sheet", "--topic", "linear"), ["linear-algebra"]),
        (("practice", "perc"), ["perceptrons", "perceptron"]),
        (("practice", "--difficulty", "h"), ["hard"]),
        (("list", "opt"), ["optimizers"]),
        (("help", "eig"), ["eigen", "eigendecomposition"]),
        (("prac",), ["practice"]),
    ],
)
def test_values_are_completed(words, expected):
    assert completed(*words) == expected


def test_what_is_completed_for_a_topic_is_understood(capsys):
    for topic in completed("list", ""):
        assert said(capsys, "list", topic).out


def test_the_readme_tells_how_completion_is_switched_on():
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for kind in re.findall(r"_DLSOLVE_COMPLETE=(\w+)", readme):
        home = {**os.environ, "_DLSOLVE_COMPLETE": kind}
        script = subprocess.run([COMMAND], capture_output=True, text=True, env=home).stdout
        assert "_DLSOLVE_COMPLETE" in script
