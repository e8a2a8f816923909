"""Softmax: from logits to probabilities, with their logarithms and the Jacobian.

Keywords: temperature, log-softmax.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import DISTRIBUTION, Family, Nature, Positive, Sums, VectorOf
from solver.authoring.formulas import Symbol, diagonal, exp, grid_name, log, tensor, total
from solver.models import neural_networks

LARGE = 30
"""Above it, the exponential has more digits than anyone writes down."""


class Softmax(Problem):
    """p_i = e^(z_i/T) / sum of all e^(z_k/T)."""

    logits: Annotated[Family, VectorOf(least=2, most=8)] = parameter(
        "logits", symbol="z", aliases="z scores x values"
    )
    temperature: Positive = parameter("temperature", symbol="T", default="1", aliases="T t tau")

    idea = "Exponentials make all logits positive, and their sum makes them shares of 1: a distribution."
    sanity = (
        "The probabilities sum to 1, the largest logit has the largest one, and each row of $J$ sums to 0."
    )
    source = "Goodfellow, Bengio and Courville, Deep Learning, equation 4.1"
    example = "--logits 0.5,1.5,0.1"
    model = neural_networks.softmax
    answers = {
        "probabilities": "probability of each class",
        "log_probabilities": "natural logarithms of the probabilities",
        "jacobian": "derivatives of the probabilities by the logits: row i has those of probability i",
    }
    also_called = {
        "probabilities": "softmax; yhat; softmax(z); softmax(x); softmax(logits); σ(z); σ(x); S; q; output;"
        " π; a",
        "log_probabilities": "log_softmax(z); log p; ln p",
        "jacobian": "dp/dz; ds/dz; diag(p)-pp^T",
        "Z": "sum; sum exp; denominator; sum of exponentials; normalizer; partition function; sum(exp(z))",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        slopes = Nature(symmetric=True, sums=Sums(len(self.logits), 0))
        return {"probabilities": DISTRIBUTION, "log_probabilities": Nature(most=0), "jacobian": slopes}

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The usual names, and those of a class and of a derivative."""
        classes = range(1, len(self.logits) + 1)
        shares = {f"p_{i}": (f"P(y={i})", f"p(y={i})", f"P({i})") for i in classes}
        slopes = {
            grid_name("J", i, j): [f"d{letter}_{i}/dz_{j}" for letter in "psy"]
            for i in classes
            for j in classes
        }
        return {**super().other_names, **shares, **slopes}

    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    stem = "A network ends with the logits z, and takes their softmax at temperature ${temperature}$."
    tasks = (
        "Work out the softmax of the logits at temperature ${temperature}$, the logarithms of the"
        " probabilities, and the Jacobian.",
        "A network ends with the logits z. Which probabilities does the softmax at temperature"
        " ${temperature}$ make of them, and what are their logarithms and their derivatives by the logits?",
    )
    mistakes = {
        "no-exponential": "the logits were divided by their sum without taking exponentials",
        "temperature-ignored": "the temperature was left out",
        "temperature-multiplied": "the logits were multiplied by the temperature",
        "diagonal-only": "the derivatives by the other logits were taken to be 0",
        "sign-of-product": "the product of the probabilities was added",
        "temperature-not-in-slope": "the factor 1/T of the chain rule was left out of the derivatives",
    }

    def solve(self, work: Working) -> None:
        z, t = tensor(self.logits), self.temperature
        s = z
        if t.value != 1:
            work.step("Divide by the temperature", "A temperature above 1 brings the logits together.")
            wrong = {"temperature-multiplied": z * t, "temperature-ignored": z}
            s = work.let_array("s", z / t, mistakes=wrong)
        top = max(s.children(), key=lambda entry: float(entry.evaluate().real))
        if top.evaluate().real > LARGE:
            why = "Exponentials of large numbers overflow. The factor {factor} cancels in the quotient."
            work.step("Subtract the largest one", why, factor=exp(-top))
            s = work.let_array("d", s - top)
        work.step("Probabilities", "Each exponential is divided by the sum of all of them.")
        count = len(self.logits)
        whole = total("k", count, lambda k: exp(s[k]))
        plain = total("k", count, lambda k: s[k])
        z_sum = work.let("Z", whole, mistakes={"no-exponential": plain})
        p = work.let_array("p", exp(s) / z_sum, mistakes={"no-exponential": s / z_sum})
        work.answer("probabilities", p)
        reason = "The logarithm of a quotient is a difference, and that of {power} is {s}."
        work.step("Logarithms", reason, power=exp(Symbol("s")))
        work.answer("log_probabilities", work.let_array("l", s - log(z_sum)))
        p_i, p_j = Symbol("p_i"), Symbol("p_j")
        reason = "The derivative of {p_i} is {own} by its own logit, and {other} by another one."
        reason += "" if t.value == 1 else " The chain rule adds the factor {share}."
        reason += " What diag makes is a matrix with the probabilities on its diagonal, and zeros beside."
        work.step("Jacobian", reason, own=p_i * (1 - p_i), other=-(p_i * p_j), share=1 / Symbol("T"))
        slope = diagonal(p) - p @ p.T
        wrong = {"diagonal-only": diagonal(p * (1 - p)), "sign-of-product": diagonal(p) + p @ p.T}
        if t.value != 1:
            wrong = {name: formula / t for name, formula in wrong.items()} | {
                "temperature-not-in-slope": slope
            }
            slope = slope / t
        work.answer("jacobian", work.let_array("J", slope, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object]:
        """A few small whole logits, then decimals, then four of them at another temperature than 1."""
        if difficulty == "easy":
            return {"logits": draw.varied(draw.integer(3, 4), -2, 4)}
        logits = [draw.nonzero_decimal(25) for _ in range(4 if difficulty == "hard" else 3)]
        return {"logits": logits, "temperature": draw.choice(("0.5", "2")) if difficulty == "hard" else "1"}
