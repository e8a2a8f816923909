"""Normalization over the batch, and over the entries of each sample."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.contract import Layer


class Normalization(Layer):
    """y = gain (x - mean) / sqrt(variance + epsilon) + shift, with mean and variance over some axes.

    `mean`, `variance`, and `x_hat`, which is y before gain and shift, are those of the last way forward.
    """

    def __init__(self, size: int, epsilon: float) -> None:
        super().__init__(gain=np.ones(size), shift=np.zeros(size))
        self.epsilon = epsilon

    def normalized(self, x: Array, mean: Array, variance: Array, gain: Array, shift: Array) -> Array:
        self.mean, self.variance = mean, variance
        self.deviation = np.sqrt(variance + self.epsilon)
        self.x_hat = (x - mean) / self.deviation
        return np.asarray(gain * self.x_hat + shift)

    def back(self, grad: Array, gain: Array, axes: tuple[int, ...]) -> Array:
        """Through mean and variance, which were taken over these axes."""
        by_hat = grad * gain
        along = (by_hat * self.x_hat).mean(axis=axes, keepdims=True)
        centred = by_hat - by_hat.mean(axis=axes, keepdims=True)
        return np.asarray((centred - self.x_hat * along) / self.deviation)


class BatchNormalization(Normalization):
    """Each feature of (batch, features), or each channel of (batch, channels, height, width).

    In training with the mean and the variance of the batch, else with their moving averages, which take in a
    share of `momentum`; what enters those is the variance with n - 1 in its denominator, or n with `biased`.

    Source: Ioffe and Szegedy, Batch Normalization, 2015, algorithms 1 and 2; torch.nn.BatchNorm2d;
    keras.layers.BatchNormalization (`biased`).
    """

    def __init__(
        self, features: int, *, epsilon: float = 1e-5, momentum: float = 0.1, biased: bool = False
    ) -> None:
        super().__init__(features, epsilon)
        self.momentum, self.biased = momentum, biased
        self.running_mean, self.running_variance = np.zeros(features), np.ones(features)

    def forward(self, x: Array, training: bool = False) -> Array:
        self.axes = (0, *range(2, x.ndim))
        self.training, self.column = training, (-1,) + (1,) * (x.ndim - 2)
        mean, variance = self.running_mean, self.running_variance
        if training:
            mean, variance = x.mean(axis=self.axes), x.var(axis=self.axes)
            self._remember(mean, variance, x.size / len(mean))
        gain, shift = self.parameters["gain"], self.parameters["shift"]
        columns = (part.reshape(self.column) for part in (mean, variance, gain, shift))
        return self.normalized(x, *columns)

    def _remember(self, mean: Array, variance: Array, count: float) -> None:
        share, entering = self.momentum, variance if self.biased else variance * count / (count - 1)
        self.running_mean = (1 - share) * self.running_mean + share * mean
        self.running_variance = (1 - share) * self.running_variance + share * entering

    def backward(self, grad: Array) -> Array:
        self.gradients["gain"][...] = (grad * self.x_hat).sum(axis=self.axes)
        self.gradients["shift"][...] = grad.sum(axis=self.axes)
        gain = self.parameters["gain"].reshape(self.column)
        return self.back(grad, gain, self.axes) if self.training else grad * gain / self.deviation


class LayerNormalization(Normalization):
    """Each sample by itself, over its last axis.

    Source: Ba, Kiros and Hinton, Layer Normalization, 2016, equations 3 and 4.
    """

    def __init__(self, features: int, *, epsilon: float = 1e-5) -> None:
        super().__init__(features, epsilon)

    def forward(self, x: Array, training: bool = False) -> Array:
        mean, variance = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
        return self.normalized(x, mean, variance, self.parameters["gain"], self.parameters["shift"])

    def backward(self, grad: Array) -> Array:
        before = tuple(range(grad.ndim - 1))
        self.gradients["gain"][...] = (grad * self.x_hat).sum(axis=before)
        self.gradients["shift"][...] = grad.sum(axis=before)
        return self.back(grad, self.parameters["gain"], (-1,))
