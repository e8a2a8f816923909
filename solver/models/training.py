"""Training: the gradient of a batch, a penalty, a clipped norm, a learning rate, a step of the optimizer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from solver.models.arrays import Array
from solver.models.gradient_descent import batches
from solver.models.layers.contract import Layer, Rng
from solver.models.objectives import Objective
from solver.models.regularization import l1, l2
from solver.models.schedules import clip_gradients
from solver.models.update_rules import Optimizer


class Trainer:
    """An optimizer at work on the parameters of a network, which lie one behind the other in one vector.

    `schedule` tells the learning rate of each step, counted from 0. `l1` is the factor of the sum of the
    sizes of all weights and `l2` that of half the sum of their squares, both of matrices and kernels alone:
    biases go free. `clip_norm` is the longest gradient that is left as it is.

    Source: Goodfellow, Bengio and Courville, Deep Learning, algorithm 8.1 and sections 7.1 and 10.11.1.
    """

    def __init__(
        self,
        network: Layer,
        optimizer: Optimizer,
        *,
        schedule: Callable[[int], float] | None = None,
        l1: float = 0.0,
        l2: float = 0.0,
        clip_norm: float | None = None,
    ) -> None:
        self.network, self.optimizer, self.schedule = network, optimizer, schedule
        self.l1, self.l2, self.clip_norm = l1, l2, clip_norm
        arrays = network.parameters.values()
        self.weights = np.concatenate([w.ravel() for w in arrays])
        self.penalized = np.concatenate([np.full(w.size, float(w.ndim > 1)) for w in arrays])
        self.steps = 0

    def step(self, slope: Callable[[], float]) -> float:
        """One update; `slope` goes forward and back on a batch, and returns its loss."""
        if self.schedule is not None:
            self.optimizer.lr = float(self.schedule(self.steps))
        place = self.optimizer.place(self.weights)
        self._write(place)
        loss = slope()
        gradient = np.concatenate([g.ravel() for g in self.network.gradients.values()])
        weights = place * self.penalized
        for penalty, strength in ((l1, self.l1), (l2, self.l2 / 2)):
            if strength:
                found = penalty(weights, strength, loss, gradient, None)
                loss, gradient = found["loss"], found["gradient"]
        if self.clip_norm is not None:
            gradient = clip_gradients([gradient[None]], norm=self.clip_norm)["clipped"]
        self.weights = self.optimizer.step(self.weights, gradient)["weights"]
        self._write(self.weights)
        self.steps += 1
        return float(loss)

    def _write(self, weights: Array) -> None:
        end = 0
        for w in self.network.parameters.values():
            start, end = end, end + w.size
            w[...] = weights[start:end].reshape(w.shape)


def through(network: Layer, objective: Objective, x: Array, y: Array) -> float:
    """Forward and back: the loss, whose gradients lie in the network then.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.5, algorithms 6.3 and 6.4.
    """
    loss, gradient = objective(network.forward(x, training=True), y)
    network.backward(gradient)
    return loss


def fit(
    network: Layer,
    objective: Objective,
    x: Array,
    y: Array,
    trainer: Trainer | Optimizer,
    *,
    epochs: int,
    batch_size: int = 32,
    rng: Rng = None,
) -> list[float]:
    """Train by shuffled batches of the samples `x` with the targets `y`; the mean loss of each epoch.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3.
    """
    at_work = trainer if isinstance(trainer, Trainer) else Trainer(network, trainer)
    draw, losses = np.random.default_rng(rng), []
    for _ in range(epochs):
        order, found = draw.permutation(len(x)), []
        for part in batches(len(x), batch_size):
            chosen = order[part]
            found.append(at_work.step(partial(through, network, objective, x[chosen], y[chosen])))
        losses.append(float(np.mean(found)))
    return losses
