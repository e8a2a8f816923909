"""Questions in a teacher's own words: mathematics between dollars, answers of their own, and no markup."""

from __future__ import annotations

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.cli.app import run as command
from solver.errors import InputError, ReadError
from solver.mathematics.prose import paragraphs
from solver.record.engine import run
from solver.rendering.printing import PlainPrinter, PrettyPrinter, Style
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.mathml import MathmlPrinter
from solver.rendering.printing.typst import TypstPrinter
from solver.sheets.blueprint_parser import read_blueprint
from solver.sheets.own import Own

SECTION = 'title = "x"\n[[section]]\nmarks = 2\n[[section.question]]\n'


def latex(text):
    """The formulas of a text in LaTeX, and its words."""
    (parts,) = paragraphs(text)
    return [part if isinstance(part, str) else LatexPrinter(Style()).print(part) for part in parts]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"\frac{1}{2}", r"\frac{1}{2}"),
        ("(a+b)/c", r"\frac{a + b}{c}"),
        ("x_1^2", "x_{1}^{2}"),
        (r"\hat{y}_i", r"\hat{y}_{i}"),
        ("sqrt(x+1)", r"\sqrt{x + 1}"),
        (r"\sum_{i=1}^{n} x_i", r"\sum_{i=1}^{n} x_{i}"),
        (r"w_{\text{new}} \leftarrow w", r"w_{\text{new}} \leftarrow w"),
        ("P(A|B)", r"P(A \mid B)"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"),
        ("-(-3)^2", "-(-3)^{2}"),
        ("0.10", "0.10"),
        (r"\log_2 8", r"\log_2(8)"),
        ("h^{(t)}", "h^{(t)}"),
        ("η ≤ 1", r"\eta \le 1"),
        ("Ax = b", r"A\,x = b"),
        ("y(wx + b) = 1", r"y\,(w\,x + b) = 1"),
        ("ax^2", r"a\,x^{2}"),
        ("dx", r"\mathrm{dx}"),
        ("2TP", r"2\,\mathrm{TP}"),
        ("mu", r"\mu"),
    ],
)
def test_mathematics_between_dollars(typed, shown):
    assert latex(f"${typed}$") == [shown]


def test_words_stay_as_they_are():
    assert latex(r"costs \$5, 100 % #x \input{y} $a$, <b>") == [
        r"costs $5, 100 % #x \input{y} ",
        "a",
        ", <b>",
    ]
    assert len(paragraphs("one\n\ntwo\nlines\n\n\n")) == 2


@pytest.mark.parametrize(
    "typed",
    [
        r"\input{x}",
        "#panic(1)",
        "<script>",
        "x^",
        "((((",
        "a&b",
        r"\frac{1}",
        "1" * 600,
        "(" * 200 + ")" * 200,
        "",
        "x_",
        '"',
    ],
)
def test_what_is_no_mathematics_is_refused(typed):
    with pytest.raises(ReadError):
        paragraphs(f"${typed}$")


@given(st.text(alphabet=r"ab1\{}()[]^_+-*/=,;|'$ \"#<>&%" + "ησ√²∇∂‖→∈⊙…", max_size=40))
def test_any_text_is_read_or_refused_and_printed_without_markup(text):
    try:
        found = paragraphs(text)
    except ReadError:
        return
    for part in (part for phrase in found for part in phrase if not isinstance(part, str)):
        for printer in (LatexPrinter, TypstPrinter, PlainPrinter, PrettyPrinter, MathmlPrinter):
            printed = printer(Style()).print(part)
            if printer is TypstPrinter:
                assert "#" not in printed
            if printer is LatexPrinter:
                assert r"\input" not in printed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('text = "x"\ntype = "adam"', "a code, or a type with its givens, or a text"),
        ('text = "$x"', "mathematics that cannot be read"),
        ('text = "x"\ntolerance = 1\nanswer = "yes"', "tolerance goes with numbers"),
        ('text = "x"\nanswer = "1/"', "answer must be a number, yes or no, or a list"),
        ('text = "x"\nstyle = "choice"', "style does not go with a text of your own"),
        ('text = "x"\ngivens = {p = 1}', "givens does not go with a text of your own"),
        ('type = "adam"\nanswer = 1', "answer goes with a text of your own"),
        ('text = "x"\nanswer = 1\npart = [{text = "y"}]', "answer goes into the parts"),
        ('text = "x"\npart = [{text = "y", marks = 1}, {text = "z"}]', "all parts have marks, or none"),
        ('text = "x"\nmarks = 5\npart = [{text = "y", marks = 1}]', "the parts have 1 marks, not 5"),
        ('text = "x"\npart = [{txt = "y"}]', "unknown key txt"),
    ],
)
def test_faults_are_told_in_one_line(text, words):
    with pytest.raises(InputError, match="line") as caught:
        read_blueprint(SECTION + text, "exam.toml")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("answer", "tolerance", "claimed", "verdict"),
    [
        ("0.9", "0.01", "0.91", True),
        ("0.9", "0.01", "0.92", False),
        ("1/3", "", "0.333", True),
        ("1/3", "", "0.33", None),
        ("1/3", "", "0.334", False),
        ("0.1235", "", "0.123", True),
        ("0.1235", "", "0.124", True),
        ("1/3", "", "1/3", True),
        ("1, 2", "", "[1, 2]", True),
        ("1, 2", "0.1", "1.05, 2.05", True),
        ("1, 2", "", "1", False),
        ("1, 2", "", "[1; 2]", True),
        ("[1; 2]", "", "(1, 2)", True),
        ("1, 2", "", "[1; 3]", False),
        ("1, 2, 3, 4", "", "[1, 2; 3, 4]", False),
        ("7", "", "[7]", True),
        ("no", "", "no", True),
        ("no", "", "yes", False),
    ],
)
def test_answers_are_judged_by_their_tolerance(answer, tolerance, claimed, verdict):
    from solver.checking.written.answer_parser import read_claim

    given = {"text": "x", "answer": (answer,)} | ({"tolerance": (tolerance,)} if tolerance else {})
    (part,) = Own.of(**given).parts
    assert part.judge(read_claim(f"a = {claimed}").value) is verdict


EXAM = r"""
title = "x"
[[section]]
[[section.question]]
text = 'What is $1/4$? #panic("x") \input{x} <script>alert(1)</script> $\sigma(0)$'
answer = 0.25
marks = 2
[[section.question]]
text = "Two parts."
[[section.question.part]]
text = "Three?"
answer = 3
marks = 1
[[section.question.part]]
text = "And four?"
answer = 4
solution = "As $2 + 2 = 4$."
marks = 3
[[section.question]]
text = "An essay."
marks = 5
"""


@pytest.fixture
def exam(tmp_path):
    (tmp_path / "exam.toml").write_text(EXAM, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("ending", [".pdf", ".html", ".typ", ".tex", ".md", ".json"])
def test_they_stand_on_sheets_of_every_format(exam, ending):
    files = [f"{exam}/s{ending}", "--key", f"{exam}/k{ending}"]
    assert command(["sheet", "--blueprint", f"{exam}/exam.toml", "--seed", "1", "-o", *files]) == 0
    if ending == ".html":
        text = (exam / "s.html").read_text(encoding="utf-8")
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert "<mi>σ</mi>" in text
        key = (exam / "k.html").read_text(encoding="utf-8")
        assert "but for those of the teacher" in key


def test_they_are_graded_where_they_have_an_answer(exam):
    made = ["-o", f"{exam}/s.typ", "--manifest", f"{exam}/m.json"]
    assert command(["sheet", "--blueprint", f"{exam}/exam.toml", "--seed", "1", *made]) == 0
    rows = "id,Q1,Q2,Q3\nx,0.25,a = 3; b = 5,words\ny,answer = 1/4,b = 4; a = 3,\nz,0.3,a = 9; c = 1,\n"
    (exam / "a.csv").write_text(rows, encoding="utf-8")
    files = [f"{exam}/a.csv", "-o", f"{exam}/r.csv"]
    assert command(["grade", "--manifest", f"{exam}/m.json", *files]) in (0, 1)
    with (exam / "r.csv").open(encoding="utf-8", newline="") as file:
        found = {(row["id"], row["question"]): row for row in csv.DictReader(file)}
    assert [found["x", q]["marks"] for q in "123"] == ["2", "1", ""]
    assert [found["y", q]["marks"] for q in "123"] == ["2", "4", ""]
    assert [found["z", q]["marks"] for q in "123"] == ["0", "0", ""]
    assert found["x", "3"]["verdict"] == "not judged"
    assert found["x", "2"]["feedback"] == "b: wrong"


def test_a_manifest_makes_them_again(exam):
    made = ["-o", f"{exam}/s.md", "--manifest", f"{exam}/m.json"]
    assert command(["sheet", "--blueprint", f"{exam}/exam.toml", "--seed", "1", *made]) == 0
    assert command(["sheet", "--from", f"{exam}/m.json", "-o", f"{exam}/again.md"]) == 0
    assert (exam / "s.md").read_bytes() == (exam / "again.md").read_bytes()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (r"\nabla L(w_0)", r"\nabla L(w_{0})"),
        (r"\nabla L(w + 1)", r"\nabla L\,(w + 1)"),
        (r"\frac{\partial L}{\partial w_1}", r"\frac{\partial L}{\partial w_{1}}"),
        ("∂L/∂θ", r"\frac{\partial L}{\partial \theta}"),
        (r"\lambda \|w\|_2^2 + 1", r"\lambda\,\lVert w \rVert_{2}^{2} + 1"),
        (r"\|x - y\|^2", r"\lVert x - y \rVert^{2}"),
        (r"x \in \mathbb{R}^2", r"x \in \mathbb{R}^{2}"),
        (r"z \sim N(0, 1)", r"z \sim N(0, 1)"),
        (r"x \to 0", r"x \to 0"),
        (r"w^\top x", r"w^{T}\,x"),
        (r"f \odot c + i \odot g", r"f \odot c + i \odot g"),
        (r"\psi(x_1)", r"\psi(x_{1})"),
    ],
)
def test_derivatives_norms_and_relations_of_deep_learning(typed, shown):
    assert latex(f"${typed}$") == [shown]


@pytest.mark.parametrize("typed", [r"\|x", r"\|x - y\|_2", "‖", r"\odot x", r"\nabla^", "x →"])
def test_half_a_norm_or_relation_is_refused(typed):
    with pytest.raises(ReadError):
        paragraphs(f"${typed}$")


@pytest.mark.parametrize("answer", ["nan", "inf", "[1, nan]"])
def test_an_answer_that_is_not_finite_is_refused(answer):
    with pytest.raises(InputError, match="answer must be finite"):
        read_blueprint(f"{SECTION}text = 'x'\nanswer = {answer}", "exam.toml")


def graded(exam, rows):
    """The rows of the results, those of the gradebook, and what could not be used."""
    made = ["-o", f"{exam}/s.typ", "--manifest", f"{exam}/m.json"]
    assert command(["sheet", "--blueprint", f"{exam}/exam.toml", "--seed", "1", *made]) == 0
    (exam / "a.csv").write_text(rows, encoding="utf-8")
    written = ["-o", f"{exam}/r.csv", "--gradebook", f"{exam}/g.csv", "--log", f"{exam}/log.txt"]
    assert command(["grade", "--manifest", f"{exam}/m.json", f"{exam}/a.csv", *written]) in (0, 1)
    found = []
    for name in ("r.csv", "g.csv"):
        with (exam / name).open(encoding="utf-8-sig", newline="") as file:
            found.append(list(csv.DictReader(file)))
    return *found, (exam / "log.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "cell", ["(a) 3 (b) 4", "a) 3; b) 4", "(A): 3\n(B): 4", "(b) = 4 (a) = 3", "a = 3; b = 4"]
)
def test_parts_are_answered_by_their_letters_as_the_sheet_has_them(exam, cell):
    results, _, log = graded(exam, f'id,Q2\nx,"{cell}"\n')
    assert next(row["marks"] for row in results if row["question"] == "2") == "4"
    assert not log


@pytest.mark.parametrize(
    ("cell", "marks"),
    [
        ("p = 0.25", "2"),
        ("P(x) = 1/4", "2"),
        ("p₁ = 1/2 * 1/2 = 0.250", "2"),
        ("0,25", "2"),
        ("p = 0,25", "2"),
        ("p = 0.3", "0"),
        ("0,3", "0"),
        ("0.25, 1", "0"),
    ],
)
def test_the_only_answer_may_have_any_name_and_a_decimal_comma(exam, cell, marks):
    results, _, _ = graded(exam, f'id,Q1\nx,"{cell}"\n')
    assert next(row["marks"] for row in results if row["question"] == "1") == marks


def test_a_cell_of_a_part_may_have_any_name(exam):
    results, _, log = graded(exam, "id,2a,2b\nx,x = 3,y = 4\n")
    assert next(row["marks"] for row in results if row["question"] == "2") == "4"
    assert not log


def test_the_example_of_a_blueprint_takes_the_one_number_that_it_asks_for(tmp_path):
    blueprint, manifest = f"{tmp_path}/exam.toml", f"{tmp_path}/m.json"
    assert command(["sheet", "--example-blueprint", "-o", blueprint]) == 0
    assert (
        command(["sheet", "--blueprint", blueprint, "-o", f"{tmp_path}/s.typ", "--manifest", manifest]) == 0
    )
    (tmp_path / "a.csv").write_text("id,Q9,Q10\nx,w_1 = 1.4,1/6\ny,1.4,16.7 %\n", encoding="utf-8")
    command(["grade", "--manifest", manifest, f"{tmp_path}/a.csv", "-o", f"{tmp_path}/r.csv"])
    with (tmp_path / "r.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["verdict"] == "right"]
    assert [(row["id"], row["question"]) for row in rows] == [
        ("x", "9"),
        ("x", "10"),
        ("y", "9"),
        ("y", "10"),
    ]


def test_what_a_person_has_to_mark_is_in_no_total(exam, capsys):
    _, (book,), _ = graded(exam, "id,Q1,Q2\nx,0.25,a = 3; b = 4\n")
    assert re.search(
        r"For a person to mark, and in no total: question 3 \(\d+ marks\)", capsys.readouterr().out
    )
    assert (book["Q3"], book["total"], book["of"], book["percent"]) == ("", "6", "6", "100")


def test_a_column_that_may_be_for_a_question_is_told(exam):
    _, _, log = graded(exam, "id,Q1,Task 2,Group 1,remark\nx,0.25,a = 3,7,late\n")
    assert log.count("\n") == 1
    assert "column Task 2: is not read; if it is for question 2, call it Q2" in log


def test_the_solution_of_an_own_question_is_its_working():
    (step,) = run(Own.of(text="What is $1+1$?", answer="2", solution="Add them: $1+1=2$.")).steps
    (sentence,) = step.blocks
    assert sentence.kind == "sentence"
    assert sentence.phrase[0] == "Add them: "
    assert PlainPrinter(Style()).print(sentence.phrase[1]) == "1 + 1 = 2"
    assert not run(Own.of(text="What is $1+1$?", answer="2")).steps
