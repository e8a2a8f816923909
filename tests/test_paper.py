"""How sheets look on paper: room to work in, sizes, layouts; what is looked at are the pages of PDF files."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from io import BytesIO

import pytest
from pypdf import PdfReader

from solver import registry
from solver.errors import InputError
from solver.record.engine import solve_problem
from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.page_data import Room
from solver.rendering.pdf import Typesetter
from solver.rendering.templates import TEMPLATES
from solver.sampling.random_stream import RandomStream
from solver.sheets.blueprint_parser import checked_options, read_blueprint
from solver.sheets.codes import Code, read_code
from solver.sheets.items import Ordered, Section, Sheet, make_item
from solver.sheets.questions import question_of
from solver.sheets.schema import Heading, Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of
from solver.sheets.serialization import from_record
from solver.sheets.space import Space, read_space
from tests.pages import source, starts_on

EXAM = """
title = "Exam"
{look}
[[section]]
title = "Part A"
types = ["adam", "kl", "conv-params"]
count = 3
marks = 2
{section}
[[section]]
types = ["kl"]
count = 1
marks = 1
style = "choice"
[[section.question]]
type = "bayes"
givens = {{ priors = [0.01, 0.99], likelihoods = [0.99, 0.05] }}
style = "question"
{question}
"""


def blueprint(look="", section="", question=""):
    return read_blueprint(EXAM.format(look=look, section=section, question=question), "exam.toml")


def sheet(look="", section="", question="", student=None, seed=3):
    plan = plan_of(blueprint(look, section, question), seed)
    return from_record(draw_sheet(plan, Ledger(), student), plan.heading)


def pdf(made, page="sheet"):
    return PdfReader(BytesIO(Typesetter().pdf(source(made, page, "typst"))))


@pytest.mark.parametrize("page", ["sheet", "key"])
def test_sections_and_questions_are_headings_one_below_the_other(page):
    title, section, questions, *_ = pdf(sheet(), page).outline
    assert title.title.startswith("Exam")
    assert section.title == "Part A (6 marks)"
    first = questions[0].title.split()
    assert first[:2] == ["Question", "1"]
    assert read_code(first[2])


def texts(reader):
    """The text of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def places(reader, words):
    """Where a text begins on its page, from the left and from below, in points: for each page that has it."""
    found = []
    for number, page in enumerate(reader.pages, 1):

        def visit(text, outer, inner, *more, number=number):
            if text.strip().startswith(words):
                found.append((number, *map(round, position(outer, inner))))

        page.extract_text(visitor_text=visit)
    return found


def position(outer, inner):
    """Where a text begins on its page, from the left and from below, by its matrices."""
    x, y = inner[4:]
    return x * outer[0] + y * outer[2] + outer[4], x * outer[1] + y * outer[3] + outer[5]


def sizes(reader):
    """The sizes of letters, in points."""
    found = set()
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, outer, matrix, font, size: found.add(size) if text.strip() else None
        )
    return found


# Room


@pytest.mark.parametrize(
    ("text", "space"),
    [
        ("", Space()),
        ("none", Space("none", is_chosen=True)),
        ("lines", Space("lines", is_chosen=True)),
        ("grid 45mm", Space("grid", 4.5, is_chosen=True)),
        ("box 6cm", Space("box", 6.0, is_chosen=True)),
        (" 2 in ", Space("blank", 5.08, is_chosen=True)),
        ("6cm", Space("blank", 6.0, is_chosen=True)),
    ],
)
def test_spaces_are_read(text, space):
    assert read_space(text) == space


@pytest.mark.parametrize("text", ["dots", "6", "0cm", "26cm", "none 3cm", "6cm box", "-2cm", "6cm#", "1e3cm"])
def test_what_is_no_space_is_refused(text):
    with pytest.raises(InputError, match="none, lines, box, grid or a height such as 6cm"):
        read_space(text)


def test_room_is_up_to_the_work_unless_its_height_is_told():
    few, many = Space("lines").for_work(3), Space("lines").for_work(9)
    assert (few.lines, many.lines) == (3, 9)
    assert Space("box", 6.0).for_work(3) == Room("box", 6.0, is_tall=True)
    assert Space("none").for_work(3) is None


def test_the_space_of_a_question_goes_before_that_of_its_section():
    items = sheet(section='space = "grid"', question='space = "box 7cm"').items
    assert [item.room and item.room.kind for item in items] == ["grid", "grid", "grid", None, "box"]
    assert items[-1].room.height == 7


def test_options_have_room_where_it_is_asked_for():
    text = EXAM.format(look="", section="", question="").replace('"choice"', '"choice"\nspace = "4cm"')
    plan = plan_of(read_blueprint(text, "exam.toml"), 3)
    item = from_record(draw_sheet(plan, Ledger()), plan.heading).items[3]
    assert item.options
    assert item.room == Room("blank", 4.0, is_tall=True)


@pytest.mark.parametrize("form", ["typst", "latex", "html"])
@pytest.mark.parametrize("kind", ["lines", "box", "grid"])
def test_room_is_drawn(form, kind):
    plain, drawn = (source(sheet(section=text), "sheet", form) for text in ("", f'space = "{kind}"'))
    word = {"typst": f'room("{kind}"', "html": f'class="room {kind}"', "latex": f"room{kind}{{"}[form]
    word = r"\hrule \vspace*{0.85cm}" if (form, kind) == ("latex", "lines") else word
    assert word not in plain
    assert word in drawn


def test_room_takes_what_it_is_told():
    """Of two questions on a page, the second one begins below the room of the first."""
    tops = [places(pdf(sheet(section=f'space = "{height}cm"')), "Question 2")[0][2] for height in (1, 2)]
    assert tops[0] - tops[1] == pytest.approx(72 / 2.54, abs=2)


# Sizes


def test_a_dozen_short_questions_fit_on_two_pages(in_process, tmp_path):
    path = tmp_path / "sheet.pdf"
    for seed in range(3):
        more = ("--count", 12, "--difficulty", "easy", "--seed", seed, "--compact")
        assert in_process("sheet", *more, "-o", path).returncode == 0
        assert len(PdfReader(path).pages) <= 2


def test_a_compact_sheet_has_room_where_it_is_asked_for():
    rooms = [item.room for item in sheet("compact = true", question='space = "lines"').items]
    assert rooms[:-1] == [None] * 4
    assert rooms[-1].kind == "lines"


def test_the_key_of_a_compact_sheet_is_as_usual():
    assert source(sheet("compact = true"), "key", "typst") == source(sheet(), "key", "typst")


def test_large_print():
    made = sheet("font_size = 18")
    assert 18 in sizes(pdf(made))
    assert 18 in sizes(pdf(made, "key"))


MARGIN = 2.2 / 2.54 * 72 - 1
"""That of a page, in points, and a little less."""

LARGE_QUESTIONS = """title = "Exam"
font_size = 28
[[section]]
types = ["lstm"]
count = 2
difficulty = "hard"
"""


def lowest(page):
    """How far the lowest text of a page is from its bottom."""
    found = []
    page.extract_text(visitor_text=lambda text, outer, inner, *_: found.append((text, outer, inner)))
    return min(outer[3] * inner[5] + outer[5] for text, outer, inner in found if text.strip())


def test_what_is_asked_in_large_letters_goes_on_overleaf():
    plan = plan_of(read_blueprint(LARGE_QUESTIONS, "exam.toml"), 3)
    made = from_record(draw_sheet(plan, Ledger(), None), plan.heading)
    for page in pdf(made).pages:
        assert lowest(page) > 0


def printed_large(command, style, seed=11):
    section = {"types": [command], "count": 2, "style": style}
    plan = plan_of(checked_options({"font_size": 28, "section": [section]}), seed)
    return pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "sheet")


def test_a_table_that_is_too_wide_for_large_letters_is_cut():
    """It keeps to the page, and not even its subscripts are small."""
    reader = printed_large("perceptron", "worked")
    for page in reader.pages:
        assert lowest(page) > 0
        assert max(left for left, _ in starts_on(page)) < float(page.mediabox.width) - MARGIN
    assert min(sizes(reader)) > 0.65 * 28


@pytest.mark.parametrize("style", ["blanks", "worked"])
def test_an_equation_of_much_of_a_page_leads_on_to_the_answers(style):
    """It goes on overleaf, in place of the box for answers by itself, and leaves no page half empty."""
    pages = texts(printed_large("entropy", style, seed=4))
    assert sum("Answers" in page for page in pages) == 2
    assert not any(page.startswith("Answers") for page in pages)
    assert len(pages) == 8


def test_options_are_on_one_page_of_a_key():
    plan = plan_of(checked_options({"section": [{"types": ["kl"], "count": 1, "style": "choice"}]}), 5)
    text = source(from_record(draw_sheet(plan, Ledger()), plan.heading), "key", "typst")
    broken = set()
    for height in (15, 16.5, 17.5, 18.5):
        low = text.replace("\n#gap\n", f"\n#v({height}cm)\n", 1)
        pages = texts(PdfReader(BytesIO(Typesetter().pdf(low))))
        (whole,) = (page for page in pages if "Options" in page)
        assert all(f"({letter})" in whole for letter in "ABCD")
        broken.add("Options" in pages[0])
    assert broken == {True, False}


def test_of_a_box_that_goes_on_overleaf_two_answers_are_there():
    plan = plan_of(checked_options({"section": [{"types": ["backprop"], "count": 1, "style": "blanks"}]}), 7)
    made = from_record(draw_sheet(plan, Ledger()), plan.heading)
    (item,) = made.sections[0].items
    text = source(made, "sheet", "typst").replace("=== 1.", "#v(12cm)\n=== 1.", 1)
    *_, last = texts(PdfReader(BytesIO(Typesetter().pdf(text))))
    assert "Answers" not in last
    assert sum(f"{answer.phrase}:" in last for answer in item.solution.answers) == 2


def test_in_large_letters_the_last_step_stands_on_the_page_of_the_answers():
    """What is asked and its only step take more than a page."""
    pages = texts(printed_large("bagging", "blanks", seed=1))
    assert any("Answers" in page for page in pages)
    assert not any(page.startswith("Answers") for page in pages)


def test_in_large_letters_options_stand_below_what_is_asked():
    pages = texts(printed_large("positional-encoding", "choice"))
    assert any(page.startswith("Find the") for page in pages)
    assert not any(page.startswith("(A)") for page in pages)


@pytest.mark.parametrize("command", ["softmax", "multi-head", "tf-idf"])
def test_in_large_letters_options_keep_to_the_page(command):
    """What begins on the page may be a bracket that ends an array."""
    for page in printed_large(command, "choice").pages:
        assert max(left for left, _ in starts_on(page)) < float(page.mediabox.width) - MARGIN


def test_in_large_letters_names_have_lines_of_their_own():
    (name,), (number,) = (
        places(printed_large("kl", "question"), words) for words in ("Name:", "Roll number:")
    )
    assert name[:2] == number[:2]
    assert name[2] > number[2]


def test_in_large_letters_what_is_told_of_an_exam_has_lines_of_its_own():
    look = {"title": "Exam", "date": "2026-12-03", "duration": "90 minutes", "font_size": 28}
    plan = plan_of(checked_options({**look, "section": [{"types": ["kl"], "count": 1}]}), 1)
    lines = pdf(from_record(draw_sheet(plan, Ledger()), plan.heading)).pages[0].extract_text().splitlines()
    assert {"2026-12-03", "Time: 90 minutes"} <= {line.strip() for line in lines}


def test_a_symbol_stands_on_the_line_of_its_value():
    for page in printed_large("adam", "question").pages:
        assert not [line for line in page.extract_text().splitlines() if line.strip().startswith("=")]


def test_a_list_that_is_broken_has_the_signs_of_one_that_is_not():
    for size, semicolons in ((28, True), (10, True)):
        given = {"type": "momentum", "givens": {"grads": "0.3,0.8,-0.5,0.25,0.7"}, "style": "blanks"}
        look = {"font_size": size, "language": "de", "section": [{"question": [given]}]}
        plan = plan_of(checked_options(look), 1)
        *_, boxed = source(from_record(draw_sheet(plan, Ledger()), plan.heading), "sheet", "typst").split(
            "Answers"
        )
        assert ("; " in boxed) is semicolons
        assert "\\, " not in boxed


def test_equations_keep_to_the_width_that_large_letters_leave():
    wide, narrow = (source(sheet(look), "key", "typst").count(" \\\n") for look in ("", "font_size = 20"))
    assert narrow > wide


def test_two_columns():
    found = {
        left
        for number in range(1, 6)
        for _, left, _ in places(pdf(sheet("columns = 2")), f"Question {number}")
    }
    assert len(found) == 2
    assert max(found) - min(found) > 200


# Pages of a fixed layout


def test_a_fixed_layout_has_a_page_for_each_question():
    made = sheet('layout = "fixed"', section='space = "grid"')
    told = texts(pdf(made))
    assert len(told) == 1 + len(made.items)
    assert "Name:" in told[0]
    assert "Question" not in told[0]
    for number, text in enumerate(told[1:], 1):
        assert f"Question {number}" in text
        assert f"Answer to question {number}" in text
    assert "first moment after each step" in " ".join(told)


def test_a_fixed_layout_asks_for_each_answer_once():
    section = {"types": ["entropy", "perceptron"], "count": 2, "style": "blanks"}
    plan = plan_of(checked_options({"layout": "fixed", "section": [section]}), 3)
    told = " ".join(texts(pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "sheet")))
    assert told.count("Answer to question") == 2
    assert "Answers" not in told


def test_the_boxes_for_answers_stand_at_the_same_place_for_every_student():
    found = set()
    for name in ("101", "102", "103"):
        made = sheet('layout = "fixed"', student=Student(id=name, name="Ada"))
        spots = places(pdf(made), "Answer to question")
        assert [page for page, *_ in spots] == list(range(2, 2 + len(made.items)))
        found |= {spot[1:] for spot in spots}
    assert len(found) == 1


def boxed(command, difficulty):
    section = {"types": [command], "count": 1, "difficulty": difficulty}
    plan = plan_of(checked_options({"layout": "fixed", "section": [section]}), 5)
    return pdf(from_record(draw_sheet(plan, Ledger()), plan.heading))


def test_phrases_of_answers_have_room_in_their_box():
    reader = boxed("backprop", "medium")
    (_, _, above), (_, _, below) = (
        places(reader, words)[-1] for words in ("output of the network", "derivatives of the loss by")
    )
    assert above - below > 10


def test_more_answers_than_have_lines_run_on_in_their_box():
    told = texts(boxed("confusion", "hard"))[-1]
    assert "Answer to question 1: true positives; false positives; false negatives;" in told


def test_a_question_of_options_has_circles_to_tick():
    text = texts(pdf(sheet('layout = "fixed"')))[4]
    assert re.search(r"Answer to question 4 A B C D", text)


@pytest.mark.parametrize("other", ["columns = 2", "compact = true"])
def test_a_fixed_layout_has_a_page_for_nothing_else(other):
    with pytest.raises(InputError, match=r"exam.toml line \d+: layout fixed gives each question a page"):
        blueprint(f'layout = "fixed"\n{other}')


# What does not go together


@pytest.mark.parametrize(
    ("look", "ending", "words"),
    [
        ("columns = 2", ".md", "cannot have columns: markdown does not know it"),
        ("font_size = 18", ".tex", "cannot have font_size: latex does not know it"),
        ('layout = "fixed"', ".html", "cannot have layout: html does not know it"),
    ],
)
def test_a_look_that_a_format_cannot_have_is_refused(in_process, tmp_path, look, ending, words):
    path = tmp_path / "exam.toml"
    path.write_text(EXAM.format(look=look, section="", question=""))
    finished = in_process("sheet", "--blueprint", path, "-o", tmp_path / f"sheet{ending}")
    assert finished.returncode == 2
    assert words in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_the_sheets_of_a_manifest_in_another_look(in_process, tmp_path):
    path, kept = tmp_path / "exam.toml", tmp_path / "exam.json"
    path.write_text(EXAM.format(look="", section="", question=""))
    assert in_process("sheet", "--blueprint", path, "--manifest", kept, "--seed", 3).returncode == 0
    large = tmp_path / "large.pdf"
    assert in_process("sheet", "--from", kept, "--font-size", 18, "-o", large).returncode == 0
    assert 18 in sizes(PdfReader(large))


# Classes


def test_every_student_begins_on_a_right_hand_page(dlsolve, tmp_path):
    roster, path, plain = tmp_path / "class.csv", tmp_path / "class.pdf", tmp_path / "plain.pdf"
    roster.write_text("id,name\n101,Ada\n102,Alan\n103,Zoe\n")
    common = ("--type", "eigen", "--type", "kl", "--count", 2, "--seed", 2, "--roster", roster, "--combined")
    assert dlsolve("sheet", *common, "-o", plain).returncode == 0
    assert dlsolve("sheet", *common, "--duplex", "-o", path).returncode == 0
    told = texts(PdfReader(path))
    firsts = [page for page, text in enumerate(told, 1) if " 1 / " in text]
    assert len(firsts) == 3
    assert all(page % 2 == 1 for page in firsts)
    assert list(filter(None, told)) == texts(PdfReader(plain))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--roster", "class.csv", "--duplex", "-o", "sheets"), "--duplex goes with --combined"),
        (("--roster", "class.csv", "--combined", "--duplex", "-o", "a.html"), "--duplex goes with PDF pages"),
        (("--duplex", "--combined", "-o", "a.pdf"), "goes with --roster"),
        (("--key-style", "answers", "-o", "a.pdf"), "--key-style goes with --key"),
    ],
)
def test_what_does_not_go_together(in_process, tmp_path, monkeypatch, more, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text("id,name\n101,Ada\n")
    finished = in_process("sheet", "--type", "kl", "--count", 1, *more)
    assert finished.returncode == 2
    assert words in finished.stderr


# Keys


@pytest.mark.parametrize("seed", [1, 11])
def test_no_page_of_a_key_begins_with_the_answers(seed):
    plan = plan_of(checked_options({"section": [{"count": 24}]}), seed)
    told = texts(pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "key"))
    assert not [text[:40] for text in told if text.startswith("Answers")]


@pytest.mark.parametrize("command", ["softmax", "backprop"])
def test_no_page_of_a_solution_begins_with_the_answers(command):
    """Space is put before it until its answers come to stand at the foot of the page, and beyond."""
    problem = registry.find(command).load().sample(RandomStream("1"), "medium")
    solution = solve_problem(problem)
    text = FORMATS["typst"].exporter.solution(solution, Wanted()).decode()
    for height in range(0, 24, 3):
        moved = text.replace("\n== Given", f"\n#v({height}cm)\n== Given", 1)
        told = texts(PdfReader(BytesIO(Typesetter().pdf(moved))))
        assert not [page[:40] for page in told if page.startswith("Answers")]


def test_a_list_of_answers_for_markers():
    made = sheet()
    reader = pdf(made, "answers")
    (text,) = texts(reader)
    assert "1. " not in text
    for item in made.items:
        right = [option.letter for option in item.options if option.is_right]
        assert all(f"({letter})" in text for letter in right)
        if not item.options:
            assert all(f"{answer.phrase}:" in text for answer in item.asked)
    assert "[2]" in text
    assert "[1]" in text


@pytest.mark.parametrize("form", ["latex", "html", "markdown", "json"])
def test_every_form_has_the_list(form):
    listed, key = (source(sheet(), page, form) for page in ("answers", "key"))
    assert len(listed) < len(key)
    assert "reason" not in listed if form == "json" else "first moment" in listed


def test_the_list_leaves_examples_out():
    text = EXAM.format(look="", section='style = "worked"', question="").replace("\nmarks = 2", "")
    plan = plan_of(read_blueprint(text, "exam.toml"), 3)
    told = texts(pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "answers"))[0]
    assert "first moment" not in told
    assert "posterior" in told


# Words


@pytest.mark.parametrize("form", ["typst", "latex", "html", "markdown"])
@pytest.mark.parametrize("command", ["adam", "batch", "gate", "backprop", "forward"])
def test_answers_are_called_by_their_words(command, form):
    """On paper no name of the command line stands for an answer."""
    item = make_item(
        1, Ordered(question_of(Code(command, "medium", 3, registry.find(command).load().version))), 4
    )
    made = Sheet(Heading(), (Section("", "", (item,)),))
    text = source(made, "key", form)
    for answer in item.solution.answers:
        assert answer.phrase
        assert FORMATS[form].exporter.notation.escape(answer.phrase) in text
        if "_" in answer.name or answer.name == "realised":
            escaped = re.escape(FORMATS[form].exporter.notation.escape(answer.name))
            assert not re.search(rf"{re.escape(answer.name)}|{escaped}", text)


def test_what_is_left_blank_is_called_by_its_words():
    item = make_item(1, Ordered(question_of(Code("adam", "medium", 3, 2)), "blanks"), 4)
    (text, *_) = ["".join(texts(pdf(Sheet(Heading(), (Section("", "", (item,)),)))))]
    assert "first moment, bias-corrected:" in text
    assert "m_hat" not in text
    assert "hat" not in text


def test_probabilities_are_given_in_lowest_terms():
    kind = registry.find("conditional").load()
    for seed in range(40):
        spelled = kind.sample(RandomStream(f"conditional/easy/{seed}"), "easy").spelled
        for name in ("joint", "condition"):
            assert str(Fraction(spelled[name])) == spelled[name]


# Templates of a department


@pytest.mark.parametrize("more", [(), ("--roster", "class.csv", "--combined")])
@pytest.mark.parametrize("ending", [".pdf", ".html", ".typ"])
def test_a_department_has_templates_of_its_own(in_process, tmp_path, monkeypatch, more, ending):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "class.csv").write_text("id,name\n101,Ada\n")
    for form in ("typst", "html"):
        own = (TEMPLATES / form / "pieces.j2").read_text().replace("view.labels.number", '"Matriculation"')
        (tmp_path / "own" / form).mkdir(parents=True)
        (tmp_path / "own" / form / "pieces.j2").write_text(own)
    path = tmp_path / f"sheet{ending}"
    made = in_process("sheet", "--type", "kl", "--count", 1, "--templates", "own", *more, "-o", path)
    assert made.returncode == 0, made.stderr
    text = " ".join(texts(PdfReader(path))) if ending == ".pdf" else path.read_text()
    assert "Matriculation" in text
    assert "Roll number" not in text


OTHER_WORDS = """
{% macro wanted(item) %}{{ "Gesucht:" }}{% endmacro %}
{% macro penalty(cost, view) %}{{ "Falsch kostet %s, 100 %% & mehr."|format(cost) }}{% endmacro %}
{% macro none_of_these() %}{{ "keine davon" }}{% endmacro %}
{% macro verified(has_own_words) %}{{ "Alles stimmt mit NumPy."  }}{% endmacro %}
"""
OPTIONS_EXAM = """
[[section]]
types = ["kl"]
count = 2
style = "choice"
marks = 2
penalty = 0.5
none_of_these = true
"""


@pytest.mark.parametrize("ending", [".pdf", ".html", ".tex", ".md"])
def test_all_sentences_may_be_in_other_words(in_process, tmp_path, ending):
    base = tmp_path / "own" / "_base"
    base.mkdir(parents=True)
    kept = (TEMPLATES / "_base" / "sentences.j2").read_text()
    shared = kept[kept.index("{% macro rounded") :]
    (base / "sentences.j2").write_text(OTHER_WORDS + shared)
    (tmp_path / "exam.toml").write_text(OPTIONS_EXAM)
    paths = [tmp_path / f"{name}{ending}" for name in ("sheet", "key")]
    options = ("--blueprint", tmp_path / "exam.toml", "--templates", tmp_path / "own", "--seed", 3)
    made = in_process("sheet", *options, "-o", paths[0], "--key", paths[1])
    assert made.returncode == 0, made.stderr
    found = [" ".join(texts(PdfReader(p))) if ending == ".pdf" else p.read_text() for p in paths]
    sheet, key = (" ".join(text.replace("\\", "").split()) for text in found)
    assert "Gesucht: Falsch kostet 0.5 marks, 100 % &" in sheet.replace("&amp;", "&")
    assert "keine davon" in sheet
    assert "Alles stimmt mit NumPy." in key
    assert not re.search("A wrong choice|none of these|independent NumPy|Find the", sheet + key)


def test_data_of_options_hold_no_sentences(in_process, tmp_path):
    (tmp_path / "exam.toml").write_text(OPTIONS_EXAM)
    made = in_process(
        "sheet", "--blueprint", tmp_path / "exam.toml", "--seed", 3, "-o", tmp_path / "sheet.json"
    )
    assert made.returncode == 0, made.stderr
    (section,) = json.loads((tmp_path / "sheet.json").read_text())["sections"]
    for question in section["questions"]:
        assert question["penalty"] == 0.5
        assert question["wanted"].startswith("Find the ")
        assert [option["value"] is None for option in question["options"]] == [False, False, False, True]


@pytest.mark.parametrize(
    ("templates", "ending", "words"),
    [
        ("none", ".pdf", "--templates must be a folder"),
        (".", ".json", "goes with formats that templates make"),
    ],
)
def test_templates_that_are_of_no_use_are_refused(in_process, tmp_path, templates, ending, words):
    path = tmp_path / f"sheet{ending}"
    made = in_process("sheet", "--type", "kl", "--templates", tmp_path / templates, "-o", path)
    assert made.returncode == 2
    assert words in made.stderr


@pytest.mark.parametrize(("command", "seed"), [("hessian", 11), ("bfgs", 5), ("eigen", 3)])
def test_a_box_for_answers_never_stands_alone_on_a_page(command, seed):
    plan = plan_of(checked_options({"section": [{"types": [command], "count": 3, "style": "blanks"}]}), seed)
    pages = texts(pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "sheet"))
    assert any("Answers" in page for page in pages)
    assert not any(page.lstrip().startswith("Answers") for page in pages)


def test_what_is_left_to_do_of_earlier_steps_does_not_part_the_last_one_from_its_answers():
    section = {"types": ["backprop"], "count": 4, "marks": 4, "style": "faded"}
    plan = plan_of(checked_options({"section": [section]}), 11)
    pages = texts(pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "sheet"))
    assert sum("Answers" in page for page in pages) >= 3
    assert not any(page.lstrip().startswith("Answers") for page in pages)


def test_in_large_print_the_head_is_not_alone():
    """A question of options that fits on a page, and not below the head."""
    section = {
        "types": ["feature-map"],
        "count": 1,
        "style": "choice",
        "title": "Part A",
        "instructions": "x",
    }
    look = {"font_size": 18, "institution": "University", "duration": "1 hour", "instructions": "Show it."}
    plan = plan_of(checked_options({**look, "section": [section]}), 11)
    first, *others = texts(pdf(from_record(draw_sheet(plan, Ledger()), plan.heading), "sheet"))
    assert others
    assert "Question 1" in first


TALL = """
title = "Mid-term"
[[section]]
title = "Part one"
[[section.question]]
type = "backprop"
part = [{asked = ["loss"], marks = 2, text = "Find the loss."}, {asked = ["new_weights"], marks = 4}]
[section.question.givens]
x = "1,2"
weights = ["0.2,0.4;0.3,0.7", "0.5,0.9"]
activations = "relu,linear"
y = "5"
loss = "se"
lr = "0.01"
"""


def test_the_head_is_never_alone_on_its_page(in_process, tmp_path):
    """A first question that fits on a page, and not below the head."""
    path, printed = tmp_path / "exam.toml", tmp_path / "exam.pdf"
    path.write_text(TALL)
    assert in_process("sheet", "--blueprint", path, "-o", printed, "--seed", 3).returncode == 0
    first, *_ = texts(PdfReader(printed))
    assert "Question 1" in first
    assert "Find the loss." in first


def test_row_operations_keep_to_their_column():
    """Where their result has no room beside them, it stands below them."""
    givens = 'givens = { a = "1,1000001,1000002;2,1000003,1000004", b = "5,7654321" }'
    wide = f'[[section.question]]\ntype = "linear-system"\nstyle = "worked"\n{givens}'
    made = sheet("columns = 2", question=wide)
    reader = pdf(made)
    lefts = [left for digit in "0123456789" for _, left, _ in places(reader, digit)]
    margin = min(lefts)
    assert max(lefts) < 595 - margin
