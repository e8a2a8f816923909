"""Ways to write an answer that are a student's own, and what a value tells where words leave it open."""

from __future__ import annotations

import re

import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.own_pages import judged
from solver.checking.reading.work import Line, Work
from solver.checking.verdicts import Kind
from solver.mathematics.decimals import round_value
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from tests.test_natural_answers import REFUSED, RIGHT, WRONG, verdict

DESCENT = ("gradient-descent", {"loss": "w^2", "w": "1", "lr": "0.1", "steps": "2"})
NETWORK = ("cnn", {"layers": "input 32x32x3; conv 16@3x3 p1; pool 2; fc 10"})
SQUARES = ("rmsprop", {"grads": "0.3,0.2,0.1"})
CLUSTERS = ("k-means", {"data": "1,1;2,1;8,9;9,9", "centroids": "1,1;2,1"})
RULE = ("perceptron", {"gate": "and", "w": "1.2,0.6", "b": "0", "lr": "0.5", "threshold": "1"})
TEST = ("bayes", {"prevalence": "0.01", "sensitivity": "0.9", "specificity": "0.95"})
STACKED = ("deep-rnn", {"x": "1;0.5;-1", "w": "0.5|0.3", "u": "0.8|0.2"})
GATES = ("gru", {"x": "1;0.5", "wz": "0.5,0.1", "wr": "0.6,0.2", "wh": "0.7,0.3"})
DENSE = (
    "backprop",
    {
        "x": "1,2",
        "weights": ("0.2,0.4;0.3,0.7", "0.5,0.9"),
        "activations": "relu,linear",
        "y": "5",
        "loss": "se",
        "lr": "0.01",
    },
)
COIN = ("map", {"heads": "8", "tails": "4", "alpha": "2", "beta": "2"})
BELL = ("map", {"data": "1,2,3", "variance": "1", "prior_mean": "0", "prior_variance": "1"})
COUNTS = ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"})
WAVES = ("fft-conv", {"x": "1,2,3", "kernel": "1,-1"})
EVEN_WAVES = ("fft-conv", {"x": "1,1", "kernel": "1,1", "circular": True})
TOSSES = ("binomial", {"n": "5", "p": "0.5", "k": "2"})
CHANCES = ("softmax", {"logits": "0,0.6931471805599453"})
LOGISTIC = ("logistic", {"x": "1;2;3", "y": "0,0,1", "w": "0", "b": "0", "lr": "0.1"})
KERNEL = ("null-space", {"matrix": "1,2,3"})
PLANE = ("column-space", {"matrix": "1,0;1,1;0,1"})
SPECTRUM = ("eigen", {"matrix": "1,2;5,4"})
SIZE = ("conv-size", {"input": "10", "kernel": "3", "stride": "2", "padding": "1"})
LAYER = ("conv-params", {"input": "32x32x3", "filters": "16", "kernel": "3"})
FIELD = ("receptive-field", {"layers": "input 32; conv 3 p1; pool 2; conv 3 p1"})
BATCHES = (
    "minibatch",
    {"x": "1,2,3,4", "y": "2,4,6,8", "w": "0", "b": "0", "batch_size": "2", "lr": "0.1", "loss": "half-mse"},
)
"""After the first update w = 0.5 and b = 0.3, after the second 2.27 and 0.795."""
CIRCLE = ("lagrange", {"f": "x*y", "constraint": "x**2 + y**2 = 8"})
GRAPH = ("autodiff", {"expression": "(x + y)*(2*x - y)", "at": "x=3,y=1"})
WORDS = ("tf-idf", {"documents": "the cat sat;the dog", "tf": "share"})
SPLIT = ("information-gain", {"labels": "yes,yes,no,no", "feature": "a,a,a,b"})
POOLED = ("pool", {"input": "1,3,2,1;4,6,5,2;7,2,8,3;1,4,9,0", "size": "2"})
TALL = ("svd", {"matrix": "1,2;3,4;5,6"})
NEAREST = ("knn", {"data": "1,1;2,1;8,9", "labels": "a,a,b", "query": "2,2", "k": "1"})

VELOCITY = ("momentum", {"grads": "0.5,0.4,-0.2", "lr": "0.1"})
TABLE = "| t | v | w |\n|---|---|---|\n| 1 | 0.05 | -0.05 |\n| 2 | 0.085 | -0.135 |\n| 3 |"
ROOT = ("newton", {"loss": "w**4 - 8*w", "w": "1", "steps": "2"})
RATES = ("lr-schedule", {"kind": "cosine", "lr": "0.1", "total": "90", "at": "0,30,60"})
EVEN = ("uniform", {"a": "2", "b": "8", "below": "3.5"})
ENTROPY = ("loss", {"kind": "bce", "y": "1,0,1", "p": "0.9,0.2,0.6"})
XAVIER = ("init", {"kind": "xavier-uniform", "fan_in": "100", "fan_out": "50"})

CASES = {
    "a value tells which quantity of a step is meant": [
        (DESCENT, "step 1: 2", RIGHT),
        (DESCENT, "step 1: 0.8", RIGHT),
        (DESCENT, "step 1: 3", WRONG),
        (DESCENT, "step 2: 2", WRONG),
        (DESCENT, "step 1: gradient = 2, w = 0.8", RIGHT),
        (DESCENT, "step 1: gradient 2, w 0.8", RIGHT),
        (DESCENT, "step 1: gradient 2, w 0.7", WRONG),
        (DESCENT, "step 1: gradient 1, w 0.8", WRONG),
        (DESCENT, "gradient: 2, 1.6", RIGHT),
        (DESCENT, "gradient: 2, 1.5", WRONG),
        (DESCENT, "gradient of step 2 = 1.6", RIGHT),
        (FIELD, "layer 1: 3; layer 2: 4; layer 3: 8", RIGHT),
        (FIELD, "layer 1: 5", REFUSED),
    ],
    "an epoch has the bias of its last update and the gradient of its first one": [
        (LOGISTIC, "epoch 1: bias -0.0167", RIGHT),
        (LOGISTIC, "epoch 1: bias 0.0167", WRONG),
        (LOGISTIC, "epoch 1: loss 0.69", RIGHT),
        (LOGISTIC, "epoch 1 gradient = (0, 0.1667)", RIGHT),
    ],
    "layers without parameters have 0 of them": [
        (NETWORK, "params = 448, 0, 40970", RIGHT),
        (NETWORK, "params = 0, 448, 0, 40970", RIGHT),
        (NETWORK, "params = 448, 40970", RIGHT),
        (NETWORK, "params = 448, 1, 40970", WRONG),
        (NETWORK, "params = 448, 0, 40971", WRONG),
        (NETWORK, "params = 448, 0", WRONG),
        (NETWORK, "params = 448 + 0 + 40970 = 41418", RIGHT),
        (NETWORK, "conv1: 448; pool: 0; fc: 40970", RIGHT),
        (NETWORK, "layer 1: 448, layer 2: 0, layer 3: 40970", RIGHT),
        (NETWORK, "parameters: conv 448, pool 0, fc 40970", RIGHT),
        (NETWORK, "pool params = 0, conv params = 448", RIGHT),
        (NETWORK, "shapes: conv 32x32x16, pool 16x16x16, fc 10", RIGHT),
        (NETWORK, "shapes: conv 32x32x16, pool 16x16x8, fc 10", WRONG),
        (NETWORK, "fc: 0", WRONG),
    ],
    "what is worked out in each step is of the step it stands under": [
        (SQUARES, "t=1: v = 0.009, w = -0.0316; t=2: v = 0.0121", RIGHT),
        (SQUARES, "step 2: E[g²] = 0.0121", RIGHT),
        (SQUARES, "step 2: v = 0.009", WRONG),
        (SQUARES, "step 2: s = 0.01818", RIGHT),
        (STACKED, "step 1: h^1 = 0.4621", RIGHT),
        (CLUSTERS, "iteration 1: c1 = (1, 1), c2 = (6.33, 6.33)", RIGHT),
        (CLUSTERS, "iteration 2: c1 = (1.5, 1), c2 = (8.5, 9)", RIGHT),
        (CLUSTERS, "iteration 2: c2 = (6.33, 6.33)", WRONG),
    ],
    "an epoch ends with the weights after its last row": [
        (RULE, "epoch 1: w = (1.2, 1.1), b = 0", RIGHT),
        (RULE, "epoch 1: w1 = 1.2, w2 = 1.1", RIGHT),
        (RULE, "epoch 1: w = (1.2, 0.6)", WRONG),
        (RULE, "epoch 3: w = (1.2, 0.6), b = -0.5", RIGHT),
    ],
    "an event does not happen": [
        (TEST, "P(~D|+) = 0.8462", RIGHT),
        (TEST, "P(D'|+) = 0.8462", RIGHT),
        (TEST, "P(D^c|+) = 0.8462", RIGHT),
        (TEST, r"P(\overline{D}|+) = 0.8462", RIGHT),
        (TEST, "P(D'|+) = 0.1538", WRONG),
    ],
    "each thing on a line has letters of its own": [
        (FIELD, "layer 1: r = 3, j = 1; layer 2: r = 4, j = 2; layer 3: r = 8, j = 2", RIGHT),
        (FIELD, "layer 1: r = 3, j = 1; layer 2: r = 8, j = 2", WRONG),
        (LAYER, "output: 30x30x16, 448 params", RIGHT),
        (LAYER, "output: 30x30x16, 432 params", WRONG),
    ],
    "a tilde before the sign of equality is part of the name": [
        (GATES, "h~=0.2913, 0.2057", RIGHT),
        (GATES, "step 1: z=0.525, h~=0.2913, h=0.1529", RIGHT),
        (GATES, "step 1: h~=0.1529", WRONG),
        (GATES, "h_1~=0.1529", RIGHT),
    ],
    "a reason stands behind a value": [
        (SPECTRUM, "diagonalizable: yes, since the eigenvalues are distinct", RIGHT),
        (SPECTRUM, "diagonalizable: no, because it is not symmetric", WRONG),
        (COUNTS, "acc = 0.85 because (40 + 45)/100 are right", RIGHT),
        (NEAREST, "label: a, because it is nearer", RIGHT),
        (NEAREST, "label: b, because it is nearer", WRONG),
        (COUNTS, "acc = 0.95 since (40 + 45)/100 are right", WRONG),
    ],
    "a thing has a shape and a number": [
        (NETWORK, "conv: 32x32x16, 448 params", RIGHT),
        (NETWORK, "conv1: 32 x 32 x 16; 448", RIGHT),
        (NETWORK, "layer 1: 32x32x16, parameters (3*3*3 + 1)*16 = 448", RIGHT),
        (NETWORK, "pool: 16x16x16, 0 params", RIGHT),
        (NETWORK, "pool: 16x16x16, params = 0", RIGHT),
        (NETWORK, "conv: 32x32x16, 432 params", WRONG),
        (NETWORK, "conv: 30x30x16, 448 params", WRONG),
    ],
    "a letter of a layer has the number of that": [
        (DENSE, "layer 1: z = [1, 1.7], a = [1, 1.7]", RIGHT),
        (DENSE, "layer 2: z = 2.03", RIGHT),
        (DENSE, "layer 2: z = 1.7", WRONG),
        (DENSE, "layer 1: dW = [[-2.97, -5.94], [-5.346, -10.692]]", RIGHT),
        (DENSE, "layer 1: dW = [[-2.97, -5.346], [-5.94, -10.692]]", WRONG),
        (DENSE, "layer 2: dW = [[-5.94, -10.098]]", RIGHT),
        (DENSE, "layer 3: z = 2.03", REFUSED),
    ],
    "the prior is given beside the posterior": [
        (COIN, "prior Beta(2,2), posterior Beta(10,6)", RIGHT),
        (COIN, "prior: Beta(2, 2); posterior: Beta(10, 6)", RIGHT),
        (COIN, "Beta(2,2) -> Beta(10,6)", RIGHT),
        (COIN, "p ~ Beta(2,2), p|x ~ Beta(10,6)", RIGHT),
        (COIN, "Beta(2,2) -> Beta(10,5)", WRONG),
        (COIN, "Beta(2,2)", WRONG),
        (COIN, "prior = Beta(2,3), posterior = Beta(10,6)", REFUSED),
        (BELL, "prior N(0,1), posterior N(1.5, 0.25)", RIGHT),
        (BELL, "N(0,1) -> N(1.5, 0.5)", WRONG),
    ],
    "colons and signs of equality stand on one line": [
        (COUNTS, "recall = 0.889; f1: 0.842", RIGHT),
        (COUNTS, "recall = 0.889;f1: 0.842;acc:0.85", RIGHT),
        (COUNTS, "f1: 0.842; recall = 0.889; acc: 0.85", RIGHT),
        (COUNTS, "recall = 0.889; f1: 0.8", WRONG),
        (COUNTS, "recall = 40/45 = 0.889; f1: 2*0.8*0.889/(0.8+0.889) = 0.842", RIGHT),
    ],
    "a letter in the other case has the value": [
        (WAVES, "Y = 1, 1, 1, -3", RIGHT),
        (WAVES, "output Y = (1, 1, 1, -3)", RIGHT),
        (WAVES, "Y = [0, -4i, 4, 4i]", RIGHT),
        (WAVES, "Y = 1, 1, 1, 3", WRONG),
        (EVEN_WAVES, "X = (2, 0), Y = (4, 0), y = (2, 2)", RIGHT),
        (EVEN_WAVES, "Y = (4, 1)", WRONG),
    ],
    "calculations side by side are a list": [
        (CHANCES, "1/3 = 0.333, 2/3 = 0.667", RIGHT),
        (CHANCES, "1/3 = 0.333, 2/3 = 0.6", WRONG),
        (CHANCES, "p = 1/3 = 0.333, 2/3 = 0.667", RIGHT),
        (CHANCES, "p = 1/3 = 0.333, 2/3 = 0.6", WRONG),
        (TOSSES, "P = 10*0.5^5 = 0.3125, 5*0.5 = 2.5", RIGHT),
        (TOSSES, "2 + 3 = 5, 5*0.5 = 2.5", RIGHT),
    ],
    "a basis needs no name": [
        (KERNEL, "[-2 -3; 1 0; 0 1]", RIGHT),
        (KERNEL, "[[-0.53, -0.80], [0.77, -0.34], [-0.34, 0.49]]", RIGHT),
        (KERNEL, "[-2 -3; 1 0; 1 1]", WRONG),
        (PLANE, "[-0.4082 0.7071; -0.8165 0; -0.4082 -0.7071]", RIGHT),
        (PLANE, "[-0.4082 0.7071; -0.8165 0; -0.4082 0.7071]", WRONG),
    ],
    "the space of an eigenvalue has its value in its name, not its number": [
        (SPECTRUM, "λ1=6: (2/5, 1); λ2=-1: (-1, 1)", RIGHT),
        (SPECTRUM, "λ1=-1: (-1, 1); λ2=6: (2, 5)", RIGHT),
        (SPECTRUM, "λ1=6: (-1, 1); λ2=-1: (2, 5)", WRONG),
    ],
    "an arrow leads to the number that is meant": [
        (SIZE, "o = 5.5 -> 5", RIGHT),
        (SIZE, "(10+2*1-3)/2+1 = 5.5 → 5", RIGHT),
        (SIZE, "(10+2*1-3)/2+1 = 5.6 → 5", REFUSED),
        (SIZE, "5.5 -> 6", WRONG),
        (SIZE, "⌊9/2⌋ + 1 = 5", RIGHT),
        (SIZE, r"\lfloor\frac{10+2-3}{2}\rfloor+1 = 5", RIGHT),
        (SIZE, "The output has size 5.", RIGHT),
        (DESCENT, "w: 1 -> 0.8 -> 0.64", RIGHT),
    ],
    "several answers have forms that tell them apart": [
        (LAYER, "30x30x16; 448", RIGHT),
        (LAYER, "30 x 30 x 16 and 448 params", RIGHT),
        (LAYER, "30x30x16; 449", WRONG),
    ],
    "steps and batches follow on one line": [
        (BATCHES, "step 1: w = 0.5; b = 0.3; step 2: w = 2.27; b = 0.795", RIGHT),
        (BATCHES, "step 1: w = 0.5; b = 0.3; step 2: w = 2.37; b = 0.795", WRONG),
        (BATCHES, "batch 1: w = 0.5, b = 0.3\nbatch 2: w = 2.27, b = 0.795", RIGHT),
        (BATCHES, "batch 1: w = 2.27", WRONG),
        (BATCHES, "(w, b) = (2.27, 0.795)", RIGHT),
        (BATCHES, "(w, b) = (0.795, 2.27)", WRONG),
        (BATCHES, "x = (1, 2), w = (0.5, 2.27)", REFUSED),
        (BATCHES, "dL/dw = -17.7", RIGHT),
        (BATCHES, "dL/dw = -17.8", REFUSED),
    ],
    "each coordinate of several points is written once": [
        (CIRCLE, "x = ±2, y = ±2", RIGHT),
        (CIRCLE, "x = ±3", WRONG),
        (CIRCLE, "f_max = 4 at (2,2), (-2,-2)", RIGHT),
    ],
    "a formula tells what a letter of one's own is": [
        (GRAPH, "v = 2x - y = 5", RIGHT),
        (GRAPH, "a = x + y = 4", RIGHT),
        (GRAPH, "a = x + y = 5", REFUSED),
    ],
    "a table has lists as its columns": [
        (VELOCITY, f"{TABLE} 0.0565 | -0.1915 |", RIGHT),
        (VELOCITY, f"{TABLE} 0.0665 | -0.1915 |", WRONG),
        (VELOCITY, f"{TABLE.replace('| 1 |', f'| 0 | 0 | 0 |{chr(10)}| 1 |')} 0.0565 | -0.1915 |", RIGHT),
        (VELOCITY, "step 2: v = 0.05", WRONG),
        (VELOCITY, "step 2: v = 0.085", RIGHT),
    ],
    "what a loop starts at may stand before its steps": [
        (ROOT, "1 → 1.3333 → 1.2639", RIGHT),
        (ROOT, "1 → 1.3333 → 1.4639", WRONG),
        (ROOT, "step 1: gradient -4, hessian 12, w 1.3333", RIGHT),
        (RATES, "step 0: 0.1, step 30: 0.075, step 60: 0.025", RIGHT),
        (RATES, "step 0: 0.1, step 30: 0.085, step 60: 0.025", WRONG),
    ],
    "clauses have colons, calculations, or neither": [
        (EVEN, "mean 5; variance 36/12 = 3; sd 1.732", RIGHT),
        (EVEN, "mean 5; variance 36/12 = 4; sd 1.732", WRONG),
        (ENTROPY, "per sample: 0.1054, 0.2231, 0.5108; loss 0.2798", RIGHT),
        (ENTROPY, "per sample: 0.1054, 0.2231, 0.5108; loss 0.3798", WRONG),
        (XAVIER, "±0.2", RIGHT),
        (XAVIER, "±0.3", WRONG),
    ],
    "units, keys and words stand about values": [
        (SPLIT, "before 1 bit, after 0.689 bits, gain 0.311 bits", RIGHT),
        (SPLIT, "before 1 bit, after 0.689 bits, gain 0.411 bits", WRONG),
        (WORDS, "idf = {'cat': 0.693, 'dog': 0.693, 'sat': 0.693, 'the': 0}", RIGHT),
        (WORDS, "idf = {'cat': 0.693, 'the': 0.693}", WRONG),
        (POOLED, "max: 6, 5, 7, 9", RIGHT),
        (POOLED, "max: 6, 5, 7, 8", WRONG),
        (NEAREST, "The label is a.", RIGHT),
        (NEAREST, "The label is b.", WRONG),
        (TALL, "Vh = [[-0.6196, -0.7849], [-0.7849, 0.6196]]", RIGHT),
        (TALL, "Vh = [[-0.6196, 0.7849], [-0.7849, 0.6196]]", WRONG),
    ],
}


@pytest.mark.parametrize(
    ("problem", "answer", "wanted"),
    [case for cases in CASES.values() for case in cases],
    ids=[f"{kind}: {case[1][:40]}" for kind, cases in CASES.items() for case in cases],
)
def test_answers_in_ways_of_ones_own(problem, answer, wanted):
    assert verdict(problem, answer) == wanted


def sampled(entry):
    problem = entry.load().sample(RandomStream(f"ways/{entry.command}"), "medium")
    return problem, run(problem)


def findings(problem, solution, text, source=""):
    work = Work(Names(solution), solution.answers[0].name if len(solution.answers) == 1 else "")
    work.read([Line(text, source)])
    report = check(problem, list(work.claims.values())) if work.claims else None
    return [finding for one in report.verdicts for finding in one.findings] if report else []


ENTRIES = pytest.mark.parametrize("entry", registry.entries().values(), ids=lambda entry: entry.command)


@ENTRIES
def test_what_is_worked_out_in_a_step_is_not_wrong_under_the_name_of_the_step(entry):
    problem, solution = sampled(entry)
    names = Names(solution)
    for target in names.beside("step 1"):
        if isinstance(target.quantities, str) and target.quantities:
            value = solution.quantities[target.quantities].symbol.value
            text = f"step 1: {float(round_value(value, 6))}"
            kinds = {finding.kind for finding in findings(problem, solution, text)}
            assert kinds.isdisjoint((Kind.WRONG, Kind.MISTAKE)), (text, target.quantities)


CALCULATIONS = (
    "3! = 6",
    "0.37*0.53 = 0.1961",
    "17 + 24 = 41",
    "e^(-2.3) = 0.1003",
    "2^7 = 128",
    "0.83^2 = 0.6889",
)


@ENTRIES
def test_a_true_calculation_that_is_nothing_here_is_not_called_wrong(entry):
    problem, solution = sampled(entry)
    for text in CALCULATIONS:
        for source in ("", "line 1:"):
            found = findings(problem, solution, text, source)
            told = [f for f in found if f.kind in (Kind.WRONG, Kind.MISTAKE)]
            # That a number has the other sign, or is the square of what is wanted, can be seen.
            assert all(re.search("sign|square|root|times too|upside", finding.words) for finding in told), (
                text
            )


WORKINGS = {
    "layers, each with its shape": (NETWORK, ["Layer 1: 32x32x16, 448 parameters", "Layer 2: 16x16x16"], 3),
    "fields of each layer": (FIELD, ["layer 1: 3", "layer 2: 4", "layer 3: 8"], 3),
    "a reason without an equation": (NEAREST, ["label: a, since sample 2 is nearest"], 1),
    "gradients of each layer": (
        DENSE,
        ["layer 1: dW = [[-2.97, -5.94], [-5.346, -10.692]]", "layer 2: dW = [[-5.94, -10.098]]"],
        2,
    ),
    "steps on one line": (BATCHES, ["step 1: w = 0.5, b = 0.3; step 2: w = 2.27, b = 0.795"], 4),
}


@pytest.mark.parametrize(("posed", "lines", "count"), WORKINGS.values(), ids=WORKINGS)
def test_lines_of_a_working_about_several_things(posed, lines, count):
    command, givens = posed
    problem = registry.find(command).load().of(**givens)
    work = Work(Names(run(problem)))
    work.read([Line(text, f"line {number}:") for number, text in enumerate(lines, 1)])
    assert not work.troubles
    report = check(problem, list(work.claims.values()))
    assert (report.is_right, len(report.verdicts)) == (True, count)


def test_a_true_calculation_is_undecided():
    problem = registry.find("entropy").load().of(p="0.5,0.25,0.25")
    (finding,) = findings(problem, run(problem), "0.37*0.53 = 0.1961")
    assert finding.kind is Kind.UNDECIDED
    assert "true" in finding.words
    (false,) = findings(problem, run(problem), "0.37*0.53 = 0.1971")
    assert false.kind is Kind.WRONG


def test_a_number_of_the_step_before_is_no_mistake_made_elsewhere():
    """Here w stays at 0, and without its bias the loss would stay as well."""
    posed = registry.find("logistic").load().of(**LOGISTIC[1])
    (finding,) = findings(posed, run(posed), "loss after epoch 1 = 0.6931")
    assert finding.kind is Kind.WRONG
    assert "L_0" in finding.words


def test_pages_of_dlsolve_are_judged_without_the_lines_that_are_taken_for_others():
    problem = registry.find("adam").load().of(grads="0.3,0.2")
    lines = [Line("w_2 = -0.0194", "line 1:"), Line("v = 5", "line 2:")]
    work, report = judged(problem, lines, None, (), only="", decimal_comma=False)
    assert report is not None
    assert len(report.verdicts) + len(work.troubles) == 2


@pytest.mark.parametrize("sign", [" = ", " "])
@pytest.mark.parametrize(("slope", "is_right"), [("1.6", True), ("1.5", False)])
def test_the_gradient_of_each_step_of_a_working_is_one_claim(tmp_path, dlsolve, sign, slope, is_right):
    """The loss w^2 from 1 with a learning rate of 0.1: the slopes are 2 w, at 1 and at 0.8."""
    working = tmp_path / "working.txt"
    working.write_text(f"step 1: gradient{sign}2, w{sign}0.8\nstep 2: gradient{sign}{slope}, w{sign}0.64\n")
    options = (f"--{name}={value}" for name, value in DESCENT[1].items())
    result = dlsolve("check", DESCENT[0], *options, "--working", working)
    assert result.stderr == ""
    assert result.stdout.count("\u2713") == 3 + is_right
    assert ("gradient of step 2: wrong" in result.stdout) is not is_right
