"""RMSProp: each gradient divided by the root of a moving average of its squares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from solver.domains import DecayRate, Positive, Switch
from solver.mathematics.formula import Symbol, absolute
from solver.models.optimizers import Array, Gradients, rmsprop
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import squares_like
from solver.problems.optimizers._scaled_step import SmallConstant, epsilon_in_words, scaled_step
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import Draw

TWO_STEPS = {
    "0.75": ((2, 1),),
    "0.84": ((5, 2), (20, 17)),
    "0.96": ((5, 1), (10, 23)),
    "0.99": ((10, 1), (10, 49)),
}
THREE_STEPS = {
    "0.75": ((2, 1, 1),),
    "0.84": ((5, 2, 2), (20, 8, 17), (20, 17, 10)),
    "0.96": ((5, 1, 1), (10, 2, 23), (10, 23, 5), (20, 4, 46)),
    "0.99": ((10, 1, 1), (10, 1, 49)),
}
"""By decay rate: sizes of gradients whose moving averages have roots that divide them into short decimals."""


class Rmsprop(Optimizer):
    """RMSProp (Tieleman and Hinton, Neural Networks for Machine Learning, 2012, lecture 6.5)."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.01")
    beta: DecayRate = parameter("decay rate", symbol="beta", default="0.9")
    epsilon: SmallConstant = parameter("small constant", symbol="epsilon", default="1e-8")
    epsilon_inside: Switch = parameter("epsilon inside the root", convention=True)

    idea = "The squared gradients are averaged over the recent past, so that old ones fade."
    reported: ClassVar[Mapping[str, str]] = {"accumulators": "v"}

    @property
    def questions(self) -> tuple[str, ...]:
        epsilon = epsilon_in_words(self.epsilon, inside=self.epsilon_inside)
        return (
            f"Carry out {self.steps_in_words} of RMSProp, {self.source_in_words}. Give the moving average"
            f" of the squared gradients, which starts at 0, and {self.weights_in_words} after each step."
            f" {epsilon}",
            f"RMSProp trains {self.weights_in_words} {self.source_in_words}. Work out"
            f" {self.steps_in_words}, with the moving average of the squared gradients, which starts at 0."
            f" {epsilon}",
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        beta, last = self.beta, trace.last("v")
        average = trace.let(
            "v",
            beta * last + (1 - beta) * g**2,
            [
                Slip("not-squared", "the gradient was not squared", beta * last + (1 - beta) * absolute(g)),
                Slip("weights-swapped", "beta and 1 - beta were swapped", (1 - beta) * last + beta * g**2),
                Slip("factor-left-out", "the factor 1 - beta of the square was left out", beta * last + g**2),
                Slip("summed", "the squares were summed as in AdaGrad", last + g**2),
            ],
        )
        scaled_step(trace, self.lr, g, average, self.epsilon, inside=self.epsilon_inside)

    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        return rmsprop(
            gradients,
            start,
            steps,
            lr=float(self.lr),
            beta=float(self.beta),
            epsilon=float(self.epsilon),
            epsilon_inside=self.epsilon_inside,
        )

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """Gradients chosen so that the averages of their squares have short roots; no small constant.

        Every value ends within four digits. `medium` has three steps, `hard` two of two weights.
        """

        def givens() -> Givens:
            table = THREE_STEPS if difficulty == "medium" else TWO_STEPS
            beta, patterns = draw.choice(tuple(table.items()))
            gradients = squares_like(draw, patterns, 2 if difficulty == "hard" else 1)
            lr = draw.choice(("0.1", "0.2", "0.01", "0.05"))
            return {**gradients, "lr": lr, "beta": beta, "epsilon": "0"}

        return nicest(cls, difficulty, givens)
