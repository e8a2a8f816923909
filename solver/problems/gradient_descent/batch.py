"""Batch gradient descent for linear regression: every update uses all samples.

Keywords: linear regression, linear regression by gradient descent, full-batch gradient descent.
"""

from solver.problems.gradient_descent import _linear_regression as linear


class Batch(linear.LinearRegression):
    """One update an epoch, against the gradient over all samples."""

    idea = "Each update steps down the whole loss, which falls if the learning rate is small enough."
    source = "Bishop, Pattern Recognition and Machine Learning, equations 3.12 and 5.41"
    example = "--x 1,2,3 --y 2,4,6 --w 0 --no-bias --lr 0.1 --loss half-mse"
    mistakes = linear.MISTAKES | linear.OF_SEVERAL_SAMPLES
    method = "batch gradient descent"
    batching = "every update uses all samples"
    shapes = {
        "easy": (linear.Shape(4, size=4, biased=False),),
        "medium": (linear.Shape(4, size=4), linear.Shape(5, size=5)),
        "hard": (linear.Shape(4, size=4, features=2), linear.Shape(2, size=2, epochs=2)),
    }
