"""Adam: adaptive moment estimation with bias correction."""

from collections.abc import Mapping
from fractions import Fraction

from solver.authoring import (
    DecayRate,
    Difficulty,
    InputError,
    RandomStream,
    Switch,
    Symbol,
    Task,
    absolute,
    parameter,
    sqrt,
)
from solver.models import optimizers
from solver.problems.optimizers import _adaptive
from solver.problems.optimizers._optimizer import Starts, Trace
from solver.problems.optimizers._sampling import any_gradients, like

TWO_STEPS = {
    ("0.5", "0.6"): ((1, -5), (13, 1)),
    ("0.5", "0.75"): ((2, 5),),
    ("0.5", "0.8"): ((3, 9), (11, -16)),
    ("0.5", "0.92"): ((5, -13), (10, 4)),
    ("0.5", "0.95"): ((2, 11),),
    ("0.6", "0.92"): ((5, -13), (5, 13)),
    ("0.75", "0.75"): ((2, -5), (6, -1)),
    ("0.8", "0.92"): ((5, -13),),
    ("0.8", "0.95"): ((2, 11),),
}
"""By decay rates: gradients whose corrected moments are short, and the root of the second one too."""

NOTICED = Fraction(1, 100_000)
"""The small constant from which on its place can show in four digits."""


class Adam(_adaptive.Adaptive):
    """Each weight takes steps along its average gradient, divided by the root of its average square."""

    beta1: DecayRate = parameter(
        "decay rate of the first moment", symbol="beta_1", default="0.9", aliases=("beta-1", "rho1")
    )
    beta2: DecayRate = parameter(
        "decay rate of the second moment", symbol="beta_2", default="0.999", aliases=("beta-2", "rho2")
    )
    epsilon_hat: Switch = parameter(
        "epsilon before the bias correction", convention=True, note="added to the root of v, as in Keras"
    )
    m0: Starts = parameter("initial first moment", symbol="m_0", default="0", quiet=True)
    v0: Starts = parameter("initial second moment", symbol="v_0", default="0", quiet=True)

    idea = "Both moments start at 0, which pulls them toward 0; the correction makes up for it."
    sanity = (
        "Where the first gradient is not 0 and epsilon is, the first step is as long as the learning rate."
    )
    source = "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1"
    model = optimizers.adam
    histories = {"m": "m", "v": "v", "m_hat": "mhat", "v_hat": "vhat", "steps": "s"}
    initials = {"m": "m0", "v": "v0"}
    answers = {
        "m": "first moment after each step",
        "v": "second moment after each step",
        "m_hat": "first moment, bias-corrected",
        "v_hat": "second moment, bias-corrected",
        "steps": "change of the weight in each step",
        "weights": "weight after each step",
    }
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.5}
    stem = "Adam, with bias correction, trains {weights} for {steps} {source}. {epsilon}"
    tasks = (
        Task(
            "Carry out {steps} of Adam with bias correction, {source}. Give both moments, their corrected"
            " values and {weights} after each step. {epsilon}",
            asked=("m", "v", "m_hat", "v_hat", "weights"),
        ),
        "Adam, with bias correction, trains {weights} {source}. Work out {steps}, with both moments, their"
        " corrected values and the change in each. {epsilon}",
    )
    mistakes = _adaptive.MISTAKES | {
        "weights-swapped": "beta and 1 - beta were swapped in the moments",
        "no-bias-correction": "the bias correction was left out",
        "power-forgotten": "1 - beta was taken in place of 1 - beta^t in the bias correction",
        "beta1-for-both": "the second moment was corrected with beta_1",
        "second-uncorrected": "the second moment was put in without its bias correction",
        "first-uncorrected": "the first moment was put in without its bias correction",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        known = super().phrases
        before = "The small constant is added to the root of the second moment before its bias correction."
        return {**known, "epsilon": before} if self.epsilon_hat and self.epsilon.value else known

    @property
    def remark(self) -> str:
        if self.epsilon_hat or self.epsilon.evaluate() < NOTICED:
            return ""
        return "The small constant is added after the bias correction, as in PyTorch; Keras adds it before."

    def check(self) -> None:
        super().check()
        if self.epsilon_hat and self.epsilon_inside:
            raise InputError("--epsilon-hat", "goes without --epsilon-inside")

    def advance(self, trace: Trace, g: Symbol) -> None:
        t, b1, b2, last_m, last_v = trace.t, self.beta1, self.beta2, trace.last("m"), trace.last("v")
        m = trace.let("m", b1 * last_m + (1 - b1) * g, {"weights-swapped": (1 - b1) * last_m + b1 * g})
        not_squared = b2 * last_v + (1 - b2) * absolute(g)
        swapped = (1 - b2) * last_v + b2 * g**2
        wrong = {"weights-swapped": swapped, "not-squared": not_squared}
        v = trace.let("v", b2 * last_v + (1 - b2) * g**2, wrong)
        wrong = {"no-bias-correction": m, "power-forgotten": m / (1 - b1)}
        m_hat = trace.let("mhat", m / (1 - b1**t), wrong)
        wrong = {"no-bias-correction": v, "power-forgotten": v / (1 - b2), "beta1-for-both": v / (1 - b1**t)}
        v_hat = trace.let("vhat", v / (1 - b2**t), wrong)
        if self.epsilon_hat:
            step = self.lr * sqrt(1 - b2**t) * m_hat / (sqrt(v) + self.epsilon)
            wrong = {"first-uncorrected": self.lr * m / (sqrt(v) + self.epsilon)}
            self.move(trace, step, wrong | {"no-root": self.lr * m_hat / (v_hat + self.epsilon)})
            return
        wrong = {"second-uncorrected": self.scaled(m_hat, v), "first-uncorrected": self.scaled(m, v_hat)}
        self.step(trace, m_hat, v_hat, wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Without a small constant. `hard` has the usual decay rates, and keeps only the first step short."""
        lr = draw.choice(("0.1", "0.2", "0.5", "0.01"))
        if difficulty == "hard":
            beta2 = draw.choice(("0.99", "0.999"))
            return {**any_gradients(draw, 3), "lr": lr, "beta2": beta2, "epsilon": "0"}
        (beta1, beta2), patterns = draw.choice(tuple(TWO_STEPS.items()))
        gradients = like(draw, patterns, 2 if difficulty == "medium" else 1)
        return {**gradients, "lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": "0"}
