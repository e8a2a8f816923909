"""Verification is as strict at every size: a model that is off is noticed, and honest rounding is not."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from solver import registry
from solver.errors import DisagreementError, InputError
from solver.record.comparison import TOLERANCE, Comparison
from solver.record.engine import run, verify
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
    "adagrad": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adam": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adamw": lambda s: {"grads": "0.3,0.2", "lr": s, "w": "1", "weight_decay": "1"},
    "adamax": lambda s: {"grads": "0.3,0.2", "lr": s},
    "adadelta": lambda s: {"grads": "0.3,0.2", "lr": s},
    "attention": lambda s: {"q": "1,0", "k": "1,0;0,1", "v": f"{s},2*{s};3*{s},{s}"},
    "backprop": lambda s: {"x": f"{s},2*{s}", "weights": ["1,2;3,4", "1,1"], "y": f"3*{s}", **HIDDEN},
    "batch": lambda s: {"x": "1,2,4", "y": f"3*{s},-1*{s},2*{s}", "w": "0"},
    "bayes": lambda s: {"priors": "0.3,0.7", "likelihoods": f"{s}*0.3,{s}*0.4"},
    "column-space": lambda s: {"matrix": f"3*{s},{s};{s},2*{s}"},
    "cnn": lambda s: {"layers": f"input 1x1x{thousands(s)}; fc {ones(s)} nobias"},
    "conditional": lambda s: {"joint": f"0.3*{s}", "condition": "0.7"},
    "confusion": lambda s: {"tp": 1, "fp": min(int(1 / Fraction(s)), 10**9), "fn": int(Fraction(s)), "tn": 1},
    "continuous-information": lambda s: {"f": "normal(0,1)", "g": f"normal({DISTANCES[s]},1)", "base": "e"},
    "conv-params": lambda s: {"input": f"1x1x{thousands(s)}", "filters": ones(s), "kernel": 1},
    "conv-size": lambda s: {"input": 100 * ones(s), "kernel": 1},
    "cross-entropy": lambda s: {"p": f"{s},1-{s}", "q": f"2/3*{s},1-2/3*{s}"},
    "eigen": lambda s: {"matrix": f"3*{s},{s};{s},2*{s}"},
    "early-stopping": lambda s: {"losses": f"3*{s},2*{s},4*{s}", "patience": "1"},
    "ewma": lambda s: {"values": f"{s},3*{s}"},
    "feature-map": lambda s: {"input": f"{s},2*{s};3*{s},5*{s}", "kernel": "1/3"},
    "entropy": lambda s: {"p": f"{s},1-{s}"},
    "forward": lambda s: {"x": f"{s},2*{s}", "weights": ["1,2;3,4", "1,1"], **HIDDEN},
    "gate": lambda s: {"x": "1,0;0,1", "y": "1,0", "w": f"3*{s},{s}", "threshold": f"2*{s}"},
    "gradient-clipping": lambda s: {"grads": f"3*{s},4*{s}", "norm": s},
    "gradient-descent": lambda s: {"loss": f"{s}*w", "w": "0", "steps": "2"},
    "kl": lambda s: {"p": f"0.5-{DISTANCES[s]},0.5+{DISTANCES[s]}", "q": "0.5,0.5"},
    "l1": lambda s: {"w": f"3*{s},{s}", "strength": "0.5"},
    "l2": lambda s: {"w": f"3*{s},{s}", "strength": "0.5"},
    "lr-schedule": lambda s: {"kind": "step", "gamma": "0.5", "every": "10", "at": "5,15", "lr": s},
    "lr-decay": lambda s: {"grads": "0.3,0.2", "lr": s},
    "lstm": lambda s: {"x": f"{s}/(1+{s})", **dict.fromkeys(("wf", "wi", "wc", "wo"), "0.1,0.2"), "c0": s},
    "minibatch": lambda s: {"x": "1,2,4", "y": f"3*{s},-1*{s},2*{s}", "w": "0", "batch_size": "2"},
    "momentum": lambda s: {"grads": "0.3,0.2", "lr": s},
    "nadam": lambda s: {"grads": "0.3,0.2", "lr": s},
    "nesterov": lambda s: {"grads": "0.3,0.2", "lr": s},
    "newton": lambda s: {"root": f"x**2 - 2*{s}*{s}", "w": s, "steps": "2"},
    "neuron": lambda s: {"x": f"{s},2*{s}", "w": "0.3,0.7", "activation": "linear"},
    "null-space": lambda s: {"matrix": f"3*{s},{s};6*{s},2*{s}"},
    "perceptron": lambda s: {"gate": "and", "w": f"{s},-1*{s}", "b": f"0.5*{s}", "lr": s},
    "pool": lambda s: {"input": f"{s},2*{s};3*{s},5*{s}", "size": "2", "mode": "average"},
    "rmsprop": lambda s: {"grads": "0.3,0.2", "lr": s},
    "separable": lambda s: {"x": f"{s},0;0,{s};{s},{s}", "y": "0,0,1"},
    "sgd": lambda s: {"x": "1,2,4", "y": f"3*{s},-1*{s},2*{s}", "w": "0"},
    "softmax": lambda s: {"logits": LOGITS[s]},
    "updates": lambda s: {"samples": int(Fraction(s)), "epochs": 1, "batches": int(Fraction(s))},
}
"""Givens of a type, by the size that its answers shall have."""

HIDDEN = {"activations": "relu,linear"}

LOGITS = {"1e-10": "0,-23", "1e-6": "0,-14", "1": "0,1"}
"""Logits that lead to a probability of about that size."""

DISTANCES = {"1e-10": "1e-5", "1e-6": "1e-3", "1": "0.49", "1e6": "1000"}
"""How far apart distributions are whose divergence is about of that size."""

SIZES = ("1e-10", "1e-6", "1", "1e6")
COUNTS = ("cnn", "conv-params", "conv-size", "updates")
OF_PROBABILITIES = ("bayes", "conditional", "cross-entropy", "entropy", "kl", "softmax")
NO_SUCH_SIZE = {*product(COUNTS, SIZES[:2]), *product(OF_PROBABILITIES, SIZES[3:])}
"""Counts are no fractions; probabilities, and what is made of their logarithms, are no millions."""

BEYOND_FLOATS = {("kl", "1e-10"), ("continuous-information", "1e-10")}
"""Differences of terms of about 1, whose seventh digit no model in floating point tells."""
PLANTED = pytest.mark.parametrize("factor", [0, 1.000001])


def times(value, factor):
    """A result of a model with all its numbers multiplied."""
    if isinstance(value, bool):
        return value
    if hasattr(value, "tolist"):
        return times(value.tolist(), factor)
    return [times(item, factor) for item in value] if isinstance(value, list | tuple) else value * factor


def telling(answer, factor):
    """Whether an answer is another one when its numbers are multiplied."""
    if isinstance(numbers(answer.value), bool) or not any_number(numbers(answer.value)):
        return False
    return factor == 0 or answer.comparison not in (Comparison.SPAN, Comparison.SPANS)


def any_number(value):
    if isinstance(value, list):
        return any(map(any_number, value))
    return not isinstance(value, bool) and value != 0 and abs(value) != float("inf")


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
