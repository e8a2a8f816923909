"""Momentum: gradient descent with a velocity (the heavy ball)."""

from collections.abc import Mapping
from operator import add, sub
from typing import Annotated

from solver.authoring import Choice, DecayRate, Difficulty, Positive, RandomStream, Symbol, parameter
from solver.models import optimizers
from solver.problems.optimizers._optimizer import MOMENTUM_NAMES, RATE_NAMES, Optimizer, Trace
from solver.problems.optimizers._sampling import any_gradients

FORMS = {
    "subtract": "The velocity takes in plus the learning rate times the gradient and is subtracted from the"
    " weight.",
    "add": "The velocity takes in minus the learning rate times the gradient and is added to the weight.",
}


class Momentum(Optimizer):
    """Momentum, in the two published forms whose velocities differ in sign.

    `subtract` is v = beta v + eta g, w = w - v (Qian 1999, with the sign of Sutskever et al. 2013
    turned); `add` is v = beta v - eta g, w = w + v (Goodfellow et al., Algorithm 8.2).
    """

    form: Annotated[str, Choice(tuple(FORMS))] = parameter(
        "sign convention of the velocity",
        default="subtract",
        convention=True,
        note="what the weight does with it; the weights are the same, the velocities are not",
    )
    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    beta: DecayRate = parameter("momentum", symbol="beta", default="0.9", aliases=MOMENTUM_NAMES)

    idea = "The velocity keeps a part of its past and takes in the new gradient."
    sanity = (
        "The first step is that of plain gradient descent; along equal gradients no step is shorter than it."
    )
    source = "Polyak 1964; Goodfellow, Bengio and Courville, Deep Learning, Algorithm 8.2"
    model = optimizers.momentum
    histories = {"velocities": "v"}
    answers = {"velocities": "velocity after each step", "weights": "weight after each step"}
    stem = "Gradient descent with momentum trains {weights} for {steps} {source}. {convention}"
    tasks = (
        "Carry out {steps} of gradient descent with momentum, {source}. {convention} Give the velocity and"
        " {weights} after each step.",
        "Gradient descent with momentum trains {weights} {source}. {convention} Work out {steps}, with the"
        " velocity of each.",
    )
    mistakes = {
        "no-momentum": "the velocity of the step before was left out",
        "no-rate": "the learning rate was left out of the velocity",
        "averaged": "the gradient was weighted with 1 - beta, as in a moving average",
        "wrong-sign": "the velocity was applied with the wrong sign",
        "rate-twice": "the velocity was scaled by the learning rate again",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {**super().phrases, "convention": FORMS[self.form]}

    def advance(self, trace: Trace, g: Symbol) -> None:
        added = self.form == "add"
        take_in, apply = (sub, add) if added else (add, sub)
        w, kept, pull = trace.last("w"), self.beta * trace.last("v"), self.lr * g
        wrong = {
            "no-momentum": -pull if added else pull,
            "no-rate": take_in(kept, g),
            "averaged": take_in(kept, (1 - self.beta) * pull),
        }
        v = trace.let("v", take_in(kept, pull), wrong)
        trace.let("w", apply(w, v), {"wrong-sign": take_in(w, v), "rate-twice": apply(w, self.lr * v)})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Gradients in tenths of which every velocity and weight ends within four digits."""
        steps, weights = {"easy": (2, 1), "medium": (3, 1), "hard": (2, 2)}[difficulty]
        form, beta = draw.choice(tuple(FORMS)), draw.choice(("0.5", "0.8", "0.9"))
        return {**any_gradients(draw, steps, weights), "form": form, "lr": "0.1", "beta": beta}
