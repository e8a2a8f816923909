"""Neurons, gates, separability and perceptron training beyond what holds for every type."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rich.text import Text
from scipy.optimize import linprog

import solver
from solver import registry
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.record.blocks import Equation, Table
from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.rendering.exporters.base import Wanted
from solver.rendering.formats import FORMATS
from solver.rendering.printing import Style
from solver.rendering.templates import render
from solver.sheets.codes import Code
from solver.sheets.questions import question_of
from tests.problems.naming import mistakes
from tests.problems.solving import answers, mistaken

AND = {"gate": "and", "w": "1.2,0.6", "b": "0", "lr": "0.5", "threshold": "1"}
LEVELS = pytest.mark.parametrize("difficulty", DIFFICULTIES)
THREE_INPUTS = {"x": "0,0,0;0,1,1;1,0,1;1,1,0", "y": "0,1,1,0", "w": "0.5,-1,0.25", "lr": "0.5"}
MAJORITY = {"x": "0,0,0;0,0,1;0,1,0;0,1,1;1,0,0;1,0,1;1,1,0;1,1,1", "y": "0,0,0,1,0,1,1,1"}


def rerun(command, values, **givens):
    """The answers of someone who has these values in place of ours."""
    entry = registry.find(command)
    exact = {name: Fraction(value) for name, value in values.items()}
    return run(entry.load().of(**givens), Rerun(values=exact)).numbers


def value(solution, name):
    return solution.quantities[name].symbol.value


def blocks(solution, kind):
    return [block for step in solution.steps for block in step.blocks if isinstance(block, kind)]


# Neuron


def test_a_sum_that_meets_the_threshold_fires_though_it_is_no_binary_number():
    assert answers("neuron", x="1,1", w="0.1,0.2", threshold="0.3") == {"z": 0.3, "output": 1}


def test_the_sigmoid_is_named_before_it_is_defined():
    text = render(solver.solve("neuron", x="1", w="2", activation="sigmoid"), "text")
    assert "a = sigma(z) = 1/(1 + e^(-z)) = 1/(1 + e^(-2))" in text


def test_tanh_keeps_the_digits_of_a_tiny_sum():
    solution = solver.solve("neuron", x="1e-60", w="1", activation="tanh")
    assert float(solution.quantities["a"].symbol.value) == pytest.approx(1e-60, rel=1e-12, abs=0)


def test_only_the_negative_side_of_leaky_relu_has_the_slope():
    assert answers("neuron", x="-2", w="1", activation="leaky-relu")["output"] == -0.02
    assert answers("neuron", x="-2", w="1", activation="leaky-relu", slope="1/4")["output"] == -0.5
    assert answers("neuron", x="2", w="1", activation="leaky-relu", slope="1/4")["output"] == 2


@pytest.mark.parametrize(
    ("mistake", "output", "givens"),
    [
        ("no-bias", 1, {"w": "1", "b": "-3"}),
        ("bias-sign", 1, {"w": "1", "b": "-3"}),
        ("unweighted", 1, {"w": "-1", "b": "-1"}),
        ("lost-signs", 1, {"w": "-1"}),
        ("other-comparison", 0, {"w": "1", "threshold": "2"}),
        ("threshold-ignored", 1, {"w": "1", "threshold": "3"}),
        ("exponent-sign", 1 / (1 + np.exp(2)), {"w": "1", "activation": "sigmoid"}),
        ("sigmoid-for-tanh", 1 / (1 + np.exp(-2)), {"w": "1", "activation": "tanh"}),
        ("negative-kept", -2, {"w": "-1", "activation": "relu"}),
        ("relu", 0, {"w": "-1", "activation": "leaky-relu"}),
        ("slope-everywhere", 0.02, {"w": "1", "activation": "leaky-relu"}),
    ],
)
def test_mistakes_of_a_neuron(mistake, output, givens):
    assert mistaken("neuron", mistake, x="2", **givens)["output"] == pytest.approx(output)


@pytest.mark.parametrize(
    ("activation", "mistake", "output"),
    [("sigmoid", "tanh-for-sigmoid", np.tanh(0.5)), ("tanh", "sigmoid-for-tanh", 1 / (1 + np.exp(-0.5)))],
)
def test_one_curve_in_place_of_the_other(activation, mistake, output):
    givens = {"x": "1,2", "w": "0.1,0.1", "b": "0.2", "activation": activation}
    assert mistakes("neuron", "output", output, **givens) == [(mistake,)]


# Gate


def test_the_comparison_decides_where_a_sum_meets_the_threshold():
    givens = {"gate": "and", "w": "1,1", "threshold": "2"}
    assert answers("gate", **givens)["outputs"] == [0, 0, 0, 1]
    assert answers("gate", **givens, compare="gt")["outputs"] == [0, 0, 0, 0]
    assert mistaken("gate", "other-comparison", **givens)["realised"] is False
    assert mistaken("gate", "other-comparison", **givens, compare="gt")["realised"] is True


@pytest.mark.parametrize(
    ("mistake", "sums"),
    [
        ("no-bias", [0, -3, 2, -1]),
        ("bias-sign", [-1, -4, 1, -2]),
        ("bias-each-input", [2, -1, 4, 1]),
        ("lost-signs", [1, 4, 3, 6]),
        ("swapped-weights", [1, 3, -2, 0]),
        ("zeros-counted", [0, 0, 0, 0]),
    ],
)
def test_mistakes_of_a_sum(mistake, sums):
    """w = (2, -3) and b = 1 give 1, -2, 3, 0 in the rows 00, 01, 10, 11."""
    assert answers("gate", gate="and", w="2,-3", b="1")["z"] == [1, -2, 3, 0]
    assert mistaken("gate", mistake, gate="and", w="2,-3", b="1")["z"] == sums


def test_the_errors_of_a_gate_are_counted():
    solution = solver.solve("gate", gate="and", w="1,1", b="-0.5")
    assert [value(solution, f"e_{row}") for row in (1, 2, 3, 4)] == [0, -1, -1, 0]
    assert "The error is not 0 in 2 rows: the unit does not realize AND." in render(solution, "text")


def test_a_gate_without_a_bias_shows_none():
    solution = solver.solve("gate", gate="or", w="1,1", no_bias=True, threshold="1")
    assert solution.numbers["realised"] is True
    text = render(solution, "text")
    assert "    without a bias\n" in text
    assert " b " not in text


def test_data_in_place_of_a_gate():
    assert answers("gate", **MAJORITY, w="1,1,1", b="-1.5")["realised"] is True
    assert answers("gate", **MAJORITY, w="1,1,1", b="-0.5")["realised"] is False


# Separable


def is_separable(x, y):
    signs = np.where(np.array(y) == 1, 1.0, -1.0)
    rows = -signs[:, None] * np.column_stack([x, np.ones(len(x))])
    found = linprog(np.zeros(rows.shape[1]), A_ub=rows, b_ub=-np.ones(len(x)), bounds=(None, None))
    return found.status == 0


@st.composite
def classes(draw):
    width = draw(st.integers(1, 4))
    row = st.lists(st.integers(-3, 3), min_size=width, max_size=width)
    x = draw(st.lists(row, min_size=2, max_size=10))
    y = draw(st.lists(st.integers(0, 1), min_size=len(x), max_size=len(x)))
    assume(0 < sum(y) < len(y))
    return x, y


@settings(deadline=None)
@given(classes())
def test_every_outcome_is_proved(data):
    """Either each sample is on its side, or a positive combination of the conditions contradicts itself."""
    x, y = data
    solution = solver.solve("separable", x=x, y=y)
    assert solution.numbers["separable"] is is_separable(x, y)
    if solution.numbers["separable"]:
        sums = np.array(x) @ solution.numbers["weights"] + solution.numbers["bias"]
        assert all((sums > 0) == (np.array(y) == 1))
        return
    factors = {n: value(solution, f"c_{n}") for n in range(1, len(x) + 1) if f"c_{n}" in solution.quantities}
    assert len(factors) <= len(x[0]) + 2
    assert all(factor > 0 and factor.denominator == 1 for factor in factors.values())
    totals = [
        np.sum(
            [factor * np.array([*x[n - 1], 1]) for n, factor in factors.items() if y[n - 1] == target], axis=0
        )
        for target in (1, 0)
    ]
    assert totals[0].tolist() == totals[1].tolist()
    for name, total in (("u", totals[0]), ("v", totals[1])):
        shown = [value(solution, f"{name}_{i}") for i in (*range(1, len(x[0]) + 1), "b")]
        assert shown == total.tolist()


def test_the_four_conditions_of_xor_add_up_to_a_contradiction():
    text = render(solver.solve("separable", gate="xor"), "text")
    for condition in ("b < 0", "w_2 + b >= 0", "w_1 + b >= 0", "w_1 + w_2 + b < 0"):
        assert f"| {condition} |" in " ".join(text.split())
    assert "U = u_1*w_1 + u_2*w_2 + u_b*b = w_1 + w_2 + 2*b" in text
    assert "V = v_1*w_1 + v_2*w_2 + v_b*b = w_1 + w_2 + 2*b" in text


@pytest.mark.parametrize(
    ("gate", "weights", "bias"),
    [("and", [2, 2], -3), ("or", [2, 2], -1), ("not", [-2], 1), ("nor", [-2, -2], 1)],
)
def test_gates_are_separated_by_the_line_halfway(gate, weights, bias):
    assert answers("separable", gate=gate) == {"separable": True, "weights": weights, "bias": bias}


def test_another_line_is_judged_by_whether_it_separates():
    assert rerun("separable", {"w_1": 1, "w_2": 1, "b": "-1.5"}, gate="and")["separable"] is True
    assert rerun("separable", {"w_1": 3, "w_2": 2, "b": "-4"}, gate="and")["separable"] is True
    assert rerun("separable", {"w_1": 1, "w_2": 1, "b": "-0.5"}, gate="and")["separable"] is False
    # A sample on the line itself is on neither side.
    assert rerun("separable", {"w_1": 1, "w_2": 1, "b": "-1"}, gate="and")["separable"] is False


@pytest.mark.parametrize(
    ("mistake", "weights", "bias"),
    [
        ("reversed-weights", [-2, -2], 3),
        ("along-the-line", [-2, 2], 0),
        ("points-added", [6, 6], -9),
        ("bias-sign", [2, 2], 3),
        ("through-p", [2, 2], -4),
        ("through-q", [2, 2], -2),
        ("no-bias", [2, 2], 0),
        ("sum-for-midpoint", [2, 2], -6),
    ],
)
def test_mistakes_of_a_separating_line(mistake, weights, bias):
    """For AND, p = (1, 1) and q = (1/2, 1/2), so that the midpoint is (3/4, 3/4) and k is 4."""
    found = mistaken("separable", mistake, gate="and")
    assert (found["weights"], found["bias"]) == (weights, bias)
    assert found["separable"] is (mistake == "points-added")


def test_a_sample_of_both_classes():
    solution = solver.solve("separable", x="1,2;0,0;1,2", y="1,0,0")
    assert solution.numbers == {"separable": False}
    assert "c_2" not in solution.quantities


# Perceptron


def test_the_first_update_is_worked_out_in_full():
    equations = [block.symbol.name for block in blocks(solver.solve("perceptron", **AND), Equation)]
    assert equations == [
        *("z_1,3", "yhat_1,3", "e_1,3"),
        *("Deltaw_1,3,1", "Deltaw_1,3,2", "Deltab_1,3"),
        *("w_1,3,1", "w_1,3,2", "b_1,3"),
    ]


def test_weights_that_need_no_update_are_shown_once():
    solution = solver.solve("perceptron", gate="and", w="1,1", b="-1.5")
    assert solution.numbers == {"weights": [1, 1], "bias": -1.5, "epochs": 1, "converged": True}
    assert [block.symbol.name for block in blocks(solution, Equation)] == ["z_1,1", "yhat_1,1", "e_1,1"]


def test_every_cell_of_the_training_table_is_a_quantity():
    solution = solver.solve("perceptron", **AND)
    tables = blocks(solution, Table)
    assert len(tables) == 3
    for epoch, table in enumerate(tables, 1):
        for row, cells in enumerate(table.rows, 1):
            _, _, z, output, error, changes, change, weights, bias = cells
            names = [z.name, output.name, error.name, change.name, bias.name]
            at = f"{epoch},{row}"
            assert names == [f"z_{at}", f"yhat_{at}", f"e_{at}", f"Deltab_{at}", f"b_{at}"]
            assert [item.name for item in changes.items] == [f"Deltaw_{at},1", f"Deltaw_{at},2"]
            assert [item.name for item in weights.items] == [f"w_{at},1", f"w_{at},2"]


def test_an_epoch_goes_on_where_the_last_one_ended():
    solution = solver.solve("perceptron", **AND)
    used = {part.name for part in solution.quantities["z_2,1"].formula.children() if isinstance(part, Symbol)}
    assert used == {"b_1,4"}


def test_the_last_epoch_may_be_left_uncounted():
    """Epochs with a mistake: the and gate, from 0, with steps of 1."""
    w, b, epochs = np.zeros(2), 0, 0
    wrong = True
    while wrong:
        wrong = False
        for x, y in zip(np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), (0, 0, 0, 1), strict=True):
            error = y - int(w @ x + b >= 0)
            w, b, wrong = w + error * x, b + error, wrong or error != 0
        epochs += wrong
    assert mistakes("perceptron", "epochs", epochs, gate="and") == [("clean-epoch-uncounted",)]
    assert answers("perceptron", gate="and")["epochs"] == epochs + 1


def test_training_that_comes_back_to_its_weights_never_ends():
    solution = solver.solve("perceptron", gate="xor", lr="0.1", epochs=20)
    assert solution.numbers == {"converged": False}
    text = " ".join(render(solution, "text").split())
    assert (
        "Epoch 3 ends with the weights and the bias (-0.1, 0, 0), the very ones that epoch 3 began with"
        in text
    )
    assert "convergence theorem" in text
    assert len(blocks(solution, Table)) == 3


def test_without_a_bias_a_cycle_is_no_proof_about_the_classes():
    """One input below the threshold, one above it: w = 1.5 would do, but the steps are too long."""
    solution = solver.solve("perceptron", x="1;0.5", y="1,0", lr="10", threshold="1", no_bias=True)
    assert solution.numbers == {"converged": False}
    assert "convergence theorem" not in render(solution, "text")
    assert answers("gate", x="1;0.5", y="1,0", w="1.5", threshold="1", no_bias=True)["realised"] is True


def test_the_weights_stand_where_all_epochs_were_run():
    found = answers("perceptron", **AND, epochs=1)
    assert found == {"weights": [1.2, 1.1], "bias": 0, "epochs": 1, "converged": False}
    assert set(answers("perceptron", gate="xor", epochs=2)) == {"weights", "bias", "epochs", "converged"}
    # A cycle that shows in the last epoch cuts nothing short.
    found = answers("perceptron", gate="xor", lr="0.1", epochs=3)
    assert found == {"weights": [-0.1, 0], "bias": 0, "epochs": 3, "converged": False}


def test_without_a_bias_there_is_none_to_answer():
    givens = {name: text for name, text in AND.items() if name != "b"}
    found = answers("perceptron", **givens, no_bias=True)
    assert found == {"weights": [0.7, 0.6], "epochs": 2, "converged": True}


def test_a_sum_at_the_threshold():
    once = {"x": "1", "y": "0", "w": "1", "threshold": "1", "no_bias": True, "epochs": 1}
    assert answers("perceptron", **once)["weights"] == [0]
    assert answers("perceptron", **once, compare="gt")["weights"] == [1]
    assert mistaken("perceptron", "other-comparison", **once)["weights"] == [1]


@pytest.mark.parametrize(
    ("mistake", "found"),
    [
        ("bias-not-updated", {"weights": [1.2, 0.6], "bias": 0}),
        ("error-sign", {"weights": [1.7, 0.6], "bias": 0.5}),
        ("no-learning-rate", {"weights": [0.2, 0.6], "bias": -1}),
        ("no-input", {"weights": [0.7, 0.1], "bias": -0.5}),
    ],
)
def test_mistakes_of_one_update(mistake, found):
    """The only sample is (1, 0) with the target 0; its sum of 1.2 reaches the threshold of 1."""
    givens = {"x": "1,0", "y": "0", "w": "1.2,0.6", "lr": "0.5", "threshold": "1", "epochs": 1}
    after = mistaken("perceptron", mistake, **givens)
    if mistake == "bias-not-updated":
        found = found | {"weights": [0.7, 0.6]}
    assert after == found | {"epochs": 1, "converged": False}


def test_stale_weights_are_those_of_the_start_of_the_epoch():
    """Both samples are (1) with the target 1: fresh weights are right the second time, stale ones not."""
    givens = {"x": "1;1", "y": "1,1", "w": "-1", "lr": "1", "no_bias": True, "epochs": 1}
    assert answers("perceptron", **givens)["weights"] == [0]
    assert mistaken("perceptron", "stale-weights", **givens)["weights"] == [1]


@pytest.mark.parametrize("form", ["terminal", "text"])
@pytest.mark.parametrize("inputs", range(1, 7))
def test_training_tables_fit_eighty_columns(form, inputs):
    random = np.random.default_rng(inputs)
    x, w = random.integers(-19, 20, size=(16, inputs)) / 10, random.integers(-19, 20, size=inputs) / 10
    y = (x @ random.integers(-3, 4, size=inputs) > 0.05).astype(int)
    solution = solver.solve("perceptron", x=x, y=y, w=w, lr="0.25", epochs=4)
    lines = Text.from_markup(render(solution, form)).plain.splitlines()
    assert max(map(len, lines)) <= 80
    assert not any("…" in line for line in lines)


def test_a_solution_is_not_endless_in_a_notebook():
    """Each weight is computed from the one before; its representation must not repeat them all."""
    assert len(repr(solver.solve("perceptron", **AND, epochs=1))) < 60_000


# Givens


@pytest.mark.parametrize(
    ("command", "givens", "message"),
    [
        ("neuron", {"x": "1,2", "w": "1"}, "--w must have as many entries as --x, 2, got '1'"),
        ("neuron", {"x": "1", "w": "1", "slope": "0.1"}, "--slope goes with --activation leaky-relu"),
        (
            "neuron",
            {"x": "1", "w": "1", "activation": "tanh", "threshold": "1"},
            "--threshold goes with --activation step",
        ),
        ("gate", {"w": "1,1"}, "--x or --gate must be given"),
        ("gate", {"gate": "and"}, "--w is missing"),
        ("gate", {"gate": "not", "w": "1,1"}, "--w must be one number, one for each input, got '2'"),
        ("gate", {"gate": "or", "w": "1,1", "b": "1", "no_bias": True}, "--no-bias goes without --b"),
        (
            "gate",
            {"gate": "or", "w": "1,1", "x": "1,1", "y": "1"},
            "--x or --gate must be given, and only one",
        ),
        ("separable", {"x": "1,1"}, "--y is missing"),
        ("separable", {"x": "0;1", "y": "0,-1"}, "targets of 0 and 1, or of -1 and 1, not of both"),
        (
            "separable",
            {"x": "0;1", "y": "1,0,1"},
            "--y must have as many entries as --x has rows, 2, got '3'",
        ),
        ("separable", {"x": "0,1", "y": "1,0"}, "--y must have as many entries as --x has rows, 1"),
        ("separable", {"x": "0;1", "y": "1,1"}, "--y must have a 0 and a 1"),
        ("separable", {"gate": "nandd"}, "--gate must be one of and, or, nand, nor, xor, xnor, not, implies"),
        ("perceptron", {"gate": "and", "lr": "0"}, "--lr must be a fraction or decimal number above 0"),
        ("perceptron", {"gate": "and", "epochs": "0"}, "--epochs must be a whole number from 1 to 10000"),
        ("perceptron", {"gate": "and", "compare": "ne"}, "--compare must be one of ge, gt, got 'ne'"),
        ("perceptron", {"gate": "and", "w": "sqrt(2),1"}, "each a fraction or decimal number, got 'sqrt(2)'"),
    ],
)
def test_givens_that_do_not_fit(command, givens, message):
    with pytest.raises(InputError) as caught:
        solver.solve(command, **givens)
    assert message in str(caught.value)


# Samples


def inputs_and_targets(problem):
    return tuple(part.values for part in problem.data)


def sampled(command, difficulty):
    """Sixty problems as sheets draw them, each with its solution."""
    for seed in range(60):
        version = registry.find(command).load().version
        problem = question_of(Code(command, difficulty, seed, version)).problem
        yield problem, run(problem)


@pytest.mark.parametrize(("difficulty", "least", "most"), [("easy", 2, 3), ("medium", 3, 4), ("hard", 4, 6)])
def test_sampled_training_ends_after_few_epochs(difficulty, least, most):
    for problem, solution in sampled("perceptron", difficulty):
        assert least <= solution.numbers["epochs"] <= int(problem.epochs) <= most
        assert solution.numbers["converged"] or solution.numbers["epochs"] == int(problem.epochs)
        assert any(value(solution, f"e_1,{row}") for row in range(1, 5 + (difficulty == "hard")))


@LEVELS
def test_sampled_gates_are_not_constant_and_not_all_alike(difficulty):
    realized = set()
    for problem, solution in sampled("gate", difficulty):
        assert len(set(solution.numbers["outputs"])) == 2
        assert len(set(problem.data[1].values)) == 2
        assert problem.b.value != 0
        assert all(w.value != 0 for w in problem.w)
        realized.add(solution.numbers["realised"])
    assert realized == {True, False}


@LEVELS
def test_sampled_neurons_have_a_sum_that_says_something(difficulty):
    for problem, solution in sampled("neuron", difficulty):
        assert 0 < abs(solution.numbers["z"]) <= 3
        assert all(symbol.value != 0 for symbol in (*problem.x, *problem.w, problem.b))


@LEVELS
def test_sampled_samples_are_few_and_half_of_them_separable(difficulty):
    separable = 0
    for problem, solution in sampled("separable", difficulty):
        x, y = (np.array(part, dtype=float) for part in inputs_and_targets(problem))
        assert len({tuple(row) for row in x}) == len(x)
        assert abs(x).max() <= 5
        assert solution.numbers["separable"] is is_separable(x, y)
        separable += solution.numbers["separable"]
    assert 15 <= separable <= 45


@LEVELS
def test_three_lines_do_not_separate_the_samples(difficulty):
    """A question of several choices needs that many wrong lines."""
    for problem, solution in sampled("separable", difficulty):
        if not solution.numbers["separable"]:
            continue
        x, y = (np.array(part, dtype=float) for part in inputs_and_targets(problem))
        mistakes = [run(problem, Rerun(mistakes=(mistake,))).numbers for mistake in solution.mistakes]
        lines = {(*found["weights"], found["bias"]) for found in mistakes}
        wrong = [w for w in lines if any((x @ w[:-1] + w[-1] > 0) != (y == 1))]
        assert len(wrong) >= 3


# Blanks


def blanked(command, **givens):
    """The working with a blank for every quantity and answer."""
    solution = solver.solve(command, **givens)
    hidden = frozenset(solution.quantities) | set(solution.numbers)
    style = Style(exact=solution.exact, hidden=hidden)
    page = FORMATS["text"].exporter.page(
        "solution", Wanted(style), solution=solution, brief=False, fragment=False
    )
    return " ".join(page.replace("________", "_").split())


def test_beside_blanks_the_border_and_the_sums_of_conditions_are_not_told():
    assert "z = w_1*x_1 + w_2*x_2 + b = _ 3." in blanked("separable", gate="and")
    text = blanked("separable", gate="xor")
    assert "U = u_1*w_1 + u_2*w_2 + u_b*b = _ V = v_1*w_1 + v_2*w_2 + v_b*b = _ Together" in text


def test_beside_blanks_no_verdict_tells_an_output():
    text = blanked("gate", gate="and", w="1,1", b="-0.5")
    assert "yes" not in text
    assert "| (0, 0) | 0 | _ | _ | _|" in text.replace("|(0, 0)", "| (0, 0)")


@pytest.mark.parametrize(("y", "epochs", "is_told"), [("0,1,1,0", "3", True), ("0,1,1,1", "9", False)])
def test_a_limit_of_epochs_is_told_where_it_ended_the_training(y, epochs, is_told):
    solution = solver.solve("perceptron", x="0,0;0,1;1,0;1,1", y=y, epochs=epochs)
    assert ("The limit of epochs is reached" in render(solution, "text")) == is_told


def test_no_limit_of_epochs_is_told_where_the_last_one_converged():
    free = solver.solve("perceptron", x="0,0;0,1;1,0;1,1", y="0,1,1,1")
    last = solver.solve("perceptron", x="0,0;0,1;1,0;1,1", y="0,1,1,1", epochs=free.numbers["epochs"])
    assert "The limit of epochs is reached" not in render(last, "text")
