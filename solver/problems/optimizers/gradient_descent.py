"""Gradient descent: steps against the gradient of a loss, and what they make of the loss.

Keywords: gd, steepest descent.
"""

from collections.abc import Mapping, Sequence

from solver.authoring import RATE_NAMES, Difficulty, Mistakes, RandomStream, Trace, Working, parameter
from solver.authoring.domains import LossFunction, Positive
from solver.authoring.formulas import Formula, Symbol
from solver.models import descent
from solver.problems.optimizers._objective import Objective, objective_of
from solver.problems.optimizers._optimizer import MOST_NAMED, Optimizer

LISTED = 6
"""So many losses are worked out before the eyes; of more, all stand in a table."""


class GradientDescent(Optimizer):
    """w = w - lr times the gradient, for all weights at once."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)

    idea = "The gradient points uphill: a small step against it makes the loss smaller."
    sanity = (
        "With a small enough learning rate each loss is below the one before; at a minimum nothing moves."
    )
    source = "Goodfellow, Bengio and Courville, Deep Learning, equation 4.5"
    example = "--loss 'w**2 - 4*w' --w 0 --lr 0.1 --steps 3"
    model = descent.gradient_descent
    answers = {"weights": "weight after each step", "losses": "loss before the first step and after each"}
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.6}
    also_called = {"losses": "f; f(w)"}
    stem = "Gradient descent with a constant learning rate trains {weights} for {steps} {source}."
    tasks = (
        "Carry out {steps} of gradient descent, {source}. Give {weights} after each step{losses}.",
        "Gradient descent trains {weights} {source}. Work out {steps}: {weights} after each step{losses}.",
    )
    mistakes = {
        "wrong-sign": "the step was taken along the gradient, uphill",
        "no-rate": "the learning rate was left out",
        "first-gradient": "the gradient was not worked out anew after a step",
        "new-weights": "weights that were stepped already were put into the gradient of the same step",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        losses = ", and the loss before the first step and after each" if self.loss else ""
        return {**super().phrases, "losses": losses}

    def advance(self, trace: Trace, g: Symbol) -> None:
        w = trace.last("w")
        trace.let("w", w - self.lr * g, {"wrong-sign": w + self.lr * g, "no-rate": w - g})

    def gradient_mistakes(self, slope: LossFunction, traces: Sequence[Trace]) -> Mistakes:
        stale = {"first-gradient": slope.at([trace.start("w") for trace in traces])}
        return {**stale, "new-weights": slope.at([trace.last("w") for trace in traces])}

    @property
    def multiples(self) -> Mapping[str, tuple[str, Formula]]:
        """The changes in the steps, which the rate makes of the gradients, where these are worked out."""
        steps = range(1, min(self.count, MOST_NAMED) + 1) if self.loss else ()
        return {f"Delta{w}_{t}": (f"g_{t}", -self.lr) for w in ("w", "theta", "x") for t in steps}

    def conclude(self, work: Working, traces: Sequence[Trace]) -> None:
        if self.loss is None:
            return
        work.step("Losses", "The weights are put into the loss.")
        courses = [trace.course("w") for trace in traces]
        shown = self.count < LISTED
        losses = [
            work.let(f"L_{t}", self.loss.at(point), shown=shown)
            for t, point in enumerate(zip(*courses, strict=True))
        ]
        if not shown:
            work.history([(Symbol("L_t"), losses)], start=0)
        work.answer_history("losses", losses)

    @property
    def objective(self) -> Objective | None:
        """The loss for the NumPy model."""
        return None if self.loss is None else objective_of(self.loss)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """A parabola, then a bowl, then one that is turned; two steps of each."""
        start, lr = draw.integer(-5, 9), draw.choice(("0.1", "0.2", "0.05"))
        if difficulty == "easy":
            square, line = (
                f"(w - {draw.integer(1, 9)})**2",
                f"{draw.integer(2, 5)}*w**2 - {draw.integer(2, 9)}*w",
            )
            return {"loss": draw.choice((square, line)), "w": str(start), "lr": lr, "steps": "2"}
        mixed = f" {draw.choice('+-')} w1*w2" if difficulty == "hard" or draw.choice((True, False)) else ""
        loss = f"{draw.integer(2, 4)}*w1**2 + {draw.integer(2, 4)}*w2**2{mixed}"
        steps = "3" if difficulty == "hard" else "2"
        return {"loss": loss, "w": f"{start},{draw.integer(1, 9)}", "lr": lr, "steps": steps}
