"""Names that a user gives are text in every format, whatever they hold and in whatever script."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from functools import cache
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader
from rich.text import Text

import solver
from solver.errors import InputError
from solver.rendering.pdf import LATEX_ENGINES, Typesetter, embedded
from solver.rendering.printing.latex import escape_latex
from solver.rendering.printing.typst import escape_typst, typst_string
from solver.rendering.templates import TEMPLATES, render
from tests.engines import needs_engine
from tests.pages import TEMPLATED
from tests.sweeps import some_by_default

HOSTILE = (
    '#read "/etc/passwd"',
    r"\input{/etc/passwd}",
    r"\\ \% \begin{x} ^^5c",
    "$x^2$ 100% a_b & ~ ^ {}",
    "<script>alert</script>",
    "[bold]not bold[/bold]",
    "{{ 7*7 }} {% raise %}",
    "<< 7*7 >> <% raise %>",
    "`code` *star* \"q\" 'a'",
    "a--b --- ?` !` `` '' <<",
    "étude ñandú",
)
SINGLE = tuple(r"#$%&\^_{}~'" + '"`<>@*[]()/;:.=-+!?')
# The letters are in fonts that are built in, except for some.
SCRIPTS = {
    "devanagari": "नमस्ते श्री कृष्ण",
    "hebrew": "שלום עולם abc 12",
    "arabic": "مرحبا بالعالم",
    "cyrillic": "Привет Łódź",
    "greek": "Ελλάδα",
    "accents": "e\N{COMBINING ACUTE ACCENT}tude n\N{COMBINING TILDE}",
    "chinese": "王小明",
    "tamil": "தமிழ்",
    "emoji": "😀",
    "family": "👨\N{ZERO WIDTH JOINER}👩\N{ZERO WIDTH JOINER}👧",
}
CONTROLS = {
    "override": "ab\N{RIGHT-TO-LEFT OVERRIDE}cd",
    "isolate": "\N{RIGHT-TO-LEFT ISOLATE}abc\N{POP DIRECTIONAL ISOLATE}",
    "joiners": "ab\N{ZERO WIDTH NON-JOINER}c\N{ZERO WIDTH JOINER}d",
    "space": "ab\N{ZERO WIDTH SPACE}cd",
}
UNSHOWN = "\U0010fffd"
LONG_WORD = "Donaudampfschiff" * 12


@cache
def has_font(text):
    """Whether the machine has fonts for the text."""
    if shutil.which("fc-list") is None:
        return False
    codes = {ord(character) for character in text if unicodedata.category(character)[0] in "LS"}
    queries = (["fc-list", f":charset={code:x}", "family"] for code in codes)
    return all(subprocess.run(query, capture_output=True, check=True).stdout for query in queries)


def needs_font(text):
    if not has_font(text):
        pytest.skip("needs a font of this script")


def letters(text):
    """The characters that are seen, in no order: what runs from right to left is read back as on the page."""
    composed = unicodedata.normalize("NFC", text)
    return {c for c in composed if unicodedata.category(c) != "Cf" and not c.isspace()}


def read_back(pdf):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def squeezed(text):
    return "".join(unicodedata.normalize("NFC", text).split())


def typst_page(text):
    fonts = (TEMPLATES / "typst" / "fonts.j2").read_text(encoding="utf-8")
    return f"#set document(title: {typst_string(text)})\n{fonts}\n{escape_typst(text)} end"


def latex_page(text):
    fonts = (TEMPLATES / "latex" / "fonts.j2").read_text(encoding="utf-8")
    lines = [r"\documentclass{article}", fonts, r"\usepackage{amsmath}\begin{document}\raggedright"]
    return "\n".join([*lines, rf"{escape_latex(text)} end $\text{{{escape_latex(text)}}}$\end{{document}}"])


@pytest.fixture(scope="module", params=HOSTILE)
def solution(request):
    return solver.solve(
        "bayes", priors="0.5,0.5", likelihoods="0.2,0.4", hypotheses=f"{request.param},plain", evidence="E"
    ), request.param


@pytest.mark.parametrize("form", TEMPLATED)
def test_every_format_renders(solution, form):
    render(solution[0], form)


def test_the_terminal_shows_it_as_it_is(solution):
    shown = Text.from_markup(render(solution[0], "terminal", width=110)).plain
    assert " ".join(solution[1].split()) in " ".join(shown.split())


def test_plain_text_shows_it_as_it_is(solution):
    assert " ".join(solution[1].split()) in " ".join(render(solution[0], "text").split())


def test_markdown_has_no_live_html_or_code(solution):
    page = render(solution[0], "markdown")
    assert "<script>" not in page.replace(r"\text{<script>", "")


def test_the_pdf_shows_it_as_it_is(solution):
    text = squeezed(read_back(Typesetter().pdf(render(solution[0], "typst"))))
    assert "root:" not in text
    assert squeezed(solution[1]) in text


@pytest.mark.sweep
@pytest.mark.parametrize("engine", LATEX_ENGINES)
def test_latex_shows_it_as_it_is(solution, engine):
    needs_engine(engine)
    text = squeezed(read_back(Typesetter(engine).pdf(render(solution[0], "latex"))))
    assert "root:" not in text
    assert squeezed(solution[1]) in text


@pytest.mark.parametrize("form", TEMPLATED)
def test_names_of_one_sign(form):
    for first, second in zip(SINGLE, reversed(SINGLE), strict=True):
        if first == second:
            continue
        solution = solver.solve(
            "bayes", priors="0.5,0.5", likelihoods="0.2,0.4", hypotheses=f"{first},{second}", evidence="E"
        )
        page = render(solution, form)
        if form == "typst":
            assert f"hypotheses:{first},{second}" in squeezed(read_back(Typesetter().pdf(page)))


@pytest.mark.parametrize("names", [SINGLE, HOSTILE])
@pytest.mark.parametrize("engine", LATEX_ENGINES)
def test_latex_sets_such_names(engine, names):
    needs_engine(engine)
    text = " x ".join(names)
    assert squeezed(text) in squeezed(read_back(Typesetter(engine).pdf(latex_page(text))))


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_the_pdf_shows_every_script(text):
    needs_font(text)
    pdf = Typesetter().pdf(typst_page(text))
    assert letters(text) <= letters(read_back(pdf))
    assert PdfReader(BytesIO(pdf)).metadata.title == text


@pytest.mark.parametrize("script", ["hebrew", "arabic", "cyrillic", "greek", "accents"])
def test_the_usual_fonts_show_it_on_any_machine(script, monkeypatch):
    def refuse(font_paths):
        pytest.fail("asked for the fonts of the machine")

    monkeypatch.setattr(embedded, "machine_fonts", refuse)
    assert letters(SCRIPTS[script]) <= letters(read_back(Typesetter().pdf(typst_page(SCRIPTS[script]))))


@some_by_default("text", list(SCRIPTS.values()), 4, ids=list(SCRIPTS))
def test_lualatex_shows_every_script(text):
    needs_engine("lualatex")
    needs_font(text)
    pdf = Typesetter("lualatex").pdf(latex_page(text))
    pictures = len(PdfReader(BytesIO(pdf)).pages[0].images)
    assert letters(text) <= letters(read_back(pdf)) or pictures >= len(letters(text))


def test_pdflatex_names_a_character_that_it_cannot_show():
    needs_engine("pdflatex")
    with pytest.raises(InputError, match=r"--engine pdflatex has no character '王', U\+738B; take lualatex"):
        Typesetter("pdflatex").pdf(latex_page("王小明"))


def test_pdflatex_composes_accents():
    needs_engine("pdflatex")
    text = SCRIPTS["accents"]
    assert squeezed(text) in squeezed(read_back(Typesetter("pdflatex").pdf(latex_page(text))))


@pytest.mark.parametrize("text", CONTROLS.values(), ids=CONTROLS)
def test_controls_draw_nothing(text):
    assert letters(text) <= letters(read_back(Typesetter().pdf(typst_page(text))))


@some_by_default("text", list(CONTROLS.values()), 4, ids=list(CONTROLS))
@pytest.mark.parametrize("engine", LATEX_ENGINES)
def test_controls_draw_nothing_in_latex(text, engine):
    needs_engine(engine)
    refusal, pdf = "", b""
    try:
        pdf = Typesetter(engine).pdf(latex_page(text))
    except InputError as error:
        refusal = str(error)
    assert "has no character U+" in refusal or letters(text) <= letters(read_back(pdf))


@pytest.mark.parametrize("standard", ["ua-1", "a-2b", "a-1b", "1.7"])
def test_what_no_font_shows_is_named(standard, monkeypatch):
    few = embedded.Fonts(typst.Fonts(include_system_fonts=False))
    monkeypatch.setattr(embedded, "machine_fonts", lambda font_paths: few)
    with pytest.raises(InputError, match=r'^the text "\\u{10fffd}" is in no font here; .* --font-path'):
        Typesetter(standard=standard).pdf(typst_page(f"ab {UNSHOWN}"))


def test_lualatex_names_what_no_font_shows():
    needs_engine("lualatex")
    with pytest.raises(InputError, match=r"--engine lualatex has no character .*; give --font-path"):
        Typesetter("lualatex").pdf(latex_page(f"ab {UNSHOWN}"))


def test_a_long_word_stays_on_the_page():
    text = read_back(Typesetter().pdf(typst_page(LONG_WORD)))
    assert len([line for line in text.splitlines() if "schiff" in line]) > 1
    assert LONG_WORD in squeezed(text.replace("\N{ZERO WIDTH SPACE}", ""))


@pytest.mark.parametrize("engine", LATEX_ENGINES)
def test_a_long_word_stays_on_the_page_in_latex(engine):
    needs_engine(engine)
    lines = [
        r"\documentclass{article}\begin{document}\raggedright",
        escape_latex(LONG_WORD),
        r"\end{document}",
    ]
    text = read_back(Typesetter(engine).pdf("\n".join(lines)))
    assert len([line for line in text.splitlines() if "schiff" in line]) > 1


@pytest.mark.parametrize(
    "attack",
    [
        "cycler.__init__.__globals__.os.getcwd()",
        "solution.__class__.__mro__",
        "view.__init__.__globals__",
        "().__class__.__base__.__subclasses__()",
        "solution.quantities.clear()",
    ],
)
def test_a_template_from_elsewhere_runs_no_code(tmp_path, attack):
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "solution.j2").write_text("{{ " + attack + " }}")
    with pytest.raises(InputError, match="--templates holds a template that fails"):
        render(solver.solve("adam", grads="0.3"), "text", folder=tmp_path)
