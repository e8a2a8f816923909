"""Names that a user gives are text in every format, whatever they hold."""

from __future__ import annotations

import shutil
import subprocess

import pytest

import solver
from solver.pdf import typst_pdf
from solver.rendering import FORMATS, render

HOSTILE = (
    '#read "/etc/passwd"',
    r"\input{/etc/passwd}",
    "$x^2$ 100% a_b & ~ ^ {}",
    "<script>alert</script>",
    "[bold]not bold[/bold]",
    "{{ 7*7 }} {% raise %}",
    "<< 7*7 >> <% raise %>",
    "`code` *star* \"q\" 'a'",
    "étude ñandú",
)


@pytest.fixture(scope="module", params=HOSTILE)
def solution(request):
    return solver.solve(
        "bayes", priors="0.5,0.5", likelihoods="0.2,0.4", hypotheses=f"{request.param},plain", evidence="E"
    ), request.param


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_renders(solution, form):
    render(solution[0], form)


def test_the_terminal_shows_it_as_it_is(solution):
    from rich.text import Text

    shown = Text.from_markup(render(solution[0], "terminal", width=110)).plain
    assert " ".join(solution[1].split()) in " ".join(shown.split())


def test_markdown_has_no_live_html_or_code(solution):
    page = render(solution[0], "markdown")
    assert "<script>" not in page.replace(r"\text{<script>", "")


def test_the_pdf_shows_it_as_it_is(solution, tmp_path):
    from io import BytesIO

    from pypdf import PdfReader

    pages = PdfReader(BytesIO(typst_pdf(render(solution[0], "typst")))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert "root:" not in text
    assert "".join(solution[1].split())[:12] in text


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
def test_latex_sets_it_as_text(solution, tmp_path):
    (tmp_path / "page.tex").write_text(render(solution[0], "latex"), encoding="utf-8")
    finished = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-600:]
    assert "/etc/passwd" not in finished.stdout
