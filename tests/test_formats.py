"""Formats: a table of what each can do, and templates that share their loops."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

import solver
from solver import registry
from solver.authoring.formulas import Symbol, replace
from solver.cli.app import run
from solver.mathematics.formula import symbols_of
from solver.record.blocks import Equation
from solver.record.engine import run as run_problem
from solver.rendering.exporters.base import Exporter
from solver.rendering.formats import FORMATS
from solver.rendering.layout.chains import links
from solver.rendering.printing import Style
from solver.rendering.templates import TEMPLATES, render
from solver.sampling.random_stream import RandomStream
from tests.pages import TEMPLATED

RENDERING = Path(solver.__file__).parent / "rendering"


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_every_format_has_its_exporter(form):
    assert isinstance(form.exporter, Exporter)
    assert form.exporter is form.exporter


def test_pages_know_nothing_of_who_asks_for_them():
    pattern = re.compile(r"from solver\.(sheets|cli|grading|checking)|import solver\.(sheets|cli)")
    for path in RENDERING.rglob("*.py"):
        assert not pattern.search(path.read_text()), path


def test_the_table_loads_no_exporter():
    code = "import sys, solver.rendering.formats; print([m for m in sys.modules if 'exporters' in m])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"


def test_shared_templates_hold_no_notation():
    """What stands in them outside of statements is white space."""
    for path in (TEMPLATES / "_base").glob("*.j2"):
        bare = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)
        assert bare.replace(",", "").split() == [], path


@pytest.mark.parametrize("form", [form for form in TEMPLATED if form not in ("text", "terminal")])
def test_a_piece_of_a_user_takes_its_place(form, tmp_path):
    own = (TEMPLATES / form / "pieces.j2").read_text().replace("Given", "Wanted")
    (tmp_path / form).mkdir()
    (tmp_path / form / "pieces.j2").write_text(own)
    page = render(solver.solve("adam", grads="0.3"), form, folder=tmp_path)
    assert "Wanted" in page
    assert "Given" not in page


def test_a_style_of_a_user_is_allowed_by_the_page(tmp_path):
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "style.css").write_text("p { color: green }\n\n\n\n\nh1 { color: red }\n")
    page = render(solver.solve("adam", grads="0.3"), "html", folder=tmp_path)
    assert "<style>p { color: green }\nh1 { color: red }\n</style>" in page


def test_a_revealed_solution_is_data_too(capsys):
    command = ["check", "adam", "--grads", "0.3", "--answer", "weights=-0.01", "-f", "json"]
    assert run(command) == 0
    assert "solution" not in json.loads(capsys.readouterr().out)
    assert run([*command, "--reveal"]) == 0
    assert json.loads(capsys.readouterr().out)["solution"]["problem"] == "adam"


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_beside_a_blank_nothing_tells_the_hidden_value(entry):
    """What is shown of later lines does not depend on the value that is to be found."""
    solution = run_problem(entry.load().sample(RandomStream("hidden"), "medium"))
    blocks = [b for step in solution.steps for b in step.blocks if b.kind == "equation"]
    for block in blocks:
        for name in {s.name for s in symbols_of(block.formula) if s.name in solution.quantities}:
            value = solution.quantities[name].symbol.value
            other = value * Fraction(3, 2) if value else Fraction(1)
            style = Style(hidden=frozenset([name]))
            shown, told = (worked_out(block, Symbol(name, put_in), style) for put_in in (value, other))
            assert shown == told


def worked_out(block, symbol, style):
    """What is shown of an equation beyond its symbols, with another value of a symbol in it."""
    formula = replace(block.formula, {symbol.name: symbol})
    return [link.plain for link in links(Equation(block.symbol, formula), style) if link.substitute]
