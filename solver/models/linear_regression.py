"""Linear regression by the normal equations, with a ridge penalty where one is wanted."""

from __future__ import annotations

import numpy as np

from solver.models.arrays import Array


class LinearRegression:
    """y = x w + b for samples (samples, features) and targets (samples,) or (samples, outputs).

    The loss is the sum of squared errors, and `ridge` times the sum of the squared weights; the bias is free,
    or 0 without `intercept`.

    Source: Goodfellow, Bengio and Courville, Deep Learning, equation 5.12; Bishop, Pattern Recognition and
    Machine Learning, equation 3.28 (ridge).
    """

    def __init__(self, ridge: float = 0.0, *, intercept: bool = True) -> None:
        self.ridge, self.intercept = ridge, intercept

    def fit(self, x: Array, y: Array) -> LinearRegression:
        """By least squares: the penalty is that of further samples, sqrt(ridge) times the unit vectors."""
        mean, target = (part.mean(axis=0) * self.intercept for part in (x, y))
        rows, wanted = x - mean, y - target
        if self.ridge:
            features = x.shape[1]
            rows = np.concatenate((rows, np.sqrt(self.ridge) * np.eye(features)))
            wanted = np.concatenate((wanted, np.zeros((features, *y.shape[1:]))))
        self.weights = np.linalg.lstsq(rows, wanted, rcond=None)[0]
        self.bias = target - mean @ self.weights
        return self

    def predict(self, x: Array) -> Array:
        return np.asarray(x @ self.weights + self.bias)
