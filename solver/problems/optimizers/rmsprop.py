"""RMSProp: each gradient divided by the root of a moving average of its squares.

Keywords: root mean square propagation.
"""

from solver.authoring import RATE_NAMES, Difficulty, RandomStream, Trace, parameter
from solver.authoring.domains import DecayRate, Positive
from solver.authoring.formulas import Symbol, absolute
from solver.models import optimizers
from solver.problems.optimizers import _adaptive
from solver.problems.optimizers._optimizer import Starts, initial
from solver.problems.optimizers._sampling import like, with_patterns

TWO_STEPS = {
    "0.75": ((2, 1),),
    "0.84": ((5, 2), (20, 17)),
    "0.96": ((5, 1), (10, 23)),
    "0.99": ((10, 1), (10, 49)),
}
THREE_STEPS = {
    "0.75": ((2, 1, 1),),
    "0.84": ((5, 2, 2), (20, 8, 17), (20, 17, 10)),
    "0.96": ((5, 1, 1), (10, 2, 23), (10, 23, 5), (20, 4, 46)),
    "0.99": ((10, 1, 1), (10, 1, 49)),
}
"""By decay rate: sizes of gradients whose moving averages have roots that divide them into short decimals."""


class Rmsprop(_adaptive.Adaptive):
    """The moving average starts at 0 and is not corrected for that."""

    # Some call the learning rate alpha and others the decay rate: here it may be neither.
    lr: Positive = parameter(
        "learning rate", symbol="eta", default="0.01", aliases=RATE_NAMES.removesuffix(" alpha")
    )
    beta: DecayRate = parameter(
        "decay rate", symbol="beta", default="0.9", aliases="rho gamma decay decay-rate"
    )
    accumulator: Starts = initial("moving average", "v_0", "initial-accumulator v0")

    unclear = {"alpha": "is the learning rate to some, and to PyTorch the decay rate: give --lr or --beta"}
    idea = "The squared gradients are averaged over the recent past in $v$, so that old ones fade."
    sanity = "The moving average lies between 0 and the largest squared gradient so far."
    version = 2
    source = "Tieleman and Hinton, Neural Networks for Machine Learning, 2012, lecture 6.5"
    model = optimizers.rmsprop
    histories = {"accumulators": "v"}
    initials = {"v": "accumulator"}
    answers = {"accumulators": "moving average of the squared gradients", "weights": "weight after each step"}
    stem = (
        "RMSProp trains {weights} for {steps} {source}. The moving average of the squared gradients starts at"
        " 0. {epsilon}"
    )
    tasks = (
        "Carry out {steps} of RMSProp, {source}. Give the moving average of the squared gradients, which"
        " starts at 0, and {weights} after each step. {epsilon}",
        "RMSProp trains {weights} {source}. Work out {steps}, with the moving average of the squared"
        " gradients, which starts at 0. {epsilon}",
    )
    also_called = {
        "accumulators": "r; s; E[g^2]; E[g^2]_t; cache; square_avg; S; S_dw; G; moving average; mean square"
    }
    mistakes = _adaptive.MISTAKES | {
        "weights-swapped": "beta and 1 - beta were swapped",
        "factor-left-out": "the factor 1 - beta of the square was left out",
        "summed": "the squares were summed as in AdaGrad",
    }

    def advance(self, trace: Trace, g: Symbol) -> None:
        beta, last = self.beta, trace.last("v")
        wrong = {
            "not-squared": beta * last + (1 - beta) * absolute(g),
            "weights-swapped": (1 - beta) * last + beta * g**2,
            "factor-left-out": beta * last + g**2,
            "summed": last + g**2,
        }
        self.step(trace, g, trace.let("v", beta * last + (1 - beta) * g**2, wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Averages of squares with short roots; no small constant. `hard` has two weights."""
        weights = 2 if difficulty == "hard" else 1
        table = THREE_STEPS if difficulty == "medium" else TWO_STEPS
        beta, patterns = with_patterns(draw, table, weights)
        gradients = like(draw, patterns, weights, squared=True)
        lr = draw.choice(("0.1", "0.2", "0.01", "0.05"))
        return {**gradients, "lr": lr, "beta": beta, "epsilon": "0"}
