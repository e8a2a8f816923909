"""AdaMax: Adam with the largest recent gradient in place of the second moment."""

from collections.abc import Mapping
from fractions import Fraction

from solver.authoring import RATE_NAMES, Difficulty, RandomStream, Trace, is_short, parameter
from solver.authoring.domains import DecayRate, Nonnegative, Positive, Switch
from solver.authoring.formulas import Symbol, absolute, maximum
from solver.models import optimizers
from solver.problems.optimizers._optimizer import Optimizer, Starts, decay_rate, initial
from solver.problems.optimizers._sampling import any_gradients


class Adamax(Optimizer):
    """The infinity norm needs no bias correction, the first moment does."""

    lr: Positive = parameter("learning rate", symbol="eta", default="0.002", aliases=RATE_NAMES)
    epsilon: Nonnegative = parameter(
        "small constant", symbol="epsilon", default="1e-8", aliases="eps", note="0 for the paper's form"
    )
    epsilon_added: Switch = parameter(
        "epsilon added to the norm", convention=True, note="as in Keras, not to the gradient's size"
    )
    beta1: DecayRate = decay_rate(1, "first moment", default="0.9")
    beta2: DecayRate = decay_rate(2, "norm", default="0.999")
    m0: Starts = initial("first moment", "m_0")
    u0: Starts = initial("norm", "u_0")

    idea = (
        "The moment $m$ averages the gradients; the norm $u$ remembers the largest one, which fades, and"
        " divides each step."
    )
    sanity = "The norm is never below the size of the newest gradient, and no first step exceeds the rate."
    source = "Kingma and Ba, Adam: A Method for Stochastic Optimization, 2015, Algorithm 2"
    model = optimizers.adamax
    histories = {"m": "m", "u": "u", "m_hat": "mhat", "steps": "s"}
    initials = {"m": "m0", "u": "u0"}
    changes = ("steps",)
    also_called = {"m": "exp_avg; moments", "u": "exp_inf; inf norm; v", "m_hat": "mbar", "steps": "delta"}
    answers = {
        "m": "first moment after each step",
        "u": "exponentially weighted infinity norm after each step",
        "m_hat": "first moment, bias-corrected",
        "steps": "change of the weight in each step",
        "weights": "weight after each step",
    }
    exact_share = {"easy": 1.0, "medium": 1.0, "hard": 0.5}
    stem = "AdaMax trains {weights} for {steps} {source}. {epsilon}"
    tasks = (
        "Carry out {steps} of AdaMax, {source}. Give the first moment, the infinity norm, the corrected"
        " moment, the change and {weights} of each step. {epsilon}",
        "AdaMax trains {weights} {source}. Work out {steps}, with the moment, its corrected value, the"
        " infinity norm and the change in each. {epsilon}",
    )
    mistakes = {
        "weights-swapped": "beta and 1 - beta were swapped in the first moment",
        "no-bias-correction": "the bias correction of the first moment was left out",
        "norm-corrected": "the norm was corrected for a bias that it does not have",
        "squared": "the squared gradients were averaged, as for Adam",
        "no-memory": "the norm was the size of the newest gradient alone",
        "not-faded": "the norm of the step before was not multiplied by beta_2",
        "sign-kept": "the gradient was taken with its sign in the norm",
        "wrong-sign": "the step was added instead of subtracted",
    }

    @property
    def phrases(self) -> Mapping[str, str]:
        place = "norm itself" if self.epsilon_added else "size of the gradient in it"
        added = f"The small constant is added to the {place}."
        left_out = "The small constant is left out: take it as 0."
        return {**super().phrases, "epsilon": added if self.epsilon.value else left_out}

    def advance(self, trace: Trace, g: Symbol) -> None:
        t, b1, b2, lr, epsilon = trace.t, self.beta1, self.beta2, self.lr, self.epsilon
        m_last, u_last, w = trace.last("m"), trace.last("u"), trace.last("w")
        m = trace.let("m", b1 * m_last + (1 - b1) * g, {"weights-swapped": (1 - b1) * m_last + b1 * g})
        inside = not self.epsilon_added and epsilon.value != 0
        size, signed = (absolute(g) + epsilon, g + epsilon) if inside else (absolute(g), g)
        wrong = {
            "squared": b2 * u_last + (1 - b2) * g**2,
            "no-memory": size,
            "not-faded": maximum(u_last, size),
            "sign-kept": maximum(b2 * u_last, signed),
        }
        u = trace.let("u", maximum(b2 * u_last, size), wrong)
        m_hat = trace.let("mhat", m / (1 - b1**t), {"no-bias-correction": m})
        norm = u + epsilon if self.epsilon_added and epsilon.value != 0 else u
        step = trace.let("s", lr * m_hat / norm, {"norm-corrected": lr * m_hat / (norm / (1 - b2**t))})
        trace.let("w", w - step, {"wrong-sign": w + step})

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str] | None:
        """Without a small constant; the norm keeps an old gradient at times, takes the new one at others."""
        lr = draw.choice(("0.1", "0.2", "0.5", "0.01"))
        if difficulty == "hard":
            return {**any_gradients(draw, 3), "lr": lr, "beta2": "0.99", "epsilon": "0"}
        weights = 2 if difficulty == "medium" else 1
        beta1, beta2 = draw.choice(("0.5", "0.8", "0.6")), draw.choice(("0.5", "0.8", "0.9"))
        givens = any_gradients(draw, 2, weights)
        rows = [row.split(",") for row in givens["grads"].split(";")]
        pairs = [rows[0]] if weights == 1 else list(zip(*rows, strict=True))
        if not all(_stays_short(*map(Fraction, (beta1, beta2, lr, *pair))) for pair in pairs):
            return None
        return {**givens, "lr": lr, "beta1": beta1, "beta2": beta2, "epsilon": "0"}


def _stays_short(beta1: Fraction, beta2: Fraction, lr: Fraction, first: Fraction, second: Fraction) -> bool:
    """Whether the corrected moment of the second step, and the step, end after a few digits."""
    m_hat = (beta1 * first + second) / (1 + beta1)
    step = lr * m_hat / max(beta2 * abs(first), abs(second))
    return m_hat != 0 and is_short(m_hat, exact=False) and is_short(step, exact=False)
