"""A class marked from its manifest: what is read, what it earns, and what the table of results holds."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.cli.app import run as command
from solver.grading.answer_cells import Entry, letter, read_entries, reference
from solver.grading.grader import mark
from solver.grading.papers import papers_of
from solver.grading.results import COLUMNS, guarded, table
from solver.grading.statistics import Tally
from solver.grading.submissions import Intake
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.sheets.codes import read_code
from solver.sheets.manifest import FORMAT, Manifest, record_text, written
from solver.sheets.questions import question_of, question_with
from solver.sheets.schema import ChoiceRules, Heading, QuestionRecord, SectionRecord, SheetRecord, Student
from solver.storage.csv_rows import Rows
from solver.workers.pool import workforce

ADAM = {"grads": "0.3,0.2,0.1"}
BAYES = {"priors": "0.01,0.99", "likelihoods": "0.99,0.05"}
KL = {"p": "1/2,1/2", "q": "1/4,3/4"}
CODE = "YK5SS-DWTMB"
"""An Adam question, as tests/test_sheets.py pins it."""

HEADER = ",".join(COLUMNS)
FORMULAS = ("=1+1", "+1", "-A1", "@SUM(A1)", " =1+1", "\t=1", "\u00a0=1", "\ufeff=1", "＝1", "\r=1", "\n-1")


def question(place, type, givens, marks, **more):
    return QuestionRecord(place=place, type=type, givens=givens, task="", marks=marks, **more)


def choice(place):
    """The right option is C."""
    mistakes = (("upside-down",), ("swapped",), (), ("wrong-base",))
    return question(place, "kl", KL, 1.0, style="choice", asked=("kl",), options=mistakes)


def adam(place, marks=4.0, **more):
    return question(place, "adam", ADAM, marks, **more)


def bayes(place, marks=2.0, **more):
    return question(place, "bayes", BAYES, marks, **more)


def entropy(place, marks=2.0):
    return question(place, "entropy", {"p": "1/2,1/4,1/4"}, marks)


def sheet(*questions, student=None):
    half = len(questions) // 2
    parts = (SectionRecord(questions=questions[:half]), SectionRecord(questions=questions[half:]))
    return SheetRecord(student=student, sections=parts)


def write_manifest(path, *sheets, marks=9.0):
    path.write_bytes(b"".join(written(Heading(title="Exam", marks=marks), map(record_text, sheets))))
    return path


def model(record):
    """The answers by the NumPy model."""
    return question_with(record.type, record.givens).problem.reference()


def spelled(value, digits=8):
    value = np.asarray(value)
    if value.dtype == bool:
        return "yes" if value else "no"
    return f"[{', '.join(spelled(item, digits) for item in value)}]" if value.ndim else f"{value:.{digits}g}"


def right(record, digits=8):
    return "; ".join(f"{name} = {spelled(value, digits)}" for name, value in model(record).items())


def write_rows(path, rows, delimiter=",", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_text(text.getvalue(), encoding=encoding, newline="")
    return path


@pytest.fixture
def ada(tmp_path):
    """A class of one student: a choice, Adam, and an entropy."""
    student = Student(id="s1", name="Ada")
    return write_manifest(tmp_path / "sheet.json", sheet(choice(1), adam(2), entropy(3), student=student))


@pytest.fixture
def grade(tmp_path, capsys):
    """Grade rows against a manifest, in this process: the rows of the results, and what was said."""

    def call(manifest, rows, *options, expected=0, **how):
        answers = write_rows(tmp_path / "answers.csv", rows, **how)
        output = tmp_path / "results.csv"
        status = command(["grade", "--manifest", str(manifest), str(answers), "-o", str(output), *options])
        said = capsys.readouterr()
        assert status == expected, said.err
        return results(output), said

    return call


def results(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one(grade, manifest, cell, *options):
    """The result of the Adam question of Ada's sheet."""
    (_, row, _), _ = grade(manifest, [["id", "2"], ["s1", cell]], *options)
    return row


# Reading


@pytest.mark.parametrize(
    ("heading", "number", "answer"),
    [
        ("1", 1, ""),
        ("Q1", 1, ""),
        ("q 12", 12, ""),
        ("Question 3", 3, ""),
        ("1.weights", 1, "weights"),
        ("Q1 weights", 1, "weights"),
        ("1:loss_after", 1, "loss_after"),
        ("question 2: loss after", 2, "loss after"),
    ],
)
def test_columns_that_are_for_a_question(heading, number, answer):
    assert reference(heading) == (number, answer)


@pytest.mark.parametrize(
    "heading", ["id", "name", "timestamp", "2026-12-03", "3rd attempt", "2026", "Quiz", ""]
)
def test_other_columns_are_left_out(heading):
    assert reference(heading) is None


@pytest.mark.parametrize("text", ["b", "(B)", "B.", " b) ", "[b]", "kl = B", "option b"])
def test_letters(text):
    assert letter(text) == "B"


@pytest.mark.parametrize("text", ["", "0.5", "bb", "yes", "1", "b = 0.5"])
def test_what_is_no_letter(text):
    assert letter(text) == ""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a = 1; b = 2", ["a", "b"]),
        ("a=1,2;3,4, b=yes", ["a", "b"]),
        ("a = 1 | b = (1,2)", ["a", "b"]),
        ("a = 1\r\n\r\nb = 2\n", ["a", "b"]),
        ("; a = 1;", ["a"]),
        ("m_1,1 = 0.3, v_1,1 = 0.2", ["m_1,1", "v_1,1"]),
        ("D(p||q) = 0.3; P(a|b) = {6,-1}", ["D(p||q)", "P(a|b)"]),
        ("a = yes, no; b = 3", ["a", "b"]),
        ("  Loss   After = 3", ["loss_after"]),
        ("a == 1", ["a"]),
    ],
)
def test_a_cell_holds_several_values(text, names):
    reading = read_entries([Entry(2, "1", text)], ("loss_after", "weights"), decimal_comma=False)
    assert not reading.troubles
    assert [claim.name for claim in reading.claims] == names


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 b = 2",
        "a = 1; a = 2",
        "1, 2",
        "a = (1, 2; b = 3",
        "a=1;" * 6000,
        "".join(f"a{i}=1;" for i in range(300)),
        "=" * 999,
        "\n" * 15_000 + "=",
        ", x" * 5000,
        "({[" * 5000,
    ],
)
def test_a_cell_that_cannot_be_read(text):
    reading = read_entries([Entry(7, "Q2", text)], ("loss_after", "weights"), decimal_comma=False)
    assert [(trouble.line, trouble.column) for trouble in reading.troubles] == [(7, "Q2")]


@given(st.text(alphabet="ab=1,;|\n ()[]{}.-é_", max_size=60))
def test_any_cell_is_read_or_refused(text):
    read_entries([Entry(1, "1", text)], ("a", "b"), decimal_comma=False)


# Verdicts and marks


def test_right_answers_earn_all_marks(grade, ada):
    rows, said = grade(
        ada, [["id", "1", "2", "3"], ["s1", "c", right(adam(2)), spelled(*model(entropy(3)).values())]]
    )
    assert [(row["verdict"], row["marks"], row["of"]) for row in rows] == [
        ("right", "1", "1"),
        ("right", "4", "4"),
        ("right", "2", "2"),
    ]
    assert [(row["id"], row["name"], row["question"], row["place"], row["problem"]) for row in rows] == [
        ("s1", "Ada", "1", "1", "kl"),
        ("s1", "Ada", "2", "2", "adam"),
        ("s1", "Ada", "3", "3", "entropy"),
    ]
    assert not any(row["mistakes"] or row["feedback"] for row in rows)
    assert said.err == ""
    assert "Mean: 7.00 of 7 marks" in said.out


@pytest.mark.parametrize("make", [adam, bayes, entropy, lambda place: question(place, "kl", KL, 3.0)])
@pytest.mark.parametrize("digits", [3, 4, 6])
def test_rounded_answers_are_right(tmp_path, grade, make, digits):
    manifest = write_manifest(tmp_path / "m.json", sheet(make(1)))
    (row,), _ = grade(manifest, [["id", "1"], ["x", right(make(1), digits)]])
    assert (row["verdict"], row["marks"]) == ("right", row["of"])


def test_quantities_of_the_working_stand_for_the_answer_they_make_up(grade, ada):
    others = [f"{name} = {spelled(value)}" for name, value in model(adam(2)).items() if name != "weights"]
    weights = [f"w_{i} = {value:.8g}" for i, value in enumerate(model(adam(2))["weights"], 1)]
    assert one(grade, ada, "; ".join([*others, *weights]))["verdict"] == "right"
    short = one(grade, ada, "; ".join([*others, *weights[:2]]))
    assert (short["verdict"], short["feedback"]) == ("partly right", "not given: weights")


def test_a_mistake_is_named(grade, ada):
    problem = question_with("adam", ADAM)
    mistaken = run(problem.problem, Rerun(mistakes=("no-bias-correction",)))
    cell = "; ".join(f"{name} = {spelled(value)}" for name, value in mistaken.numbers.items())
    row = one(grade, ada, cell)
    assert row["mistakes"] == "no-bias-correction"
    assert run(problem.problem).mistakes["no-bias-correction"] in row["feedback"]
    assert "look again at" in row["feedback"]
    assert "the same mistake" in row["feedback"]
    assert row["verdict"] == "partly right"
    assert 0 < float(row["marks"]) < 4


def test_a_wrong_answer_earns_nothing(grade, ada):
    row = one(grade, ada, "weights = 5,6,7")
    assert (row["verdict"], row["marks"]) == ("wrong", "0")
    assert row["feedback"].startswith("weights: ")


@pytest.mark.parametrize("cell", ["C", "(c)", "kl = c", "C.", spelled(*model(choice(1)).values())])
def test_the_right_option(grade, ada, cell):
    (row, *_), _ = grade(ada, [["id", "1"], ["s1", cell]])
    assert (row["verdict"], row["marks"], row["mistakes"], row["feedback"]) == ("right", "1", "", "")


def test_a_wrong_option_tells_the_mistake(grade, ada):
    (row, *_), _ = grade(ada, [["id", "1"], ["s1", "B"]])
    words = run(question_with("kl", KL).problem).mistakes["swapped"]
    assert (row["verdict"], row["marks"], row["mistakes"]) == ("wrong", "0", "swapped")
    assert row["feedback"] == f"B: {words}"


def test_a_wrong_option_by_its_value(grade, ada):
    swapped = 0.25 * np.log2(0.25 / 0.5) + 0.75 * np.log2(0.75 / 0.5)
    (row, *_), _ = grade(ada, [["id", "1"], ["s1", f"{swapped:.6f}"]])
    assert (row["verdict"], row["marks"], row["mistakes"]) == ("wrong", "0", "swapped")


@pytest.mark.parametrize(
    ("cell", "verdict", "marks"),
    [("d", "right", "1"), ("a", "wrong", "-0.25"), ("c", "wrong", "-0.25"), ("", "not answered", "0")],
)
def test_a_wrong_choice_may_cost_marks(grade, tmp_path, cell, verdict, marks):
    """Here the right answer is left out, and the last option says so."""
    rules = ChoiceRules(none_of_these=True, penalty=0.25)
    options, changes = (("upside-down",), (), ("wrong-base",)), ({}, {"D(p||q)": "3/7"}, {})
    asked = question(
        1, "kl", KL, 1.0, style="choice", asked=("kl",), options=options, changes=changes, choice=rules
    )
    manifest = write_manifest(tmp_path / "m.json", sheet(asked, student=Student(id="s1")), marks=1.0)
    (row, *_), _ = grade(manifest, [["id", "1"], ["s1", cell]])
    assert (row["verdict"], row["marks"].lstrip("'")) == (verdict, marks)


@pytest.mark.parametrize("cell", ["-", "n/a", "N/A", "?", "–", " ", "'-", "kl = ?", "kl=-"])
def test_a_cell_may_say_that_there_is_no_answer(grade, ada, cell):
    (row, *_), _ = grade(ada, [["id", "1"], ["s1", cell]])
    assert (row["verdict"], row["marks"]) == ("not answered", "0")


@pytest.mark.parametrize(
    "table",
    [
        "sep=;\nid;1\ns1;c\n",
        "Student ID,1\ns1,c\n",
        "student_number,Last Name,First Name,1\ns1,Lovelace,Ada,c\n",
        "E-mail address,1\ns1,c\n",
        "id,email,1\ns1,ada@example.org,c,,,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_as_other_programs_write_them(ada, tmp_path, table, encoding):
    answers, output = tmp_path / "answers.csv", tmp_path / "results.csv"
    answers.write_bytes(table.encode(encoding))
    assert command(["grade", "--manifest", str(ada), str(answers), "-o", str(output)]) == 0
    with output.open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert (first["id"], first["verdict"]) == ("s1", "right")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("id,1\ns1,c\nnobody,c\n", "line 3, column id: 'nobody'"),
        ("sep=;\nid;1\ns1;c\nnobody;c\n", "line 4, column id: 'nobody'"),
        ("sep=;\n\nid;1\n\ns1;c\nnobody;c\n", "line 6, column id: 'nobody'"),
        ('sep=;\nid;1\ns1;"c\n"\nnobody;c\n', "line 5, column id: 'nobody'"),
        # What stands in a column without a name is not left out in silence.
        ("id,1,,\ns1,c,,\nnobody,c,,d\n", "line 3: has 4 cells, where the first line names 2 columns"),
    ],
)
def test_a_row_that_is_left_out_is_told_by_its_line_in_the_file(ada, tmp_path, in_process, table, told):
    answers = tmp_path / "a.csv"
    answers.write_text(table, encoding="utf-8")
    found = in_process("grade", "--manifest", ada, answers, "-o", tmp_path / "r.csv")
    assert found.returncode == 1
    assert told in found.stderr


def test_a_gradebook_has_a_row_for_each_student(tmp_path, in_process):
    students = [Student(id=f"s{n}", name=name) for n, name in enumerate(("Ada", "Alan", "=Mallory"), 1)]
    sheets = [sheet(choice(1), entropy(2), student=student) for student in students]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=3.0)
    answers, book, log = (tmp_path / name for name in ("a.csv", "book.csv", "log.txt"))
    answers.write_text("id,1,2\ns1,C,?\nnobody,C,1\ns3,A,entropy = one\n", encoding="utf-8")
    files = ("-o", tmp_path / "r.csv", "--gradebook", book, "--log", log)
    told = in_process("grade", "--manifest", manifest, answers, *files)
    assert told.returncode == 1
    assert book.read_text(encoding="utf-8-sig").splitlines() == [
        "id,name,Q1,Q2,total,of,percent,to judge",
        "s1,Ada,1,0,1,3,33.33,",
        "s3,'=Mallory,0,,0,3,,Q2",
        "s2,Alan,,,0,3,0,",
    ]
    lost, unread = log.read_text(encoding="utf-8").splitlines()
    assert "nobody" in lost
    assert lost.endswith("(left out)")
    assert unread.startswith("line 4, column 2")
    assert told.stderr.index("nobody") < told.stderr.index("line 4, column 2")
    assert in_process("grade", "--manifest", manifest, answers, "--decimal-comma", *files).returncode == 1
    assert book.read_text(encoding="utf-8-sig").splitlines()[1] == "s1;Ada;1;0;1;3;33,33;"


def test_a_choice_is_not_earned_by_its_working(grade, ada):
    (row, *_), _ = grade(ada, [["id", "1"], ["s1", "r_1 = 2"]])
    assert (row["verdict"], row["marks"]) == ("wrong", "0")


def test_columns_for_single_answers(grade, ada):
    answers = model(adam(2))
    names = list(answers)
    rows, _ = grade(
        ada, [["id", *(f"Q2 {name}" for name in names)], ["s1", *(spelled(answers[name]) for name in names)]]
    )
    assert rows[1]["verdict"] == "right"


def test_decimal_commas_and_semicolons(grade, ada):
    weights = "; ".join(f"{value:.6f}".replace(".", ",") for value in model(adam(2))["weights"])
    rows, _ = grade(
        ada,
        [["ID", "Name", "Q2 weights"], ["s1", "x", weights]],
        "--decimal-comma",
        delimiter=";",
        encoding="utf-8-sig",
    )
    assert rows[1]["verdict"] == "right"


def test_answers_that_later_numbers_prove_may_be_left_out(grade, ada):
    """The weights cannot be had without the moments, but the moments without the weights."""
    numbers = model(adam(2))
    weights = one(grade, ada, "weights = " + ", ".join(f"{value:.6f}" for value in numbers["weights"]))
    moments = one(grade, ada, "m = " + ", ".join(f"{value:.6f}" for value in numbers["m"]))
    assert (weights["verdict"], weights["marks"], weights["feedback"]) == ("right", weights["of"], "")
    assert moments["verdict"] == "partly right"
    assert float(moments["marks"]) < float(moments["of"])
    assert "not given: v" in moments["feedback"]


def test_where_a_sheet_gives_no_marks_each_question_counts_for_one(tmp_path, grade):
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1, 0.0), bayes(2, 0.0)), marks=0.0)
    rows, _ = grade(manifest, [["id", "1", "2"], ["x", "1.5", right(bayes(2))]])
    assert [(row["marks"], row["of"]) for row in rows] == [("1", "1"), ("1", "1")]


def test_what_is_worked_out_on_the_sheet_is_not_marked(tmp_path, grade):
    example_question = bayes(1, 0.0, style="worked")
    faded = bayes(2, 0.0, style="faded", stage=0.0)
    manifest = write_manifest(tmp_path / "m.json", sheet(example_question, faded, entropy(3)))
    rows, _ = grade(manifest, [["id", "3"], ["x", "1.5"]])
    assert [(row["question"], row["verdict"]) for row in rows] == [("3", "right")]


# A class


def test_each_student_is_marked_against_the_own_sheet(tmp_path, grade):
    first = sheet(entropy(1), bayes(2), student=Student(id="a", name="Ada"))
    second = sheet(bayes(2), entropy(1), student=Student(id="b", name="Bob"))
    manifest = write_manifest(tmp_path / "m.json", first, second)
    rows, said = grade(manifest, [["id", "Q1", "Q2"], ["b", right(bayes(2)), "1.5"]])
    assert [(row["id"], row["question"], row["place"], row["verdict"]) for row in rows] == [
        ("b", "1", "2", "right"),
        ("b", "2", "1", "right"),
    ]
    assert "1 marked, 1 handed in nothing" in said.out


def test_a_sheet_for_nobody_serves_everybody(tmp_path, grade):
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1)))
    rows, _ = grade(manifest, [["id", "name", "1"], ["x", "Xenia", "1.5"], ["y", "", "1.4"]])
    assert [(row["id"], row["name"], row["verdict"]) for row in rows] == [
        ("x", "Xenia", "right"),
        ("y", "", "wrong"),
    ]


def test_long_and_wide_tables_give_the_same_results(tmp_path, grade):
    coded = question_of(read_code(CODE))
    drawn = question(1, coded.command, dict(coded.problem.spelled), 3.0, code=CODE)
    sheets = [sheet(drawn, bayes(2), student=Student(id=name)) for name in ("a", "b", "c")]
    manifest = write_manifest(tmp_path / "m.json", *sheets)
    cells = {"a": [right(drawn), ""], "b": ["nonsense", right(bayes(2))], "c": ["", ""]}
    wide, _ = grade(manifest, [["id", "1", "2"], *([name, *row] for name, row in cells.items())])
    rows = [[name, ref, row[i]] for i, ref in enumerate((CODE.lower(), "Q2")) for name, row in cells.items()]
    long, _ = grade(manifest, [["id", "question", "answer"], *rows[:-1]])
    assert sorted(long, key=str) == sorted(wide, key=str)
    assert [row["verdict"] for row in wide] == [
        "right",
        "not answered",
        "unreadable",
        "right",
        "not answered",
        "not answered",
    ]


def test_unreadable_cells_are_told_by_line_and_column(grade, ada):
    rows, said = grade(ada, [["id", "name", "1", "Q2"], [], ["s1", "two\nlines", "E", "weights = 1,x,3"]])
    assert [row["verdict"] for row in rows] == ["unreadable", "unreadable", "not answered"]
    assert said.err.splitlines() == [
        "dlsolve grade: answers.csv line 3, column 1: there is no option E",
        "dlsolve grade: answers.csv line 3, column Q2: 'x' is no number at character 13 of 'weights = 1,x,3'",
    ]
    assert "could not be read: 2" in said.out


def test_an_unknown_name_is_unreadable(grade, ada):
    row = one(grade, ada, "wieghts = 1,2,3")
    assert (row["verdict"], row["marks"]) == ("unreadable", "0")
    assert "must be one of" in row["feedback"]


def test_unknown_and_repeated_ids_are_left_out(grade, ada):
    rows, said = grade(
        ada,
        [["id", "3"], ["s1", "1.5"], ["s2", "1.5"], ["s1", "0"], ["", "1.5"], ["x" * 999, "1"]],
        expected=1,
    )
    assert [row["verdict"] for row in rows] == ["not answered", "not answered", "right"]
    *told, last = said.err.splitlines()
    assert last == "dlsolve grade: 4 rows or answers were left out; all else is in the results"
    assert [line.split(":")[1] for line in told] == [
        f" answers.csv line {n}, column id" for n in (3, 4, 5, 6)
    ]
    assert "'s2' is not in the manifest" in told[0]


def test_a_question_that_comes_again_in_a_long_table_is_left_out(grade, ada):
    rows, said = grade(
        ada,
        [
            ["id", "question", "answer"],
            ["s1", "3", "1.5"],
            ["s9", "3", "1"],
            ["s1", "Q3", "0"],
            ["s1", "4", "1"],
        ],
        expected=1,
    )
    assert [(row["question"], row["verdict"]) for row in rows] == [
        ("3", "right"),
        ("1", "not answered"),
        ("2", "not answered"),
    ]
    assert [line.split(", column")[0][-6:] for line in said.err.splitlines()[:-1]] == [
        "line 3",
        "line 4",
        "line 5",
    ]


def test_at_most_twenty_lines_are_told(grade, ada):
    _, said = grade(ada, [["id", "3"], *([f"x{i}", "1"] for i in range(30))], expected=1)
    assert len(said.err.splitlines()) == 22
    assert said.err.splitlines()[-2] == "dlsolve grade: and 10 more"
    assert "0 marked, 1 handed in nothing" in said.out


@pytest.mark.parametrize(
    "hostile",
    [
        "__import__('os').system('touch hacked')",
        "10**10**10",
        "9" * 30_000,
        "(" * 15_000,
        "A" * 300_000,
        "a=" * 9_000,
        "[[[[" * 99,
        "\x00",
        "1e999999",
        "=cmd|'/c calc'!A1",
        "{{ 7*7 }}",
        "[bold]x[/bold]",
    ],
)
def test_hostile_answers_do_no_harm(tmp_path, monkeypatch, grade, ada, hostile):
    monkeypatch.chdir(tmp_path)
    rows, _ = grade(ada, [["id", "1", "2", "3"], ["s1", hostile, hostile, hostile]])
    assert {row["verdict"] for row in rows} <= {"unreadable", "wrong"}
    assert {row["marks"] for row in rows} == {"0"}
    assert not Path("hacked").exists()


def test_the_shares_of_the_manifest_are_those_that_count(tmp_path, grade):
    first = "m_1 = 0.03; v_1 = 0.00009; mhat_1 = 0.3; vhat_1 = 0.09; s_1 = 0.01; w_1 = -0.01"
    earned = []
    for shares in ((), (3.0, 0.5, 0.5), (0.5, 0.5, 3.0), (3.0, 1.0), (1.0, 1.0, 1.0)):
        manifest = write_manifest(tmp_path / "m.json", sheet(adam(1, shares=shares)))
        (row,), _ = grade(manifest, [["id", "1"], ["x", first]])
        earned.append(float(row["marks"]))
    new, more, less, *others = earned
    assert (more, less) == (3.0, 0.5)
    # Shares that are not those of this question count for nothing.
    assert others == [new, new]


# What is left out, and what is not


@pytest.fixture
def with_example(tmp_path):
    """A sheet for everybody: an entropy, a worked example, and Adam."""
    worked = bayes(2, 0.0, style="worked", code=CODE)
    return write_manifest(tmp_path / "m.json", sheet(entropy(1), worked, adam(3)))


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "Q1", "Q2", "Q3"], ["x", "1.5", "", ""], ["y", "1.5", " ", ""]],
        [
            ["id", "question", "answer"],
            *(
                [name, number, cell]
                for name in "xy"
                for number, cell in [("1", "1.5"), ("Q2", ""), (CODE, "")]
            ),
        ],
    ],
)
def test_the_empty_cell_of_an_example_is_nothing(grade, with_example, rows):
    found, said = grade(with_example, rows)
    assert sorted((row["id"], row["question"], row["verdict"]) for row in found) == [
        (name, *pair) for name in "xy" for pair in (("1", "right"), ("3", "not answered"))
    ]
    assert said.err == ""


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "Q1", "Q2"], ["x", "1.5", "0.3"]],
        [["id", "question", "answer"], ["x", "2", "0.3"], ["x", "1", "1.5"]],
    ],
)
def test_the_filled_cell_of_an_example_is_told(grade, with_example, rows):
    found, said = grade(with_example, rows, expected=1)
    assert [row["verdict"] for row in found if row["question"] == "1"] == ["right"]
    assert "question 2 is a worked example on this sheet" in said.err.splitlines()[0]
    assert "1 row or answer was left out" in said.err.splitlines()[1]


def test_what_can_be_read_is_marked(tmp_path, grade):
    shape = question(1, "conv-params", {"input": "32x32x3", "filters": "16", "kernel": "3"}, 4.0)
    manifest = write_manifest(tmp_path / "m.json", sheet(shape))
    values = model(shape)
    wrong = "; ".join(f"{name} = {spelled(value)}" for name, value in values.items())
    name, value = list(values.items())[-1]
    broken = wrong.replace(f"{name} = {spelled(value)}", f"{name} = 2o8")
    (row,), said = grade(manifest, [["id", "Q1"], ["x", broken]])
    (alone,), _ = grade(manifest, [["id", "Q1"], ["x", broken.rpartition("; ")[0]]])
    assert (row["verdict"], row["marks"]) == (alone["verdict"], alone["marks"])
    assert row["verdict"] == "partly right"
    assert 0 < float(row["marks"]) < 4
    assert "could not be read: " in row["feedback"]
    assert "not given" not in row["feedback"]
    (line,) = said.err.splitlines()
    assert line.startswith("dlsolve grade: answers.csv line 2, column Q1: ")
    assert line.endswith(f"at character {len(name) + 5} of '{name} = 2o8'")
    assert "could not be read: 1" in said.out


def test_an_unknown_name_does_not_spoil_the_rest(grade, ada):
    row = one(grade, ada, right(adam(2)).replace("steps =", "stps ="))
    assert row["verdict"] == "partly right"
    assert "got 'stps'" in row["feedback"]


def test_places_are_counted_in_what_was_written(tmp_path, grade):
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1), adam(2)))
    _, said = grade(manifest, [["id", "Q1", "Q2"], ["x", "entropy = 1..5", "0.3"]])
    first, second = said.err.splitlines()
    assert "at character 13 of 'entropy = 1..5'" in first
    assert "say which answer it is: m=…, v=…, m_hat=…, v_hat=…, steps=…, weights=…" in second


@pytest.mark.parametrize(
    ("type_name", "givens", "cell"),
    [
        ("mlp-params", {"layers": "10,5,2"}, "total = 67 parameters; per_layer = 55, 12"),
        ("entropy", {"p": "0.5,0.5"}, "≈1 (checked)"),
        ("svm", {"x": "1,1;2,3;4,2", "y": "-1,1,1"},
         "(0.4, 0.8) is the weight vector; b = -11/5; margin 2/||w|| = 2.24; support vectors = 1, 2, 3"),
        ("bayes", {"priors": "0.01,0.99", "likelihoods": "0.8,0.1"},
         "evidence: 0.107; posteriors: 0.0748, 0.925"),
        ("bayes", {"priors": "0.01,0.99", "likelihoods": "0.8,0.1"},
         "0.8*0.01 = 0.008, 0.1*0.99 = 0.099, evidence = 0.107; posteriors = 0.0748, 0.925"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_check_reads_an_answer(type_name, givens, cell, tmp_path, grade):
    manifest = write_manifest(tmp_path / "m.json", sheet(question(1, type_name, givens, 2.0)))
    rows, said = grade(manifest, [["id", "Q1"], ["x", cell]])
    assert said.err == ""
    assert rows[0]["verdict"] == "right", rows[0]


@pytest.mark.parametrize(
    ("heading", "first"),
    [
        (
            ["Last name", "First name", "ID number", "Status", "Grade/3.00", "Response 1", "Response 2"],
            "L,A,{},F,3",
        ),
        (["Nachname", "Vorname", "ID-Nummer", "E-Mail-Adresse", "Antwort 1", "Antwort 2"], "L,A,{},a@b.c"),
        (["ID number", "Question 1", "Response 1", "Question 2", "Response 2"], None),
        (
            ["Timestamp", "Email Address", "Student ID", "1. Which option?", "2. How much entropy?"],
            "t,a@b.c,{}",
        ),
    ],
)
def test_tables_of_platforms_and_forms_are_read(grade, tmp_path, heading, first):
    students = [Student(id=name) for name in ("00101", "00102")]
    manifest = write_manifest(
        tmp_path / "m.json", *(sheet(choice(1), entropy(2), student=one) for one in students), marks=3.0
    )
    rows = []
    for student, cells in zip(students, (["C", "1.5"], ["B", "1.5"]), strict=True):
        before = (
            first.format(student.id).split(",") if first else [student.id, "Choose.", cells[0], "How much?"]
        )
        rows.append([*before, *(cells if first else cells[1:])])
    found, _ = grade(manifest, [heading, *rows])
    assert [(row["id"], row["marks"]) for row in found] == [
        *(("00101", "1"), ("00101", "2"), ("00102", "0"), ("00102", "2"))
    ]


def test_zeros_that_a_spreadsheet_took_from_ids_are_no_loss(grade, tmp_path):
    """But for ids that only their zeros tell apart."""
    names = ("00101", "0x7", "007", "07")
    sheets = [sheet(choice(1), entropy(2), student=Student(id=name)) for name in names]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=3.0)
    rows = [["id", "1", "2"], ["101", "C", "1.5"], ["x7", "C", "1.5"], ["7", "C", "1.5"]]
    found, said = grade(manifest, rows, expected=1)
    assert {row["id"] for row in found if row["verdict"] == "right"} == {"00101"}
    assert "'x7' is not in the manifest" in said.err
    assert "'7' is not in the manifest" in said.err


def test_a_misspelled_answer_in_the_heading_is_refused_once(tmp_path, capsys, ada):
    answers = write_rows(tmp_path / "answers.csv", [["id", "Q2.wieghts"], ["s1", "1,2,3"]])
    assert command(["grade", "--manifest", str(ada), str(answers), "-o", str(tmp_path / "r.csv")]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "answers.csv line 1: names a column that is for no answer of question 2" in said
    assert "did you mean weights?" in said
    assert not (tmp_path / "r.csv").exists()


def test_a_column_for_a_quantity_of_the_working(grade, ada):
    rows, said = grade(ada, [["id", "Q2.m_hat_3", "Q2 Weights"], ["s1", "0.193", "-0.01,-0.0197,-0.0286"]])
    assert said.err == ""
    assert "weights" not in rows[1]["feedback"]


def test_parts_of_an_answer_in_a_long_table(grade, ada):
    answers = model(adam(2))
    cells = [[f"2.{name}", spelled(value)] for name, value in answers.items()]
    rows, said = grade(
        ada,
        [["id", "question", "answer"], *(["s1", *cell] for cell in cells[:3]), ["s9", "1", "C"]]
        + [["s1", *cell] for cell in cells[3:]]
        + [["s1", *cells[0]], ["s1", "2", "m = 1"]],
        expected=1,
    )
    assert [(row["question"], row["verdict"]) for row in rows if row["question"] == "2"] == [("2", "right")]
    assert sum("a second answer to question 2 is left out" in line for line in said.err.splitlines()) == 2


@pytest.mark.parametrize("name", ["S1", "s 1", "0s1"])
def test_the_id_that_was_meant_is_told(grade, ada, name):
    _, said = grade(ada, [["id", "1"], [name, "C"]], expected=1)
    assert f"{name!r} is not in the manifest; did you mean 's1'?" in said.err


# The table of results


def is_safe(cell):
    if re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return True  # A negative number, such as a penalty, is no formula.
    bare = cell.lstrip().lstrip("\ufeff")
    return not cell.startswith(("\t", "\r")) and bare[:1] not in ("=", "+", "-", "@")


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_get_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "0.5", "'=1", "s-1", " x", "é"])
def test_other_text_stays_as_it_is(text):
    assert guarded(text) == text


CELLS = st.one_of(
    st.text(max_size=12), st.sampled_from(FORMULAS), st.sampled_from(("1.5", "-0.5", "B", "=kl"))
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=4))
@example([("=1", "+2", "-0.5", "@")])
def test_no_cell_of_the_results_begins_like_a_formula(rows):
    manifest = Manifest(
        format=FORMAT, dlsolve="", heading=Heading(marks=3.0), sheets=(sheet(entropy(1), choice(2)),)
    )
    intake = Intake(papers_of(manifest, "--manifest"), lambda _: None)
    stream = (
        (line, dict(zip(("id", "name", "1", "2"), row, strict=True))) for line, row in enumerate(rows, 2)
    )
    submissions = intake.submissions(Rows(("id", "name", "1", "2"), stream), "answers.csv")
    made = b"".join(table(map(mark, submissions))).decode()
    lines = list(csv.reader(io.StringIO(made, newline="")))
    assert lines[0] == list(COLUMNS)
    assert all(len(line) == len(COLUMNS) for line in lines)
    assert all(is_safe(cell) for line in lines for cell in line)


# A whole class, through the command


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """Twelve students with shuffled sheets, and answers of every sort: the manifest and the answers."""
    folder = tmp_path_factory.mktemp("class")
    sheets, rows = [], []
    for number in range(12):
        records = [choice(1), adam(2), bayes(3), entropy(4)]
        records = records[number % 4 :] + records[: number % 4]
        student = Student(id=f"s{number}", name=f"Student {number}")
        sheets.append(sheet(*records, student=student))
        if number < 11:
            rows.append([student.id, *(handed_in(record, number) for record in records)])
    manifest = write_manifest(folder / "sheet.json", *sheets)
    return manifest, write_rows(folder / "answers.csv", [["id", "Q1", "Q2", "Q3", "Q4"], *rows])


def handed_in(record, number):
    """What a student answers: all right at first, then worse by the question."""
    if number < record.place:
        return "C" if record.style == "choice" else right(record, 4)
    kinds = ("B" if record.style == "choice" else "", "nonsense is this", right(record, 2), "-1")
    return kinds[number % 4]


def test_a_class_gives_the_same_bytes_however_many_work(dlsolve, classroom, tmp_path):
    manifest, answers = classroom
    outputs = []
    for workers in (1, 2):
        output = tmp_path / f"{workers}.csv"
        done = dlsolve("grade", "--manifest", manifest, answers, "-o", output, "--jobs", workers)
        assert done.returncode == 0, done.stderr
        outputs.append((output.read_bytes(), done.stdout, done.stderr))
    assert outputs[0] == outputs[1]


def test_the_summary_agrees_with_the_results(dlsolve, classroom, tmp_path):
    manifest, answers = classroom
    output = tmp_path / "results.csv"
    done = dlsolve("grade", "--manifest", manifest, answers, "-o", output, "--jobs", 1)
    rows = results(output)
    assert output.read_text().startswith(HEADER + "\n")
    assert len(rows) == 11 * 4
    by_place = defaultdict(list)
    for row in rows:
        by_place[row["place"]].append(row)
    lines = done.stdout.splitlines()
    means = {}
    for place, group in by_place.items():
        earned = [float(row["marks"]) for row in group]
        means[place] = np.mean(earned) / float(group[0]["of"])
        answered = sum(row["verdict"] != "not answered" for row in group)
        full = np.mean([row["marks"] == row["of"] for row in group])
        (line,) = [line.split() for line in lines if line.split()[:1] == [place] and "%" in line]
        expected = [
            place,
            group[0]["problem"],
            str(answered),
            f"{np.mean(earned):.2f}",
            group[0]["of"],
            f"{full:.0%}",
        ]
        assert line == expected
    total = sum(float(row["marks"]) for row in rows)
    assert f"11 marked, 1 handed in nothing. Mean: {total / 11:.2f} of 9 marks." in lines
    hardest = min(means, key=means.get)
    assert f"Hardest: question {hardest}, {by_place[hardest][0]['problem']}" in lines
    swapped = sum("swapped" in row["mistakes"] for row in rows)
    assert any(line.split()[:2] == [str(swapped), "1"] and "swapped" in line for line in lines)
    unreadable = sum(row["verdict"] == "unreadable" for row in rows)
    assert f"could not be read: {unreadable}" in done.stdout
    assert len(done.stderr.splitlines()) == min(unreadable, 21)
    assert max(map(len, lines)) <= 80


def test_the_summary_tells_what_its_numbers_mean(classroom, tmp_path, capsys, grade, ada):
    manifest, answers = classroom
    output = str(tmp_path / "results.csv")
    assert command(["grade", "--manifest", str(manifest), str(answers), "-o", output, "--jobs", "1"]) == 0
    said = capsys.readouterr().out
    assert "the numbers of the blueprint, as in the column place" in said
    totals = defaultdict(float)
    for row in results(output):
        totals[row["id"]] += float(row["marks"])
    rows = [line.split() for line in said.splitlines() if line.split()[1:2] == ["Student"]]
    assert rows == [[name, "Student", name[1:], f"{total:g}", "9"] for name, total in totals.items()]
    _, said = grade(ada, [["id", "1"], ["s1", "C"]])
    assert "blueprint" not in said.out


def test_a_large_class_is_not_listed(tmp_path, grade):
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1)))
    _, said = grade(manifest, [["id", "1"], *([f"x{i}", "1.5"] for i in range(31))])
    assert "x30" not in said.out
    assert "31 marked" in said.out


@pytest.mark.parametrize(("cells", "hardest"), [(["", "", ""], ""), (["B", "", ""], "question 1, kl")])
def test_what_nobody_answered_is_not_the_hardest(grade, ada, cells, hardest):
    _, said = grade(ada, [["id", "1", "2", "3"], ["s1", *cells]])
    assert [line for line in said.out.splitlines() if "Hardest" in line] == (
        [f"Hardest: {hardest}"] if hardest else []
    )


def test_no_id_reaches_the_terminal_as_a_command(tmp_path, grade):
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1)))
    _, said = grade(manifest, [["id", "name", "1"], ["[bold]x\x1b[31m", "\u202ey", "1.5"]])
    assert "[bold]x [31m" in said.out
    assert "\u202e" not in said.out


def test_marks_lie_between_nothing_and_what_there_is(classroom, tmp_path):
    manifest, answers = classroom
    output = tmp_path / "results.csv"
    assert (
        command(["grade", "--manifest", str(manifest), str(answers), "-o", str(output), "--jobs", "1"]) == 0
    )
    worth = {"1": 1, "2": 4, "3": 2, "4": 2}
    rows = results(output)
    assert all(float(row["of"]) == worth[row["place"]] for row in rows)
    assert all(0 <= float(row["marks"]) <= float(row["of"]) for row in rows)
    assert all(row["marks"] == row["of"] for row in rows if row["verdict"] == "right")
    assert all(
        row["marks"] == "0" for row in rows if row["verdict"] in ("wrong", "unreadable", "not answered")
    )
    assert {row["verdict"] for row in rows} >= {"right", "wrong", "unreadable", "not answered"}


def test_rows_are_taken_as_they_are_needed():
    manifest = Manifest(format=FORMAT, dlsolve="", heading=Heading(marks=2.0), sheets=(sheet(entropy(1)),))
    taken = []

    def endless():
        for line in count(2):
            taken.append(line)
            yield line, {"id": str(line), "1": "1.5"}

    intake = Intake(papers_of(manifest, "--manifest"), lambda _: None)
    submissions = intake.submissions(Rows(("id", "1"), endless()), "answers.csv")
    with workforce(1) as force:
        lines = table(Tally().counted(force.each(mark, submissions)))
        first = list(islice(lines, 5))
    assert b"right" in first[-1]
    assert len(taken) < 20


def test_a_row_that_is_too_long_does_not_stop_the_class(grade, ada):
    rows, said = grade(ada, [["id", "1"], ["s9", "x", "y", "z"], ["s1", "C"]], expected=1)
    assert rows[0]["verdict"] == "right"
    assert "line 2: has 4 cells, where the first line names 2 columns; its id is 's9'" in said.err


# Refused


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["name", "1"], ["x", "1"]], "answers.csv line 1: must name the columns, one of them id"),
        ([["id", "name"], ["s1", "x"]], "answers.csv line 1: must name columns for the questions"),
        ([["id", "answer"], ["s1", "x"]], "answers.csv line 1: must name columns for the questions"),
        ([["id", "9"], ["s1", "x"]], "names a column that is for no question of the sheets, got '9'"),
        ([["id", "1", "1"], ["s1", "x", "y"]], "names a column twice, got '1'"),
    ],
)
def test_a_table_that_cannot_be_used_writes_nothing(tmp_path, capsys, ada, rows, words):
    answers = write_rows(tmp_path / "answers.csv", rows)
    before = set(tmp_path.iterdir())
    assert command(["grade", "--manifest", str(ada), str(answers), "-o", str(tmp_path / "out.csv")]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "path", "words"),
    [
        ("output", "no/such/folder/out.csv", "-o cannot be written"),
        ("output", "answers.csv", "-o must be another file"),
        ("output", ".", "-o"),
        ("output", "out.xlsx", "-o must end in .csv"),
        ("output", "-", "-o must end in .csv"),
        ("manifest", "absent.json", "--manifest cannot be read"),
        ("manifest", "answers.csv", "--manifest is no manifest"),
        ("answers", "absent.csv", "ANSWERS cannot be read"),
        ("answers", "latin.csv", "ANSWERS must be a text in UTF-8"),
        ("answers", "broken.csv", "is not CSV"),
    ],
)
def test_files_that_cannot_be_used(in_process, tmp_path, ada, name, path, words):
    write_rows(tmp_path / "answers.csv", [["id", "3"], ["s1", "1.5"]])
    (tmp_path / "latin.csv").write_bytes(b"id,3\ns1,1.5\n" + b"s1,1\n" * 9000 + b"\xff,1\n")
    (tmp_path / "broken.csv").write_text('id,3\ns1,"1"5\n')
    paths = {"manifest": "sheet.json", "answers": "answers.csv", "output": "out.csv", name: path}
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    arguments = ["--manifest", paths["manifest"], paths["answers"], "-o", paths["output"], "--jobs", "1"]
    done = in_process("grade", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ([sheet(entropy(1)), sheet(entropy(1))], "several sheets"),
        ([sheet(entropy(1), student=Student(id="a"))] * 2, "several sheets"),
        ([sheet(bayes(1, 0.0, style="worked"))], "asks nothing"),
        ([sheet(question(1, "kl", KL, 1.0, style="choice"))], "does not tell its options"),
        (
            [sheet(question(1, "updaets", {}, 1.0))],
            "--manifest holds a problem type that this version does not have, got 'updaets'",
        ),
        ([sheet(question(1, "adam", {"grads": "x"}, 1.0))], "--manifest is of another version of adam"),
    ],
)
def test_a_manifest_that_cannot_be_used(tmp_path, capsys, sheets, words):
    manifest = write_manifest(tmp_path / "m.json", *sheets)
    answers = write_rows(tmp_path / "answers.csv", [["id", "1"], ["a", "1"]])
    output = tmp_path / "out.csv"
    assert command(["grade", "--manifest", str(manifest), str(answers), "-o", str(output)]) == 2
    assert words in capsys.readouterr().err
    assert not output.exists()
