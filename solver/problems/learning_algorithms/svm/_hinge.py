"""The hinge loss of a line, and one step against its sub-gradient."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import compress
from operator import add
from typing import NamedTuple

from solver.authoring import Working
from solver.authoring.domains import Family, Grid
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    column_of,
    dot,
    lift,
    maximum,
    sum_of,
    tensor,
    values,
)
from solver.problems.learning_algorithms._samples import as_signs

REDUCTIONS = {"mean": "the mean over the samples", "sum": "the sum over the samples"}
WORDS = tuple(REDUCTIONS.values())

MISTAKES = {
    "all-samples": "samples beyond the margin were counted in the gradient as well",
    "only-misclassified": "only misclassified samples were counted, as for the perceptron",
    "label-left-out": "the label was left out of the gradient",
    "wrong-sign": "the step was added instead of subtracted",
    "no-rate": "the learning rate was left out",
    "sum-for-mean": "the gradient was summed, not averaged",
    "penalty-forgotten": "the penalty was left out of the gradient",
    "bias-penalized": "the bias was penalized as well",
}


def phrases(reduction: str, *, penalized: bool) -> Mapping[str, str]:
    """What the wordings of the task say of the loss."""
    loss = f"{REDUCTIONS[reduction]} of the hinge losses $max(0, 1 - y(wx + b))$"
    loss += " plus $lambda/2$ times the squared length of w" if penalized else ""
    return {
        "stem": f"A line has as its loss {loss}; a step of sub-gradient descent follows.",
        "first": f"Take one step of sub-gradient descent from the given weights. The loss is {loss}; at the"
        " kink of the hinge the derivative is 0. Give the loss before the step, and what it changes.",
        "second": f"What is the loss, {loss}, and where does one step against its sub-gradient lead? A sample"
        " at the kink adds nothing to the gradient.",
    }


class Hinge(NamedTuple):
    """Which samples are within the margin, and which are misclassified."""

    signs: Sequence[int]
    within: Sequence[bool]
    misclassified: Sequence[bool]
    divisor: int

    def slope(self, inputs: Sequence[Formula]) -> dict[str, Formula]:
        """The derivative of the hinge losses by the weight of these inputs, and by mistake."""
        right = self._slope(inputs, self.within)
        found = {
            "": right / self.divisor if self.divisor > 1 else right,
            "all-samples": self._slope(inputs, [True] * len(inputs)) / self.divisor,
            "only-misclassified": self._slope(inputs, self.misclassified) / self.divisor,
            "label-left-out": -sum_of([lift(0), *compress(inputs, self.within)]) / self.divisor,
        }
        return found | ({"sum-for-mean": right} if self.divisor > 1 else {})

    def _slope(self, inputs: Sequence[Formula], counted: Sequence[bool]) -> Formula:
        terms = compress([-x if y > 0 else x for x, y in zip(inputs, self.signs, strict=True)], counted)
        return sum_of(list(terms) or [lift(0)])


class Descent(NamedTuple):
    """The hinge loss of a line w.x + b, and one step from it; without a bias, b is None."""

    x: Grid
    y: Family
    w: Family
    b: Symbol | None
    lr: Symbol
    strength: Symbol | None
    averaged: bool

    def solve(self, work: Working) -> None:
        """Record the loss, its sub-gradient and the step."""
        signs = as_signs(self.y, work)
        m = self._losses(work, signs)
        work.decide_by_values()
        reason = "Each sample with {m} below 1 adds {y} times its input, and {y} to that by the bias."
        work.step("Sub-gradient", reason, y=-Symbol("y"))
        sizes = [values.sign((1 - each).evaluate()) for each in m]
        if 0 in sizes:
            work.say("A sample with {m} = 1 is at the kink of its hinge; it counts as beyond.")
        misclassified = [values.sign(each.evaluate()) < 0 for each in m]
        hinge = Hinge(signs, [size > 0 for size in sizes], misclassified, len(m) if self.averaged else 1)
        with work.telling(*(each.name for each in m)):
            g, by_bias = self._slope(work, hinge), self._slope_of_bias(work, hinge)
        work.step("Step", "Against the sub-gradient.")
        old = tensor(self.w)
        turned = {"wrong-sign": old + self.lr * g, "no-rate": old - g}
        work.answer("new_w", work.let_array("w'", old - self.lr * g, mistakes=turned))
        if self.b is not None and by_bias is not None:
            turned = {"wrong-sign": self.b + self.lr * by_bias, "no-rate": self.b - by_bias}
            work.answer("new_b", work.let("b'", self.b - self.lr * by_bias, mistakes=turned))

    def _losses(self, work: Working, signs: Sequence[int]) -> list[Symbol]:
        """Record the loss; the margins of the samples."""
        work.step("Hinge losses", "A sample that is beyond the margin, with m of at least 1, adds no loss.")
        m, losses = list[Symbol](), list[Symbol]()
        for i, (row, sign) in enumerate(zip(self.x.rows, signs, strict=True), 1):
            z = dot(list(self.w), row)
            z = z if self.b is None else z + self.b
            m.append(work.let(f"m_{i}", Symbol(f"y_{i}", Fraction(sign)) * z))
            losses.append(work.let(f"l_{i}", maximum(lift(0), 1 - m[-1])))
        loss = sum_of(losses) / len(m) if self.averaged else sum_of(losses)
        if self.strength is not None:
            loss = loss + self.strength / 2 * sum_of([entry**2 for entry in self.w])
        work.step("Loss")
        work.answer("loss", work.let("L", loss))
        return m

    def _slope(self, work: Working, hinge: Hinge) -> Tensor:
        """Record the sub-gradient by the weights."""
        slopes = [hinge.slope([row[k] for row in self.x.rows]) for k in range(len(self.w))]
        rows = {name: [part[name] for part in slopes] for name in slopes[0]}
        right = rows.pop("")
        if self.strength is None:
            wrong = {name: column_of(row) for name, row in rows.items()}
            return work.let_array("g", column_of(right), mistakes=wrong)
        shrink = [self.strength * entry for entry in self.w]
        wrong = {name: column_of(map(add, row, shrink)) for name, row in rows.items()}
        wrong["penalty-forgotten"] = column_of(right)
        return work.let_array("g", column_of(map(add, right, shrink)), mistakes=wrong)

    def _slope_of_bias(self, work: Working, hinge: Hinge) -> Symbol | None:
        """Record the sub-gradient by the bias, where there is one."""
        if self.b is None:
            return None
        wrong = hinge.slope([lift(1)] * len(self.y))
        right = wrong.pop("")
        if self.strength is not None:
            wrong["bias-penalized"] = right + self.strength * self.b
        return work.let("g_b", right, mistakes=wrong)
