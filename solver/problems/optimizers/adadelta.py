"""AdaDelta: steps as long as the recent ones, so that no learning rate is needed."""

from solver.authoring import RATE_NAMES, Difficulty, RandomStream, Trace, parameter
from solver.authoring.domains import DecayRate, Nonnegative, Positive
from solver.authoring.formulas import Symbol, absolute, sqrt
from solver.models import optimizers
from solver.problems.optimizers._optimizer import Optimizer, Starts, initial
from solver.problems.optimizers._sampling import any_gradients

FIRST = {
    ("0.75", "0.04"): ("0.3",),
    ("0.75", "0.09"): ("0.8",),
    ("0.75", "0.16"): ("0.6",),
    ("0.75", "0.36"): ("0.9", "1.6"),
    ("0.75", "1"): ("1.5",),
    ("0.64", "0.16"): ("0.5",),
    ("0.64", "0.64"): ("1",),
    ("0.96", "0.16"): ("1.5",),
    ("0.99", "0.04"): ("1.5",),
    ("0.95", "0.09"): ("1.5",),
    ("0.84", "0.09"): ("1",),
    ("0.84", "0.36"): ("2",),
    ("0.84", "0.64"): ("1.5",),
    ("0.5", "0.09"): ("1.2",),
    ("0.5", "0.36"): ("2.4",),
}
"""By decay rate and small constant: first gradients whose step is a short decimal."""


class Adadelta(Optimizer):
    """The small constant stands in both roots; the first step is as long as it allows."""

    lr: Positive = parameter(
        "learning rate", symbol="eta", default="1", quiet=True, aliases=RATE_NAMES, note="1 in the paper"
    )
    rho: DecayRate = parameter(
        "decay rate", symbol="rho", default="0.9", aliases="beta gamma decay decay-rate"
    )
    epsilon: Nonnegative = parameter("small constant", symbol="epsilon", default="1e-6", aliases="eps")
    accumulator: Starts = initial("average of squares", "v_0")
    delta_accumulator: Starts = initial("average of squared changes", "u_0")

    idea = "The root of the recent squared changes takes the place of the learning rate."
    sanity = "A change has the sign of its gradient, and a larger gradient alone barely makes a longer step."
    source = "Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, Algorithm 1"
    model = optimizers.adadelta
    histories = {"accumulators": "v", "deltas": "s", "delta_accumulators": "u"}
    changes = ("deltas",)
    initials = {"v": "accumulator", "u": "delta_accumulator"}
    answers = {
        "accumulators": "moving average of the squared gradients",
        "deltas": "change of the weight in each step, before the learning rate",
        "delta_accumulators": "moving average of the squared changes",
        "weights": "weight after each step",
    }
    exact_share = {"easy": 0.5, "medium": 0.5, "hard": 0.3}
    stem = (
        "AdaDelta trains {weights} for {steps} {source}. Both moving averages start at 0, and the small"
        " constant is added inside both roots. {rate}"
    )
    tasks = (
        "Carry out {steps} of AdaDelta, {source}. Both moving averages start at 0, and the small constant is"
        " added inside both roots. {rate} Give both averages, the change and {weights} of each step.",
        "AdaDelta trains {weights} {source}. Work out {steps}, with both moving averages, which start at 0,"
        " and the change in each. The small constant is added inside both roots. {rate}",
    )
    also_called = {
        "deltas": "updates; steps; Deltaw; Deltatheta; Deltax; dx; delta_x; delta_w",
        "accumulators": "s; E[g^2]; E[g^2]_t; square_avg; Eg2; G; accumulated gradient",
        "delta_accumulators": "E[dx^2]; E[dw^2]; E[Δx^2]; E[Δw^2]; E[Δθ^2]; acc_delta; accumulated updates",
    }
    mistakes = {
        "not-squared": "the gradient was not squared",
        "weights-swapped": "rho and 1 - rho were swapped",
        "no-root": "the square roots were left out",
        "upside-down": "the ratio of the roots was turned upside down",
        "epsilon-place": "epsilon was added outside the roots",
        "gradients-for-changes": "the squared gradients were averaged in place of the squared changes",
        "wrong-sign": "the step was added instead of subtracted",
        "rate-alone": "the recent changes were left out, as in RMSProp",
    }

    @property
    def phrases(self) -> dict[str, str]:
        plain = self.lr.value == 1
        rate = "There is no learning rate." if plain else "The change is multiplied by the learning rate."
        return {**super().phrases, "rate": rate}

    def advance(self, trace: Trace, g: Symbol) -> None:
        rho, epsilon, v_last, u_last = self.rho, self.epsilon, trace.last("v"), trace.last("u")
        wrong = {
            "not-squared": rho * v_last + (1 - rho) * absolute(g),
            "weights-swapped": (1 - rho) * v_last + rho * g**2,
        }
        v = trace.let("v", rho * v_last + (1 - rho) * g**2, wrong)
        top, bottom, w = u_last + epsilon, v + epsilon, trace.last("w")
        wrong = {
            "no-root": top / bottom * g,
            "upside-down": sqrt(bottom) / sqrt(top) * g,
            "rate-alone": g / sqrt(bottom),
            "epsilon-place": (sqrt(u_last) + epsilon) / (sqrt(v) + epsilon) * g,
        }
        step = trace.let("s", sqrt(top) / sqrt(bottom) * g, wrong)
        wrong = {
            "weights-swapped": (1 - rho) * u_last + rho * step**2,
            "gradients-for-changes": rho * u_last + (1 - rho) * g**2,
        }
        trace.let("u", rho * u_last + (1 - rho) * step**2, wrong)
        move = step if self.lr.value == 1 else self.lr * step
        trace.let("w", w - move, {"wrong-sign": w + move})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str]:
        """The small constant is so large that the first step shows; `hard` has two weights."""
        (rho, epsilon), starts = draw.choice(tuple(FIRST.items()))
        steps, weights = {"easy": (2, 1), "medium": (3, 1), "hard": (2, 2)}[difficulty]
        givens = any_gradients(draw, steps, weights)
        _, separator, rest = givens["grads"].partition(";" if weights > 1 else ",")
        signed = [draw.choice(("", "-")) + draw.choice(starts) for _ in range(weights)]
        return {**givens, "grads": f"{','.join(signed)}{separator}{rest}", "rho": rho, "epsilon": epsilon}
