"""Nadam: Adam whose first moment looks ahead, as Nesterov momentum does."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated

from solver.authoring import Difficulty, RandomStream, Task, Trace, parameter
from solver.authoring.domains import Choice
from solver.authoring.formulas import Formula, Symbol, lift
from solver.models import optimizers
from solver.problems.optimizers import _moments
from solver.problems.optimizers._sampling import any_gradients, like, with_patterns

SCHEDULES = {
    "constant": "The momentum is $beta_1$ at every step.",
    "keras": "As in Keras, the momentum of step t is $beta_1 (1 - 0.5 · 0.96^t)$.",
    "pytorch": "As in PyTorch, the momentum of step t is $beta_1 (1 - 0.5 · 0.96^(0.004 t))$.",
}
HALF, BASE, SLOWNESS = (lift(Fraction(text)) for text in ("0.5", "0.96", "0.004"))

MEANINGS = ("the momentum is beta_1", "beta_1 (1 - 0.5 · 0.96^t)", "beta_1 (1 - 0.5 · 0.96^(0.004 t))")
UNITS = ("0.3", "0.6", "3")
PATTERNS = {beta2: patterns for (beta1, beta2), patterns in _moments.TWO_STEPS.items() if beta1 == "0.5"}


class Nadam(_moments.Moments):
    """The gradient of the step, and the momentum of the next one, are taken in before the step."""

    schedule: Annotated[str, Choice(tuple(SCHEDULES), MEANINGS, also=(("torch", "pytorch"),))] = parameter(
        "schedule of the momentum", default="constant", convention=True, quiet=True
    )

    idea = "Adam steps along the moment so far; Nadam along the one that it will have after the next step."
    sanity = "Along equal gradients no step is shorter than Adam's; with $beta_1 = 0$ both are the same."
    source = "Dozat, Incorporating Nesterov Momentum into Adam, ICLR workshop 2016, Algorithm 2"
    model = optimizers.nadam
    histories = {"m": "m", "v": "v", "m_hat": "mhat", "v_hat": "vhat", "steps": "s"}
    reserved = ("mu", "P")
    changes = ("steps",)
    answers = {
        "m": "first moment after each step",
        "v": "second moment after each step",
        "m_hat": "first moment, looked ahead and bias-corrected",
        "v_hat": "second moment, bias-corrected",
        "steps": "change of the weight in each step",
        "weights": "weight after each step",
    }
    version = 2
    exact_share = {"easy": 0.75, "medium": 0.75, "hard": 0.2}
    stem = "Nadam, with bias correction, trains {weights} for {steps} {source}. {schedule} {epsilon}"
    tasks = (
        Task(
            "Carry out {steps} of Nadam with bias correction, {source}. {schedule} Give both moments, what is"
            " made of them for the step, and {weights} after each step. {epsilon}",
            asked=("m", "v", "m_hat", "v_hat", "weights"),
        ),
        "Nadam, with bias correction, trains {weights} {source}. {schedule} Work out {steps}, with both"
        " moments, their corrected values and the change in each. {epsilon}",
    )
    mistakes = _moments.MISTAKES | {
        "no-lookahead": "the moment was corrected without looking ahead, as for Adam",
        "step-behind": "the moment was corrected with the product up to this step, not up to the next",
        "gradient-forgotten": "the gradient of the step was left out of the look-ahead",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {**super().phrases, "schedule": SCHEDULES[self.schedule]}

    @property
    def remark(self) -> str:
        if self.schedule != "constant":
            return ""
        return "In PyTorch and Keras the momentum rises slowly with the steps: other weights than these."

    def advance(self, trace: Trace, g: Symbol) -> None:
        m, v = self.first_moment(trace, g), self.second_moment(trace, g)
        mu, product, mu_next, product_next = self._momenta(trace)
        fresh = (1 - mu) * g / (1 - product)
        wrong = {
            "no-bias-correction": mu_next * m + (1 - mu) * g,
            "power-forgotten": mu_next * m / (1 - mu_next) + g,
            "no-lookahead": m / (1 - product),
            "step-behind": mu_next * m / (1 - product) + fresh,
            "gradient-forgotten": mu_next * m / (1 - product_next),
        }
        m_hat = trace.let("mhat", mu_next * m / (1 - product_next) + fresh, wrong)
        self.step(trace, m_hat, self.corrected_second(trace, v))

    def _momenta(self, trace: Trace) -> tuple[Formula, Formula, Formula, Formula]:
        """The momentum of this step and the product of all so far, then those with the next step."""
        t, b1 = trace.t, self.beta1
        if self.schedule == "constant":
            return b1, b1**t, b1, b1 ** (t + 1)
        mu, product = self._at(trace, t)
        return mu, product, *self._at(trace, t + 1)

    def _at(self, trace: Trace, t: int) -> tuple[Symbol, Symbol]:
        """The momentum of a step and the product of all up to it, worked out once for all weights."""
        known, work = trace.work.quantities, trace.work
        if f"P_{t}" not in known:
            exponent = lift(t) if self.schedule == "keras" else SLOWNESS * lift(t)
            mu = work.let(f"mu_{t}", self.beta1 * (1 - HALF * BASE**exponent))
            work.let(f"P_{t}", known[f"P_{t - 1}"].symbol * mu if t > 1 else mu)
        return known[f"mu_{t}"].symbol, known[f"P_{t}"].symbol

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """Without a small constant; but for the usual decay rates of `hard`, the first step is short."""
        if difficulty == "hard":
            lr, beta2 = draw.choice(("0.1", "0.2", "0.5", "0.01")), draw.choice(("0.99", "0.999"))
            return {**any_gradients(draw, 2), "lr": lr, "beta2": beta2, "epsilon": "0"}
        weights = 2 if difficulty == "medium" else 1
        beta2, patterns = with_patterns(draw, PATTERNS, weights)
        gradients = like(draw, patterns, weights, UNITS)
        lr = draw.choice(("0.3", "0.6", "0.03"))
        return {**gradients, "lr": lr, "beta1": "0.5", "beta2": beta2, "epsilon": "0"}
