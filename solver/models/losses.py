"""Loss functions of whole batches, with their gradients by the predictions or the logits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array

Pair: TypeAlias = tuple[Array, Array]


def loss(
    kind: str,
    y: ArrayLike,
    p: ArrayLike,
    logits: bool = False,
    weights: ArrayLike | None = None,
    reduction: str = "mean",
    smoothing: float | None = None,
    delta: float | None = None,
    gamma: float | None = None,
    alpha: float | None = None,
) -> dict[str, Any]:
    """The loss of predictions `p` for targets `y`, that of each sample, and the gradient by `p`.

    Both have the shape (samples, outputs); a single row or column is a vector of samples or, of the
    categorical loss, the classes of one sample. There `y` may hold the numbers of the classes instead.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.2; Huber 1964, section 2; Lin et al.,
    Focal Loss for Dense Object Detection, 2017, equation 5; Szegedy et al. 2016, section 7 (smoothing).
    """
    given, is_categorical = np.atleast_2d(np.asarray(p, dtype=float)), kind == "categorical"
    is_vector = 1 in given.shape
    z = given.reshape((1, -1) if is_categorical else (-1, 1)) if is_vector else given
    target = _targets(np.asarray(y, dtype=float), z.shape, smoothing or 0.0, is_categorical=is_categorical)
    entries, slopes = _by_entry(kind, target, z, logits, delta or 1.0, 2.0 if gamma is None else gamma, alpha)
    outputs = 1 if is_categorical or reduction == "sum" else z.shape[1]
    per_sample, slopes = entries.sum(axis=1) / outputs, slopes / outputs
    w = np.ones(len(z)) if weights is None else np.asarray(weights, dtype=float)
    if reduction == "none":
        return {"per_sample": per_sample, "gradient": slopes.ravel() if is_vector else slopes}
    share = w / w.sum() if reduction == "mean" else w
    whole, slopes = share @ per_sample, share[:, None] * slopes
    if kind == "rmse":
        whole = np.sqrt(whole)
        slopes = slopes / (2 * whole) if whole else 0 * slopes
    return {"loss": whole, "per_sample": per_sample, "gradient": slopes.ravel() if is_vector else slopes}


def _targets(y: Array, shape: tuple[int, ...], smoothing: float, *, is_categorical: bool) -> Array:
    """Targets of the shape (samples, outputs): those of numbers of classes one-hot, and all smoothed."""
    samples, outputs = shape
    if is_categorical and y.size == samples and outputs > 1:
        y = np.eye(outputs)[y.astype(int).ravel()]
    return (1 - smoothing) * y.reshape(shape) + smoothing / max(outputs, 2)


def _by_entry(
    kind: str, y: Array, z: Array, logits: bool, delta: float, gamma: float, alpha: float | None
) -> Pair:
    """The loss of each entry and its derivative by that entry of `z`."""
    if kind == "categorical":
        return _categorical(y, z, logits)
    if kind in ("bce", "focal"):
        one, zero = (_log_sigmoid(z), _log_sigmoid(-z)) if logits else (np.log(z), np.log1p(-z))
        if kind == "bce":
            return -(y * one + (1 - y) * zero), np.exp(one) - y if logits else (1 - y) / (1 - z) - y / z
        return _focal(y, one, zero, logits, gamma, alpha)
    if kind == "huber":
        return _huber(y, z, delta)
    return SIMPLE[kind](y, z)


def _log_sigmoid(z: Array) -> Array:
    return np.asarray(-np.logaddexp(0, -z))


def _categorical(y: Array, z: Array, logits: bool) -> Pair:
    if not logits:
        # Where the target is 0, so is the term, even if the probability is.
        safe = np.where(y == 0, 1.0, z)
        return -y * np.log(safe), -y / safe
    moved = z - z.max(axis=1, keepdims=True)
    log_p = moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))
    return -y * log_p, np.exp(log_p) * y.sum(axis=1, keepdims=True) - y


def _focal(y: Array, one: Array, zero: Array, logits: bool, gamma: float, alpha: float | None) -> Pair:
    """From the logarithms of the probabilities of the labels 1 and 0."""
    balance = np.ones_like(y) if alpha is None else np.where(y == 1, alpha, 1 - alpha)
    log_own, log_rest = np.where(y == 1, one, zero), np.where(y == 1, zero, one)
    own, rest = np.exp(log_own), np.exp(log_rest)
    by_own = gamma * rest ** (gamma - 1) * log_own - rest**gamma / own
    slope = np.where(y == 1, by_own, -by_own) * (own * rest if logits else 1)
    return -balance * rest**gamma * log_own, balance * slope


def _huber(y: Array, z: Array, delta: float) -> Pair:
    error = z - y
    is_small = abs(error) <= delta
    entries = np.where(is_small, error**2 / 2, delta * (abs(error) - delta / 2))
    return entries, np.where(is_small, error, delta * np.sign(error))


def _lacking(y: Array, z: Array) -> tuple[Array, Array]:
    """The labels as -1 and 1, and what is lacking to a margin of 1."""
    sign = 2 * y - 1 if (y == 0).any() else y
    return sign, np.maximum(0, 1 - sign * z)


def _hinge(y: Array, z: Array) -> Pair:
    sign, lack = _lacking(y, z)
    return lack, -sign * (lack > 0)


def _squared_hinge(y: Array, z: Array) -> Pair:
    sign, lack = _lacking(y, z)
    return lack**2, -2 * sign * lack


SIMPLE: Mapping[str, Callable[[Array, Array], Pair]] = {
    "mse": lambda y, z: ((z - y) ** 2, 2 * (z - y)),
    "rmse": lambda y, z: ((z - y) ** 2, 2 * (z - y)),
    "mae": lambda y, z: (abs(z - y), np.sign(z - y)),
    "hinge": _hinge,
    "squared-hinge": _squared_hinge,
}
