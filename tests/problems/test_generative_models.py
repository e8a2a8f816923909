"""Models that generate, beyond what holds for every type."""

from __future__ import annotations

import math

import numpy as np
import pytest

import solver
from tests.problems.naming import mistakes
from tests.problems.solving import answers, mistaken, refused

# Chains of probabilities


def test_a_sequence_of_powers_of_two():
    """1/2, 1/4 and 1/8: 6 bits in 3 tokens."""
    found = answers("autoregressive", probabilities="0.5,0.25,0.125", base="2")
    assert found == {"probability": 1 / 64, "log_probability": -6, "entropy": 2, "perplexity": 4}


def test_an_impossible_token_makes_the_perplexity_infinite():
    found = answers("autoregressive", probabilities="0.5,0")
    assert found["probability"] == 0
    assert found["log_probability"] == -math.inf
    assert found["entropy"] == found["perplexity"] == math.inf


def test_the_base_changes_no_perplexity():
    bases = (answers("autoregressive", probabilities="0.3,0.6", base=base) for base in ("e", "2", "10"))
    for found in bases:
        assert found["perplexity"] == pytest.approx((0.3 * 0.6) ** -0.5)


def test_nats_in_a_power_of_two_are_named():
    givens = {"probabilities": "0.3,0.6,0.9"}
    wrong = 2 ** answers("autoregressive", **givens)["entropy"]
    assert mistakes("autoregressive", "perplexity", wrong, **givens) == [("wrong-base",)]


def test_probabilities_or_their_logarithms_are_given():
    refused("autoregressive", "--probabilities")
    refused("autoregressive", "--probabilities", probabilities="0.5", log_probabilities="-1")
    refused("autoregressive", "--log-probabilities", log_probabilities="0.5")


# Adversarial losses


def test_an_undecided_discriminator():
    found = answers("gan", real="0,0", fake="0", logits="true")
    assert found["discriminator"] == pytest.approx(2 * np.log(2))
    assert found["grad_minimax"] == found["grad_nonsaturating"] == [-0.5]


def test_a_sure_discriminator_stops_the_minimax_generator_alone():
    found = answers("gan", real="8", fake="-8", logits="true")
    assert abs(found["grad_minimax"][0]) < 1e-3
    assert found["grad_nonsaturating"][0] < -0.999


def test_the_best_discriminator_of_equal_distributions():
    found = answers("gan", data="0.5,0.3,0.2", generator="0.5,0.3,0.2")
    assert found["optimal_discriminator"] == [0.5, 0.5, 0.5]
    assert found["value"] == pytest.approx(-np.log(4))
    assert found["jensen_shannon"] == pytest.approx(0, abs=1e-15)


def test_distributions_without_a_common_outcome_are_log_2_apart():
    assert answers("gan", data="1,0", generator="0,1")["jensen_shannon"] == pytest.approx(np.log(2))


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("the problem", {}),
        ("--fake", {"real": "0.5"}),
        ("the problem", {"real": "0.5", "fake": "0.5", "data": "1", "generator": "1"}),
        ("--real", {"real": "1", "fake": "0.5"}),
        ("--fake", {"real": "0.5", "fake": "1.5"}),
        ("--wasserstein", {"real": "1", "fake": "2", "wasserstein": "true", "logits": "true"}),
        ("--generator", {"data": "0.5,0.5", "generator": "1"}),
        ("--data", {"data": "0.5,0.5,0", "generator": "0.5,0.5,0"}),
        ("--data", {"data": "0.5,0.5", "generator": "1,0", "logits": "true"}),
    ],
)
def test_what_is_no_game_is_refused(option, givens):
    refused("gan", option, **givens)


def test_a_loss_of_logarithms_that_were_not_averaged_is_named():
    givens = {"real": "0.9,0.8", "fake": "0.2,0.4"}
    wrong = np.log(0.9 * 0.8)
    assert mistakes("gan", "log_real", wrong, **givens) == [("not-averaged",)]


# Variational autoencoders


def test_a_code_with_the_distribution_of_the_prior():
    assert answers("vae", mu="0,0", sd="1,1")["kl"] == 0
    assert answers("vae", mu="2", sd="3", prior_mu="2", prior_sd="3")["kl"] == 0


def test_a_shifted_code():
    """KL of N(m, 1) from N(0, 1) is m^2/2."""
    found = answers("vae", mu="3,1", sd="1,1", x="1,2", decoded="0,0", beta="2")
    assert found == {"kl": 5, "reconstruction": 2.5, "elbo": -7.5, "loss": 12.5}


@pytest.mark.parametrize(
    ("mistake", "kl"),
    [
        ("not-squared", (0.5 + 4 - 1 - np.log(0.5)) / 2),
        ("log-unsquared", (0.25 + 4 - 1 - np.log(0.5)) / 2),
        ("no-half", 0.25 + 4 - 1 - np.log(0.25)),
    ],
)
def test_mistakes_in_a_divergence(mistake, kl):
    assert mistaken("vae", mistake, mu="2", sd="0.5")["kl"] == pytest.approx(kl)


def test_a_sample_with_the_variance_is_named():
    givens = {"mu": "1", "sd": "0.5", "noise": "2"}
    assert mistakes("vae", "sample", [1.5], **givens) == [("variance-in-sample",)]


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--sd", {"mu": "1"}),
        ("--sd", {"mu": "1", "sd": "1", "logvar": "0"}),
        ("--sd", {"mu": "1", "sd": "1,1"}),
        ("--prior-mu", {"mu": "1", "sd": "1", "prior_mu": "1,2"}),
        ("--decoded", {"mu": "1", "sd": "1", "x": "1"}),
        ("--decoded", {"mu": "1", "sd": "1", "x": "1", "decoded": "1,2"}),
        ("--decoded", {"mu": "1", "sd": "1", "x": "1", "decoded": "1", "loss": "bce"}),
        ("--x", {"mu": "1", "sd": "1", "x": "2", "decoded": "0.5", "loss": "bce"}),
    ],
)
def test_what_is_no_autoencoder_is_refused(option, givens):
    refused("vae", option, **givens)


def test_the_loss_of_a_page_is_the_bound_turned():
    text = str(solver.solve("vae", mu="1", sd="1", x="1", decoded="0"))
    assert "ELBO = -R - KL" in text


# Autoencoders

SMALL = {"x": "1,2", "encoder": "0.5,0.5", "decoder": "1;1", "activation": "linear"}


def test_a_small_autoencoder_by_hand():
    """The code is 1.5, the errors are 0.5 and -0.5: they cancel on the way back."""
    found = answers("autoencoder", **SMALL)
    assert found["code"] == [1.5]
    assert found["output"] == [1.5, 1.5]
    assert found["loss"] == 0.25
    assert found["grad_decoder"] == [[0.75], [-0.75]]
    assert found["grad_encoder"] == [[0, 0]]
    assert found["new_encoder"] == [[0.5, 0.5]]


def test_a_perfect_reconstruction_stays():
    found = answers("autoencoder", x="2,4", encoder="0.5,0", decoder="2;4", activation="linear")
    assert found["loss"] == 0
    assert found["new_decoder"] == [[2], [4]]


def test_noise_is_compared_with_the_clean_input():
    """The code is that of (2, 2), the target is (1, 2)."""
    found = answers("autoencoder", **SMALL, noise="1,0")
    assert found["code"] == [2]
    assert found["loss"] == 0.5
    assert mistaken("autoencoder", "noisy-target", **SMALL, noise="1,0")["loss"] == 0
    assert mistaken("autoencoder", "noise-forgotten", **SMALL, noise="1,0")["code"] == [1.5]


def test_a_code_of_nothing_has_no_slope():
    """ReLU and |h| at 0: the encoder is left as it is."""
    givens = {**SMALL, "encoder": "2,-1", "activation": "relu", "sparsity": "0.5"}
    found = answers("autoencoder", **givens)
    assert found["penalty"] == 0
    assert found["grad_encoder"] == [[0, 0]]
    assert "derivative of |h| at 0 is taken as 0" in str(solver.solve("autoencoder", **givens))


def test_a_negative_code_is_pushed_up_by_sparsity():
    """The penalty adds -lambda to the error of a code of -1.5, whose error is (1 - 4) + (2 - 5) before it."""
    givens = {**SMALL, "encoder": "-0.5,-0.5", "decoder": "-2;-2", "sparsity": "0.5"}
    found = answers("autoencoder", **givens)
    back = -2 * (3 - 1) - 2 * (3 - 2)
    assert found["loss"] == (4 + 1) / 2 + 0.5 * 1.5
    assert found["grad_encoder"] == [[back - 0.5, 2 * (back - 0.5)]]
    wrong = [[back, 2 * back]]
    assert mistakes("autoencoder", "grad_encoder", wrong, **givens)[0] == ("penalty-undifferentiated",)


@pytest.mark.parametrize(
    ("option", "givens"),
    [
        ("--encoder", {**SMALL, "encoder": "1,2,3"}),
        ("--decoder", {**SMALL, "decoder": "1,1"}),
        ("--encoder-bias", {**SMALL, "encoder_bias": "1,2"}),
        ("--decoder-bias", {**SMALL, "decoder_bias": "1"}),
        ("--noise", {**SMALL, "noise": "1"}),
        ("--sparsity", {**SMALL, "sparsity": "0"}),
        ("--output-activation", {**SMALL, "output_activation": "softmax"}),
    ],
)
def test_layers_that_do_not_fit_are_refused(option, givens):
    refused("autoencoder", option, **givens)


def test_inputs_may_be_irrational():
    found = solver.solve("autoencoder", **{**SMALL, "x": "sqrt(2),2"}).numbers
    code = (math.sqrt(2) + 2) / 2
    assert found["code"] == pytest.approx([code])
    assert found["loss"] == pytest.approx(((math.sqrt(2) - code) ** 2 + (2 - code) ** 2) / 2)
