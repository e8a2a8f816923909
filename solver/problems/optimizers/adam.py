"""Adam: adaptive moment estimation with bias correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from solver.domains import DecayRate, Positive, Switch
from solver.drawing import Draw
from solver.formula import Symbol, absolute
from solver.models.optimizers import Array, Gradients, adam
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer, epsilon_in_words, sample_gradients
from solver.problems.optimizers._trace import Trace, scaled_step
from solver.solution import Slip


class Adam(Optimizer):
    """Adam (Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1)."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.01")
    beta1: DecayRate = parameter("decay rate of the first moment", symbol="beta_1", default="0.9")
    beta2: DecayRate = parameter("decay rate of the second moment", symbol="beta_2", default="0.999")
    epsilon: Positive = parameter("small constant", symbol="epsilon", default="1e-8")
    epsilon_inside: Switch = parameter("epsilon inside the root", convention=True)

    idea = "Both moments start at 0, which pulls them towards 0; the correction makes up for it."
    reported: ClassVar[Mapping[str, str]] = {
        "m": "m",
        "v": "v",
        "m_hat": "mhat",
        "v_hat": "vhat",
        "steps": "s",
    }

    @property
    def questions(self) -> tuple[str, ...]:
        epsilon = epsilon_in_words(inside=self.epsilon_inside)
        return (
            f"Carry out {self.steps_in_words} of Adam with bias correction, {self.source_in_words}. Give both"
            f" moments, their corrected values and {self.weights_in_words} after each step. {epsilon}",
            f"Adam, with bias correction, trains {self.weights_in_words} {self.source_in_words}. Work out"
            f" {self.steps_in_words}, with both moments, their corrected values and the change in each."
            f" {epsilon}",
        )

    def advance(self, trace: Trace, g: Symbol) -> None:
        m_hat, v_hat = self._moments(trace, g)
        scaled_step(trace, self.lr, m_hat, v_hat, self.epsilon, inside=self.epsilon_inside)

    def _moments(self, trace: Trace, g: Symbol) -> tuple[Symbol, Symbol]:
        """The bias-corrected moments of this step."""
        t, beta1, beta2 = trace.t, self.beta1, self.beta2
        last_m, last_v = trace.last("m"), trace.last("v")
        swapped = "beta and 1 - beta were swapped in the moments"
        uncorrected = "the bias correction was left out"
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
        m_hat = trace.let("mhat", m / (1 - beta1**t), [Slip("no-bias-correction", uncorrected, m)])
        v_hat = trace.let(
            "vhat",
            v / (1 - beta2**t),
            [
                Slip("no-bias-correction", uncorrected, v),
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
        lr = draw.choice(("0.1", "0.01", "0.001"))
        return cls.of(**sample_gradients(draw, difficulty), lr=lr)
