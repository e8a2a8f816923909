"""Every equality that is displayed is true, in every type."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations

import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.givens.parameters import parameters
from solver.notes import examples, problem_of
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream
from tests.displayed import check

ENTRIES = list(registry.entries().values())

FEATURES = "1,4,2,6;2,3,5,1;6,2,1,5"
NOT_DRAWN = [
    ("batch-norm", {"x": FEATURES, "gamma": "1", "beta": "0"}),
    ("layer-norm", {"x": "1,4,2;2,3,6;6,2,1;5,1,3", "gamma": "1", "beta": "0"}),
    ("bagging", {"votes": "0,1,1;1,1,0;0,1,0"}),
    ("im2col", {"input": "1,2,3;4,5,6;7,8,9", "kernel": ("1,2;3,4", "5,6;7,8")}),
    ("least-squares", {"design": "1,1,2;1,2,4;1,3,6;1,4,8", "y": "1,2,2,4"}),
    ("echo-state", {"x": "1;2", "w-in": "0.5;0.2", "w": "0,-0.5;0.5,0"}),
    ("mle", {"distribution": "normal", "data": "1,2,4"}),
    ("mle", {"distribution": "exponential", "data": "1,2,4"}),
    ("mle", {"distribution": "uniform", "data": "1,2,4"}),
    ("binomial", {"n": "12", "p": "0.3", "at_most": "6"}),
    ("normal", {"mean": "1", "sd": "2", "above": "2.5"}),
    ("normal", {"mean": "1", "sd": "2", "between": "0,2.5"}),
    ("exponential", {"rate": "2", "above": "0.5"}),
    ("logsumexp", {"x": "100,99,98"}),
    ("lagrange", {"f": "x*y", "constraint": "x + y = 6", "sign": "plus"}),
    (
        "lr-schedule",
        {"kind": "piecewise", "lr": "0.1", "boundaries": "3,6", "rates": "0.1,0.05,0.01", "at": "1,3,7"},
    ),
    ("lstm", {"x": "1;2;0;1;3", "wf": "0.5,0.1", "wi": "0.6,0.2", "wc": "0.7,0.3", "wo": "0.8,0.4"}),
    ("newton", {"loss": "w**4 - 8*w", "w": "1", "steps": "8"}),
    ("bayes", {"priors": "0.01", "sensitivity": "0.9", "specificity": "0.95"}),
    (
        "gru",
        {
            "x": "1,2;2,0",
            **dict.fromkeys(("wz", "wr", "wh"), "0.5,0.1,0.3"),
            "h0": "1",
            "bh": "0.5",
            "convention": "pytorch",
        },
    ),
    ("cnn", {"layers": "input 8x8x3; conv 4 3x3; bn; fc 10"}),
    ("loss", {"kind": "cross-entropy", "y": "2,0", "p": "0.2,0.3,0.5;0.6,0.3,0.1"}),
    ("loss", {"kind": "mae", "y": "1,2", "p": "1,3"}),
    ("loss", {"kind": "hinge", "y": "0,1", "p": "1,0.5"}),
    ("regression-metrics", {"actual": "0,1,2", "predicted": "1,1,3"}),
    ("confusion", {"tp": "0", "fp": "0", "fn": "3", "tn": "5"}),
    ("confusion", {"matrix": "4,0;0,0"}),
    ("mutual-information", {"table": "0.5,0;0,0.5"}),
    ("perplexity", {"probabilities": "0.5,0"}),
    ("gradient-clipping", {"grads": "0,0", "norm": "1"}),
    ("hessian", {"loss": "x + y", "at": "1,1"}),
    ("hessian", {"loss": "x**2 + y", "at": "1,1"}),
    (
        "autoencoder",
        {"x": "1,2", "encoder": "1,-1", "decoder": "1;1", "activation": "relu", "sparsity": "0.1"},
    ),
    ("inverse", {"matrix": "1,2;2,4"}),
    ("l1", {"w": "0,2", "strength": "0.1"}),
    ("svm", {"x": "1,0;0,1;-1,0", "y": "1,1,0"}),
    ("feature-map", {"input": "1,2,3,4;5,6,7,8;1,2,3,4;5,6,7,8", "kernel": "1,2;3,4", "padding": "same"}),
    ("softmax", {"logits": "1000,1001"}),
    ("uniform", {"a": "1", "b": "3", "below": "5"}),
    ("joint", {"table": "0.5,0.5", "row_values": "1", "column_values": "1,2"}),
    ("joint", {"table": "0.25,0.25;0.25,0.25", "row_values": "1,2", "column_values": "1,2"}),
    ("k-means", {"data": "0,0;2,0", "centroids": "1,1;1,-1"}),
    ("eigen", {"matrix": "2,0;0,2"}),
    ("linear-system", {"a": "1,2;2,4", "b": "1,3"}),
    ("linear-system", {"a": "1,2;2,4", "b": "1,2"}),
    ("roc", {"actual": "1,0,1", "scores": "0.5,0.5,0.2"}),
    ("activation", {"function": "softplus", "x": "1,-2"}),
]
"""Problems with parts of solutions that samplers do not draw."""


COUNTS = ("steps", "epochs", "iterations")
SEQUENCES = ("x", "y", "values", "teacher", "vectors", "data", "labels", "losses", "target", "grads")


def lengthened(problem):
    """Longer problems of the kind, whose later steps are told in tables: counts of steps, and sequences."""
    spelled = problem.spelled
    for name in COUNTS:
        if name in spelled or name in {parameter.name for parameter in parameters(type(problem))}:
            yield {name: "8"}
    repeated = {name: repeated_up_to_9(spelled[name]) for name in SEQUENCES if spelled.get(name)}
    for names in (*((name,) for name in repeated), *combinations(repeated, 2)):
        yield {name: repeated[name] for name in names}


def repeated_up_to_9(value):
    """Names with indices of two digits would read as names with two indices."""
    if not isinstance(value, str):
        return [*value] * (9 // len(value))
    mark = ";" if ";" in value else ","
    return mark.join([value] * (9 // len(value.split(mark))))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_every_form_of_a_long_working_is_true(entry):
    for difficulty in DIFFICULTIES:
        problem = entry.load().sample(RandomStream(f"long/{entry.command}"), difficulty)
        for changed in lengthened(problem):
            with suppress(InputError):
                check(run(problem.posed_with(**changed)))


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)
def test_every_form_of_every_block_is_true(entry, difficulty):
    compared = 0
    for seed in range(6):
        problem = entry.load().sample(
            RandomStream(f"displayed/{entry.command}/{difficulty}/{seed}"), difficulty
        )
        compared += check(run(problem))
    assert compared > 0


@pytest.mark.parametrize("example", examples(), ids=lambda example: f"{example.command[0]}: {example.id}")
def test_every_form_of_the_examples_of_the_notes_is_true(example):
    check(run(problem_of(example)))


@pytest.mark.parametrize(("command", "givens"), NOT_DRAWN)
def test_every_form_of_what_is_not_drawn_is_true(command, givens):
    named = {name.replace("-", "_"): value for name, value in givens.items()}
    assert check(run(registry.find(command).load().of(**named))) > 0
