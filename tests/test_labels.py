"""What stands under a label, a step, a layer, a batch or a sample, is told of that and of nothing else."""

from __future__ import annotations

import math

import numpy as np
import pytest

from solver import registry
from solver.checking.comparing.meant import value_of
from solver.checking.marking import check
from solver.checking.names.named_arrays import flat
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind
from solver.checking.written.labels import leading_label, listed, read_label
from solver.mathematics.decimals import round_value
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from tests.test_natural_answers import REFUSED, RIGHT, WRONG, verdict
from tests.test_own_ways import (
    BATCHES,
    CLUSTERS,
    DENSE,
    DESCENT,
    FIELD,
    LOGISTIC,
    NETWORK,
    POOLED,
    RATES,
    ROOT,
    RULE,
    WORDS,
)

LONG = ("gradient-descent", {**DESCENT[1], "steps": "9"})
"""The loss w^2 from 1 with a rate of 0.1: before step k, w is 0.8^(k-1) and the slope twice that."""

HEAVY = ("momentum", {"loss": "w^2", "w": "1", "lr": "0.1", "beta": "0", "steps": "9"})
"""The same without a momentum."""

PATCHES = ("im2col", {"input": "1,2,3;4,5,6;7,8,9", "kernel": "1,0;0,-1"})
"""The filter makes 1 - 5, 2 - 6, 4 - 8 and 5 - 9 of it."""

QUERIES = ("attention", {"q": "1,0;0,1", "k": "1,1;0,2", "v": "1,2;3,4"})
"""The products of queries and keys are 1, 0 and 1, 2."""

HEADS = ("multi-head", {"q": "0,0,1,1", "k": "1,0,0,1;0,1,1,1", "v": "1,0,0,1;0,1,1,0", "heads": "2"})
"""The scores of the heads are 0 and 0, and 1/√2 and √2."""

CURVE = ("roc", {"scores": "0.9,0.8,0.6,0.4", "labels": "1,0,1,0"})
"""Each positive is followed by a negative: up and right by one half in turn."""

DATA = np.array([[2.5, 2.4], [0.5, 0.7], [2.2, 2.9], [1.9, 2.2], [3.1, 3.0]])
AXES = ("pca", {"data": ";".join(",".join(map(str, row)) for row in DATA)})
SHARES = np.linalg.eigvalsh(np.cov(DATA.T))[::-1] / np.trace(np.cov(DATA.T))

DEEP = ("deep-rnn", {"x": "1;0.5;-1", "w": "0.5|0.3", "u": "0.8|0.2"})
LOWER = [math.tanh(0.5)]
LOWER.append(math.tanh(0.25 + 0.8 * LOWER[0]))
LOWER.append(math.tanh(-0.5 + 0.8 * LOWER[1]))
UPPER = [math.tanh(0.3 * LOWER[0])]
UPPER.append(math.tanh(0.3 * LOWER[1] + 0.2 * UPPER[0]))
UPPER.append(math.tanh(0.3 * LOWER[2] + 0.2 * UPPER[1]))

BOTH_WAYS = ("bidirectional-rnn", {"x": "1;0.5", "w": "0.5", "u": "0.8", "w_back": "0.4", "u_back": "0.6"})
AHEAD = [f"{state:.5f}" for state in LOWER[:2]]
BEHIND = [f"{math.tanh(0.4 + 0.6 * math.tanh(0.2)):.5f}", f"{math.tanh(0.2):.5f}"]

BOWL = ("gradient-descent", {"loss": "x**2 + y**2", "w": "x=1,y=2", "lr": "0.1", "steps": "2"})
"""Each step takes a fifth of both coordinates away."""

TWO_WEIGHTS = ("momentum", {"grads": "0.3,0.1;0.2,0.4", "w": "1,2", "lr": "0.1", "beta": "0"})
"""The weights become 0.97 and 1.99, then 0.95 and 1.95."""

ANSWERS = {
    "labels before one sign of equality": [
        (DESCENT, "step 1, step 2 = 0.8, 0.64", RIGHT),
        (DESCENT, "step 1 and step 2 = 0.8, 0.46", WRONG),
        (NETWORK, "layer 1, layer 3 = 448, 40970", RIGHT),
        (NETWORK, "layer 1, layer 3 = 448, 448", WRONG),
        (FIELD, "layer 1, layer 2, layer 3 = 3, 4, 8", RIGHT),
    ],
    "a letter counts the steps, whatever else it is": [
        (RATES, "t=0: 0.1; t=30: 0.075; t=60: 0.025", RIGHT),
        (RATES, "t=0: 0.1; t=30: 0.085; t=60: 0.025", WRONG),
        (DESCENT, "k=1: 0.8, k=2: 0.64", RIGHT),
    ],
    "a batch has samples of its own": [
        (BATCHES, "Batch 1: yhat = 0, 0", RIGHT),
        (BATCHES, "Batch 2: yhat = 1.8, 2.3", RIGHT),
        (BATCHES, "Batch 2: predictions = 1.8, 2.3", RIGHT),
        (BATCHES, "Batch 2: predictions = 1.8, 2.4", WRONG),
        (BATCHES, "Batch 2: errors = -4.2, -5.7", RIGHT),
        (BATCHES, "Batch 2: yhat_3 = 1.8, yhat_4 = 2.3", RIGHT),
        (BATCHES, "Batch 2: yhat_3 = 1.9", WRONG),
    ],
    "what belongs to no layer is told beside one": [
        (DENSE, "layer 2: loss = 8.8209", RIGHT),
        (DENSE, "layer 2: z = 2.03, loss = 8.8209", RIGHT),
        (DENSE, "layer 2: loss = 8.8", RIGHT),
        (DENSE, "layer 2: loss = 9.8209", WRONG),
    ],
    "other answers have the words of a name": [
        (AXES, f"explained variance = {100 * SHARES[0]:.2f} %", RIGHT),
        (AXES, f"explained variance = {100 * SHARES[0] - 2:.2f} %", WRONG),
        (WORDS, f"the: 0, cat: {np.log(2) / 3:.3f}", RIGHT),
        (WORDS, f"the: 0, cat: {np.log(2):.3f}", RIGHT),
        (WORDS, "the: 0, cat: 0.4", WRONG),
    ],
    "slashes stand between rows": [
        (POOLED, "6 5 / 7 9", RIGHT),
        (POOLED, "[6, 5 / 7, 9]", RIGHT),
        (POOLED, "6 5 / 7 8", WRONG),
        (PATCHES, "output = -4 -4 / -4 -4", RIGHT),
        (PATCHES, "output = -4 -4 / -4 4", WRONG),
    ],
    "points have coordinates that are lists": [
        (CURVE, "(0,0), (0,0.5), (0.5,0.5), (0.5,1), (1,1)", RIGHT),
        (CURVE, "points: (0,0), (0,0.5), (0.5,0.5), (0.5,1), (1,1)", RIGHT),
        (CURVE, "ROC points = (0,0), (0,0.5), (0.5,0.5), (0.5,0.5), (1,1)", WRONG),
        (CURVE, "(0,0), (0.5,0.5), (1,1)", REFUSED),
    ],
    "a size has both sides": [
        (PATCHES, "o = 2x2", RIGHT),
        (PATCHES, "o = 3x3", WRONG),
    ],
    "a number stands for the letter that has it": [
        (QUERIES, "QK^T/√2 = [[0.7071, 0], [0.7071, 1.4142]]", RIGHT),
        (QUERIES, "QK^T/sqrt(2) = [[0.7071, 0], [0.7071, 1.4242]]", WRONG),
        (QUERIES, "QK^T/√3 = [[0.7071, 0], [0.7071, 1.4142]]", REFUSED),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "answer", "wanted"),
    [case for cases in ANSWERS.values() for case in cases],
    ids=[f"{kind}: {case[1][:40]}" for kind, cases in ANSWERS.items() for case in cases],
)
def test_answers_under_labels(problem, answer, wanted):
    assert verdict(problem, answer) == wanted


SLOPES = [f"step {k}: gradient = {2 * 0.8 ** (k - 1):.4f}, w = {0.8**k:.4f}" for k in range(1, 10)]

LINE = ("sgd", {"x": "1,2", "y": "2,4", "lr": "0.1"})
"""The sample (1, 2) leads from 0 to the weight and bias 0.2,
the sample (2, 4), whose error is -3.4, to 0.88 and 0.54."""

WORKINGS = {
    "headings of layers": (DENSE, ["Layer 1", "z = (1, 1.7)", "a = (1, 1.7)", "Layer 2:", "z = 2.03"], 3),
    "headings of fields": (FIELD, ["layer 1", "r = 3", "j = 1", "layer 2", "r = 4"], 3),
    "headings by name": (NETWORK, ["conv1:", "shape = 32x32x16", "params = 448"], 2),
    "values of steps": (DESCENT, ["step 1: 0.8", "step 2: 0.64"], 2),
    "steps in words": (DESCENT, ["First step:", "w = 0.8", "Second step", "w = 0.64"], 2),
    "dashes behind steps": (DESCENT, ["Step 1 - w = 0.8", "Step 2 – w = 0.64"], 2),
    "values of steps of a root": (ROOT, ["step 1: 1.3333", "step 2: 1.2639"], 2),
    "arrows behind things": (NETWORK, ["conv -> 32x32x16, 448 params", "pool → 16x16x16"], 3),
    "a letter of its own": (HEADS, ["head 1: A = (0.5, 0.5)", "head 2: A = (0.3302, 0.6698)"], 2),
    "samples of an epoch": (
        RULE,
        ["Epoch 1", "(0,0): z = 0, yhat = 0", "(0, 1): z = 0.6", "row 3: z = 1.2, w = (0.7, 0.6), b = -0.5"],
        6,
    ),
    "samples of an epoch by their numbers": (LOGISTIC, ["epoch 1, sample 2: z = 0, p = 0.5"], 2),
    "words before names": (DESCENT, ["Step 1:", "So w = 0.8", "Step 2:", "Hence we get w = 0.64"], 2),
    "remarks behind labels": (
        BATCHES,
        ["First batch (x = 1, 2): w = 0.5", "Second batch (x = 3, 4): w = 2.27"],
        2,
    ),
    "lists of names": (BATCHES, ["mini-batch 1: (w, b) = (0.5, 0.3)", "batch 2: w, b = 2.27, 0.795"], 2),
    "lists of coordinates": (BOWL, ["step 1: (x, y) = (0.8, 1.6)", "step 2: (x, y) = (0.64, 1.28)"], 2),
    "one step alone": (DESCENT, ["Step 2", "w = 0.64"], 1),
    "the last step of a working": (LONG, ["Step 1", "w_1 = 0.8", "Step 3", f"w = {0.8**9:.4f}"], 2),
    "entries of a step": (
        TWO_WEIGHTS,
        ["Step 1", "w_1 = 0.97", "w_2 = 1.99", "Step 2", "w_1 = 0.95", "w_2 = 1.95"],
        4,
    ),
    "entries of layers": (
        DENSE,
        ["Layer 1", "delta_1 = -2.97", "delta_2 = -5.346", "Layer 2", "delta_1 = -5.94"],
        3,
    ),
    "entries of queries": (QUERIES, ["Query 1", "S_1 = 0.7071", "S_2 = 0", "Query 2", "S_2 = 1.4142"], 3),
    "states of layers": (
        DEEP,
        [
            line
            for number, states in enumerate((LOWER, UPPER), 1)
            for line in (f"Layer {number}", *(f"h{k} = {state:.5f}" for k, state in enumerate(states, 1)))
        ],
        6,
    ),
    "updated weights of layers": (
        DENSE,
        [
            "Layer 1",
            "W = [[0.2297, 0.4594], [0.35346, 0.80692]]",
            "w12 = 0.4594",
            "layer 2: W = [0.5594, 1.00098]",
        ],
        3,
    ),
    "lists of layers": (
        DEEP,
        [f"Layer {k}: {', '.join(f'{s:.5f}' for s in states)}" for k, states in enumerate((LOWER, UPPER), 1)],
        2,
    ),
    "thousands with commas": (NETWORK, ["Layer 1: 448", "Layer 3: 40,970"], 2),
    "calculations": (
        NETWORK,
        ["layer 1: (3*3*3 + 1)*16 = 448 parameters", "layer 3: 4096*10 + 10 = 40970"],
        2,
    ),
    "calculations of which one leads to another": (NETWORK, ["Layer 1", "3*3*3 = 27", "27*16 + 16 = 448"], 1),
    "headings of answers": (
        BOTH_WAYS,
        [
            "Forward",
            f"h1 = {AHEAD[0]}",
            f"h2 = {AHEAD[1]}",
            "Backward:",
            f"h2 = {BEHIND[1]}",
            f"h1 = {BEHIND[0]}",
        ],
        4,
    ),
    "steps below headings of answers": (
        BOTH_WAYS,
        [
            "Forward:",
            f"t = 1: h = {AHEAD[0]}",
            f"t = 2: h = {AHEAD[1]}",
            "Backward:",
            f"t = 2: h = {BEHIND[1]}",
        ],
        3,
    ),
    "answers named before a letter": (
        BOTH_WAYS,
        [f"t = 1: forward h = {AHEAD[0]}, backward h = {BEHIND[0]}", f"backward h2 = {BEHIND[1]}"],
        3,
    ),
    "centers on a line": (CLUSTERS, ["C1 = (1.5, 1), C2 = (8.5, 9)"], 2),
    "groups on lines of their own": (CLUSTERS, ["Cluster 1: (1,1), (2,1)", "Cluster 2: (8,9), (9,9)"], 1),
    "the groups of the last iteration": (CLUSTERS, ["Iteration 3: assignments: 1, 1, 2, 2"], 1),
    "samples on a line": (RULE, ["Epoch 1", "(0,0): z = 0, (0,1): z = 0.6; (1, 0): z = 1.2"], 3),
    "samples behind an epoch": (RULE, ["epoch 1: sample 1: z = 0, yhat = 0; sample 2: z = 0.6, yhat = 0"], 4),
    "samples that are updates": (
        ("sgd", {"x": "1,2,3", "y": "2,4,6", "w": "0", "no_bias": True, "lr": "0.1", "loss": "half-mse"}),
        ["Sample 1", "w = 0.2", "Sample 2:", "So w = 0.92", "sample 3: w = 1.892"],
        3,
    ),
    "samples by their entries": (LINE, ["(1, 2): w = 0.2, b = 0.2", "(2, 4): w = 0.88"], 3),
    "samples by their inputs under an epoch": (LINE, ["Epoch 1", "(1): w = 0.2, (2): w = 0.88"], 2),
    "columns of features": (
        ("batch-norm", {"x": "1,2;3,6;5,4", "gamma": "2", "beta": "1"}),
        [
            "feature 1: mu = 3, normalized = -1.22474, 0, 1.22474",
            "Feature 2",
            "normalized = (-1.22474, 1.22474, 0)",
        ],
        3,
    ),
    "commas behind things": (DENSE, ["In layer 1, delta = (-2.97, -5.346)", "for layer 2, delta = -5.94"], 2),
    "rows of queries": (QUERIES, ["Query 1", "S = (0.7071, 0)", "For query 2, S = (0.7071, 1.4142)"], 2),
    "gradients of many steps": (LONG, SLOPES, 18),
    "gradients of many steps of a momentum": (HEAVY, SLOPES, 18),
}


def report(posed, lines):
    command, givens = posed
    problem = registry.find(command).load().of(**givens)
    work = Work(Names(run(problem)))
    work.read([Line(text, f"line {number}:") for number, text in enumerate(lines, 1)])
    assert not work.troubles
    return check(problem, list(work.claims.values()))


@pytest.mark.parametrize(("posed", "lines", "count"), WORKINGS.values(), ids=WORKINGS)
def test_workings_under_labels(posed, lines, count):
    found = report(posed, lines)
    assert (found.is_right, len(found.verdicts)) == (True, count)


@pytest.mark.parametrize(
    ("posed", "lines"),
    [
        (DENSE, ["Layer 1", "z = (1, 1.7)", "Layer 2", "z = 1.7"]),
        (DESCENT, ["step 1: 0.8", "step 2: 0.8"]),
        (DESCENT, ["Step 2", "w = 0.8"]),
        (LONG, ["Step 3", f"w = {0.8**9:.4f}"]),
        (LONG, [f"step 8: w = {0.8**9:.4f}"]),
        (LINE, ["(2, 4): w = 0.2"]),
        (LINE, ["Epoch 1", "(1): w = 0.2, (2): w = 0.2"]),
        (QUERIES, ["Query 2", "S = (0.7071, 0)"]),
        (QUERIES, ["query 2: S = (0.7071, 0)"]),
        (QUERIES, ["For query 2, S = (0.7071, 0)"]),
        (DENSE, ["In layer 1, delta = -5.94"]),
        (RULE, ["Epoch 1", "(0,0): z = 0, (0,1): z = 1.2, (1,0): z = 0.6"]),
        (("batch-norm", {"x": "1,2;3,6;5,4"}), ["Feature 2", "normalized = (-1.22474, 0, 1.22474)"]),
        (CLUSTERS, ["Cluster 1: (1,1)", "Cluster 2: (2,1), (8,9), (9,9)"]),
        (BOTH_WAYS, ["Backward", f"h1 = {AHEAD[0]}"]),
        (BOTH_WAYS, ["Forward", f"h2 = {BEHIND[1]}"]),
        (BOTH_WAYS, [f"t = 2: backward h = {AHEAD[1]}"]),
        (NETWORK, ["Layer 3: 40,960"]),
        (NETWORK, ["layer 3: (3*3*3 + 1)*16 = 448"]),
        (DEEP, [f"Layer 2: {', '.join(f'{state:.5f}' for state in LOWER)}"]),
        (DESCENT, ["Step 2:", "So w = 0.8"]),
        (BATCHES, ["batch 1: (w, b) = (2.27, 0.795)"]),
        (BOWL, ["step 1: (x, y) = (0.64, 1.28)"]),
        (TWO_WEIGHTS, ["Step 1", "w_1 = 0.97", "w_2 = 1.95", "Step 2", "w_2 = 1.99"]),
        (DENSE, ["Layer 2", "W = [0.2297, 0.4594]"]),
        (DEEP, ["Layer 2", f"h1 = {LOWER[0]:.5f}"]),
        (DEEP, ["Layer 1", f"h2 = {UPPER[0]:.5f}"]),
        (QUERIES, ["Query 1", "S_2 = 1.4142"]),
        (RULE, ["Epoch 1", "(0,0): z = 0", "(0,1): z = 1.2"]),
        (LONG, [*SLOPES[:7], SLOPES[7].replace(f"{2 * 0.8**7:.4f}", f"{2 * 0.8**6:.4f}"), SLOPES[8]]),
    ],
)
def test_what_is_right_under_another_label_is_wrong(posed, lines):
    assert not report(posed, lines).is_right


@pytest.mark.parametrize(
    ("posed", "line", "name"),
    [
        (CLUSTERS, "Iteration 1: assignments: 1, 2, 2, 2", "assignments of iteration 1"),
        (
            CLUSTERS,
            "Iteration 1: cluster 1: {(1,1)}, cluster 2: {(2,1), (8,9), (9,9)}",
            "assignments of iteration 1",
        ),
    ],
)
def test_what_is_told_of_the_last_step_alone_is_not_judged_under_another(posed, line, name):
    work = Work(Names(run(registry.find(posed[0]).load().of(**posed[1]))))
    work.read([Line(line, "line 1:")])
    (trouble,) = work.troubles
    assert not work.claims
    assert name in str(trouble)


@pytest.mark.parametrize("source", ["", "line 1:"])
def test_a_list_is_no_single_number(source):
    work = Work(Names(run(registry.find(NETWORK[0]).load().of(**NETWORK[1]))))
    work.read([Line("layer 2 = 448", source)])
    (trouble,) = work.troubles
    assert "shapes[2], a list of numbers" in str(trouble)


def said(value):
    if isinstance(value, tuple):
        return f"({', '.join(map(said, value))})"
    number = value.evaluate()
    return str(number if number in (0, 1) else float(round_value(number, 6)))


def letters_beside(names, label):
    """What is worked out for a thing, by the letter that all of it has."""
    for target in names.beside(label):
        letters = {name.partition("_")[0] for name in flat(names.all_of(target))}
        if len(letters) == 1 and not letters & {""}:
            yield letters.pop(), value_of(target, names)


@pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)
def test_what_is_worked_out_for_a_thing_is_not_wrong_below_its_heading(entry):
    problem = entry.load().sample(RandomStream(f"labels/{entry.command}"), "medium")
    names = Names(run(problem))
    for label in ("step 2", "layer 2", "epoch 1", "head 2", "iteration 1"):
        for letter, value in letters_beside(names, label):
            text = f"{letter} = {said(value)}"
            work = Work(names)
            work.read([Line(label.capitalize(), "line 1:"), Line(text, "line 2:")])
            verdicts = check(problem, list(work.claims.values())).verdicts if work.claims else ()
            kinds = {finding.kind for one in verdicts for finding in one.findings}
            assert kinds.isdisjoint((Kind.WRONG, Kind.MISTAKE)), (label, text)


def softmax(scores):
    """The weights of each row, by NumPy."""
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


def written(matrix):
    return f"[{', '.join('[' + ', '.join(f'{entry:.4f}' for entry in row) + ']' for row in matrix)}]"


@pytest.mark.parametrize(
    ("queries", "keys"),
    [
        ([[1, 0], [0, 1]], [[1, 1], [0, 2]]),
        ([[2, 1], [1, 3]], [[1, 1], [0, 2]]),
        ([[1, 2], [0, 1], [2, 1]], [[1, 0], [0, 2], [1, 1]]),
    ],
)
def test_a_mistake_that_most_of_an_array_speaks_against_is_none(queries, keys):
    """With queries and keys exchanged, the diagonal alone is that of a softmax over the queries."""
    givens = {"q": queries, "k": keys, "v": np.eye(len(keys), dtype=int)}
    texts = {name: ";".join(",".join(map(str, row)) for row in rows) for name, rows in givens.items()}
    exchanged = softmax(np.array(keys) @ np.array(queries).T / np.sqrt(2))
    over_queries = softmax((np.array(queries) @ np.array(keys).T / np.sqrt(2)).T).T
    kinds = {}
    for name, weights in (("exchanged", exchanged), ("over queries", over_queries)):
        found = report(("attention", texts), [f"weights = {written(weights)}"])
        kinds[name] = [finding.kind for one in found.verdicts for finding in one.findings]
    assert Kind.MISTAKE not in kinds["exchanged"]
    assert Kind.MISTAKE in kinds["over queries"]


@pytest.mark.parametrize(
    ("text", "noun", "number", "is_step"),
    [
        ("step 2", "step", 2, True),
        ("t = 2", "step", 2, True),
        ("2nd epoch", "epoch", 2, True),
        ("after 3 batches", "batch", 3, True),
        ("Mini-batch #4", "batch", 4, True),
        ("time step 5", "step", 5, True),
        ("the second epoch", "epoch", 2, True),
        ("Step three", "step", 3, True),
        ("hidden layer 1", "layer", 1, False),
        ("conv1", "conv", 1, False),
        ("spam", "", 0, False),
    ],
)
def test_what_a_label_is(text, noun, number, is_step):
    label = read_label(text)
    assert (label.noun, label.number, label.is_step) == (noun, number, is_step)


def test_how_labels_cut_a_text():
    def is_thing(name):
        return name == "pool"

    assert leading_label("pool -> 16x16", is_thing)[1] == "16x16"
    assert leading_label("epoch 2, w = 1", is_thing)[1] == "w = 1"
    assert leading_label("step 2 - w = 1", is_thing)[1] == "w = 1"
    assert leading_label("t = 2 - w = 1", is_thing) is None
    assert leading_label("other: 3", is_thing) is None
    assert listed("step 1 and step 2 = 3, 4") == (["step 1", "step 2"], "3, 4")
    assert listed("a, b = 3, 4") is None
