"""Adam: adaptive moment estimation with bias correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from solver.domains import DecayRate, Positive, Switch
from solver.drawing import Draw
from solver.formula import Symbol, sqrt
from solver.models.optimizers import Array, Gradients, adam
from solver.problem import Difficulty, parameter
from solver.problems.optimizers._optimizer import Optimizer, Trace, sample_gradients
from solver.solution import Slip


class Adam(Optimizer):
    """Adam (Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1)."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.01")
    beta1: DecayRate = parameter("decay rate of the first moment", symbol="beta_1", default="0.9")
    beta2: DecayRate = parameter("decay rate of the second moment", symbol="beta_2", default="0.999")
    epsilon: Positive = parameter("small constant", symbol="epsilon", default="1e-8")
    epsilon_inside: Switch = parameter("epsilon inside the root")

    reported = {"m": "m", "v": "v", "m_hat": "mhat", "v_hat": "vhat", "steps": "s"}

    def advance(self, trace: Trace, g: Symbol, w: Symbol) -> None:
        t = trace.t
        beta1, beta2 = self.beta1, self.beta2
        last_m, last_v = trace.last("m"), trace.last("v")
        m = trace.let(
            "m",
            beta1 * last_m + (1 - beta1) * g,
            [Slip("weights-swapped", "beta_1 and 1 - beta_1 were swapped", (1 - beta1) * last_m + beta1 * g)],
        )
        v = trace.let(
            "v",
            beta2 * last_v + (1 - beta2) * g**2,
            [Slip("gradient-not-squared", "the gradient was not squared", beta2 * last_v + (1 - beta2) * g)],
        )
        uncorrected = "the bias correction was left out"
        m_hat = trace.let(
            "mhat", m / (1 - beta1**t), [Slip("no-bias-correction", uncorrected, m)]
        )
        v_hat = trace.let(
            "vhat",
            v / (1 - beta2**t),
            [
                Slip("no-bias-correction", uncorrected, v),
                Slip("beta1-for-both", "the second moment was corrected with beta_1", v / (1 - beta1**t)),
            ],
        )
        outside = self.lr * m_hat / (sqrt(v_hat) + self.epsilon)
        inside = self.lr * m_hat / sqrt(v_hat + self.epsilon)
        right, wrong = (inside, outside) if self.epsilon_inside else (outside, inside)
        step = trace.let(
            "s",
            right,
            [
                Slip("epsilon-place", "epsilon stands on the wrong side of the root", wrong),
                Slip("no-root", "the square root was left out", self.lr * m_hat / (v_hat + self.epsilon)),
            ],
        )
        trace.let(trace.weight, w - step, [Slip("wrong-sign", "the step was added instead of subtracted", w + step)])

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
