"""The exam problems of the course notes, through the command."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import numpy as np
import pytest
import sympy

from solver import registry
from solver.cli.app import run
from solver.notes import FILE

EXAMPLES = json.loads(FILE.read_text(encoding="utf-8"))
SOLVABLE = [example for example in EXAMPLES if example["command"][0] in registry.entries()]


def number(value):
    """An expected value: numbers stay, fractions come as text."""
    if isinstance(value, list):
        return [number(item) for item in value]
    if isinstance(value, str) and re.search("[a-z]", value):
        return sympy.sympify(value)
    return float(Fraction(value)) if isinstance(value, str) else value


def orthonormal(vectors):
    return np.linalg.qr(np.array(vectors, dtype=float).T)[0]


def same_span(ours, theirs):
    if len(ours) != len(theirs):
        return False
    mine, other = orthonormal(ours), orthonormal(theirs)
    return np.allclose(mine @ mine.T, other @ other.T)


def by_eigenvalue(answers, eigenvalues):
    distinct = list(dict.fromkeys(eigenvalues))
    return dict(zip(distinct, answers, strict=True))


def test_there_are_examples():
    assert len(SOLVABLE) >= 40


def assert_close(ours, theirs):
    """The same numbers in the same nesting, which may be ragged."""
    if isinstance(theirs, list):
        assert len(ours) == len(theirs)
        for mine, other in zip(ours, theirs, strict=True):
            assert_close(mine, other)
    elif isinstance(theirs, sympy.Expr):
        assert sympy.simplify(sympy.sympify(ours.replace("^", "**")) - theirs) == 0
    else:
        np.testing.assert_allclose(float(ours), float(theirs), rtol=1e-9, atol=1e-12)


def test_an_example_through_the_installed_command(dlsolve, capsysbinary):
    arguments = [*SOLVABLE[0]["command"], "-f", "json"]
    finished = dlsolve(*arguments)
    assert finished.returncode == run(arguments) == 0
    assert json.loads(finished.stdout) == json.loads(capsysbinary.readouterr().out)


@pytest.mark.parametrize("example", SOLVABLE, ids=lambda example: example["id"])
def test_example(example, capsysbinary):
    assert run([*example["command"], "-f", "json"]) == 0
    shown = json.loads(capsysbinary.readouterr().out)
    answers = {name: answer["value"] for name, answer in shown["answers"].items()}
    how = example.get("compare", {})
    for name, expected in example["answers"].items():
        ours, theirs = answers[name], number(expected)
        if how.get(name, "").startswith("same multiset"):
            assert sorted(ours) == pytest.approx(sorted(theirs), rel=1e-9, abs=1e-12)
        elif how.get(name, "").startswith("same span per"):
            mine = by_eigenvalue(ours, answers["eigenvalues"])
            for eigenvalue, basis in by_eigenvalue(theirs, example["answers"]["eigenvalues"]).items():
                assert same_span(mine[eigenvalue], basis)
        elif how.get(name, "").startswith("same span"):
            assert same_span(ours, theirs)
        else:
            assert_close(ours, theirs)
