"""An evening of practice, line by line: what each line is answered with, and what it has shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from solver import registry
from solver.practice.exercise import Exercise
from solver.practice.hints import Level, hints_of
from solver.practice.selection import Listed
from solver.practice.session import ASIDE, HELP, WITHOUT_OPTIONS, Session
from solver.practice.skills import Aspect, Grade, Review, Skill, step_skills
from solver.practice.store import Due
from solver.practice.summary import Summary, Weakness, next_review
from solver.record.blocks import Rewriting
from solver.record.engine import run
from solver.rendering.printing import Style
from solver.sheets.codes import Code
from solver.sheets.options import options_of
from solver.sheets.questions import question_of, question_with

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def bayes():
    """The evidence is 0.25 · 0.8 + 0.75 · 0.4 = 0.5, the posteriors are 0.4 and 0.6."""
    question = question_with("bayes", {"priors": "0.25,0.75", "likelihoods": "0.8,0.4"})
    return replace(question, asked=("evidence", "posteriors"))


def session_of(*questions, store=None):
    session = Session(Listed([(question, ()) for question in questions]), store)
    return session, session.begin()


def notes(pages):
    return [page.context["words"] for page in pages if page.template == "practice_note"]


def templates(pages):
    return [page.template for page in pages]


def replies(session, *lines):
    return [session.reply(line) for line in lines]


# Lines


def test_a_question_is_answered_one_value_at_a_time():
    session, (posed,) = session_of(bayes(), bayes())
    assert posed.template == "practice_question"
    assert posed.context["number"] == 1
    assert [name for name, _ in posed.context["asked"]] == ["evidence", "posteriors"]
    assert posed.context["task"] == bayes().task
    assert "evidence = " in session.words
    first, second = replies(session, "evidence = 0.5", "posteriors = 0.4, 0.6")
    assert templates(first) == ["check", "practice_note"]
    assert notes(first) == ["Still to give: posteriors."]
    assert notes(second) == ["Solved. Enter for the next question, again for one like this."]
    # It is said once, and what is wrong now does not undo it.
    assert notes(session.reply("evidence = 0.5")) == []
    assert notes(session.reply("evidence = 0.9")) == []
    assert session.exercise.is_solved
    (following,) = session.reply("")
    assert following.context["number"] == 2
    assert session.reply("") == []
    assert session.reply("next") == []
    assert session.is_over
    assert "evidence = " not in session.words


def test_a_wrong_value_is_no_time_to_ask_for_more():
    session, _ = session_of(bayes())
    pages = session.reply("evidence = 0.7")
    assert templates(pages) == ["check"]
    (report,) = [page.context["report"] for page in pages]
    assert [verdict.name for verdict in report.verdicts] == ["evidence"]
    # Only the line itself is judged, though all answers so far are taken together.
    (report,) = [page.context["report"] for page in session.reply("posteriors = 0.4, 0.6")[:1]]
    assert [verdict.name for verdict in report.verdicts] == ["posteriors"]


def test_what_cannot_be_read_is_told_and_the_rest_is_judged():
    session, _ = session_of(bayes())
    pages = session.reply("evidence = 0.5; posteriors = what")
    assert [page.trouble is not None for page in pages] == [True, False, False]
    assert "evidence" in session.exercise.claims
    pages = session.reply("evidence = ")
    assert pages
    assert all(page.trouble is not None for page in pages)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("hnit", "Did you mean hint?"),
        ("nexxt please", "Did you mean next?"),
        ("what is this", ASIDE),
        ("b", WITHOUT_OPTIONS),
        ("(C)", WITHOUT_OPTIONS),
    ],
)
def test_other_lines_get_a_word_of_advice(line, words):
    session, _ = session_of(bayes())
    assert notes(session.reply(line)) == [words]
    assert session.leave() == []


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("help", "practice_help"),
        ("?", "practice_help"),
        ("HINT", "practice_hint"),
        ("h", "practice_hint"),
        ("hint, please", "practice_hint"),
        ("names", "practice_names"),
        ("skip", "practice_question"),
        ("another", "practice_question"),
        ("again.", "practice_question"),
    ],
)
def test_words_for_what_is_to_be_done(line, template):
    session, _ = session_of(bayes(), bayes())
    assert templates(session.reply(line)) == [template]


@pytest.mark.parametrize("line", ["quit", "q", "exit!", "Bye"])
def test_words_that_leave(line):
    session, _ = session_of(bayes())
    assert session.reply(line) == []
    assert session.is_over
    assert session.leave() == []


@pytest.mark.parametrize("line", ["show", "solution", "working", "show it"])
def test_the_whole_working(line):
    session, _ = session_of(bayes())
    shown, said = session.reply(line)
    assert shown.solution.command == "bayes"
    assert notes([said]) == ["Enter for the next question, again for one like this."]
    assert notes(session.reply("evidence = 0.5")) == []
    (page,) = session.leave()
    assert page.context["summary"].counts == "1 question: 1 not solved."


@pytest.mark.parametrize("command", ["lagrange", "linear-system", "separable"])
def test_what_is_asked_is_the_same_in_every_case(command):
    version, asked, names = registry.find(command).load().version, set(), set()
    for seed in range(12):
        session, (posed,) = session_of(question_of(Code(command, "easy", seed, version)))
        asked.add(tuple(posed.context["asked"]))
        (page,) = session.reply("names")
        names.add((*page.context["answers"], page.context["is_short"]))
    assert len(asked) == len(names) == 1


def test_help_and_names_tell_what_can_be_typed():
    session, _ = session_of(bayes())
    (told,), (names,) = replies(session, "help", "names")
    assert told.context["rows"] == HELP
    assert all(typed and words for typed, words in HELP)
    answers = dict(names.context["answers"])
    assert list(answers) == ["evidence", "posteriors"]
    assert answers["evidence"] == "probability of the evidence"
    assert "0.5" not in names.context["quantities"]


def test_another_question_like_this_has_other_numbers():
    session, _ = session_of(bayes())
    (posed,) = session.reply("again")
    assert posed.context["number"] == 2
    assert posed.context["question"].command == "bayes"
    assert posed.context["question"].fingerprint != bayes().fingerprint


def test_hints_open_a_step_once_and_come_to_an_end():
    session, _ = session_of(bayes())
    opened, level = [], 0
    while True:
        (page,) = session.reply("hint")
        if page.template != "practice_hint":
            break
        hint = page.context["hint"]
        opened.append((hint.step, page.context["opens"]))
        level = max(level, hint.level)
    steps = [step for step, _ in opened]
    assert steps == sorted(steps)
    assert [opens for _, opens in opened] == [step not in steps[:n] for n, step in enumerate(steps)]
    assert set(steps) == set(range(len(page_steps(session))))
    assert level == Level.VALUE
    assert notes([page]) == ["There is nothing more to tell; show gives the whole working."]


@pytest.mark.parametrize("command", ["bayes", "eigen", "perceptron", "inverse", "adam"])
def test_a_hint_tells_something_and_its_formula_begins_as_it_ends(command):
    solution = run(question_of(Code(command, "easy", 3, registry.find(command).load().version)).problem)
    hints = hints_of(solution, {})
    assert all(hint.blocks or hint.criterion or not solution.steps[hint.step].blocks for hint in hints)
    told = [(hint.step, hint.blocks, hint.hidden) for hint in hints if hint.blocks]
    assert all(one not in told[:place] for place, one in enumerate(told))
    begun = None
    for hint in hints:
        block = hint.blocks[-1] if hint.blocks else None
        if isinstance(block, Rewriting):
            assert block.forms
            if hint.level is Level.VALUE and begun is not None and begun.left == block.left:
                assert begun.forms == block.forms[:1]
            begun = block


def page_steps(session):
    return session.exercise.solution.steps


def test_nothing_to_ask_is_told():
    session, pages = session_of()
    assert notes(pages) == ["The sheet has no question to answer."]
    assert session.is_over
    assert session.reply("hint") == []
    assert session.reply("") == []
    assert session.leave() == []


def choice(store=None):
    """A session with a choice: its question, a right option and one that a mistake leads to."""
    question = question_with("kl", {"p": "1/2,1/2", "q": "1/4,3/4"})
    solution = run(question.problem)
    options = options_of(question, solution, Style(exact=solution.exact))
    right = next(option for option in options if option.is_right)
    wrong = next(option for option in options if option.mistakes)
    return Session(Listed([(question, options)]), store), question, options, right, wrong


def test_a_choice_is_taken_by_its_letter():
    session, question, options, right, wrong = choice()
    (posed,) = session.begin()
    assert posed.context["options"] == options
    assert posed.context["task"] == question.stem
    (said,) = session.reply(f" ({wrong.letter}) ")
    assert said.context["option"] == wrong
    assert said.context["verdict"] == f"wrong, {wrong.words}"
    first, second = session.reply(right.letter.lower())
    assert (first.context["option"], first.context["verdict"]) == (right, "right")
    assert second.context["words"].startswith("Solved.")
    exercise = session.exercise
    assert exercise.is_solved
    assert not exercise.was_easy
    assert set(exercise.mistakes) == set(wrong.mistakes)
    grades = {review.skill.name: review.grade for review in exercise.reviews()}
    assert all(grades[name] is Grade.AGAIN for name in wrong.mistakes)


# What it has shown


def exercise_after(*lines, hints=0, show=False):
    exercise = Exercise(bayes())
    for line in lines:
        exercise.judge(line)
    for _ in range(hints):
        exercise.hint()
    if show:
        exercise.show()
    return exercise


def graded(exercise):
    """The grades of the steps, by their positions; those of mistakes by their names."""
    steps = {skill: place for place, skill in enumerate(step_skills(exercise.solution))}
    return {steps.get(review.skill, review.skill.name): review.grade for review in exercise.reviews()}


def test_how_each_step_went():
    assert graded(exercise_after()) == {}
    solved = exercise_after("evidence = 0.5; posteriors = 0.4, 0.6")
    assert (solved.is_solved, solved.was_easy, solved.was_tried) == (True, True, True)
    assert {grade for key, grade in graded(solved).items() if isinstance(key, int)} == {Grade.GOOD}
    first = graded(exercise_after("evidence = 0.5"))
    assert first[1] is Grade.GOOD
    assert 2 not in first
    wrong = exercise_after("evidence = 0.7", "evidence = 0.5", "posteriors = 0.4, 0.6")
    assert (wrong.is_solved, wrong.was_easy) == (True, False)
    assert graded(wrong)[1] is Grade.AGAIN
    assert graded(wrong)[2] is Grade.GOOD


def test_a_wrong_answer_in_words_is_a_fault_of_its_step():
    exercise = Exercise(question_with("eigen", {"matrix": "2,1;1,2"}))
    exercise.judge("diagonalizable = no")
    (step,) = {answer.step for answer in exercise.solution.answers if answer.name == "diagonalizable"}
    assert graded(exercise) == {step: Grade.AGAIN}


def test_how_hints_and_the_working_count():
    hinted = exercise_after(hints=1)
    assert (hinted.was_tried, hinted.was_easy) == (True, False)
    assert set(graded(hinted).values()) == {Grade.AGAIN}
    late = Exercise(bayes())
    first, second = late.hint(), late.hint()
    assert (first.level, second.level) == (Level.VALUE, Level.FORMULA)
    late.judge("evidence = 0.5; posteriors = 0.4, 0.6")
    assert graded(late)[first.step] is Grade.AGAIN
    assert graded(late)[second.step] is Grade.HARD
    # What is told of a question that is solved already shows nothing.
    solved = exercise_after("evidence = 0.5; posteriors = 0.4, 0.6", hints=3)
    assert solved.was_easy
    assert Grade.AGAIN not in graded(solved).values()
    shown = exercise_after("evidence = 0.5", show=True)
    assert (shown.is_shown, shown.was_tried) == (True, True)
    assert graded(shown)[1] is Grade.GOOD
    assert graded(shown)[2] is Grade.AGAIN
    shown.judge("posteriors = 0.4, 0.6")
    assert (shown.is_solved, graded(shown)[2]) == (False, Grade.AGAIN)
    after = exercise_after("evidence = 0.5; posteriors = 0.4, 0.6", show=True)
    assert (after.is_shown, after.is_solved) == (False, True)


def tried(command="kl", *, easy=False, solved=False, mistakes=()):
    return SimpleNamespace(
        was_easy=easy, is_solved=solved, question=SimpleNamespace(command=command), mistakes=dict(mistakes)
    )


def test_the_summary_of_an_evening():
    summary = Summary()
    step, mistake = Skill("kl", Aspect.STEP, "Ratios"), Skill("kl", Aspect.MISTAKE, "swapped")
    well = Review(Skill("kl", Aspect.STEP, "Sum"), Grade.GOOD)
    summary.add(tried(easy=True, solved=True), (well,))
    summary.add(tried(solved=True, mistakes={"swapped": "is swapped"}), (Review(mistake, Grade.AGAIN), well))
    summary.add(tried(mistakes={"swapped": "is swapped"}), (Review(step, Grade.AGAIN),) * 2)
    summary.add(tried("adam", solved=True), (Review(step, Grade.HARD),))
    summary.add(tried("pool", mistakes={"m": "is lost"}), ())
    assert summary.tried == 5
    assert summary.counts == (
        "5 questions: 1 solved at once, 2 solved with a hint or a second try, 2 not solved."
    )
    assert summary.mistakes == ("kl: is swapped (2 times)", "pool: is lost")
    assert summary.weaknesses == (Weakness("kl", ("Ratios",)),)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in one minute"),
        (89, "in one minute"),
        (100, "in two minutes"),
        (59 * 60, "in 59 minutes"),
        (60 * 60, "in one hour"),
        (100 * 60, "in two hours"),
        (23 * 3600, "in 23 hours"),
        (24 * 3600, "in one day"),
        (60 * 3600 + 3600, "in three days"),
    ],
)
def test_when_the_next_review_is(seconds, words):
    due = Due(Skill("kl", Aspect.STEP, "x"), "easy", NOW + timedelta(seconds=seconds))
    later = due._replace(at=due.at + timedelta(days=9), skill=Skill("adam", Aspect.STEP, "x"))
    assert next_review([due, later], NOW) == f"Next review: {words}, kl (dlsolve practice --due)."


def test_what_is_due_now():
    assert next_review([], NOW) == ""
    due = [Due(Skill(name, Aspect.STEP, "x"), "easy", NOW) for name in ("pool", "kl", "pool")]
    later = Due(Skill("adam", Aspect.STEP, "x"), "easy", NOW + timedelta(seconds=1))
    assert next_review([*due, later], NOW) == "Due now: kl, pool (dlsolve practice --due)."
