"""How answers and the entries of arrays may be named."""

from __future__ import annotations

import pytest

from solver import registry
from solver.checking.answer_parser import read_claim
from solver.checking.cells import BY_ENTRY
from solver.checking.marking import check
from solver.checking.names import Names
from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.record.engine import solve_problem
from solver.sampling.random_stream import RandomStream

ENTRIES = list(registry.entries().values())
NETWORK = {
    "x": "1,2",
    "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"],
    "biases": ["0,0", "0"],
    "activations": "relu,linear",
    "y": "5",
    "loss": "se",
    "lr": "0.01",
}


def places(value, positions=()):
    if isinstance(value, tuple):
        for position, item in enumerate(value, 1):
            yield from places(item, (*positions, position))
    elif positions:
        yield positions, value


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_an_entry_is_named_by_its_position(entry):
    problem = entry.load().sample(RandomStream(f"names/{entry.command}"), "medium")
    solution = solve_problem(problem)
    names = Names(solution)
    for answer in solution.answers:
        if answer.comparison not in BY_ENTRY:
            continue
        for positions, value in places(answer.value):
            if not isinstance(value, Symbol):
                continue
            separate = "".join(f"[{position}]" for position in positions)
            together = f"[{', '.join(map(str, positions))}]"
            assert {names.find(answer.name + index).quantities for index in (separate, together)} == {
                value.name
            }


@pytest.mark.parametrize("name", ["hidden[3]", "hidden[0]", "new_weights[1][3,1]", "loss[1]"])
def test_a_position_that_there_is_not_is_refused(name):
    with pytest.raises(InputError, match="must be one of"):
        check(registry.find("backprop").load().of(**NETWORK), [read_claim(f"{name}=1")])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("W1_new", "0.2297,0.4594;0.3535,0.8069"),
        ("w1_new", "0.2297,0.4594;0.3535,0.8069"),
        ("new W1", "0.2297,0.4594;0.3535,0.8069"),
        ("updated_W_1", "0.2297,0.4594;0.3535,0.8069"),
        ("W1'", "0.2297,0.4594;0.3535,0.8069"),
        ("W'_1", "0.2297,0.4594;0.3535,0.8069"),
        ("W2new", "0.5594,1.001"),
        ("a1[2]", "1.7"),
        ("hidden[2]", "1.7"),
        ("hidden[1][2]", "1.7"),
        ("h", "1,1.7"),
        ("ŷ", "2.03"),
        ("E", "8.821"),
    ],
)
def test_names_of_networks(name, value):
    report = check(registry.find("backprop").load().of(**NETWORK), [read_claim(f"{name}={value}")])
    assert report.is_right


@pytest.mark.parametrize("name", ["y", "x[1]", "W1", "eta", "b_2"])
def test_a_given_is_no_answer(name):
    with pytest.raises(InputError, match="is that of a given"):
        check(registry.find("backprop").load().of(**NETWORK), [read_claim(f"{name}=1")])


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_what_is_called_otherwise_elsewhere_is_found(entry):
    solution = solve_problem(entry.load().sample(RandomStream(f"names/{entry.command}"), "medium"))
    names = Names(solution)
    known = {answer.name for answer in solution.answers} | solution.quantities.keys() | solution.arrays.keys()
    for name, others in entry.load().other_names.items():
        for other in others if name in known else ():
            assert names.find(other) == names.find(name)
