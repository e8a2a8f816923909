"""Networks beyond what holds for every type: kinks, refusals, conventions, and mistakes by name."""

from __future__ import annotations

import math

import pytest

import solver
from tests.problems.naming import findings, mistakes
from tests.problems.solving import refused, words

# activation


@pytest.mark.parametrize(
    ("function", "slope"), [("relu", 0), ("leaky-relu", 0.01), ("elu", 1), ("step", 0), ("swish", 0.5)]
)
def test_derivatives_at_0_are_those_of_the_frameworks(function, slope):
    solution = solver.solve("activation", function=function, x="0")
    assert solution.numbers["derivatives"] == [slope]
    assert ("frameworks" in words(solution)) == (function != "swish")


def test_the_step_at_0_is_a_convention():
    assert solver.solve("activation", function="step", x="0").numbers["values"] == [1]
    assert solver.solve("activation", function="step", x="0", compare="gt").numbers["values"] == [0]
    (finding,) = findings("activation", "values", [0.0], function="step", x="0")
    assert "--compare gt" in finding.words


def test_gelu_by_its_approximation_is_a_convention():
    approximate = 0.5 * 2.5 * (1 + math.tanh(math.sqrt(2 / math.pi) * (2.5 + 0.044715 * 2.5**3)))
    (finding,) = findings("activation", "values", [approximate], function="gelu", x="2.5")
    assert "--approximate tanh" in finding.words


def test_the_derivative_of_the_sigmoid_by_its_input_is_named():
    assert mistakes("activation", "derivatives", [2 * (1 - 2)], function="sigmoid", x="2") == [
        ("input-for-output",)
    ]


def test_constants_go_with_their_functions():
    assert "--alpha" in refused("activation", function="relu", x="1", alpha="0.1")
    assert "--beta" in refused("activation", function="gelu", x="1", beta="2")
    assert "--approximate" in refused("activation", function="elu", x="1", approximate="tanh")
    assert "--compare" in refused("activation", function="elu", x="1", compare="gt")


# loss


def test_a_root_of_0_has_the_derivative_0_by_agreement():
    solution = solver.solve("loss", kind="rmse", y="1,2", p="1,2")
    assert solution.numbers == {"loss": 0, "per_sample": [0, 0], "gradient": [0, 0]}
    assert "no derivative" in words(solution)


@pytest.mark.parametrize(("kind", "y", "p"), [("mae", "2,1", "2,3"), ("hinge", "1,-1", "1,0.5")])
def test_a_kink_of_a_loss_is_told(kind, y, p):
    solution = solver.solve("loss", kind=kind, y=y, p=p)
    assert solution.numbers["gradient"][0] == 0
    assert "kink" in words(solution)


def test_a_single_row_of_classes_is_one_sample():
    solution = solver.solve("loss", kind="categorical", y="0,1,0", p="0.2,0.5,0.3").numbers
    assert solution["per_sample"] == pytest.approx([math.log(2)])
    assert solution["gradient"] == [0, -2, 0]
    assert solver.solve("loss", kind="categorical", y="1", p="0.2,0.5,0.3").numbers == solution


def test_the_letters_of_logits():
    solution = solver.solve("loss", kind="bce", y="1", p="0", logits="true")
    assert [str(given.symbol.name) for given in solution.givens if given.option == "--p"] == ["z"]
    assert solution.numbers["gradient"] == [-0.5]


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--p", {"kind": "bce", "y": "1,0", "p": "1,0.5"}),
        ("--p", {"kind": "categorical", "y": "1,0", "p": "0.5,0.4"}),
        ("--y", {"kind": "categorical", "y": "1,1", "p": "0.5,0.5"}),
        ("--y", {"kind": "categorical", "y": "2", "p": "0.5,0.5"}),
        ("--y", {"kind": "hinge", "y": "2,1", "p": "0.5,0.5"}),
        ("--y", {"kind": "focal", "y": "0.5,1", "p": "0.5,0.5"}),
        ("--y", {"kind": "mse", "y": "1,2,3", "p": "0.5,0.5"}),
        ("--logits", {"kind": "mse", "y": "1", "p": "2", "logits": "true"}),
        ("--smoothing", {"kind": "mse", "y": "1", "p": "2", "smoothing": "0.1"}),
        ("--delta", {"kind": "mse", "y": "1", "p": "2", "delta": "1"}),
        ("--reduction", {"kind": "rmse", "y": "1,2", "p": "2,3", "reduction": "sum"}),
        ("--weights", {"kind": "mse", "y": "1,2", "p": "2,3", "weights": "1"}),
        ("--weights", {"kind": "mse", "y": "1,2", "p": "2,3", "weights": "0,0"}),
    ],
)
def test_what_a_loss_refuses(option, givens):
    assert refused("loss", **givens).startswith(option)


def test_a_sum_in_place_of_the_mean_is_a_convention():
    (finding,) = findings("loss", "loss", 5.0, kind="mse", y="1,2", p="2,4")
    assert "--reduction sum" in finding.words


def test_the_derivative_by_the_logits_is_told_from_that_by_the_probabilities():
    givens = {"kind": "bce", "y": "1", "p": "0.8"}
    assert mistakes("loss", "gradient", [-0.2], **givens) == [("other-input",)]


# sizes, first weights, symmetries, products of factors


def test_a_network_without_a_hidden_layer_has_parameters():
    assert solver.solve("mlp-params", layers="3,1").numbers == {"per_layer": [4], "total": 4}
    assert "--layers" in refused("mlp-params", layers="3")


@pytest.mark.parametrize(
    "layers",
    [
        "784,100,10",
        "784-100-10",
        "784 -> 100 -> 10",
        "784x100x10",
        "28x28,100,10",
        "28x28 100 10",
        "28×28-100-10",
    ],
)
def test_layers_are_read_as_they_are_written(layers):
    """784·100 + 100 + 100·10 + 10 parameters."""
    assert solver.solve("mlp-params", layers=layers).numbers["total"] == 79510
    parts = {"inputs": "28x28", "hidden": "100", "outputs": "10"}
    assert solver.solve("mlp-params", **parts).numbers["total"] == 79510


def test_the_biases_that_were_left_out_are_named():
    assert mistakes("mlp-params", "per_layer", [12, 6, 2], layers="4,3,2,1") == [("biases-left-out",)]


def test_he_by_the_other_width_is_a_convention():
    found = findings("init", "std", math.sqrt(2 / 50), kind="he", fan_in="8", fan_out="50")
    assert "--mode fan-out" in found[0].words


def test_a_gain_takes_the_place_of_the_one_that_he_has():
    ours = solver.solve("init", kind="he", fan_in="50", gain="sqrt(2)").numbers
    assert ours == pytest.approx(solver.solve("init", kind="he", fan_in="50").numbers)


def test_only_a_uniform_distribution_has_a_bound():
    assert "bound" not in solver.solve("init", kind="xavier", fan_in="3", fan_out="5").numbers
    assert "bound" in solver.solve("init", kind="glorot-uniform", fan_in="3", fan_out="5").numbers


def test_what_an_initialization_refuses():
    assert refused("init", kind="xavier", fan_in="3").startswith("--fan-out")
    assert refused("init", kind="lecun", fan_in="3", fan_out="2", mode="fan-out").startswith("--mode")


def test_layers_of_one_width_are_counted_by_a_power():
    given = {"neurons": "3", "layers": "2"}
    assert solver.solve("symmetries", **given).numbers == {"configurations": 36}
    assert solver.solve("symmetries", **given, sign_flips="true").numbers == {"configurations": 48**2}
    assert solver.solve("symmetries", neurons="3,3").numbers == {"configurations": 36}
    assert mistakes("symmetries", "configurations", 12, **given) == [("added",)]
    assert refused("symmetries", neurons="3,2", layers="2").startswith("--layers")


def test_the_largest_slope_of_an_activation_is_taken_unless_told():
    assert solver.solve("vanishing-gradient", activation="sigmoid", depth="3").numbers["gradient"] == 0.25**3
    assert solver.solve("vanishing-gradient", activation="relu", depth="3").numbers["gradient"] == 1
    assert solver.solve("vanishing-gradient", activation="relu", depth="3", z="0").numbers["gradient"] == 0


def test_what_a_product_of_factors_refuses():
    assert "--factors" in refused("vanishing-gradient")
    assert "--factors" in refused("vanishing-gradient", factors="1,2", activation="tanh")
    assert "--factors" in refused("vanishing-gradient", factors="1,2", depth="3")
    assert "--depth" in refused("vanishing-gradient", activation="tanh")


# autodiff


@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_both_modes_lead_to_one_gradient(mode):
    solution = solver.solve("autodiff", expression="(x + y)*(2*x - y)", at="x=3,y=1", mode=mode)
    assert solution.numbers["gradient"] == [13, 1]
    assert solution.numbers["value"] == 20


def test_equal_parts_are_one_node():
    solution = solver.solve("autodiff", expression="(x*y + 1)*exp(x*y)", at="1,2")
    assert len(solution.numbers["nodes"]) == 2 + 4
    assert solver.solve("autodiff", expression="x", at="3").numbers["nodes"] == [[3, 1]]


@pytest.mark.parametrize(
    ("expression", "gradient"), [("relu(x)*2", [0]), ("abs(x)", [0]), ("max(x, 0*x)", [0.5]), ("-x", [-1])]
)
def test_the_slopes_of_a_graph_at_a_kink(expression, gradient):
    solution = solver.solve("autodiff", expression=expression, at="0")
    assert solution.numbers["gradient"] == gradient
    assert ("kink" in words(solution)) == (expression != "-x")


def test_the_names_of_nodes_are_no_variables():
    assert refused("autodiff", expression="v1*x", at="1,2").startswith("--expression")
    assert refused("autodiff", expression="x*y", at="1").startswith("--at")


def test_a_path_that_was_not_counted_is_named():
    givens = {"expression": "(x + y)*(2*x - y)", "at": "x=3,y=1"}
    assert mistakes("autodiff", "gradient", [5, 1], **givens) == [("first-path-only",)]


# xor


@pytest.mark.parametrize("activation", ["step", "relu"])
def test_the_network_that_is_shown_computes_xor(activation):
    solution = solver.solve("xor", activation=activation)
    assert solution.numbers["output"] == [0, 1, 1, 0]
    assert solution.numbers["solves"] is True


def test_a_network_that_fails_is_told_to():
    given = {"w": "1,1;1,1", "b": "-0.5,-1.5", "v": "1,1", "c": "-0.5"}
    solution = solver.solve("xor", **given)
    assert solution.numbers["output"] == [0, 1, 1, 1]
    assert solution.numbers["solves"] is False
    assert mistakes("xor", "hidden", [[1, 1]] * 4, **given)[0] == ("biases-left-out",)


def test_a_network_is_given_whole():
    assert refused("xor", w="1,1;1,1").startswith("--b")
    assert refused("xor", w="1,1;1,1", b="1", v="1,1", c="0").startswith("--b")
    assert refused("xor", w="1;1", b="1,1", v="1,1", c="0").startswith("--w")


def test_a_squared_error_of_irrational_numbers():
    givens = {"x": "sqrt(2)", "weights": "2", "activations": "linear", "y": "0", "loss": "sse"}
    assert solver.solve("backprop", **givens).numbers["loss"] == pytest.approx(8)
