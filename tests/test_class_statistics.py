"""What a class has done, in numbers: statistics of questions, the summary and the gradebook."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from solver.grading.answer_cells import Trouble
from solver.grading.gradebook import Gradebook, marks_by_column, total_of
from solver.grading.items import FEWEST, FULL, NOTHING, SOME, Item, ItemCount, correlation, items_of
from solver.grading.marks import Mark, Marked, Outcome, PartMark
from solver.grading.papers import Asked, Paper, Papers
from solver.grading.statistics import MOST_MISTAKES, MOST_TOTALS, PlaceCount, Tally
from solver.sheets.schema import Student
from tests.test_marking import record

# Questions


def mark(place=1, earned=1.0, worth=2.0, outcome=Outcome.PARTLY, number=None, **more):
    asked = Asked(number or place, record(place, marks=worth, asked=("kl",)), worth)
    return Mark(asked, outcome, earned, **more)


def test_what_was_answered_in_words():
    count = ItemCount()
    swapped = {"swapped": "the two are swapped"}
    count.add(mark(option="B", outcome=Outcome.WRONG, mistakes=swapped), lettered=True)
    count.add(mark(option="B", outcome=Outcome.WRONG, mistakes=swapped), lettered=False)
    count.add(mark(outcome=Outcome.WRONG, mistakes=swapped | {"m": "more"}), lettered=True)
    count.add(mark(option="C", outcome=Outcome.WRONG), lettered=True)
    count.add(mark(option="A", outcome=Outcome.RIGHT), lettered=True)
    count.add(mark(outcome=Outcome.PARTLY), lettered=True)
    assert count.answers == Counter(
        {
            "(B) the two are swapped": 1,
            "the two are swapped": 2,
            "more": 1,
            "(C) wrong": 1,
            "(A) right": 1,
            "partly right": 1,
        }
    )


def test_what_a_part_earned_in_words():
    count = ItemCount()
    for earned in (2.0, 2.0, 1.0, 0.0, -0.5, None):
        count.add_part(PartMark("a", earned, 2.0))
    assert count.answers == {FULL: 2, SOME: 1, NOTHING: 3}


@pytest.mark.parametrize(
    ("share", "discrimination", "words"),
    [
        (0.5, -0.11, "do worse here"),
        (0.0, -0.5, "do worse here"),
        (0.5, -0.1, "hardly tells"),
        (0.5, 0.09, "hardly tells"),
        (0.5, 0.1, ""),
        (0.0, 0.0, ""),
        (1.0, 0.0, ""),
        (0.5, None, ""),
    ],
)
def test_what_a_lecturer_should_look_at(share, discrimination, words):
    remark = Item("1", "kl", share, discrimination, ()).remark
    assert words in remark
    assert bool(words) == bool(remark)


@pytest.mark.parametrize(
    ("students", "discrimination", "words"),
    [
        (12, -0.25, ""),
        (12, -0.4, "hardly tells"),
        (12, 0.0, ""),
        (12, -0.7, "do worse here"),
        (100, 0.0, "hardly tells"),
    ],
)
def test_nothing_is_remarked_that_may_be_so_by_chance(students, discrimination, words):
    """Of so many students whose marks are unrelated, 1 in 20 classes is as far from 0."""
    rng = np.random.default_rng(5)
    drawn = [np.corrcoef(rng.normal(size=(2, students)))[0, 1] for _ in range(2000)]
    chance = float(np.quantile(np.abs(drawn), 0.95))
    remark = Item("1", "kl", 0.5, discrimination, (), chance).remark
    assert words in remark
    assert bool(words) == bool(remark)


@pytest.mark.parametrize(("value", "words"), [(None, ""), (-1e-5, "0.00"), (-0.016, "-0.02"), (0.3, "0.30")])
def test_a_discrimination_in_words(value, words):
    assert Item("1", "kl", 0.5, value, ()).told_discrimination == words


def test_few_students_have_no_correlation():
    assert FEWEST == 5
    assert correlation([1, 2, 3, 4], [2, 4, 6, 8]) is None
    assert correlation([1, 2, 3, 4, 5], [2, 4, 6, 8, 10]) == pytest.approx(1)
    assert correlation([1, 2, 3, 4, 5], [3, 2, 1, 0, -1]) == pytest.approx(-1)
    assert correlation([1, 2, 3, 4, 5], [7, 7, 7, 7, 7]) is None
    # The same for all but for how sums are rounded.
    assert correlation([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], [1, 2, 3, 4, 5]) is None


def book_of(*rows, worths):
    """A gradebook of a class: marks by the place of the question."""
    asked = tuple(Asked(n, record(n, marks=worth, asked=("kl",)), worth) for n, worth in enumerate(worths, 1))
    book = Gradebook(Papers({}, Paper(Student(id=""), asked)))
    for number, marks in enumerate(rows):
        student = Student(id=f"s{number}")
        given = tuple(mark(n, earned, worths[n - 1]) for n, earned in enumerate(marks, 1))
        list(book.of([Marked(student, given)]))
    return book


def test_how_hard_each_question_was():
    rows = [(2, 0), (2, 1), (1, 0), (0, 4), (0, 4)]
    book = book_of(*rows, worths=(2, 4))
    counts = {(1, ""): ItemCount(Counter({"right": 2, "wrong": 3})), (2, ""): ItemCount()}
    expected = np.corrcoef(*np.transpose(rows))[0, 1]
    first, second = items_of(book, counts, {1: "kl", 2: "adam"})
    assert (first.place, first.problem, first.share) == ("1", "kl", 0.5)
    assert first.answers == (("wrong", 3, 0.6), ("right", 2, 0.4))
    assert second.share == pytest.approx(9 / 20)
    assert first.discrimination == second.discrimination == pytest.approx(expected)
    # What nobody was marked in, or what is worth nothing, has none.
    assert [item.place for item in items_of(book, {(2, ""): ItemCount()}, {2: "adam"})] == ["2"]
    assert items_of(book_of(worths=(2, 4)), counts, {1: "kl", 2: "adam"}) == ()
    penalties = book_of((-0.5,), (-0.5,), worths=(1,))
    assert items_of(penalties, counts, {1: "kl"})[0].share == 0


def test_what_became_of_a_question():
    count = PlaceCount()
    trouble = Trouble(2, "1", "x")
    count.add(mark(earned=2.0, outcome=Outcome.RIGHT))
    count.add(mark(earned=0.0, outcome=Outcome.NOT_ANSWERED))
    count.add(mark(earned=1.0, troubles=(trouble, trouble), undecided=("kl",)))
    assert (count.marked, count.answered, count.full, count.unreadable, count.undecided) == (3, 2, 1, 1, 1)
    assert (count.earned, count.worth, count.share) == (3, 6, 0.5)
    assert count.problem == "kl"
    assert PlaceCount().share == 1


def summary(*classes, worths=(2.0,), again=False, absent=0):
    """The summary of students, each with marks."""
    tally, book = Tally(True), book_of(worths=worths)
    results = [Marked(Student(id=f"s{n}", name=f"N{n}"), marks) for n, marks in enumerate(classes)]
    list(tally.counted(book.of(results)))
    return tally.summary("Exam", len(classes), absent, book, again=again)


def test_the_summary_of_a_class():
    wrong = {"swapped": "swapped words"}
    told = summary(
        (mark(1, 2.0, outcome=Outcome.RIGHT), mark(2, 0.0, 1.0, number=3, mistakes=wrong)),
        (mark(1, 1.0, mistakes=wrong), mark(2, 0.5, 1.0)),
        (mark(1, 0.0, outcome=Outcome.NOT_ANSWERED), mark(2, 0.0, 1.0, Outcome.NOT_ANSWERED)),
        worths=(2.0, 1.0),
        absent=4,
    )
    assert (told.students, told.absent, told.mean) == (3, 4, ("1.17", "3"))
    assert told.questions.rows == (("1", "kl", "2", "1.00", "2", "33%"), ("2", "kl", "2", "0.17", "1", "0%"))
    assert told.totals.rows[1] == ("s1", "N1", "1.5", "3")
    assert told.has_moved
    assert told.hardest == "question 2, kl"
    assert told.mistakes.rows == (("1", "1", "swapped words"), ("1", "2", "swapped words"))
    assert (told.more_mistakes, told.unreadable, told.undecided, told.changed) == (0, 0, 0, None)
    assert not told.plots_bins


def test_what_nobody_got_wrong_is_not_the_hardest():
    told = summary((mark(1, 2.0, outcome=Outcome.RIGHT),))
    assert (told.hardest, told.mistakes, told.has_moved) == ("", None, False)
    nobody = summary()
    assert (nobody.mean, nobody.totals, nobody.hardest, nobody.plots_bins) == (("0.00", "2"), None, "", False)


def test_the_mean_is_of_all_marks_that_there_were():
    """Also where an answer of one student could not be judged."""
    told = summary((mark(1, 1.0),), (mark(1, 0.0, outcome=Outcome.NOT_JUDGED),))
    assert told.mean == ("0.50", "2")


def test_a_class_is_listed_up_to_a_number_of_students():
    assert len(summary(*[(mark(),)] * MOST_TOTALS).totals.rows) == MOST_TOTALS
    large = summary(*[(mark(),)] * (MOST_TOTALS + 2))
    assert (large.totals, large.plots_bins) == (None, True)


def test_the_most_frequent_mistakes_are_told():
    many = {f"m{n}": f"words {n:02}" for n in range(MOST_MISTAKES + 3)}
    told = summary((mark(mistakes=many),), (mark(mistakes={"m9": "words 09"}),))
    assert told.mistakes.rows[0] == ("2", "1", "words 09")
    assert told.mistakes.rows[1] == ("1", "1", "words 00")
    assert len(told.mistakes.rows) == MOST_MISTAKES
    assert told.more_mistakes == 3


def test_who_stands_better_after_corrections():
    told = summary(
        (mark(earned=2.0, before=1.0),),
        (mark(earned=0.0, before=1.0),),
        (mark(earned=1.0, before=1.0),),
        (mark(earned=1.0),),
        again=True,
    )
    assert told.changed == (1, 1)


def test_what_was_dropped_or_not_judged_counts_for_nothing():
    told = summary(
        (mark(1, 2.0, outcome=Outcome.RIGHT), mark(2, 0.0, 0.0, Outcome.DROPPED)), worths=(2.0, 0.0)
    )
    assert [row[0] for row in told.questions.rows] == ["1"]
    assert told.totals.rows == (("s0", "N0", "2", "2"),)


# The gradebook


def test_marks_go_into_columns():
    parts = (PartMark("a", 0.5, 1.0), PartMark("b", None, 1.0))
    assert marks_by_column(mark(3, 0.5, parts=parts)) == {(3, "a"): 0.5, (3, "b"): None, (3, ""): 0.5}
    for outcome in (Outcome.NOT_JUDGED, Outcome.DROPPED):
        judged = marks_by_column(mark(3, 0.5, outcome=outcome, parts=parts))
        assert judged == {(3, "a"): None, (3, "b"): None, (3, ""): None}
    assert total_of({(1, "a"): 1.0, (1, ""): 1.5, (2, ""): None, (3, ""): 0.25}) == 1.75


def test_the_gradebook_in_numbers():
    book = book_of((1, 2.125), (0, 4), worths=(2, 4))
    rows = list(book.table())
    assert rows[0] == ["id", "name", "Q1", "Q2", "total", "of", "percent", "to judge"]
    assert rows[1] == ["s0", "", 1, 2.125, 3.125, 6, 52.08, None]
    lines = b"".join(book.written(as_workbook=False)).decode("utf-8-sig").splitlines()
    assert lines[1] == "s0,,1,2.12,3.12,6,52.08,"
    assert lines[2] == "s1,,0,4,4,6,66.67,"
    nothing = book_of((0,), worths=(0,))
    assert list(nothing.table())[1][-3:-1] == [0, 0.0]


@pytest.mark.parametrize(
    ("outcome", "about", "left"),
    [
        (Outcome.UNREADABLE, {"troubles": (Trouble(2, "Q1", "cannot be read"),)}, True),
        (Outcome.UNDECIDED, {"undecided": ("kl",)}, True),
        (Outcome.PARTLY, {"undecided": ("kl",)}, True),
        (Outcome.NOT_JUDGED, {}, True),
        (Outcome.DROPPED, {}, False),
        (Outcome.RIGHT, {"undecided": ("kl",)}, False),
        (Outcome.NOT_ANSWERED, {}, False),
        (Outcome.WRONG, {}, False),
    ],
)
def test_what_is_left_to_a_person_has_no_percentage_yet(outcome, about, left):
    asked = (Asked(1, record(1, marks=10.0, asked=("kl",)), 10.0),)
    book = Gradebook(Papers({"a": Paper(Student(id="a"), asked)}))
    list(book.of([Marked(Student(id="a"), (Mark(asked[0], outcome, **about),))]))
    assert list(book.table())[1][-2:] == ([None, "Q1"] if left else [0.0, None])


def test_those_who_handed_in_nothing_stand_at_the_end():
    asked = (Asked(1, record(1, marks=10.0, asked=("kl",)), 10.0),)
    book = Gradebook(Papers({name: Paper(Student(id=name), asked) for name in "abc"}), decimal_comma=True)
    list(book.of([Marked(Student(id="b"), (mark(1, 2.5, 10.0),)), Marked(Student(id="b"), ())]))
    lines = b"".join(book.written(as_workbook=False)).decode("utf-8-sig").splitlines()
    assert lines[1:] == ["b;;2,5;2,5;10;25;", "a;;;0;10;0;", "c;;;0;10;0;"]


def test_columns_are_in_the_order_of_the_blueprint_with_parts_before_their_question():
    parts = SimpleNamespace(letter="a", asked=("x",)), SimpleNamespace(letter="b", asked=())
    asked = [
        SimpleNamespace(record=record(2), parts=(), part_worths=(), judged_worth=1.0),
        SimpleNamespace(record=record(1), parts=parts, part_worths=(2.0, 3.0), judged_worth=2.0),
    ]
    book = Gradebook(SimpleNamespace(sheets=(SimpleNamespace(asked=asked),)))
    assert list(book.worth.items()) == [((1, "a"), 2), ((1, "b"), 0), ((1, ""), 2), ((2, ""), 1)]
