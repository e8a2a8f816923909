"""Bias and variance of an estimator, and the mean squared error that they add up to.

Keywords: bias, estimator, bias-variance tradeoff.
"""

from collections.abc import Mapping
from typing import Annotated

from solver.authoring import Difficulty, Problem, RandomStream, Working, parameter
from solver.authoring.domains import NONNEGATIVE, Family, Real, VectorOf
from solver.authoring.formulas import absolute, total
from solver.models import estimation


class BiasVariance(Problem):
    """mse = bias^2 + variance."""

    estimates: Annotated[Family, VectorOf(least=2)] = parameter(
        "estimates", symbol="t", note="one from each sample", aliases="predictions estimate theta-hat values"
    )
    true: Real = parameter("true value", symbol="theta", aliases="truth target theta true-value true-theta")

    idea = "Estimates go astray in two ways: all alike, which is bias, or each for itself, which is variance."
    sanity = "The mean squared error is never below the variance, nor below the square of the bias."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 5.4 and equation 5.54"
    example = "--estimates 2,3,4,7 --true 3"
    model = estimation.bias_variance
    answers = {"bias": "bias", "variance": "variance", "mse": "mean squared error"}
    natures = {"variance": NONNEGATIVE, "mse": NONNEGATIVE}
    also_called = {
        "tbar": "E(theta); E(thetahat); θbar; average; mean of the estimates",
        "bias": "E[θhat]-θ; Bias(θhat); Bias[θhat]; b",
        "bias^2": "squared bias; b^2; bias squared; Bias(θhat)^2; Bias^2(θhat)",
        "variance": "Var(θhat); Var[θhat]; V",
        "mse": "bias^2+variance; bias^2+var; mean squared error; E[(θhat-θ)^2]",
    }
    allows_zeros = True
    stem = "An estimator gave the estimates t below on several samples; $theta$ is the true value."
    tasks = (
        "An estimator gave the estimates t below on several samples; $theta$ is the true value. What are its"
        " bias, its variance (dividing by the number of estimates) and its mean squared error?",
        "Estimates t of $theta$ are given below. Work out their bias, their variance (dividing by their"
        " number) and their mean squared error.",
    )
    mistakes = {
        "sign": "the mean of the estimates was subtracted from the true value",
        "absolute-distances": "the mean distance was taken for the bias, without its sign",
        "about-truth": "the variance was taken about the true value and not about the mean",
        "one-less": "the variance was divided by one less than the number of estimates",
        "bias-not-squared": "the bias was added to the variance without being squared",
        "bias-ignored": "the variance was taken for the mean squared error",
    }

    def solve(self, work: Working) -> None:
        t, theta, count = self.estimates, self.true, len(self.estimates)
        work.step("Bias", "It is how far the estimates lie off on average.")
        mean = work.let("tbar", total("i", count, lambda i: t[i]) / count)
        distances = total("i", count, lambda i: absolute(t[i] - theta))
        wrong = {"sign": theta - mean, "absolute-distances": distances / count}
        bias = work.answer("bias", work.let("bias", mean - theta, mistakes=wrong))
        work.step("Variance", "It is how far they lie apart: the mean squared distance from their own mean.")
        around = total("i", count, lambda i: (t[i] - mean) ** 2)
        squared = total("i", count, lambda i: (t[i] - theta) ** 2)
        wrong = {"one-less": around / (count - 1), "about-truth": squared / count}
        variance = work.answer("variance", work.let("var", around / count, mistakes=wrong))
        work.step("Mean squared error", "The two parts add up to the mean squared distance from the truth.")
        wrong = {"bias-not-squared": bias + variance, "bias-ignored": variance}
        error = work.let("mse", bias**2 + variance, mistakes=wrong)
        with work.aside():
            work.let("bias^2", bias**2)
        work.let("mse_check", squared / count)
        work.answer("mse", error)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A few whole estimates, then more of them, then decimals; some lie above the truth, some below."""
        count = {"easy": 4, "medium": 5, "hard": 5}[difficulty]
        if difficulty == "hard":
            estimates, true = [draw.decimal(10, 60) for _ in range(count)], draw.decimal(20, 50)
        else:
            estimates, true = [str(draw.integer(0, 12)) for _ in range(count)], str(draw.integer(2, 10))
        below = sum(float(estimate) < float(true) for estimate in estimates)
        return {"estimates": estimates, "true": true} if 0 < below < count else None

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether bias and variance are there to be told apart."""
        values = {name: work.quantities[name].symbol.value for name in ("bias", "var")}
        return values["bias"] not in (0, 1) and values["var"] != 0
