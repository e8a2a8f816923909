"""Principal component analysis."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array, NumberArray


class PCA:
    """The directions in which samples (samples, features) vary most: rows of `directions`, (count, features).

    `singular` values, `variances`, with n - 1 in their denominator, or n with `biased`, and `ratios`, their
    shares of all variance, are (count,).

    Source: Bishop, Pattern Recognition and Machine Learning, section 12.1; Goodfellow, Bengio and Courville,
    Deep Learning, section 5.8.1.
    """

    def __init__(self, count: int, *, biased: bool = False) -> None:
        self.count, self.biased = count, biased

    def fit(self, x: NumberArray) -> PCA:
        """By the singular values of the centered samples; the largest entry of a direction is positive.

        Fractions are centered exactly.
        """
        self.mean = x.mean(axis=0)
        self.centered = np.asarray(x - self.mean, dtype=float)
        _, singular, directions = np.linalg.svd(self.centered, full_matrices=False)
        variances = singular**2 / (len(x) if self.biased else len(x) - 1)
        self.singular = singular[: self.count]
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
