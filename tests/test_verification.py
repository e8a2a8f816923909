"""Verification is as strict at every size: a model that is off is noticed, and honest rounding is not."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction
from itertools import product

import pytest

from solver import registry
from solver.api import solve
from solver.contract import DIFFICULTIES
from solver.errors import DisagreementError, InputError
from solver.record.comparison import TOLERANCE, Comparison
from solver.record.engine import run, solve_problem, verify
from solver.record.solution import numbers
from solver.registry import find
from solver.sampling.random_stream import RandomStream

ENTRIES = list(registry.entries().values())


def ones(size):
    """A count of that size, but at most a thousand; the rest of it are `thousands`."""
    return min(int(Fraction(size)), 1000)


def thousands(size):
    return max(int(Fraction(size)) // 1000, 1)


SCALED = {
    "activation": lambda s: {"function": "leaky-relu", "alpha": "0.3", "x": f"-{s},{s}"},
    "adadelta": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adagrad": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adam": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adamax": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adamw": lambda s: {"grads": "0.3,0.2", "lr": s, "w": "1", "weight_decay": "1"},
    "attention": lambda s: {"q": "1,0", "k": "1,0;0,1", "v": f"{s},2*{s};3*{s},{s}"},
    "autodiff": lambda s: {"expression": f"{s}*x*y", "at": "2,3"},
    "autoencoder": lambda s: {"x": f"{s},2*{s}", "encoder": "1,2", "decoder": "3;1", "activation": "relu"},
    "autoregressive": lambda s: {"probabilities": s},
    "backprop": lambda s: {"x": f"{s},2*{s}", "weights": ["1,2;3,4", "1,1"], "y": f"3*{s}", **HIDDEN},
    "bagging": lambda s: {"variance": f"2*{s}", "correlation": "0.5", "models": 3},
    "batch": lambda s: {"x": "1,2,4", "y": f"3*{s},-1*{s},2*{s}", "w": "0"},
    "batch-norm": lambda s: {"x": f"{s},2*{s},6*{s}", "epsilon": "0", "gamma": s},
    "bayes": lambda s: {"priors": "0.3,0.7", "likelihoods": f"{s}*0.3,{s}*0.4"},
    "bfgs": lambda s: {"loss": f"{s}*x**2 + 2*{s}*y**2", "w": "2,1"},
    "bias-variance": lambda s: {"estimates": f"{s},3*{s}", "true": f"5*{s}"},
    "bidirectional-rnn": lambda s: {
        "x": f"{s};2*{s}",
        "w": "0.5",
        "u": "0.8",
        "w_back": "0.4",
        "u_back": "0.6",
        "activation": "linear",
    },
    "binomial": lambda s: {"n": 3, "p": f"0.3*{s}", "k": 1},
    "bptt": lambda s: {"x": "1;2", "w": s, "u": "0.8", "target": f"5*{s}", "activation": "linear"},
    "cnn": lambda s: {"layers": f"input 1x1x{thousands(s)}; fc {ones(s)} nobias"},
    "column-space": lambda s: {"matrix": f"3*{s},{s};{s},2*{s}"},
    "conditional": lambda s: {"joint": f"0.3*{s}", "condition": "0.7"},
    "confusion": lambda s: {"tp": 1, "fp": min(int(1 / Fraction(s)), 10**9), "fn": int(Fraction(s)), "tn": 1},
    "continuous-information": lambda s: {"f": "normal(0,1)", "g": f"normal({DISTANCES[s]},1)", "base": "e"},
    "conv-backprop": lambda s: {
        "input": f"{s},2*{s};3*{s},5*{s}",
        "kernel": "1",
        "grad_output": f"{s},2*{s};3*{s},4*{s}",
    },
    "conv-params": lambda s: {"input": f"1x1x{thousands(s)}", "filters": ones(s), "kernel": 1},
    "conv-size": lambda s: {"input": 100 * ones(s), "kernel": 1},
    "conv1d": lambda s: {"x": f"{s},2*{s},4*{s}", "kernel": "1,2"},
    "cosine": lambda s: {"vectors": "1,0", "query": f"{s},1"},
    "cross-entropy": lambda s: {"p": f"{s},1-{s}", "q": f"2/3*{s},1-2/3*{s}"},
    "deep-rnn": lambda s: {
        "x": f"{s};2*{s}",
        "w": ["0.5", "0.3"],
        "u": ["0.8", "0.2"],
        "activation": "linear",
    },
    "depthwise-separable": lambda s: {"input": f"1x1x{ones(s)}", "filters": thousands(s), "kernel": 1},
    "determinant": lambda s: {"matrix": f"{s},2;3,7"},
    "dilated-conv": lambda s: {"input": f"{s},2*{s},4*{s}", "kernel": "1,2", "dilation": 2},
    "dropout": lambda s: {"x": f"{s},2*{s},6*{s}", "mask": "1,0,1", "rate": "0.5"},
    "early-stopping": lambda s: {"losses": f"3*{s},2*{s},4*{s}", "patience": "1"},
    "echo-state": lambda s: {"x": "1;2", "w_in": s, "w": s, "activation": "linear"},
    "eigen": lambda s: {"matrix": f"3*{s},{s};{s},2*{s}"},
    "eigendecomposition": lambda s: {"matrix": f"3*{s},{s};{s},2*{s}", "power": "2"},
    "embedding": lambda s: {"matrix": f"{s},2*{s}", "indices": 0},
    "entropy": lambda s: {"p": f"{s},1-{s}"},
    "ewma": lambda s: {"values": f"{s},3*{s}"},
    "expectation": lambda s: {"values": f"{s},3*{s}", "probabilities": "0.3,0.7"},
    "exponential": lambda s: {"rate": f"1/{s}"},
    "fc-vs-conv": lambda s: {"input": f"1x1x{ones(s)}", "filters": thousands(s), "kernel": 1},
    "feature-map": lambda s: {"input": f"{s},2*{s};3*{s},5*{s}", "kernel": "1/3"},
    "fft-conv": lambda s: {"x": f"{s},2*{s},4*{s}", "kernel": "1,2"},
    "fgsm": lambda s: {"x": f"{s},2*{s}", "gradient": "1,-1", "epsilon": s},
    "forward": lambda s: {"x": f"{s},2*{s}", "weights": ["1,2;3,4", "1,1"], **HIDDEN},
    "gan": lambda s: {"real": f"2*{s}", "fake": s, "wasserstein": "true"},
    "gate": lambda s: {"x": "1,0;0,1", "y": "1,0", "w": f"3*{s},{s}", "threshold": f"2*{s}"},
    "gradient-clipping": lambda s: {"grads": f"3*{s},4*{s}", "norm": s},
    "gradient-descent": lambda s: {"loss": f"{s}*w", "w": "0", "steps": "2"},
    "gru": lambda s: {"x": "1", **dict.fromkeys(("wz", "wr", "wh"), "0.1,0.2"), "h0": s},
    "hessian": lambda s: {"loss": f"{s}*x**2 + 3*{s}*x*y + 2*{s}*y**2", "at": "1,2"},
    "hierarchical": lambda s: {"distances": f"0,{s},3*{s};{s},0,2*{s};3*{s},2*{s},0"},
    "im2col": lambda s: {"input": f"{s},2*{s};3*{s},5*{s}", "kernel": "1,2"},
    "information-gain": lambda s: {"labels": "a,a,b,b", "feature": "x,x,x,y"},
    "init": lambda s: {"kind": "he", "fan_in": 1, "gain": s},
    "inverse": lambda s: {"matrix": f"{s},2*{s};3*{s},7*{s}"},
    "jacobian": lambda s: {"functions": f"{s}*x**2*y; {s}*y", "at": "2,3"},
    "jensen-shannon": lambda s: {"p": f"0.5-{DISTANCES[s]},0.5+{DISTANCES[s]}", "q": "0.5,0.5"},
    "joint": lambda s: {"table": "0.1,0.2;0.3,0.4", "row_values": f"{s},3*{s}", "column_values": "1,2"},
    "k-fold": lambda s: {"samples": 10 * ones(s), "k": 2},
    "k-means": lambda s: {"data": f"{s},{s};2*{s},{s};9*{s},8*{s}", "centroids": f"{s},{s};9*{s},9*{s}"},
    "kl": lambda s: {"p": f"0.5-{DISTANCES[s]},0.5+{DISTANCES[s]}", "q": "0.5,0.5"},
    "knn": lambda s: {"data": f"{s},{s};2*{s},{s};9*{s},8*{s}", "labels": "a,a,b", "query": "0,0", "k": 2},
    "l1": lambda s: {"w": f"3*{s},{s}", "strength": "0.5"},
    "l2": lambda s: {"w": f"3*{s},{s}", "strength": "0.5"},
    "lagrange": lambda s: {"f": "x*y", "constraint": f"x + 2*y = {s}"},
    "layer-norm": lambda s: {"x": f"{s},2*{s},6*{s}", "epsilon": "0", "gamma": s},
    "least-squares": lambda s: {"x": "1,2,4", "y": f"{s},3*{s},4*{s}"},
    "linear-system": lambda s: {"a": "1,2;3,7", "b": f"{s},5*{s}"},
    "logistic": lambda s: {
        "x": f"{s},-2*{s}",
        "y": "1,0",
        "w": f"1/{s}",
        "lr": f"1/({s}*{s})",
        "no_bias": True,
    },
    "logsumexp": lambda s: {"x": f"ln({s})-1/2*ln(2),ln({s})-3"},
    "loss": lambda s: {"kind": "mae", "y": f"{s},2*{s}", "p": f"3*{s},7*{s}", "reduction": "sum"},
    "lr-decay": lambda s: {"grads": "0.3,0.2", "lr": s},
    "lr-schedule": lambda s: {"kind": "step", "gamma": "0.5", "every": "10", "at": "5,15", "lr": s},
    "lstm": lambda s: {"x": f"{s}/(1+{s})", **dict.fromkeys(("wf", "wi", "wc", "wo"), "0.1,0.2"), "c0": s},
    "map": lambda s: {"data": f"{s},2*{s}", "variance": "1", "prior_mean": s, "prior_variance": "2"},
    "matrices": lambda s: {"a": f"{s},2*{s};3*{s},7*{s}", "b": f"{s},3*{s};{s},5*{s}"},
    "minibatch": lambda s: {"x": "1,2,4", "y": f"3*{s},-1*{s},2*{s}", "w": "0", "batch_size": "2"},
    "mle": lambda s: {"distribution": "gaussian", "data": f"{s},2*{s},4*{s}"},
    "mlp-params": lambda s: {"layers": f"{ones(s)},{thousands(s)}"},
    "momentum": lambda s: {"grads": "0.3,0.2", "lr": s},
    "multi-head": lambda s: {"q": "1,0", "k": "1,0;0,1", "v": f"{s},2*{s};3*{s},{s}", "heads": 2},
    "mutual-information": lambda s: {"table": CORRELATED[s]},
    "nadam": lambda s: {"grads": "0.3,0.2", "lr": s},
    "naive-bayes": lambda s: {"messages": "a b; c d; a d", "labels": "x,y,x", "query": "a b"},
    "nesterov": lambda s: {"grads": "0.3,0.2", "lr": s},
    "neuron": lambda s: {"x": f"{s},2*{s}", "w": "0.3,0.7", "activation": "linear"},
    "newton": lambda s: {"root": f"x**2 - 2*{s}*{s}", "w": s, "steps": "2"},
    "normal": lambda s: {"mean": s, "sd": f"2*{s}"},
    "norms": lambda s: {"matrix": f"{s},2*{s};3*{s},7*{s}"},
    "null-space": lambda s: {"matrix": f"3*{s},{s};6*{s},2*{s}"},
    "numerical-gradient": lambda s: {"loss": f"{s}*x**3", "at": "2", "h": "0.5"},
    "pca": lambda s: {"data": f"{s},2*{s};3*{s},{s};4*{s},5*{s}", "components": "1"},
    "perceptron": lambda s: {"gate": "and", "w": f"{s},-1*{s}", "b": f"0.5*{s}", "lr": s},
    "perplexity": lambda s: {"probabilities": f"1/(2*{s}),1/(3*{s})"},
    "poisson": lambda s: {"rate": s},
    "pool": lambda s: {"input": f"{s},2*{s};3*{s},5*{s}", "size": "2", "mode": "average"},
    "positional-encoding": lambda s: {"length": 2, "dimensions": 4, "base": ENCODED[s]},
    "receptive-field": lambda s: {"layers": f"input {ones(s) + 4}; conv 3; conv 3"},
    "recursive": lambda s: {
        "tree": "((a b) c)",
        "vectors": f"{s};2*{s};{s}",
        "w": "0.5,0.3",
        "activation": "linear",
    },
    "regression-metrics": lambda s: {"actual": f"{s},2*{s},4*{s}", "predicted": f"2*{s},2*{s},5*{s}"},
    "rmsprop": lambda s: {"grads": "0.3,0.2", "lr": s},
    "rnn": lambda s: {"x": f"{s};2*{s}", "w": "0.5", "u": "0.8", "activation": "linear"},
    "rnn-params": lambda s: {"cell": "rnn", "inputs": ones(s), "units": 1},
    "roc": lambda s: {"actual": "1,1,0,1,0", "scores": f"9*{s},8*{s},7*{s},6*{s},2*{s}"},
    "separable": lambda s: {"x": f"{s},0;0,{s};{s},{s}", "y": "0,0,1"},
    "seq2seq": lambda s: {**ENCODER, "x": s, "w_dec": f"{s},2*{s}", "output_weights": f"1/{s};-1/{s}"},
    "sgd": lambda s: {"x": "1,2,4", "y": f"3*{s},-1*{s},2*{s}", "w": "0"},
    "skip-gram": lambda s: {"inputs": f"{s};1", "outputs": "1;2", "center": 0, "context": 1},
    "softmax": lambda s: {"logits": LOGITS[s]},
    "split": lambda s: {"samples": 10 * ones(s), "shares": "0.8,0.2"},
    "svd": lambda s: {"matrix": f"3*{s},{s};-2*{s},5*{s}", "rank": "1"},
    "svm": lambda s: {"x": f"{s},0;0,{s};{s},{s}", "y": "-1,-1,1"},
    "symmetries": lambda s: {"neurons": {"1": "1", "1e6": "10"}[s]},
    "tf-idf": lambda s: {"counts": f"{ones(s)},1;0,{thousands(s)}"},
    "transposed-conv": lambda s: {"input": f"{s},2*{s};3*{s},5*{s}", "kernel": "1,2;3,4"},
    "uniform": lambda s: {"a": s, "b": f"4*{s}"},
    "updates": lambda s: {"samples": int(Fraction(s)), "epochs": 1, "batches": int(Fraction(s))},
    "vae": lambda s: {"mu": "0", "sd": "1", "noise": s},
    "vanishing-gradient": lambda s: {"factors": f"2,{s}"},
    "vectors": lambda s: {"a": f"{s},2*{s}", "b": f"3*{s},{s}", "scalar": s},
    "winograd": lambda s: {"input": f"{s},2*{s},4*{s},3*{s}", "kernel": "1,2,3"},
    "xor": lambda s: {"activation": "relu", "w": "1,1;1,1", "b": "0,-1", "v": f"{s},-3*{s}", "c": s},
}
"""Givens of a type, by the size that its answers shall have."""

HIDDEN = {"activations": "relu,linear"}

ENCODER = {"w": "1", "u": "0", "u_dec": "1", "teacher": "1,0", "activation": "linear"}

LOGITS = {"1e-10": "0,-23", "1e-6": "0,-14", "1": "0,1"}
"""Logits that lead to a probability of about that size."""

ENCODED = {"1e-10": "1e20", "1e-6": "1e12", "1": "100"}
"""Bases with a sine of about that size at position 1 of 4 dimensions."""

DISTANCES = {"1e-10": "1e-5", "1e-6": "1e-3", "1": "0.49", "1e6": "1000"}
"""How far apart distributions are whose divergence is about of that size."""

CORRELATED = {
    "1e-10": "0.250005,0.249995;0.249995,0.250005",
    "1e-6": "0.2505,0.2495;0.2495,0.2505",
    "1": "0.4,0.1;0.1,0.4",
}
"""Tables whose mutual information is about of that size."""

SIZES = ("1e-10", "1e-6", "1", "1e6")
NO_FRACTIONS = {
    "cnn",
    "conv-params",
    "conv-size",
    "depthwise-separable",
    "fc-vs-conv",
    "information-gain",
    "k-fold",
    "mlp-params",
    "naive-bayes",
    "perplexity",
    "receptive-field",
    "rnn-params",
    "split",
    "symmetries",
    "tf-idf",
    "updates",
}
"""Counts are no fractions."""

NO_MILLIONS = {
    "autoregressive",
    "bayes",
    "binomial",
    "conditional",
    "cosine",
    "cross-entropy",
    "entropy",
    "information-gain",
    "jensen-shannon",
    "k-fold",
    "kl",
    "mutual-information",
    "naive-bayes",
    "poisson",
    "positional-encoding",
    "softmax",
    "split",
}
"""Probabilities, what is made of their logarithms, and sines are no millions."""

NO_SUCH_SIZE = {*product(NO_FRACTIONS, SIZES[:2]), *product(NO_MILLIONS, SIZES[3:])}

BEYOND_FLOATS = {
    ("continuous-information", "1e-10"),
    ("jensen-shannon", "1e-10"),
    ("kl", "1e-10"),
    ("mutual-information", "1e-10"),
}
"""Differences of terms of about 1, whose seventh digit no model in floating point tells."""
PLANTED = pytest.mark.parametrize("factor", [0, 1.000001])


def times(value, factor):
    """A result of a model with all its numbers multiplied."""
    if isinstance(value, bool | str):
        return value
    if hasattr(value, "tolist"):
        return times(value.tolist(), factor)
    return [times(item, factor) for item in value] if isinstance(value, list | tuple) else value * factor


def places(value, path=()):
    """Where the first numbers of a result stand that would be others if they were multiplied."""
    if isinstance(value, list):
        return [place for k, item in enumerate(value) for place in places(item, (*path, k))][:4]
    return [] if isinstance(value, bool | str) or value == 0 or abs(value) == float("inf") else [path]


def times_at(value, place, factor):
    """A result with one of its numbers multiplied."""
    if not place:
        return value * factor
    return [times_at(item, place[1:], factor) if k == place[0] else item for k, item in enumerate(value)]


def telling(answer, factor):
    """Whether an answer is another one when its numbers are multiplied."""
    if isinstance(numbers(answer.value), bool | str) or not any_number(numbers(answer.value)):
        return False
    return factor == 0 or answer.comparison not in (Comparison.SPAN, Comparison.SPANS, Comparison.COLUMNS)


def any_number(value):
    if isinstance(value, list):
        return any(map(any_number, value))
    return not isinstance(value, bool | str) and value != 0 and abs(value) != float("inf")


def plain(value):
    """A result of a model as numbers and lists."""
    value = value.tolist() if hasattr(value, "tolist") else value
    return [*map(plain, value)] if isinstance(value, list | tuple) else value


def planted_models_are_noticed(problem, factor, monkeypatch):
    solution, right = run(problem), dict(problem.reference())
    assert verify(problem, solution) <= TOLERANCE
    for answer in solution.answers:
        if telling(answer, factor):
            wrong = right | {answer.name: times(right[answer.name], factor)}
            monkeypatch.setattr(type(problem), "reference", lambda _, wrong=wrong: wrong)
            with pytest.raises((DisagreementError, InputError)):
                verify(problem, solution)
            monkeypatch.undo()


@pytest.mark.parametrize(
    ("command", "size"), [pair for pair in product(SCALED, SIZES[:1]) if pair not in NO_SUCH_SIZE]
)
def test_one_number_that_is_off_is_noticed_among_others(command, size, monkeypatch):
    """Neither a larger one beside it nor the other answers make up for it."""
    if (command, size) in BEYOND_FLOATS or command == "softmax":
        pytest.skip("no float has so many digits: a logarithm of nearly 1 is what is left of a sum")
    problem = find(command).load().of(**SCALED[command](size))
    solution = run(problem)
    right = {name: plain(value) for name, value in problem.reference().items()}
    for answer in solution.answers:
        if not telling(answer, 1.000001):
            continue
        for place in places(right[answer.name]):
            wrong = right | {answer.name: times_at(right[answer.name], place, 1.000001)}
            monkeypatch.setattr(type(problem), "reference", lambda _, wrong=wrong: wrong)
            with pytest.raises((DisagreementError, InputError)):
                verify(problem, solution)
            monkeypatch.undo()


def test_every_type_has_answers_of_every_size():
    assert {entry.command for entry in ENTRIES} == SCALED.keys()


@PLANTED
@pytest.mark.parametrize(
    ("command", "size"), [pair for pair in product(SCALED, SIZES) if pair not in NO_SUCH_SIZE]
)
def test_a_model_that_is_off_is_noticed_at_every_size(command, size, factor, monkeypatch):
    if factor != 0 and (command, size) in BEYOND_FLOATS:
        pytest.skip("no float has so many digits")
    planted_models_are_noticed(find(command).load().of(**SCALED[command](size)), factor, monkeypatch)


@PLANTED
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_a_model_that_is_off_is_noticed_for_every_type(entry, factor, monkeypatch):
    for seed in range(3):
        problem = entry.load().sample(RandomStream(f"planted/{seed}"), "medium")
        planted_models_are_noticed(problem, factor, monkeypatch)


@pytest.mark.parametrize(("offset", "factor"), [("1e-3", 0), ("1e-3", 1.000001), ("1e-5", 0)])
def test_a_small_divergence_is_verified_as_far_as_floats_tell(offset, factor, monkeypatch):
    """It is the small difference of terms of about 1: of 3e-10, the seventh digit is beyond any float."""
    problem = find("kl").load().of(p=f"0.5-{offset},0.5+{offset}", q="0.5,0.5")
    planted_models_are_noticed(problem, factor, monkeypatch)


def test_what_rounding_leaves_of_nothing_is_no_difference():
    """0.3 - 0.1 - 0.2 is not 0 in binary."""
    problem = find("momentum").load().of(grads="1,2", w="0.3", lr="0.1", beta="0")
    assert run(problem).numbers["weights"][-1] == 0
    assert 0 < verify(problem, run(problem)) <= TOLERANCE


def test_what_is_too_small_for_any_float_is_0_to_the_model():
    problem = find("rmsprop").load().of(grads="1e-200,1")
    assert verify(problem, run(problem)) <= TOLERANCE


@pytest.mark.parametrize(
    ("ours", "theirs", "noise", "wanted"),
    [
        (1e-10, 0.0, 0.0, float("inf")),
        (1e-10, 1.000001e-10, 0.0, 1e-6),
        (1e6, 1.000001e6, 0.0, 1e-6),
        (0, 1e-17, 1e-15, 1e-11),
        (Fraction(0), 0.0, 0.0, 0.0),
        ([[1e-10, 2.0]], [[1e-10, 2.0 + 2e-9]], [[0.0, 0.0]], 1e-9),
    ],
)
def test_differences_are_relative(ours, theirs, noise, wanted):
    assert Comparison.VALUES.difference(ours, theirs, noise) == pytest.approx(wanted, rel=1e-3)


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ([[1, 3], [Fraction(3333333333333333, 10**16), 1]], [[1, 0], [0, 1]], True),
        ([[1, 3]], [[Fraction(1, 3), 1]], True),
        ([[1, 3]], [[Fraction(3333333333333333, 10**16), 1]], False),
        ([[1, 2], [2, 4]], [[1, 0], [0, 1]], False),
        ([[1, 2, 3]], [[0, 0, 0]], False),
        ([[0.001, 0.0, 0.0], [0.0, 1e9, 1.0]], [[1.0, 0.0, 0.0], [0.0, 1e9, 1.0]], True),
        ([[1.5, 2.5]], [[0.0, 0.0]], False),
    ],
)
def test_spans_of_fractions_are_compared_exactly(ours, theirs, same):
    assert (Comparison.SPAN.difference(ours, theirs) <= TOLERANCE) is same


@pytest.mark.parametrize(
    ("command", "matrix"),
    [
        ("column-space", "1,3;0.3333333333333333,1"),
        ("column-space", "1,1;1,1.000000000000001"),
        ("null-space", "1,3;0.3333333333333333,1"),
        ("eigen", "1,0;0,1.0000001"),
        ("eigen", "1,1e-7;0,1.0000000001"),
        ("eigen", "-5,5,3;-4,-1,1;-10,10,6+2e-10"),
        ("eigen", "0,0,0;0,0,0;0,0,0"),
        ("eigen", "0,-1e-7;1e-7,0"),
        ("eigen", "1,1,0,0,0;0,1,1e-9,0,0;0,0,2,1,0;0,0,0,2,1;1,0,0,0,3"),
    ],
)
def test_nearly_dependent_vectors_and_close_eigenvalues_are_verified(command, matrix):
    problem = find(command).load().of(matrix=matrix)
    assert verify(problem, run(problem)) <= TOLERANCE


def is_numeric(text):
    return isinstance(text, str) and re.fullmatch(r"[-0-9.,;/ ]+", text) is not None


def narrowed(problem):
    """The same problem with matrices and lists cut to a column, a row and a number, each alone and all."""
    cut = {
        "column": lambda text: ";".join(row.split(",")[0] for row in text.split(";")),
        "row": lambda text: text.split(";")[0],
        "number": lambda text: text.split(";")[0].split(",")[0],
        "turned": lambda text: text if ";" in text else text.replace(",", ";"),
    }
    names = [name for name, text in problem.spelled.items() if is_numeric(text) and set(text) & set(",;")]
    for change in cut.values():
        groups = [[name] for name in names] + [names]
        for group in groups:
            with suppress(InputError):
                yield problem.posed_with(**{name: change(problem.spelled[name]) for name in group})


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_arrays_of_one_row_or_column_have_the_answers_of_the_model(entry):
    for difficulty in DIFFICULTIES:
        for problem in narrowed(entry.load().sample(RandomStream(1), difficulty)):
            with suppress(InputError):
                solve_problem(problem)


def test_a_gradient_that_is_a_column_is_a_vector():
    assert solve("gradient-clipping", grads=["3;4"], norm="1").numbers["clipped"] == [0.6, 0.8]
