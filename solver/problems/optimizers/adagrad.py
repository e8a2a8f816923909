"""AdaGrad: a learning rate of its own for each weight, from the sum of squared gradients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from solver.domains import Positive, Switch
from solver.drawing import Draw
from solver.formula import Symbol, absolute
from solver.models.optimizers import Array, Gradients, adagrad
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer, epsilon_in_words, sample_gradients
from solver.problems.optimizers._trace import Trace, scaled_step
from solver.solution import Slip


class Adagrad(Optimizer):
    """AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011); epsilon outside the root as in PyTorch."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.1")
    epsilon: Positive = parameter("small constant", symbol="epsilon", default="1e-8")
    epsilon_inside: Switch = parameter("epsilon inside the root", convention=True)

    idea = "The squared gradients are summed; the larger the sum, the smaller the step."
    reported: ClassVar[Mapping[str, str]] = {"accumulators": "G"}

    @property
    def questions(self) -> tuple[str, ...]:
        epsilon = epsilon_in_words(inside=self.epsilon_inside)
        return (
            f"Carry out {self.steps_in_words} of AdaGrad, {self.source_in_words}. Give the accumulated"
            f" squares and {self.weights_in_words} after each step. {epsilon}",
            f"AdaGrad trains {self.weights_in_words} {self.source_in_words}. What are the accumulated"
            f" squares and {self.weights_in_words} after each of {self.steps_in_words}? {epsilon}",
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        last = trace.last("G")
        accumulator = trace.let(
            "G",
            last + g**2,
            [
                Slip("not-squared", "the gradient was not squared", last + absolute(g)),
                Slip("not-accumulated", "the earlier gradients were left out of the sum", g**2),
            ],
        )
        scaled_step(trace, self.lr, g, accumulator, self.epsilon, inside=self.epsilon_inside)

    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        lr, epsilon = float(self.lr), float(self.epsilon)
        return adagrad(gradients, start, steps, lr=lr, epsilon=epsilon, epsilon_inside=self.epsilon_inside)

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        lr = draw.choice(("0.1", "0.5", "0.01"))
        return cls.of(**sample_gradients(draw, difficulty), lr=lr)
