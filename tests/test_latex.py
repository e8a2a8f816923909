"""Every .tex compiles as it stands."""

from __future__ import annotations

import json
import subprocess

import pytest

from solver import registry
from solver.notes import FILE
from solver.record.engine import solve_problem
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream
from tests.pages import TALL_PAGES, WIDE_PAGES
from tests.sweeps import some_by_default

EXAMPLES = json.loads(FILE.read_text(encoding="utf-8"))
SOLVABLE = [example for example in EXAMPLES if example["command"][0] in registry.entries()]
ENTRIES = registry.entries().values()

pytestmark = pytest.mark.usefixtures("pdflatex")


def compile_page(source, folder, engine="pdflatex"):
    """Run LaTeX; returns the lines and pages that ran into a margin."""
    page = folder / "page.tex"
    page.write_text(source, encoding="utf-8")
    finished = subprocess.run(
        [engine, "-interaction=nonstopmode", "-halt-on-error", page.name],
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert finished.returncode == 0, finished.stdout[-800:]
    assert page.with_suffix(".pdf").stat().st_size > 1000
    return [line for line in finished.stdout.splitlines() if line.startswith("Overfull")]


@some_by_default("entry", ENTRIES, 4, ids=lambda entry: entry.command)
def test_a_solution_of_every_type_compiles(entry, tmp_path):
    problem = entry.load().sample(RandomStream("latex"), "medium")
    assert compile_page(render(solve_problem(problem), "latex"), tmp_path) == []


@pytest.mark.parametrize(
    ("command", "givens"), (WIDE_PAGES | TALL_PAGES).values(), ids=WIDE_PAGES | TALL_PAGES
)
def test_what_is_larger_than_the_page_is_set_in_smaller_letters(command, givens, tmp_path):
    solution = solve_problem(registry.find(command).load().of(**givens))
    assert compile_page(render(solution, "latex"), tmp_path) == []


@pytest.mark.sweep
@pytest.mark.parametrize("example", SOLVABLE, ids=lambda example: example["id"])
def test_every_example_compiles(example, dlsolve, tmp_path):
    source = dlsolve(*example["command"], "-f", "latex").stdout
    assert compile_page(source, tmp_path) == []


@pytest.mark.sweep
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_lualatex_compiles_it_too(entry, lualatex, tmp_path):
    problem = entry.load().sample(RandomStream("lualatex"), "easy")
    compile_page(render(solve_problem(problem), "latex"), tmp_path, "lualatex")


def test_a_fragment_can_be_included(tmp_path):
    entry = registry.find("adam")
    solution = solve_problem(entry.load().sample(RandomStream("fragment"), "easy"))
    fragment = render(solution, "latex", fragment=True)
    preamble = r"\documentclass{article}\usepackage[utf8]{inputenc}\usepackage{amsmath}"
    page = "\n".join([preamble, r"\begin{document}", fragment, r"\end{document}"])
    compile_page(page, tmp_path)
