"""A class marked again with corrections; workbooks; versions; and the statistics of the questions."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from msgspec import structs

from solver.cli.app import run as command
from solver.cli.progress import progress
from solver.errors import InputError
from solver.grading.items import bins_of, correlation
from solver.sheets.roster import read_roster
from solver.sheets.schema import Student
from solver.storage.workbooks import openpyxl
from tests.test_grading import choice, entropy, results, sheet, write_manifest, write_rows

pytest.importorskip("openpyxl")


@pytest.fixture
def class_of_six(tmp_path):
    """A choice whose right option is C, and an entropy of 1.5: the manifest and the answers."""
    sheets = [sheet(choice(1), entropy(2), student=Student(id=f"s{n}", name=f"=N{n}")) for n in range(6)]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=3.0)
    chosen = zip("CCBBDA", ("1.5", "1.5", "1.5", "0", "0", "x"), strict=True)
    rows = [[f"s{n}", option, value] for n, (option, value) in enumerate(chosen)]
    return manifest, [["id", "Q1", "Q2"], *rows]


def graded(folder, manifest, rows, *options, name="grade", status=0):
    """The rows of the results."""
    answers, output = write_rows(folder / "answers.csv", rows), folder / "results.csv"
    assert command([name, "--manifest", str(manifest), str(answers), "-o", str(output), *options]) == status
    return results(output) if status < 2 else []


def marks_of(rows, place, key="marks"):
    return [float(row[key].lstrip("'")) for row in rows if row["place"] == place]


def test_another_key(class_of_six, tmp_path):
    rows = graded(tmp_path, *class_of_six, "--key", "1=B", name="regrade")
    assert marks_of(rows, "1") == [0, 0, 1, 1, 0, 0]
    assert marks_of(rows, "1", "before") == [1, 1, 0, 0, 0, 0]
    assert [row["verdict"] for row in rows if row["place"] == "1"][:3] == ["wrong", "wrong", "right"]


@pytest.mark.parametrize("answer", ["B", "(b)", "swapped"])
def test_another_answer_beside_the_key(class_of_six, tmp_path, answer):
    rows = graded(tmp_path, *class_of_six, "--accept", f"Q1={answer}", name="regrade")
    assert marks_of(rows, "1") == [1, 1, 1, 1, 0, 0]


def test_a_dropped_question_leaves_the_totals(class_of_six, tmp_path, capsys):
    book = tmp_path / "book.csv"
    rows = graded(tmp_path, *class_of_six, "--drop", "1", "--gradebook", str(book), name="regrade")
    assert {row["verdict"] for row in rows if row["place"] == "1"} == {"dropped"}
    with book.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["Q1"], line["Q2"], line["total"], line["of"], line["percent"]) for line in lines][:4] == [
        ("", "2", "2", "2", "100"),
        ("", "2", "2", "2", "100"),
        ("", "2", "2", "2", "100"),
        ("", "0", "0", "2", "0"),
    ]
    # s2 had 2 of 3; nobody else's share of all marks has changed.
    assert "1 stand better than before and 0 worse" in capsys.readouterr().out


def test_other_marks_are_shared_out_anew(class_of_six, tmp_path):
    rows = graded(tmp_path, *class_of_six, "--marks", "2=5", name="regrade")
    assert marks_of(rows, "2") == [5, 5, 5, 0, 0, 0]
    assert marks_of(rows, "2", "before") == [2, 2, 2, 0, 0, 0]
    assert {row["of"] for row in rows if row["place"] == "2"} == {"5"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "regrade needs a correction"),
        (["--drop", "7"], "has no question of this number, got '7'"),
        (["--drop", "x"], "--drop must be the number of a question"),
        (["--drop", "1", "--drop", "2"], "--drop must leave a question"),
        (["--drop", "1", "--marks", "1=3"], "--drop goes with no other correction"),
        (["--marks", "1=0.1"], "--marks must be a multiple of 0.25"),
        (["--key", "1"], "--key must be a question and what it gets"),
        (["--key", "1=F"], "names an option that question 1 does not have, got 'F'"),
        (["--key", "2=A"], "names an option that question 2 does not have"),
        (["--accept", "1=upsidedown"], "names no mistake of question 1: there are"),
        (["--key", "2.weights=1"], "--key must name an answer, as in 2.entropy=1; there are entropy, got"),
        (["--key", "2.entropy=1,2"], "--key must have as many values as entropy has, got '1,2'"),
        (["--accept", "2.entropy=x*"], "--accept must be a number, yes or no, or a list"),
        (["--key", "1.divergence=0.5"], "--key must name an option: question 1 is a choice"),
        (
            ["--key", "2=3", "--key", "2=4"],
            "--key gives 2.entropy two keys; what counts as right beside a key",
        ),
        (["--key", "1=A", "--key", "1=B"], "--key gives question 1 two keys"),
        (["--key", "2=reversed", "--key", "2.entropy=4"], "--key gives question 2 two keys"),
        (["--marks", "2=3", "--marks", "2=4"], "--marks gives question 2 marks twice, got '3 and 4'"),
        (["--key", "1=B", "--accept", "1=F"], "--accept names an option that question 1 does not have"),
        (["--marks", "2.entropy=1"], "--marks must be a question and what it gets"),
    ],
)
def test_corrections_that_do_not_fit_are_refused(class_of_six, tmp_path, capsys, options, words):
    graded(tmp_path, *class_of_six, *options, name="regrade", status=2)
    said = capsys.readouterr()
    assert words in said.err
    assert len(said.err.splitlines()) == 1
    assert not (tmp_path / "results.csv").exists()


OWN = """
title = "Exam"
[[section]]
[[section.question]]
text = "What is $L(2)$?"
answer = 4
marks = 2
[[section.question]]
text = "Explain it."
marks = 3
[[section.question]]
text = "Is it convex?"
answer = true
marks = 1
"""


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--key", "2=3", "names question 2, which has no answer: it is for a person to mark"),
        ("--accept", "2=3", "names question 2, which has no answer: it is for a person to mark"),
        ("--key", "2.foo=3", "names question 2, which has no answer: it is for a person to mark"),
        ("--key", "2=foo", "names question 2, which has no answer: it is for a person to mark"),
        ("--key", "1=abc", "names no mistake of question 1: it has none, got 'abc'"),
        ("--key", "1=1,2", "must have as many values as answer has, got '1,2'"),
        ("--accept", "1=yes", "must be of the kind of answer: numbers, or yes and no, got 'yes'"),
        ("--key", "3=1", "must be of the kind of answer: numbers, or yes and no, got '1'"),
    ],
)
def test_values_that_an_own_question_cannot_have_are_refused(tmp_path, capsys, option, value, words):
    blueprint, manifest = tmp_path / "exam.toml", tmp_path / "m.json"
    blueprint.write_text(OWN)
    made = ["sheet", "--blueprint", str(blueprint), "--seed", "1", "--manifest", str(manifest)]
    assert command([*made, "-o", str(tmp_path / "exam.md")]) == 0
    rows = [["id", "Q1", "Q3"], ["s1", "4", "yes"]]
    capsys.readouterr()
    graded(tmp_path, manifest, rows, option, value, name="regrade", status=2)
    assert capsys.readouterr().err == f"dlsolve: {option} {words}\n"


def test_a_letter_means_nothing_where_others_have_other_options(tmp_path, capsys):
    other = choice(1)
    turned = structs.replace(other, options=other.options[::-1])
    sheets = [sheet(q, student=Student(id=name)) for q, name in ((other, "a"), (turned, "b"))]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=1.0)
    graded(tmp_path, manifest, [["id", "1"], ["a", "C"]], "--key", "1=B", name="regrade", status=2)
    assert "name a mistake" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "marks"),
    [
        ("--key", "2.entropy=1.25", [0, 0, 0, 2]),
        ("--accept", "2.entropy=1.25", [2, 2, 2, 2]),
        ("--key", "2=1.25", [0, 0, 0, 2]),
        ("--accept", "Q2.entropy=5/4", [2, 2, 2, 2]),
    ],
)
def test_another_value(tmp_path, option, value, marks):
    sheets = [sheet(choice(1), entropy(2), student=Student(id=f"s{n}")) for n in range(4)]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=3.0)
    cells = ("1.5", "1.5", "entropy = 1.5", "1.25")
    rows = [["id", "Q2"], *[[f"s{n}", cell] for n, cell in enumerate(cells)]]
    found = graded(tmp_path, manifest, rows, option, value, name="regrade")
    assert marks_of(found, "2") == marks
    assert marks_of(found, "2", "before") == [2, 2, 2, 0]


@pytest.mark.parametrize(
    ("options", "marks"),
    [(["--key", "2=1,25"], [0, 2, 2]), (["--accept", "2.entropy=1,25", "--marks", "2=2,5"], [2.5, 2.5, 2.5])],
)
def test_another_value_with_a_decimal_comma(tmp_path, options, marks):
    sheets = [sheet(choice(1), entropy(2), student=Student(id=f"s{n}")) for n in range(3)]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=3.0)
    rows = [["id", "Q2"], *[[f"s{n}", cell] for n, cell in enumerate(("1,5", "1,25", "entropy = 1,25"))]]
    found = graded(tmp_path, manifest, rows, *options, "--decimal-comma", name="regrade")
    assert marks_of(found, "2") == marks


@pytest.mark.parametrize(
    ("options", "marks"),
    [
        (["--accept", "2=1.25", "--accept", "2=1.75"], [2, 2, 2, 0]),
        (["--accept", "2=1.75", "--accept", "2.entropy=1.25"], [2, 2, 2, 0]),
        (["--key", "2=1.25", "--accept", "2=1.75"], [0, 2, 2, 0]),
        (["--key", "2=1.25", "--key", "2.entropy=1.25"], [0, 2, 0, 0]),
    ],
)
def test_several_values_of_an_answer(tmp_path, options, marks):
    sheets = [sheet(choice(1), entropy(2), student=Student(id=f"s{n}")) for n in range(4)]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=3.0)
    rows = [["id", "Q2"], *[[f"s{n}", cell] for n, cell in enumerate(("1.5", "1.25", "1.75", "9"))]]
    assert marks_of(graded(tmp_path, manifest, rows, *options, name="regrade"), "2") == marks


def test_another_value_has_the_tolerance_that_the_teacher_set(tmp_path):
    blueprint, manifest = tmp_path / "exam.toml", tmp_path / "m.json"
    blueprint.write_text(
        "[[section]]\n[[section.question]]\ntext = 'x'\nanswer = 10\ntolerance = 0.5\nmarks = 1\n"
        "[[section.question]]\ntext = 'y'\npart = [{ text = 'a', answer = 6, tolerance = 1, marks = 1 }, "
        "{ text = 'b', answer = 2, marks = 1 }]\n"
    )
    made = ["sheet", "--blueprint", str(blueprint), "--manifest", str(manifest), "-o", str(tmp_path / "x.md")]
    assert command(made) == 0
    rows = [["id", "Q1", "Q2"], ["s0", "11.6", "(a) 8.5 (b) 2"], ["s1", "12.4", "(a) 10.5 (b) 9"]]
    changed = ["--key", "1=12", "--key", "2.a=9", "--key", "2.b=9"]
    found = graded(tmp_path, manifest, rows, *changed, name="regrade")
    assert (marks_of(found, "1"), marks_of(found, "2")) == ([1, 1], [1, 1])
    assert (marks_of(found, "1", "before"), marks_of(found, "2", "before")) == ([0, 0], [1, 0])


def test_every_part_counts_where_a_sheet_has_no_marks(tmp_path):
    blueprint, manifest = tmp_path / "exam.toml", tmp_path / "m.json"
    parts = ", ".join(f"{{ text = 'p', answer = {number} }}" for number in range(1, 7))
    blueprint.write_text(
        f"[[section]]\n[[section.question]]\ntext = 'x'\npart = [{parts}]\n"
        "[[section]]\ntypes = ['entropy']\ncount = 1\n"
    )
    made = ["sheet", "--blueprint", str(blueprint), "--seed", "1", "--manifest", str(manifest)]
    assert command([*made, "-o", str(tmp_path / "x.md")]) == 0
    rows = [["id", "Q1"], ["s0", "(e) 5 (f) 6"], ["s1", "(a) 1 (b) 2 (c) 3 (d) 4 (e) 5 (f) 6"]]
    found = graded(tmp_path, manifest, rows)
    assert marks_of(found, "1") == [0.5, 1.5]
    assert marks_of(found, "1", "of") == [1.5, 1.5]
    assert marks_of(found, "2", "of") == [1, 1]


BINOMIAL = """
title = "Exam"
[[section]]
[[section.question]]
type = "binomial"
asked = ["mean", "probability"]
marks = 4
givens = { n = 5, p = 0.3, k = 2 }
"""


@pytest.mark.parametrize(
    ("options", "marks"),
    [
        (["--key", "1.probability=0.9"], [4, 2, 2, 0, 0, 2, 2]),
        (["--accept", "1.probability=0.9"], [4, 4, 2, 2, 0, 2, 2]),
        (["--key", "1.mean=7", "--key", "1.probability=0.9"], [2, 0, 0, 0, 0, 2, 0]),
    ],
)
def test_another_value_of_one_answer_among_several(tmp_path, options, marks):
    """The key: a mean of 1.5 and a probability of 0.3087, each worth half of the marks."""
    blueprint, manifest = tmp_path / "exam.toml", tmp_path / "m.json"
    blueprint.write_text(BINOMIAL)
    made = ["sheet", "--blueprint", str(blueprint), "--seed", "1", "--manifest", str(manifest)]
    assert command([*made, "-o", str(tmp_path / "exam.md")]) == 0
    cells = [
        "mean = 1.5; probability = 0.9",
        "mean = 1.5; probability = 0.3087",
        "mean = 1.5; probability = 0.2",
        "mean = 8; probability = 0.3087",
        "mean = 8; probability = 0.2",
        "mean = 8; probability = 0.9; nothing = 3",
        "mean = 1.5",
    ]
    rows = [["id", "Q1"], *[[f"s{n}", cell] for n, cell in enumerate(cells)]]
    assert marks_of(graded(tmp_path, manifest, rows, *options, name="regrade"), "1") == marks


def test_an_option_accepted_beside_another_key(class_of_six, tmp_path):
    rows = graded(tmp_path, *class_of_six, "--key", "1=B", "--accept", "1=D", name="regrade")
    assert marks_of(rows, "1") == [0, 0, 1, 1, 1, 0]


def test_a_value_means_nothing_where_others_have_other_numbers(tmp_path, capsys):
    other = structs.replace(entropy(1), givens={"p": "1/2,1/2"})
    sheets = [sheet(q, student=Student(id=name)) for q, name in ((entropy(1), "a"), (other, "b"))]
    manifest = write_manifest(tmp_path / "m.json", *sheets, marks=1.0)
    graded(tmp_path, manifest, [["id", "1"], ["a", "1"]], "--key", "1=1.25", name="regrade", status=2)
    assert "question 1 has other numbers on other sheets" in capsys.readouterr().err


# Workbooks


def write_workbook(path, rows):
    book = openpyxl("").Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_answers_may_be_a_workbook(class_of_six, tmp_path):
    manifest, rows = class_of_six
    expected = graded(tmp_path, manifest, rows)
    table = [
        ["Student ID", "Q1", "Q2"],
        *[[name, q1, float(q2) if q2 != "x" else q2] for name, q1, q2 in rows[1:]],
    ]
    answers = write_workbook(tmp_path / "answers.xlsx", table)
    output = tmp_path / "again.csv"
    assert command(["grade", "--manifest", str(manifest), str(answers), "-o", str(output)]) == 0
    assert results(output) == expected


def test_cells_of_a_workbook_that_the_spreadsheet_changed(tmp_path, capsys):
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1)))
    table = [
        ["id", "1"],
        [7, "1.5"],
        [None, None],
        ["date", datetime.datetime(2026, 3, 1)],
        ["float", 0.1 + 0.2],
    ]
    answers = write_workbook(tmp_path / "answers.xlsx", table)
    output = tmp_path / "r.csv"
    assert command(["grade", "--manifest", str(manifest), str(answers), "-o", str(output)]) == 0
    rows = results(output)
    assert [(row["id"], row["verdict"]) for row in rows] == [
        ("7", "right"),
        ("date", "unreadable"),
        ("float", "wrong"),
    ]
    assert "line 4, column 1" in capsys.readouterr().err


def test_a_formula_without_a_value_is_told_and_never_taken_for_a_blank(tmp_path, capsys):
    """No program but a spreadsheet keeps what a formula comes to."""
    manifest = write_manifest(tmp_path / "m.json", sheet(entropy(1)))
    answers = write_workbook(
        tmp_path / "answers.xlsx", [["id", "Q1"], ["a", "=1+0.5"], ["b", 1.5], ["=1", 1]]
    )
    output = tmp_path / "r.csv"
    assert command(["grade", "--manifest", str(manifest), str(answers), "-o", str(output)]) == 1
    found = [(row["id"], row["verdict"], row["marks"]) for row in results(output)]
    assert found == [("a", "not judged", ""), ("b", "right", "2")]
    said = capsys.readouterr().err
    assert "line 2, column Q1: formula without a value: open the workbook in a spreadsheet" in said
    assert "line 4, column id: formula without a value" in said


def test_a_formula_without_a_value_is_no_heading_and_no_student(tmp_path):
    for rows, line in (([["id", '="Q1"'], ["a", 1]], 1), ([["id", "name"], ['="a"', "Ada"]], 2)):
        path = write_workbook(tmp_path / "roster.xlsx", rows)
        with pytest.raises(InputError, match=f"line {line}: h(old|a)s .*formula without a value"):
            read_roster(path)


def broken_workbook():
    """A workbook whose sheet ends in the middle of a row."""
    whole, cut = io.BytesIO(), io.BytesIO()
    openpyxl("").Workbook().save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(cut, "w") as target:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, b"<worksheet><sheetData><row>" if is_sheet else source.read(name))
    return cut.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"id,1\ns1,C\n", b"PK\x03\x04" + bytes(100), bytes(1000), broken_workbook()]
)
def test_what_is_no_workbook_is_refused(class_of_six, tmp_path, capsys, content):
    answers = tmp_path / "answers.xlsx"
    answers.write_bytes(content)
    output = str(tmp_path / "r.csv")
    assert command(["grade", "--manifest", str(class_of_six[0]), str(answers), "-o", output]) == 2
    assert "ANSWERS must be a workbook" in capsys.readouterr().err


def test_a_gradebook_may_be_a_workbook_without_formulas(class_of_six, tmp_path):
    book = tmp_path / "book.xlsx"
    graded(tmp_path, *class_of_six, "--gradebook", str(book))
    cells = openpyxl("").load_workbook(book).active
    rows = list(cells.iter_rows())
    assert [cell.value for cell in rows[0]] == [
        "id",
        "name",
        "Q1",
        "Q2",
        "total",
        "of",
        "percent",
        "to judge",
    ]
    assert [cell.value for cell in rows[1]][2:7] == [1, 2, 3, 3, 100]
    assert rows[1][1].value.lstrip("'") == "=N0"
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}


# Versions


@pytest.fixture
def versions(tmp_path):
    """Version A asks for an entropy, version B for another; each is handed to many."""
    other = structs.replace(entropy(1), givens={"p": "1/2,1/2"})
    made = [structs.replace(sheet(q), version=v) for q, v in ((entropy(1), "A"), (other, "B"))]
    return write_manifest(tmp_path / "m.json", *made, marks=2.0)


def test_each_row_is_marked_by_its_version(versions, tmp_path, capsys):
    rows = [
        ["id", "Version", "1"],
        ["x", "A", "1.5"],
        ["y", "version b", "1"],
        ["z", "B", "1.5"],
        ["w", "E", "1"],
    ]
    made = graded(tmp_path, versions, rows, status=1)
    assert [(row["id"], row["verdict"]) for row in made] == [("x", "right"), ("y", "right"), ("z", "wrong")]
    assert "line 5, column version: is 'E', of 'w'; there are A, B" in capsys.readouterr().err


def test_a_table_without_versions_is_refused(versions, tmp_path, capsys):
    graded(tmp_path, versions, [["id", "1"], ["x", "1.5"]], status=2)
    assert "must name a column version: there are A, B" in capsys.readouterr().err


# Statistics of the questions


def test_correlations_are_those_of_numpy():
    draw = np.random.default_rng(3)
    for _ in range(20):
        first, second = draw.normal(size=(2, 30))
        assert correlation(list(first), list(second)) == pytest.approx(np.corrcoef(first, second)[0, 1])
    assert correlation([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]) is None
    assert correlation([1, 2], [1, 2]) is None


def test_a_report_tells_how_often_each_option_was_chosen(class_of_six, tmp_path):
    report = tmp_path / "report.html"
    graded(tmp_path, *class_of_six, "--report", str(report))
    text = report.read_text(encoding="utf-8")
    rows = re.findall(r'<tr><td class="text">(.*?)</td>.*?<td>(\d+)</td></tr>', text)
    assert sum(int(times) for words, times in rows if words.startswith("(")) == 6
    assert ("(C) right", "2") in rows
    assert [times for words, times in rows if words.startswith("(B)")] == ["2"]
    assert [times for words, times in rows if words == "unreadable"] == ["1"]


def test_the_plot_shows_difficulty_and_discrimination(class_of_six, tmp_path, capsys):
    rows = graded(tmp_path, *class_of_six)
    lines = [line.split() for line in capsys.readouterr().out.splitlines() if "/100" in line]
    earned = np.array([marks_of(rows, "1"), marks_of(rows, "2")])
    expected = np.corrcoef(*earned)[0, 1]
    assert [line[0] for line in lines] == ["1", "2"]
    assert [line[-2] for line in lines] == ["33/100", "50/100"]
    assert [float(line[-1]) for line in lines] == pytest.approx([expected] * 2, abs=0.006)


def test_a_report_holds_no_markup_of_the_title(tmp_path):
    from solver.sheets.manifest import record_text, written
    from solver.sheets.schema import Heading

    title = '<script>alert(1)</script> #panic("x")'
    manifest = tmp_path / "m.json"
    manifest.write_bytes(b"".join(written(Heading(title=title, marks=2.0), [record_text(sheet(entropy(1)))])))
    for ending in (".html", ".pdf"):
        graded(tmp_path, manifest, [["id", "1"], ["x", "1.5"]], "--report", str(tmp_path / f"r{ending}"))
    text = (tmp_path / "r.html").read_text()
    assert "<script" not in text
    assert "&lt;script&gt;" in text


# Progress


def test_without_a_terminal_a_line_tells_how_far_it_is(monkeypatch, capsys):
    monkeypatch.setattr("solver.cli.progress.SECONDS", 0.0)
    with progress("sheets", 3) as advance:
        advance(1)
        advance(2)
    assert capsys.readouterr().err.splitlines() == ["dlsolve: 1 of 3 sheets", "dlsolve: 3 of 3 sheets"]
    monkeypatch.setattr("solver.cli.progress.SECONDS", 60.0)
    with progress("sheets", None) as advance:
        advance(1)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("option", ["--key", "--accept"])
def test_what_is_refused_is_named_by_the_option_that_told_it(class_of_six, tmp_path, capsys, option):
    assert graded(tmp_path, *class_of_six, option, "1=foo", name="regrade", status=2) == []
    assert capsys.readouterr().err.startswith(f"dlsolve: {option} names no mistake of question 1")


def test_what_cannot_be_used_is_told_by_the_command_that_was_given(class_of_six, tmp_path, capsys):
    manifest, rows = class_of_six
    graded(tmp_path, manifest, [*rows, ["nobody", "A", "1"]], "--drop", "1", name="regrade", status=1)
    assert capsys.readouterr().err.startswith("dlsolve regrade: answers.csv line")


def test_totals_are_spread_over_tenths_of_all_marks():
    """Of 8 marks: 0, 1 (12 %), 4 (50 %), 7.9 (98 %) and all 8, which is in the last tenth as well."""
    earned = [{(1, ""): marks, (1, "a"): 5.0} for marks in (0, 1, 4, 7.9, 8)]
    book = SimpleNamespace(whole=8.0, rows=dict(enumerate((None, marks) for marks in earned)))
    found = bins_of(book)
    assert [each.count for each in found] == [1, 1, 0, 0, 0, 1, 0, 0, 0, 2]
    assert [each.share for each in found][-2:] == [0, 1]
    assert found[5].words == "50 to 60 %"
    nothing = bins_of(SimpleNamespace(whole=0.0, rows={1: (None, {(1, ""): 0.0})}))
    assert [each.count for each in nothing] == [1] + [0] * 9
