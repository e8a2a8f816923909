"""AdaGrad: a learning rate of its own for each weight, from the sum of squared gradients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from solver.domains import Positive, Switch
from solver.mathematics.formula import Symbol, absolute
from solver.models.optimizers import Array, Gradients, adagrad
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import squares_like
from solver.problems.optimizers._scaled_step import SmallConstant, epsilon_in_words, scaled_step
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import Draw

TWO_STEPS = (3, 4), (4, 3), (7, 24), (24, 7)
THREE_STEPS = (9, 12, 20), (12, 9, 20), (12, 16, 15), (16, 12, 15), (42, 56, 240), (56, 42, 240)
"""Sizes of gradients whose sums of squares have roots that divide them into short decimals."""

BEFORE_EPSILON = (4, 3), (9, 12)
"""The same where a small constant of one unit is added to the roots."""


class Adagrad(Optimizer):
    """AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011); epsilon outside the root as in PyTorch."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.1")
    epsilon: SmallConstant = parameter("small constant", symbol="epsilon", default="1e-8")
    epsilon_inside: Switch = parameter("epsilon inside the root", convention=True)

    idea = "The squared gradients are summed; the larger the sum, the smaller the step."
    reported: ClassVar[Mapping[str, str]] = {"accumulators": "G"}

    @property
    def questions(self) -> tuple[str, ...]:
        epsilon = epsilon_in_words(self.epsilon, inside=self.epsilon_inside)
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
        """Gradients from Pythagorean triples, whose roots are whole numbers of some unit.

        Every value ends within four digits. There is no small constant but in `hard`, where it is so large
        that its place matters, and where there are two weights.
        """

        def givens() -> Givens:
            epsilon = draw.choice(("0.1", "0.5", "1")) if difficulty == "hard" else "0"
            match difficulty:
                case "easy":
                    gradients = squares_like(draw, TWO_STEPS)
                case "medium":
                    gradients = squares_like(draw, THREE_STEPS)
                case "hard":
                    gradients = squares_like(draw, BEFORE_EPSILON, weights=2, units=(epsilon,))
            return {**gradients, "lr": draw.choice(("0.1", "0.5", "0.2", "0.01")), "epsilon": epsilon}

        return nicest(cls, difficulty, givens)
