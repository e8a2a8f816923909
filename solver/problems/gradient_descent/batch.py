"""Batch gradient descent for linear regression: every update uses all samples."""

from __future__ import annotations

from typing import Self

from solver.problem import Difficulty
from solver.problems.gradient_descent._linear_regression import LinearRegression
from solver.problems.gradient_descent._sampling import Shape, sample_regression
from solver.sampling.random_stream import RandomStream


class Batch(LinearRegression):
    """One update an epoch, against the gradient over all samples."""

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            f"Fit a linear model to the samples by {self.epochs_in_words} of batch gradient descent:"
            f" every update uses all samples. {self.wanted_in_words}",
            f"Linear regression is trained for {self.epochs_in_words} by batch gradient descent;"
            f" every update uses all samples. {self.wanted_in_words}",
        )

    @property
    def size(self) -> int:
        return len(self.y)

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """All values end within four digits; see `sample_regression`."""
        match difficulty:
            case "easy":
                shape = Shape(4, size=4, biased=False)
            case "medium":
                shape = draw.choice((Shape(4, size=4), Shape(5, size=5)))
            case "hard":
                shape = draw.choice((Shape(4, size=4, features=2), Shape(2, size=2, epochs=2)))
        return sample_regression(cls, draw, shape)
