"""Optimizers that average the gradients and their squares: both moments and the bias corrections."""

from solver.authoring import Mistakes, RandomStream, Trace
from solver.authoring.domains import DecayRate
from solver.authoring.formulas import Formula, Symbol, absolute
from solver.problems.optimizers import _adaptive
from solver.problems.optimizers._optimizer import Starts, decay_rate, initial
from solver.problems.optimizers._sampling import like, with_patterns

MISTAKES = _adaptive.MISTAKES | {
    "weights-swapped": "beta and 1 - beta were swapped in the moments",
    "no-bias-correction": "the bias correction was left out",
    "power-forgotten": "1 - beta was taken in place of 1 - beta^t in the bias correction",
    "beta1-for-both": "the second moment was corrected with beta_1",
}

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


class Moments(_adaptive.Adaptive):
    """An optimizer that keeps moving averages of the gradients and of their squares."""

    beta1: DecayRate = decay_rate(1, "first moment", default="0.9")
    beta2: DecayRate = decay_rate(2, "second moment", default="0.999")
    m0: Starts = initial("first moment", "m_0")
    v0: Starts = initial("second moment", "v_0")

    initials = {"m": "m0", "v": "v0"}
    also_called = {"m": "exp_avg; moments", "v": "exp_avg_sq", "m_hat": "mbar", "steps": "delta"}

    def averaged(self, trace: Trace, base: str, beta: Formula, value: Formula) -> Formula:
        """A moving average that takes in a value."""
        return beta * trace.last(base) + (1 - beta) * value

    def first_moment(self, trace: Trace, g: Symbol, mistakes: Mistakes | None = None) -> Symbol:
        b = self.beta1
        wrong = {"weights-swapped": (1 - b) * trace.last("m") + b * g}
        return trace.let("m", self.averaged(trace, "m", b, g), wrong | dict(mistakes or {}))

    def second_moment(self, trace: Trace, g: Symbol, mistakes: Mistakes | None = None) -> Symbol:
        b = self.beta2
        wrong = {
            "weights-swapped": (1 - b) * trace.last("v") + b * g**2,
            "not-squared": self.averaged(trace, "v", b, absolute(g)),
        }
        return trace.let("v", self.averaged(trace, "v", b, g**2), wrong | dict(mistakes or {}))

    def corrected_first(self, trace: Trace, m: Symbol) -> Symbol:
        b = self.beta1
        wrong = {"no-bias-correction": m, "power-forgotten": m / (1 - b)}
        return trace.let("mhat", m / (1 - b**trace.t), wrong)

    def corrected_second(self, trace: Trace, v: Symbol) -> Symbol:
        t, b = trace.t, self.beta2
        wrong = {
            "no-bias-correction": v,
            "power-forgotten": v / (1 - b),
            "beta1-for-both": v / (1 - self.beta1**t),
        }
        return trace.let("vhat", v / (1 - b**t), wrong)


def two_steps(draw: RandomStream, weights: int) -> dict[str, str]:
    """Gradients of two steps and decay rates with which both moments and the steps stay short."""
    (beta1, beta2), patterns = with_patterns(draw, TWO_STEPS, weights)
    return {**like(draw, patterns, weights), "beta1": beta1, "beta2": beta2, "epsilon": "0"}
