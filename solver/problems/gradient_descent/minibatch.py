"""Mini-batch gradient descent for linear regression: an update after every few samples."""

from __future__ import annotations

from typing import Annotated, Self

from solver.domains import Integer
from solver.drawing import Draw
from solver.errors import InputError
from solver.formula import Symbol
from solver.problem import Difficulty, parameter
from solver.problems.gradient_descent._linear_regression import MOST_SAMPLES, LinearRegression, sample_data


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
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        match difficulty:
            case "easy":
                return cls.of(**sample_data(draw, 3, biased=False), batch_size="2")
            case "medium":
                return cls.of(**sample_data(draw, 5), batch_size="3")
        return cls.of(**sample_data(draw, 5), batch_size="2")
