"""Learning-rate decay: gradient descent with the rate lr/sqrt(t) at step t."""

from solver.authoring import RATE_NAMES, Difficulty, RandomStream, Trace, parameter
from solver.authoring.domains import SIZES_LARGEST_FIRST, Positive
from solver.authoring.formulas import Symbol, lift, sqrt
from solver.models import optimizers
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import any_gradients


class LrDecay(Optimizer):
    """Gradient descent with a rate that falls with the root of the step."""

    lr: Positive = parameter("initial learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)

    idea = "The rate of step $t$ is the initial rate, divided by the root of $t$."
    sanity = "The rate of step $t$, times the root of $t$, is the initial rate."
    source = "Zinkevich, Online Convex Programming, ICML 2003"
    example = "--grads 0.2,0.4,0.1 --lr 0.1"
    model = optimizers.lr_decay
    histories = {"rates": "eta"}
    answers = {"rates": "learning rate of each step", "weights": "weight after each step"}
    natures = {"rates": SIZES_LARGEST_FIRST}
    exact_share = {"easy": 0.5, "medium": 0.375, "hard": 0.333}
    stem = (
        "Gradient descent with a decaying learning rate trains {weights} for {steps} {source}. The learning"
        " rate of step t is the initial one divided by the square root of t."
    )
    tasks = (
        "Carry out {steps} of gradient descent with a decaying learning rate, {source}. The learning rate"
        " of step t is the initial one divided by the square root of t. Give the rate and {weights} at each"
        " step.",
        "Gradient descent with a decaying learning rate trains {weights} {source}. The learning rate of step"
        " t is the initial one divided by the square root of t. Work out {steps}, with the rate of each.",
    )
    also_called = {"rates": "lrs; step sizes; lr; alpha"}
    mistakes = {
        "no-decay": "the rate was not reduced",
        "no-root": "the rate was divided by t instead of its root",
        "step-ahead": "the root of t + 1 was taken in place of that of t",
        "multiplied": "the rate was multiplied by the root, not divided by it",
        "compounded": "the rate of the step before was divided, not the initial one",
        "wrong-sign": "the step was added instead of subtracted",
    }

    def advance(self, trace: Trace, g: Symbol) -> None:
        t, lr, w = lift(trace.t), self.lr, trace.last("w")
        wrong = {
            "no-decay": lr,
            "no-root": lr / t,
            "step-ahead": lr / sqrt(t + 1),
            "multiplied": lr * sqrt(t),
        }
        if trace.t > 2:
            wrong["compounded"] = trace.last("eta") / sqrt(t)
        rate = trace.let("eta", lr / sqrt(t), wrong, shared=True)
        trace.let("w", w - rate * g, {"wrong-sign": w + rate * g})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Gradients in tenths; the rates of steps 1 and 4 are short, those of 2 and 3 are irrational."""
        steps, weights = {"easy": (2, 1), "medium": (4, 1), "hard": (3, 2)}[difficulty]
        lr = draw.choice(("0.1", "0.2", "0.4", "0.5"))
        return {**any_gradients(draw, steps, weights), "lr": lr}
