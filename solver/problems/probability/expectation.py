"""Expectation, variance and standard deviation of a discrete random variable.

Keywords: expected value, mean, variance, standard deviation.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, as_asked, parameter
from solver.authoring.domains import (
    NONNEGATIVE,
    DistributionOf,
    Expression,
    Family,
    LossFunction,
    Nature,
    Switch,
    Vector,
    VectorOf,
)
from solver.authoring.formulas import sqrt, sum_of, tensor, total, values
from solver.mathematics.numpy_bridge import evaluate
from solver.models import probability

MOST = 16
FUNCTIONS = ("x**2", "2*x + 3", "10 - 3*x", "x**2 - 1", "(x - 2)**2", "x**2 + x", "(x - 1)**3")


class Expectation(Problem):
    """E[X] = sum x p(x), Var[X] = E[X^2] - E[X]^2."""

    values: Annotated[Vector, VectorOf(most=MOST)] = parameter("values", symbol="x", aliases="x outcomes")
    probabilities: Annotated[Family, DistributionOf(most=MOST)] = parameter(
        "probabilities", symbol="p", like="values", aliases="p probs distribution weights"
    )
    of_: Annotated[LossFunction | None, Expression()] = parameter(
        "function", symbol="y", note="of the variable: x**2", aliases="function g f"
    )
    normalize: Switch = parameter("probabilities divided by their sum", convention=True)

    idea = "The mean weighs each value by how often it occurs; the variance says how far values lie from it."
    sanity = "The mean lies between the least and the largest value; the variance is never negative."
    source = "Goodfellow, Bengio and Courville, Deep Learning, equations 3.9 and 3.12"
    example = "--values 1,2,3,4,5 --probabilities 0.1,0.2,0.3,0.2,0.2"
    model = probability.expectation
    answers = {"mean": "expectation", "variance": "variance", "standard_deviation": "standard deviation"}
    exact_share = {"easy": 1.0, "medium": 0.75, "hard": 0.85}
    allows_zeros = True
    stem = "A random variable X takes the values x with the probabilities p below.{function}"
    tasks = (
        "A random variable X takes the values x with the probabilities p below.{function} What are the mean,"
        " the variance and the standard deviation of {it}?",
        "Work out the expectation, the variance and the standard deviation of {it}, where X takes the values"
        " x with the probabilities p below.{function}",
    )
    mistakes = {
        "not-weighted": "the values were averaged without their probabilities",
        "function-of-mean": "the function was applied to the mean of X, and not to each value",
        "mean-not-squared": "the mean was subtracted from the mean of the squares without being squared",
        "second-moment": "the mean of the squares was taken for the variance",
        "probabilities-squared": "the probabilities were squared along with the values",
        "no-root": "the root of the variance was left out",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        letter = "X" if self.of_ is None else "Y"
        squares = (f"E({letter}^2)", f"E{letter}^2", "second moment")
        spreads = (f"E({letter}^2)-E({letter})^2", f"E[{letter}^2]-E[{letter}]^2", "E((X-mu)^2)")
        return {"m_2": squares, "variance": spreads}

    @property
    def natures(self) -> Mapping[str, Nature]:
        """A mean lies between the values; those of a function are known when it was applied."""
        own = sorted(self.values.values, key=lambda value: float(values.real(value)))
        between = Nature(own[0], own[-1]) if self.of_ is None else Nature()
        return {"mean": between, "variance": NONNEGATIVE, "standard_deviation": NONNEGATIVE}

    @property
    def phrases(self) -> Mapping[str, str]:
        applied = " The function y of it is given, and Y = y(X)." if self.of_ else ""
        return {"function": applied, "it": "Y" if self.of_ else "X"}

    @property
    def function(self) -> Callable[[Any], Any]:
        """The function of the values, for the NumPy model."""
        applied = self.of_
        if applied is None:
            return lambda x: x
        return lambda x: evaluate(applied.formula, {applied.variables[0]: x})

    def check(self) -> None:
        if self.of_ is not None and len(self.of_.variables) > 1:
            raise InputError("--of", "must be a function of one variable", ", ".join(self.of_.variables))

    def solve(self, work: Working) -> None:
        x, letter = tensor(self.values), "X"
        careless: dict[str, Any] = {}
        if self.of_ is not None:
            work.step("Apply the function", "Y takes the function's value wherever X takes the value.")
            mean = total("i", len(self.values), lambda i: self.probabilities[i] * x[i])
            careless["function-of-mean"] = self.of_.at([mean])
            x, letter = work.let_array("y", self.of_.at([x])), "Y"
        count = len(self.values)
        work.step("Mean", "Each value counts as often as it occurs.")
        p = as_asked(work, self.probabilities, normalize=self.normalize)
        unweighted = sum_of(list(x.children())) / count
        mean = work.let(
            f"E({letter})",
            total("i", count, lambda i: p[i] * x[i]),
            mistakes={"not-weighted": unweighted} | careless,
        )
        work.answer("mean", mean)
        work.step("Second moment", "It is the mean of the squares of the values.")
        squared = total("i", count, lambda i: p[i] ** 2 * x[i] ** 2)
        wrong = {
            "probabilities-squared": squared,
            "not-weighted": sum_of([v**2 for v in x.children()]) / count,
        }
        square = work.let("m_2", total("i", count, lambda i: p[i] * x[i] ** 2), mistakes=wrong)
        reason = "The second moment less the square of the mean is the mean squared distance from the mean."
        work.step("Variance and standard deviation", reason)
        wrong = {"mean-not-squared": square - mean, "second-moment": square}
        variance = work.answer("variance", work.let(f"Var({letter})", square - mean**2, mistakes=wrong))
        sigma = work.let(f"sigma_{letter}", sqrt(variance), mistakes={"no-root": variance})
        work.answer("standard_deviation", sigma)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Small whole values in tenths; `easy` has a whole root, `hard` a function of the values."""
        count = {"easy": 3, "medium": 4, "hard": 3}[difficulty]
        least = 0 if difficulty == "easy" else -4
        values = sorted(draw.some(range(least, 9), count))
        shares = draw.shares(count, 20 if difficulty == "medium" else 10)
        givens = {"values": values, "probabilities": shares}
        return givens | ({"of": draw.choice(FUNCTIONS)} if difficulty == "hard" else {})
