"""Stochastic gradient descent for linear regression: an update after every sample."""

from __future__ import annotations

from typing import Self

from solver.drawing import Draw
from solver.problem import Difficulty
from solver.problems.gradient_descent._linear_regression import LinearRegression, sample_data


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
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        match difficulty:
            case "easy":
                return cls.of(**sample_data(draw, 3, biased=False))
            case "medium":
                return cls.of(**sample_data(draw, 3))
        return cls.of(**sample_data(draw, 3, features=2))
