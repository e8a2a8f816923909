"""Which columns are for which questions, who handed in what, and how corrections are written."""

from __future__ import annotations

import pytest

from solver.errors import InputError
from solver.grading.answer_cells import MOST_CLAIMS, Entry, Reference, read_entries
from solver.grading.corrections import Correction, NewValue, corrections_of, require_known
from solver.grading.headings import columns_for, mistakable
from solver.grading.papers import Asked, Paper, Papers
from solver.grading.submissions import Intake
from solver.sheets.roster import LONGEST_FIELD
from solver.sheets.schema import ChoiceRules, QuestionRecord, Student
from solver.storage.csv_rows import Rows, open_rows


def record(place, type="bayes", **more):
    givens = {"priors": "0.25,0.75", "likelihoods": "0.8,0.4"} if type == "bayes" else {}
    return QuestionRecord(**{"place": place, "type": type, "givens": givens, "task": "", **more})


def asked(number, **more):
    return Asked(number, record(number, **more), 2.0)


def papers(*ids, examples=()):
    first, second = asked(1, asked=("posteriors",)), asked(2)
    if not ids:
        return Papers({}, Paper(Student(id=""), (first, second), examples))
    return Papers({name: Paper(Student(id=name), (first, second), examples) for name in ids})


EXAMPLE = asked(3, style="worked")


# Columns


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["id", "1", "Q2"], {"1": (1, ""), "Q2": (2, "")}),
        (
            ["id", "Q1 posteriors", "2.evidence"],
            {"Q1 posteriors": (1, "posteriors"), "2.evidence": (2, "evidence")},
        ),
        (
            ["id", "Question 1", "Response 1", "Question 2", "Response 2"],
            {"Response 1": (1, ""), "Response 2": (2, "")},
        ),
        (["id", "Antwort 1"], {"Antwort 1": (1, "")}),
        # A quantity of the working may have a column, in whatever way its name is written.
        (["id", "2.P(E)", "2. Evidence"], {"2.P(E)": (2, "P(E)"), "2. Evidence": (2, "Evidence")}),
        # Words behind a number are the question's own, as forms have them.
        (["id", "1. Which is right?", "2. Why?"], {"1. Which is right?": (1, ""), "2. Why?": (2, "")}),
        (["id", "3 anything", "1"], {"3 anything": (3, "anything"), "1": (1, "")}),
    ],
)
def test_the_columns_of_questions(names, columns):
    found = columns_for(papers("s1", examples=(EXAMPLE,)), names, "a.csv line 1:")
    assert found == columns


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["id", "name"], "must name columns for the questions, or the columns question and answer"),
        (["id", "Q1", "q1"], "names a column twice, got 'Q1'"),
        (["id", "1", "4"], "is for no question of the sheets, got '4'"),
        (["id", "2.evidense"], "for no answer of question 2 (did you mean evidence?), got '2.evidense'"),
        (["id", "2.zzzzzz"], "names a column that is for no answer of question 2, got '2.zzzzzz'"),
        # Words that stand behind the number of two columns are no title.
        (["id", "2. How much?", "2. Why so?"], "for no answer of question 2"),
    ],
)
def test_columns_that_are_for_nothing(names, words):
    with pytest.raises(InputError) as refused:
        columns_for(papers("s1"), names, "a.csv line 1:")
    assert words in str(refused.value)
    assert str(refused.value).startswith("a.csv line 1: ")


def test_columns_that_may_have_been_meant_for_a_question():
    names = ["id", "1", "my answer 2", "grade (2)", "year 2026", "attempt 1", "part 9"]
    columns = {"1": Reference(1)}
    assert mistakable(papers("s1"), names, columns) == [("my answer 2", 2), ("grade (2)", 2)]
    assert mistakable(papers("s1"), names, {**columns, "2": Reference(2)}) == []


# Who handed in what


def handed_in(rows, names, sheets, **more):
    told = []
    intake = Intake(sheets, told.append, **more)
    cells = ((line, dict(zip(names, row, strict=True))) for line, row in enumerate(rows, 2))
    return list(intake.submissions(Rows(tuple(names), cells), "a.csv")), [str(each) for each in told], intake


def test_a_row_for_each_student():
    rows = [["s1", "a", "'0.5"], ["s2", " - ", "N/A"], ["s1", "b", ""], ["", "", ""]]
    found, told, intake = handed_in(rows, ["id", "q1", "2"], papers("s1", "s2"), decimal_comma=True)
    assert [submission.student.id for submission in found] == ["s1", "s2"]
    assert found[0].entries == {1: (Entry(2, "q1", "a"),), 2: (Entry(2, "2", "0.5"),)}
    assert found[1].entries == {}
    assert [one.number for one in found[1].asked] == [1, 2]
    assert all(submission.decimal_comma for submission in found)
    assert told == ["line 4, column id: a second row of 's1' is left out", "line 5, column id: is empty"]
    assert intake.handed_in == {"s1", "s2"}


def test_several_columns_of_a_question_go_together():
    names = ["id", "2.evidence", "2.posteriors", "1"]
    (found,), told, _ = handed_in([["s1", "0.5", "0.4,0.6", ""]], names, papers("s1"))
    assert found.entries == {
        2: (Entry(2, "2.evidence", "0.5", "evidence"), Entry(2, "2.posteriors", "0.4,0.6", "posteriors"))
    }
    assert told == []


def test_a_student_whose_sheet_has_fewer_questions():
    sheets = papers("s1", examples=(EXAMPLE,))
    short = Papers({**sheets.by_id, "s2": Paper(Student(id="s2"), (asked(1),))})
    rows = [["s1", "1", "2", "3"], ["s2", "1", "2", ""]]
    found, told, _ = handed_in(rows, ["id", "1", "2", "3"], short)
    assert [sorted(submission.entries) for submission in found] == [[1, 2], [1]]
    assert told == [
        "line 2, column 3: question 3 is a worked example on this sheet, which is not marked",
        "line 3, column 2: the sheet of this student has no such question",
    ]


def test_names_of_students_for_whom_there_is_no_sheet():
    long = "x" * (LONGEST_FIELD + 1)
    rows = [["a\x00b", "N\x07", "1"], [long, "", "1"], ["x" * LONGEST_FIELD, "n" * (LONGEST_FIELD + 9), "1"]]
    found, told, _ = handed_in(rows, ["id", "name", "1"], papers())
    assert found[0].student == Student(id="a b", name="N")
    assert [len(submission.student.name) for submission in found] == [1, LONGEST_FIELD]
    assert len(told) == 1
    assert "line 3, column id" in told[0]


def test_a_long_table_is_taken_student_by_student():
    rows = [
        ["s1", "1", "x"],
        ["s1", "2.evidence", "0.5"],
        ["s2", "Q1", "y"],
        ["s1", "2.posteriors", "0.4,0.6"],
        ["s1", "2.evidence", "0.7"],
        ["s1", "2", "z"],
        ["s1", "9", "z"],
        ["s2", "2", "-"],
        ["s2", "2.evidence", "1"],
        ["s2", "2.evidence", ""],
    ]
    found, told, _ = handed_in(rows, ["id", "question", "answer"], papers("s1", "s2"))
    # What stands together goes on at once; what was answered in parts comes last, and what has no row.
    assert [(s.student.id, [one.number for one in s.asked]) for s in found] == [
        ("s1", [1]),
        ("s2", [1]),
        ("s1", []),
        ("s2", [2]),
        ("s1", [2]),
        ("s2", []),
    ]
    assert found[0].entries == {1: (Entry(2, "answer", "x"),)}
    assert found[3].entries == {2: ()}
    assert found[4].entries == {
        2: (Entry(3, "answer", "0.5", "evidence"), Entry(5, "answer", "0.4,0.6", "posteriors"))
    }
    assert told == [
        "line 6, column question: a second answer to question 2 is left out",
        "line 7, column question: a second answer to question 2 is left out",
        "line 8, column question: is for no question of this student's sheet, got '9'",
        "line 10, column question: a second answer to question 2 is left out",
        "line 11, column question: a second answer to question 2 is left out",
    ]


def test_so_many_values_in_a_cell_are_read():
    def read(count):
        text = "; ".join(f"x{number} = 1" for number in range(count))
        return read_entries([Entry(2, "1", text)], ("x1", "x2"), decimal_comma=False)

    assert len(read(MOST_CLAIMS).claims) == MOST_CLAIMS
    assert read(MOST_CLAIMS).troubles == ()
    many = read(MOST_CLAIMS + 5)
    assert len(many.claims) == MOST_CLAIMS
    assert [trouble.words for trouble in many.troubles] == ["there are more than 200 values"]


@pytest.mark.parametrize(
    ("text", "asked_for", "name"),
    [
        ("0.4", ("weights[2]",), "weights[2]"),
        ("weights = 0.4", ("weights[2]",), "weights[2]"),
        ("Weights[2] = 0.4", ("weights[2]",), "weights[2]"),
        # A list by the name of the list is all of it; another name is another thing.
        ("weights = 0.4, 0.5", ("weights[2]",), "weights"),
        ("m = 0.4", ("weights[2]",), "m"),
        ("weights = 0.4", ("weights[2]", "m"), "weights"),
        ("weights = 0.4", ("weights",), "weights"),
    ],
)
def test_a_number_by_the_name_of_a_list_is_the_entry_that_is_asked_for(text, asked_for, name):
    (claim,) = read_entries([Entry(2, "1", text)], asked_for, decimal_comma=False).claims
    assert claim.name == name


# Corrections


def test_corrections_by_the_numbers_of_questions():
    found = corrections_of(
        ["Q4", " question 7 "],
        ["1=2.5", "1=2.50"],
        ["2=(b)", "2=B", "3.weights=0.5,1"],
        ["2=Swapped-Twice", "2=yes", "2=0.5", "3.weights=swapped"],
    )
    assert found.at(1) == Correction(marks=2.5)
    second = found.at(2)
    assert (second.key, second.accepted) == (("B", "B"), ("swapped-twice",))
    assert second.values == (NewValue("", "yes", is_beside=True), NewValue("", "0.5", is_beside=True))
    assert second.counting == ("B", "B", "swapped-twice")
    assert (second.option("B"), second.option("swapped-twice")) == ("--key", "--accept")
    third = found.at(3)
    assert third.values == (
        NewValue("weights", "0.5,1", is_beside=False),
        NewValue("weights", "swapped", is_beside=True),
    )
    assert [value.option for value in third.values] == ["--key", "--accept"]
    assert (third.key, third.accepted) == ((), ())
    assert found.at(4) == found.at(7) == Correction(is_dropped=True)
    assert found.at(5) == Correction()


@pytest.mark.parametrize(("words", "marks"), [("1000", 1000), ("0.25", 0.25), (" 3 ", 3)])
def test_marks_that_a_question_may_have(words, marks):
    assert corrections_of([], [f"1={words}"], [], []).at(1).marks == marks


@pytest.mark.parametrize("words", ["1000.25", "0", "-1", "0.3", "nan", "inf", "x", ""])
def test_marks_that_no_question_can_have(words):
    with pytest.raises(InputError, match="--marks must be a"):
        corrections_of([], [f"1={words}"], [], [])


@pytest.mark.parametrize(
    ("letter", "mistakes", "accepted"),
    [
        ("B", (), True),
        ("C", (), False),
        ("", (), False),
        ("C", ("swapped",), True),
        ("C", ("swapped", "other"), False),
        ("B", ("other",), True),
        ("C", ("swapped", "twice"), True),
    ],
)
def test_what_counts_as_right_now(letter, mistakes, accepted):
    assert Correction(accepted=("B", "swapped"), key=("twice",)).accepts(letter, mistakes) is accepted


def test_a_letter_that_means_the_same_on_every_sheet():
    options = (("m",), (), ("n",))
    choice = record(1, style="choice", options=options)
    none = record(1, style="choice", options=options, choice=ChoiceRules(none_of_these=True))
    changed = record(1, style="choice", options=options, changes=({}, {"q": "1"}, {}))
    key_c, key_d = (corrections_of([], [], [f"1={letter}"], []) for letter in "CD")
    require_known(key_c, [choice, choice], "--manifest")
    require_known(key_d, [none], "--manifest")
    with pytest.raises(InputError, match="--key names an option that question 1 does not have"):
        require_known(key_d, [choice], "--manifest")
    with pytest.raises(InputError, match="--key is not the same option on every sheet"):
        require_known(key_c, [choice, changed], "--manifest")
    with pytest.raises(InputError, match="--manifest has no question of this number, got '1'"):
        require_known(key_c, [record(2)], "--manifest")
    dropped = corrections_of(["1"], [], [], [])
    require_known(dropped, [choice, record(2)], "--manifest")
    with pytest.raises(InputError, match="--drop must leave a question"):
        require_known(dropped, [choice], "--manifest")


def test_a_column_is_known_by_the_name_it_has_here(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("ID,Version,Q1\nada,B,1\n")
    with open_rows(path, "answers", 1000) as rows:
        assert rows.has("id")
        assert rows.has("version")
        assert not rows.has("name")
