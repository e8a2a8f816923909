"""Workings in the forms in which they are written: tables, numbered parts, arrows, and labels in labels."""

from __future__ import annotations

import numpy as np
import pytest

from solver import registry
from solver.checking.asked import wanted_names
from solver.checking.explaining.runs import runs_on
from solver.checking.names.meanings import is_each_step
from solver.checking.own_pages import judged
from solver.checking.verdicts import Kind
from solver.checking.written.lines import Line, logical_lines
from solver.mathematics.formula import Symbol
from solver.sampling.random_stream import RandomStream
from tests.test_natural_answers import REFUSED, RIGHT, WRONG
from tests.test_own_ways import DESCENT, RATES, ROOT

LINE = ("sgd", {"x": "1,2,3", "y": "2,4,6", "w": "0", "no_bias": True, "lr": "0.1", "epochs": "2"})
WEIGHTS = [0.0]
for _ in range(2):
    for x in (1, 2, 3):
        WEIGHTS.append(WEIGHTS[-1] - 0.1 * (WEIGHTS[-1] * x - 2 * x) * x)

BATCHED = (
    "minibatch",
    {"x": "1,2,3,4", "y": "2,4,6,8", "no_bias": True, "lr": "0.1", "batch_size": "2", "epochs": "2"},
)
BATCH_WEIGHTS = [0.0]
for _ in range(2):
    for batch in (np.array([1, 2]), np.array([3, 4])):
        BATCH_WEIGHTS.append(
            BATCH_WEIGHTS[-1] - 0.1 * np.mean((BATCH_WEIGHTS[-1] * batch - 2 * batch) * batch)
        )

SHARES = np.exp([0.5, 1.5, 0.1]) / np.exp([0.5, 1.5, 0.1]).sum()
LOGITS = ("softmax", {"logits": "0.5,1.5,0.1"})

QUERIES = ("attention", {"q": "1,0;0,1", "k": "1,1;0,2", "v": "1,2;3,4"})
SCORES = np.eye(2) @ np.array([[1, 1], [0, 2]]).T / np.sqrt(2)
FITS = np.exp(SCORES) / np.exp(SCORES).sum(axis=1, keepdims=True)
OUTPUTS = FITS @ np.array([[1, 2], [3, 4]])

WORDS = ("seq2seq", {"x": "1;0.5", "w": "0.5", "u": "0.8", "w_dec": "0.3,-0.2", "u_dec": "0.6",
         "output_weights": "1;-1", "teacher": "1,0"})  # fmt: skip
READ = [np.tanh(0.5)]
READ.append(np.tanh(0.25 + 0.8 * READ[0]))
SAID = [np.tanh(0.6 * READ[1] + 0.3), np.nan]

GATE = ("perceptron", {"gate": "and", "w": "1.2,0.6", "b": "0", "lr": "0.5", "threshold": "1"})
"""The sample (1, 0) is the first that fires, wrongly; then the weights are (0.7, 0.6) and the bias -0.5, with
which (1, 1) does not. Behind it they are (1.2, 1.1) and 0: (0, 1) fires in the second epoch."""

RECURRENT = ("rnn", {"x": "1;0.5;-1", "w": "0.5", "u": "0.8", "b": "0.1"})
STATES: list[float] = []
for given in (1, 0.5, -1):
    STATES.append(np.tanh(0.5 * given + 0.8 * (STATES[-1] if STATES else 0) + 0.1))

GUESSES = ("regression-metrics", {"actual": "3,5,2", "predicted": "2.5,5,4"})
LAYERS = ("mlp-params", {"layers": "4,3,2,1"})
GROUPS = ("k-means", {"data": "1,1;2,1;8,9;9,9", "centroids": "1,1;2,1"})
WINDOWS = ("receptive-field", {"layers": "input 32; conv 3 p1; pool 2; conv 3 p1"})
MINORS = ("determinant", {"matrix": "1,2;3,4"})
LINES = ("least-squares", {"design": "1,1;1,2;2,2", "y": "6,8,9"})
"""(XᵀX)⁻¹Xᵀy of these is (8/5, 16/5)."""

FAIR = ("entropy", {"p": "0.5,0.25,0.25"})

AVERAGED = ("rmsprop", {"grads": "1,2"})
AVERAGES = [0.1 * 1**2, 0.9 * 0.1 + 0.1 * 2**2]
CHANGES = [0.01 * grad / np.sqrt(v) for grad, v in zip((1, 2), AVERAGES, strict=True)]

FEATURES = ("batch-norm", {"x": "1,1;3,5"})

NET = ("sgd", {"x": "1,2", "y": "2,4", "lr": "0.1", "no_bias": True})


def rows(*values):
    return ", ".join(f"{value:.5f}" for value in values)


def said(problem, text):
    """What is said of a working, or of an answer of one line: right, wrong, or that something has no use."""
    command, givens = problem
    return judged_so(registry.find(command).load().of(**givens), text)


def judged_so(posed, text):
    numbered = logical_lines(text) if "\n" in text else ()
    lines = [Line(line, f"line {number}:") for number, line in numbered] or [Line(text)]
    asked = wanted_names(runs_on(posed).solution)
    only = asked[0] if len(asked) == 1 else ""
    work, report = judged(posed, lines, None, (), only=only, decimal_comma=False)
    if work.troubles or report is None:
        return REFUSED
    kinds = {verdict.worst.kind for verdict in report.verdicts}
    return RIGHT if all(kind.is_right or kind is Kind.PART for kind in kinds) else WRONG


CASES = {
    "tables without a rule": [
        (DESCENT, "| step | w |\n| 1 | 0.8 |\n| 2 | 0.64 |", RIGHT),
        (DESCENT, "step | gradient | w\n1 | 2 | 0.8\n2 | 1.6 | 0.64", RIGHT),
        (DESCENT, "step | gradient | w\n1 | 2 | 0.8\n2 | 2 | 0.64", WRONG),
        (DESCENT, "step | w\n1 | 0.8\n2 | 0.8", WRONG),
    ],
    "columns from a spreadsheet": [
        (DESCENT, "step\tgradient\tw\n0\t\t1\n1\t2\t0.8\n2\t1.6\t0.64", RIGHT),
        (DESCENT, "step\tgradient\tw\n1\t2\t0.8\n2\t1.6\t0.8", WRONG),
        (ROOT, "k\tw\n1\t1.3333\n2\t1.2639", RIGHT),
        (ROOT, "k\tw\n1\t1.3333\n2\t1.3333", WRONG),
    ],
    "a head above rows": [
        (DESCENT, "t  w_t\n1  0.8\n2  0.64", RIGHT),
        (DESCENT, "t w\n1 0.8\n2 0.64", RIGHT),
        (DESCENT, "t w\n1 0.8\n2 0.46", WRONG),
        (NET, "sample  w\n1  0.2\n2  0.92", RIGHT),
        (NET, "sample  w\n1  0.2\n2  0.2", WRONG),
    ],
    "some rows of a table": [
        (LINE, f"step | w\n2 | {WEIGHTS[2]:.4f}\n3 | {WEIGHTS[3]:.4f}", RIGHT),
        (LINE, f"step | w\n2 | {WEIGHTS[1]:.4f}\n3 | {WEIGHTS[3]:.4f}", WRONG),
    ],
    "the numbers of parts are those of steps": [
        (DESCENT, "1) gradient = 2, w = 0.8\n2) gradient = 1.6, w = 0.64", RIGHT),
        (DESCENT, "(a)\nw = 0.8\n(b)\nw = 0.64", RIGHT),
        (DESCENT, "1. w = 0.8\n2. w = 0.8", WRONG),
        (DESCENT, "(a)\nw = 0.8\n(b)\nw = 0.8", WRONG),
        (DESCENT, "1) w = 0.8, 0.64\n2) losses = 1, 0.64, 0.4096", RIGHT),
    ],
    "arrows between the values of steps": [
        (DESCENT, "w: 1 -> 0.8 -> 0.64", RIGHT),
        (DESCENT, "w: 0.8 → 0.64", RIGHT),
        (LINE, f"w: 0 → {WEIGHTS[1]:.4f} → {WEIGHTS[2]:.4f}", RIGHT),
        (LINE, f"w: 0 → {WEIGHTS[1]:.4f} → {WEIGHTS[1]:.4f}", WRONG),
        (LINE, f"w: 0 → {WEIGHTS[2]:.4f}", WRONG),
        (DESCENT, "w: 1 -> 0.8 -> 0.8", WRONG),
        (DESCENT, "w: 1 -> 0.64", WRONG),
        (DESCENT, "w: 1/0 -> 0.64", REFUSED),
        (RECURRENT, f"h: 0 -> {STATES[0]:.4f} -> {STATES[1]:.4f}", RIGHT),
        (RECURRENT, f"h: 0 -> {STATES[1]:.4f} -> {STATES[2]:.4f}", WRONG),
    ],
    "an update within an epoch": [
        (LINE, f"epoch 2: sample 1: w = {WEIGHTS[4]:.4f}", RIGHT),
        (LINE, f"epoch 2, sample 2: w = {WEIGHTS[5]:.4f}", RIGHT),
        (LINE, f"epoch 2, sample 2: w = {WEIGHTS[2]:.4f}", WRONG),
        (LINE, f"epoch 2: sample 1: w = {WEIGHTS[6]:.4f}", WRONG),
        (LINE, f"epoch 2: w = {WEIGHTS[6]:.4f}", RIGHT),
        (BATCHED, f"epoch 2, batch 1: w = {BATCH_WEIGHTS[3]:.4f}", RIGHT),
        (BATCHED, f"epoch 2, batch 1: w = {BATCH_WEIGHTS[1]:.4f}", WRONG),
        (LINE, f"Epoch 1\nsample 1: w = {WEIGHTS[1]:.4f}\nEpoch 2\nsample 1: w = {WEIGHTS[4]:.4f}", RIGHT),
        (LINE, f"Epoch 1\nsample 1: w = {WEIGHTS[1]:.4f}\nEpoch 2\nsample 1: w = {WEIGHTS[1]:.4f}", WRONG),
        (LINE, f"epoch 1:\nstep 1: w = {WEIGHTS[1]:.4f}\nepoch 2:\nstep 1: w = {WEIGHTS[4]:.4f}", RIGHT),
    ],
    "a thing behind a word, without a sign": [
        (NET, "after sample 1 w = 0.2", RIGHT),
        (NET, "after sample 2 w = 0.2", WRONG),
    ],
    "a number before a name tells what it is of": [
        (LOGITS, f"class 1: {SHARES[0]:.4f}, class 2: {SHARES[1]:.4f}", RIGHT),
        (LOGITS, f"class 2: probability = {SHARES[1]:.4f}", RIGHT),
        (LOGITS, f"class 2: probability = {SHARES[0]:.4f}", WRONG),
        (LOGITS, f"group 2: probability = {SHARES[0]:.4f}", REFUSED),
        (LOGITS, f"second group: p = {SHARES[0]:.4f}", WRONG),
        (LOGITS, f"Question 2: probabilities = {rows(*SHARES)}", RIGHT),
        (QUERIES, f"token 2: output = {rows(*OUTPUTS[1])}", RIGHT),
        (QUERIES, f"token 2: output = {rows(*OUTPUTS[0])}", WRONG),
        (QUERIES, f"token 2:\noutput = {rows(*OUTPUTS[0])}", WRONG),
        (QUERIES, f"query 2: weights = {rows(*FITS[1][::-1])}", WRONG),
        (QUERIES, f"query 2: weights = {rows(*FITS[1])}", RIGHT),
    ],
    "what is given out for each sample": [
        (GATE, "epoch 1: (0,0): 0, (0,1): 0, (1,0): 1, (1,1): 0", RIGHT),
        (GATE, "epoch 1: (0,0): 0, (0,1): 0, (1,0): 0, (1,1): 1", WRONG),
        (GATE, "Epoch 2\n(0,0): 0\n(0,1): 1\n(1,0): 0\n(1,1): 1", RIGHT),
        (GATE, "Epoch 2\n(0,0): 0\n(0,1): 0\n(1,0): 1\n(1,1): 0", WRONG),
    ],
    "all that is called so with a number": [
        (WORDS, f"encoder h = [{rows(*READ)}]", RIGHT),
        (WORDS, f"encoder states = {rows(*READ)}", RIGHT),
        (WORDS, f"encoder h = [{rows(*READ[::-1])}]", WRONG),
        (WORDS, f"decoder h = [{rows(*READ)}]", WRONG),
    ],
    "a function at the value of its letter": [
        (ROOT, "f'(1) = -4, f''(1) = 12", RIGHT),
        (ROOT, "f'(1) = 12", WRONG),
        (ROOT, "f''(1.333) = 21.33", RIGHT),
        (ROOT, "f''(1.333) = 12", WRONG),
        (ROOT, "step 1: f' = -4, f'' = 12", RIGHT),
        (ROOT, "step 2: f' = -4, f'' = 12", WRONG),
    ],
    "the error of a sample that no update comes before": [
        (NET, "step 1: error = -2", RIGHT),
        (NET, "error of sample 1 = -2", RIGHT),
        (NET, "error of sample 1 = -3.6", WRONG),
    ],
    "errors either way round": [
        (NET, "error of sample 1 = 2", RIGHT),
        (NET, "error of sample 2 = 3.6", RIGHT),
        (NET, "error of sample 2 = 4", WRONG),
        (GUESSES, "errors = (0.5, 0, -2)", RIGHT),
        (GUESSES, "errors = (-0.5, 0, 2)", RIGHT),
        (GUESSES, "errors = (-0.5, 0, -2)", WRONG),
        (GUESSES, "y-yhat = (-0.5, 0, 2)", WRONG),
    ],
    "a letter counts samples": [
        (NET, "i=1: e = -2, w = 0.2\ni=2: e = -3.6, w = 0.92", RIGHT),
        (NET, "i=1: w = 0.92", WRONG),
    ],
    "what a step begins with": [
        (DESCENT, "Step 1\nloss = 1\nw = 0.8\nStep 2\nloss = 0.64\nw = 0.64", RIGHT),
        (DESCENT, "step 1: loss = 0.64, step 2: loss = 0.4096", RIGHT),
        (DESCENT, "after step 1: loss = 1", WRONG),
        (DESCENT, "step 2: loss = 1", WRONG),
    ],
    "a step that there is none of": [
        (DESCENT, "epoch 3: w = 0.64", REFUSED),
        (DESCENT, "t = 4: loss = 0.4096", REFUSED),
        (RATES, "epoch 2: rates = 0.1", REFUSED),
        (RATES, "Step 1: rate = 0.1\nStep 2: rate = 0.075\nStep 3: rate = 0.025", RIGHT),
        (RATES, "Step 1: rate = 0.1\nStep 2: rate = 0.025\nStep 3: rate = 0.075", WRONG),
    ],
    "numbers of things": [
        (LAYERS, "1) params = 15, 2) params = 8", RIGHT),
        (LAYERS, "1) params = 15\n2) params = 8\n3) params = 3", RIGHT),
        (LAYERS, "1) params = 8, 2) params = 15", WRONG),
    ],
    "things by their places in words": [
        (LAYERS, "second layer: params = 8", RIGHT),
        (LAYERS, "2nd layer: params = 15", WRONG),
        (LAYERS, "first layer: params = 15, second layer: 8", RIGHT),
        (LOGITS, f"second class: p = {SHARES[1]:.4f}", RIGHT),
        (LOGITS, f"second class: p = {SHARES[0]:.4f}", WRONG),
        (("eigen", {"matrix": "1,2;5,4"}), "first eigenvalue: 6, second eigenvalue: -1", RIGHT),
        (("eigen", {"matrix": "1,2;5,4"}), "first eigenvalue: -1, second eigenvalue: 6", RIGHT),
        (("eigen", {"matrix": "1,2;5,4"}), "first eigenvalue: 6, second eigenvalue: 1", WRONG),
    ],
    "clusters by their centers and members": [
        (GROUPS, "cluster | x | y\n1 | 1.5 | 1\n2 | 8.5 | 9", RIGHT),
        (GROUPS, "cluster  x  y\n1  1.5  1\n2  8.5  8", WRONG),
        (GROUPS, "first cluster: (1.5, 1); second cluster: (8.5, 9)", RIGHT),
        (GROUPS, "cluster 1: (8.5, 9); cluster 2: (1.5, 1)", WRONG),
        (GROUPS, "Cluster 1: points 1 and 2; Cluster 2: points 3 and 4", RIGHT),
        (GROUPS, "Cluster 1 contains samples 1 and 2\nCluster 2 contains samples 3 and 4", RIGHT),
        (GROUPS, "Cluster 1: points 1 and 3; Cluster 2: points 2 and 4", WRONG),
    ],
    "columns of givens": [
        (GROUPS, "i | x | y | cluster\n1 | 1 | 1 | 1\n2 | 2 | 1 | 1\n3 | 8 | 9 | 2\n4 | 9 | 9 | 2", RIGHT),
        (GROUPS, "i | x | y | cluster\n1 | 1 | 1 | 2\n2 | 2 | 1 | 1\n3 | 8 | 9 | 2\n4 | 9 | 9 | 2", WRONG),
    ],
    "values below what they are of": [
        (LAYERS, "Layer 1\n15\nLayer 2\n8\nTotal\n26", RIGHT),
        (LAYERS, "Layer 2:\n3*2 + 2\n= 8", RIGHT),
        (LAYERS, "Layer 1: 4*3 + 3\n= 16", WRONG),
        (LAYERS, "total:\n= 27", WRONG),
        (LOGITS, "probabilities\n" + "\n".join(f"{share:.4f}" for share in SHARES), RIGHT),
        (LOGITS, "probabilities\n" + "\n".join(f"{share:.4f}" for share in SHARES[::-1]), WRONG),
        (DESCENT, "w_1\n= 1 - 0.1*2\n= 0.8\nw_2\n= 0.8 - 0.1*1.6\n= 0.63", WRONG),
        (FAIR, "0.5*1 + 0.25*2 + 0.25*2\n1.5", RIGHT),
        (FAIR, "sum over outcomes:\n= 1.7", WRONG),
        (FAIR, "H = 1.5\n1.5", RIGHT),
        (MINORS, "1*4 = 4\n2*3 = 6\nresult: -2", RIGHT),
        (MINORS, "1*4 = 4\n2*3 = 6\nresult = 2", WRONG),
        (MINORS, "1*4 - 2*3\n= 2", WRONG),
        (MINORS, "1*4 = 4\n2*3 = 6\n4 - 6 = 2", WRONG),
        (MINORS, "1*4 = 4\n2*3 = 6\n4 - 6 = -2", RIGHT),
    ],
    "the name of the last under each thing": [
        (WINDOWS, "layer 1: RF = 3\nlayer 2: RF = 4\nlayer 3: RF = 8", RIGHT),
        (WINDOWS, "layer 2: receptive field = 8", WRONG),
    ],
    "a letter of two things under steps": [
        (AVERAGED, "step 1: s = {:.2f}\nstep 2: s = {:.2f}".format(*AVERAGES), RIGHT),
        (AVERAGED, "step 1: s = {:.5f}\nstep 2: s = {:.5f}".format(*CHANGES), RIGHT),
        (AVERAGED, "step 2: s = 0.49", RIGHT),
        (AVERAGED, "step 2: s = 0.10", WRONG),
        (AVERAGED, "step 1: s = 0.49\nstep 2: s = 0.10", WRONG),
    ],
    "letters under things": [
        (FEATURES, "Feature 1: mu = 2, sigma^2 = 1\nFeature 2: mu = 3, sigma^2 = 4", RIGHT),
        (FEATURES, "Feature 1:\nmu = 2\nsigma^2 = 1\nFeature 2:\nmu = 3\nsigma^2 = 4", RIGHT),
        (FEATURES, "Feature 1: sigma^2 = 4", WRONG),
    ],
    "entries counted from 0": [
        (LINES, "beta_0 = 1.6, beta_1 = 3.2", RIGHT),
        (LINES, "beta_0 = 3.2, beta_1 = 1.6", WRONG),
        (LINES, "beta_1 = 1.6, beta_2 = 3.2", RIGHT),
        (DESCENT, "w_0 = 1, w_1 = 0.8", RIGHT),
        (RECURRENT, f"h_0 = {STATES[0]:.4f}, h_1 = {STATES[1]:.4f}, h_2 = {STATES[2]:.4f}", WRONG),
    ],
}


@pytest.mark.parametrize(
    ("problem", "text", "wanted"),
    [case for cases in CASES.values() for case in cases],
    ids=[f"{kind}: {text[:40]!r}" for kind, cases in CASES.items() for _, text, _ in cases],
)
def test_forms_of_workings(problem, text, wanted):
    assert said(problem, text) == wanted


def steps_told(command):
    """The numbers that a sampled problem has at each step, by the names of the answers that tell them."""
    posed = registry.find(command).load().sample(RandomStream(f"forms/{command}"), "medium")
    solution = runs_on(posed).solution
    told = {}
    for answer in filter(is_each_step, solution.answers):
        names = [name for name in answer.value if isinstance(name, Symbol)]
        if len(names) == len(answer.value) > 1 and not names[0].name.endswith("_0"):
            told[answer.name] = [f"{float(name.evaluate()):.9g}" for name in names]
    return posed, told


def tabbed(told):
    columns = zip(*told.values(), strict=True)
    return "\n".join(
        "\t".join(row) for row in [("step", *told), *((str(k), *row) for k, row in enumerate(columns, 1))]
    )


def in_parts(told):
    columns = zip(*told.values(), strict=True)
    names = [", ".join(f"{name} = {value}" for name, value in zip(told, row, strict=True)) for row in columns]
    return "\n".join(f"{number}) {part}" for number, part in enumerate(names, 1))


def with_arrows(told):
    return "\n".join(f"{name}: {' -> '.join(values)}" for name, values in told.items())


LOOPS = [
    command
    for command, entry in registry.entries().items()
    if any("each step" in phrase for phrase in entry.load().answers.values())
]


@pytest.mark.parametrize("written", [tabbed, in_parts, with_arrows])
@pytest.mark.parametrize("command", LOOPS)
def test_forms_of_what_is_told_of_each_step(command, written):
    posed, told = steps_told(command)
    if told:
        assert judged_so(posed, written(told)) == RIGHT
    for name, values in told.items():
        if values[-1] != values[-2]:
            stale = told | {name: [*values[:-1], values[-2]]}
            assert judged_so(posed, written(stale)) == WRONG


@pytest.mark.parametrize("label", ["step {}: {}", "{1} at step {0}", "step {}\n{}", "after {} steps, {}"])
@pytest.mark.parametrize("command", LOOPS)
def test_no_value_of_another_step_is_right_for_one(command, label):
    posed, told = steps_told(command)
    for name, values in told.items():
        for step, value in enumerate(values, 1):
            others = [other for other in (step - 1, step + 1, step + 2) if other > 0]
            # A heading of a working that is none of its steps may be one of its own.
            is_refused = "\n" not in label
            wrong = [k for k in others if (values[k - 1] != value if k <= len(values) else is_refused)]
            assert all(judged_so(posed, f"{label.format(k, name)} = {value}") != RIGHT for k in wrong)


def test_an_equation_of_several_unknowns_is_held_against_none_of_them():
    posed = registry.find("linear-system").load().of(a="1,2;3,4", b="5,6")
    text = "x1 + 2 x2 = 5\n3 x1 + 4 x2 = 6\nx2 = 4.5\nx1 = 5 - 9 = -4"
    lines = [Line(line, f"line {number}:") for number, line in logical_lines(text)]
    work, report = judged(posed, lines, None, (), only="", decimal_comma=False)
    assert not work.troubles
    assert [verdict.worst.words for verdict in report.verdicts] == ["", ""]


def test_words_before_a_formula_in_brackets_are_read_without_a_fault():
    text = "sign convention of the velocity: (vₜ = β·vₜ₋₁ + η·gₜ, wₜ = wₜ₋₁ − vₜ)\nv_1 = 0.05"
    posed = registry.find("momentum").load().of(grads="0.5,0.4,-0.2", lr="0.1")
    assert judged_so(posed, text) == RIGHT
