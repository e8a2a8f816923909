"""Numerical gradient: forward and central differences beside the exact derivative.

Keywords: gradient check, gradient checking, finite differences, central difference, forward difference.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any

from solver.authoring import Difficulty, Problem, RandomStream, Working, number_text, one_or_all, parameter
from solver.authoring.domains import Expression, LossFunction, Positive, spelled
from solver.authoring.formulas import Formula, Symbol, Value, absolute, numbered, replace
from solver.models import calculus
from solver.problems.calculus._functions import (
    PLACE_NOTE,
    Place,
    Point,
    in_numpy,
    point_of,
    slope_at,
    smooth_at,
)

TAKEN = ("h", "L", "U", "D", "F", "C", "G", "E")
"""The letters of the method itself."""


def _at(x: Value) -> list[str]:
    """What the values of a function at a point are called; a point that is no fraction has no such name."""
    return [f"{f}({number_text(x)})" for f in "fL"] if isinstance(x, Fraction) else []


class NumericalGradient(Problem):
    """(L(x + h) - L(x))/h, (L(x + h) - L(x - h))/(2h), and dL/dx."""

    loss: Annotated[LossFunction, Expression(taken=TAKEN)] = parameter(
        "function", symbol="L", aliases="function f expression"
    )
    at: Place = parameter("point", note=PLACE_NOTE, aliases="point x0 x")
    h: Positive = parameter("step", symbol="h", default="0.01", aliases="step epsilon eps delta dx")

    idea = "A difference quotient needs no derivative, so it can check one; the central one is closer by far."
    sanity = "With half the step, the error of the central difference is about a quarter."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 11.5"
    example = "--loss x**3 --at 2 --h 0.1"
    version = 2
    model = calculus.numerical_gradient
    answers = {
        "forward": "forward difference by each variable",
        "central": "central difference by each variable",
        "exact": "derivative by each variable",
        "error": "absolute error of each central difference",
        "forward_error": "absolute error of each forward difference",
    }
    exact_share = {"easy": 0.7, "medium": 0.6, "hard": 0.0}
    allows_zeros = True
    stem = "The gradient of L is checked at the point below by differences with the step ${h}$."
    tasks = (
        "Approximate the gradient of L at this point by forward and by central differences with the step"
        " ${h}$, and compare both with the exact derivative.",
        "Check the gradient of L numerically at this point: forward and central differences with the step"
        " ${h}$, the exact derivative, and the absolute errors.",
    )
    also_called = {
        "forward": "fd; forward_diff; D_+; D+; forward approximation; f'(x) forward; fwd; (f(x+h)-f(x))/h",
        "central": "cd; central_diff; D_0; central approximation; numerical gradient; numeric; numerical;"
        " (f(x+h)-f(x-h))/(2h); (f(x+h)-f(x-h))/2h",
        "error": "err; error of the central difference; central error",
        "forward_error": "error of the forward difference; forward error",
        "exact": "analytic; analytical; analytic gradient; analytical gradient; grad;"
        " true gradient; exact gradient; true value; f'; f'(x)",
    }
    mistakes = {
        "not-divided": "the difference was not divided by the step",
        "backward": "the difference to the point before was taken",
        "reversed": "the values were subtracted in the wrong order",
        "divided-by-h": "the central difference was divided by h in place of 2h",
        "all-moved": "all variables were moved at once",
        "sign-kept": "the error was given with its sign",
    }

    @cached_property
    def point(self) -> Point:
        return point_of(self.at, self.loss.variables)

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        names = self.loss.variables
        at = ",".join(spelled(self.point[name]) for name in names)
        named = {**super().other_names, "L_0": (f"f({at})", f"L({at})", "f(x)", "L(x)")}
        exact = [*named["exact"], *(f"grad{f}({at})" for f in "fLJ")]
        if len(names) > 1:
            return named | {"exact": exact}
        slopes = ["df/dx", "dL/dx", "dy/dx", *(f"{f}'" for f in "fLJy"), *(f"{f}'({at})" for f in "fLJ")]
        x, h = self.point[names[0]], self.h
        up, down = (_at(moved.evaluate()) for moved in (x + h, x - h))
        moved = {"U": ("f(x+h)", "L(x+h)", *up), "D": ("f(x-h)", "L(x-h)", *down)}
        own = (f"d{f}/d{names[0]}{place}" for f in "fL" for place in ("", f"({at})"))
        return named | moved | {"exact": [*exact, *slopes, *own]}

    @property
    def function(self) -> Callable[[Any], Any]:
        """The function in the arithmetic of NumPy."""
        return in_numpy(self.loss.formula, self.loss.variables)

    @property
    def place(self) -> list[Any]:
        return [float(self.point[name]) for name in self.loss.variables]

    def check(self) -> None:
        point_of(self.at, self.loss.variables)

    def solve(self, work: Working) -> None:
        names, formula, h = self.loss.variables, self.loss.formula, self.h
        point: dict[str, Formula] = {**self.point}
        work.step("Value at the point")
        start = work.let("L_0", replace(formula, point))
        forward, central, exact = list[Symbol](), list[Symbol](), list[Symbol]()
        errors, forward_errors = list[Symbol](), list[Symbol]()
        marks = [index.removeprefix("U") for index in numbered("U", len(names))]
        for name, mark in zip(names, marks, strict=True):
            alone = "Only this variable is moved. " if len(names) > 1 else ""
            reason = f"{alone}Differences of close numbers lose digits: carry more than are shown."
            work.step("Differences by {name}", reason, name=Symbol(name))
            x, every = point[name], {other: value + h for other, value in point.items()}
            wrong = {"all-moved": replace(formula, every)} if len(names) > 1 else {}
            up = work.let(f"U{mark}", replace(formula, {**point, name: x + h}), mistakes=wrong)
            down = work.let(f"D{mark}", replace(formula, {**point, name: x - h}))
            wrong = {"not-divided": up - start, "backward": (start - down) / h, "reversed": (start - up) / h}
            forward.append(work.let(f"F{mark}", (up - start) / h, mistakes=wrong))
            wrong = {"divided-by-h": (up - down) / h, "reversed": (down - up) / (2 * h)}
            central.append(work.let(f"C{mark}", (up - down) / (2 * h), mistakes=wrong))
        work.answer("forward", one_or_all(forward))
        work.answer("central", one_or_all(central))
        work.step("Exact derivative")
        smooth = smooth_at(work, formula, self.point)
        for name, mark in zip(names, marks, strict=True):
            derived = slope_at(smooth, name, self.point)
            work.display(Symbol(f"dL/d{name}"), derived, values=False, found=True)
            exact.append(work.let(f"G{mark}", replace(derived, point)))
        work.answer("exact", one_or_all(exact))
        work.step("Errors", "The error of a central difference shrinks with the square of the step.")
        for place, mark in enumerate(marks):
            for letter, quotient, found in ("E", central, errors), ("E'", forward, forward_errors):
                apart = quotient[place] - exact[place]
                found.append(work.let(f"{letter}{mark}", absolute(apart), mistakes={"sign-kept": apart}))
        work.answer("error", one_or_all(errors))
        work.answer("forward_error", one_or_all(forward_errors))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """A cubic, then one of two variables, then an exponential or a logarithm beside a square."""
        a, b, c = draw.integer(1, 3), draw.nonzero(4), draw.nonzero(3)
        if difficulty == "easy":
            at, h = str(draw.nonzero(3)), draw.choice(("0.1", "0.01"))
            return {"loss": f"{a}*x**3 + {b}*x", "at": at, "h": h}
        if difficulty == "medium":
            loss = draw.choice((f"x**3 + {b}*x*y", f"{a}*x**2*y + y**3", f"x*y**3 + {b}*x**3"))
            return {"loss": loss, "at": draw.integers(2, 1, 3), "h": "0.1"}
        forms = f"exp({b}*x/2)", f"{a}*ln(x) + {b}*x**2", f"x*exp(x) + {c}*x", f"sqrt(x) + {c}*x**3"
        loss = draw.choice(forms)
        return {"loss": loss, "at": draw.choice(("1", "2", "0.5", "1.5")), "h": draw.choice(("0.1", "0.05"))}
