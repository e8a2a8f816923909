"""Momentum: gradient descent with a velocity (the heavy ball)."""

from __future__ import annotations

from collections.abc import Mapping
from operator import add, sub
from typing import Annotated, ClassVar, Self

from solver.domains import Choice, DecayRate, Positive
from solver.mathematics.formula import Symbol
from solver.models.optimizers import Array, Gradients, momentum
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import any_gradients
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import Draw


class Momentum(Optimizer):
    """Momentum, in the two published forms whose velocities differ in sign.

    `subtract` is v = beta v + eta g, w = w - v (Qian 1999, with the sign of Sutskever et al. 2013
    turned); `add` is v = beta v - eta g, w = w + v (Goodfellow et al., Algorithm 8.2).
    """

    form: Annotated[str, Choice(("subtract", "add"))] = parameter(
        "sign convention of the velocity",
        default="subtract",
        convention=True,
        note="what the weight does with it; the weights are the same, the velocities are not",
    )
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1")
    beta: DecayRate = parameter("momentum", symbol="beta", default="0.9")

    idea = "The velocity keeps a part of its past and takes in the new gradient."
    reported: ClassVar[Mapping[str, str]] = {"velocities": "v"}

    @property
    def questions(self) -> tuple[str, ...]:
        convention = (
            "The velocity takes in plus the learning rate times the gradient and is subtracted from the"
            " weight."
            if self.form == "subtract"
            else "The velocity takes in minus the learning rate times the gradient and is added to the"
            " weight."
        )
        return (
            f"Carry out {self.steps_in_words} of gradient descent with momentum, {self.source_in_words}."
            f" {convention} Give the velocity and {self.weights_in_words} after each step.",
            f"Gradient descent with momentum trains {self.weights_in_words} {self.source_in_words}."
            f" {convention} Work out {self.steps_in_words}, with the velocity of each.",
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        w, last = trace.last("w"), trace.last("v")
        added = self.form == "add"
        take_in, apply = (sub, add) if added else (add, sub)
        kept, pull = self.beta * last, self.lr * g
        average = "the gradient was weighted with 1 - beta, as in a moving average"
        v = trace.let(
            "v",
            take_in(kept, pull),
            [
                Slip("no-momentum", "the velocity of the step before was left out", -pull if added else pull),
                Slip("no-rate", "the learning rate was left out of the velocity", take_in(kept, g)),
                Slip("averaged", average, take_in(kept, (1 - self.beta) * pull)),
            ],
        )
        trace.let(
            "w",
            apply(w, v),
            [
                Slip("wrong-sign", "the velocity was applied with the wrong sign", take_in(w, v)),
                Slip(
                    "rate-twice", "the velocity was scaled by the learning rate again", apply(w, self.lr * v)
                ),
            ],
        )

    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        added = self.form == "add"
        return momentum(gradients, start, steps, lr=float(self.lr), beta=float(self.beta), added=added)

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """Gradients in tenths of which every velocity and weight ends within four digits.

        `easy` has two steps, `medium` three, and `hard` two of two weights.
        """
        sizes: dict[Difficulty, tuple[int, int]] = {"easy": (2, 1), "medium": (3, 1), "hard": (2, 2)}

        def givens() -> Givens:
            form, beta = draw.choice(("subtract", "add")), draw.choice(("0.5", "0.8", "0.9"))
            return {**any_gradients(draw, *sizes[difficulty]), "form": form, "lr": "0.1", "beta": beta}

        return nicest(cls, difficulty, givens)
