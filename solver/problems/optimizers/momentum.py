"""Momentum: gradient descent with a velocity (the heavy ball).

Keywords: heavy ball, polyak.
"""

from collections.abc import Mapping
from operator import add, sub
from typing import Annotated

from solver.authoring import MOMENTUM_NAMES, RATE_NAMES, Difficulty, RandomStream, Trace, parameter
from solver.authoring.domains import Choice, DecayRate, Positive, spelled
from solver.authoring.formulas import Coordinates, Formula, Relation, Symbol
from solver.models import optimizers
from solver.problems.optimizers._optimizer import Optimizer, Starts, initial
from solver.problems.optimizers._sampling import any_gradients

FORMS = {
    "subtract": "The velocity is $beta$ times the last one plus the learning rate times the gradient, and is"
    " subtracted from the weight.",
    "add": "The velocity is $beta$ times the last one minus the learning rate times the gradient, and is"
    " added"
    " to the weight.",
    "pytorch": "As in PyTorch, the velocity is $beta$ times the last one plus the gradient, and the"
    " learning rate"
    " times the velocity is subtracted from the weight.",
    "average": "The velocity is $beta$ times the last one plus $1 - beta$ times the gradient, a moving"
    " average,"
    " and the learning rate times the velocity is subtracted from the weight.",
}
MEANINGS = (
    "v = beta v + eta g, w = w - v",
    "v = beta v - eta g, w = w + v",
    "PyTorch's v = beta v + g, w = w - eta v",
    "the moving average v = beta v + (1 - beta) g, w = w - eta v",
)
_BETA, _ETA, _GRADIENT, _NOW, _WEIGHT = map(Symbol, ("beta", "eta", "g_t", "v_t", "w_t-1"))
_KEPT = _BETA * Symbol("v_t-1")
SHOWN = tuple(
    Coordinates((Relation(_NOW, "=", velocity), Relation(Symbol("w_t"), "=", weight)))
    for velocity, weight in (
        (_KEPT + _ETA * _GRADIENT, _WEIGHT - _NOW),
        (_KEPT - _ETA * _GRADIENT, _WEIGHT + _NOW),
        (_KEPT + _GRADIENT, _WEIGHT - _ETA * _NOW),
        (_KEPT + (1 - _BETA) * _GRADIENT, _WEIGHT - _ETA * _NOW),
    )
)
ALSO = (("torch", "pytorch"), ("keras", "add"), ("ema", "average"), ("moving-average", "average"))
SAMPLED = ("subtract", "add")


class Momentum(Optimizer):
    """Momentum: `subtract` as Qian (1999) has it, `add` as Goodfellow et al., Algorithm 8.2, and Keras do."""

    form: Annotated[str, Choice(tuple(FORMS), MEANINGS, SHOWN, ALSO)] = parameter(
        "sign convention of the velocity",
        default="subtract",
        convention=True,
        note="what it takes in, and what the weight does with it; only with average are the weights others",
    )
    lr: Positive = parameter(
        "learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES.removesuffix(" alpha")
    )
    beta: DecayRate = parameter("momentum", symbol="beta", default="0.9", aliases=MOMENTUM_NAMES)
    dampening: DecayRate = parameter(
        "dampening",
        symbol="d",
        default="0",
        quiet=True,
        goes_with="form",
        only_for=("pytorch",),
        note="with --form pytorch, of all gradients but the first",
    )
    velocity: Starts = initial("velocity", "v_0", "v0 initial-velocity v")

    unclear = {"alpha": "is the learning rate to some, and the momentum to others: give --lr or --beta"}
    idea = "The velocity $v$ keeps a part of its past and takes in the new gradient."
    sanity = (
        "The first step is that of plain gradient descent; along equal gradients no step is shorter than it."
    )
    source = "Polyak 1964; Goodfellow, Bengio and Courville, Deep Learning, Algorithm 8.2"
    example = "--grads 0.5,0.4,-0.2 --lr 0.1"
    model = optimizers.momentum
    histories = {"velocities": "v"}
    initials = {"v": "velocity"}
    answers = {"velocities": "velocity after each step", "weights": "weight after each step"}
    stem = "Gradient descent with momentum trains {weights} for {steps} {source}. {convention}"
    tasks = (
        "Carry out {steps} of gradient descent with momentum, {source}. {convention} Give the velocity and"
        " {weights} after each step.",
        "Gradient descent with momentum trains {weights} {source}. {convention} Work out {steps}, with the"
        " velocity of each.",
    )
    also_called = {"velocities": "velocity; m; V; momentum; momentum_buffer; v_dw; V_dw"}
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

    @property
    def change_letter(self) -> str:
        return "v" if self.form in SAMPLED else ""

    @property
    def remark(self) -> str:
        if self.form == "average":
            return "In PyTorch the velocity takes in the whole gradient, so that its weights move further."
        if self.form == "pytorch":
            return ""
        return (
            "In PyTorch the velocity takes in the gradient alone, and the learning rate comes with the"
            " weight: other velocities, the same weights."
        )

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        dampened = {"form": "pytorch", "dampening": spelled(self.beta)}
        return {"PyTorch's velocity with as much dampening as momentum": dampened}

    def advance(self, trace: Trace, g: Symbol) -> None:
        scaled, added = self.form in SAMPLED, self.form == "add"
        take_in, apply = (sub, add) if added else (add, sub)
        w, kept, pull = trace.last("w"), self.beta * trace.last("v"), self._pull(trace, g)
        whole = self.lr * g if scaled else g
        wrong = {"no-momentum": -pull if added else pull, "averaged": take_in(kept, (1 - self.beta) * whole)}
        if scaled:
            wrong["no-rate"] = take_in(kept, g)
        v = trace.let("v", take_in(kept, pull), wrong)
        move, twice = (v, self.lr * v) if scaled else (self.lr * v, self.lr * (self.lr * v))
        wrong = {"wrong-sign": take_in(w, move), "rate-twice": apply(w, twice)}
        trace.let("w", apply(w, move), wrong if scaled else {**wrong, "no-rate": apply(w, v)})

    def _pull(self, trace: Trace, g: Symbol) -> Formula:
        """What the velocity takes in."""
        if self.form in SAMPLED:
            return self.lr * g
        if self.form == "average":
            return (1 - self.beta) * g
        whole = self.dampening.value == 0 or (trace.t == 1 and not any(self.velocity.values))
        return g if whole else (1 - self.dampening) * g

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Gradients in tenths of which every velocity and weight ends within four digits."""
        steps, weights = {"easy": (2, 1), "medium": (3, 1), "hard": (2, 2)}[difficulty]
        form, beta = draw.choice(SAMPLED), draw.choice(("0.5", "0.8", "0.9"))
        return {**any_gradients(draw, steps, weights), "form": form, "lr": "0.1", "beta": beta}
