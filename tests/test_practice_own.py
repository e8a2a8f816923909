"""Practice of questions in a teacher's own words: what is shown of them, and what counts as right."""

from __future__ import annotations

import io

import pytest

from solver.practice.exercise import Exercise
from solver.practice.selection import Listed
from solver.practice.session import Session
from solver.sheets.own import own_givens
from solver.sheets.questions import question_with
from tests.test_practice_session import notes, templates

EXAM = """
title = "Exam"
[[section]]
[[section.question]]
text = "The loss is $L(w) = w^2$."
part = [
  { text = "Give $L(2)$.", answer = 4, tolerance = 0.5, marks = 1 },
  { text = "Is it convex?", answer = true, marks = 1 },
  { text = "Explain it.", marks = 2 },
]
[[section.question]]
text = "Why?"
[[section.question]]
type = "bayes"
givens = { priors = [0.25, 0.75], likelihoods = [0.8, 0.4] }
part = [{ asked = "evidence" }, { asked = "posteriors", text = "Which is likelier?" }]
"""


def own(*rows):
    """A question of a teacher: its parts, each with its words, its answer and its tolerance."""
    return question_with("own", own_givens("A loss.", [(*row, "So it is.", 0.0) for row in rows]))


def begun(question):
    session = Session(Listed([(question, ())]), None)
    session.begin()
    return session


@pytest.mark.parametrize(
    ("answer", "tolerance", "line", "is_solved"),
    [
        (4, 0.5, "4.5", True),
        (4, 0.5, "answer = 4.51", False),
        (4, None, "4", True),
        (4, None, "4.1", False),
        (0.333333, None, "0.333", True),
        (0.333333, None, "0.33", False),
        ("1,2", None, "answer = (1, 2)", True),
        ("1,2", None, "answer = (2, 1)", False),
        (True, None, "yes", True),
        (True, None, "no", False),
    ],
)
def test_an_answer_counts_as_the_teacher_wants_it(answer, tolerance, line, is_solved):
    exercise = Exercise(own(("", answer, tolerance)))
    exercise.judge(line)
    assert (exercise.is_solved, exercise.was_easy) == (is_solved, is_solved)


def test_what_is_missing_is_asked_for():
    session = begun(own(("Give it.", 4, 0.5), ("Convex?", True, None), ("Why?", "", None)))
    assert session.exercise.asked == ("a", "b")
    assert notes(session.reply("a = 4.4")) == ["Still to give: b."]
    assert templates(session.reply("b = no")) == ["check"]
    assert not session.exercise.is_solved
    # What is wrong still does not undo what is right.
    assert notes(session.reply("b = yes"))[0].startswith("Solved.")
    assert session.exercise.is_solved
    assert not session.exercise.was_easy


def test_digits_that_are_too_few_are_told():
    session = begun(own(("", 0.333333, None)))
    (page,) = session.reply("0.33")
    (verdict,) = page.context["report"].verdicts
    assert verdict.worst.words == "its digits are too few to tell"
    (page,) = session.reply("c = 1")
    assert "c" in str(page.trouble)


def test_no_model_is_said_to_have_checked_what_a_teacher_wrote(in_process, tmp_path, monkeypatch):
    (tmp_path / "exam.toml").write_text(EXAM)
    made = ("sheet", "--blueprint", "exam.toml", "--seed", 1, "-o", "s.md", "--manifest", "m.json")
    assert in_process(*made, cwd=tmp_path).returncode == 0
    lines = b"show\nnext\nshow\nnext\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    shown = in_process("practice", "--sheet", "m.json", "--no-record", cwd=tmp_path).stdout
    first, second = shown.split("Question 1: ")[1].split("Question 2: ")
    # The parts are shown as they stand on paper, and what only a person can judge is left out.
    for words in ("The loss is L(w) = w²", "(a) Give L(2).", "(b) Is it convex?", "(c) Explain it."):
        assert words in first
    assert first.startswith("own")
    assert "model agrees" not in first
    assert second.startswith("bayes")
    assert "(a) Find the probability of the evidence." in second
    assert "(b) Which is likelier?" in second
    assert "model agrees" in second
    assert "Why?" not in shown
