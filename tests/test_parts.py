"""Questions asked in parts: on paper, in the key, graded, in the gradebook and in the statistics."""

from __future__ import annotations

import csv
import re

import pytest

from solver.cli.app import run as command
from solver.errors import InputError
from solver.grading.answer_cells import reference
from solver.sheets.blueprint_parser import read_blueprint
from solver.sheets.manifest import read_manifest
from solver.sheets.serialization import from_record
from tests.test_grading import results, write_rows

EXAM = """
title = "Exam"
[[section]]
[[section.question]]
type = "adam"
givens = { grads = "0.3;0.2" }
part = [
  { asked = ["m", "v"], marks = 2 },
  { asked = "weights[2]", marks = 3, text = "Which weight $w_2$ does that lead to?" },
]
[[section.question]]
type = "bayes"
givens = { priors = [0.25, 0.75], likelihoods = [0.8, 0.4] }
part = [{ asked = "evidence", marks = 1 }, { asked = "posteriors", marks = 2 }]
[[section.question]]
text = "The loss is $L(w) = w^2$."
part = [{ text = "Give $L(2)$.", answer = 4, marks = 1 }, { text = "Explain it.", marks = 2 }]
"""
M, V = "m = 0.03, 0.047", "v = 9e-5, 0.0001299"


@pytest.fixture
def exam(tmp_path):
    """The manifest of the exam."""
    blueprint, manifest = tmp_path / "exam.toml", tmp_path / "m.json"
    blueprint.write_text(EXAM)
    made = ["sheet", "--blueprint", str(blueprint), "--seed", "1", "--manifest", str(manifest)]
    assert command([*made, "-o", str(tmp_path / "exam.md"), "--key", str(tmp_path / "key.md")]) == 0
    return manifest


def graded(folder, manifest, rows, *options, name="grade", status=0):
    answers, output = write_rows(folder / "answers.csv", rows), folder / "results.csv"
    assert command([name, "--manifest", str(manifest), str(answers), "-o", str(output), *options]) == status
    return results(output)


def parts_of(folder, manifest, heading, cell):
    """The marks of the parts of a question whose cell is this."""
    rows = graded(folder, manifest, [["id", heading], ["s1", cell]])
    return next(row["parts"] for row in rows if row["question"] in heading)


@pytest.mark.parametrize("ending", [".md", ".typ", ".tex", ".html"])
def test_they_stand_on_paper_with_their_marks(exam, tmp_path, ending):
    path, key = tmp_path / f"sheet{ending}", tmp_path / f"key{ending}"
    assert command(["sheet", "--from", str(exam), "-o", str(path), "--key", str(key)]) == 0
    for text in (path.read_text(), key.read_text()):
        assert "Find the first moment after each step and the second moment after each step" in text
        assert "does that lead to?" in text
        assert text.index("decay rate of the second") < text.index("Find the first") < text.index("lead to?")


def test_each_has_its_own_room_and_marks(exam):
    manifest = read_manifest(exam, "--manifest")
    adam, bayes, own = from_record(manifest.sheets[0], manifest.heading).items
    assert [part.marks for part in adam.asked_parts] == [2, 3]
    assert adam.marks == 5
    assert [float(sum(marks)) for marks in adam.part_marks] == [2, 3]
    assert sum(adam.step_marks) == 5
    assert [[float(mark) for mark in marks] for marks in bayes.part_marks] == [[0, 1, 0], [0, 0, 2]]
    assert own.part_marks == ()
    assert all(item.room.lines >= 3 for item in (adam, bayes, own))


def test_the_key_has_the_answers_of_each(exam, tmp_path):
    text = (tmp_path / "key.md").read_text()
    assert re.search(r"\\\(a\\\) first moment after each step: \$\(0\.03,\\thinspace 0\.047\)\$", text)
    assert "\\(b\\) entry 2 of the weight after each step: $\\approx -0.01970$" in text
    assert re.search(r"### 2\. Total probability of the evidence \\\[\\\(a\\\) 1\\\]", text)


def test_the_marks_of_a_step_are_set_as_they_are(exam, tmp_path):
    key = tmp_path / "key.typ"
    assert command(["sheet", "--from", str(exam), "--key", str(key), "-o", str(tmp_path / "x.typ")]) == 0
    text = key.read_text()
    assert '#in-margin("(a) 1, (b) 1.5")' in text
    assert "&#34;" not in text


@pytest.mark.parametrize(
    ("heading", "cell", "parts"),
    [
        ("1", f"(a) {M}; {V} (b) -0.0197", "a: 2 of 2; b: 3 of 3"),
        ("1", f"{M}; {V}; weights = -0.0197", "a: 2 of 2; b: 3 of 3"),
        ("1a", f"{M}; {V}", "a: 2 of 2; b: 0 of 3"),
        ("1.b", "-0.0197", "a: 2 of 2; b: 3 of 3"),
        ("Q2", "(a) 0.5 (b) 0.4, 0.6", "a: 1 of 1; b: 2 of 2"),
        ("Q2", "a = 0.5; b = 0.4, 0.6", "a: 1 of 1; b: 2 of 2"),
        ("Q2", "a) 0.7 b) 0.4, 0.6", "a: 0 of 1; b: 2 of 2"),
        ("2", "evidence = 0.5; posteriors = 0.9, 0.1", "a: 1 of 1; b: 0 of 2"),
        ("2b", "2/5, 3/5", "a: 1 of 1; b: 2 of 2"),
        ("3", "(a) 4", "a: 1 of 1; b: for a person, of 2"),
        ("3a", "5", "a: 0 of 1; b: for a person, of 2"),
    ],
)
def test_they_are_graded_one_by_one(exam, tmp_path, heading, cell, parts):
    assert parts_of(tmp_path, exam, heading, cell) == parts


def test_a_part_that_follows_from_a_wrong_one_earns_its_marks(exam, tmp_path):
    # 0.2 / 0.4 and 0.3 / 0.4 follow rightly from an evidence of 0.4.
    assert parts_of(tmp_path, exam, "2", "(a) 0.4 (b) 0.5, 0.75") == "a: 0 of 1; b: 2 of 2"


def test_a_column_for_the_part_of_a_person_is_left_to_it(exam, tmp_path, capsys):
    rows = graded(tmp_path, exam, [["id", "3a", "3b"], ["s1", "4", "because it is so"]])
    assert [row["verdict"] for row in rows if row["question"] == "3"] == ["right"]
    assert "because" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("heading", "found"), [("1a", (1, "a")), ("Q2 (b)", (2, "b")), ("3.A", (3, "a")), ("q1b", (1, "b"))]
)
def test_columns_for_parts(heading, found):
    assert reference(heading) == found


def test_a_column_for_a_part_that_there_is_not_is_refused(exam, tmp_path, capsys):
    answers = write_rows(tmp_path / "answers.csv", [["id", "1c"], ["s1", "4"]])
    output = str(tmp_path / "r.csv")
    assert command(["grade", "--manifest", str(exam), str(answers), "-o", output]) == 2
    assert "names a column that is for no answer of question 1, got '1c'" in capsys.readouterr().err


def test_the_gradebook_has_a_column_for_each(exam, tmp_path):
    book = tmp_path / "book.csv"
    rows = [["id", "1", "2", "3"], ["s1", f"{M}; {V}", "(a) 0.5 (b) 0.4, 0.6", "4"], ["s2", "", "", ""]]
    graded(tmp_path, exam, rows, "--gradebook", str(book))
    with book.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    names = [
        "id",
        "name",
        "Q1a",
        "Q1b",
        "Q1",
        "Q2a",
        "Q2b",
        "Q2",
        "Q3a",
        "Q3b",
        "Q3",
        "total",
        "of",
        "percent",
        "to judge",
    ]
    assert list(lines[0]) == names
    assert list(lines[0].values())[2:] == ["2", "0", "2", "1", "2", "3", "1", "", "1", "6", "9", "66.67", ""]
    assert lines[1]["total"] == "0"


def test_the_report_tells_of_each(exam, tmp_path):
    report = tmp_path / "report.html"
    rows = [["id", "1", "2"], *[[f"s{n}", f"{M}; {V}", "(a) 0.5"] for n in range(6)]]
    graded(tmp_path, exam, rows, "--report", str(report))
    text = report.read_text()
    assert [f"Question {place}: " in text for place in ("1a", "1b", "1", "2a", "3b")] == [True] * 4 + [False]


def test_other_marks_are_shared_out_over_them(exam, tmp_path):
    rows = graded(tmp_path, exam, [["id", "1"], ["s1", f"{M}; {V}"]], "--marks", "1=10", name="regrade")
    assert rows[0]["parts"] == "a: 4 of 4; b: 0 of 6"


@pytest.mark.parametrize(
    ("key", "parts"),
    [
        ("2a=0.7", "a: 1 of 1; b: 2 of 2"),
        ("2.evidence=0.6", "a: 0 of 1; b: 2 of 2"),
        ("2.posteriors=0.5,0.5", "a: 0 of 1; b: 0 of 2"),
    ],
)
def test_another_value_of_a_part(exam, tmp_path, key, parts):
    rows = [["id", "2"], ["s1", "(a) 0.7 (b) 0.4, 0.6"]]
    found = graded(tmp_path, exam, rows, "--key", key, name="regrade")
    assert next(row["parts"] for row in found if row["question"] == "2") == parts


def test_other_marks_that_leave_a_part_without_any_are_refused(exam, tmp_path, capsys):
    answers = write_rows(tmp_path / "answers.csv", [["id", "1"], ["s1", f"{M}; {V}"]])
    made = ["regrade", "--manifest", str(exam), str(answers), "-o", str(tmp_path / "r.csv")]
    capsys.readouterr()
    assert command([*made, "--marks", "1=0.25"]) == 2
    words = "--marks must be 0.5 or more for the 2 parts of question 1, got '0.25'"
    assert capsys.readouterr().err == f"dlsolve: {words}\n"
    assert command([*made, "--marks", "1=0.5"]) == 0


BRACKETS = """
title = "Exam"
[[section]]
[[section.question]]
type = "vectors"
givens = { a = "1,2", b = "3,4" }
part = [{ asked = "norm_a", marks = 1 }, { asked = "norm_b", marks = 1 }, { asked = "dot", marks = 1 }]
[[section.question]]
text = "A coin is thrown."
part = [
  { text = "The mean?", answer = 1.5, marks = 1 },
  { text = "The variance?", answer = 1.05, marks = 1 },
  { text = "The probability?", answer = 0.3087, marks = 1 },
]
"""


@pytest.fixture
def exam_with_brackets(tmp_path):
    """The manifest of an exam whose answers have names with brackets."""
    blueprint, manifest = tmp_path / "exam.toml", tmp_path / "m.json"
    blueprint.write_text(BRACKETS)
    made = ["sheet", "--blueprint", str(blueprint), "--seed", "1", "--manifest", str(manifest)]
    assert command([*made, "-o", str(tmp_path / "exam.md")]) == 0
    return manifest


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("1", "norm(a)=2.236; norm(b)=5; dot(a, b) = 11"),
        ("1", "(a) 2.236 (b) 5 (c) 11"),
        ("1", "a) ||a||=2.236 b) ||b||=5 c) dot(a, b)=11"),
        ("1", "norm_a = 2.236; (b) 5; (c) 11"),
        ("1", "||a||=2.236; ||b||=5; dot=11"),
        ("1", "norm (a) = 2.236; norm (b) = 5; dot (a, b) = 11"),
        ("2", "a: 1.5 b: 1.05 c: 0.3087"),
        ("2", "(a)1.5(b)1.05(c)0.3087"),
        ("2", "(A)=1.5, (B)=1.05,(C) = 0.3087"),
        ("2", "a) 1.5\nb) 1.05\nc) 0.3087"),
        ("2", "c) 0.3087 | a) 3/2 | b) 1.05"),
    ],
)
def test_a_letter_within_a_name_begins_no_part(exam_with_brackets, tmp_path, heading, cell):
    assert parts_of(tmp_path, exam_with_brackets, heading, cell) == "a: 1 of 1; b: 1 of 1; c: 1 of 1"


@pytest.mark.parametrize(
    ("place", "option", "value", "right", "parts"),
    [
        ("2", "--key", "2.a=0.7", "(a) 0.7 (b) 0.4, 0.6", "a: 1 of 1; b: 2 of 2"),
        ("2", "--accept", "2.evidence=0.7", "(a) 0.7 (b) 0.4, 0.6", "a: 1 of 1; b: 2 of 2"),
        ("3", "--key", "3.a=5", "(a) 5", "a: 1 of 1; b: for a person, of 2"),
    ],
)
def test_a_cell_that_cannot_be_read_keeps_no_other_from_another_value(
    exam, tmp_path, place, option, value, right, parts
):
    rows = [["id", place], ["s1", "what?"], ["s2", right]]
    found = graded(tmp_path, exam, rows, option, value, name="regrade")
    marked = {row["id"]: row for row in found if row["question"] == place}
    assert marked["s1"]["verdict"] == "unreadable"
    assert marked["s2"]["parts"] == parts
    assert marked["s2"]["verdict"] == "right"


def test_parts_may_change_where_the_sum_does_not(exam_with_brackets, tmp_path):
    options = ["--key", "2a=7", "--key", "2b=8"]
    rows = [["id", "2"], ["s1", "(a) 1.5 (b) 8 (c) 0.3087"]]
    found = graded(tmp_path, exam_with_brackets, rows, *options, name="regrade")
    row = next(row for row in found if row["question"] == "2")
    assert (row["parts"], row["marks"], row["before"]) == ("a: 0 of 1; b: 1 of 1; c: 1 of 1", "2", "2")


def test_a_cell_that_cannot_be_judged_by_another_value_keeps_no_other_from_it(exam, tmp_path, monkeypatch):
    from solver.grading import grader

    judge = grader.earned_by_value

    def break_at_seven(asked, reading, *others):
        if any(claim.value.text == "0.7" for claim in reading.claims):
            raise ArithmeticError
        return judge(asked, reading, *others)

    monkeypatch.setattr(grader, "earned_by_value", break_at_seven)
    rows = [["id", "2a"], ["s1", "0.7"], ["s2", "0.6"]]
    found = graded(tmp_path, exam, rows, "--key", "2a=0.6", "--jobs", "1", name="regrade", status=1)
    verdicts = {row["id"]: row["verdict"] for row in found if row["question"] == "2"}
    assert verdicts == {"s1": "not judged", "s2": "partly right"}


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ('{ asked = "m" }, { asked = "v", marks = 1 }', "all parts have marks, or none has"),
        ('{ asked = "n", marks = 1 }', "asked must be answers of adam, or entries of them"),
        ('{ asked = "m", marks = 1 }, { asked = "m", marks = 1 }', "asks for m twice"),
        ("{ marks = 1 }", "asked is missing"),
        ('{ asked = "m", marks = 1, answer = 4 }', "answer goes with a text of your own"),
        ('{ asked = "m", text = "$($", marks = 1 }', "holds mathematics that cannot be read"),
    ],
)
def test_parts_that_do_not_fit_are_refused(part, words):
    text = f'[[section]]\n[[section.question]]\ntype = "adam"\ngivens = {{ grads = "1" }}\npart = [{part}]\n'
    with pytest.raises(InputError, match=re.escape(words)):
        read_blueprint(text, "exam.toml")


@pytest.mark.parametrize("style", ["choice", "blanks", "worked", "faded"])
def test_parts_go_with_room_to_work_in(style):
    text = EXAM.replace('type = "bayes"', f'type = "bayes"\nstyle = "{style}"')
    with pytest.raises(InputError, match="parts go with the style question"):
        read_blueprint(text, "exam.toml")


@pytest.mark.parametrize("where", ["section", "section.question"])
def test_marks_that_leave_a_part_without_any_are_refused(where):
    def exam_of(marks):
        parts = ", ".join(f'{{ text = "Give {n}.", answer = {n} }}' for n in range(5))
        marked = {"section": "", "section.question": "", where: f"marks = {marks}"}
        return (
            f'title = "Exam"\n[[section]]\n{marked["section"]}\n[[section.question]]\n'
            f'{marked["section.question"]}\ntext = "Count."\npart = [{parts}]\n'
        )

    with pytest.raises(InputError, match=r"marks must be 1\.25 or more for 5 parts, got 1"):
        read_blueprint(exam_of(1), "exam.toml")
    assert read_blueprint(exam_of(1.25), "exam.toml").heading.marks == 1.25
