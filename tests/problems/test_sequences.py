"""Recurrences, gates and attention beyond what holds for every type."""

from __future__ import annotations

import numpy as np
import pytest

import solver
from solver.checking.verdicts import Kind
from tests.problems.naming import findings, mistakes
from tests.problems.solving import answers, mistaken, refused

# Plain recurrences

RNN = {"x": "1;0.5;-1", "w": "0.5", "u": "0.8", "b": "0.1"}


def test_an_rnn_by_hand():
    """h_1 = 2 - 1, h_2 = 4 + 3 - 1 with linear units; y = 10 h + 1."""
    givens = {"x": "1;2", "w": "2", "u": "3", "b": "-1", "activation": "linear"}
    found = answers("rnn", **givens, output_weights="10", output_bias="1")
    assert found == {"hidden": [[1], [6]], "outputs": [[11], [61]]}
    assert mistaken("rnn", "weights-exchanged", **givens)["hidden"] == [[2], [9]]
    assert mistaken("rnn", "state-forgotten", **givens)["hidden"] == [[1], [3]]
    assert mistaken("rnn", "no-bias", **givens)["hidden"] == [[2], [10]]


def test_a_forgotten_state_is_named():
    hidden = mistaken("rnn", "state-forgotten", **RNN)["hidden"]
    assert mistakes("rnn", "hidden", hidden, **RNN) == [("state-forgotten",)]


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--w", {"x": "1,2", "w": "1,2,3", "u": "1"}),
        ("--u", {"x": "1", "w": "1;2", "u": "1"}),
        ("--b", {"x": "1", "w": "1", "u": "1", "b": "1,2"}),
        ("--h0", {"x": "1", "w": "1", "u": "1", "h0": "1,2"}),
        ("--output-weights", {"x": "1", "w": "1", "u": "1", "output_weights": "1,2"}),
        ("--output-bias", {"x": "1", "w": "1", "u": "1", "output_bias": "1"}),
        ("--output-bias", {"x": "1", "w": "1", "u": "1", "output_weights": "1", "output_bias": "1,2"}),
    ],
)
def test_weights_of_other_shapes_are_refused(option, givens):
    refused("rnn", option, **givens)


def test_later_steps_stand_in_a_table():
    text = str(solver.solve("rnn", x="1;2;3;4;5", w="0.5", u="0.1"))
    assert "Steps 4 to 5" in text
    assert "tanh(W*x_3 + U*h_2)" in text
    assert "x_4" not in text.partition("Steps 4 to 5")[2]


# Gates

GRU = {"x": "1;0.5", "wz": "0.5,0.1", "wr": "0.6,0.2", "wh": "0.7,0.3", "h0": "0.5"}


def test_the_update_gate_may_weigh_the_old_state():
    """With an update gate of 1/2, both are the mean; else they mirror each other."""
    plain, mirrored = answers("gru", **GRU), answers("gru", **GRU, mirrored="true")
    z, new = plain["update"][0][0], plain["candidate"][0][0]
    assert plain["hidden"][0][0] == pytest.approx((1 - z) * 0.5 + z * new)
    assert mirrored["hidden"][0][0] == pytest.approx(z * 0.5 + (1 - z) * new)


def test_a_reset_after_the_weights_takes_in_the_second_bias():
    found = answers("gru", **GRU, convention="pytorch", bh2="0.4")
    r = found["reset"][0][0]
    assert found["candidate"][0][0] == pytest.approx(np.tanh(0.3 + r * (0.7 * 0.5 + 0.4)))
    before = answers("gru", **GRU, bh2="0.4")
    assert before["candidate"][0][0] == pytest.approx(np.tanh(0.3 + r * 0.7 * 0.5 + 0.4))


def test_an_answer_by_the_other_convention_is_told_so():
    other = answers("gru", **GRU, convention="pytorch")["hidden"]
    kinds = {finding.kind for finding in findings("gru", "hidden", other, **GRU)}
    assert kinds == {Kind.CONVENTION}


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("reset-ignored", lambda z, r, h: (1 - z) * h + z * np.tanh(0.7 * h + 0.3)),
        ("old-state-left-out", lambda z, r, h: z * np.tanh(0.7 * r * h + 0.3)),
        ("old-state-whole", lambda z, r, h: h + z * np.tanh(0.7 * r * h + 0.3)),
        ("reset-for-update", lambda z, r, h: (1 - r) * h + r * np.tanh(0.7 * r * h + 0.3)),
    ],
)
def test_mistakes_in_a_gru(mistake, wanted):
    one = GRU | {"x": "1"}
    z, r = (1 / (1 + np.exp(-s)) for s in (0.5 * 0.5 + 0.1, 0.6 * 0.5 + 0.2))
    assert mistaken("gru", mistake, **one)["hidden"][0][0] == pytest.approx(wanted(z, r, 0.5))


@pytest.mark.parametrize("command", ["gru", "lstm"])
def test_gates_of_other_shapes_are_refused(command):
    weights = {f"w{letter}": "1,1" for letter in ("zrh" if command == "gru" else "fico")}
    last = list(weights)[-1]
    told = refused(command, f"--{last}", x="1", **{**weights, last: "1,1,1"})
    assert "1 by 2" in told
    assert "1 by 3" in told
    refused(command, "--h0", x="1", **weights, h0="1,2")


# Parameters and positions


@pytest.mark.parametrize(
    ("mistake", "wanted"),
    [
        ("state-forgotten", (20 * 10 + 20, 4 * 220)),
        ("no-bias", (600, 2400)),
        ("one-bias", (601, 2404)),
        ("one-gate", (620, 620)),
        ("gates-exchanged", (620, 1860)),
    ],
)
def test_mistakes_in_the_count_of_parameters(mistake, wanted):
    givens = {"cell": "lstm", "inputs": 10, "units": 20}
    found = mistaken("rnn-params", mistake, **givens)
    assert (found["per_gate"], found["parameters"]) == wanted


def test_parameters_of_known_layers():
    """Keras: LSTM(20) on 10 inputs has 2480 parameters; GRU(20) with two biases 1920, its default."""
    assert answers("rnn-params", cell="lstm", inputs=10, units=20)["parameters"] == 2480
    assert answers("rnn-params", cell="gru", inputs=10, units=20, biases=2)["parameters"] == 1920
    both = answers("rnn-params", cell="lstm", inputs=10, units=20, bidirectional="true")
    assert both == {"per_gate": 620, "parameters": 4960}


def test_forgotten_biases_are_a_mistake_and_no_convention():
    givens = {"cell": "lstm", "inputs": 10, "units": 20}
    assert mistakes("rnn-params", "parameters", 2400, **givens) == [("no-bias",)]


def test_the_encoding_of_position_0_is_0_and_1_in_turn():
    assert answers("positional-encoding", length=1, dimensions=4)["encoding"] == [[0, 1, 0, 1]]


def test_sines_need_cosines():
    assert "even" in refused("positional-encoding", "--dimensions", length=2, dimensions=3)


def test_pairs_share_an_exponent():
    """Position 1 of 4 dimensions to the base 100: angles 1 and 1/10, not 1, 1/10, 1/100, 1/1000."""
    givens = {"length": 2, "dimensions": 4, "base": 100}
    right = [np.sin(1), np.cos(1), np.sin(0.1), np.cos(0.1)]
    assert answers("positional-encoding", **givens)["encoding"][1] == pytest.approx(right)
    wrong = [np.sin(1), np.cos(0.1), np.sin(0.01), np.cos(0.001)]
    found = mistaken("positional-encoding", "by-dimension", **givens)["encoding"][1]
    assert found == pytest.approx(wrong)


# Heads

ROWS = {"q": "1,0,2,1;0,1,1,1", "k": "1,1,0,2;0,2,1,0", "v": "1,2,3,4;5,6,7,8"}


def test_each_head_is_an_attention_over_its_columns():
    whole = answers("multi-head", **ROWS, heads=2)
    for h, columns in enumerate((slice(0, 3), slice(4, 7))):
        parts = {name: ";".join(row[columns] for row in text.split(";")) for name, text in ROWS.items()}
        alone = answers("attention", **parts)
        assert (whole["scores"][h], whole["weights"][h]) == (alone["scores"], alone["weights"])
        assert whole["head_outputs"][h] == alone["output"]
    assert [len(row) for row in whole["output"]] == [4, 4]


def test_one_head_is_plain_attention():
    assert answers("multi-head", **ROWS, heads=1)["output"] == answers("attention", **ROWS)["output"]


def test_the_width_of_all_heads_is_named():
    scores = mistaken("multi-head", "width-of-all", **ROWS, heads=2)["scores"]
    right = answers("multi-head", **ROWS, heads=2)["scores"]
    np.testing.assert_allclose(np.array(scores) * np.sqrt(2), right)
    assert mistaken("multi-head", "dealt", **ROWS, heads=2)["scores"][0][0][0] == pytest.approx(
        1 / np.sqrt(2)
    )


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--heads", {**ROWS, "heads": 3}),
        ("--k", {**ROWS, "k": "1,1;0,2", "heads": 2}),
        ("--v", {**ROWS, "v": "1,2", "heads": 2}),
        ("--wo", {**ROWS, "wo": "1,2", "heads": 2}),
        ("--wq", {**ROWS, "wq": "1,2", "heads": 2}),
        ("--mask", {**ROWS, "mask": "1,0", "heads": 2}),
    ],
)
def test_heads_that_do_not_fit_are_refused(option, givens):
    refused("multi-head", option, **givens)
