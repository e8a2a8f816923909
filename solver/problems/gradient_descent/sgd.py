"""Stochastic gradient descent for linear regression: an update after every sample."""

from __future__ import annotations

from typing import Self

from solver.problem import Difficulty
from solver.problems.gradient_descent._linear_regression import LinearRegression
from solver.problems.gradient_descent._sampling import Shape, sample_regression
from solver.sampling.random_stream import RandomStream


class Sgd(LinearRegression):
    """The samples are taken one by one, in the order given."""

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            f"Fit a linear model to the samples by {self.epochs_in_words} of stochastic gradient descent:"
            f" the samples are taken one by one, in the order given. {self.wanted_in_words}",
            f"Linear regression is trained for {self.epochs_in_words} by stochastic gradient descent;"
            f" the samples are taken one by one, in the order given. {self.wanted_in_words}",
        )

    @property
    def size(self) -> int:
        return 1

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """All values end within four digits; see `sample_regression`."""
        match difficulty:
            case "easy":
                shape = Shape(3, size=1, biased=False)
            case "medium":
                shape = Shape(4, size=1)
            case "hard":
                shape = Shape(4, size=1, features=2)
        return sample_regression(cls, draw, shape)
