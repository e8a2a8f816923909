"""Autoencoders: under-complete, sparse, denoising and variational."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.models.arrays import Array
from solver.models.generative_models import vae
from solver.models.layers.contract import Layer, Rng, Sequential
from solver.models.layers.dense import Activation, Dense
from solver.models.layers.dropout import GaussianNoise
from solver.models.networks import multilayer_perceptron
from solver.models.objectives import binary_cross_entropy


class SparseCode(Layer):
    """Passes codes (batch, units) between 0 and 1 on, with a penalty on how often each unit is active.

    The penalty, `strength` times the sum of KL(rho || mean activity) over the units, adds its gradient.

    Source: Ng, Sparse Autoencoder, CS294A lecture notes, 2011, section 3.
    """

    def __init__(self, rho: float = 0.05, strength: float = 0.1) -> None:
        super().__init__()
        self.rho, self.strength = rho, strength

    def forward(self, x: Array, training: bool = False) -> Array:
        self.mean, rho = x.mean(axis=0), self.rho
        divergence = rho * np.log(rho / self.mean) + (1 - rho) * np.log((1 - rho) / (1 - self.mean))
        self.penalty = self.strength * float(divergence.sum())
        return x

    def backward(self, grad: Array) -> Array:
        slope: Array = -self.rho / self.mean + (1 - self.rho) / (1 - self.mean)
        return grad + self.strength * slope / len(grad)


def autoencoder(
    sizes: Sequence[int],
    rng: Rng = None,
    *,
    activation: str = "relu",
    sparse: SparseCode | None = None,
    noise: float = 0.0,
) -> Sequential:
    """An encoder of dense layers from the inputs to the code, and its mirror image as decoder.

    With `noise`, the inputs are disturbed in training (denoising); the code of a `sparse` one is sigmoid.

    Source: Goodfellow, Bengio and Courville, Deep Learning, sections 14.1, 14.2.1 and 14.5; Vincent et al.,
    Extracting and Composing Robust Features with Denoising Autoencoders, 2008.
    """
    draw = np.random.default_rng(rng)
    encoder = multilayer_perceptron(sizes, draw, activation=activation)
    decoder = multilayer_perceptron(sizes[::-1], draw, activation=activation)
    code = [Activation("sigmoid"), sparse] if sparse else []
    return Sequential(*([GaussianNoise(noise, draw)] if noise else []), encoder, *code, decoder)


class VariationalAutoencoder(Layer):
    """From inputs (batch, features) between 0 and 1 to the logits of their reconstruction.

    The encoder gives mean and logarithm of the variance of each code; in training the code is drawn as
    mean + deviation * noise, else it is the mean. The divergence of the codes from a standard normal
    distribution, a sum over the codes and a mean over the batch, adds its gradient.

    Source: Kingma and Welling, Auto-Encoding Variational Bayes, 2014, equation 10 and appendix B.
    """

    def __init__(self, features: int, hidden: int, codes: int, rng: Rng = None) -> None:
        draw = np.random.default_rng(rng)
        self.encoder = Sequential(Dense(features, hidden, draw, "he"), Activation("relu"))
        self.mean, self.log_variance = Dense(hidden, codes, draw), Dense(hidden, codes, draw)
        self.decoder = multilayer_perceptron([codes, hidden, features], draw)
        names = ("encoder", "mean", "log_variance", "decoder")
        super().__init__({name: getattr(self, name) for name in names})
        self.draw = draw

    def forward(self, x: Array, training: bool = False, noise: Array | None = None) -> Array:
        hidden = self.encoder.forward(x, training)
        self.mu, self.logvar = self.mean.forward(hidden), self.log_variance.forward(hidden)
        self.noise = np.zeros_like(self.mu) if noise is None else noise
        if training and noise is None:
            self.noise = self.draw.normal(size=self.mu.shape)
        found = vae(self.mu.ravel(), logvar=self.logvar.ravel(), noise=self.noise.ravel())
        self.divergence = float(found["kl"]) / len(x)
        return self.decoder.forward(np.reshape(found["sample"], self.mu.shape), training)

    def backward(self, grad: Array) -> Array:
        by_code, batch = self.decoder.backward(grad), len(grad)
        by_mu = by_code + self.mu / batch
        by_logvar = by_code * self.noise * np.exp(self.logvar / 2) / 2 + (np.exp(self.logvar) - 1) / (
            2 * batch
        )
        by_hidden = self.mean.backward(by_mu) + self.log_variance.backward(by_logvar)
        return self.encoder.backward(by_hidden)

    def slope(self, x: Array, noise: Array | None = None) -> float:
        """Forward and back: the negative evidence lower bound, a mean over the batch."""
        logits = self.forward(x, training=True, noise=noise)
        loss, gradient = binary_cross_entropy(logits, x)
        self.backward(x.shape[1] * gradient)
        return float(x.shape[1] * loss + self.divergence)

    def generate(self, codes: Array) -> Array:
        """What codes (batch, codes) stand for, between 0 and 1."""
        return Activation("sigmoid").forward(self.decoder.forward(codes))
