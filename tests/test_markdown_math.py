"""The mathematics of Markdown is set by what reads Markdown: KaTeX, and MathJax of two generations."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import solver
from solver import registry
from solver.contract import DIFFICULTIES
from solver.mathematics import formula as f
from solver.record.engine import solve_problem
from solver.rendering.printing import Style
from solver.rendering.printing.markdown import MarkdownPrinter, escape_markdown
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream
from tests.pages import source
from tests.sweeps import one_by_default
from tests.test_hostile_text import HOSTILE, SINGLE
from tests.test_sheets import STYLES, every_type

ENTRIES = registry.entries().values()
FOLDER = Path(__file__).parent / "node"
HAS_NODE = shutil.which("node") is not None and (FOLDER / "node_modules" / "katex").is_dir()
NEEDED = "needs Node and `npm ci --prefix tests/node`"
needs_node = pytest.mark.skipif(not HAS_NODE, reason=NEEDED)

# As GitHub and Pandoc do: a dollar opens before what is no space, and closes after it and before no digit.
DISPLAYED = re.compile(r"^\$\$\n(.+?)\n\$\$$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]+?)(?<![\s\\])\$(?![\w$])")
UNPAIRED = re.compile(r"(?<!\\)\$")
# Commands that not every reader has; signs of Markdown or HTML, with a backslash or without; breaks of lines.
FORBIDDEN = re.compile(
    r"\\(?:operatorname|allowbreak|text[a-z]+)|\\[!-/:-@\[-`{-~]|[<>|`*~#$%]|(?:\\|  )$|^$", re.MULTILINE
)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SIGNS = re.compile(rf"\\[a-zA-Z]+|\\.|{NUMBER.pattern}|\S")
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@cache
def pages(difficulty, *styles):
    """Pages with the mathematics of every type: keys and sheets of some styles, and exact solutions."""
    sheets = [every_type(style, difficulty) for style in styles]
    written = [source(sheet, page, "markdown") for sheet in sheets for page in ("sheet", "key")]
    problems = [entry.load().sample(RandomStream("markdown"), difficulty) for entry in ENTRIES]
    return written + [render(solve_problem(p), "markdown", style=Style(exact=True)) for p in problems]


@cache
def hostile_pages():
    """Pages with names that are meant to be taken for something else."""
    names = [name.replace(",", "") for name in (*HOSTILE, *SINGLE, "_a_b_ c*d* [x](y)", "ñ -- '' 王")]
    return [
        render(
            solver.solve("bayes", priors="0.5,0.5", likelihoods="0.2,0.4", hypotheses=[name, "no"]),
            "markdown",
        )
        for name in names
        if name
    ]


def mathematics(text):
    """The formulas of Markdown text in their order, and whether each is displayed."""
    found = [(match.start(), match[1], True) for match in DISPLAYED.finditer(text)]
    rest = DISPLAYED.sub(lambda match: " " * len(match[0]), text)
    found += [(match.start(), match[1], False) for match in INLINE.finditer(rest)]
    assert not UNPAIRED.search(INLINE.sub("", rest)), INLINE.sub("", rest)
    return [(re.sub("^ +", "", tex, flags=re.MULTILINE), displayed) for _, tex, displayed in sorted(found)]


def read_as_markdown(page):
    """The formulas of a page that is taken for Markdown before its mathematics is looked for."""
    texts = []
    for token in MARKDOWN.parse(page):
        parts = [("\n" if child.type == "softbreak" else child.content) for child in token.children or ()]
        marks = [child.type for child in token.children or () if child.type not in ("text", "softbreak")]
        assert not set(marks) - {"em_open", "em_close", "strong_open", "strong_close", "html_inline"}, parts
        texts.append("".join(part if part != "$" else "dollar" for part in parts))
    return mathematics("\n\n".join(texts))


PROGRAMS = ("KaTeX", "MathJax 3", "MathJax 4")


def refused(formulas):
    """What KaTeX and MathJax say against formulas."""
    finished = subprocess.run(
        ["node", "check.mjs", *PROGRAMS],
        cwd=FOLDER,
        input=json.dumps(sorted(formulas)),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(finished.stdout)


def require_untouched(page):
    """Markdown leaves the mathematics of a page as it is, and no reader forbids any of it."""
    formulas = mathematics(page)
    assert read_as_markdown(page) == formulas
    for tex, _ in formulas:
        assert not FORBIDDEN.search(tex), tex


def unlike(formulas):
    """The formulas in which two signs stand beside each other for the first time, whatever the numbers."""
    known = set()
    for tex, displayed in sorted(formulas, key=lambda formula: (-len(formula[0]), formula)):
        signs = [NUMBER.sub("0", sign) for sign in SIGNS.findall(tex)]
        found = {(displayed, *pair) for pair in pairwise(signs)}
        if not found <= known or len(signs) < 2:
            yield tex, displayed
        known |= found


@one_by_default("difficulty", DIFFICULTIES, "hard")
@one_by_default("styles", [("blanks", "worked"), STYLES], ("blanks", "worked"))
def test_every_formula_survives_markdown_and_is_set(difficulty, styles):
    """Those that are unlike others are set.

    As one test: the pages of all types take longer to make than to look at.
    """
    for page in pages(difficulty, *styles):
        require_untouched(page)
    formulas = {formula for page in pages(difficulty, *styles) for formula in mathematics(page)}
    assert len(formulas) > 500
    if not HAS_NODE:
        pytest.skip("Markdown leaves the formulas as they are; to set them " + NEEDED)
    assert refused(unlike(formulas)) == []


@needs_node
@pytest.mark.sweep
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_every_formula_is_set(difficulty):
    formulas = {formula for page in pages(difficulty, *STYLES) for formula in mathematics(page)}
    assert refused(formulas) == []


@needs_node
def test_hostile_names_are_set():
    assert refused({formula for page in hostile_pages() for formula in mathematics(page)}) == []


def test_hostile_names_are_left_as_they_are():
    for page in hostile_pages():
        require_untouched(page)


@needs_node
def test_what_is_refused_is_told():
    said = refused([(r"a\allowbreak b", False), (r"\nosuch", True), ("x", False)])
    assert {(program, tex) for program, tex, _ in said} == {
        ("MathJax 3", r"a\allowbreak b"),
        *((program, r"\nosuch") for program in PROGRAMS),
    }


@needs_node
@pytest.mark.parametrize("bars", [False, True])
def test_a_matrix_of_many_columns_is_set(bars):
    wide = f.Matrix(tuple(tuple(map(f.lift, range(row, row + 12))) for row in range(2)), bars=bars)
    assert refused([(MarkdownPrinter(Style()).print(wide), True)]) == []


def test_dollars_of_a_text_begin_no_mathematics():
    text = "costs $5, or $6 & more_or_less *now*"
    written = escape_markdown(text)
    assert mathematics(written) == []
    (paragraph,) = (token for token in MARKDOWN.parse(written) if token.type == "inline")
    assert "".join(child.content for child in paragraph.children if child.type == "text") == text
