"""Stochastic gradient descent for linear regression: an update after every sample."""

from solver.problems.gradient_descent._linear_regression import (
    MISTAKES,
    OF_SEVERAL_BATCHES,
    LinearRegression,
    Shape,
)


class Sgd(LinearRegression):
    """The samples are taken one by one, in the order given."""

    idea = "The gradient over one sample is cheap, and on average it points where that over all of them does."
    source = "Bishop, Pattern Recognition and Machine Learning, equation 3.22"
    mistakes = MISTAKES | OF_SEVERAL_BATCHES
    method = "stochastic gradient descent"
    batching = "the samples are taken one by one, in the order given"
    shapes = {
        "easy": (Shape(3, size=1, biased=False),),
        "medium": (Shape(4, size=1),),
        "hard": (Shape(4, size=1, features=2),),
    }

    @property
    def size(self) -> int:
        return 1
