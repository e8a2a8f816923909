"""What the givens of a solution say of how they were read."""

from __future__ import annotations

import pytest

import solver


@pytest.mark.parametrize(
    ("command", "option", "several", "givens"),
    [
        ("logistic", "--w", "0.5,0.5", {"x": "1,2;2,1", "y": "0,1", "w": "0.5", "lr": "0.1"}),
        ("batch", "--w", "1,1", {"x": "1,2;2,1", "y": "1,2", "w": "1"}),
        ("minibatch", "--w", "1,1", {"x": "1,2;2,1", "y": "1,2", "w": "1", "batch_size": "1"}),
        ("sgd", "--w", "1,1", {"x": "1,2;2,1", "y": "1,2", "w": "1"}),
        ("adam", "--w", "1,1", {"grads": "0.3,0.1;0.2,0.1", "w": "1"}),
        ("momentum", "--w", "2,2", {"grads": "0.3,0.1;0.2,0.1", "w": "2"}),
        ("newton", "--w", "1,1", {"loss": "x**2 + y**4", "w": "1"}),
        ("bfgs", "--w", "1,1", {"loss": "x**2 + 2*y**2", "w": "1"}),
        ("layer-norm", "--gamma", "2,2,2", {"x": "1,2,6", "gamma": "2"}),
        ("batch-norm", "--beta", "3,3", {"x": "1,2;3,6", "beta": "3"}),
        (
            "forward",
            "--activations",
            "relu,relu",
            {"x": "1,2", "weights": ["1,2;3,4", "1,1"], "activations": "relu"},
        ),
    ],
)
def test_one_number_for_several_is_said_among_the_givens(command, option, several, givens):
    def label(**changed):
        return next(
            g.label for g in solver.solve(command, **{**givens, **changed}).givens if g.option == option
        )

    count = several.count(",") + 1
    one, each = label(), label(**{option.removeprefix("--").replace("-", "_"): several})
    assert one == f"{each}, the same for all {count}"


@pytest.mark.parametrize(
    ("command", "givens", "options"),
    [
        ("separable", {"positive": "1,1;2,1", "negative": "0,0"}, ["--x", "--y"]),
        ("mlp-params", {"inputs": 3, "hidden": "4,5", "outputs": 2}, ["--layers"]),
        ("sgd", {"x": "1,2", "y": "2,4", "no_bias": True}, ["--x", "--y", "--w", "--no-bias"]),
    ],
)
def test_what_others_tell_or_leave_unused_is_not_listed(command, givens, options):
    listed = [given.option for given in solver.solve(command, **givens).givens]
    assert listed[: len(options)] == options
    assert not {f"--{name}" for name in ("positive", "negative", "inputs", "hidden", "b")}.intersection(
        listed
    )


def test_one_number_for_one_thing_needs_no_words():
    (label,) = (g.label for g in solver.solve("adam", grads="0.3", w="1").givens if g.option == "--w")
    assert label == "initial weights"
