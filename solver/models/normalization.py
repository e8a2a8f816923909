"""Batch and layer normalization, forward and backward.

Inputs and gradients have the shape (samples, features), scales and shifts (features,) or (1,). Of one group,
such as the batch of a single feature, results come without the axis that has the length 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


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
    old_mean = 0.0 if running_mean is None else running_mean
    old_variance = 1.0 if running_variance is None else running_variance
    if inference:
        normalized = (batch - old_mean) / np.sqrt(old_variance + epsilon)
        return _squeezed({"normalized": normalized, "output": gamma * normalized + beta})
    found = _normalized(batch, gamma, beta, epsilon, slopes, axis=0)
    if momentum is not None:
        new, n = (1 - momentum if keras else momentum), len(batch)
        variance = found["variance"] * (1 if keras else n / (n - 1))
        found["running_mean"] = (1 - new) * old_mean + new * found["mean"]
        found["running_variance"] = (1 - new) * old_variance + new * variance
    return _squeezed(found)


def layer_norm(
    x: Array, gamma: Array, beta: Array, epsilon: float, grad: Array | None = None
) -> Mapping[str, Any]:
    """Each sample by its mean and variance over the features.

    Source: Ba, Kiros and Hinton, Layer Normalization, 2016; torch.nn.LayerNorm.
    """
    return _squeezed(_normalized(x, gamma, beta, epsilon, grad, axis=1))


def _normalized(
    x: Array, gamma: Array, beta: Array, epsilon: float, grad: Array | None, axis: int
) -> dict[str, Any]:
    mean, variance = x.mean(axis, keepdims=True), x.var(axis, keepdims=True)
    deviation = np.sqrt(variance + epsilon)
    normalized = (x - mean) / deviation
    found = {"mean": mean.squeeze(axis), "variance": variance.squeeze(axis)}
    found |= {"normalized": normalized, "output": gamma * normalized + beta}
    if grad is None:
        return found
    # The chain rule, path by path: the input acts by itself, through the variance and through the mean.
    by_normalized = gamma * grad
    by_variance = (by_normalized * (x - mean)).sum(axis, keepdims=True) * (-0.5) * deviation**-3
    by_mean = -by_normalized.sum(axis, keepdims=True) / deviation
    n = x.shape[axis]
    found["grad_input"] = by_normalized / deviation + by_variance * 2 * (x - mean) / n + by_mean / n
    return {**found, "grad_gamma": (grad * normalized).sum(axis=0), "grad_beta": grad.sum(axis=0)}


def _as_column(rows: Array) -> Array:
    """A single row as samples of one feature."""
    return rows.T if len(rows) == 1 else rows


def _squeezed(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: np.squeeze(array) for name, array in found.items()}
