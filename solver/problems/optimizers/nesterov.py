"""Nesterov momentum: the gradient is taken where the velocity leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from solver.domains import DecayRate, Positive
from solver.mathematics.formula import Symbol
from solver.models.optimizers import Array, Gradients, nesterov
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import any_gradients, sample_loss
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import Draw


class Nesterov(Optimizer):
    """Nesterov's accelerated gradient; given gradients are those at the look-ahead points.

    Source: Sutskever et al., On the Importance of Initialization and Momentum in Deep Learning,
    ICML 2013, equations 3 and 4, with velocities of the other sign.
    """

    lr: Positive = parameter("learning rate", symbol="eta", default="0.1")
    beta: DecayRate = parameter("momentum", symbol="beta", default="0.9")

    idea = "Look ahead to where the velocity leads; the gradient is the one there, not at the weight."
    reported: ClassVar[Mapping[str, str]] = {"lookaheads": "wtilde", "velocities": "v"}

    @property
    def questions(self) -> tuple[str, ...]:
        convention = (
            "The gradient is taken at the look-ahead point, the weight minus beta times the last velocity;"
            " the velocity takes in the learning rate times this gradient and is subtracted from the weight."
        )
        return (
            f"Carry out {self.steps_in_words} of Nesterov momentum, {self.source_in_words}. {convention} Give"
            f" the look-ahead point, the velocity and {self.weights_in_words} of each step.",
            f"Nesterov's accelerated gradient trains {self.weights_in_words} {self.source_in_words}."
            f" {convention} Work out {self.steps_in_words}, with the look-ahead point and the velocity of"
            " each.",
        )

    def point(self, trace: Trace) -> Symbol:
        w, v = trace.last("w"), trace.last("v")
        return trace.let(
            "wtilde",
            w - self.beta * v,
            [
                Slip("no-lookahead", "the gradient was taken at the weight itself", w),
                Slip("lookahead-sign", "the look-ahead went against the velocity", w + self.beta * v),
                Slip("lookahead-undamped", "the look-ahead took the whole velocity", w - v),
            ],
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        w, last = trace.last("w"), trace.last("v")
        v = trace.let(
            "v",
            self.beta * last + self.lr * g,
            [
                Slip("no-momentum", "the velocity of the step before was left out", self.lr * g),
                Slip("no-rate", "the learning rate was left out", self.beta * last + g),
            ],
        )
        trace.let(
            "w",
            w - v,
            [
                Slip("wrong-sign", "the velocity was added instead of subtracted", w + v),
                Slip(
                    "from-lookahead",
                    "the velocity was subtracted from the look-ahead",
                    trace.last("wtilde") - v,
                ),
            ],
        )

    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        return nesterov(gradients, start, steps, lr=float(self.lr), beta=float(self.beta))

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """Two steps of which every value ends within four digits.

        The gradients of `easy` are given, in tenths; those of `medium` come from a parabola, and those of
        `hard` from a bowl of two weights.
        """

        def givens() -> Givens:
            slopes = any_gradients(draw, 2) if difficulty == "easy" else sample_loss(draw, difficulty)
            lr = draw.choice(("0.1", "0.1", "0.2", "0.05"))
            return {**slopes, "lr": lr, "beta": draw.choice(("0.5", "0.8", "0.9"))}

        return nicest(cls, difficulty, givens)
