"""Programs: every script of every type runs, and prints the answers of the solution."""

from __future__ import annotations

import contextlib
import io
import warnings

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names import Names
from solver.checking.verdicts import Kind
from solver.checking.work import Line, Work
from solver.record.engine import run
from solver.rendering.code.lines import WIDTH
from solver.rendering.templates import render
from solver.sampling.random_stream import RandomStream

DIFFICULTIES = ("easy", "medium", "hard")


def printed(script):
    """What a script prints."""
    told = io.StringIO()
    code = compile(script, "script.py", "exec")
    with contextlib.redirect_stdout(told), warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(code, {"__name__": "__main__"})
    return told.getvalue()


def judged(problem, solution, told):
    """The verdicts on the printed lines, by the names of the answers."""
    work = Work(Names(solution))
    work.read(Line(line) for line in told.splitlines())
    assert work.troubles == []
    report = check(problem, [*work.claims.values()])
    assert report.missing == ()
    return {verdict.name: [finding.kind for finding in verdict.findings] for verdict in report.verdicts}


def agrees(problem, script):
    solution = run(problem)
    told = printed(script)
    assert len(told.splitlines()) == len(solution.answers)
    for name, kinds in judged(problem, solution, told).items():
        assert set(kinds) <= {Kind.RIGHT, Kind.EQUIVALENT}, (name, kinds, told)


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_a_script_prints_the_answers(entry, difficulty):
    problem = entry.load().sample(RandomStream("script"), difficulty)
    script = render(run(problem), "python")
    assert max(map(len, script.splitlines())) <= WIDTH
    agrees(problem, script)
