"""Learning rates over time, and gradients that are kept short.

Steps count from 0. Rates have the shape of the steps that are asked; gradients are lists of arrays of any
shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from solver.models.arrays import Array

_ENDING = ("cosine", "linear", "polynomial")
"""The kinds that come to a last rate."""


def lr_schedule(
    kind: str,
    lr: float,
    at: ArrayLike,
    *,
    gamma: float | None = None,
    every: int | None = None,
    decay: float | None = None,
    total: int | None = None,
    end: float | None = None,
    power: float | None = None,
    boundaries: Sequence[float] | None = None,
    rates: Sequence[float] | None = None,
    warmup: int | None = None,
    staircase: bool = False,
    restart: bool = False,
) -> Array:
    """The rates at the steps `at`; a warm-up rises from 0 to `lr`, and the kind begins after it.

    Source: Goodfellow, Bengio and Courville, Deep Learning, section 8.3.1; cosine: Loshchilov and Hutter,
    ICLR 2017, equation 5; inverse-sqrt with a warm-up: Vaswani et al., 2017, equation 3.
    """
    t, start = np.asarray(at, dtype=float), warmup or 0
    k = np.maximum(t - start, 0.0)
    if kind == "piecewise":
        passed = np.searchsorted(np.asarray(boundaries), t, side="right")
        after = lr * (gamma or 1.0) ** passed if rates is None else np.asarray(rates)[passed]
    elif kind == "inverse-sqrt":
        after = lr * np.sqrt(start / (start + k)) if start else lr / np.sqrt(k + 1)
    elif kind in _ENDING and total is not None:
        length = total - start
        share = np.mod(k, length) / length if restart else np.minimum(k / length, 1.0)
        last = end or 0.0
        after = last + (lr - last) * _left(kind, share, power or 1.0)
    else:
        periods = k / (every or 1)
        whole = np.floor(periods) if kind == "step" or staircase else periods
        after = lr * _decayed(kind, whole, gamma, decay or 0.0)
    return np.where(t < start, lr * t / max(start, 1), after)


def _left(kind: str, share: Array, power: float) -> Array:
    """What is left of the way from the first rate to the last, when this share of the steps is over."""
    return (1 + np.cos(np.pi * share)) / 2 if kind == "cosine" else (1 - share) ** power


def _decayed(kind: str, periods: Array, gamma: float | None, decay: float) -> Array:
    """The part of the first rate that is left after so many periods."""
    if kind == "inverse-time":
        return 1 / (1 + decay * periods)
    return np.exp(-decay * periods) if gamma is None else gamma**periods


def clip_gradients(
    grads: Sequence[Array],
    value: float | None = None,
    norm: float | None = None,
    each: bool = False,
    epsilon: float = 0.0,
) -> Mapping[str, Any]:
    """Clipped gradients of the same shapes; a single row or column is a vector.

    By `value`, entry by entry; by `norm`, all together or, with `each`, tensor by tensor.
    Source: Pascanu, Mikolov and Bengio, ICML 2013, Algorithm 1; torch.nn.utils.clip_grad_norm_ (epsilon).
    """
    tensors = [g.ravel() if 1 in g.shape else g for g in grads]
    if norm is None:
        most = np.inf if value is None else value
        clipped = [np.clip(g, -most, most) for g in tensors]
        return {"clipped": clipped[0] if len(clipped) == 1 else clipped}
    norms = np.array([np.linalg.norm(g) for g in tensors])
    if not each:
        norms = np.full(len(tensors), np.hypot.reduce(norms))
    with np.errstate(divide="ignore"):
        scales = np.minimum(1.0, norm / (norms + epsilon))
    clipped = [scale * g for scale, g in zip(scales, tensors, strict=True)]
    found = (
        {"norm": norms, "scale": scales}
        if each and len(tensors) > 1
        else {"norm": norms[0], "scale": scales[0]}
    )
    return {**found, "clipped": clipped[0] if len(clipped) == 1 else clipped}
