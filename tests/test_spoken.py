"""Words on paper: mathematics in them is set as mathematics, and no code."""

from __future__ import annotations

import re

import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.mathematics.formula import Formula
from solver.record.blocks import Sentence
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.sweeps import one_by_default

TYPES = tuple(registry.entries())
CODE = re.compile(
    r"\b(alpha|beta|gamma|lambda|theta|sigma|epsilon|eta|mu|tau|rho|delta|phi|(x|y|m|v|theta|mu)hat|lr)\b"
    r"|\^|\w_\w|>=|<=|!=|\*\*|\$"
)
"""What is typed, and not written: names of Greek letters, powers and indices in characters."""

NAMES = {"F_beta": "the name of a measure"}


def sampled(command, difficulty):
    return registry.find(command).load().sample(RandomStream(f"spoken/{command}"), difficulty)


def words_of(phrase):
    told = " ".join(part for part in phrase if isinstance(part, str))
    for name in NAMES:
        told = told.replace(name, "")
    return told


@pytest.mark.parametrize("command", TYPES)
@one_by_default("difficulty", DIFFICULTIES, "hard")
def test_the_words_of_every_type_hold_no_code(command, difficulty):
    problem = sampled(command, difficulty)
    tasks = [task if isinstance(task, str) else task.text for task in problem.tasks]
    for text in (*tasks, problem.stem, problem.idea, problem.sanity):
        told = words_of(problem.spoken(text))
        assert not CODE.search(told), told
        assert "$" not in problem.told(text)


@pytest.mark.parametrize("command", TYPES)
@one_by_default("difficulty", DIFFICULTIES, "hard")
def test_the_words_of_a_working_hold_no_code(command, difficulty):
    for step in run(sampled(command, difficulty)).steps:
        sentences = [block.phrase for block in step.blocks if isinstance(block, Sentence)]
        for phrase in (step.title, step.reason, *sentences):
            assert not CODE.search(words_of(phrase)), words_of(phrase)


@pytest.mark.parametrize("command", ["svm", "ewma", "rnn", "least-squares", "winograd"])
def test_a_question_has_its_mathematics_in_words_and_formulas(command):
    version = registry.find(command).load().version
    questions = [question_of(Code(command, "hard", seed, version)) for seed in range(1, 7)]
    found = [question for question in questions if question.opening]
    assert found
    for question in found:
        (phrase,) = question.opening
        assert any(isinstance(part, Formula) for part in phrase)
        plain = "".join(part for part in phrase if isinstance(part, str))
        assert "$" not in question.task + question.stem + plain
        for words in re.findall(r"[A-Za-z]{5,}", plain):
            assert words in question.task


def test_words_of_a_teacher_are_left_as_they_are():
    from solver.sheets.questions import question_with

    question = question_with("ewma", {"values": "1,2", "beta": "0.9"}, "Each costs 5$ or 6$: smooth them.")
    assert question.opening == ()
    assert question.task == "Each costs 5$ or 6$: smooth them."


def test_dollars_in_names_are_no_mathematics():
    from solver.sheets.questions import question_with

    givens = {"priors": "0.2,0.8", "likelihoods": "0.5,0.1", "hypotheses": "a$,b$", "evidence": "$"}
    question = question_with("bayes", givens)
    assert "(a$, b$)" in question.task
    assert all(isinstance(part, str) for phrase in question.opening for part in phrase)
    assert "P($)" in question.problem.told_mistakes["not-normalized"]
