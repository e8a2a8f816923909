"""Generative adversarial networks."""

from __future__ import annotations

from functools import partial

import numpy as np

from solver.models.arrays import Array
from solver.models.generative_models import gan
from solver.models.layers.contract import Layer, Rng
from solver.models.networks import multilayer_perceptron
from solver.models.training import Trainer
from solver.models.update_rules import Optimizer


class GAN:
    """A generator from noise (batch, noise) to samples (batch, features), and a discriminator to logits.

    The discriminator is trained by the cross-entropy, the generator by the loss that does not saturate.

    Source: Goodfellow et al., Generative Adversarial Nets, 2014, algorithm 1 and section 3.
    """

    def __init__(self, noise: int, hidden: int, features: int, rng: Rng = None) -> None:
        self.draw, self.noise = np.random.default_rng(rng), noise
        self.generator: Layer = multilayer_perceptron([noise, hidden, features], self.draw)
        self.discriminator: Layer = multilayer_perceptron([features, hidden, 1], self.draw)

    def discriminator_slope(self, real: Array, noise: Array) -> float:
        """Forward and back for the discriminator: its loss."""
        both = np.concatenate((real, self.generator.forward(noise, training=True)))
        logits = self.discriminator.forward(both, training=True)[:, 0]
        found = gan(logits[: len(real)], logits[len(real) :], logits=True)
        slopes = np.concatenate([np.asarray(found["grad_real"]), np.asarray(found["grad_fake"])])
        self.discriminator.backward(slopes[:, None])
        return float(found["discriminator"])

    def generator_slope(self, noise: Array) -> float:
        """Forward and back for the generator, through the discriminator: the generator's loss."""
        logits = self.discriminator.forward(self.generator.forward(noise, training=True), training=True)[:, 0]
        found = gan(logits, logits, logits=True)
        slope = np.asarray(found["grad_nonsaturating"])
        self.generator.backward(self.discriminator.backward(slope[:, None]))
        return float(found["generator_nonsaturating"])

    def fit(
        self, x: Array, optimizers: tuple[Optimizer, Optimizer], *, steps: int, batch_size: int = 64
    ) -> list[tuple[float, float]]:
        """Steps of one update of each player by its optimizer, the discriminator first; their losses."""
        judge, forge = Trainer(self.discriminator, optimizers[0]), Trainer(self.generator, optimizers[1])
        losses = []
        for _ in range(steps):
            real = x[self.draw.integers(len(x), size=batch_size)]
            noises = self.draw.normal(size=(2, batch_size, self.noise))
            of_judge = judge.step(partial(self.discriminator_slope, real, noises[0]))
            losses.append((of_judge, forge.step(partial(self.generator_slope, noises[1]))))
        return losses

    def generate(self, count: int) -> Array:
        """Samples from new noise."""
        return self.generator.forward(self.draw.normal(size=(count, self.noise)))
