"""Two classes parted by a plane: Rosenblatt's perceptron and logistic regression."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.models.arrays import Array
from solver.models.descent import newton
from solver.models.layers.contract import Rng
from solver.models.losses import loss
from solver.models.neural_networks import ACTIVATIONS
from solver.models.perceptrons import train_perceptron


class Perceptron:
    """Samples (samples, features) of the classes 0 and 1: w.x + b > 0 is class 1.

    Source: Rosenblatt, Principles of Neurodynamics, 1962, section 5; Bishop, Pattern Recognition and Machine
    Learning, equation 4.55.
    """

    def __init__(self, lr: float = 1.0, epochs: int = 100, rng: Rng = None) -> None:
        self.lr, self.epochs, self.draw = Fraction(lr), epochs, np.random.default_rng(rng)

    def fit(self, x: Array, y: NDArray[np.int_]) -> Perceptron:
        """Epochs in shuffled order, until one makes no mistake; of all planes, the best one is kept."""
        # The rule is one for exact numbers, which floats are as objects.
        samples, targets = x.astype(object), y.astype(object)
        w, b, fewest = np.zeros(x.shape[1], dtype=object), Fraction(0), len(y) + 1
        self.converged = False
        for _ in range(self.epochs):
            order = self.draw.permutation(len(y))
            found = train_perceptron(
                samples[order], targets[order], w, b, self.lr, Fraction(0), "gt", no_bias=False, epochs=1
            )
            w, b, self.converged = found["weights"], found["bias"], found["converged"]
            plane = w.astype(float), float(b)
            mistakes = int(((x @ plane[0] + plane[1] > 0) != y).sum())
            if mistakes < fewest:
                fewest, (self.weights, self.bias) = mistakes, plane
            if self.converged:
                break
        return self

    def predict(self, x: Array) -> NDArray[np.int_]:
        return np.asarray(x @ self.weights + self.bias > 0, dtype=int)


class LogisticRegression:
    """The probability of class 1 is the logistic function of w.x + b.

    The loss is the sum of the cross-entropies, and `l2` / 2 times the sum of the squared weights.

    Source: Bishop, Pattern Recognition and Machine Learning, equations 4.87 to 4.100 (Newton's method);
    Goodfellow, Bengio and Courville, Deep Learning, section 5.7.1.
    """

    def __init__(self, l2: float = 1.0, steps: int = 20) -> None:
        self.l2, self.steps = l2, steps

    def fit(self, x: Array, y: NDArray[np.int_]) -> LogisticRegression:
        """Newton's method from zeros."""
        inputs = np.column_stack([x, np.ones(len(x))])
        penalty = self.l2 * np.append(np.ones(x.shape[1]), 0.0)

        def entropies(v: Array) -> dict[str, Array]:
            return loss("bce", y, inputs @ v, logits=True, reduction="sum")

        def objective(v: Array) -> float:
            return float(entropies(v)["loss"] + penalty @ v**2 / 2)

        def gradient(v: Array) -> Array:
            return entropies(v)["gradient"] @ inputs + penalty * v

        def hessian(v: Array) -> Array:
            p = ACTIVATIONS["sigmoid"](inputs @ v)
            return (inputs.T * (p * (1 - p))) @ inputs + np.diag(penalty)

        path = newton(objective, gradient, hessian, np.zeros(inputs.shape[1]), self.steps)
        self.weights, self.bias = path["weights"][-1][:-1], float(path["weights"][-1][-1])
        return self

    def probability(self, x: Array) -> Array:
        """That of class 1."""
        return ACTIVATIONS["sigmoid"](x @ self.weights + self.bias)

    def predict(self, x: Array) -> NDArray[np.int_]:
        return (self.probability(x) > 0.5).astype(int)
