"""Models that generate: chains of conditional probabilities, autoencoders, adversarial losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array
from solver.models.neural_networks import ACTIVATIONS, SLOPES, numbers

BASES = {"e": np.e, "2": 2.0, "10": 10.0}


def autoregressive(
    probabilities: ArrayLike | None = None, log_probabilities: ArrayLike | None = None, base: str = "e"
) -> dict[str, float]:
    """A sequence of tokens, each with a probability given those before it, or its logarithm to the base.

    Source: Bengio et al., A Neural Probabilistic Language Model, 2003; Jurafsky and Martin, Speech and
    Language Processing, equations 3.4 and 3.14.
    """
    unit = np.log(BASES[base])
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(probabilities, dtype=float)) / unit if log_probabilities is None else None
    logs = np.asarray(log_probabilities, dtype=float) if logs is None else logs
    whole, mean = float(logs.sum()), -float(logs.mean())
    return {
        "probability": float(np.exp(whole * unit)),
        "log_probability": whole,
        "entropy": mean,
        "perplexity": float(np.exp(mean * unit)),
    }


def gan(
    real: ArrayLike | None = None,
    fake: ArrayLike | None = None,
    logits: bool = False,
    smoothing: float = 0.0,
    wasserstein: bool = False,
    data: ArrayLike | None = None,
    generator: ArrayLike | None = None,
) -> dict[str, float | Array]:
    """The losses of both players from what the discriminator gives for real (n,) and generated (m,) samples.

    They are means of natural logarithms. The gradients are those of the discriminator's loss by each output
    (or logit), then those of the generator's two losses by each output for a generated sample. For two
    distributions of the shape (outcomes,), what the best discriminator gives, and the value of the game.

    Source: Goodfellow et al., Generative Adversarial Nets, 2014, equation 1, proposition 1 and theorem 1;
    Arjovsky, Chintala and Bottou, Wasserstein GAN, 2017, equation 2.
    """
    if data is not None and generator is not None:
        return _best_discriminator(np.asarray(data, dtype=float), np.asarray(generator, dtype=float))
    scores = [np.asarray(s, dtype=float) for s in (real, fake)]
    if wasserstein:
        return {"discriminator": scores[1].mean() - scores[0].mean(), "generator": -scores[1].mean()}
    if not logits:
        scores = [np.log(s) - np.log1p(-s) for s in scores]
    (log_yes, log_no), (log_taken, log_seen) = ((-np.logaddexp(0, -s), -np.logaddexp(0, s)) for s in scores)
    log_real = float(((1 - smoothing) * log_yes + smoothing * log_no).mean())
    log_fake = float(log_seen.mean())
    return {
        "log_real": log_real,
        "log_fake": log_fake,
        "discriminator": -(log_real + log_fake),
        "generator_minimax": log_fake,
        "generator_nonsaturating": -float(log_taken.mean()),
        **_slopes(np.exp(log_yes), np.exp(log_taken), smoothing, by_logits=logits),
    }


def _slopes(yes: Array, taken: Array, smoothing: float, *, by_logits: bool) -> dict[str, float | Array]:
    """The gradients of the losses by the outputs `yes` for real samples and `taken` for generated ones."""
    slopes = [yes - (1 - smoothing), taken, -taken, taken - 1]
    if not by_logits:
        inner = [yes * (1 - yes)] + [taken * (1 - taken)] * 3
        slopes = [slope / chain for slope, chain in zip(slopes, inner, strict=True)]
    names = ("grad_real", "grad_fake", "grad_minimax", "grad_nonsaturating")
    return {name: slope / len(slope) for name, slope in zip(names, slopes, strict=True)}


def _best_discriminator(data: Array, generator: Array) -> dict[str, float | Array]:
    both = data + generator
    halves = [
        share[share > 0] @ np.log(2 * share[share > 0] / both[share > 0]) for share in (data, generator)
    ]
    divergence = float(sum(halves) / 2)
    return {
        "optimal_discriminator": data / both,
        "value": 2 * divergence - 2 * np.log(2),
        "jensen_shannon": divergence,
    }


def vae(
    mu: ArrayLike,
    sd: ArrayLike | None = None,
    logvar: ArrayLike | None = None,
    prior_mu: ArrayLike | None = None,
    prior_sd: ArrayLike | None = None,
    noise: ArrayLike | None = None,
    x: ArrayLike | None = None,
    decoded: ArrayLike | None = None,
    loss: str = "half-sse",
    beta: float = 1.0,
) -> dict[str, float | Array]:
    """The terms of a variational autoencoder for one input; the code and its noise have the shape (codes,).

    The prior is standard normal unless its means and standard deviations are given. The reconstruction loss
    compares `decoded` with `x`, both of the shape (inputs,).

    Source: Kingma and Welling, Auto-Encoding Variational Bayes, 2014, equation 10 and appendix B.
    """
    mean = np.asarray(mu, dtype=float)
    spread = np.exp(np.asarray(logvar) / 2) if sd is None else np.asarray(sd, dtype=float)
    center = np.zeros_like(mean) if prior_mu is None else np.asarray(prior_mu, dtype=float)
    width = np.ones_like(mean) if prior_sd is None else np.asarray(prior_sd, dtype=float)
    divergence = float(
        np.sum(np.log(width / spread) + (spread**2 + (mean - center) ** 2) / (2 * width**2) - 0.5)
    )
    found: dict[str, float | Array] = {"kl": divergence}
    if x is not None and decoded is not None:
        target, output = np.asarray(x, dtype=float), np.asarray(decoded, dtype=float)
        if loss == "bce":
            cost = -float(np.sum(target * np.log(output) + (1 - target) * np.log(1 - output)))
        else:
            scale = {"half-sse": 0.5, "sse": 1.0, "mse": 1 / len(target)}[loss]
            cost = scale * float(np.sum((target - output) ** 2))
        found |= {"reconstruction": cost, "elbo": -cost - divergence, "loss": cost + beta * divergence}
    if noise is not None:
        found["sample"] = mean + spread * np.asarray(noise, dtype=float)
    return found


def autoencoder(
    x: ArrayLike,
    encoder: ArrayLike,
    decoder: ArrayLike,
    encoder_bias: ArrayLike | None = None,
    decoder_bias: ArrayLike | None = None,
    activation: str = "sigmoid",
    output_activation: str = "linear",
    loss: str = "mse",
    sparsity: float | None = None,
    noise: ArrayLike | None = None,
    lr: float = 0.1,
) -> dict[str, Any]:
    """One step of gradient descent on an input `x` of shape (inputs,), from which `noise` is to be removed.

    The weights of the encoder have the shape (codes, inputs), those of the decoder (inputs, codes); biases
    are 0, and not trained, where none are given. `sparsity` weighs the sum of the code's absolute values.

    Fractions stay exact in layers that are linear or ReLU: there rounding could turn a derivative.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equations 14.1, 14.2, 14.9 and 6.46 to 6.52.
    """
    clean, w, v = map(numbers, (x, encoder, decoder))
    seen = clean if noise is None else clean + numbers(noise)
    first = w @ seen + (0 if encoder_bias is None else numbers(encoder_bias))
    code = ACTIVATIONS[activation](first)
    second = v @ code + (0 if decoder_bias is None else numbers(decoder_bias))
    output = ACTIVATIONS[output_activation](second)
    squares, scale = ((clean - output) ** 2).sum(), {"mse": len(clean), "half-sse": 2}.get(loss, 1)
    back = 2 * (output - clean) / scale * SLOPES[output_activation](second)
    shared = v.T @ back + (0 if sparsity is None else sparsity * np.sign(code))
    deep = shared * SLOPES[activation](first)
    found: dict[str, Any] = {"code": code, "output": output, "loss": squares / scale}
    if sparsity is not None:
        penalty = sparsity * abs(code).sum()
        found |= {"reconstruction": squares / scale, "penalty": penalty, "loss": squares / scale + penalty}
    weights = {"encoder": (w, np.outer(deep, seen)), "decoder": (v, np.outer(back, code))}
    biases = {"encoder_bias": (encoder_bias, deep), "decoder_bias": (decoder_bias, back)}
    return found | _descended(weights | biases, lr)


def _descended(parts: Mapping[str, tuple[ArrayLike | None, Array]], lr: float) -> dict[str, Array]:
    """The gradients of those parts that there are, and what each is after a step against its gradient."""
    known = {name: (numbers(old), slope) for name, (old, slope) in parts.items() if old is not None}
    slopes = {f"grad_{name}": slope for name, (_, slope) in known.items()}
    return slopes | {f"new_{name}": old - lr * slope for name, (old, slope) in known.items()}
