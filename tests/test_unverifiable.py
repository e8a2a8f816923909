"""Numbers so far apart in size that no model in floating point can judge them are refused, not reported."""

from __future__ import annotations

import pytest

from solver.errors import DisagreementError, InputError
from solver.record.engine import run, verify
from solver.registry import find


def with_model(monkeypatch, x, changed):
    """A neuron with one huge or moderate input whose model is another one."""
    problem = find("neuron").load().of(x=x, w="1", activation="relu")
    reference = problem.reference()
    monkeypatch.setattr(type(problem), "reference", lambda _: changed(reference))
    return problem, run(problem)


CHANGES = pytest.mark.parametrize(
    "changed",
    [lambda answers: {**answers, "z": -1.0}, lambda answers: {"z": answers["z"]}],
    ids=["other-value", "other-names"],
)


@CHANGES
@pytest.mark.parametrize("x", ["1000001", "9e-11"])
def test_a_model_is_no_judge_of_extreme_numbers(monkeypatch, x, changed):
    with pytest.raises(InputError, match="too far apart in size"):
        verify(*with_model(monkeypatch, x, changed))


@CHANGES
@pytest.mark.parametrize("x", ["1000000", "1e-10", "0"])
def test_it_is_one_of_moderate_numbers_and_of_0(monkeypatch, x, changed):
    with pytest.raises(DisagreementError):
        verify(*with_model(monkeypatch, x, changed))
