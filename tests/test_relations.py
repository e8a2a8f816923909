"""Givens go together as their declarations say."""

from __future__ import annotations

import re

import pytest

from solver import registry
from solver.contract import DIFFICULTIES
from solver.errors import InputError
from solver.givens.parameters import parameters
from solver.mathematics.formula import Symbol
from solver.sampling.random_stream import RandomStream


def related(relation):
    """The givens that are declared so, with their types."""
    kinds = [entry.load() for entry in registry.entries().values()]
    found = [(kind, given) for kind in kinds for given in parameters(kind) if getattr(given, relation)]
    named = [f"{kind.command} {given.option}" for kind, given in found]
    return pytest.mark.parametrize(("kind", "given"), found, ids=named)


def posed(kind):
    """A problem of each level."""
    return [kind.sample(RandomStream(f"{kind.command}/{level}"), level) for level in DIFFICULTIES]


def longer(given, text):
    """The text with a row more, or with an entry more that its domain takes."""
    if given.domain.depth > 1:
        return f"{text};{text.split(';')[0]}"
    more = (f"{text},{entry}" for entry in (text.split(",")[-1], "0"))
    return next(text for text in more if is_read(given, text))


def is_read(given, text):
    try:
        given.read(text)
    except InputError:
        return False
    return True


@related("like")
def test_what_is_longer_than_its_counterpart_is_refused(kind, given):
    for problem in posed(kind):
        if problem.spelled.get(given.name) and problem.spelled.get(given.like):
            more = longer(given, problem.spelled[given.name])
            with pytest.raises(InputError, match=re.escape(f"{given.option} must ")) as refused:
                problem.posed_with(**{given.name: more})
            assert f"--{given.like}" in str(refused.value)


@related("instead_of")
def test_one_of_two_alternatives_has_to_be_given(kind, given):
    wanted = re.escape(f"or {given.option} must be given, and only one of them")
    for problem in posed(kind):
        with pytest.raises(InputError, match=wanted):
            problem.posed_with(**{given.name: None, given.instead_of: None})


@pytest.mark.parametrize(
    ("command", "givens", "said"),
    [
        ("least-squares", {"x": "1,2,3", "y": "1,2,4", "penalize_intercept": "true"}, "goes with --ridge"),
        ("least-squares", {"design": "1;2", "y": "1,2", "no_intercept": "true"}, "goes with --x"),
        ("gradient-clipping", {"gradients": "3,4", "value": 1, "epsilon": "0.1"}, "goes with --norm"),
        ("updates", {"samples": 9, "epochs": 1, "batches": 3, "drop_last": True}, "goes with --batch-size"),
        ("neuron", {"x": 1, "w": 1, "threshold": 0, "activation": "relu"}, "goes with --activation step"),
        ("loss", {"kind": "mse", "y": 1, "p": 2, "delta": 1}, "--delta goes with --kind huber"),
        ("activation", {"function": "relu", "x": 1, "alpha": 1}, "goes with --function leaky-relu or elu"),
        (
            "mle",
            {"distribution": "poisson", "data": "1,2", "lower": True},
            "goes with --distribution uniform",
        ),
        (
            "pool",
            {"input": "1", "size": 1, "padding_excluded": True},
            "with --mode average or global-average",
        ),
        ("svm", {"x": "1,2;3,4", "y": "1,-1", "no_bias": True}, "goes with --w"),
    ],
)
def test_what_means_nothing_without_another_given_is_refused(command, givens, said):
    with pytest.raises(InputError, match=said):
        registry.find(command).load().of(**givens)


@pytest.mark.parametrize(
    ("command", "givens", "said"),
    [
        ("vae", {"mu": "0", "sd": "1", "decoded": "1"}, "--x is missing: --x and --decoded go together"),
        ("joint", {"table": "0.5,0;0,0.5", "row_values": "1,2"}, "--column-values is missing"),
        ("mle", {"distribution": "bernoulli", "heads": 1}, "--tails is missing: --heads and --tails go"),
        ("xor", {"w": "1,1;1,1", "c": 0}, "--b is missing: --w, --b, --v and --c go together"),
    ],
)
def test_some_of_what_goes_together_is_refused_without_the_rest(command, givens, said):
    with pytest.raises(InputError, match=said):
        registry.find(command).load().of(**givens)


@pytest.mark.parametrize(
    ("command", "givens", "said"),
    [
        ("confusion", {"tp": 4, "fp": 1, "tn": 2}, "--fn is missing: --tp, --fp, --fn and --tn go together"),
        ("gan", {"fake": "0.5"}, "--real is missing: --real and --fake go together"),
        ("gan", {"fake": "0.5", "data": "1"}, "wants --real with --fake, or --data with --generator"),
        ("vanishing-gradient", {"factors": "1", "depth": 2}, "wants --factors, or --activation with --depth"),
        ("bagging", {"models": 4}, "or --variance with --models, or --error with --models"),
    ],
)
def test_one_way_of_posing_a_problem_has_to_be_told_and_all_of_it(command, givens, said):
    with pytest.raises(InputError, match=said):
        registry.find(command).load().of(**givens)


@pytest.mark.parametrize(
    ("command", "givens", "said"),
    [
        ("sgd", {"x": "1,2", "y": "2,4", "no_bias": True, "b": "1"}, "--no-bias goes without --b"),
        ("gate", {"gate": "or", "w": "1,1", "no_bias": True, "bias_input": -1}, "goes without --bias-input"),
    ],
)
def test_what_contradicts_another_given_is_refused(command, givens, said):
    with pytest.raises(InputError, match=said):
        registry.find(command).load().of(**givens)


@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("l2", {"w": "1,2", "strength": "0.1"}),
        ("gradient-clipping", {"gradients": "3,4", "norm": 1, "epsilon": "0.1"}),
        ("gradient-clipping", {"gradients": "3,4", "value": 1, "epsilon": "0"}),
        ("linear-system", {"a": "1,2;3,4", "b": "1,2"}),
        ("gate", {"gate": "or", "w": "1,1", "no_bias": True, "b": "0.0"}),
        ("neuron", {"x": 1, "w": 1, "threshold": "1/2"}),
    ],
)
def test_what_was_left_out_or_is_as_usual_is_not_refused(command, givens):
    assert registry.find(command).load().of(**givens).spelled


@related("each")
def test_neither_one_number_nor_one_for_each_is_refused(kind, given):
    for problem in posed(kind):
        several = ",".join(["1"] * (getattr(problem, given.each) + 1))
        with pytest.raises(InputError, match=f"{given.option} must be one number for all {given.each}"):
            problem.posed_with(**{given.name: several})


@related("at_most")
def test_what_is_above_its_bound_is_refused(kind, given):
    for problem in posed(kind):
        if problem.spelled.get(given.name):
            bound = getattr(problem, given.at_most)
            above = 1 + (int(bound) if isinstance(bound, Symbol) else len(bound))
            with pytest.raises(InputError, match=f"{given.option} must be "):
                problem.posed_with(**{given.name: above})


@pytest.mark.parametrize(
    ("command", "givens"),
    [
        ("logistic", {"x": "1,2", "y": "0,1"}),
        ("sgd", {"x": "1,2", "y": "2,4"}),
        ("perceptron", {"gate": "or"}),
    ],
)
def test_what_another_given_excludes_is_not_listed(command, givens):
    kind = registry.find(command).load()
    assert "--b" in {given.option for given in kind.of(**givens).givens}
    assert "--b" not in {given.option for given in kind.of(**givens, no_bias=True).givens}
