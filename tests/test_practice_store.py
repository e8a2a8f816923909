"""What an evening of practice asks, and what is kept of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from solver.errors import InputError
from solver.practice.selection import ATTEMPTS, Drawn, UnderReview, draw
from solver.practice.skills import Aspect, Grade, Review, Skill, step_skills
from solver.practice.store import Answered, Reviewed, Store
from solver.record.engine import run
from tests.test_practice_session import NOW, bayes, choice, replies, session_of

# Which questions


def test_types_take_turns_after_the_first_questions():
    commands = ["conditional", "entropy", "vectors"]
    source = Drawn(commands, "easy", [bayes()])
    assert source.next().command == "bayes"
    for _ in range(2):
        assert sorted(source.next().command for _ in commands) == commands
    assert len(source.asked) == 7
    assert source.options(bayes()) == ()


def test_a_question_that_does_not_fit_is_taken_at_last():
    looked_at = []
    question = draw("conditional", "hard", lambda question: looked_at.append(question))
    assert (question.command, question.difficulty) == ("conditional", "hard")
    assert len(looked_at) == ATTEMPTS - 1
    third = draw("conditional", "easy", lambda question: looked_at.append(question) or len(looked_at) == 40)
    assert third is looked_at[39]


def test_whose_sheet_is_practised_has_to_be_told(in_process, tmp_path):
    (tmp_path / "r.csv").write_text("id,name\na,Ada\nb,Bob\n")
    made = ("sheet", "--type", "updates", "--count", 1, "--roster", "r.csv", "--seed", 3, "--combined")
    assert in_process(*made, "-o", "s.md", "--manifest", "m.json", cwd=tmp_path).returncode == 0
    refused = in_process("practice", "--sheet", "m.json", "--no-record", cwd=tmp_path)
    assert "--student is missing: m.json has the sheets of 2 students" in refused.stderr


def test_a_version_of_a_sheet_is_practised_by_its_letter(in_process, tmp_path, monkeypatch):
    made = ("sheet", "--type", "updates", "--count", 1, "--versions", 2, "--seed", 3, "--combined")
    assert in_process(*made, "-o", "s.md", "--manifest", "m.json", cwd=tmp_path).returncode == 0
    monkeypatch.setattr("sys.stdin", None)
    practice = ("practice", "--sheet", "m.json", "--no-record")
    refused = in_process(*practice, cwd=tmp_path)
    assert "--student is missing: m.json has the sheets of 2 versions" in refused.stderr
    assert (
        "--student must be an id in m.json, got 'C'"
        in in_process(*practice, "--student", "C", cwd=tmp_path).stderr
    )
    posed = [in_process(*practice, "--student", letter, cwd=tmp_path) for letter in "AB"]
    assert [done.returncode for done in posed] == [0, 0]
    assert posed[0].stdout != posed[1].stdout


# The store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "folder" / "practice.sqlite3")


def reviewed(at, *skills, grade=Grade.AGAIN, difficulty="easy", begins=True):
    return Reviewed(at, difficulty, "", tuple(Review(skill, grade, begins) for skill in skills))


def test_what_is_under_review_comes_in_the_order_in_which_it_is_due(store):
    step, mistake = Skill("kl", Aspect.STEP, "Sum"), Skill("kl", Aspect.MISTAKE, "swapped")
    other = Skill("adam", Aspect.STEP, "Step")
    store.keep([reviewed(NOW + timedelta(hours=1), step), reviewed(NOW, mistake, other)])
    found = store.scheduled(["kl"])
    assert [due.skill for due in found] == [mistake, step]
    assert [due.skill for due in store.scheduled(["kl", "adam"])] == [mistake, other, step]
    assert found[0].at == NOW + timedelta(minutes=10)
    # What was met again is as hard as it was then.
    store.keep([reviewed(NOW + timedelta(hours=2), mistake, difficulty="hard")])
    assert [(due.skill, due.difficulty) for due in store.scheduled(["kl"])] == [
        (step, "easy"),
        (mistake, "hard"),
    ]


def test_a_skill_that_begins_nothing_counts_only_where_it_is_under_review(store):
    skill = Skill("kl", Aspect.MISTAKE, "swapped")
    store.keep([reviewed(NOW, skill, grade=Grade.GOOD, begins=False)])
    assert store.scheduled(["kl"]) == []
    store.keep([reviewed(NOW, skill), reviewed(NOW, skill, grade=Grade.GOOD, begins=False)])
    (due,) = store.scheduled(["kl"])
    assert due.at >= NOW + timedelta(days=1)


def test_results_are_kept_together_or_not_at_all(store):
    answered = Answered(NOW, "kl", "easy", "", "kl = 1", "kl: right")
    with pytest.raises(AttributeError):
        store.keep([answered, None])
    skill = Skill("kl", Aspect.STEP, "Sum")
    store.keep([answered, reviewed(NOW, skill)])
    assert [due.skill for due in store.scheduled(["kl"])] == [skill]
    assert store.forget()
    assert not store.forget()
    assert list(store.path.parent.iterdir()) == []


def test_an_error_of_no_known_kind_is_told_as_it_is(store, monkeypatch):
    def broken(_):
        raise sqlite3.ProgrammingError("something else")

    monkeypatch.setattr(Store, "_connected", broken)
    with pytest.raises(InputError, match="the results of practice cannot be kept: something else"):
        store.require()


def test_only_what_is_due_is_asked_as_hard_as_it_was(store):
    skills = step_skills(run(bayes().problem))
    store.keep([reviewed(datetime.now(UTC), skills[1])])
    assert UnderReview(store, ["bayes"]).next() is None
    long_ago = datetime.now(UTC) - timedelta(days=2)
    store.keep([reviewed(long_ago, skills[2], difficulty="hard")])
    assert UnderReview(store, ["kl"]).next() is None
    assert UnderReview(store, ["bayes"]).next().difficulty == "hard"
    source = UnderReview(store, ["bayes"], "easy")
    assert source.next().difficulty == "easy"
    assert source.next() is None


def test_what_is_kept_of_a_session(store):
    session, _ = session_of(bayes(), store=store)
    replies(session, "evidence = 0.7", "evidence = 0.5")
    (page,) = session.leave()
    assert page.context["summary"].unsolved == 1
    assert page.context["review"].startswith("Next review: in ten minutes, bayes")
    assert store.scheduled(["bayes"])
    assert session.is_over


def answers_in(store):
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute("SELECT type, difficulty, code, answer, verdict FROM answers").fetchall()


def test_answers_are_kept_as_they_were_typed(store):
    session, _ = session_of(bayes(), store=store)
    replies(session, " evidence = 0.7 ", "evidence = 0.5; posteriors = 0.4, 0.6", "hint", "what?")
    first, second, third = answers_in(store)
    assert first[:4] == ("bayes", "medium", "", "evidence = 0.7")
    assert first[4] == "evidence: wrong"
    assert second[3] == third[3] == "evidence = 0.5; posteriors = 0.4, 0.6"
    assert (second[4], third[4]) == ("evidence: right", "posteriors: right")


def test_choices_are_kept_by_their_letters(store):
    session, _, _, right, wrong = choice(store)
    session.begin()
    replies(session, f"({wrong.letter}) ", right.letter)
    assert answers_in(store) == [
        ("kl", "medium", "", f"({wrong.letter})", f"option {wrong.letter}: wrong"),
        ("kl", "medium", "", right.letter, f"option {right.letter}: right"),
    ]
