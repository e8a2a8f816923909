"""Learning-rate decay: gradient descent with the rate lr/sqrt(t) at step t."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from solver.domains import Positive
from solver.mathematics.formula import Symbol, lift, sqrt
from solver.models.optimizers import Array, Gradients, lr_decay
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import any_gradients
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import Draw


class LrDecay(Optimizer):
    """Gradient descent with a rate that falls with the root of the step (Zinkevich, ICML 2003)."""

    lr: Positive = parameter("initial learning rate", symbol="eta", default="0.1")

    idea = "The rate of step t is the initial rate, divided by the root of t."
    reported: ClassVar[Mapping[str, str]] = {"rates": "eta"}

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 0.5, "medium": 0.375, "hard": 0.333}

    @property
    def questions(self) -> tuple[str, ...]:
        rule = "The learning rate of step t is the initial one divided by the square root of t."
        return (
            f"Carry out {self.steps_in_words} of gradient descent with a decaying learning rate,"
            f" {self.source_in_words}. {rule} Give the rate and {self.weights_in_words} at each step.",
            f"Gradient descent with a decaying learning rate trains {self.weights_in_words}"
            f" {self.source_in_words}. {rule} Work out {self.steps_in_words}, with the rate of each.",
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        t = lift(trace.t)
        words = "the rate of the step before was divided, not the initial one"
        compounded = [Slip("compounded", words, trace.last("eta") / sqrt(t))] if trace.t > 2 else []
        rate = trace.let_shared(
            "eta",
            self.lr / sqrt(t),
            [
                Slip("no-decay", "the rate was not reduced", self.lr),
                Slip("no-root", "the rate was divided by t instead of its root", self.lr / t),
                Slip(
                    "step-ahead", "the root of t + 1 was taken in place of that of t", self.lr / sqrt(t + 1)
                ),
                Slip(
                    "multiplied", "the rate was multiplied by the root, not divided by it", self.lr * sqrt(t)
                ),
                *compounded,
            ],
        )
        w = trace.last("w")
        trace.let(
            "w", w - rate * g, [Slip("wrong-sign", "the step was added instead of subtracted", w + rate * g)]
        )

    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        return lr_decay(gradients, start, steps, lr=float(self.lr))

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """Gradients in tenths; the rates of steps 1 and 4 are short, those of steps 2 and 3 are irrational.

        `easy` has two steps, `medium` four, and `hard` three of two weights.
        """
        sizes: dict[Difficulty, tuple[int, int]] = {"easy": (2, 1), "medium": (4, 1), "hard": (3, 2)}

        def givens() -> Givens:
            lr = draw.choice(("0.1", "0.2", "0.4", "0.5"))
            return {**any_gradients(draw, *sizes[difficulty]), "lr": lr}

        return nicest(cls, difficulty, givens)
