"""The examples of the course notes, and what is wrong in the notes."""

from __future__ import annotations

import pytest

from solver import registry
from solver.notes import compared, examples, known, problem_of
from solver.record.engine import run
from tests.test_help import said
from tests.typed import problem_of as typed

EXAMPLES = pytest.mark.parametrize("example", known(), ids=lambda example: example.id)
PRINTED_RIGHT = {"conv-size", "minibatch", "mlp-params", "momentum", "perceptron-and"}
"""Examples whose erratum is about another line than that of an answer."""


def test_all_examples_are_there():
    assert len(examples()) == 70
    assert len({example.id for example in examples()}) == 70
    assert {example.command[0] for example in known()} <= registry.entries().keys()


@EXAMPLES
def test_where_the_notes_disagree_a_reason_is_told(example):
    differs = [row.name for row in compared(example) if not row.agrees]
    assert bool(differs) == (bool(example.erratum) and example.id not in PRINTED_RIGHT), differs


@EXAMPLES
def test_a_command_line_poses_the_problem_that_the_command_does(example, dlsolve):
    """The spelled givens are those that the options would give."""
    posed = problem_of(example)
    words = [word for word in example.command[1:] if not word.startswith("--")]
    spelled = [
        text for value in posed.spelled.values() for text in ([value] if isinstance(value, str) else value)
    ]
    assert sorted(words) == sorted(text for text in spelled if text != "true")


def test_the_list_tells_who_is_right(capsys):
    shown = said(capsys, "notes").out
    table = shown.partition("Where the notes are wrong")[0]
    lines = {line.split()[0]: line for line in table.splitlines() if line.split()}
    assert lines["max-pool"].rstrip().endswith("no")
    assert lines["softmax"].split()[1] == "probabilities"
    assert "(a + b)/2" in lines["uniform-symbolic"]
    assert "the 2x2 maxima are" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_an_example_is_solved_and_what_is_wrong_with_it_is_told(capsys):
    shown = said(capsys, "notes", "confusion-spam")
    assert "recall = 8/9" in shown.out.replace("\u2248", "=")
    assert "The notes (B 11-10-25): recall = 40/(40+5)" in shown.err


@pytest.mark.parametrize(
    ("words", "told"), [(["no-such"], "must be one of"), (["-f", "json"], "goes with the name")]
)
def test_what_there_is_not_is_refused(capsys, words, told):
    assert told in said(capsys, "notes", *words, status=2).err


@pytest.mark.parametrize("command", sorted({example.command[0] for example in known()} - {"uniform"}))
def test_the_example_of_a_type_is_one_of_the_notes(command):
    """Up to defaults; that of the uniform distribution has letters, which a program cannot take."""
    own = typed(f"{command} {registry.find(command).load().example}")
    told = [problem_of(example) for example in known() if example.command[0] == command]
    assert run(own).numbers in [run(problem).numbers for problem in told]
