"""Adam: adaptive moment estimation with bias correction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Self

from solver.domains import DecayRate, Positive, Switch
from solver.mathematics.formula import Symbol, absolute
from solver.models.optimizers import Array, Gradients, adam
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer
from solver.problems.optimizers._sampling import any_gradients, like
from solver.problems.optimizers._scaled_step import SmallConstant, epsilon_in_words, scaled, scaled_step
from solver.problems.optimizers._trace import Trace
from solver.record.solution import Slip
from solver.sampling.niceness import Givens, nicest
from solver.sampling.random_stream import Draw

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


class Adam(Optimizer):
    """Adam (Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1)."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.01")
    beta1: DecayRate = parameter("decay rate of the first moment", symbol="beta_1", default="0.9")
    beta2: DecayRate = parameter("decay rate of the second moment", symbol="beta_2", default="0.999")
    epsilon: SmallConstant = parameter("small constant", symbol="epsilon", default="1e-8")
    epsilon_inside: Switch = parameter("epsilon inside the root", convention=True)

    idea = "Both moments start at 0, which pulls them toward 0; the correction makes up for it."
    reported: ClassVar[Mapping[str, str]] = {
        "m": "m",
        "v": "v",
        "m_hat": "mhat",
        "v_hat": "vhat",
        "steps": "s",
    }

    exact_share: ClassVar[Mapping[Difficulty, float]] = {"easy": 1.0, "medium": 1.0, "hard": 0.5}

    @property
    def questions(self) -> tuple[str, ...]:
        epsilon = epsilon_in_words(self.epsilon, inside=self.epsilon_inside)
        return (
            f"Carry out {self.steps_in_words} of Adam with bias correction, {self.source_in_words}. Give both"
            f" moments, their corrected values and {self.weights_in_words} after each step. {epsilon}",
            f"Adam, with bias correction, trains {self.weights_in_words} {self.source_in_words}. Work out"
            f" {self.steps_in_words}, with both moments, their corrected values and the change in each."
            f" {epsilon}",
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        m_hat, v_hat = self._moments(trace, g)
        step = partial(scaled, self.lr, epsilon=self.epsilon, inside=self.epsilon_inside)
        words = "the {} moment was put in without its bias correction"
        slips = [
            Slip("second-uncorrected", words.format("second"), step(m_hat, trace.last("v"))),
            Slip("first-uncorrected", words.format("first"), step(trace.last("m"), v_hat)),
        ]
        inside = self.epsilon_inside
        scaled_step(trace, self.lr, m_hat, v_hat, self.epsilon, inside=inside, slips=slips)

    def _moments(self, trace: Trace, g: Symbol) -> tuple[Symbol, Symbol]:
        """The bias-corrected moments of this step."""
        t, beta1, beta2 = trace.t, self.beta1, self.beta2
        last_m, last_v = trace.last("m"), trace.last("v")
        swapped = "beta and 1 - beta were swapped in the moments"
        uncorrected = "the bias correction was left out"
        powerless = "1 - beta was taken in place of 1 - beta^t in the bias correction"
        m = trace.let(
            "m",
            beta1 * last_m + (1 - beta1) * g,
            [Slip("weights-swapped", swapped, (1 - beta1) * last_m + beta1 * g)],
        )
        v = trace.let(
            "v",
            beta2 * last_v + (1 - beta2) * g**2,
            [
                Slip("weights-swapped", swapped, (1 - beta2) * last_v + beta2 * g**2),
                Slip(
                    "not-squared", "the gradient was not squared", beta2 * last_v + (1 - beta2) * absolute(g)
                ),
            ],
        )
        m_hat = trace.let(
            "mhat",
            m / (1 - beta1**t),
            [
                Slip("no-bias-correction", uncorrected, m),
                Slip("power-forgotten", powerless, m / (1 - beta1)),
            ],
        )
        v_hat = trace.let(
            "vhat",
            v / (1 - beta2**t),
            [
                Slip("no-bias-correction", uncorrected, v),
                Slip("power-forgotten", powerless, v / (1 - beta2)),
                Slip("beta1-for-both", "the second moment was corrected with beta_1", v / (1 - beta1**t)),
            ],
        )
        return m_hat, v_hat

    def model(self, gradients: Gradients, start: Array, steps: int) -> Mapping[str, Array]:
        return adam(
            gradients,
            start,
            steps,
            lr=float(self.lr),
            beta1=float(self.beta1),
            beta2=float(self.beta2),
            epsilon=float(self.epsilon),
            epsilon_inside=self.epsilon_inside,
        )

    @classmethod
    def sample(cls, draw: Draw, difficulty: Difficulty) -> Self:
        """Two steps of which every value ends within four digits, or three with the usual decay rates.

        The decay rates of `easy` and `medium` are such that the corrections and roots come out even;
        `medium` has two weights. With the usual ones, in `hard`, all of the first step, both moments of the
        second and the first moment of the third are short. There is no small constant.
        """

        def givens() -> Givens:
            lr = draw.choice(("0.1", "0.2", "0.5", "0.01"))
            if difficulty == "hard":
                beta2 = draw.choice(("0.99", "0.999"))
                return {**any_gradients(draw, 3), "lr": lr, "beta2": beta2, "epsilon": "0"}
            (beta1, beta2), patterns = draw.choice(tuple(TWO_STEPS.items()))
            gradients = like(draw, patterns, 2 if difficulty == "medium" else 1)
            return {**gradients, "lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": "0"}

        return nicest(cls, difficulty, givens)
