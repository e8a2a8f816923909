"""Blueprints: what they may hold, and how each fault is pointed at."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from solver.cli.app import run as command_line
from solver.cli.sheet import sheet_command
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.rendering.formats import FORMATS
from solver.rendering.labels import Labels
from solver.rendering.printing.typst import typst_string
from solver.rendering.qr import qr_code
from solver.rendering.templates import TEMPLATES
from solver.sheets.blueprint import total
from solver.sheets.blueprint_parser import read_blueprint
from solver.sheets.languages import is_language
from solver.sheets.logo import read_logo
from solver.sheets.questions import question_with
from solver.sheets.schema import Heading, Paper, SheetStyle, Student
from solver.sheets.selection import Ledger, draw_sheet, plan_of
from solver.sheets.serialization import from_record
from solver.sheets.toml_lines import line_of
from tests.pages import TEMPLATED, source

EXAMPLE = (TEMPLATES / "blueprint.toml").read_text(encoding="utf-8")


DRAWN = '[[section.question]]\ntype = "adam"\n'


def section(text, head=""):
    return f"{head}\n[[section]]\n{text}\n"


def read(text):
    return read_blueprint(text, "exam.toml")


def questions(text, student=None, seed=7):
    record = draw_sheet(plan_of(read(text), seed), Ledger(), student)
    return [question for part in record.sections for question in part.questions]


def test_the_example_is_a_blueprint(in_process):
    assert in_process("sheet", "--example-blueprint").stdout == EXAMPLE
    blueprint = read(EXAMPLE)
    asked = questions(EXAMPLE)
    assert sum(question.marks for question in asked) == blueprint.marks == blueprint.heading.marks == 39
    assert {question.style for question in asked} == {"choice", "blanks", "question"}
    assert blueprint.heading.date == "3 December 2026"
    assert set(tomllib.loads(EXAMPLE)) == set(blueprint.__struct_fields__)


@pytest.mark.parametrize(
    ("language", "shown"), [("en-GB", "3 December 2026"), ("de", "2026-12-03"), ("es-MX", "2026-12-03")]
)
def test_a_date_has_no_english_month_in_other_languages(language, shown):
    assert read(section(GOOD, f'date = 2026-12-03\nlanguage = "{language}"')).heading.date == shown


def test_a_section_gets_what_it_asks_for():
    asked = questions(section('types = ["adam", "kl"]\ncount = 5\ndifficulty = "hard"\nmarks = 2.5'))
    assert [question.place for question in asked] == [1, 2, 3, 4, 5]
    assert {question.type for question in asked} == {"adam", "kl"}
    assert {(question.difficulty, question.marks) for question in asked} == {("hard", 2.5)}


def test_a_type_without_givens_is_drawn_for_its_place():
    choice = 'type = "kl"\nstyle = "choice"\noptions = 5\nnone_of_these = true\nmarks = 2\npenalty = 0.5'
    parts = 'part = [{ asked = "m_hat[2]", marks = 2 }, { asked = "weights", marks = 3, text = "Which?" }]'
    text = section(f"{DRAWN}difficulty = 'hard'\n{parts}\n[[section.question]]\n{choice}")
    one, other = (questions(text, Student(id=name, name=name)) for name in ("1", "2"))
    assert [q.type for q in one] == [q.type for q in other] == ["adam", "kl"]
    assert all(a.code != b.code and a.givens != b.givens for a, b in zip(one, other, strict=True))
    assert [(q.difficulty, q.marks) for q in one] == [("hard", 5), ("medium", 2)]
    assert (one[0].asked, one[0].parts[1].text) == (("m_hat[2]", "weights"), "Which?")
    assert (one[1].choice.options, one[1].choice.none_of_these, one[1].choice.penalty) == (5, True, 0.5)


def test_chosen_questions():
    text = section(
        """
marks = 3
[[section.question]]
type = "adam"
task = "Work out two steps of Adam."
givens = { grads = [0.3, 0.2], lr = 0.1 }
[[section.question]]
code = "YK5SS-DWTMB"
style = "worked"
[[section.question]]
type = "pool"
givens = { input = "1,2;3,4", size = 2 }
marks = 1.5
"""
    )
    first, second, third = questions(text)
    assert first.task == "Work out two steps of Adam."
    assert first.givens == {"grads": "0.3,0.2", "lr": "0.1"}
    assert (second.type, second.code, second.style, second.marks) == ("adam", "YK5SS-DWTMB", "worked", 0)
    assert (third.type, third.marks, total(read(text).section[0])) == ("pool", 1.5, 4.5)


def test_a_faded_run_begins_worked_and_ends_bare():
    asked = questions(section('types = ["eigen", "adam"]\ncount = 9\nstyle = "faded"\nmarks = 2'))
    runs = [[question.stage for question in asked if question.type == kind] for kind in ("eigen", "adam")]
    assert sorted(map(len, runs)) == [4, 5]
    for stages in runs:
        assert stages == sorted(stages)
        assert (stages[0], stages[-1]) == (0, 1)
    assert [question.marks for question in asked if question.stage == 0] == [0, 0]
    assert sum(question.marks for question in asked) == 14


def test_shuffled_sections_have_another_order_for_each_student():
    text = section('topics = ["optimizers"]\ncount = 6\norder = "shuffled"')
    orders = [[q.place for q in questions(text, Student(id=str(i)))] for i in range(6)]
    assert all(sorted(order) == [1, 2, 3, 4, 5, 6] for order in orders)
    assert len({tuple(order) for order in orders}) > 3
    kinds = [{q.place: q.type for q in questions(text, Student(id=str(i)))} for i in range(6)]
    assert all(kind == kinds[0] for kind in kinds)


GOOD = 'types = ["adam"]\ncount = 2'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title = 3\n" + section(GOOD), 1, "title is wrong: expected a text, got a whole number"),
        ("titel = 'x'\n" + section(GOOD), 1, "unknown key titel; did you mean title?"),
        (section(GOOD + "\ncuont = 3"), 5, "unknown key cuont; did you mean count?"),
        (section('types = ["adam"]\ncount = -1'), 4, "count is wrong: expected a whole number >= 0"),
        (section('types = ["adam"]\ncount = 201'), 4, "count is wrong"),
        (section('types = ["adam"]\ncount = "3"'), 4, "count is wrong: expected a whole number, got a text"),
        (section('types = ["adm"]\ncount = 1'), 3, "did you mean adam?"),
        (section('topics = ["cooking"]\ncount = 1'), 3, "the topic must be one of"),
        (section('types = ["adam"]'), 2, "no questions"),
        (section("count = 0"), 2, "no questions"),
        (section(GOOD + '\nstyle = "baroque"'), 5, "style is wrong: must be one of question, blanks, faded,"),
        (section(GOOD + '\nstyle = "blank"'), 5, "got 'blank'; did you mean blanks?"),
        (section('[[section.question]]\ntype = "kl"\nstyle = "chioce"'), 5, "did you mean choice?"),
        (section(GOOD + '\nmarks = "2"'), 5, "marks is wrong: expected a number, got a text"),
        (section(GOOD, 'title = " "'), 1, "title must not be empty"),
        (section(GOOD, 'language = "deutsch"'), 1, "language must be the code of a language such as en"),
        (section(GOOD, 'labels = {nummer = "Nr."}'), 1, "labels must name some of question, name, number,"),
        (section('topics = ["optimizer"]\ncount = 1'), 3, "(did you mean optimizers?)"),
        (section(GOOD + '\ndifficulty = "insane"'), 5, "difficulty is wrong"),
        (section(GOOD + '\norder = "random"'), 5, "order is wrong"),
        (section(GOOD + "\nmarks = 0"), 5, "marks is wrong"),
        (section(GOOD + "\nmarks = 0.3"), 5, "marks is wrong: expected a number that's a multiple of 0.25"),
        (section(GOOD + "\nmarks = 2", "marks = 5"), 1, "add up to 4, not to 5"),
        (section(GOOD, "marks = 5"), 1, "add up to 0, not to 5"),
        (
            section(GOOD) + section('types = ["adam", "kl"]\ncount = 7\nstyle = "faded"'),
            8,
            "needs 4 questions",
        ),
        (section(GOOD) + section("count = 200"), 7, "202 questions are more than 200"),
        (
            section('[[section.question]]\ntype = "adam"\ngivens = { grads = "x" }'),
            3,
            "the given grads must be",
        ),
        (section('[[section.question]]\ntype = "bptt"\ngivens = {}'), 3, "the given x is missing"),
        (
            section('[[section.question]]\ntext = "x"\nanswer = "0,5"', 'language = "de"'),
            5,
            "answer must be a number with a point, as in 0.5, or a list, as in [0, 5], got '0,5'",
        ),
        (
            section(
                '[[section.question]]\ntext = "x"\npart = [{ text = "y", answer = "1,5; 2" }]',
                'language = "fr"',
            ),
            5,
            "answer must be a number with a point",
        ),
        (
            section(GOOD + '\n[[section.question]]\ntype = "adam"\ncode = "YK5SS-DWTMB"'),
            5,
            "a code, or a type",
        ),
        (section('[[section.question]]\ncode = "YK5SS-DWTMA"'), 3, "typing mistake"),
        (section('[[section.question]]\ntask = "x"'), 3, "a code, or a type"),
        (section('[[section.question]]\ncode = "YK5SS-DWTMB"\ngivens = { lr = 1 }'), 5, "givens of its own"),
        (section('types = ["adam"]\n[[section.question]]\ntype = "kl"'), 2, "types and topics need a count"),
        (
            section(DRAWN + 'difficulty = "hard"\ngivens = { grads = "1" }'),
            5,
            "goes with a type that is drawn",
        ),
        (section(DRAWN + "asked = 1"), 5, "asked is wrong"),
        (section(DRAWN + 'asked = "b"'), 3, "must be answers of adam"),
        (section(DRAWN + "options = 5"), 5, "options goes with the style choice"),
        (section(DRAWN + 'style = "choice"\npenalty = 1'), 6, "a penalty goes with marks"),
        (section('difficulty = "easy"\n' + DRAWN + 'difficulty = "hard"'), 3, "each question has its own"),
        (section(GOOD + "\npenalty = 0.5"), 5, "a penalty goes with marks"),
        (section(GOOD + '\nspace = "huge"'), 5, "space must be"),
        (section('[[section.question]]\ntext = "x"\ntolerance = 0.1'), 5, "tolerance goes with an answer"),
        ("", 1, "section is missing"),
        ("section = []", 1, "section is wrong"),
        ('paper = "a5"' + section(GOOD), 1, "paper is wrong"),
    ],
)
def test_faults_are_refused_with_their_line(text, line, words):
    with pytest.raises(InputError) as refused:
        read(text)
    message = str(refused.value)
    assert message.startswith(f"exam.toml line {line}: "), message
    assert words in message
    assert "\n" not in message


OWN_QUESTION = '[[section.question]]\ntext = "Why?"'
TYPED = '[[section.question]]\ntype = "adam"\ngivens = { grads = "1" }'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (section(GOOD + "\npenalty = 0.5\nmarks = 1"), 5, "penalty goes with the style choice"),
        (section(GOOD + "\noptions = 5"), 5, "options goes with the style choice"),
        (section(GOOD + "\nnone_of_these = true"), 5, "none_of_these goes with the style choice"),
        (section(GOOD, 'language = "xx"'), 1, "language must be the code of a language"),
        (section(GOOD, 'language = "de-XX"'), 1, "language must be the code of a language"),
        (section("types = []\ncount = 2"), 3, "types is empty: leave it out"),
        (section("topics = []\ncount = 2"), 3, "topics is empty"),
        (section('types = ["adam", "adam"]\ncount = 2'), 3, "types names adam twice"),
        (
            section(GOOD + '\ntopics = ["optimizers"]'),
            3,
            "types names adam, which is of the topic optimizers",
        ),
        (section(GOOD.replace("2", "1") + '\norder = "shuffled"'), 5, "order has no effect"),
        (
            section('types = ["adam"]\ncount = 4\nstyle = "faded"\norder = "shuffled"'),
            6,
            "order goes without",
        ),
        (section('difficulty = "hard"\n' + TYPED), 3, "difficulty goes with a count"),
        (section('style = "choice"\n' + OWN_QUESTION), 3, "style has no effect"),
        (section("marks = 2\n" + OWN_QUESTION + "\nmarks = 1"), 3, "marks has no effect"),
        (
            section(GOOD + '\nstyle = "worked"\nmarks = 2'),
            6,
            "marks has no effect: worked examples earn none",
        ),
        (section(TYPED + "\nasked = []"), 6, "asked is empty"),
        (section(TYPED + '\nstyle = "worked"\nspace = "box"'), 7, "space has no effect"),
        (section(TYPED + '\nstyle = "blanks"\nasked = ["m"]'), 7, "asked does not go with the style blanks"),
        (section(OWN_QUESTION + "\ngivens = {}"), 5, "givens does not go with a text of your own"),
        (section(OWN_QUESTION + "\ntolerance = 1"), 5, "tolerance goes with an answer"),
        (section(TYPED + "\n[[section.question.parts]]"), 6, "unknown key parts; did you mean part?"),
        (section(GOOD + "\n[section.more]"), 5, "unknown key more"),
        (section(GOOD) + "[[sections]]", 5, "unknown key sections; did you mean section?"),
        (section(OWN_QUESTION + '\npart = [{ text = "a", mark = 1 }]'), 5, "unknown key mark"),
    ],
)
def test_what_would_have_no_effect_is_refused(text, line, words):
    test_faults_are_refused_with_their_line(text, line, words)


def test_what_is_not_toml_is_told_with_its_line():
    with pytest.raises(InputError, match=r"exam.toml is not TOML: .*line 2"):
        read("title = 'x'\ncount ==")


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text):
    faults = []
    try:
        read(text)
    except InputError as error:
        faults.append(str(error))
    assert "\n" not in "".join(faults)


def test_lines_are_counted_by_section():
    text = "a = 1\n[[s]]\nb = 1\n[[s.q]]\nb = 2\n[[s]]\nb = 3\n[[s.q]]\nb = 4\n[[s.q]]\nb = 5\n"
    places = [
        ("s", 0, "b"),
        ("s", 0, "q", 0, "b"),
        ("s", 1, "b"),
        ("s", 1, "q", 0, "b"),
        ("s", 1, "q", 1, "b"),
    ]
    assert [line_of(text, place) for place in places] == [3, 5, 7, 9, 11]
    assert line_of(text, ("s", 1, "missing")) == 6


def test_the_command_offers_all_there_is():
    offered = {option.name: option.type for option in sheet_command.params}
    assert tuple(offered["difficulty"].choices) == DIFFICULTIES
    assert tuple(offered["style"].choices) == SheetStyle.__args__
    assert tuple(offered["paper"].choices) == Paper.__args__


KEPT = "momentum feature-map batch entropy bagging svm lr-schedule information-gain loss"


@pytest.mark.parametrize("command", KEPT.split())
def test_a_faded_run_keeps_to_its_example(command):
    """In its conventions, in the method that a word chooses, and in what is given: by that, bagging or an
    SVM is one of several methods.
    """
    for seed in range(4):
        asked = questions(section(f'types = ["{command}"]\ncount = 5\nstyle = "faded"'), seed=seed)
        problems = [question_with(record.type, record.givens).problem for record in asked]
        assert len(problems) == 5
        assert all(problem.settled_conventions == problems[0].settled_conventions for problem in problems)
        assert all(record.givens.keys() == asked[0].givens.keys() for record in asked)
        words = {name for name in asked[0].givens if name in ("measure", "kind")}
        assert all(record.givens[name] == asked[0].givens[name] for record in asked for name in words)


def test_the_language_of_a_document_tells_its_sign_of_decimals(in_process, tmp_path):
    blueprint = tmp_path / "exam.toml"
    chosen = '[[section.question]]\ntype = "kl"\ngivens = {p = "0.5,0.5", q = "0.25,0.75"}\n'
    blueprint.write_text(f'title = "x"\nlanguage = "de"\n[[section]]\n{chosen}', encoding="utf-8")
    for ending in ("html", "typ", "tex", "md", "pdf"):
        files = ("-o", f"s.{ending}", "--key", f"k.{ending}")
        done = in_process("sheet", "--blueprint", "exam.toml", "--seed", 1, *files, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    page = (tmp_path / "s.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "<mn>0,25</mn>" in page
    assert "<mn>0.25</mn>" not in page
    assert '"0,25"\\;' in (tmp_path / "s.typ").read_text(encoding="utf-8")
    assert "0{,}25;" in (tmp_path / "s.tex").read_text(encoding="utf-8")
    assert PdfReader(tmp_path / "s.pdf").trailer["/Root"]["/Lang"] == "de"


@pytest.mark.parametrize("form", [form for form in TEMPLATED if FORMATS[form].makes_sheets])
def test_the_words_around_the_questions_are_in_the_language(form):
    """But for those that a teacher has other words for."""
    given = section(
        'types = ["kl"]\ncount = 1\nmarks = 1\nstyle = "choice"\npenalty = 0.5\n'
        '[[section]]\ntitle = "B"\ntypes = ["softmax"]\ncount = 1\nmarks = 1\nstyle = "blanks"',
        'language = "de-AT"\nduration = "1 h"\nlabels = {number = "Kennzahl", key = "Muster"}',
    )
    plan = plan_of(read(given), 3)
    sheet = from_record(draw_sheet(plan, Ledger()), plan.heading)
    pages = (re.findall(r"\w+|[(<]", source(sheet, page, form)) for page in ("sheet", "key"))
    asked, solved = map(" ".join, pages)
    for words in ("Aufgabe", "Bearbeitungszeit 1", "Punkte 2", "1 Punkt", "kostet 0 5 Punkte", "Antworten"):
        assert words in asked
    for words in ("Kennzahl", "Muster", "Auswahl", "richtig", "falsch"):
        assert words in solved or words in asked
    english = r"Question \d|Marks|Roll|wrong choice|Answers|Options"
    assert not re.search(english, asked + solved)


def test_each_language_has_all_words():
    tables = tomllib.loads((TEMPLATES / "labels.toml").read_text(encoding="utf-8"))
    assert {language: tuple(words) for language, words in tables.items()} == dict.fromkeys(
        tables, Labels.__struct_fields__
    )
    assert all(map(is_language, tables))
    assert Heading(language="pl").words == Labels()


@pytest.mark.parametrize(
    ("language", "comma"), [("en", False), ("de", True), ("de-CH", False), ("pt-BR", True)]
)
def test_signs_of_decimals(language, comma):
    assert Heading(language=language).decimal_comma is comma


def test_a_blueprint_may_ask_for_some_answers():
    chosen = '[[section.question]]\ntype = "adam"\ngivens = {grads = [0.3]}\nasked = ["weights"]\n'
    (question,) = questions(f"[[section]]\n{chosen}")
    assert question.asked == ("weights",)
    with pytest.raises(InputError, match="asked must be answers of adam"):
        read(f"[[section]]\n{chosen.replace('weights', 'loss')}")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'


def test_a_logo_is_kept_in_the_manifest(in_process, tmp_path):
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    chosen = '[[section.question]]\ntype = "kl"\ngivens = {p = "0.5,0.5", q = "0.25,0.75"}\n'
    text = f'title = "x"\nlogo = "logo.svg"\nseed = 1\n[[section]]\n{chosen}'
    (tmp_path / "exam.toml").write_text(text, encoding="utf-8")
    files = ("-o", "a.pdf", "--key", "k.html", "--manifest", "m.json")
    done = in_process("sheet", "--blueprint", "exam.toml", *files, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert '<img height="56" alt="Logo" src="data:image/svg+xml;base64,' in (tmp_path / "k.html").read_text()
    (tmp_path / "logo.svg").unlink()
    assert in_process("sheet", "--from", "m.json", "-o", "b.pdf", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    refused = in_process("sheet", "--from", "m.json", "-o", "b.md", cwd=tmp_path)
    assert (refused.returncode, "cannot have logo" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"GIF89a", "must be PNG, JPEG or SVG"),
        (bytes(200_000), "at most 100000 bytes"),
    ],
)
def test_a_logo_that_is_none(tmp_path, content, words):
    if content is not None:
        (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_logo(tmp_path / "logo.png")


def test_every_page_has_the_code_of_its_student(dlsolve, tmp_path):
    pytest.importorskip("segno")
    (tmp_path / "class.csv").write_text("id\ns1\nÄ 2\n", encoding="utf-8")
    section = '[[section]]\ntypes = ["adam"]\ncount = 3\nspace = "20cm"\n'
    (tmp_path / "exam.toml").write_text(
        f'title = "x"\nqr_codes = true\nseed = 1\n{section}', encoding="utf-8"
    )
    arguments = ("sheet", "--blueprint", "exam.toml", "--roster", "class.csv", "--combined")
    for name in ("s.typ", "s.pdf"):
        done = dlsolve(*arguments, "-o", name, "--key", f"k{name}", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    source = (tmp_path / "s.typ").read_text(encoding="utf-8")
    for owner in ("s1", "Ä 2"):
        for page in (1, 2, 3):
            assert typst_string(qr_code(owner, page)) in source
    assert "codes" not in (tmp_path / "ks.typ").read_text(encoding="utf-8")
    assert len(PdfReader(tmp_path / "s.pdf").pages) == 2 * 3
    refused = dlsolve("sheet", "--blueprint", "exam.toml", "-o", "s.html", cwd=tmp_path)
    assert "cannot have qr_codes" in refused.stderr


def test_codes_of_pages_differ():
    pytest.importorskip("segno")
    codes = [qr_code(owner, page) for owner in ("a", "b") for page in range(1, 20)]
    assert len(set(codes)) == len(codes)


def test_all_numbers_of_a_page_have_its_decimal_sign(tmp_path):
    """Those in words, of marks and of what a wrong choice costs, too."""
    blueprint = tmp_path / "exam.toml"
    blueprint.write_text(
        'language = "es"\nseed = 3\n[[section]]\ntypes = ["dropout"]\ncount = 1\nmarks = 2.5\n'
        'style = "choice"\npenalty = 0.5\n[[section]]\ntypes = ["bptt"]\ncount = 1\nmarks = 1.5\n'
    )
    page = tmp_path / "exam.typ"
    assert command_line(["sheet", "--blueprint", str(blueprint), "-o", str(page)]) == 0
    words = page.read_text(encoding="utf-8")
    assert "Una respuesta incorrecta resta 0,5 puntos." in words
    assert '"2,5"' in words
    assert '"1,5"' in words
    assert "probability 0." not in words
