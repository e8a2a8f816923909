"""A wording that asks for some of the answers: only those are wanted."""

from __future__ import annotations

from solver.checking.answer_parser import read_claim
from solver.checking.marking import check
from solver.grading.papers import Asked
from solver.problem import DIFFICULTIES
from solver.registry import find
from solver.sheets.codes import Code
from solver.sheets.items import Ordered, make_item
from solver.sheets.questions import question_of, question_with
from solver.sheets.serialization import question_record

GIVENS = {"priors": "0.25,0.75", "likelihoods": "0.8,0.4"}
RIGHT = "posteriors=0.4,0.6"


def report(*answers, asked=()):
    problem = question_with("bayes", GIVENS).problem
    return check(problem, [read_claim(answer) for answer in answers], 4.0, asked=asked)


def test_what_is_asked_earns_all_marks():
    assert report(RIGHT, asked=("posteriors",)).earned == 4
    assert report(RIGHT, asked=("posteriors",)).missing == ()


def test_what_is_not_given_is_missing_where_all_is_asked():
    found = report("evidence=0.5")
    assert found.missing == ("posteriors",)
    assert found.earned < 4


def test_what_is_not_asked_may_be_wrong_by_itself_only():
    assert report(RIGHT, "evidence=0.7", asked=("posteriors",)).earned < 4


def asking(command, *names):
    """The first code of a type whose wording asks for these answers."""
    version = find(command).load().version
    codes = (Code(command, level, seed, version) for seed in range(60) for level in DIFFICULTIES)
    return next(code for code in codes if question_of(code).asked == names)


def test_a_code_is_checked_by_what_its_question_asks(dlsolve):
    code = asking("bayes", "posteriors")
    told = dlsolve("check", code)
    assert told.returncode == 2
    assert told.stderr.rstrip().endswith("the answers are posteriors")


def test_a_sheet_asks_for_nothing_else():
    question = question_of(asking("bayes", "posteriors"))
    record = question_record(Ordered(question, "question", marks=4.0))
    assert record.asked == ("posteriors",)
    paper = Asked(1, record, 4.0)
    assert paper.answers == ("posteriors",)
    choice = make_item(1, Ordered(question, "choice"), 4)
    assert {answer.name for option in choice.options for answer in option.answers} == {"posteriors"}


def test_where_the_working_is_printed_all_that_is_blank_is_asked():
    question = question_of(asking("bayes", "posteriors"))
    record = question_record(Ordered(question, "blanks", marks=4.0))
    assert record.asked == ()
    assert Asked(1, record, 4.0).answers == ("evidence", "posteriors")


def test_words_of_a_teacher_ask_for_everything():
    assert question_with("adam", {"grads": "0.3"}).asked == ("m", "v", "m_hat", "v_hat", "weights")
    assert question_with("adam", {"grads": "0.3"}, "Do three steps of Adam, please.").asked == ()
