"""Batch gradient descent for linear regression: every update uses all samples."""

from __future__ import annotations

from typing import Self

from solver.drawing import Draw
from solver.problem import Difficulty
from solver.problems.gradient_descent._linear_regression import LinearRegression, sample_data


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
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        match difficulty:
            case "easy":
                return cls.of(**sample_data(draw, 3, biased=False))
            case "medium":
                return cls.of(**sample_data(draw, 3))
        if draw.choice((True, False)):
            return cls.of(**sample_data(draw, 3, features=2))
        return cls.of(**sample_data(draw, 3), epochs="2")
