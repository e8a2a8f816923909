"""What each format writes around solutions and sheets: cells, data, parts of one file, and whole files."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from solver.errors import InputError
from solver.record.engine import run
from solver.rendering.exporters.base import Message, Wanted
from solver.rendering.exporters.terminal import NARROWEST, USUAL_WIDTH, WIDEST, screen_width
from solver.rendering.formats import FORMATS
from solver.rendering.pdf import Typesetter
from solver.rendering.printing import Style
from solver.rendering.terminal_markup import escape as own_escape
from solver.sheets.items import Ordered, Section, Sheet, make_item
from solver.sheets.questions import question_with
from solver.sheets.schema import Heading

KL = ("kl", {"p": "1/2,1/2", "q": "1/4,3/4"})
ADAM = ("adam", {"grads": "0.3,0.2"})


def solution_of(command, givens):
    return run(question_with(command, givens).problem)


def sheet_of(*problems, **look):
    ordered = [Ordered(question_with(*problem)) for problem in problems]
    items = tuple(make_item(number, one, 4) for number, one in enumerate(ordered, 1))
    return Sheet(Heading(**{"title": "Prüfung", **look}), (Section("", "", items),))


def written(name, sheet, page="sheet", **wanted):
    return FORMATS[name].exporter.sheet(sheet, page, Wanted(**wanted)).decode()


def cells(content):
    notebook = json.loads(content)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    return [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]], notebook["cells"]


# Notebooks


def test_a_notebook_has_words_and_code_in_turn():
    content = FORMATS["ipynb"].exporter.solution(solution_of(*ADAM), Wanted()).decode()
    found, raw = cells(content)
    assert [kind for kind, _ in found] == ["markdown", "code"] * 5 + ["code"]
    words = [text.splitlines()[0] for kind, text in found if kind == "markdown"]
    assert words[1:] == ["## 1. Step 1", "## 2. Step 2", "## Answers", "## As a program"]
    assert words[0].startswith("# Adam")
    assert [cell["id"] for cell in raw] == [f"cell-{number}" for number in range(1, 12)]
    assert all(("outputs" in cell) == (cell["cell_type"] == "code") for cell in raw)
    assert found[-1][1].startswith("import cmath\n\nexpected = {")
    assert found[-3][1] == "## As a program"
    # Each step has the code of its own quantities.
    assert "m_1 = " in found[3][1]
    assert "m_2 = " not in found[3][1]
    assert "m_2 = " in found[5][1]
    assert content.endswith("}\n")


def test_a_sheet_as_a_notebook_has_room_and_its_key_the_working():
    sheet = sheet_of(KL, ADAM)
    asked, _ = cells(written("ipynb", sheet))
    key, _ = cells(written("ipynb", sheet, "key"))
    room = [text for kind, text in asked if kind == "code"]
    programs = [text for kind, text in key if kind == "code"]
    assert [text.splitlines()[-1] for text in room] == ["# Your code"] * 2
    assert len(programs) == 2
    assert "print" in programs[0]
    assert not any("# Your code" in text for text in programs)
    assert "Prüfung" in asked[0][1]
    assert all(text.strip() for _, text in (*asked, *key))
    assert "Prüfung" in written("ipynb", sheet)
    plain, _ = cells(written("ipynb", sheet_of(("eigen", {"matrix": "2,1;1,2"}))))
    assert [kind for kind, _ in plain].count("code") == 1


# Data


def test_data_is_text_that_people_can_read():
    sheet = sheet_of(KL)
    text = written("json", sheet)
    assert '"Prüfung"' in text
    assert text.endswith("}\n")
    assert text.startswith('{\n  "')
    solution = FORMATS["json"].exporter.solution(solution_of(*KL), Wanted(Style(3))).decode()
    assert json.loads(solution)["answers"]


def test_a_report_as_data_may_have_a_solution_behind_it():
    exporter, solution = FORMATS["json"].exporter, solution_of(*KL)
    data = {"right": True}
    alone = json.loads(exporter.report(Message("check", {}, data), Wanted()))
    assert alone == data
    both = json.loads(exporter.report(Message("check", {}, data, solution), Wanted()))
    assert both["right"] is True
    assert set(both) == {"right", "solution"}
    assert "kl" in json.dumps(both["solution"])


# Parts of one file


@pytest.mark.parametrize("name", ["markdown", "typst", "latex", "html"])
def test_parts_make_up_one_document(name):
    exporter, sheet = FORMATS[name].exporter, sheet_of(KL)
    whole = written(name, sheet)
    part = written(name, sheet, is_part=True)
    parts = [("s1", b"<first>"), ("s2", b"<second>")]
    opening, *middle, closing = exporter.joined(sheet.heading, "sheet", parts, Wanted())
    assert middle == [b"<first>", b"<second>"]
    assert (opening + part.encode() + closing).split() == whole.encode().split()
    if name in ("latex", "html"):
        assert len(part) < len(whole)


def test_what_a_format_cannot_make_is_a_defect_of_the_caller():
    for make in (
        lambda: FORMATS["python"].exporter.sheet(sheet_of(KL), "sheet", Wanted()),
        lambda: FORMATS["python"].exporter.report(Message("check", {}), Wanted()),
        lambda: FORMATS["json"].exporter.joined(Heading(), "sheet", [], Wanted()),
    ):
        with pytest.raises(NotImplementedError, match="Exporter makes no "):
            make()


def test_exactness_is_that_of_the_problem_or_of_the_wish():
    exporter, entropy = FORMATS["text"].exporter, solution_of("softmax", {"logits": "0,0,0"})
    assert "0.3333" in exporter.solution(entropy, Wanted()).decode()
    assert "1/3" in exporter.solution(entropy, Wanted(Style(exact=True))).decode()
    inverse = solution_of("inverse", {"matrix": "3,0;0,1"})
    assert "1/3" in exporter.solution(inverse, Wanted()).decode()
    brief = exporter.solution(entropy, Wanted(brief=True)).decode()
    assert len(brief) < len(exporter.solution(entropy, Wanted()).decode())


# Pages


class Recorder(Typesetter):
    """Keeps the source in place of setting it."""

    def pdf(self, source):
        return source.encode()


def test_pages_are_set_of_the_whole_source():
    pdf, sheet, solution = FORMATS["pdf"].exporter, sheet_of(KL), solution_of(*KL)
    wanted = Wanted(typesetter=Recorder())
    typst = FORMATS["typst"].exporter
    assert pdf.sheet(sheet, "sheet", Wanted(typesetter=Recorder(), is_part=True)) == typst.sheet(
        sheet, "sheet", wanted
    )
    assert pdf.solution(solution, wanted) == typst.solution(solution, wanted)
    latex = Wanted(typesetter=Recorder("pdflatex"))
    assert pdf.solution(solution, latex) == FORMATS["latex"].exporter.solution(solution, latex)


def test_a_source_that_is_too_long_is_set_as_no_pages(monkeypatch):
    pdf, sheet = FORMATS["pdf"].exporter, sheet_of(KL, KL)
    wanted = Wanted(typesetter=Recorder())
    length = len(FORMATS["typst"].exporter.sheet(sheet, "sheet", wanted))
    monkeypatch.setattr("solver.rendering.exporters.pdf.LONGEST_SOURCE", length)
    assert pdf.sheet(sheet, "sheet", wanted)
    monkeypatch.setattr("solver.rendering.exporters.pdf.LONGEST_SOURCE", length - 1)
    with pytest.raises(InputError, match="of these 2 questions are too long for one PDF"):
        pdf.sheet(sheet, "sheet", wanted)


def test_pages_are_not_shown_on_a_terminal(monkeypatch, capsysbinary):
    pdf = FORMATS["pdf"].exporter
    pdf.show(b"%PDF")
    assert capsysbinary.readouterr().out == b"%PDF"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    with pytest.raises(InputError, match="-f pdf needs a file"):
        pdf.show(b"%PDF")


# Screens


@pytest.mark.parametrize(
    ("is_terminal", "width", "found"),
    [
        (True, 100, 100),
        (True, 10, NARROWEST),
        (True, 500, WIDEST),
        (False, 100, USUAL_WIDTH),
        (True, NARROWEST, NARROWEST),
    ],
)
def test_the_screen_is_as_wide_as_a_terminal_within_bounds(monkeypatch, is_terminal, width, found):
    environment = {"COLUMNS": str(width), "TERM": "xterm"} | ({"FORCE_COLOR": "1"} if is_terminal else {})
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert screen_width() == found
    assert FORMATS["terminal"].exporter.screen_width() == found
    assert FORMATS["text"].exporter.screen_width() is None


@pytest.mark.parametrize(
    "text",
    [
        "a[0]",
        "[bold]",
        r"\[b]",
        "\\\\[/b] \\",
        r"[a\]",
        "x\ty",
        "[[i]]",
        r"\[",
        "\\",
        "[@a] [link=b]",
        "w\\[2]\\",
    ],
)
def test_what_is_no_screen_gets_the_text_that_rich_makes_of_the_markup(text, capsys):
    markup = f"[bold]{escape(text)}[/bold] {escape(text)}"
    FORMATS["terminal"].exporter.show(markup.encode())
    shown = io.StringIO()
    Console(highlight=False, file=shown).print(Text.from_markup(markup, emoji=False), soft_wrap=True)
    assert capsys.readouterr().out == shown.getvalue()
    assert own_escape(text) == escape(text)


def test_no_text_is_a_command_for_a_terminal(capsys):
    for name in ("text", "terminal"):
        FORMATS[name].exporter.show(b"a \x1b[31m b\n")
        assert "\x1b" not in capsys.readouterr().out
    FORMATS["terminal"].exporter.show(b"[bold]a[/bold] = 1\n\n")
    assert capsys.readouterr().out == "a = 1\n"
