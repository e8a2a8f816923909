"""Names of what has several quantities, a layer, a step or a class: form and value tell which is meant."""

from __future__ import annotations

import re

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind
from solver.mathematics.decimals import round_value
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from tests.test_natural_answers import REFUSED, RIGHT, WRONG, verdict

NETWORK = ("cnn", {"layers": "input 32x32x3; conv 16@3x3 p1; pool 2; fc 10"})
FIELD = ("receptive-field", {"layers": "input 32; conv 3 p1; pool 2; conv 3 p1"})
SPAM = (
    "naive-bayes",
    {"messages": "free money; see you; free win", "labels": "spam,ham,spam", "query": "free you"},
)
DESCENT = ("gradient-descent", {"loss": "w^2", "w": "1", "lr": "0.1", "steps": "2"})
WIDTHS = ("mlp-params", {"layers": "4,3,2,1"})
EQUAL = ("softmax", {"logits": "1,1,2"})
MIXTURE = ("jensen-shannon", {"p": "0.7,0.2,0.1", "q": "0.1,0.4,0.5"})
WEIGHTS = ("init", {"kind": "xavier-uniform", "fan_in": "100", "fan_out": "50"})
NORMAL = ("init", {"kind": "he", "fan_in": "50"})
SCORES = ("normal", {"mean": "5", "variance": "4", "below": "7"})
TEST = ("bayes", {"prevalence": "0.01", "sensitivity": "0.8", "specificity": "0.9"})
POSTERIOR = ("map", {"heads": "8", "tails": "4", "alpha": "1", "beta": "1"})
BATCHES = ("updates", {"samples": "500", "batch_size": "32", "epochs": "10"})
GATED = ("rnn-params", {"cell": "lstm", "inputs": "10", "units": "20"})
GATE = ("xor", {"activation": "relu"})
CLIPPED = ("gradient-clipping", {"grads": "3,4", "norm": "1"})
WAVES = ("positional-encoding", {"length": "3", "dimensions": "4"})
WORDS = ("cosine", {"vectors": "1,2;2,1;-1,1", "query": "1,1", "k": "2"})
LAYERS = (
    "backprop",
    {"x": "1,2", "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"], "activations": "relu,linear", "y": "5"},
)
EVEN = ("uniform", {"a": "2", "b": "8", "below": "3.5"})

CASES = [
    (NETWORK, "conv1: 32x32x16", RIGHT),
    (NETWORK, "conv1 = (32, 32, 16)", RIGHT),
    (NETWORK, "conv1: 32x32x8", WRONG),
    (NETWORK, "conv1: 448", RIGHT),
    (NETWORK, "conv1: 449", WRONG),
    (NETWORK, "layer 1: 32x32x16; layer 3: 10", RIGHT),
    (NETWORK, "pool: 16x16x16, fc: 10", RIGHT),
    (NETWORK, "pool: 16x16x8", WRONG),
    (NETWORK, "conv1 output shape = 32x32x16", RIGHT),
    (NETWORK, "shape after conv1 = 32x32x16", RIGHT),
    (NETWORK, "conv1 params = 448", RIGHT),
    (NETWORK, "layer 3: 40970", RIGHT),
    (NETWORK, "layer 2: 40970", REFUSED),
    (NETWORK, "pool: 0", REFUSED),
    (NETWORK, "pool params = 0", REFUSED),
    (NETWORK, "conv1 params = 32x32x16", WRONG),
    (NETWORK, "layer 1 params: 448, layer 3 params: 40970", RIGHT),
    (NETWORK, "fc params: 40970", RIGHT),
    (NETWORK, "pool params: 0", REFUSED),
    (NETWORK, "conv1 params: 448; layer 3 output: 12", WRONG),
    (FIELD, "r = 3, 4, 8", RIGHT),
    (FIELD, "r = 1, 3, 4, 8", RIGHT),
    (FIELD, "r = 3, 5, 8", WRONG),
    (FIELD, "receptive fields: 3, 4, 8", RIGHT),
    (FIELD, "n = 32, 16, 16", RIGHT),
    (FIELD, "pool: 4", RIGHT),
    (FIELD, "conv1: r = 3", RIGHT),
    (FIELD, "layer 1: r = 3, j = 1", RIGHT),
    (FIELD, "after layer 1: r = 1 + 2 = 3; j = 1", RIGHT),
    (FIELD, "layer 1: $r = 3$, $j = 1$", RIGHT),
    (FIELD, "pool: j = 2, r = 5", WRONG),
    (NETWORK, "conv1: shape = 32x32x16, params = 448", RIGHT),
    (SPAM, "spam: 0.6447, ham: 0.3553", RIGHT),
    (SPAM, "spam: 64.5%", RIGHT),
    (SPAM, "class spam: 0.02469", RIGHT),
    (SPAM, "ham: 1/7, 2/7", RIGHT),
    (SPAM, "spam: 0.7", REFUSED),
    (DESCENT, "step 1: 0.8, step 2: 0.64", RIGHT),
    (DESCENT, "iteration 2: 0.64", RIGHT),
    (DESCENT, "after 2 steps: 0.64", RIGHT),
    (DESCENT, "after step 1: 0.64", WRONG),
    (WIDTHS, "hidden layer 1: 15; layer 2: 8", RIGHT),
    (EQUAL, "p_1 = p_2 = 0.2119", RIGHT),
    (EQUAL, "p_1 = p_2", REFUSED),
    (MIXTURE, "M = (0.4, 0.3, 0.3)", RIGHT),
    (MIXTURE, "M = (0.4, 0.2, 0.3)", WRONG),
    (WEIGHTS, "U(-0.2, 0.2)", RIGHT),
    (WEIGHTS, r"W \sim \mathcal{U}[-0.2, 0.2]", RIGHT),
    (WEIGHTS, "-0.2 <= w <= 0.2", RIGHT),
    (WEIGHTS, "[-0.2, 0.2]", RIGHT),
    (WEIGHTS, "U(-sqrt(6/150), sqrt(6/150))", RIGHT),
    (WEIGHTS, "U(-0.3, 0.3)", WRONG),
    (WEIGHTS, "U(-0.2, 0.3)", WRONG),
    (NORMAL, "w ~ N(0, 0.04)", RIGHT),
    (NORMAL, "N(0, 0.2^2)", RIGHT),
    (NORMAL, "N(0, 0.2)", RIGHT),
    (NORMAL, "N(0, 0.05)", WRONG),
    (NORMAL, "N(0, 1)", WRONG),
    (SCORES, "X ~ N(5, 4)", RIGHT),
    (SCORES, "X ~ N(5, 9)", WRONG),
    (POSTERIOR, "p ~ Beta(9, 5)", RIGHT),
    (POSTERIOR, "Beta(9, 6)", WRONG),
    (POSTERIOR, "MAP = 2/3; Beta(9, 5)", RIGHT),
    (POSTERIOR, "MAP = 0.6667, posterior: Beta(9, 5)", RIGHT),
    (POSTERIOR, "MAP = 2/3, Beta(9, 6)", WRONG),
    (NORMAL, "variance = 0.04, so w ~ N(0, 0.04)", RIGHT),
    (TEST, "P(D ∩ +) = 0.008", RIGHT),
    (TEST, "P(+|D)P(D) = 0.008", RIGHT),
    (TEST, "P(D ∩ +) = 0.08", WRONG),
    (BATCHES, "updates per epoch = 16", RIGHT),
    (BATCHES, "total updates: 10 × 16 = 160", RIGHT),
    (BATCHES, "updates per epoch = 15", WRONG),
    (GATED, "W: 800, U: 1600, b: 80", RIGHT),
    (GATED, "W_ih = 200", RIGHT),
    (GATED, "W = 900", REFUSED),
    (GATE, "(0,0): 0, (0,1): 1, (1,0): 1, (1,1): 0", RIGHT),
    (GATE, "00 → 0, 01 → 1, 10 → 1, 11 → 1", WRONG),
    (CLIPPED, "sqrt(9 + 16) = 5", RIGHT),
    (CLIPPED, "sqrt(9 + 16) = 6", REFUSED),
    (WAVES, "sin(1) = 0.8415", RIGHT),
    (WORDS, "v_1·q = 3; ||v_1|| = 2.236; word 1: 0.9487", RIGHT),
    (LAYERS, "hidden layer: (1, 1.7), output layer: 2.03", RIGHT),
    (LAYERS, "output layer: 2.3", WRONG),
    (LAYERS, "output of layer 1 = (1, 1.7)", RIGHT),
    (LAYERS, "layer 1 output: (1, 1.7), layer 2 output: 2.03", RIGHT),
    (LAYERS, "activations of layer 1: 1, 1.8", WRONG),
    (EVEN, "f(x) = 1/6", RIGHT),
    (EVEN, "f(x) = 1/(8-2) = 1/6", RIGHT),
    (EVEN, "f(x) = 1/5", WRONG),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "answer", "wanted"), CASES, ids=[answer for _, answer, _ in CASES])
def test_what_is_meant_by_the_name_of_a_thing(problem, answer, wanted):
    assert verdict(problem, answer) == wanted


def test_a_layer_may_be_told_by_its_shape_and_by_its_parameters():
    assert verdict(NETWORK, "conv1: 32x32x16", "conv1: 448") == RIGHT
    assert verdict(NETWORK, "conv1: 32x32x16", "conv1: 449") == WRONG
    assert verdict(NETWORK, "conv1: 448", "conv1: 449") == REFUSED


@pytest.mark.parametrize("law", ["Z ~ N(0, 1)", r"Z \sim \mathcal{N}(0, 1)", "N(0; 1^2)"])
def test_the_standard_normal_distribution_claims_nothing_of_another_one(law):
    assert verdict(SCORES, law, "P = 0.8413") == RIGHT


def said(value):
    if isinstance(value, tuple):
        return f"({', '.join(map(said, value))})"
    number = value.evaluate()
    return str(number if number in (0, 1) else float(round_value(number, 5)))


def of_each(solution):
    """The parts of what there is one of for each thing of a kind, by the kind and its number."""
    for answer in solution.judged:
        kind = re.search(r"\b(?:of|in|after|by) (?:each|every) (?!central|forward)([a-z]+)", answer.phrase)
        parts = answer.value if isinstance(answer.value, tuple) else ()
        if kind and answer.comparison is Comparison.VALUES and len(parts) > 1:
            yield f"{kind[1]} {len(parts)}: {said(parts[-1])}"


NOT_BY_PLACE = {"logistic", "cnn", "bptt"}
"""Types whose lists begin at 0, or leave things out: their last part has another number."""


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_what_belongs_to_a_thing_of_a_kind_is_never_wrong_under_its_number(entry):
    problem = entry.load().sample(RandomStream(f"owned/{entry.command}"), "medium")
    solution = run(problem)
    for text in [] if entry.command in NOT_BY_PLACE else of_each(solution):
        work = Work(Names(solution))
        work.read([Line(text)])
        verdicts = check(problem, list(work.claims.values())).verdicts if work.claims else ()
        kinds = {finding.kind for one in verdicts for finding in one.findings}
        assert kinds.isdisjoint((Kind.WRONG, Kind.MISTAKE)), text
