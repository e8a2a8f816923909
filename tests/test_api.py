"""dlsolve from Python."""

from __future__ import annotations

from functools import wraps

import numpy as np
import pytest

import solver
from solver.mathematics.formula import Number


def test_solve_takes_text_numbers_and_lists():
    by_text = solver.solve("adam", grads="0.3,0.2,0.1").numbers
    assert solver.solve("adam", grads=[0.3, 0.2, 0.1], lr=0.01).numbers == by_text
    assert solver.solve("adam", grads=np.array([0.3, 0.2, 0.1])).numbers == by_text


def test_matrices_as_nested_lists():
    by_text = solver.solve("eigen", matrix="1,2;5,4").numbers
    assert solver.solve("eigen", matrix=[[1, 2], [5, 4]]).numbers == by_text
    assert solver.solve("eigen", matrix="[[1, 2], [5, 4]]").numbers == by_text


def test_a_notebook_shows_mathematics():
    page = solver.solve("adam", grads="0.3")._repr_markdown_()
    assert page.startswith("# Adam")
    assert r"\hat{m}_ {1}" in page


def test_text_form():
    assert "mhat_1 = m_1/(1 - beta_1^1)" in str(solver.solve("adam", grads="0.3"))


@pytest.mark.parametrize(
    ("command", "givens", "words"),
    [
        ("adma", {"grads": "1"}, "did you mean adam"),
        ("adam", {"slopes": "1"}, "must be one of"),
        ("adam", {"grads": object()}, "must be text, a number or a list"),
        ("adam", {"grads": "1", "lr": -1}, "--lr must be a number above 0"),
    ],
)
def test_errors_name_what_is_wrong(command, givens, words):
    with pytest.raises(solver.InputError, match=words):
        solver.solve(command, **givens)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (lambda found: found | {"weights": found["weights"] + 1e-6}, "weights"),
        (
            lambda found: {name: value for name, value in found.items() if name != "m"},
            "the solver answers .*m",
        ),
        (lambda found: found | {"more": found["m"]}, "the model .*more"),
    ],
)
def test_a_disagreement_is_never_shown(monkeypatch, changed, told):
    """When solver and model differ, or one has an answer less, there is no solution to look at."""
    from solver.errors import DisagreementError
    from solver.models import optimizers
    from solver.problems.optimizers import adam

    @wraps(optimizers.adam)
    def wrong(**arguments):
        return changed(dict(optimizers.adam(**arguments)))

    monkeypatch.setattr(adam.Adam, "model", staticmethod(wrong))
    with pytest.raises(DisagreementError, match=told):
        solver.solve("adam", grads="0.3")


def test_the_working_is_data():
    solution = solver.solve("adam", grads="0.3,0.2")
    assert solution.quantities["m_2"].symbol.value * 1000 == 47
    assert isinstance(solution.quantities["m_1"].formula.children()[0].children()[1].spelling, Number)
