"""Optimizers whose step is divided by a root, and the small constant that keeps it finite."""

from collections.abc import Mapping

from solver.authoring import RATE_NAMES, Mistakes, Trace, parameter
from solver.authoring.domains import Nonnegative, Positive, Switch
from solver.authoring.formulas import Formula, Symbol, sqrt
from solver.problems.optimizers._optimizer import Optimizer

MISTAKES = {
    "epsilon-place": "epsilon was put on the wrong side of the root",
    "no-root": "the square root was left out",
    "wrong-sign": "the step was added instead of subtracted",
    "not-squared": "the gradient was not squared",
}
"""What goes wrong with any of these methods."""


class Adaptive(Optimizer):
    """An optimizer that divides each step by the root of what it knows of the squared gradients."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.01", aliases=RATE_NAMES)
    epsilon: Nonnegative = parameter("small constant", symbol="epsilon", default="1e-8", aliases="eps")
    epsilon_inside: Switch = parameter("epsilon inside the root", convention=True)

    @property
    def phrases(self) -> Mapping[str, str]:
        place = "inside" if self.epsilon_inside else "outside"
        added = f"The small constant is added {place} the root."
        left_out = "The small constant is left out: take it as 0."
        return {**super().phrases, "epsilon": added if self.epsilon.value else left_out}

    def scaled(self, g: Symbol, accumulator: Symbol, *, other: bool = False) -> Formula:
        """A step along `g`, divided by the root of the accumulator; `other`: epsilon in the other place."""
        if self.epsilon_inside != other:
            return self.lr * g / sqrt(accumulator + self.epsilon)
        return self.lr * g / (sqrt(accumulator) + self.epsilon)

    def step_mistakes(self, g: Symbol, accumulator: Symbol) -> Mistakes:
        """What goes wrong with a scaled step in all these methods."""
        misplaced = {"epsilon-place": self.scaled(g, accumulator, other=True)} if self.epsilon.value else {}
        return {**misplaced, "no-root": self.lr * g / (accumulator + self.epsilon)}

    def step(self, trace: Trace, g: Symbol, accumulator: Symbol, mistakes: Mistakes | None = None) -> None:
        """Record a scaled step of a weight, with the mistakes of its method besides those that all make."""
        common = self.step_mistakes(g, accumulator)
        self.move(trace, self.scaled(g, accumulator), {**common, **(mistakes or {})})

    def move(self, trace: Trace, formula: Formula, mistakes: Mistakes) -> None:
        """Record a step of a weight, and the weight after it."""
        step, w = trace.let("s", formula, mistakes), trace.last("w")
        trace.let("w", w - step, {"wrong-sign": w + step})
