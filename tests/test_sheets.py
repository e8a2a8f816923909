"""Practice sheets and their keys: which questions, which pages."""

from __future__ import annotations

import html
import json
import os
import re
from fractions import Fraction
from functools import cache
from io import BytesIO

import msgspec
import numpy as np
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from solver import registry
from solver.contract import DIFFICULTIES
from solver.mathematics.formula import Blank, Number, Tensor, sqrt, symbols_of
from solver.record.blocks import Equation
from solver.record.marks import shares, weights
from solver.record.solution import leaves
from solver.rendering.layout.chains import links
from solver.rendering.pdf import Typesetter
from solver.rendering.printing import PlainPrinter, Style
from solver.rendering.printing.latex import LatexPrinter
from solver.rendering.printing.typst import TypstPrinter
from solver.sheets.blueprint_parser import checked_options
from solver.sheets.codes import Code
from solver.sheets.items import Ordered, Section, Sheet, make_item
from solver.sheets.questions import question_of
from solver.sheets.schema import Heading, SheetStyle, Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of
from solver.sheets.serialization import from_record
from tests.pages import source
from tests.sweeps import one_by_default
from tests.test_latex import compile_page

EVERY_TYPE = tuple(registry.entries())
OPTIMIZERS = tuple(name for name, entry in registry.entries().items() if entry.topic == "optimizers")
PAGES = ("sheet", "key")
STYLES = SheetStyle.__args__
HOSTILE = (
    '#read("/etc/passwd")',
    r"\input{/etc/passwd}",
    "$x_1$ 100% & #tag ~ ^ {a}",
    '<script>alert("x")</script>',
    "*/ ]) ) // {{ title }} << title >>",
)


def blueprint(commands=OPTIMIZERS, count=6, difficulty="medium", style="question", marks=None, **look):
    section = {"types": commands, "count": count, "difficulty": difficulty, "style": style}
    return checked_options({**look, "section": [section | ({"marks": marks} if marks else {})]})


def drawn(commands=OPTIMIZERS, count=6, seed=7, difficulty="medium", ledger=None, **others):
    plan = plan_of(blueprint(commands, count, difficulty, **others), seed)
    record = draw_sheet(plan, Ledger() if ledger is None else ledger)
    return record, plan.heading


def asked(*arguments, **options):
    return [
        question for section in drawn(*arguments, **options)[0].sections for question in section.questions
    ]


def made(*arguments, **options):
    return from_record(*drawn(*arguments, **options))


def single(command, difficulty="medium", style="question", seed=9, marks=0.0, stage=0.0):
    item = make_item(
        1,
        Ordered(
            question_of(Code(command, difficulty, seed, registry.find(command).load().version)),
            style,
            marks,
            stage,
        ),
        4,
    )
    return Sheet(Heading(), (Section("", "", (item,)),))


@cache
def every_type(style, difficulty="medium", seed=4):
    """A sheet with a question of every type; a faded one has a run of some."""
    if style == "faded":
        return made(("eigen", "adam", "pool", "perceptron", "kl"), 20, seed, difficulty, style=style)
    return made(EVERY_TYPE, len(EVERY_TYPE), seed, difficulty, style=style)


def pages(text):
    """The text of each page, with single spaces."""
    reader = PdfReader(BytesIO(Typesetter().pdf(text)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


# Which questions


def test_the_same_seed_gives_the_same_questions():
    assert drawn(EVERY_TYPE, 30, 7, "easy") == drawn(EVERY_TYPE, 30, 7, "easy")


def test_neighboring_sheets_share_no_question():
    sheets = [{question.code for question in asked(OPTIMIZERS, 12, seed)} for seed in range(20)]
    assert len(set.union(*sheets)) == sum(map(len, sheets)) == 12 * 20


def test_every_type_has_its_turn():
    kinds = [question.type for question in asked(OPTIMIZERS, 2 * len(OPTIMIZERS), 3, "easy")]
    half = len(OPTIMIZERS)
    assert sorted(kinds[:half]) == sorted(kinds[half:]) == sorted(OPTIMIZERS)
    assert kinds[:half] != kinds[half:]


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_no_problem_stands_twice_on_a_sheet(difficulty):
    ledger = Ledger()
    few = EVERY_TYPE[:: len(EVERY_TYPE) // 30]
    questions = asked(few, 3 * len(few), 1, difficulty, ledger)
    assert len({(q.type, repr(sorted(q.givens.items()))) for q in questions}) == len(questions)
    assert ledger.repeated == []


@pytest.fixture
def two_problems(monkeypatch):
    """A type that has two different problems to give."""
    kind = registry.find("updates").load()
    problems = [kind.of(samples=100 * n, batch_size=10, epochs=3) for n in (1, 2)]
    monkeypatch.setattr(kind, "sample", classmethod(lambda cls, draw, difficulty: draw.choice(problems)))
    return [problem.spelled for problem in problems]


def test_a_type_repeats_only_when_it_has_no_more_to_give(two_problems):
    ledger = Ledger()
    first = [question.givens for question in asked(("updates",), 2, 5, "easy", ledger)]
    assert sorted(map(repr, first)) == sorted(map(repr, two_problems))
    assert ledger.repeated == []
    asked(("updates",), 3, 5, "easy", ledger)
    assert ledger.repeated == ["updates (easy)"]


def test_another_type_steps_in_for_an_exhausted_one(two_problems):
    kinds = [question.type for question in asked(("updates", "adam"), 20, 5, "easy")]
    assert kinds.count("updates") == 2
    assert kinds.count("adam") == 18


# Pages


@pytest.mark.parametrize("page", PAGES)
def test_the_same_sheet_has_the_same_bytes(page):
    first, second = (Typesetter().pdf(source(made(), page, "typst")) for _ in range(2))
    assert first == second
    assert first != Typesetter().pdf(source(made(seed=8), page, "typst"))


def test_a_manifest_does_not_depend_on_the_order_of_sets(dlsolve, tmp_path):
    """Python hashes words in another way in every process."""
    types = [part for name in ("transposed-conv", "autoencoder", "feature-map") for part in ("--type", name)]
    made = ["sheet", "--count", 6, *types, "--seed", 5, "--style", "choice", "-o"]
    told = set()
    for hashing in "13":
        manifest = tmp_path / f"{hashing}.json"
        files = (tmp_path / f"{hashing}.md", "--manifest", manifest)
        finished = dlsolve(*made, *files, env={**os.environ, "PYTHONHASHSEED": hashing})
        assert finished.returncode == 0, finished.stderr
        told.add(manifest.read_bytes())
    assert len(told) == 1


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_sheet_can_be_read_back(paper):
    sheet = made(title="Deep Learning, sheet 3", paper=paper)
    text = source(sheet, "sheet", "typst")
    reader = PdfReader(BytesIO(Typesetter().pdf(text)))
    assert reader.metadata.title == "Deep Learning, sheet 3"
    assert reader.metadata.author == "dlsolve"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert round(float(reader.pages[0].mediabox.width)) == {"a4": 595, "us-letter": 612}[paper]
    texts = pages(text)
    assert "Name:" in texts[0]
    assert "Roll number:" in texts[0]
    for number, words in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in words


def test_the_heading_of_an_exam():
    heading = {
        "title": "Mid-term",
        "institution": "Institute of Learning",
        "course": "CS 7",
        "date": "3 December",
        "duration": "90 minutes",
        "instructions": "Answer all questions.",
    }
    sheet = made(("kl",), 2, marks=2.5, **heading)
    first = pages(source(sheet, "sheet", "typst"))[0]
    for words in (*heading.values(), "Marks: 5", "[2.5]"):
        assert words in first
    for form in ("markdown", "latex"):
        text = source(sheet, "sheet", form).replace("\\", "")
        assert all(words in text for words in heading.values())


@one_by_default("style", STYLES, "choice")
def test_a_screen_reader_can_read_it_and_latex_sets_it(style, tmp_path, request):
    """PDF/UA-1 wants tags, a title, a language, and words for every equation.

    As one test: the questions take longer to make than to set.
    """
    sheet = every_type(style)
    for page in PAGES:
        typst.compile(source(sheet, page, "typst").encode(), pdf_standards="ua-1", ignore_system_fonts=True)
    request.getfixturevalue("pdflatex")
    for page in PAGES:
        assert compile_page(source(sheet, page, "latex"), tmp_path) == []


@one_by_default("difficulty", DIFFICULTIES, "hard")
def test_no_question_is_split(difficulty):
    sheet = every_type("question", difficulty)
    texts = pages(source(sheet, "sheet", "typst"))
    for item in sheet.items:
        page = next(text for text in texts if str(item.question.code) in text)
        assert f"Question {item.number}" in page
        for given_value in item.question.givens:
            assert given_value.label + ":" * (not given_value.stands_alone) in page


@pytest.mark.parametrize("page", PAGES)
def test_what_leads_on_to_something_stays_with_it(page):
    """No page ends with the title of a step, with its reason, or with a sentence before its equations."""
    sheet = made(("adam", "separable", "cross-entropy"), 9, 3, style="blanks")
    footer = re.compile(r"Practice sheet( \(key\))? \d+ / \d+")
    led = {"".join(map(str, step.reason)) for item in sheet.items for step in item.solution.steps}
    titles = {str(part) for item in sheet.items for step in item.solution.steps for part in step.title}
    for text in pages(source(sheet, page, "typst")):
        words = footer.sub("", text).strip()
        # A blank is drawn: of an answer that is asked for, the words are all that can be read back.
        phrases = tuple(f"{answer.phrase}:" for item in sheet.items for answer in item.asked)
        leads_on = words.endswith(tuple((led | titles | {":"}) - {""}))
        assert not leads_on or words.endswith(phrases), words[-80:]


@pytest.mark.parametrize("style", STYLES)
@one_by_default("form", ["markdown", "latex", "typst", "json"], "latex")
def test_a_sheet_of_every_type_renders(style, form):
    sheet = every_type(style)
    for page in PAGES:
        text = source(sheet, page, form)
        assert all(str(item.question.code).split("-")[0] in text for item in sheet.items)
        assert "Undefined" not in text


def test_the_key_has_the_numbers_of_the_model():
    sheet = made(("updates", "conv-size", "conv-params"), 9, 3, "hard")
    text = " ".join(pages(source(sheet, "key", "typst")))
    for item in sheet.items:
        part = text.split(str(item.question.code))[1].split("Question ")[0]
        answers = part.split("Answers")[1]
        for name, value in item.question.problem.reference().items():
            shown = f"({', '.join(map(str, value))})" if np.ndim(value) else str(value)
            words = item.question.problem.answers[name]
            assert f"{words}: {shown}".replace(" ", "") in answers.replace(" ", "").replace("\u2009", "")


def test_the_sheet_holds_no_answers():
    sheet = made(("kl", "entropy"), 4, 3, "hard")
    for form in ("markdown", "latex", "typst"):
        assert "Answers" not in source(sheet, "sheet", form)
        assert "Answers" in source(sheet, "key", form)
    assert '"answers"' not in source(sheet, "sheet", "json")
    assert '"answers"' in source(sheet, "key", "json")


def test_the_data_of_a_choice_tells_the_right_letter_only_in_the_key():
    sheet = made(("kl",), 1, 3, "hard", style="choice")
    shown, key = (json.loads(source(sheet, page, "json")) for page in PAGES)
    (question,) = shown["sections"][0]["questions"]
    (solved,) = key["sections"][0]["questions"]
    assert [set(option) for option in question["options"]] == [{"letter", "value"}] * 4
    (right,) = [option for option in solved["options"] if option["right"]]
    (item,) = sheet.items
    assert float(right["value"].removesuffix(" nats").removesuffix(" bits")) == pytest.approx(
        item.question.problem.reference()["kl"], rel=1e-3
    )


def test_every_option_of_a_choice_has_a_line_of_its_own():
    sheet = made(("kl", "eigen"), 4, 3, "hard", style="choice")
    for page in PAGES:
        text = source(sheet, page, "markdown")
        assert len(re.findall(r"^- \\\([A-D]\\\) \$", text, flags=re.MULTILINE)) == 4 * len(sheet.items)


def test_the_key_of_a_choice_says_why_each_is_wrong():
    sheet = made(("kl", "adam"), 4, 3, "hard", style="choice")
    for form in ("markdown", "typst"):
        text = source(sheet, "key", form).replace("\\", "")
        for item in sheet.items:
            assert sum(option.is_right for option in item.options) == 1
            for option in item.options:
                assert option.is_right or option.words.split(";")[0][:20] in text
    assert "wrong," not in source(sheet, "sheet", "markdown")


def headed(words):
    """A sheet with these words wherever its heading has any."""
    places = ("title", "institution", "course", "instructions", "date", "duration")
    return made(("updates",), 1, marks=2, **dict.fromkeys(places, words))


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_text_and_nothing_else(title):
    sheet = headed(title)
    for page in PAGES:
        reader = PdfReader(BytesIO(Typesetter().pdf(source(sheet, page, "typst"))))
        assert reader.metadata.title.startswith(title)
        shown = "".join(reader.pages[0].extract_text().split())
        assert shown.count("".join(title.split())) >= 3
        assert "root:" not in shown


@pytest.mark.usefixtures("pdflatex")
@pytest.mark.parametrize("title", HOSTILE)
def test_latex_takes_any_title(title, tmp_path):
    sheet = headed(title)
    compile_page(source(sheet, "sheet", "latex"), tmp_path)


def of_student(name):
    """A sheet for a student who has this name and id."""
    record, heading = drawn(("updates",), 1)
    return from_record(msgspec.structs.replace(record, student=Student(id=name, name=name)), heading)


@pytest.mark.parametrize("name", [*HOSTILE, "Zoë 'Q' O\"Neil", "Łukasz", "Ольга", "Δημήτρης"])
@pytest.mark.parametrize("page", PAGES)
def test_a_name_is_text_and_nothing_else(name, page):
    sheet = of_student(name)
    shown = "".join(pages(source(sheet, page, "typst"))[0].split())
    assert shown.count("".join(name.split())) >= 2
    assert "root:" not in shown
    markdown = source(sheet, page, "markdown")
    assert "<script" not in markdown
    bare = re.sub(r"\\([^\sA-Za-z0-9])", r"\1", markdown.replace(r"<span>\$</span>", "$"))
    read = html.unescape(bare)
    assert "".join(name.split()) in "".join(read.split())
    data = json.loads(source(sheet, page, "json"))
    assert data["student"] == {"id": name, "name": name}


@pytest.mark.usefixtures("pdflatex")
@pytest.mark.parametrize("name", [*HOSTILE, "Zoë 'Q' O\"Neil", "Łukasz"])
def test_latex_takes_any_name(name, tmp_path):
    compile_page(source(of_student(name), "sheet", "latex"), tmp_path)


# Blanks and fading


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("command", EVERY_TYPE)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_hidden_value_is_a_blank(command, difficulty):
    solution = single(command, difficulty).items[0].solution
    style = Style(exact=solution.exact, hidden=frozenset(solution.quantities))
    plain = Style(exact=solution.exact)
    for block in (block for step in solution.steps for block in step.blocks):
        if isinstance(block, Equation):
            *before, last = links(block, style)
            values = [PlainPrinter(plain).print(Number(one.evaluate())) for one in symbols_of(block.symbol)]
            shown = [PlainPrinter(style, substitute=link.substitute).print(link.formula) for link in before]
            if isinstance(block.symbol, Tensor):
                assert last.plain.count("________") == len(values)
                assert not any(form in shown for form in (", ".join(values), f"({', '.join(values)})"))
            else:
                assert last.formula == Blank()
                assert values[0] not in shown


def given_in(item):
    """The quantities of the answers that stand among the givens."""
    told = item.question.problem.given_answers
    return {name for answer in item.solution.answers if answer.name in told for name in leaves(answer.value)}


def test_harder_sheets_have_more_blanks():
    """In the mean over all types: the last number of each answer is one always, however many these are, but
    what is given never.
    """
    shares = []
    for difficulty in DIFFICULTIES:
        items = [single(command, difficulty, "blanks").items[0] for command in EVERY_TYPE]
        known = [set(item.solution.quantities) - given_in(item) for item in items]
        parts = [
            len(item.hidden & names) / len(names) for item, names in zip(items, known, strict=True) if names
        ]
        shares.append(sum(parts) / len(parts))
    assert shares[0] < shares[1] < shares[2] == 1


def test_the_blanks_are_the_values_of_the_key():
    """Where a value is hidden on the sheet, the key shows it."""
    sheet = single("entropy", "hard", "blanks")
    blank, full = (source(sheet, page, "markdown") for page in PAGES)
    (answer,) = sheet.items[0].solution.answers
    assert r"\underline{\hspace{3em}}" in blank
    assert f"{float(answer.value.evaluate()):.3f}" in full
    assert f"{float(answer.value.evaluate()):.3f}" not in blank


@pytest.mark.parametrize(
    ("printer", "ruled", "framed"),
    [(TypstPrinter, "stroke: (bottom", "stroke: 0.5pt"), (LatexPrinter, r"\underline", r"\boxed")],
)
def test_blanks_between_lines_are_boxes(printer, ruled, framed):
    """A line to write on would be one of three lines in a fraction."""
    blank = Blank()
    one = printer(Style()).print(blank + 1)
    assert (ruled in one, framed in one) == (True, False)
    for formula in (blank / blank, (blank + 1) / 2, sqrt(blank), 2 / sqrt(blank)):
        printed = printer(Style()).print(formula)
        assert (ruled in printed, framed in printed) == (False, True)


@pytest.mark.parametrize("command", EVERY_TYPE)
def test_fading_leaves_more_and_more_to_do(command):
    items = [single(command, style="faded", stage=stage).items[0] for stage in (0, 1 / 3, 2 / 3, 1)]
    shown = [sum(len(part.step.blocks) for part in item.parts) for item in items]
    total = sum(len(step.blocks) for step in items[0].solution.steps)
    assert shown[0] == total
    assert shown[0] > shown[1] >= shown[2] >= shown[3] == 0
    assert [item.is_example for item in items] == [True, False, False, False]
    assert [item.shows_working for item in items] == [True, True, True, False]
    for item in items[1:]:
        for part, step in zip(item.parts, item.solution.steps, strict=True):
            assert not part.room or len(part.step.blocks) < len(step.blocks)
        assert any(part.room for part in item.parts)
        assert item.hidden & {answer.name for answer in item.solution.answers}


# Marks


@given(st.sampled_from(EVERY_TYPE), st.sampled_from(DIFFICULTIES), st.integers(1, 80).map(lambda n: n / 4))
def test_marks_are_shared_out_over_the_steps(command, difficulty, marks):
    solution = single(command, difficulty).items[0].solution
    parts = shares(weights(solution), marks)
    assert sum(parts) == Fraction(marks)
    assert len(parts) == len(solution.steps)
    assert all(part % Fraction(1, 4) == 0 and part >= 0 for part in parts)
    worked = {quantity.step for quantity in solution.quantities.values()}
    worked |= {answer.step for answer in solution.answers if not all(leaves(answer.value))}
    assert all(part == 0 for step, part in enumerate(parts) if step not in worked)
    if marks * 4 >= len(parts):
        assert all(parts[step] > 0 for step in worked)


def test_the_key_shows_what_each_step_is_worth():
    sheet = single("adam", "easy", marks=6.0)
    (item,) = sheet.items
    text = source(sheet, "key", "markdown")
    assert sum(item.step_marks) == 6
    for number, part in enumerate(item.step_marks, 1):
        line = next(
            line for line in text.splitlines() if line.startswith((f"### {number}. ", f"#### {number}. "))
        )
        assert line.endswith(rf"\[{float(part):g}\]")


# The command


def test_a_sheet_and_its_key_from_one_command(dlsolve, tmp_path):
    sheet, key = tmp_path / "sheet.pdf", tmp_path / "key.pdf"
    command = (
        "sheet",
        "--type",
        "adam",
        "--type",
        "eigen",
        "--count",
        4,
        "--seed",
        7,
        "-o",
        sheet,
        "--key",
        key,
    )
    finished = dlsolve(*command)
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    before = sheet.read_bytes(), key.read_bytes()
    dlsolve(*command)
    assert (sheet.read_bytes(), key.read_bytes()) == before
    assert "Adam" in " ".join(page.extract_text() for page in PdfReader(key).pages)


@pytest.mark.parametrize("ending", [".typ", ".tex", ".md", ".json", ".MD", ".Json"])
def test_the_ending_picks_the_form(in_process, tmp_path, ending):
    path = tmp_path / f"sheet{ending}"
    assert in_process("sheet", "--type", "adam", "--count", 1, "--seed", 1, "-o", path).returncode == 0
    text = path.read_text()
    assert "Question 1" in text or "asked(1" in text or json.loads(text)["sections"][0]["questions"]


def test_a_random_sheet_tells_its_seed(in_process, tmp_path):
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    told = in_process("sheet", "--type", "adam", "--count", 1, "-o", first).stderr
    seed = told.split("--seed ")[1].strip()
    in_process("sheet", "--type", "adam", "--count", 1, "--seed", seed, "-o", second)
    assert first.read_text() == second.read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sheet",), "-o is missing"),
        (("sheet", "-o", "x.png"), "-o must end in .tex"),
        (("sheet", "-o", "x.pdf", "--key", "x.doc"), "--key must end in .tex"),
        (("sheet", "-o", "x.pdf", "--key", "x.pdf"), "--key must be another file"),
        (("sheet", "-o", "x.pdf", "--type", "adm"), "--type is unknown: 'adm'; did you mean adam?"),
        (("sheet", "-o", "x.pdf", "--topic", "cooking"), "--topic must be one of"),
        (("sheet", "-o", "x.pdf", "--topic", "optimizer"), "(did you mean optimizers?)"),
        (("sheet", "-o", "x.pdf", "--title", ""), "--title must not be empty"),
        (("sheet", "-o", "-"), "-o must end in .tex, .md, .typ, .html, .json, .pdf"),
        (("sheet", "--manifest", "-"), "--manifest must be a file"),
        (("sheet", "-o", "x.pdf", "--count", "0"), "--count"),
        (("sheet", "-o", "x.pdf", "--seed", "x"), "--seed"),
        (("sheet", "-o", "x.pdf", "--difficulty", "insane"), "--difficulty"),
        (("sheet", "-o", "x.pdf", "--style", "baroque"), "--style"),
        (("sheet", "-o", "x.pdf", "--style", "faded", "--count", "3"), "--count"),
        (
            ("sheet", "-o", "x.pdf", "--title", "x" * 201),
            "--title is wrong: expected a text of length <= 200",
        ),
        (("sheet", "-o", "/no/such/folder/x.md", "--count", "1", "--seed", "1"), "cannot be written"),
        (("sheet", "--key", "/no/such/folder/x.md", "--seed", "1"), "--key cannot be written"),
        (("sheet", "-o", "x.pdf", "--combined"), "--combined goes with --roster"),
        (("sheet", "-o", "x.pdf", "--jobs", "2"), "--jobs goes with --roster"),
        (("sheet", "-o", "x.pdf", "--blueprint", "no-such.toml"), "--blueprint cannot be read"),
        (
            ("sheet", "-o", "x.pdf", "--blueprint", "x.toml", "--count", "2"),
            "--count does not go with --blueprint",
        ),
        (("sheet", "-o", "x.pdf", "--from", "no-such.json"), "--from cannot be read"),
        (("sheet", "-o", "x.pdf", "--from", "x.json", "--seed", "2"), "--seed does not go with --from"),
        (("sheet", "-o", "x.pdf", "--roster", "no-such.csv"), "--roster cannot be read"),
        (("show",), "CODE"),
        (("show", "nonsense"), "the code must be 10 letters and digits"),
        (("show", "YK5SS-DWTMC"), "typing mistake"),
        (("show", "YK5SS-DWTMB", "--brief"), "--brief goes with --solution"),
        (("show", "YK5SS-DWTMB", "--exact"), "--exact goes with --solution"),
    ],
)
def test_bad_input_gets_one_line(in_process, tmp_path, arguments, words):
    finished = in_process(*arguments, cwd=tmp_path)
    assert finished.returncode == 2
    assert words in finished.stderr
    assert finished.stderr.count("\n") == 1
    assert finished.stdout == ""
    assert list(tmp_path.iterdir()) == []
