"""What mistakes with losses, activations, schedules and counts lead to, reckoned by hand or with NumPy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from tests.test_mistakes import leads_to, sigmoid

# Losses

Y, P = np.array([1.0, 0, 1]), np.array([0.8, 0.3, 0.5])
LABELED = {"y": "1,0,1", "p": "0.8,0.3,0.5"}
OF_LABEL = np.array([0.8, 0.7, 0.5])
"""The probability that each label was given."""
SIGNS, SCORES = np.array([1.0, -1, 1]), np.array([0.5, 0.25, 3])
SCORED = {"y": "1,-1,1", "p": "0.5,0.25,3"}
MARGINS = 1 - SIGNS * SCORES
REAL, GUESSED = np.array([1.0, -2, 4]), np.array([1.5, 1, 3.75])
MEASURED = {"y": "1,-2,4", "p": "1.5,1,3.75"}
OFF = REAL - GUESSED


def entropies(power=0.0, of=OF_LABEL, sign=-1):
    return sign * (1 - of) ** power * np.log(of)


@pytest.mark.parametrize(
    ("kind", "mistake", "givens", "per_sample"),
    [
        ("bce", "second-term-missing", LABELED, -Y * np.log(P)),
        ("bce", "minus-missing", LABELED, np.log(OF_LABEL)),
        ("bce", "base-two", LABELED, -np.log2(OF_LABEL)),
        ("focal", "focus-missing", {**LABELED, "gamma": "2"}, entropies()),
        ("focal", "focus-reversed", {**LABELED, "gamma": "2"}, -(OF_LABEL**2) * np.log(OF_LABEL)),
        ("focal", "minus-missing", {**LABELED, "gamma": "2"}, entropies(2, sign=1)),
        ("focal", "alpha-for-both", {**LABELED, "gamma": "2", "alpha": "0.75"}, 0.75 * entropies(2)),
        ("hinge", "not-cut", SCORED, MARGINS),
        ("hinge", "no-margin", SCORED, np.maximum(0, -SIGNS * SCORES)),
        ("squared-hinge", "not-cut", SCORED, MARGINS**2),
        ("squared-hinge", "not-squared", SCORED, np.maximum(0, MARGINS)),
        ("mse", "not-squared", MEASURED, abs(OFF)),
        ("mae", "sign-kept", MEASURED, OFF),
        ("mae", "squared", MEASURED, OFF**2),
        ("huber", "half-left-out", {**MEASURED, "delta": "1"}, [OFF[0] ** 2, 3 - 1, OFF[2] ** 2]),
        ("huber", "always-squared", {**MEASURED, "delta": "1"}, OFF**2 / 2),
    ],
)
def test_losses_of_samples(kind, mistake, givens, per_sample):
    leads_to("loss", mistake, {"kind": kind, **givens}, {"per_sample": per_sample})


@pytest.mark.parametrize(
    ("kind", "mistake", "givens", "gradient"),
    [
        ("mse", "error-sign", MEASURED, 2 * OFF / 3),
        ("mse", "factor-left-out", MEASURED, -OFF / 3),
        ("mse", "slope-not-averaged", MEASURED, -2 * OFF),
        ("mae", "error-sign", MEASURED, np.sign(OFF) / 3),
        ("huber", "error-sign", {**MEASURED, "delta": "1"}, np.clip(OFF, -1, 1) / 3),
        ("huber", "always-squared", {**MEASURED, "delta": "1"}, -OFF / 3),
        ("huber", "error-sign", {**MEASURED, "delta": "2"}, np.clip(OFF, -2, 2) / 3),
        ("bce", "error-sign", LABELED, (Y - P) / (P * (1 - P)) / 3),
        ("hinge", "slope-beyond-margin", SCORED, -SIGNS / 3),
        ("hinge", "error-sign", SCORED, SIGNS * (MARGINS > 0) / 3),
        ("squared-hinge", "factor-left-out", SCORED, -SIGNS * np.maximum(0, MARGINS) / 3),
        ("squared-hinge", "error-sign", SCORED, 2 * SIGNS * np.maximum(0, MARGINS) / 3),
        (
            "focal",
            "focus-constant",
            {**LABELED, "gamma": "2"},
            (1 - OF_LABEL) ** 2 * (P - Y) / (P * (1 - P)) / 3,
        ),
    ],
)
def test_gradients_of_losses(kind, mistake, givens, gradient):
    leads_to("loss", mistake, {"kind": kind, **givens}, {"gradient": gradient})


def test_means_of_losses():
    squares = OFF**2
    plain, weighted = {"kind": "mse", **MEASURED}, {"kind": "mse", **MEASURED, "weights": "1,2,3"}
    leads_to("loss", "not-averaged", plain, {"loss": squares.sum()})
    leads_to("loss", "averaged", {**plain, "reduction": "sum"}, {"loss": squares.mean()})
    leads_to("loss", "weights-ignored", weighted, {"loss": squares.mean()})
    root = {"kind": "rmse", **MEASURED}
    leads_to("loss", "root-missing", root, {"loss": squares.mean()})
    leads_to("loss", "error-sign", root, {"gradient": OFF / (3 * np.sqrt(squares.mean()))})


# Activation functions

X = np.array([-1.5, 0.5, 2])
TEXT = "-1.5,0.5,2"
NORMAL = stats.norm


@pytest.mark.parametrize(
    ("function", "mistake", "values"),
    [
        ("sigmoid", "exponent-sign", sigmoid(-X)),
        ("sigmoid", "tanh-for-sigmoid", np.tanh(X)),
        ("tanh", "sigmoid-for-tanh", sigmoid(X)),
        ("relu", "negative-kept", X),
        ("leaky-relu", "relu", np.maximum(0, X)),
        ("leaky-relu", "constant-everywhere", 0.01 * X),
        ("elu", "minus-one-missing", np.where(X > 0, X, np.exp(X))),
        ("elu", "relu", np.maximum(0, X)),
        ("softplus", "one-missing", X),
        ("gelu", "factor-missing", NORMAL.cdf(X)),
        ("swish", "factor-missing", sigmoid(X)),
    ],
)
def test_values_of_activations(function, mistake, values):
    leads_to("activation", mistake, {"function": function, "x": TEXT}, {"values": values})


S, T = sigmoid(X), np.tanh(X)


@pytest.mark.parametrize(
    ("function", "mistake", "derivatives"),
    [
        ("sigmoid", "second-factor-missing", S),
        ("sigmoid", "input-for-output", X * (1 - X)),
        ("tanh", "square-forgotten", 1 - T),
        ("tanh", "input-for-output", 1 - X**2),
        ("gelu", "product-rule", NORMAL.cdf(X)),
        ("swish", "product-rule", S),
    ],
)
def test_derivatives_of_activations(function, mistake, derivatives):
    leads_to("activation", mistake, {"function": function, "x": TEXT}, {"derivatives": derivatives})


# Initial weights, with 8 inputs and 50 units


@pytest.mark.parametrize(
    ("kind", "mistake", "more", "wanted"),
    [
        ("he", "other-rule", {}, {"variance": 2 / 58}),
        ("he", "fans-exchanged", {}, {"variance": 2 / 50}),
        ("he", "root-missing", {}, {"std": 2 / 8}),
        ("xavier", "other-rule", {}, {"variance": 2 / 8}),
        ("xavier", "gain-not-squared", {"gain": "3"}, {"variance": 3 * 2 / 58}),
        ("xavier", "gain-left-out", {"gain": "3"}, {"variance": 2 / 58}),
        ("glorot-uniform", "three-missing", {}, {"bound": math.sqrt(2 / 58)}),
        ("glorot-uniform", "width-for-bound", {}, {"bound": 2 * math.sqrt(6 / 58)}),
    ],
)
def test_initial_weights(kind, mistake, more, wanted):
    leads_to("init", mistake, {"kind": kind, "fan_in": "8", "fan_out": "50", **more}, wanted)


# Counts


@pytest.mark.parametrize(
    ("mistake", "givens", "count"),
    [
        ("no-factorial", {"neurons": "4,3"}, 4 * 3),
        ("added", {"neurons": "4,3"}, 24 + 6),
        ("all-together", {"neurons": "4,3"}, math.factorial(7)),
        ("one-layer", {"neurons": "4,3"}, 24),
        ("no-factorial", {"neurons": "4,3", "sign_flips": "true"}, 4 * 2**4 * 3 * 2**3),
        ("flips-left-out", {"neurons": "4,3", "sign_flips": "true"}, 24 * 6),
        ("one-flip", {"neurons": "4,3", "sign_flips": "true"}, 24 * 2 * 6 * 2),
    ],
)
def test_symmetries(mistake, givens, count):
    leads_to("symmetries", mistake, givens, {"configurations": count})


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        ("biases-left-out", {}, {"per_layer": [12, 6], "total": 18}),
        ("biases-added", {"no_bias": True}, {"per_layer": [15, 8], "total": 23}),
        ("bias-of-inputs", {}, {"per_layer": [16, 9]}),
        ("one-bias", {}, {"per_layer": [13, 7]}),
        ("added", {}, {"per_layer": [4 + 3 + 3, 3 + 2 + 2]}),
        ("inputs-counted", {}, {"total": 15 + 8 + 4}),
        ("last-left-out", {}, {"total": 15}),
    ],
)
def test_parameters_of_a_perceptron_of_layers(mistake, more, wanted):
    leads_to("mlp-params", mistake, {"layers": "4,3,2", **more}, wanted)


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        # 3 x 3 kernels on 6 x 6 x 4: an output of 4 x 4 x 10.
        ("pointwise-forgotten", {}, {"parameters_separable": 36, "saving": 1 - 36 / 360}),
        ("filters-in-depthwise", {}, {"parameters_separable": 360 + 40}),
        ("kernel-in-pointwise", {}, {"parameters_separable": 36 + 360}),
        ("channels-forgotten", {}, {"parameters_standard": 90}),
        ("input-positions", {}, {"multiplications_standard": 36 * 360}),
        ("bias-forgotten", {"bias": True}, {"parameters_standard": 360, "parameters_separable": 76}),
        ("ratio-for-saving", {}, {"saving": 76 / 360}),
    ],
)
def test_a_convolution_in_two_parts(mistake, more, wanted):
    givens = {"input": "6x6x4", "filters": "10", "kernel": "3", **more}
    leads_to("depthwise-separable", mistake, givens, wanted)


# Sums, products and gradients


@pytest.mark.parametrize(
    ("mistake", "value"),
    [
        ("largest-not-added", special.logsumexp([-2, -1, 0])),
        ("largest-subtracted", special.logsumexp([-2, -1, 0]) - 3),
        ("logarithm-of-each", 6),
        ("largest-alone", 3),
        ("averaged", special.logsumexp([1, 2, 3]) - math.log(3)),
    ],
)
def test_logarithms_of_sums(mistake, value):
    leads_to("logsumexp", mistake, {"x": "1,2,3"}, {"logsumexp": value})


def test_logarithms_of_weighted_sums():
    givens = {"x": "1,2,3", "weights": "2,1,3"}
    leads_to("logsumexp", "weights-left-out", givens, {"logsumexp": special.logsumexp([1, 2, 3])})
    leads_to("logsumexp", "weights-in-exponent", givens, {"logsumexp": special.logsumexp([2, 2, 9])})


@pytest.mark.parametrize(
    ("mistake", "gradient"),
    [
        ("times-depth", 4 * 0.5 * 0.25),
        ("one-missing", (0.5 * 0.25) ** 3),
        ("value-for-slope", (0.5 * 0.5) ** 4),
        ("weight-left-out", 0.25**4),
    ],
)
def test_a_vanishing_gradient(mistake, gradient):
    """Sigmoids at 0, where the value is 1/2 and the slope 1/4, behind weights of 1/2."""
    givens = {"activation": "sigmoid", "depth": "4", "w": "0.5", "z": "0"}
    leads_to("vanishing-gradient", mistake, givens, {"gradient": gradient})


@pytest.mark.parametrize(
    ("mistake", "bound", "clipped"),
    [
        ("no-root", {"norm": "2"}, np.array([3, -4]) * 2 / 25),
        ("sizes-summed", {"norm": "2"}, np.array([3, -4]) * 2 / 7),
        ("always-scaled", {"norm": "10"}, np.array([3, -4]) * 2),
        ("entry-by-entry", {"norm": "2"}, [2, -2]),
        ("upper-only", {"value": "2"}, [2, -4]),
        ("sign-lost", {"value": "2"}, [2, 2]),
        ("rescaled", {"value": "2"}, [1.5, -2]),
    ],
)
def test_clipped_gradients(mistake, bound, clipped):
    leads_to("gradient-clipping", mistake, {"grads": "3,-4", **bound}, {"clipped": clipped})


# Distributions


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        ("rate-for-mean", {}, {"mean": 0.5}),
        ("mean-for-variance", {}, {"variance": 2}),
        ("mean-for-median", {}, {"median": 2}),
        ("factor-left-out", {"x": "3"}, {"density": math.exp(-1.5)}),
        ("density-for-probability", {"below": "3"}, {"probability": 0.5 * math.exp(-1.5)}),
        ("opposite", {"below": "3"}, {"probability": math.exp(-1.5)}),
        ("lower-left-out", {"between": "1,3"}, {"probability": 1 - math.exp(-1.5)}),
    ],
)
def test_an_exponential_distribution(mistake, more, wanted):
    leads_to("exponential", mistake, {"rate": "0.5", **more}, wanted)


@pytest.mark.parametrize(
    ("mistake", "more", "wanted"),
    [
        ("variance-for-deviation", {"below": "3"}, {"z": 0.5}),
        ("sign-of-z", {"below": "3"}, {"z": -1}),
        ("not-standardized", {"below": "3"}, {"z": 2}),
        ("half-left-out", {"x": "3"}, {"density": math.exp(-1) / (2 * math.sqrt(2 * math.pi))}),
        ("root-left-out", {"x": "3"}, {"density": math.exp(-1 / 2) / 2}),
        ("opposite", {"below": "3"}, {"probability": NORMAL.sf(1)}),
        ("lower-left-out", {"between": "0,3"}, {"probability": NORMAL.cdf(1)}),
    ],
)
def test_a_normal_distribution(mistake, more, wanted):
    """With a mean of 1 and a deviation of 2."""
    leads_to("normal", mistake, {"mean": "1", "sd": "2", **more}, wanted)
