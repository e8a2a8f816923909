"""Mini-batch gradient descent for linear regression: an update after every few samples."""

from __future__ import annotations

from typing import Annotated, Self

from solver.domains import Integer
from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.problem import Difficulty, parameter
from solver.problems.gradient_descent._linear_regression import MOST_SAMPLES, LinearRegression
from solver.problems.gradient_descent._sampling import Shape, sample_regression
from solver.sampling.random_stream import RandomStream


class Minibatch(LinearRegression):
    """The batches are taken in the order given; the last one may be smaller."""

    batch_size: Annotated[Symbol, Integer(most=MOST_SAMPLES)] = parameter(
        "samples in a batch", note="the last batch of an epoch holds what is left"
    )

    @property
    def questions(self) -> tuple[str, ...]:
        return (
            f"Fit a linear model to the samples by {self.epochs_in_words} of mini-batch gradient descent:"
            f" the batches are taken in the order given, and the last may be smaller. {self.wanted_in_words}",
            f"Linear regression is trained for {self.epochs_in_words} by mini-batch gradient descent;"
            f" the batches are taken in the order given, and the last may be smaller. {self.wanted_in_words}",
        )

    @property
    def size(self) -> int:
        return int(self.batch_size)

    def check(self) -> None:
        super().check()
        if self.size > len(self.y):
            raise InputError(
                "--batch-size", f"must be at most the {len(self.y)} samples there are", f"{self.size}"
            )

    @classmethod
    def sample(cls, draw: RandomStream, difficulty: Difficulty) -> Self:
        """All values end within four digits; see `sample_regression`. `hard` has a smaller last batch."""
        match difficulty:
            case "easy":
                shape = Shape(4, size=2, biased=False)
            case "medium":
                shape = Shape(4, size=2)
            case "hard":
                shape = Shape(5, size=2)
        return sample_regression(cls, draw, shape, batch_size=str(shape.size))
