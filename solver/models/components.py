"""Principal component analysis."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]


class PCA:
    """The directions in which samples (samples, features) vary most: rows of `directions`, (count, features).

    `variances`, with n - 1 in their denominator, and `ratios`, their shares of all variance, are (count,).

    Source: Bishop, Pattern Recognition and Machine Learning, section 12.1; Goodfellow, Bengio and Courville,
    Deep Learning, section 5.8.1.
    """

    def __init__(self, count: int) -> None:
        self.count = count

    def fit(self, x: Array) -> PCA:
        """By the singular values of the centered samples; the largest entry of a direction is positive."""
        self.mean = x.mean(axis=0)
        _, singular, directions = np.linalg.svd(x - self.mean, full_matrices=False)
        variances = singular**2 / (len(x) - 1)
        self.variances, self.ratios = variances[: self.count], (variances / variances.sum())[: self.count]
        chosen = directions[: self.count]
        largest = chosen[np.arange(len(chosen)), np.abs(chosen).argmax(axis=1)]
        self.directions = chosen * np.sign(largest)[:, None]
        return self

    def transform(self, x: Array) -> Array:
        """The coordinates along the directions, of shape (samples, count)."""
        return np.asarray((x - self.mean) @ self.directions.T)

    def restore(self, codes: Array) -> Array:
        """The samples from their coordinates, as near as those tell."""
        return np.asarray(codes @ self.directions + self.mean)
