"""Learning rates over time, and gradients that are kept short.

Steps count from 0. Rates have the shape of the steps that are asked; gradients are lists of arrays of any
shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


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
    t, start, last = np.asarray(at, dtype=float), warmup or 0, end or 0.0
    k = np.maximum(t - start, 0.0)
    periods = k / (every or 1)
    if kind == "step" or staircase:
        periods = np.floor(periods)
    share = np.zeros_like(k)
    if total is not None:
        length = total - start
        share = np.mod(k, length) / length if restart else np.minimum(k / length, 1.0)
    if kind in ("step", "exponential"):
        after = lr * (gamma**periods if gamma is not None else np.exp(-(decay or 0.0) * periods))
    elif kind == "inverse-time":
        after = lr / (1 + (decay or 0.0) * periods)
    elif kind == "inverse-sqrt":
        after = lr * np.sqrt(start / (start + k)) if start else lr / np.sqrt(k + 1)
    elif kind == "cosine":
        after = last + (lr - last) * (1 + np.cos(np.pi * share)) / 2
    elif kind in ("linear", "polynomial"):
        after = last + (lr - last) * (1 - share) ** (power or 1.0)
    elif kind == "piecewise":
        passed = np.searchsorted(np.asarray(boundaries), t, side="right")
        after = lr * (gamma or 1.0) ** passed if rates is None else np.asarray(rates)[passed]
    else:
        after = np.full_like(k, lr)
    return np.where(t < start, lr * t / max(start, 1), after)


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
