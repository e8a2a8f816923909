"""HTML pages: well formed, safe, right, and readable for eyes and for screen readers."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

import solver
from solver import registry
from solver.cli.app import run
from solver.mathematics import formula as f
from solver.record.blocks import Equation
from solver.record.engine import solve_problem
from solver.rendering.fonts.subset import CHARACTERS
from solver.rendering.layout.chains import links
from solver.rendering.printing import Style
from solver.rendering.printing.mathml import MathmlPrinter, escape_html
from solver.rendering.printing.names import GREEK
from solver.rendering.templates import render
from solver.rendering.views.html import FONT
from solver.sampling.random_stream import RandomStream
from solver.sheets.items import Ordered, Section, Sheet, make_item
from solver.sheets.questions import question_with
from solver.sheets.schema import Heading, Student
from tests.browser import CHROMIUM, browser
from tests.pages import WIDE_PAGES, source

VOID = {"meta", "wbr", "br"}
STYLES = ("question", "blanks", "faded", "choice", "worked")
HOSTILE = (
    "<script>alert(1)</script>",
    "a & b &amp; c",
    "\"quoted\" 'twice'",
    "]]> --> </style></math>",
    "abc \N{RIGHT-TO-LEFT OVERRIDE}cba שלום",
    "{{ nothing }} {% here %}",
)
MATH = re.compile(r"<math>.*?</math>", re.DOTALL)


class Reader(HTMLParser):
    """Reads a page strictly: every element that is opened is closed in its place."""

    def __init__(self, page):
        super().__init__()
        self.open, self.elements, self.texts = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join("".join(self.texts).split())

    def tags(self, *names):
        return [tag for tag, _ in self.elements if tag in names]


def sampled(entry, difficulty, seed):
    return solve_problem(entry.load().sample(RandomStream(f"html/{entry.command}/{seed}"), difficulty))


def checked(page):
    """A page as it is read, when nothing is wrong with it."""
    read = Reader(page)
    levels = [int(tag[1]) for tag in read.tags("h1", "h2", "h3", "h4", "h5")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not read.tags("script", "img", "iframe", "link", "object", "form", "svg")
    assert not any(name.startswith("on") or name == "style" for _, given in read.elements for name in given)
    for element in MATH.findall(page):
        ElementTree.fromstring(element)
    return read


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
def test_solutions_are_well_formed(entry, difficulty):
    for seed in range(2):
        solution = sampled(entry, difficulty, seed)
        page = render(solution, "html", style=Style(exact=seed == 1))
        read = checked(page)
        assert solution.title in read.text
        assert len(MATH.findall(page)) > 1
        letters = {character for element in MATH.findall(page) for character in shown(element)}
        assert {ord(letter) for letter in letters} <= CHARACTERS


def shown(element):
    """The text of a formula without the words in it, which may be of any script."""
    tree = ElementTree.fromstring(element)
    return "".join(part.text or "" for part in tree.iter() if part.tag != "mtext")


def test_the_font_has_what_formulas_need():
    fonts = pytest.importorskip("fontTools.ttLib")
    pytest.importorskip("brotli")
    font = fonts.TTFont(FONT)
    assert font.getBestCmap().keys() >= CHARACTERS - {0x2061, 0x2062, 0x2063}
    known = font.getBestCmap()
    grown = set(font["MATH"].table.MathVariants.VertGlyphCoverage.glyphs)
    assert {known[ord(sign)] for sign in "()[]{}|⌊⌋⌈⌉√∑∫"} <= grown


def test_a_page_forbids_all_but_its_own_style_and_font():
    page = render(solver.solve("adam", grads="0.3,0.2"), "html")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page
    assert base64.b64decode(re.search(r"base64,([^\"]*)", style)[1], validate=True) == FONT.read_bytes()
    assert '<html lang="en">' in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_license_of_the_font_is_beside_it():
    assert "SIL OPEN FONT LICENSE" in FONT.with_name("OFL.txt").read_text()


def test_a_fragment_has_no_document_around_it():
    fragment = render(solver.solve("adam", grads="0.3"), "html", fragment=True)
    assert fragment.startswith("<h1>")
    assert Reader(fragment).tags("html", "head", "style", "body") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_user_is_text(text):
    name = "".join(letter for letter in text if letter not in ",\u202e")[:24].strip()
    solution = solver.solve("bayes", priors="0.5,0.5", likelihoods="0.2,0.4", hypotheses=f"{name},other")
    read = checked(render(solution, "html"))
    assert " ".join(name.split()) in read.text
    question = question_with("entropy", {"p": "0.5,0.5"}, text)
    heading = Heading(title=text, institution=text, course=text, instructions=text, date=text)
    section = Section(text, text, (make_item(1, Ordered(question), 4),))
    sheet = Sheet(heading, (section,), Student(id="7", name=text))
    for page in ("sheet", "key"):
        read = checked(source(sheet, page, "html"))
        assert read.text.count(" ".join(text.split())) >= 7


def test_control_characters_become_spaces():
    assert escape_html("a\0b\x1bc") == "a b c"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("page", ["sheet", "key"])
def test_sheets_are_well_formed(style, page):
    questions = [
        question_with("adam", {"grads": "0.3,0.2", "lr": "0.1"}),
        question_with("eigen", {"matrix": "2,1;1,2"}),
        question_with("bayes", {"priors": "0.2,0.8", "likelihoods": "0.5,0.1"}),
    ]
    items = tuple(
        make_item(n, Ordered(question, style, 4.0, 0.5), 4) for n, question in enumerate(questions, 1)
    )
    heading = Heading(title="Exam", marks=12.0)
    read = checked(source(Sheet(heading, (Section("", "", items), Section("B", "", items))), page, "html"))
    assert read.text.count("Question 2") == 2
    if style == "choice":
        assert {"type": "A", "class": "options"} in [given for tag, given in read.elements if tag == "ol"]
    if (style, page) == ("blanks", "sheet"):
        assert any(given.get("aria-label") == "blank" for tag, given in read.elements if tag == "mtext")
    if (style, page) == ("question", "sheet"):
        assert any(given.get("class") == "room blank" for _, given in read.elements)
    if page == "key" and style == "question":
        assert "marks]" in read.text


def test_tables_have_headings_for_their_columns():
    read = Reader(render(solver.solve("separable", gate="xor"), "html"))
    headings = [given for tag, given in read.elements if tag == "th"]
    assert headings
    assert all(given == {"scope": "col"} for given in headings)


# The mathematics, read back

COMPARED = ("adam", "momentum", "nesterov", "conditional", "conv-size", "entropy", "updates", "kl", "neuron")


FORMS = {
    "mfrac": "{0}/{1}",
    "msub": "{0}_{1}",
    "msup": "{0}^{1}",
    "msubsup": "{0}_{1}^{2}",
    "munderover": "sum{1}..{2}",
    "mover": "{0}{1}",
    "msqrt": "sqrt{0}",
}
ACCENTS = {"ˆ": "hat", "¯": "bar", "˜": "tilde"}


def plain(element):
    """A formula in plain characters: the brackets that only keep a line apart are left out."""
    if element.tag == "msqrt":
        return "sqrt" + "".join(map(plain, element))
    if element.tag in ("mtable", "mtr"):
        return (";" if element.tag == "mtable" else ",").join(map(plain, element))
    if element.tag in FORMS:
        return FORMS[element.tag].format(*map(plain, element))
    return ACCENTS.get(element.text, element.text or "") + "".join(map(plain, element))


SAME = {"−": "-", "⋅": "", "*": "", "≈": "~=", "≥": ">=", "≤": "<=", "≠": "!=", "∥": "||", "∞": "infinity"}


def squeezed(text):
    """A formula without brackets and spaces, in letters that both notations have."""
    for name, letter in sorted(GREEK.items(), key=lambda pair: -len(pair[0])):
        text = re.sub(rf"(?<![a-z]){name}(?![a-z])", letter, text)
    for sign, same in SAME.items():
        text = text.replace(sign, same)
    text = text.replace("Delta", "Δ").replace("log", "ln").replace("lnln", "ln")
    text = re.sub("ceil|floor|[⌊⌋⌈⌉]", "", text)
    return re.sub(r"ln_?(2|10)", r"ln\1", re.sub(r"[\s()\[\]\u2061\u2062]", "", text))


@pytest.mark.parametrize("command", COMPARED)
def test_formulas_say_what_they_say_in_plain_characters(command):
    solution = sampled(registry.find(command), "medium", 5)
    style, compared = Style(), 0
    for block in (block for step in solution.steps for block in step.blocks if isinstance(block, Equation)):
        for member in links(block, style):
            if any(isinstance(part, f.Total) for part in [member.formula]):
                continue
            tree = ElementTree.fromstring(
                f"<math>{MathmlPrinter(style, substitute=member.substitute).print(member.formula)}</math>"
            )
            assert squeezed(plain(tree)) == squeezed(member.plain)
            compared += 1
    assert compared


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (f.Symbol("x") ** 2, "<msup><mi>x</mi><mn>2</mn></msup>"),
        (f.Symbol("beta_1") ** 2, "<msubsup><mi>β</mi><mn>1</mn><mn>2</mn></msubsup>"),
        (f.sqrt(f.Symbol("x")), "<msqrt><mi>x</mi></msqrt>"),
        (f.Symbol("x") / 2, "<mfrac><mi>x</mi><mn>2</mn></mfrac>"),
        (-f.Symbol("x"), '<mo form="prefix">−</mo><mi>x</mi>'),
        (f.Text("<b>"), "<mtext>&lt;b&gt;</mtext>"),
        (f.Symbol("mhat"), '<mover accent="true"><mi>m</mi><mo stretchy="false">ˆ</mo></mover>'),
    ],
)
def test_notation(formula, expected):
    assert MathmlPrinter(Style()).print(formula) == expected


def test_every_member_of_an_equation_stands_by_itself():
    page = render(solver.solve("momentum", grads="1,2"), "html")
    equation = next(line for line in page.splitlines() if line.startswith('<div class="equation">'))
    assert equation.count('<span class="link"><math><mo form="infix">=</mo>') >= 3


# The command line


def test_files_and_the_standard_output(tmp_path, capsys):
    assert run(["adam", "--grads", "0.3", "-o", str(tmp_path / "a.html")]) == 0
    assert run(["adam", "--grads", "0.3", "-f", "html"]) == 0
    assert capsys.readouterr().out == (tmp_path / "a.html").read_text()
    sheet, key = tmp_path / "s.html", tmp_path / "k.html"
    command = ["sheet", "--type", "adam", "--count", "2", "--seed", "3", "-o", str(sheet), "--key", str(key)]
    assert run(command) == 0
    code = re.search(r'class="code">([^<]*)<', sheet.read_text())[1]
    capsys.readouterr()
    assert run(["show", code, "-f", "html"]) == 0
    assert "Practice question" in checked(capsys.readouterr().out).text
    assert "(key)" in checked(key.read_text()).text


def test_a_class_in_one_file(tmp_path):
    roster = tmp_path / "class.csv"
    roster.write_text("id,name\n1,Ada\n2,<b>Bo</b>\n")
    page = tmp_path / "all.html"
    command = ["sheet", "--type", "adam", "--count", "1", "--seed", "3", "--jobs", "1"]
    assert run([*command, "--roster", str(roster), "--combined", "-o", str(page)]) == 0
    read = Reader(page.read_text())
    assert len(read.tags("main")) == 2
    assert "<b>Bo</b>" in read.text
    assert read.tags("html", "body", "style") == ["html", "style", "body"]


# In a browser


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


def roles(page):
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    return [node["role"]["value"] for node in nodes if not node["ignored"]]


@pytest.mark.parametrize("command", ["adam", "eigen", "perceptron", "feature-map", "continuous-information"])
def test_a_screen_reader_finds_the_mathematics(chromium, tmp_path, command):
    solution = sampled(registry.find(command), "medium", 1)
    path = tmp_path / "page.html"
    path.write_text(render(solution, "html"))
    chromium.open(path, 1200)
    found = roles(chromium)
    assert found.count("MathMLMath") > 5
    assert {"MathMLIdentifier", "MathMLNumber", "MathMLOperator", "heading", "list"} <= set(found)
    assert chromium.value("[...document.fonts].map(font => font.status).join()") == "loaded"


@pytest.mark.parametrize("command", registry.entries())
def test_nothing_runs_out_of_a_narrow_page(chromium, tmp_path, command):
    path = tmp_path / "page.html"
    path.write_text(render(sampled(registry.find(command), "hard", 1), "html"))
    chromium.open(path, 400)
    assert chromium.value("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize(("command", "givens"), WIDE_PAGES.values(), ids=WIDE_PAGES)
def test_what_is_wider_than_a_narrow_page_scrolls_in_its_place(chromium, tmp_path, command, givens):
    path = tmp_path / "page.html"
    path.write_text(render(solve_problem(registry.find(command).load().of(**givens)), "html"))
    chromium.open(path, 390)
    assert chromium.value("document.documentElement.scrollWidth") <= 390
    assert chromium.value(
        "[...document.querySelectorAll('.wide, .scroll')].some(e => e.scrollWidth > e.clientWidth)"
    )
