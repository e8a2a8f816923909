"""Feed-forward networks: their layers, and backpropagation through them."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


def softmax(logits: ArrayLike, temperature: float = 1.0) -> dict[str, Any]:
    """The softmax of `logits` of shape (n,), its logarithm, and its Jacobian of shape (n, n).

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 4.1.
    """
    scaled = np.asarray(logits, dtype=float) / temperature
    shifted = scaled - scaled.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    p = np.exp(log_p)
    jacobian = p[:, None] * (np.eye(len(p)) - p[None, :]) / temperature
    return {"probabilities": p, "log_probabilities": log_p, "jacobian": jacobian}
