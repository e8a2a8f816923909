"""Stochastic gradient descent for linear regression: an update after every sample.

Keywords: stochastic gradient descent, delta rule, lms, widrow-hoff, adaline.
"""

from solver.problems.gradient_descent import _linear_regression as linear


class Sgd(linear.LinearRegression):
    """The samples are taken one by one, in the order given."""

    idea = "The gradient over one sample is cheap, and on average it points where that over all of them does."
    source = "Bishop, Pattern Recognition and Machine Learning, equation 3.22"
    example = "--x 1,2,3 --y 2,4,6 --w 0 --no-bias --lr 0.1 --loss half-mse"
    mistakes = linear.MISTAKES | linear.OF_SEVERAL_BATCHES
    method = "stochastic gradient descent"
    batching = "the samples are taken one by one, in the order given"
    shapes = {
        "easy": (linear.Shape(3, size=1, biased=False),),
        "medium": (linear.Shape(4, size=1),),
        "hard": (linear.Shape(4, size=1, features=2),),
    }

    @property
    def size(self) -> int:
        return 1
