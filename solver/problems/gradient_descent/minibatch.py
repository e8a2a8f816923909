"""Mini-batch gradient descent for linear regression: an update after every few samples.

Keywords: mini-batch, mini-batch gradient descent.
"""

from collections.abc import Mapping

from solver.authoring import Difficulty, RandomStream, parameter
from solver.authoring.domains import Count
from solver.problems.gradient_descent import _linear_regression as linear


class Minibatch(linear.LinearRegression):
    """The batches are taken in the order given; the last one may be smaller."""

    batch_size: Count = parameter(
        "samples in a batch",
        at_most="y",
        note="the last batch of an epoch holds what is left",
        aliases="batchsize size batch",
    )

    idea = (
        "A few samples stand for all: cheaper than the whole gradient, and steadier than that of one sample."
    )
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 8.1.3"
    example = "--x 1,2,3,4 --y 2,4,6,8 --w 0 --b 0 --batch-size 2 --lr 0.1 --loss half-mse"
    mistakes = linear.MISTAKES | linear.OF_SEVERAL_SAMPLES | linear.OF_SEVERAL_BATCHES
    method = "mini-batch gradient descent"
    batching = "the batches are taken in the order given, and the last may be smaller"
    shapes = {
        "easy": (linear.Shape(4, size=2, biased=False),),
        "medium": (linear.Shape(4, size=2),),
        "hard": (linear.Shape(5, size=2),),
    }

    @property
    def size(self) -> int:
        return int(self.batch_size)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Batches of two; `hard` has a smaller last one."""
        givens = super().candidate(draw, difficulty)
        return givens and {**givens, "batch_size": 2}
