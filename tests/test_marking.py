"""How a class is marked, piece by piece: cells in parts, sheets looked up, counts and their words."""

from __future__ import annotations

from functools import partial

import pytest

from solver.grading.answer_cells import Entry, Reading, Trouble, read_entries
from solver.grading.grader import mark
from solver.grading.marks import Outcome
from solver.grading.papers import Asked, Paper, Papers, plain_version
from solver.grading.part_cells import read_in_parts
from solver.grading.submissions import MOST_STRANGERS, Intake, Submission
from solver.sheets.parts import QuestionPart
from solver.sheets.schema import ChoiceRules, QuestionRecord, Student
from solver.storage.csv_rows import Rows

# Cells in parts

PARTS = (QuestionPart("a", (), ("x",)), QuestionPart("b", (), ("y", "z")), QuestionPart("c", ()))
ANSWERS = ("x", "y", "z")


def pieces(*entries, is_name=lambda _: False):
    """What is read for which answers: the texts, each with the answer that its column is for."""
    found = {}

    def read(own, names):
        found[" ".join(names)] = [(entry.text, entry.answer) for entry in own]
        return Reading((), ())

    read_in_parts(entries, PARTS, ANSWERS, is_name, read)
    return found


def texts(cell, **more):
    return {names: [text for text, _ in own] for names, own in pieces(Entry(2, "1", cell), **more).items()}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("(a) 1 (b) 2", {"x": ["1"], "y z": ["2"]}),
        ("(b) 2 (a) 1 (b) 3", {"x": ["1"], "y z": ["2", "3"]}),
        ("a) 1, b) 2;", {"x": ["1"], "y z": ["2"]}),
        ("A: 1\nB : 2", {"x": ["1"], "y z": ["2"]}),
        ("(a)=1 (b): 2", {"x": ["1"], "y z": ["2"]}),
        ("0.5; (b) 2", {"x y z": ["0.5"], "y z": ["2"]}),
        ("(a) 1 (d) 2", {"x": ["1 (d) 2"]}),
        ("(a)", {}),
        # What a person has to judge is read by nobody.
        ("(c) because (a) 1", {"x": ["1"]}),
        ("(c) because", {}),
        # Within brackets, and in names, no part begins.
        ("(a) [1, (b) 2]", {"x": ["[1, (b) 2]"]}),
        ("(a) f(1, (b) 2) (b) 3", {"x": ["f(1, (b) 2)"], "y z": ["3"]}),
        ("(1, 2)) (b) 3", {"x y z": ["(1, 2))"], "y z": ["3"]}),
        ("norm(a) = 3", {"x y z": ["norm(a) = 3"]}),
        ("norm (a) = 5", {"x y z": ["norm (a) = 5"]}),
        ("x = 1; norm (a) = 5", {"x y z": ["x = 1; norm (a) = 5"]}),
        ("x = 1; (a) = 5", {"x y z": ["x = 1"], "x": ["5"]}),
        ("(b) yes (a) = 5", {"y z": ["yes"], "x": ["5"]}),
        ("(b) y = 1; norm (a) = 5", {"y z": ["y = 1; norm (a) = 5"]}),
        # Behind a number or a list no blank is needed.
        ("1.5(b) 2", {"x y z": ["1.5"], "y z": ["2"]}),
        ("1e-3(b)2", {"x y z": ["1e-3"], "y z": ["2"]}),
        ("50%(b)2", {"x y z": ["50%"], "y z": ["2"]}),
        ("[1,2](b)2", {"x y z": ["[1,2]"], "y z": ["2"]}),
        ("v1(b) 2", {"x y z": ["v1(b) 2"]}),
        ("1.5b) 2", {"x y z": ["1.5b) 2"]}),
        ("5 | b) 2 | a) |v| = 3", {"x y z": ["5"], "y z": ["2"], "x": ["|v| = 3"]}),
    ],
)
def test_a_cell_in_pieces(cell, found):
    assert texts(cell) == found


def test_a_letter_that_names_something_of_the_solution_means_that():
    assert texts("a: 1; b: 2", is_name=lambda letter: letter == "a") == {"x y z": ["a: 1"], "y z": ["2"]}
    # With a bracket it is a label all the same.
    assert texts("a) 1 (b) 2", is_name=lambda _: True) == {"x": ["1"], "y z": ["2"]}


def test_a_column_for_a_part_or_for_an_answer():
    part, answer = Entry(2, "1a", "7", "a"), Entry(2, "1.z", "8", "z")
    assert pieces(part, answer) == {"x": [("7", "")], "x y z": [("8", "z")]}
    assert pieces(Entry(2, "1a", "7 (b) 8", "a")) == {"x": [("7", "")], "y z": [("8", "")]}


def test_letters_of_parts_stand_for_their_answers():
    def reading(cell, is_name=lambda _: False):
        read = partial(read_entries, decimal_comma=False)
        found = read_in_parts([Entry(4, "Q1", cell)], PARTS, ANSWERS, is_name, read)
        return {claim.name: claim.value.text for claim in found.claims}, found

    assert reading("A = 1; y = 2; b) z = 3")[0] == {"x": "1", "y": "2", "z": "3"}
    assert reading("a = 1", lambda _: True)[0] == {"a": "1"}
    # A letter that stands for two answers stands for neither.
    assert reading("b = 2")[0] == {"b": "2"}
    values, found = reading("x = 2 (a) 1")
    assert values == {"x": "2"}
    assert found.troubles == (Trouble(4, "Q1", "x is given twice"),)
    values, found = reading("(a) x = ?; (b) y = ?; z = 3")
    assert values == {"z": "3"}
    assert found.unread == {"x", "y"}
    # What was read elsewhere is not unread.
    values, found = reading("x = 5 (a) x = ?")
    assert values == {"x": "5"}
    assert found.unread == set()


# Sheets that are looked up


def record(place=1, **more):
    return QuestionRecord(**{"place": place, "type": "kl", "givens": {}, "task": "", **more})


def paper(name, *asked, examples=()):
    return Paper(Student(id=name), asked, examples)


def test_whose_sheet_is_meant():
    papers = Papers({name: paper(name) for name in ("00101", "0x7", "007", "07", "ada lovelace", "s-20")})
    found = {name: papers.of(Student(id=name)) for name in ("101", "00101", "x7", "7", "ADA LOVELACE", "")}
    assert {name: each and each.student.id for name, each in found.items()} == {
        "101": "00101",
        "00101": "00101",
        "x7": None,
        "7": None,
        "ADA LOVELACE": None,
        "": None,
    }
    assert papers.like("AdaLovelace") == "ada lovelace"
    assert papers.like("0s-20") == "s-20"
    assert papers.like("ada lovelxce") == "ada lovelace"
    assert papers.like("zzz") == ""


def test_a_sheet_that_many_got_is_that_of_each_of_them():
    shared, other = paper(""), paper("")
    common = Papers({}, shared)
    assert common.of(Student(id="x", name="Xenia")).student == Student(id="x", name="Xenia")
    assert common.sheets == (shared,)
    versions = Papers({}, None, {"A": shared, "B": other})
    assert versions.of(Student(id="x"), "version b").student.id == "x"
    assert versions.of(Student(id="x"), "C") is None
    assert versions.sheets == (shared, other)


@pytest.mark.parametrize("text", ["b", " B ", "Version B", "(b)", "version (B).", "VERSION b"])
def test_a_version_however_it_is_written(text):
    assert plain_version(text) == "B"


def test_a_question_by_its_code_or_its_number():
    first, second = Asked(1, record(code="QTBGS-DWTMT"), 1.0), Asked(2, record(2), 1.0)
    example = Asked(3, record(3, style="worked", code="J5XAN-DWTM6"), 0.0)
    sheet = paper("s1", first, second, examples=(example,))
    assert sheet.find("qtbgs dwtmt") == (first, "")
    assert sheet.find("Q2") == (second, "")
    assert sheet.find("2.kl") == (second, "kl")
    assert sheet.find("3") == sheet.find("J5XANDWTM6") == (example, "")
    assert sheet.find("4") == (None, "")
    # A question without a code has not the code of nothing.
    assert sheet.find("") == sheet.find("what") == (None, "")
    assert sheet.numbered(2) is second


@pytest.mark.parametrize(
    ("options", "changes", "none", "right", "letters"),
    [
        ((("m",), (), ("n",)), (), False, "B", "ABC"),
        ((("m",), (), ("n",)), ({}, {"q": "1"}, {}), True, "D", "ABCD"),
        ((("m",), (), ()), ({}, {"q": "1"}, {}), True, "C", "ABCD"),
        (((), ("m",)), ({}, {}), False, "A", "AB"),
        ((("m",), ("n",)), ({}, {}), False, "", "AB"),
    ],
)
def test_the_letters_of_options_and_the_right_one(options, changes, none, right, letters):
    rules = ChoiceRules(none_of_these=none)
    asked = Asked(1, record(style="choice", options=options, changes=changes, choice=rules), 1.0)
    assert (asked.right_letter, asked.letters) == (right, letters)


def test_a_wrong_choice_costs_marks_only_where_there_are_marks():
    rules = ChoiceRules(penalty=0.5)
    assert Asked(1, record(marks=2.0, choice=rules), 2.0).penalty == -0.5
    assert Asked(1, record(marks=0.0, choice=rules), 1.0).penalty == 0
    assert str(Asked(1, record(marks=2.0), 2.0).penalty) == "0.0"


def test_the_first_of_several_cells_is_told_where_there_is_no_value():
    asked = Asked(2, record(2, type="adam", givens={"grads": "0.3"}, asked=("m", "v"), marks=2.0), 2.0)
    cells = {2: (Entry(5, "Q2.m", ";", "m"), Entry(5, "Q2.v", ";", "v"))}
    (found,) = mark(Submission(Student(id="s1"), (asked,), cells)).marks
    assert found.troubles == (Trouble(5, "Q2.m", "there is no value in it"),)
    assert (found.outcome, found.feedback) == (Outcome.UNREADABLE, "there is no value in it")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ZeroDivisionError("by nothing"), "cannot be judged (ZeroDivisionError: by nothing)"),
        (ArithmeticError(), "cannot be judged (ArithmeticError)"),
    ],
)
def test_what_cannot_be_judged_is_left_to_a_person_with_its_reason(monkeypatch, error, told):
    def broken(*_, **__):
        raise error

    monkeypatch.setattr("solver.grading.grader.check", broken)
    asked = Asked(2, record(2, type="adam", givens={"grads": "0.3"}, asked=("m",), marks=2.0), 2.0)
    (found,) = mark(Submission(Student(id="s1"), (asked,), {2: (Entry(5, "Q2", "0.03"),)})).marks
    assert (found.outcome, found.feedback, found.earned) == (Outcome.NOT_JUDGED, told, 0)
    assert found.troubles == (Trouble(5, "Q2", told),)


@pytest.mark.parametrize(
    ("cell", "outcome", "earned"),
    [
        ("0.2075", Outcome.RIGHT, 1),
        ("C", Outcome.RIGHT, 1),
        # One digit does not tell whether it is right: no marks, and none are lost.
        ("0.2", Outcome.UNDECIDED, 0),
        ("0.3", Outcome.WRONG, -0.25),
        ("A", Outcome.WRONG, -0.25),
        ("E", Outcome.UNREADABLE, 0),
    ],
)
def test_a_choice_by_its_letter_or_its_value(cell, outcome, earned):
    options = (("upside-down",), ("swapped",), (), ("wrong-base",))
    asked = record(
        style="choice",
        givens={"p": "1/2,1/2", "q": "1/4,3/4"},
        asked=("kl",),
        options=options,
        marks=1.0,
        choice=ChoiceRules(penalty=0.25),
    )
    cells = {1: (Entry(2, "1", cell),)}
    (found,) = mark(Submission(Student(id="s1"), (Asked(1, asked, 1.0),), cells)).marks
    assert (found.outcome, found.earned) == (outcome, earned)


# Strangers


def test_only_the_first_strangers_are_told_who_was_meant():
    told = []
    intake = Intake(Papers({"student": paper("student")}), told.append)
    row = {"version": "", "question": "1", "answer": "1"}
    rows = ((n, {"id": f"studen{n}", **row}) for n in range(2, MOST_STRANGERS + 5))
    assert list(intake.submissions(Rows(("id", "question", "answer"), rows), "a.csv")) == []
    assert len(told) == MOST_STRANGERS + 3
    assert sum("did you mean 'student'?" in trouble.words for trouble in told) == MOST_STRANGERS
    assert "did you mean" in told[MOST_STRANGERS - 1].words
    assert told[-1].words.endswith("is not in the manifest")
