"""Practice sheets, their keys, and the codes of their questions."""

from __future__ import annotations

import shutil
from io import BytesIO

import pytest
import typst
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from solver import registry
from solver.cli_sheet import sheet_command
from solver.codes import ALPHABET, SEEDS, Code, read_code, type_number
from solver.errors import InputError
from solver.formula import Blank, Number
from solver.pdf import typst_pdf
from solver.printing import PlainPrinter, Style
from solver.printing.layout import links
from solver.problem import DIFFICULTIES
from solver.sheets import (
    PAPERS,
    STYLES,
    Selection,
    Sheet,
    choose,
    key_source,
    question_of,
    repeated,
    sheet_source,
    solved,
)
from solver.solution import Equation
from tests.test_latex import compile_page

EVERY_TYPE = tuple(registry.entries())
OPTIMIZERS = tuple(name for name, entry in registry.entries().items() if entry.topic == "optimizers")
SOURCES = {"sheet": sheet_source, "key": key_source}
HOSTILE = (
    '#read("/etc/passwd")',
    r"\input{/etc/passwd}",
    "$x_1$ 100% & #tag ~ ^ {a}",
    '<script>alert("x")</script>',
    "*/ ]) ) // {{ title }} << title >>",
)
CODES = st.builds(Code, st.sampled_from(EVERY_TYPE), st.sampled_from(DIFFICULTIES), st.integers(0, SEEDS - 1))


def made(commands=OPTIMIZERS, count=6, seed=7, difficulty="medium", **look):
    questions = choose(Selection(tuple(commands), count, seed, difficulty))
    return Sheet(look.pop("title", "Practice sheet"), solved(questions), **look)


def pages(source):
    """The text of each page, with single spaces."""
    reader = PdfReader(BytesIO(typst_pdf(source)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


# Codes


@given(CODES)
def test_a_code_is_read_back(code):
    text = str(code)
    assert read_code(text) == code
    assert read_code(f" {text.lower().replace('-', ' ')} ") == code


@settings(max_examples=20)
@given(CODES)
def test_every_wrong_character_is_noticed(code):
    text = str(code).replace("-", "")
    for position, right in enumerate(text):
        for wrong in set(ALPHABET) - {right}:
            with pytest.raises(InputError, match="typing mistake"):
                read_code(text[:position] + wrong + text[position + 1 :])


@given(CODES)
def test_every_swap_of_neighbors_is_noticed(code):
    text = str(code).replace("-", "")
    for i in range(len(text) - 1):
        if text[i] != text[i + 1]:
            with pytest.raises(InputError, match="typing mistake"):
                read_code(text[:i] + text[i + 1] + text[i] + text[i + 2 :])


@given(st.text(max_size=30))
def test_what_is_no_code_is_refused_in_one_line(text):
    compact = "".join(text.split()).replace("-", "").upper()
    assume(len(compact) != 10 or not set(compact) <= set(ALPHABET))
    with pytest.raises(InputError) as refused:
        read_code(text)
    assert "\n" not in str(refused.value)


def test_no_two_types_share_a_number():
    assert len({type_number(command) for command in EVERY_TYPE}) == len(EVERY_TYPE)


def test_a_type_that_is_gone_is_named_as_the_reason():
    with pytest.raises(InputError, match="problem type that this version does not have"):
        read_code(str(Code("no-such-type", "easy", 1)))


def test_codes_never_change():
    """A printed code must mean the same question in every later version."""
    assert str(Code("adam", "medium", 12345)) == "F2J7S-DWTME"
    assert read_code("f2j7sdwtme") == Code("adam", "medium", 12345)


# Which questions


def test_the_same_seed_gives_the_same_questions():
    selection = Selection(EVERY_TYPE, 30, 7, "easy")
    assert choose(selection) == choose(selection)


def test_neighboring_sheets_share_no_question():
    sheets = [{q.code for q in choose(Selection(OPTIMIZERS, 12, seed, "medium"))} for seed in range(20)]
    assert len(set.union(*sheets)) == sum(map(len, sheets)) == 12 * 20


def test_every_type_has_its_turn():
    questions = choose(Selection(OPTIMIZERS, 2 * len(OPTIMIZERS), 3, "easy"))
    commands = [question.code.command for question in questions]
    half = len(OPTIMIZERS)
    assert sorted(commands[:half]) == sorted(commands[half:]) == sorted(OPTIMIZERS)
    assert commands[:half] != commands[half:]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_no_problem_stands_twice_on_a_sheet(difficulty):
    questions = choose(Selection(EVERY_TYPE, 3 * len(EVERY_TYPE), 1, difficulty))
    assert repeated(questions) == []


def test_a_type_repeats_only_when_it_has_no_more_to_give():
    entry = registry.find("separable")
    supply = {repr(question_of(Code("separable", "easy", seed)).givens) for seed in range(300)}
    assert 3 < len(supply) < 30
    questions = choose(Selection((entry.command,), len(supply), 5, "easy"))
    assert repeated(questions) == []
    assert {repr(question.givens) for question in questions} == supply
    assert repeated(choose(Selection((entry.command,), len(supply) + 1, 5, "easy"))) == ["separable"]


def test_another_type_steps_in_for_an_exhausted_one():
    questions = choose(Selection(("separable", "adam"), 60, 5, "easy"))
    assert repeated(questions) == []


# Pages


@pytest.mark.parametrize("name", SOURCES)
def test_the_same_sheet_has_the_same_bytes(name):
    first, second = (typst_pdf(SOURCES[name](made(), "typst")) for _ in range(2))
    assert first == second
    assert first != typst_pdf(SOURCES[name](made(seed=8), "typst"))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheet_can_be_read_back(paper):
    sheet = made(title="Deep Learning, sheet 3", paper=paper)
    source = sheet_source(sheet, "typst")
    reader = PdfReader(BytesIO(typst_pdf(source)))
    assert reader.metadata.title == "Deep Learning, sheet 3"
    assert reader.metadata.author == "dlsolve"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    width = {"a4": 595, "us-letter": 612}[paper]
    assert round(float(reader.pages[0].mediabox.width)) == width
    texts = pages(source)
    assert "Name:" in texts[0]
    assert "Roll number:" in texts[0]
    for number, text in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in text


@pytest.mark.parametrize("style", STYLES)
def test_a_screen_reader_can_read_it(style):
    """PDF/UA-1 wants tags, a title, a language, and words for every equation."""
    sheet = made(EVERY_TYPE, len(EVERY_TYPE), 3, style=style)
    for source in SOURCES.values():
        typst.compile(source(sheet, "typst").encode(), pdf_standards="ua-1", ignore_system_fonts=True)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_no_question_is_split(difficulty):
    sheet = made(EVERY_TYPE, len(EVERY_TYPE), 2, difficulty)
    texts = pages(sheet_source(sheet, "typst"))
    for item in sheet.items:
        page = next(text for text in texts if str(item.question.code) in text)
        assert f"Question {item.number}" in page
        for given_value in item.question.givens:
            assert f"{given_value.label}:" in page


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", ["markdown", "latex", "typst"])
def test_a_sheet_of_every_type_renders(style, form):
    sheet = made(EVERY_TYPE, len(EVERY_TYPE), 4, "medium", style=style)
    for source in SOURCES.values():
        text = source(sheet, form)
        assert all(str(item.question.code).split("-")[0] in text for item in sheet.items)
        assert "Undefined" not in text


def test_the_key_has_the_numbers_of_the_model():
    sheet = made(("updates", "conv-size", "conv-params"), 9, 3, "hard")
    text = " ".join(pages(key_source(sheet, "typst")))
    for item in sheet.items:
        part = text.split(str(item.question.code))[1].split("Question ")[0]
        answers = part.split("Answers")[1]
        for name, value in item.question.problem.reference().items():
            shown = f"({', '.join(map(str, value))})" if isinstance(value, tuple) else str(value)
            assert f"{name} = {shown}".replace(" ", "") in answers.replace(" ", "").replace("\u2009", "")


def test_the_sheet_holds_no_answers():
    sheet = made(("kl", "entropy"), 4, 3, "hard")
    for form in ("markdown", "latex", "typst"):
        assert "Answers" not in sheet_source(sheet, form)
        assert "Answers" in key_source(sheet, form)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_text_and_nothing_else(title):
    sheet = made(("updates",), 1, title=title)
    for source in SOURCES.values():
        data = typst_pdf(source(sheet, "typst"))
        reader = PdfReader(BytesIO(data))
        assert reader.metadata.title.startswith(title)
        shown = "".join(reader.pages[0].extract_text().split())
        assert "".join(title.split()) in shown
        assert "root:" not in shown


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("title", HOSTILE)
def test_latex_takes_any_title(title, tmp_path):
    compile_page(sheet_source(made(("updates",), 1, title=title), "latex"), tmp_path)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("style", STYLES)
def test_the_latex_form_compiles(style, tmp_path):
    sheet = made(EVERY_TYPE, len(EVERY_TYPE), 6, "easy", style=style)
    for source in SOURCES.values():
        assert compile_page(source(sheet, "latex"), tmp_path) == []


# Blanks


@pytest.mark.parametrize("command", EVERY_TYPE)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_hidden_value_is_a_blank(command, difficulty):
    solution = made((command,), 1, 9, difficulty).items[0].solution
    style = Style(exact=solution.exact, hidden=frozenset(solution.quantities))
    plain = Style(exact=solution.exact)
    for block in (block for step in solution.steps for block in step.blocks):
        if isinstance(block, Equation):
            *before, last = links(block, style)
            assert last.formula == Blank()
            value = PlainPrinter(plain).print(Number(block.symbol.evaluate()))
            shown = [PlainPrinter(style, substitute=link.substitute).print(link.formula) for link in before]
            assert value not in shown


def test_harder_sheets_have_more_blanks():
    items = [made(("adam",), 1, 9, difficulty).items[0] for difficulty in DIFFICULTIES]
    known = [set(item.solution.quantities) for item in items]
    shares = [len(item.blanks & names) / len(names) for item, names in zip(items, known, strict=True)]
    assert shares[0] < shares[1] < shares[2] == 1


def test_the_blanks_are_the_values_of_the_key():
    """Where a value is hidden on the sheet, the key shows it; all else is the same."""
    sheet = made(("entropy",), 1, 9, "hard", style="blanks")
    blank, full = (source(sheet, "markdown") for source in SOURCES.values())
    (answer,) = sheet.items[0].solution.answers
    assert r"\underline{\hspace{3em}}" in blank
    assert f"{float(answer.value.evaluate()):.3f}" in full
    assert f"{float(answer.value.evaluate()):.3f}" not in blank


# The commands


def test_the_command_offers_all_there_is():
    offered = {option.name: option.type for option in sheet_command.params}
    assert tuple(offered["difficulty"].choices) == DIFFICULTIES
    assert tuple(offered["style"].choices) == STYLES
    assert tuple(offered["paper"].choices) == PAPERS


def test_a_sheet_and_its_key_from_one_command(dlsolve, tmp_path):
    sheet, key = tmp_path / "sheet.pdf", tmp_path / "key.pdf"
    command = ("sheet", "--topic", "optimizers", "--count", 4, "--seed", 7, "-o", sheet, "--key", key)
    finished = dlsolve(*command)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    before = sheet.read_bytes(), key.read_bytes()
    dlsolve(*command)
    assert (sheet.read_bytes(), key.read_bytes()) == before
    assert "Adam" in " ".join(page.extract_text() for page in PdfReader(key).pages)


@pytest.mark.parametrize("ending", [".typ", ".tex", ".md"])
def test_the_ending_picks_the_form(dlsolve, tmp_path, ending):
    path = tmp_path / f"sheet{ending}"
    assert dlsolve("sheet", "--type", "adam", "--count", 1, "--seed", 1, "-o", path).returncode == 0
    assert "Question 1" in path.read_text() or "asked(1" in path.read_text()


def test_a_random_sheet_tells_its_seed(dlsolve, tmp_path):
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    told = dlsolve("sheet", "--type", "adam", "--count", 1, "-o", first).stderr
    seed = told.split("--seed ")[1].strip()
    dlsolve("sheet", "--type", "adam", "--count", 1, "--seed", seed, "-o", second)
    assert first.read_text() == second.read_text()


def test_repetitions_are_told(dlsolve, tmp_path):
    path = tmp_path / "sheet.md"
    options = ("--type", "separable", "--difficulty", "easy", "--count", 40, "--seed", 1, "-o", path)
    finished = dlsolve("sheet", *options)
    assert finished.returncode == 0
    assert "separable: no more different easy problems" in finished.stderr


def test_a_code_shows_its_question_and_its_solution(dlsolve):
    question = question_of(Code("kl", "hard", 77))
    shown = dlsolve("show", str(question.code).lower(), "-f", "text")
    assert shown.returncode == 0
    assert " ".join(question.task.split()) in " ".join(shown.stdout.split())
    assert "Answers" not in shown.stdout
    worked = dlsolve("show", question.code, "--solution", "-f", "text").stdout
    assert "Answers" in worked
    assert "kl ~= " in worked


@pytest.mark.parametrize("ending", [".txt", ".md", ".tex", ".typ", ".pdf"])
def test_a_question_can_be_written(dlsolve, tmp_path, ending):
    path = tmp_path / f"question{ending}"
    assert dlsolve("show", Code("kl", "easy", 3), "-o", path).returncode == 0
    assert path.stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sheet",), "-o"),
        (("sheet", "-o", "x.png"), "-o must end in .pdf"),
        (("sheet", "-o", "x.pdf", "--key", "x.doc"), "--key must end in .pdf"),
        (("sheet", "-o", "x.pdf", "--key", "x.pdf"), "--key must be another file"),
        (("sheet", "-o", "x.pdf", "--type", "adm"), "did you mean adam?"),
        (("sheet", "-o", "x.pdf", "--topic", "cooking"), "--topic must be one of"),
        (("sheet", "-o", "x.pdf", "--count", "0"), "--count"),
        (("sheet", "-o", "x.pdf", "--seed", "x"), "--seed"),
        (("sheet", "-o", "x.pdf", "--difficulty", "insane"), "--difficulty"),
        (("sheet", "-o", "x.pdf", "--style", "baroque"), "--style"),
        (("sheet", "-o", "x.pdf", "--title", " "), "--title must be 1 to 200"),
        (("sheet", "-o", "/no/such/folder/x.md", "--count", "1", "--seed", "1"), "cannot be written"),
        (("show",), "CODE"),
        (("show", "nonsense"), "the code must be 10 letters and digits"),
        (("show", "F2J7S-DWTMF"), "typing mistake"),
        (("show", "F2J7S-DWTME", "--brief"), "--brief goes with --solution"),
        (("show", "F2J7S-DWTME", "-f", "json"), "goes with --solution"),
    ],
)
def test_bad_input_is_one_line(dlsolve, tmp_path, arguments, words):
    finished = dlsolve(*arguments, cwd=tmp_path)
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert finished.stderr.count("\n") == 1
    assert words in finished.stderr
    assert list(tmp_path.iterdir()) == []
