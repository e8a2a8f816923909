"""Nesterov momentum: the gradient is taken where the velocity leads.

Keywords: nag, nesterov accelerated gradient.
"""

from collections.abc import Mapping
from operator import add, sub
from typing import Annotated

from solver.authoring import MOMENTUM_NAMES, RATE_NAMES, Difficulty, RandomStream, Trace, parameter
from solver.authoring.domains import Choice, DecayRate, Positive
from solver.authoring.formulas import Symbol
from solver.models import optimizers
from solver.problems.optimizers._optimizer import Optimizer, Starts, initial
from solver.problems.optimizers._sampling import any_gradients

FORMS = {
    "subtract": "The gradient is taken at the look-ahead point, the weight minus $beta$ times the last"
    " velocity; the new velocity is $beta$ times the last one plus the learning rate times this gradient,"
    " and is subtracted from the weight.",
    "add": "The gradient is taken at the look-ahead point, the weight plus $beta$ times the last velocity;"
    " the new velocity is $beta$ times the last one minus the learning rate times this gradient, and is"
    " added to the weight.",
    "pytorch": "As in PyTorch, the gradient is taken at the weight; the velocity is $beta$ times the last one"
    " plus the gradient, and the learning rate times the sum of the gradient and $beta$ times the new"
    " velocity is subtracted from the weight.",
    "keras": "As in Keras, the gradient is taken at the weight; the velocity is $beta$ times the last one"
    " minus"
    " the learning rate times the gradient, and $beta$ times the new velocity minus the learning rate times"
    " the gradient is added to the weight.",
}
MEANINGS = (
    "v = beta v + eta g, w = w - v",
    "v = beta v - eta g, w = w + v",
    "PyTorch's v = beta v + g, w = w - eta (g + beta v)",
    "Keras's v = beta v - eta g, w = w + beta v - eta g",
)
ALSO = (("torch", "pytorch"), ("tensorflow", "keras"))


class Nesterov(Optimizer):
    """Given gradients are those at the look-ahead points."""

    form: Annotated[str, Choice(tuple(FORMS), MEANINGS, MEANINGS, ALSO)] = parameter(
        "form of the update",
        default="subtract",
        convention=True,
        quiet=True,
        note="subtract and add look ahead; the weights of pytorch and keras are the look-ahead points",
    )
    lr: Positive = parameter(
        "learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES.removesuffix(" alpha")
    )
    beta: DecayRate = parameter("momentum", symbol="beta", default="0.9", aliases=MOMENTUM_NAMES)
    velocity: Starts = initial("velocity", "v_0", "v0 initial-velocity v")

    unclear = {"alpha": "is the learning rate to some, and the momentum to others: give --lr or --beta"}
    idea = "Look ahead to where the velocity leads; the gradient is the one there, not at the weight."
    sanity = "The velocity starts at 0, so that the first look-ahead point is the weight itself."
    source = "Sutskever et al., ICML 2013, equations 3 and 4, with velocities of the other sign"
    model = optimizers.nesterov
    version = 2
    histories = {"lookaheads": "wtilde", "velocities": "v"}
    initials = {"v": "velocity"}
    answers = {
        "lookaheads": "look-ahead point of each step",
        "velocities": "velocity after each step",
        "weights": "weight after each step",
    }
    stem = "Nesterov's accelerated gradient trains {weights} for {steps} {source}. {convention}"
    tasks = (
        "Carry out {steps} of Nesterov momentum, {source}. {convention} Give {kept} and {weights} of"
        " each step.",
        "Nesterov's accelerated gradient trains {weights} {source}. {convention} Work out {steps}, with"
        " {both} of each.",
    )
    also_called = {
        "lookaheads": "lookahead; look-ahead; w_lookahead; w_ahead; θtilde; y; look-ahead points;"
        " lookahead position",
        "velocities": "velocity; m",
    }
    mistakes = {
        "no-lookahead": "the gradient was taken at the weight itself",
        "lookahead-sign": "the look-ahead went against the velocity",
        "lookahead-undamped": "the look-ahead took the whole velocity",
        "no-momentum": "the velocity of the step before was left out",
        "no-rate": "the learning rate was left out",
        "wrong-sign": "the velocity was added instead of subtracted",
        "from-lookahead": "the velocity was applied to the look-ahead",
        "velocity-alone": "the weight was moved by the velocity alone, as without Nesterov",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        ahead = {
            "kept": "the look-ahead point, the velocity",
            "both": "the look-ahead point and the velocity",
        }
        told = ahead if self._looks_ahead else dict.fromkeys(ahead, "the velocity")
        return {**super().phrases, **told, "convention": FORMS[self.form]}

    @property
    def change_letter(self) -> str:
        return "v" if self._looks_ahead else ""

    @property
    def remark(self) -> str:
        kept = "PyTorch and Keras keep the look-ahead points as their weights: other weights than these."
        return kept if self._looks_ahead else ""

    @property
    def _looks_ahead(self) -> bool:
        return self.form in ("subtract", "add")

    def point(self, trace: Trace) -> Symbol:
        w, v = trace.last("w"), trace.last("v")
        if not self._looks_ahead:
            return w
        ahead, back = (add, sub) if self.form == "add" else (sub, add)
        wrong = {
            "no-lookahead": w,
            "lookahead-sign": back(w, self.beta * v),
            "lookahead-undamped": ahead(w, v),
        }
        return trace.let("wtilde", ahead(w, self.beta * v), wrong)

    def advance(self, trace: Trace, g: Symbol) -> None:
        w, kept, pull = trace.last("w"), self.beta * trace.last("v"), self.lr * g
        take_in, apply, back = (add, sub, add) if self.form in ("subtract", "pytorch") else (sub, add, sub)
        wrong = {"no-momentum": -pull if take_in is sub else pull, "no-rate": take_in(kept, g)}
        if self.form == "pytorch":
            v = trace.let("v", kept + g, {"no-momentum": g})
            wrong = {"no-rate": w - (g + self.beta * v), "velocity-alone": w - self.lr * v}
            trace.let("w", w - self.lr * (g + self.beta * v), wrong)
            return
        v = trace.let("v", take_in(kept, pull), wrong)
        if self.form == "keras":
            wrong = {"wrong-sign": w - self.beta * v - pull, "velocity-alone": w + v}
            trace.let("w", w + self.beta * v - pull, wrong)
            return
        wrong = {"wrong-sign": back(w, v), "from-lookahead": apply(trace.last("wtilde"), v)}
        trace.let("w", apply(w, v), wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Given gradients in tenths, then those of a parabola, then those of a bowl of two weights."""
        slopes = any_gradients(draw, 2) if difficulty == "easy" else _losses(draw, difficulty)
        lr = draw.choice(("0.1", "0.1", "0.2", "0.05"))
        return {**slopes, "lr": lr, "beta": draw.choice(("0.5", "0.8", "0.9"))}


def _losses(draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
    slope, start = draw.integer(1, 4), draw.integer(1, 9)
    if difficulty == "hard":
        loss = f"{slope}*w1**2 + {draw.integer(1, 4)}*w2**2"
        return {"loss": loss, "w": f"{start},{draw.integer(1, 9)}", "steps": "2"}
    square, line = f"{slope}*(w - {draw.integer(1, 9)})**2", f"{slope}*w**2 - {draw.integer(2, 9)}*w"
    return {"loss": draw.choice((square, line)), "w": str(start), "steps": "2"}
