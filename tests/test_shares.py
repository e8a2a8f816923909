"""How marks are shared out over the steps, and what is said of steps in which nothing was written."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver import registry
from solver.checking.asked import all_asked
from solver.checking.marking import check
from solver.checking.part_marks import whole_of
from solver.checking.proofs import Dependencies
from solver.checking.written.answer_parser import read_claim
from solver.errors import InputError
from solver.record.engine import run
from solver.record.marks import require_marks, shares
from solver.registry import find
from solver.sampling.random_stream import RandomStream

THREE_STEPS = [2, 2, 2]
"""Each works out two quantities."""


@pytest.mark.parametrize("marks", ["0.75", "1", "1.5", "2", "2.25", "3", "4", "4.5", "7"])
def test_equal_steps_get_equal_shares_as_far_as_parts_allow(marks):
    """No two differ by more than one part: a quarter, or a half where there is a mark for each."""
    marks = Fraction(marks)
    parts = shares(THREE_STEPS, float(marks))
    part = Fraction(1, 2) if marks >= 3 and (marks * 2).denominator == 1 else Fraction(1, 4)
    assert sum(parts) == marks
    assert max(parts) - min(parts) <= part
    assert min(parts) >= part
    assert all((worth / part).denominator == 1 for worth in parts)
    assert list(parts) == sorted(parts, reverse=True)


def test_marks_are_quarters_up_to_a_thousand():
    for marks in (0.25, 2.75, 1000):
        require_marks(marks)
    for marks in (0, -1, 0.1, 1000.25, float("nan")):
        with pytest.raises(InputError, match=r"--marks must be a multiple of 0\.25 up to 1000, got"):
            require_marks(marks)


def test_too_few_marks_go_to_the_first_steps():
    assert shares(THREE_STEPS, 0.5) == (Fraction(1, 4), Fraction(1, 4), 0)


def test_a_step_that_nothing_was_asked_of_says_that_nothing_was_written():
    problem = find("bayes").load().of(priors="0.6,0.4", likelihoods="0.9,0.4")
    report = check(problem, [read_claim("evidence=0.6")], 4, asked=("evidence",))
    assert [step.words for step in report.steps] == ["nothing written", "", "nothing written"]
    assert [step.earned for step in report.steps] == [0, 0, 0]


@pytest.mark.parametrize("command", registry.entries())
def test_what_is_asked_alone_weighs_most(command):
    """No step that only prepares it earns more than the one that finds it."""
    kind = registry.find(command).load()
    solution = run(kind.sample(RandomStream(f"shares/{command}"), "medium"))
    record = Dependencies(solution)
    for answer in solution.answers:
        worth = whole_of(solution, all_asked(solution, (answer.name,)), 6.0, ()).worth
        asked = set(record.of_answer(answer))
        own = [part for part, lines in zip(worth, record.steps, strict=True) if asked.intersection(lines)]
        assert max(own, default=0) == max(worth), answer.name
