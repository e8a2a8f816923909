"""Batch and layer normalization of one batch, forward and backward: what the layers of networks do to it.

Inputs and gradients have the shape (samples, features), scales and shifts (features,) or (1,). Of one group,
such as the batch of a single feature, results come without the axis that has the length 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from solver.models.arrays import Array
from solver.models.layers.normalization import BatchNormalization, LayerNormalization, Normalization


def batch_norm(
    x: Array,
    gamma: Array,
    beta: Array,
    epsilon: float,
    grad: Array | None = None,
    momentum: float | None = None,
    running_mean: Array | None = None,
    running_variance: Array | None = None,
    keras: bool = False,
    inference: bool = False,
) -> Mapping[str, Any]:
    """Each feature by its mean and variance over the batch, or by the running ones with `inference`.

    A single row is a batch of one feature. The running averages take in `momentum` of the mean and of the
    variance over n - 1; with `keras`, they keep it, and the variance is over n.
    Source: Ioffe and Szegedy, Batch Normalization, 2015; torch.nn.BatchNorm1d; keras.layers.
    """
    batch, slopes = _as_column(x), None if grad is None else _as_column(grad)
    unbiased = momentum is not None and not keras
    layer = BatchNormalization(batch.shape[1], epsilon=epsilon, biased=not unbiased)
    if momentum is not None:
        layer.momentum = 1 - momentum if keras else momentum
    if running_mean is not None:
        layer.running_mean = running_mean
    if running_variance is not None:
        layer.running_variance = running_variance
    found = _through(layer, batch, gamma, beta, slopes, training=not inference)
    if inference:
        return {name: found[name] for name in ("normalized", "output")}
    if momentum is None:
        return found
    running = {"running_mean": layer.running_mean, "running_variance": layer.running_variance}
    return {**found, **_squeezed(running)}


def layer_norm(
    x: Array, gamma: Array, beta: Array, epsilon: float, grad: Array | None = None
) -> Mapping[str, Any]:
    """Each sample by its mean and variance over the features.

    Source: Ba, Kiros and Hinton, Layer Normalization, 2016; torch.nn.LayerNorm.
    """
    return _through(LayerNormalization(x.shape[1], epsilon=epsilon), x, gamma, beta, grad)


def _through(
    layer: Normalization, x: Array, gamma: Array, beta: Array, grad: Array | None, training: bool = True
) -> dict[str, Any]:
    layer.load(gain=gamma, shift=beta)
    output = layer.forward(x, training)
    found = {"mean": layer.mean, "variance": layer.variance, "normalized": layer.x_hat, "output": output}
    if grad is not None and training:
        found["grad_input"] = layer.backward(grad)
        found |= {"grad_gamma": layer.gradients["gain"], "grad_beta": layer.gradients["shift"]}
    return _squeezed(found)


def _as_column(rows: Array) -> Array:
    """A single row as samples of one feature."""
    return rows.T if len(rows) == 1 else rows


def _squeezed(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: np.squeeze(array) for name, array in found.items()}
