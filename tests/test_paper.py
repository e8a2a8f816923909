"""How sheets look on paper: room to work in, sizes, layouts; what is looked at are the pages of PDF files."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from solver.errors import InputError
from solver.rendering.page_data import Room
from solver.rendering.pdf import Typesetter
from solver.sheets.blueprint_parser import read_blueprint
from solver.sheets.schema import Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of
from solver.sheets.serialization import from_record
from solver.sheets.space import Space, read_space
from tests.pages import source

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
    """The sizes of the letters of a page, in points."""
    found = set()
    reader.pages[0].extract_text(
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


def test_a_dozen_short_questions_fit_on_two_pages(dlsolve, tmp_path):
    path = tmp_path / "sheet.pdf"
    for seed in range(3):
        more = ("--count", 12, "--difficulty", "easy", "--seed", seed, "--compact")
        assert dlsolve("sheet", *more, "-o", path).returncode == 0
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


def test_the_boxes_for_answers_stand_at_the_same_place_for_every_student():
    found = set()
    for name in ("101", "102", "103"):
        made = sheet('layout = "fixed"', student=Student(id=name, name="Ada"))
        spots = places(pdf(made), "Answer to question")
        assert [page for page, *_ in spots] == list(range(2, 2 + len(made.items)))
        found |= {spot[1:] for spot in spots}
    assert len(found) == 1


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
def test_a_look_that_a_format_cannot_have_is_refused(dlsolve, tmp_path, look, ending, words):
    path = tmp_path / "exam.toml"
    path.write_text(EXAM.format(look=look, section="", question=""))
    finished = dlsolve("sheet", "--blueprint", path, "-o", tmp_path / f"sheet{ending}")
    assert finished.returncode == 2
    assert words in finished.stderr
    assert len(finished.stderr.splitlines()) == 1


def test_the_sheets_of_a_manifest_in_another_look(dlsolve, tmp_path):
    path, kept = tmp_path / "exam.toml", tmp_path / "exam.json"
    path.write_text(EXAM.format(look="", section="", question=""))
    assert dlsolve("sheet", "--blueprint", path, "--manifest", kept, "--seed", 3).returncode == 0
    large = tmp_path / "large.pdf"
    assert dlsolve("sheet", "--from", kept, "--font-size", 18, "-o", large).returncode == 0
    assert 18 in sizes(PdfReader(large))
