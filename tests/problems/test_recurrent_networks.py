"""Networks of recurrences beyond what holds for every type."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

import solver
from solver import registry
from solver.record.engine import run, verify
from tests.displayed import check
from tests.problems.naming import mistakes
from tests.problems.solving import answers, mistaken, refused

# Both directions

BOTH = {"x": "1;2;3", "w": "1", "u": "2", "w_back": "10", "u_back": "1", "activation": "linear"}


def test_both_directions_by_hand():
    """Forward 1, 2 + 2, 3 + 8; backward 30, 20 + 30, 10 + 50 from the last step on."""
    found = answers("bidirectional-rnn", **BOTH)
    assert found["forward"] == [[1], [4], [11]]
    assert found["backward"] == [[60], [50], [30]]
    assert found["hidden"] == [[1, 60], [4, 50], [11, 30]]
    assert answers("bidirectional-rnn", **BOTH, merge="sum")["hidden"] == [[61], [54], [41]]
    assert answers("bidirectional-rnn", **BOTH, merge="ave")["hidden"] == [[30.5], [27], [20.5]]
    assert answers("bidirectional-rnn", **BOTH, merge="product")["hidden"] == [[60], [200], [330]]


@pytest.mark.parametrize(
    ("mistake", "backward"),
    [
        ("not-reversed", [[10], [30], [60]]),
        ("not-aligned", [[30], [50], [60]]),
        ("forward-weights", [[17], [8], [3]]),
    ],
)
def test_mistakes_in_the_backward_direction(mistake, backward):
    assert mistaken("bidirectional-rnn", mistake, **BOTH)["backward"] == backward
    assert (mistake,) in mistakes("bidirectional-rnn", "backward", backward, **BOTH)


def test_states_in_the_order_of_working_are_named_where_they_are_merged():
    assert mistaken("bidirectional-rnn", "not-aligned", **BOTH)["hidden"] == [[1, 30], [4, 50], [11, 60]]
    assert mistaken("bidirectional-rnn", "backward-first", **BOTH)["hidden"] == [[60, 1], [50, 4], [30, 11]]


def test_the_backward_direction_starts_behind_the_end():
    found = answers("bidirectional-rnn", **BOTH, h0_back="5")
    assert found["backward"] == [[65], [55], [35]]
    assert "g_4" in str(solver.solve("bidirectional-rnn", **BOTH, h0_back="5"))


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--w-back", {"w_back": "1,2"}),
        ("--u-back", {"u_back": "1,2"}),
        ("--b-back", {"b_back": "1,2"}),
        ("--h0-back", {"h0_back": "1,2"}),
        ("--u", {"u": "1,2;3,4"}),
        ("--w-back", {"w_back": "1;2", "u_back": "1,2;3,4", "merge": "sum"}),
    ],
)
def test_directions_that_do_not_fit_are_refused(option, more):
    refused("bidirectional-rnn", option, **{**BOTH, **more})


def test_directions_may_have_different_numbers_of_units_where_they_are_joined():
    wide = {**BOTH, "w_back": "1;2", "u_back": "1,0;0,1"}
    assert np.shape(answers("bidirectional-rnn", **wide)["hidden"]) == (3, 3)


# Layers

DEEP = {"x": "1;2", "w": "2|10", "u": "3|1", "b": "-1|1", "activation": "linear"}


def test_layers_by_hand():
    """The first layer: 2 - 1, 4 + 3 - 1; the second: 10 + 1, 60 + 11 + 1."""
    assert answers("deep-rnn", **DEEP)["hidden"] == [[[1], [6]], [[11], [72]]]
    lists = {"w": [[[2]], [[10]]], "u": [[[3]], [[1]]], "b": [[-1], [1]]}
    assert answers("deep-rnn", **{**DEEP, **lists}) == answers("deep-rnn", **DEEP)
    several = {name: DEEP[name].split("|") for name in ("w", "u", "b")}
    assert answers("deep-rnn", **{**DEEP, **several}) == answers("deep-rnn", **DEEP)


@pytest.mark.parametrize(
    ("mistake", "above"),
    [("input-again", [[11], [32]]), ("below-before", [[1], [12]]), ("start-from-below", [[17], [78]])],
)
def test_mistakes_between_layers(mistake, above):
    wrong = [[[1], [6]], above]
    assert mistaken("deep-rnn", mistake, **DEEP)["hidden"] == wrong
    assert (mistake,) in mistakes("deep-rnn", "hidden", wrong, **DEEP)


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--u", {"u": "3"}),
        ("--b", {"b": "1"}),
        ("--h0", {"h0": "1|2|3"}),
        ("--h0", {"h0": "1|2,3"}),
        ("--w", {"w": "2|10,1"}),
        ("--w", {"w": "2|"}),
        ("--u", {"u": "3|1,2;3,4"}),
    ],
)
def test_layers_that_do_not_fit_are_refused(option, more):
    refused("deep-rnn", option, **{**DEEP, **more})


def test_one_layer_is_a_plain_network():
    plain = {"x": "1;0.5;-1", "w": "0.5", "u": "0.8", "b": "0.1"}
    assert answers("deep-rnn", **plain)["hidden"] == [answers("rnn", **plain)["hidden"]]


# Backpropagation through time

LINEAR = {"x": "1;2", "w": "2", "u": "3", "activation": "linear", "target": "9"}


def test_backpropagation_through_time_by_hand():
    """h = 2, 10, so the error is 1; back at step 1 it is 3."""
    found = answers("bptt", **LINEAR, lr="0.1", b="0")
    assert (found["hidden"], found["loss"]) == ([[2], [10]], 0.5)
    assert (found["grad_w"], found["grad_u"], found["grad_b"]) == ([[2 * 1 + 1 * 3]], [[2]], [4])
    assert found["factors"] == [[[3]]]
    assert (found["new_w"], found["new_u"], found["new_b"]) == ([[1.5]], [[2.8]], [-0.4])


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("last-share-only", {"grad_w": [[2]], "grad_b": [1]}),
        ("shares-averaged", {"grad_w": [[2.5]], "grad_b": [2]}),
        ("state-now", {"grad_w": [[5]], "grad_u": [[1 * 10 + 3 * 2]]}),
        ("error-sign", {"grad_w": [[-5]], "grad_u": [[-2]]}),
        ("factor-left-out", {"grad_w": [[10]], "grad_u": [[4]]}),
        ("step-sign", {"new_w": [[2.5]]}),
        ("no-rate", {"new_w": [[-3]]}),
    ],
)
def test_mistakes_in_backpropagation_through_time(mistake, wanted):
    found = mistaken("bptt", mistake, **LINEAR, lr="0.1")
    assert {name: found[name] for name in wanted} == wanted


def test_losses_and_what_they_go_back_with():
    """Errors of 2 and 4 in the last step of two units."""
    wide = {"x": "1", "w": "2;4", "u": "0,0;0,0", "activation": "linear", "target": "0,0"}
    for loss, whole, slope in (("half-sse", 10, [2, 4]), ("sse", 20, [4, 8]), ("mse", 10, [2, 4])):
        found = answers("bptt", **wide, loss=loss)
        assert (found["loss"], found["grad_b"]) == (whole, slope)
        assert "factors" not in found


def test_a_truncated_error_goes_back_so_many_steps():
    """Losses at all of three steps, h = x: an error of step t goes to t and t - 1, each time doubled."""
    each = {"x": "1;0;0", "w": "1", "u": "2", "activation": "linear", "target": "0;0;0"}
    whole, cut = answers("bptt", **each), answers("bptt", **each, truncate=2)
    assert whole["hidden"] == [[1], [2], [4]]
    assert whole["grad_b"] == [(1 + 2 * 2 + 4 * 4) + (2 + 2 * 4) + 4]
    assert cut["grad_b"] == [(1 + 2 * 2) + (2 + 2 * 4) + 4]
    assert mistaken("bptt", "not-truncated", **each, truncate=2)["grad_b"] == whole["grad_b"]
    last = answers("bptt", **{**each, "target": "0"}, truncate=2)
    assert last["grad_b"] == [4 + 2 * 4]
    assert "Back to step 1" not in str(solver.solve("bptt", **{**each, "target": "0"}, truncate=2))


def test_the_largest_network_goes_back_through_time_quickly():
    """What is truncated stands in quantities of its own: nested, its formulas would grow with powers of 8."""
    each, square = ";".join(["0.1,0.2"] * 12), ";".join([",".join(["0.1"] * 8)] * 8)
    given = {"x": each, "w": ";".join(["1,2"] * 8), "u": square, "target": ";".join(["0.1," * 7 + "0"] * 12)}
    assert len(answers("bptt", **given, truncate=6)["factors"]) == 11


def test_a_single_step_has_no_factors():
    one = {**LINEAR, "x": "1", "truncate": 5}
    assert "factors" not in answers("bptt", **one)
    solver.solve("bptt", **one)


def test_what_is_not_there_is_not_trained():
    found = answers("bptt", **LINEAR, lr="0.1")
    assert "new_b" not in found
    assert not {"outputs", "grad_output_weights", "grad_output_bias"} & found.keys()
    found = answers("bptt", **LINEAR, output_weights="2", output_bias="1", lr="0.1")
    assert {"grad_output_weights", "grad_output_bias", "new_output_bias"} <= found.keys()


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--target", {"target": "1,2,3"}),
        ("--target", {"target": "1;2;3"}),
        ("--target", {"target": "1", "output_weights": "1;2"}),
        ("--output-activation", {"output_weights": "1", "output_activation": "softmax"}),
        ("--u", {"u": "1,2"}),
        ("--truncate", {"truncate": "0"}),
    ],
)
def test_targets_that_do_not_fit_are_refused(option, more):
    refused("bptt", option, **{**LINEAR, **more})


def test_a_share_of_one_step_is_named():
    tanh = {"x": "1;0.5;-1", "w": "0.5", "u": "0.8", "target": "1;2;1"}
    last = mistaken("bptt", "last-share-only", **tanh)["grad_w"]
    assert mistakes("bptt", "grad_w", last, **tanh) == [("last-share-only",)]


LSTM = {"cell": "lstm", "x": "1;0.5", "w": "0.5;0.6;0.7;0.8", "u": "0.1;0.2;0.3;0.4", "target": "1"}


def test_an_lstm_goes_forward_as_the_type_of_that_name():
    both = {"x": LSTM["x"], "h0": "0.3", "c0": "-0.2"}
    gates = {"wf": "0.1,0.5", "wi": "0.2,0.6", "wc": "0.3,0.7", "wo": "0.4,0.8"}
    alone = answers("lstm", **both, **gates)
    found = answers("bptt", **{**LSTM, **both})
    assert found["hidden"] == alone["hidden"]
    assert found["factors"] == [[[alone["forget"][1][0]]]]


@pytest.mark.parametrize("mistake", ["cell-path-left-out", "tanh-slope-left-out"])
def test_mistakes_on_the_way_back_through_an_lstm(mistake):
    run = answers("lstm", x=LSTM["x"], wf="0.1,0.5", wi="0.2,0.6", wc="0.3,0.7", wo="0.4,0.8")
    (_, i1, g1, o1, c1), (f2, i2, g2, o2, c2) = (
        [run[name][t][0] for name in ("forget", "input", "candidate", "output", "cell")] for t in (0, 1)
    )
    bends = [1 if mistake == "tanh-slope-left-out" else 1 - np.tanh(c) ** 2 for c in (c1, c2)]
    by_h = run["hidden"][1][0] - 1
    by_c = by_h * o2 * bends[1]
    last = [
        by_c * c1 * f2 * (1 - f2),
        by_c * g2 * i2 * (1 - i2),
        by_c * i2 * (1 - g2**2),
        by_h * np.tanh(c2) * o2 * (1 - o2),
    ]
    by_h = np.dot([0.1, 0.2, 0.3, 0.4], last)
    along = 0 if mistake == "cell-path-left-out" else f2 * by_c
    by_c = by_h * o1 * bends[0] + along
    first = [0, by_c * g1 * i1 * (1 - i1), by_c * i1 * (1 - g1**2), by_h * np.tanh(c1) * o1 * (1 - o1)]
    assert mistaken("bptt", mistake, **LSTM)["grad_b"] == pytest.approx(np.add(first, last), rel=1e-12)


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--w", {"w": "1;2"}),
        ("--u", {"u": "1;2;3"}),
        ("--b", {"b": "1"}),
        ("--c0", {"c0": "1,2"}),
        ("--activation", {"activation": "relu"}),
        ("--truncate", {"truncate": 1}),
        ("--output-weights", {"output_weights": "1,2"}),
    ],
)
def test_what_does_not_fit_an_lstm_is_refused(option, more):
    refused("bptt", option, **{**LSTM, **more})


def test_only_an_lstm_has_a_cell():
    refused("bptt", "--c0", **LINEAR, c0="1")


# Trees

TREE = {"tree": "(a (b c))", "vectors": "1;2;5", "w": "10,1", "b": "3", "activation": "linear"}


def test_a_tree_by_hand():
    """(b c): 20 + 5 + 3; the root: 10 + 28 + 3."""
    assert answers("recursive", **TREE) == {"nodes": [[28], [41]], "root": [41]}
    for spelling in ("(a,(b,c))", " ( a ( b c ) ) ", "(a, (b, c))"):
        assert answers("recursive", **{**TREE, "tree": spelling})["root"] == [41]


def test_a_word_that_comes_again_has_the_vector_that_it_had():
    again = answers("recursive", **{**TREE, "tree": "(a (b a))", "vectors": "1;2"})
    assert again["nodes"] == [[20 + 1 + 3], [10 + 24 + 3]]


@pytest.mark.parametrize(
    ("mistake", "nodes"),
    [
        ("children-exchanged", [[50 + 2 + 3], [550 + 1 + 3]]),
        ("same-half", [[70 + 3], [740 + 3]]),
        ("left-to-right", [[10 + 2 + 3], [150 + 5 + 3]]),
        ("no-bias", [[25], [35]]),
    ],
)
def test_mistakes_in_a_tree(mistake, nodes):
    assert mistaken("recursive", mistake, **TREE)["nodes"] == nodes
    assert any(mistake in names for names in mistakes("recursive", "nodes", nodes, **TREE))


def test_the_order_is_no_mistake_where_the_tree_has_it():
    assert "left-to-right" in solver.solve("recursive", **TREE).mistakes
    assert "left-to-right" not in solver.solve("recursive", **{**TREE, "tree": "((a b) c)"}).mistakes


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--tree", {"tree": "(a b c)"}),
        ("--tree", {"tree": "a b"}),
        ("--tree", {"tree": "((a b) c) d"}),
        ("--tree", {"tree": "(" * 500 + "a" + " b)" * 500}),
        ("--vectors", {"vectors": "1;2"}),
        ("--w", {"w": "1"}),
        ("--b", {"b": "1,2"}),
    ],
)
def test_what_does_not_fit_a_tree_is_refused(option, more):
    refused("recursive", option, **{**TREE, **more})


def test_the_words_of_a_tree_are_named():
    assert "for each of a, b, c" in refused("recursive", "--vectors", **{**TREE, "vectors": "1;2"})


# Reservoirs

ECHO = {"x": "1;2", "w_in": "1;2", "w": "1,2;0,3", "activation": "linear"}


def test_a_reservoir_by_hand():
    """h = (1, 2), then (1 + 4 + 2, 6 + 4)."""
    found = answers("echo-state", **ECHO)
    assert found == {"states": [[1, 2], [7, 10]], "spectral_radius": 3}
    leaky = answers("echo-state", **ECHO, leak="0.5", h0="2,0")
    assert leaky["states"][0] == [0.5 * 2 + 0.5 * (1 + 2), 0.5 * 2]


@pytest.mark.parametrize(
    ("mistake", "states"), [("leak-exchanged", [0.2 * 2 + 0.8 * 3, 0.8 * 2]), ("no-leak", [3, 2])]
)
def test_mistakes_with_the_leak(mistake, states):
    found = mistaken("echo-state", mistake, **ECHO, leak="0.2", h0="2,0")["states"]
    assert found[0] == pytest.approx(states)


@pytest.mark.parametrize(
    ("w", "radius"),
    [
        ("-0.9", "9/10"),
        ("0.5,0.2;0.3,0.4", "7/10"),
        ("-0.5,0.2;0.2,-0.2", "3/5"),
        ("0,1;-1,0.5", "1"),
        ("0.3,-0.4;0.4,0.3", "1/2"),
        ("0,0;0,0", "0"),
    ],
)
def test_the_radius_of_two_units_is_exact(w, radius):
    units = w.count(";") + 1
    givens = {"x": "1", "w_in": ";".join("1" * units), "w": w}
    solution = run(registry.find("echo-state").load().of(**givens))
    assert solution.quantities["rho"].symbol.value == Fraction(radius)


def test_the_radius_of_more_units_comes_from_their_eigenvalues():
    """A rotation times 0.8, about an axis that is turned over; blocks; the companion of z^3 - 1/2."""
    for w, radius in (
        ("0.48,-0.64,0;0.64,0.48,0;0,0,-0.8", 0.8),
        ("0.5,0.1,0,0;0,0.5,0,0;0,0,0,-0.9;0,0,0.9,0", 0.9),
        (
            "0.5,0.1,0.2;0.1,0.3,0;0.4,0,0.9",
            max(np.linalg.eigvals([[0.5, 0.1, 0.2], [0.1, 0.3, 0], [0.4, 0, 0.9]])),
        ),
    ):
        givens = {"x": "1", "w_in": ";".join("1" * (w.count(";") + 1)), "w": w}
        assert answers("echo-state", **givens)["spectral_radius"] == pytest.approx(radius, rel=1e-12)


def test_mistakes_in_the_radius():
    signed = {"x": "1", "w_in": "1;1", "w": "0.2,0.6;0.4,-0.2"}
    right = answers("echo-state", **signed)["spectral_radius"]
    assert right == pytest.approx(np.sqrt(0.28))
    negative = {**signed, "w": "-0.5,0.2;0.2,-0.2"}
    assert answers("echo-state", **negative)["spectral_radius"] == pytest.approx(0.6)
    assert mistaken("echo-state", "sign-kept", **negative)["spectral_radius"] == pytest.approx(-0.1)
    assert mistaken("echo-state", "row-sums", **negative)["spectral_radius"] == pytest.approx(0.7)


def test_a_read_out_by_hand():
    """States 1 and 2, targets 2 and 3: 8 over 5 + 3."""
    givens = {"x": "1;2", "w_in": "1", "w": "0", "activation": "linear", "target": "2;3"}
    ridged = {**givens, "ridge": "3"}
    assert answers("echo-state", **ridged)["output_weights"] == [[1]]
    assert answers("echo-state", **ridged)["outputs"] == [[1], [2]]
    assert answers("echo-state", **givens)["output_weights"] == [[1.6]]
    assert mistaken("echo-state", "no-ridge", **ridged)["output_weights"] == [[1.6]]
    assert mistaken("echo-state", "states-as-weights", **ridged)["output_weights"] == [[8]]


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--w-in", {"w_in": "1"}),
        ("--w", {"w": "1,2"}),
        ("--b", {"b": "1"}),
        ("--target", {"target": "1"}),
        ("--ridge", {"ridge": "1"}),
        ("--ridge", {"x": "0;0", "target": "1;2"}),
        ("--leak", {"leak": "0"}),
        ("--leak", {"leak": "1.5"}),
    ],
)
def test_what_does_not_fit_a_reservoir_is_refused(option, more):
    refused("echo-state", option, **{**ECHO, **more})


SIX = "1;0.5;-1;2;0.3;-0.4"
WIDE = {"w": "0.5;0.2", "u": "0.8,0.1;-0.3,0.4", "b": "0.1,0.2"}
LONG = [
    ("bidirectional-rnn", {**WIDE, "w_back": "0.4;0.3", "u_back": "0.6,0.1;0.2,0.3", "h0_back": "0.5,1"}),
    ("deep-rnn", {"w": "0.5;0.2|0.3,1|2", "u": "0.8,0.1;-0.3,0.4|0.2|0.1"}),
    ("bptt", {**WIDE, "target": "1,2", "lr": "0.1"}),
    ("bptt", {**WIDE, "output_weights": "1,2", "target": SIX, "activation": "softplus", "truncate": "2"}),
    ("bptt", {**WIDE, "output_weights": "1,2", "target": "1", "activation": "relu", "truncate": "4"}),
    ("bptt", {**LSTM, "target": SIX, "lr": "0.1"}),
    ("echo-state", {"w_in": "1;2;-1", "w": "0.5,0.1,0.2;0.1,0.3,0;0.4,0,0.9", "target": SIX}),
    ("echo-state", {"w_in": "1", "w": "-0.5", "target": "1,2;0,1;1,1;0,0;2,1;1,3", "ridge": "0.1"}),
]


@pytest.mark.parametrize(("command", "givens"), LONG)
def test_long_courses_are_true_throughout(command, givens):
    problem = registry.find(command).load().of(**{**givens, "x": SIX})
    solution = run(problem)
    assert check(solution) > 10
    assert verify(problem, solution) < 1e-9


# An encoder and a decoder

TALK = {
    "x": "1;2",
    "w": "1",
    "u": "0",
    "w_dec": "1,3",
    "u_dec": "1",
    "output_weights": "0;1",
    "teacher": "1,0",
    "activation": "linear",
}


def test_an_encoder_and_a_decoder_by_hand():
    """The context is 2, then 2 + 1 and 3 + 3; the outputs are (0, s)."""
    found = answers("seq2seq", **TALK)
    assert found["context"] == [2]
    assert found["outputs"] == [[0, 3], [0, 6]]
    assert found["losses"] == pytest.approx([np.log1p(np.exp(-3)), np.log1p(np.exp(6))])
    assert found["loss"] == pytest.approx(np.mean(found["losses"]))


@pytest.mark.parametrize(
    ("mistake", "outputs"),
    [
        ("no-teacher-shift", [[0, 5], [0, 6]]),
        ("context-forgotten", [[0, 1], [0, 4]]),
        ("state-forgotten", [[0, 1], [0, 3]]),
    ],
)
def test_mistakes_of_a_decoder(mistake, outputs):
    assert mistaken("seq2seq", mistake, **TALK)["outputs"] == outputs


def test_a_teacher_that_is_on_time_is_named():
    assert ("no-teacher-shift",) in mistakes("seq2seq", "outputs", [[0, 5], [0, 6]], **TALK)


def test_padding_does_not_count():
    """The third token is padding: the loss is the mean of two."""
    givens = {**TALK, "w_dec": "1,3,0", "output_weights": "0;1;0", "teacher": "1,0,2", "padding": "2"}
    found = answers("seq2seq", **givens)
    assert found["losses"][2] == 0
    assert found["loss"] == pytest.approx(sum(found["losses"]) / 2)
    assert mistakes("seq2seq", "loss", sum(found["losses"]) / 3, **givens) == [("padding-counted",)]


def test_tokens_may_have_vectors():
    """Token 0 is 10, token 1 is 20."""
    givens = {**TALK, "w_dec": "1", "embedding": "10;20"}
    assert answers("seq2seq", **givens)["outputs"] == [[0, 12], [0, 32]]


@pytest.mark.parametrize("token", ["0", "1"])
def test_the_decoder_begins_with_a_token(token):
    assert answers("seq2seq", **TALK, start_token=token)["outputs"][0] == [0, 3 if token == "0" else 5]


def test_a_long_output_is_listed():
    givens = {**TALK, "x": "1;2;3;4;5;6", "teacher": "1,0,1,1,0,1", "u_dec": "0.1"}
    solution = run(registry.find("seq2seq").load().of(**givens))
    check(solution)
    assert "Steps 4 to 6" in str(solver.solve("seq2seq", **givens))


@pytest.mark.parametrize(
    ("option", "more"),
    [
        ("--u", {"u": "1,2"}),
        ("--w-dec", {"w_dec": "1"}),
        ("--u-dec", {"u_dec": "1;1"}),
        ("--b-dec", {"b_dec": "1,2"}),
        ("--output-weights", {"output_weights": "1", "w_dec": "1"}),
        ("--output-bias", {"output_bias": "1"}),
        ("--teacher", {"teacher": "1,2"}),
        ("--teacher", {"teacher": "1,1", "padding": "1"}),
        ("--start-token", {"start_token": "2"}),
        ("--padding", {"padding": "2"}),
        ("--embedding", {"w_dec": "1", "embedding": "1;2;3"}),
    ],
)
def test_what_is_no_encoder_and_decoder_is_refused(option, more):
    refused("seq2seq", option, **{**TALK, **more})
