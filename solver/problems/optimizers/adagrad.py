"""AdaGrad: a learning rate of its own for each weight, from the sum of squared gradients."""

from solver.authoring import RATE_NAMES, Difficulty, RandomStream, Trace, parameter
from solver.authoring.domains import Positive
from solver.authoring.formulas import Symbol, absolute
from solver.models import optimizers
from solver.problems.optimizers import _adaptive
from solver.problems.optimizers._optimizer import Starts, initial
from solver.problems.optimizers._sampling import UNITS, like

PATTERNS = {
    "easy": ((3, 4), (4, 3), (7, 24), (24, 7)),
    "medium": ((9, 12, 20), (12, 9, 20), (12, 16, 15), (16, 12, 15), (42, 56, 240), (56, 42, 240)),
    "hard": ((4, 3), (9, 12)),
}
"""Sizes of gradients whose sums of squares have roots that divide them into short decimals; those of the
hard ones do so with a small constant of one unit added to the roots."""


class Adagrad(_adaptive.Adaptive):
    """The small constant is added outside the root, as in PyTorch, unless told otherwise."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.1", aliases=RATE_NAMES)
    accumulator: Starts = initial("accumulator", "G_0", "initial-accumulator initial-accumulator-value g0")

    idea = "The squared gradients are summed in $G$; the larger the sum, the smaller the step."
    sanity = (
        "The accumulated squares never fall, so along equal gradients no step is longer than the one before."
    )
    version = 2
    source = "Duchi, Hazan and Singer, Adaptive Subgradient Methods, JMLR 12, 2011"
    example = "--grads 0.2,0.4,0.1 --lr 0.1"
    model = optimizers.adagrad
    histories = {"accumulators": "G"}
    initials = {"G": "accumulator"}
    answers = {"accumulators": "sum of the squared gradients", "weights": "weight after each step"}
    conventions = {"a sum that starts at 0.1, as in Keras": {"accumulator": "0.1"}}
    stem = "AdaGrad trains {weights} for {steps} {source}. {epsilon}"
    tasks = (
        "Carry out {steps} of AdaGrad, {source}. Give the accumulated squares and {weights} after each step."
        " {epsilon}",
        "AdaGrad trains {weights} {source}. What are the accumulated squares and {weights} after each of"
        " {steps}? {epsilon}",
    )
    also_called = {"accumulators": "r; s; cache; sum of squares; v; sum; E[g^2]; h"}
    mistakes = _adaptive.MISTAKES | {"not-accumulated": "the earlier gradients were left out of the sum"}

    @property
    def remark(self) -> str:
        return "" if any(self.accumulator.values) else "The sum starts at 0; in Keras it starts at 0.1."

    def advance(self, trace: Trace, g: Symbol) -> None:
        last = trace.last("G")
        wrong = {"not-squared": last + absolute(g), "not-accumulated": g**2}
        self.step(trace, g, trace.let("G", last + g**2, wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Gradients from Pythagorean triples, whose roots are whole numbers of some unit.

        There is no small constant but in `hard`, where it is so large that its place matters, and where
        there are two weights.
        """
        hard = difficulty == "hard"
        epsilon = draw.choice(("0.1", "0.5", "1")) if hard else "0"
        weights, units = (2, (epsilon,)) if hard else (1, UNITS)
        gradients = like(draw, PATTERNS[difficulty], weights, units, squared=True)
        return {**gradients, "lr": draw.choice(("0.1", "0.5", "0.2", "0.01")), "epsilon": epsilon}
