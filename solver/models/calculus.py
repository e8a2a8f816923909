"""Calculus of functions that are given as such: sums of exponentials, differences, derivatives."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[np.float64]


def logsumexp(x: ArrayLike, weights: ArrayLike | None = None) -> dict[str, float]:
    """The logarithm of the sum of the exponentials of `x` of shape (n,), and with weights its sign.

    Source: Blanchard, Higham and Higham, Accurately Computing the Log-Sum-Exp and Softmax Functions, 2021,
    equation 1.3.
    """
    z = np.asarray(x, dtype=float)
    largest = z.max()
    whole = (np.exp(z - largest) * (1.0 if weights is None else np.asarray(weights, dtype=float))).sum()
    with np.errstate(divide="ignore"):
        found = {"logsumexp": float(largest + np.log(abs(whole)))}
    return found if weights is None else found | {"sign": float(np.sign(whole))}
