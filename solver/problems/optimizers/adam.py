"""Adam: adaptive moment estimation with bias correction."""

from collections.abc import Mapping
from fractions import Fraction

from solver.authoring import Difficulty, RandomStream, Task, Trace, parameter
from solver.authoring.domains import Switch
from solver.authoring.formulas import Symbol, sqrt
from solver.models import optimizers
from solver.problems.optimizers import _moments
from solver.problems.optimizers._sampling import any_gradients

NOTICED = Fraction(1, 100_000)
"""The small constant from which on its place can show in four digits."""


class Adam(_moments.Moments):
    """Each weight takes steps along its average gradient, divided by the root of its average square."""

    epsilon_hat: Switch = parameter(
        "epsilon before the bias correction",
        convention=True,
        goes_without=("epsilon_inside",),
        note="added to the root of v, as in Keras",
    )

    idea = (
        "The moment $m$ averages the gradients, $v$ their squares. Both start at 0, which pulls them toward"
        " 0; the correction makes up for it."
    )
    sanity = (
        "Where the first gradient is not 0 and $epsilon$ is, the first step is as long as the learning rate."
    )
    source = "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 1"
    model = optimizers.adam
    histories = {"m": "m", "v": "v", "m_hat": "mhat", "v_hat": "vhat", "steps": "s"}
    changes = ("steps",)
    answers = {
        "m": "first moment after each step",
        "v": "second moment after each step",
        "m_hat": "first moment, bias-corrected",
        "v_hat": "second moment, bias-corrected",
        "steps": "change of the weight in each step",
        "weights": "weight after each step",
    }
    version = 2
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
    mistakes = _moments.MISTAKES | {
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

    def advance(self, trace: Trace, g: Symbol) -> None:
        m, v = self.first_moment(trace, g), self.second_moment(trace, g)
        m_hat, v_hat = self.corrected_first(trace, m), self.corrected_second(trace, v)
        if self.epsilon_hat:
            step = self.lr * sqrt(1 - self.beta2**trace.t) * m_hat / (sqrt(v) + self.epsilon)
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
        return {**_moments.two_steps(draw, 2 if difficulty == "medium" else 1), "lr": lr}
