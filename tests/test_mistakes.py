"""What each mistake leads to, worked out by itself; that it changes an answer says little of it."""

from __future__ import annotations

import numpy as np
import pytest

from solver.record.engine import run
from solver.record.recorder import Rerun
from solver.registry import find

CNN = {"layers": "input 8x8x4; conv 6@3x3 g2; flatten; fc 5 nobias"}
LAYER = {"input": "8x8x4", "filters": 6, "kernel": 3, "groups": 2, "no_bias": True}
COUNTS = {"tp": 8, "fp": 2, "fn": 4, "tn": 6}
BATCHES = {"samples": 100, "epochs": 3, "batch_size": 32}
MATRIX = {"matrix": "1,2,3,4;2,4,6,8;1,1,1,1"}

CASES = [
    ("cnn", "channels-kept", CNN, {"shapes": [[6, 6, 4], [144], [5]], "per_layer": [114, 720]}),
    ("cnn", "groups-ignored", CNN, {"per_layer": [(9 * 4 + 1) * 6, 1080]}),
    ("cnn", "bias-counted", CNN, {"per_layer": [114, 217 * 5], "total": 114 + 217 * 5}),
    ("cnn", "flattened-without-channels", CNN, {"shapes": [[6, 6, 6], [36], [5]], "per_layer": [114, 180]}),
    ("conv-params", "channels-kept", LAYER, {"output": [6, 6, 4], "parameters": 9 * 2 * 6}),
    ("conv-params", "groups-ignored", LAYER, {"parameters": 9 * 4 * 6}),
    ("conv-params", "bias-counted", LAYER, {"parameters": (9 * 2 + 1) * 6}),
    ("confusion", "negatives-left-out", COUNTS, {"accuracy": 8 / 14}),
    ("confusion", "arithmetic-mean", COUNTS, {"f1": (8 / 10 + 8 / 12) / 2}),
    ("confusion", "of-all", COUNTS, {"precision": 8 / 20, "recall": 8 / 20, "specificity": 6 / 20}),
    ("confusion", "specificity-of-predicted", COUNTS, {"specificity": 6 / 10}),
    ("confusion", "sum-not-halved", COUNTS, {"f1": (0.8 * 8 / 12) / (0.8 + 8 / 12)}),
    ("updates", "size-for-number", BATCHES, {"updates": 3 * 32}),
    ("updates", "once-an-epoch", BATCHES, {"updates": 3}),
    ("updates", "every-sample", BATCHES, {"updates": 3 * 100}),
    ("updates", "one-epoch", BATCHES, {"updates": 4}),
    ("updates", "last-batch", BATCHES, {"updates": 3 * 3}),
    ("updates", "number-for-size", {"samples": 100, "epochs": 3, "batches": 32}, {"updates": 3 * 4}),
    ("entropy", "taken-as-uniform", {"p": "0.5,0.25,0.25"}, {"entropy": np.log2(3)}),
    ("column-space", "zero-rows-counted", MATRIX, {"rank": 3, "nullity": 1}),
    ("null-space", "zero-rows-counted", MATRIX, {"rank": 3, "nullity": 1}),
    ("column-space", "rows-for-columns", MATRIX, {"rank": 2, "nullity": 1}),
    ("null-space", "rows-for-columns", MATRIX, {"rank": 2, "nullity": 1}),
    (
        "continuous-information",
        "means-ignored",
        {"f": "normal(0,1)", "g": "normal(3,2)", "base": "e"},
        {"cross_entropy": np.log(8 * np.pi) / 2 + 1 / 8},
    ),
    (
        "continuous-information",
        "added",
        {"f": "uniform(0,4)", "g": "uniform(0,8)"},
        {"cross_entropy": 3, "kl": 3 + 2},
    ),
    ("neuron", "wrong-side", {"x": "1,2", "w": "1,1"}, {"output": 0}),
    ("neuron", "positive-lost", {"x": "1,2", "w": "-3,1", "activation": "relu"}, {"z": -1, "output": -1}),
    ("neuron", "negative-kept", {"x": "1,2", "w": "-3,1", "activation": "relu"}, {"output": -1}),
    ("neuron", "relu", {"x": "1,2", "w": "-3,-1", "activation": "leaky-relu"}, {"z": -5, "output": 0}),
    ("neuron", "slope-everywhere", {"x": "1,2", "w": "1,1", "activation": "leaky-relu"}, {"output": 0.03}),
    ("separable", "gave-up", {"gate": "and"}, {"separable": False}),
    ("separable", "error-overlooked", {"gate": "xor"}, {"separable": True}),
]


@pytest.mark.parametrize(("command", "mistake", "givens", "wanted"), CASES)
def test_a_mistake_leads_to_what_it_says(command, mistake, givens, wanted):
    leads_to(command, mistake, givens, wanted)


def leads_to(command, mistake, givens, wanted):
    problem = find(command).load().of(**givens)
    right, found = run(problem).numbers, run(problem, Rerun(mistakes=(mistake,))).numbers
    for name, value in wanted.items():
        assert flat(found[name]) == pytest.approx(flat(value), rel=1e-9), name
    assert any(found[name] != right[name] for name in wanted)


def flat(value):
    if isinstance(value, list | tuple | np.ndarray):
        return [entry for item in value for entry in flat(item)]
    return [complex(value)]


# Gradient descent: one update from w = 0.5 and b = 1, with half the mean of the squared errors

X, Y, LR = np.array([1.0, 2, 4]), np.array([3.0, -1, 2]), 0.1
E = 0.5 * X + 1 - Y
LINE = {"x": "1,2,4", "y": "3,-1,2", "w": "0.5", "b": "1", "lr": "0.1"}


@pytest.mark.parametrize(
    ("loss", "mistake", "before"),
    [
        ("half-mse", "loss-half", np.mean(E**2)),
        ("mse", "loss-half", np.mean(E**2) / 2),
        ("half-sse", "loss-half", np.sum(E**2)),
        ("sse", "loss-half", np.sum(E**2) / 2),
        ("half-mse", "loss-sum", np.sum(E**2) / 2),
        ("mse", "loss-sum", np.sum(E**2)),
    ],
)
@pytest.mark.parametrize(("command", "more"), [("batch", {}), ("sgd", {}), ("minibatch", {"batch_size": 2})])
def test_mistakes_in_a_loss(command, more, loss, mistake, before):
    leads_to(command, mistake, {**LINE, **more, "loss": loss}, {"loss_before": before})


@pytest.mark.parametrize(
    ("command", "more", "batch"),
    [("batch", {}, slice(3)), ("minibatch", {"batch_size": 2}, slice(2)), ("sgd", {}, slice(1))],
)
def test_mistakes_in_an_update(command, more, batch):
    """The first update, over the first batch."""
    x, e = X[batch], E[batch]
    slope = np.mean(e * x)
    wanted = {
        "input-left-out": 0.5 - LR * np.mean(e),
        "no-rate": 0.5 - slope,
        "wrong-sign": 0.5 + LR * slope,
        "factor-2": 0.5 - 2 * LR * slope,
    }
    if command != "batch":
        wanted["divided-by-all"] = 0.5 - LR * np.sum(e * x) / 3
    if command != "sgd":
        wanted["sum-for-mean"] = 0.5 - LR * np.sum(e * x)
    problem = find(command).load().of(**LINE, **more)
    for mistake, weight in wanted.items():
        found = run(problem, Rerun(mistakes=(mistake,))).numbers["weights"]
        assert found[0] == pytest.approx(weight), mistake


# Optimizers: three steps along given gradients, or on w^2

G = (0.3, 0.2, -0.1)


def momentum(rule, apply=lambda w, v: w - v):
    """The course of the weight from 0 with a velocity by a rule, with a rate of 0.1 and beta of 0.9."""
    w, v, path = 0.0, 0.0, []
    for g in G:
        v = rule(v, g)
        w = apply(w, v)
        path.append(w)
    return path


@pytest.mark.parametrize(
    ("mistake", "path"),
    [
        ("no-momentum", momentum(lambda v, g: 0.1 * g)),
        ("no-rate", momentum(lambda v, g: 0.9 * v + g)),
        ("averaged", momentum(lambda v, g: 0.9 * v + 0.1 * 0.1 * g)),
        ("wrong-sign", momentum(lambda v, g: 0.9 * v + 0.1 * g, lambda w, v: w + v)),
        ("rate-twice", momentum(lambda v, g: 0.9 * v + 0.1 * g, lambda w, v: w - 0.1 * v)),
    ],
)
def test_mistakes_with_momentum(mistake, path):
    leads_to("momentum", mistake, {"grads": "0.3,0.2,-0.1"}, {"weights": path})


def nesterov(
    look=lambda w, v: w - 0.9 * v, rule=lambda v, g: 0.9 * v + 0.1 * g, apply=lambda w, v, ahead: w - v
):
    """The course of the weight on w^2 from 1."""
    w, v, path = 1.0, 0.0, []
    for _ in range(3):
        ahead = look(w, v)
        v = rule(v, 2 * ahead)
        w = apply(w, v, ahead)
        path.append(w)
    return path


@pytest.mark.parametrize(
    ("mistake", "path"),
    [
        ("no-lookahead", nesterov(look=lambda w, v: w)),
        ("lookahead-sign", nesterov(look=lambda w, v: w + 0.9 * v)),
        ("lookahead-undamped", nesterov(look=lambda w, v: w - v)),
        ("no-momentum", nesterov(rule=lambda v, g: 0.1 * g)),
        ("no-rate", nesterov(rule=lambda v, g: 0.9 * v + g)),
        ("wrong-sign", nesterov(apply=lambda w, v, ahead: w + v)),
        ("from-lookahead", nesterov(apply=lambda w, v, ahead: ahead - v)),
    ],
)
def test_mistakes_with_a_look_ahead(mistake, path):
    leads_to("nesterov", mistake, {"loss": "w**2", "w": "1", "steps": 3}, {"weights": path})


def test_mistakes_with_accumulated_squares():
    grads = {"grads": "0.3,0.2,-0.1"}
    squares = np.square(G)
    leads_to("adagrad", "not-accumulated", grads, {"accumulators": squares})
    leads_to("adagrad", "not-squared", grads, {"accumulators": np.cumsum(np.abs(G))})
    leads_to("rmsprop", "summed", grads, {"accumulators": np.cumsum(squares)})
    leads_to("rmsprop", "not-squared", grads, {"accumulators": averages(np.abs(G), 0.9)})
    first = averages(np.abs(G), 0.999)
    leads_to("adam", "not-squared", grads, {"v": first})
    correct = 1 - 0.9 ** np.arange(1, 4)
    leads_to("adam", "beta1-for-both", grads, {"v_hat": averages(squares, 0.999) / correct})
    leads_to("lr-decay", "compounded", grads, {"rates": 0.1 / np.sqrt([1, 2, 2 * 3])})


def averages(items, beta):
    found = [0.0]
    for item in items:
        found.append(beta * found[-1] + (1 - beta) * item)
    return found[1:]


# Networks


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_mistakes_in_a_softmax():
    z, givens = np.array([1.0, 2, 4]), {"logits": "1,2,4", "temperature": 2}
    p = np.exp(z / 2) / np.exp(z / 2).sum()
    slope = np.diag(p) - np.outer(p, p)
    leads_to("softmax", "no-exponential", givens, {"probabilities": z / z.sum()})
    leads_to("softmax", "temperature-ignored", givens, {"probabilities": np.exp(z) / np.exp(z).sum()})
    multiplied = np.exp(2 * z)
    leads_to("softmax", "temperature-multiplied", givens, {"probabilities": multiplied / multiplied.sum()})
    leads_to("softmax", "sign-of-product", givens, {"jacobian": (np.diag(p) + np.outer(p, p)) / 2})
    leads_to("softmax", "diagonal-only", givens, {"jacobian": np.diag(np.diag(slope)) / 2})
    leads_to("softmax", "temperature-not-in-slope", givens, {"jacobian": slope})


def test_mistakes_in_backpropagation():
    x, y = np.array([1.0, 2]), np.array([1.0, -1])
    w1, w2 = np.array([[0.5, -0.25], [1, 0.5]]), np.array([[1.0, 2], [-1, 0.5]])
    givens = {"x": "1,2", "weights": ["0.5,-0.25;1,0.5", "1,2;-1,0.5"], "y": "1,-1", "lr": "0.5"}
    givens |= {"loss": "half-sse", "activations": "sigmoid,linear"}
    a1 = sigmoid(w1 @ x)
    d2, slope = w2 @ a1 - y, a1 * (1 - a1)
    d1, by2 = w2.T @ d2 * slope, np.outer(d2, a1)
    by1 = np.outer(d1, x)
    leads_to("backprop", "not-transposed", givens, {"deltas": [w2 @ d2 * slope, d2]})
    leads_to("backprop", "no-derivative", givens, {"deltas": [w2.T @ d2, d2]})
    leads_to("backprop", "new-weights-used", givens, {"deltas": [(w2 - 0.5 * by2).T @ d2 * slope, d2]})
    leads_to("backprop", "error-sign", givens, {"deltas": [-d1, -d2]})
    wanted = [np.outer(d1, a1), np.outer(d2, w2 @ a1)]
    leads_to("backprop", "output-for-input", givens, {"grad_weights": wanted})
    leads_to("backprop", "step-sign", givens, {"new_weights": [w1 + 0.5 * by1, w2 + 0.5 * by2]})
    leads_to("backprop", "no-rate", givens, {"new_weights": [w1 - by1, w2 - by2]})
    doubled = givens | {"loss": "sse"}
    leads_to("backprop", "factor-left-out", doubled, {"deltas": [d1, d2]})


def test_mistakes_in_attention():
    q, k, v = np.array([[1.0, 0], [1, 2]]), np.array([[1.0, 1], [0, 2]]), np.array([[3.0, 1], [0, 2]])
    givens = {"q": "1,0;1,2", "k": "1,1;0,2", "v": "3,1;0,2"}
    products = q @ k.T
    scores = products / np.sqrt(2)
    powers = np.exp(scores)
    weights = powers / powers.sum(axis=1, keepdims=True)
    leads_to("attention", "not-scaled", givens, {"scores": products})
    leads_to("attention", "scaled-by-width", givens, {"scores": products / 2})
    leads_to("attention", "over-queries", givens, {"weights": powers / powers.sum(axis=0)})
    leads_to("attention", "not-normalized", givens, {"output": scores @ v})
    leads_to("attention", "keys-for-values", givens, {"output": weights @ k})
    causal = givens | {"mask": "causal"}
    leads_to("attention", "mask-ignored", causal, {"weights": weights})
    leads_to("attention", "masked-after", causal, {"weights": np.tril(weights)})


LSTM_WEIGHTS = np.array([[0.1, 0.2], [0.3, -0.2], [0.5, 1], [-0.4, 0.6]])


def lstm(gate=sigmoid, candidate=np.tanh, swap=False, cell=None, state=None):
    """The state after one step of a single unit, from h = 0.5 and C = 2 at x = -1."""
    h, c, x = 0.5, 2.0, -1.0
    weigh = [w @ (np.array([x, h]) if swap else np.array([h, x])) for w in LSTM_WEIGHTS]
    f, i, o = gate(weigh[0]), gate(weigh[1]), gate(weigh[3])
    new = candidate(weigh[2])
    after = cell(f, i, c, new) if cell else f * c + i * new
    return state(o, after, c) if state else o * np.tanh(after)


LSTM = {"x": "-1", "wf": "0.1,0.2", "wi": "0.3,-0.2", "wc": "0.5,1", "wo": "-0.4,0.6", "h0": "0.5", "c0": "2"}


@pytest.mark.parametrize(
    ("mistake", "state"),
    [
        ("tanh-gate", lstm(gate=np.tanh)),
        ("sigmoid-candidate", lstm(candidate=sigmoid)),
        ("order-swapped", lstm(swap=True)),
        ("gates-exchanged", lstm(cell=lambda f, i, c, new: i * c + f * new)),
        ("cell-not-kept", lstm(cell=lambda f, i, c, new: i * new)),
        ("no-tanh", lstm(state=lambda o, after, before: o * after)),
        ("old-cell", lstm(state=lambda o, after, before: o * np.tanh(before))),
    ],
)
def test_mistakes_in_a_memory_cell(mistake, state):
    leads_to("lstm", mistake, LSTM, {"hidden": [[state]]})
