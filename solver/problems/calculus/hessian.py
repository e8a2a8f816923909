"""Hessian: the second derivatives of a loss, their eigenvalues, and what these say of it.

Keywords: second derivatives, definiteness.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from typing import Annotated

from solver.authoring import (
    Comparison,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    TooLongError,
    Working,
    eigenvalues,
    listed,
    parameter,
)
from solver.authoring.domains import LARGEST_FIRST, SYMMETRIC, Expression, LossFunction
from solver.authoring.formulas import (
    INFINITE,
    Convention,
    Formula,
    Symbol,
    Tensor,
    absolute,
    array_of,
    column_of,
    differentiate,
    lift,
    maximum,
    minimum,
    replace,
    symbols_of,
    values,
)
from solver.models import calculus
from solver.problems.calculus._functions import PLACE_NOTE, Place, Point, point_of, slope
from solver.sampling.polynomial_text import polynomial_text

MOST = 3
TAKEN = ("L", "g", "H", "lambda", "kappa", "t", "d", "m", "p")
"""The letters of the method itself."""

TRIPLES = ((3, 4, 5), (4, 3, 5), (-3, 4, 5), (-4, 3, 5), (0, 2, 2), (0, 3, 3), (0, 5, 5), (-6, 8, 10))
"""Half the difference of the diagonal, the mixed derivative, and half the difference of the eigenvalues."""

TOLD = {
    "positive-definite": "All eigenvalues are positive: the Hessian is positive-definite.",
    "positive-semidefinite": "No eigenvalue is negative, and one is 0: the Hessian is positive-semidefinite.",
    "negative-definite": "All eigenvalues are negative: the Hessian is negative-definite.",
    "negative-semidefinite": "No eigenvalue is positive, and one is 0: the Hessian is negative-semidefinite.",
    "indefinite": "There are eigenvalues of both signs: the Hessian is indefinite, as at a saddle.",
}


class Hessian(Problem):
    """H_ij = d^2L/(dx_i dx_j), and its eigenvalues."""

    loss: Annotated[LossFunction, Expression(MOST, TAKEN)] = parameter(
        "loss", symbol="L", note="of up to three variables", aliases="function f expression"
    )
    at: Place | None = parameter(
        "point", note=f"{PLACE_NOTE}; not needed for a quadratic", aliases="point x0 w x"
    )

    idea = "The eigenvalues of the Hessian are the curvatures of a loss: steepest and flattest, up or down."
    sanity = "The Hessian is symmetric, and its eigenvalues sum to the sum of its diagonal."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 4.3.1"
    example = "--loss '100*w1**2 + w2**2'"
    model = calculus.hessian
    answers = {
        "gradient": "gradient at the point",
        "hessian": "Hessian, one row per variable",
        "eigenvalues": "eigenvalues of the Hessian, the largest first",
        "definiteness": "definiteness of the Hessian",
        "condition_number": "condition number of the Hessian",
    }
    criteria = {"definiteness": "the signs of the eigenvalues, and whether one of them is 0"}
    natures = {"hessian": SYMMETRIC, "eigenvalues": LARGEST_FIRST}
    version = 2
    exact_share = {"easy": 0.9, "medium": 0.9, "hard": 0.9}
    allows_zeros = True
    stem = (
        "The loss L of {names} has a Hessian{place}. Its condition number is the size of its largest"
        " eigenvalue over that of its smallest."
    )
    tasks = (
        "Work out the {parts} of the loss L of {names}{place}. Give the eigenvalues of the Hessian, its"
        " definiteness (such as positive-definite or indefinite), and its condition number, the largest size"
        " of an eigenvalue over the smallest.",
        "What {are} the {parts} of L{place}, with the variables in the order {order}? Find its eigenvalues."
        " Is it definite, semidefinite or indefinite, and what is its condition number (by the sizes of its"
        " eigenvalues)?",
    )
    also_called = {
        "condition_number": "condition; cond; kappa; cond(H); kappa(H)",
        "d": "det(H); determinant; D",
        "t": "tr(H); trace; trace(H)",
        "indefinite": "saddle; saddle point; neither; not definite",
        "positive-definite": "PD; pos def",
        "negative-definite": "ND; neg def",
        "positive-semidefinite": "PSD",
        "negative-semidefinite": "NSD",
        "hessian": "∇^2f; ∇^2L; Hf; H_f; D^2f; H(f); hess; Hessian matrix",
        "eigenvalues": "eig; eigvals; lambdas; eig(H)",
        "definiteness": "type; kind",
        "lambda_1": "lambda_max",
    }
    mistakes = eigenvalues.MISTAKES | {
        "mixed-left-out": "the mixed second derivatives were left out",
        "slopes-multiplied": "the first derivatives were multiplied in place of differentiating twice",
        "by-the-diagonal": "the signs of the diagonal were taken for those of the eigenvalues",
        "zero-overlooked": "an eigenvalue that is 0 was overlooked",
        "upside-down": "the smallest eigenvalue was divided by the largest",
        "signs-kept": "the eigenvalues were divided with their signs, without taking their sizes",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        names = list(enumerate(self.loss.variables, 1)) if self.loss else []
        seconds = {
            f"H_{i}{j}": (*(f"{f}_{a}{b}" for f in "fLJ"), *(_second(f, a, b) for f in "fLJ"))
            for i, a in names
            for j, b in names
        }
        return {**super().other_names, **seconds}

    @property
    def phrases(self) -> Mapping[str, str]:
        order = [name.replace("_", "") for name in self.loss.variables]
        names = {"names": listed(order), "order": ", ".join(order)}
        if self.at is None:
            return {**names, "parts": "Hessian", "are": "is", "place": ""}
        told = {"parts": "gradient and the Hessian", "are": "are", "place": " at the point below"}
        return {**names, **told}

    @cached_property
    def point(self) -> Point:
        return {} if self.at is None else point_of(self.at, self.loss.variables)

    @cached_property
    def slopes(self) -> list[Formula]:
        return [slope(self.loss.formula, name) for name in self.loss.variables]

    @cached_property
    def seconds(self) -> list[list[Formula]]:
        """The second derivatives, one row per variable."""
        return [[slope(first, name) for name in self.loss.variables] for first in self.slopes]

    @property
    def gradient(self) -> list[Fraction | str] | None:
        """The first derivatives at the point for the NumPy model, by the rules of calculus."""
        return None if self.at is None else [self._derived(name) for name in self.loss.variables]

    @property
    def curvatures(self) -> list[list[Fraction | str]]:
        """The second derivatives for the NumPy model; where they are the same everywhere, at some point."""
        return [[self._derived(one, other) for other in self.loss.variables] for one in self.loss.variables]

    def _derived(self, *names: str) -> Fraction | str:
        """A derivative as a fraction, or with many digits."""
        point: dict[str, Formula] = {**dict.fromkeys(self.loss.variables, lift(1)), **self.point}
        found = replace(reduce(differentiate, names, self.loss.formula), point).evaluate()
        return found if isinstance(found, Fraction) else values.digits_text(found, 50)

    def check(self) -> None:
        names = self.loss.variables
        try:
            rows = self.seconds
        except TypeError:
            raise InputError("--loss", "must be differentiable everywhere: no abs, no max") from None
        except TooLongError as long:
            raise InputError("--loss", f"must be shorter: {long}") from None
        if self.at is not None:
            point_of(self.at, names)
        elif any(symbol.name in names for row in rows for entry in row for symbol in symbols_of(entry)):
            raise InputError("--at", "must be given: the second derivatives depend on the point")

    def solve(self, work: Working) -> None:
        point: dict[str, Formula] = {**self.point}
        several = "The other variables count as constants." * (len(self.slopes) > 1)
        work.step("First derivatives", several)
        for name, first in zip(self.loss.variables, self.slopes, strict=True):
            work.display(Symbol(f"dL/d{name}"), first, values=False, found=True)
        h = self._record(work, point)
        work.answer("hessian", h.rows)
        work.step("Eigenvalues")
        if len(h.rows) == MOST and not all(values.is_exact(entry.evaluate()) for entry in h.children()):
            raise InputError("--loss", "must have a Hessian of fractions, as it has three variables")
        found = eigenvalues.symmetric(work, h)
        work.answer("eigenvalues", found, comparison=Comparison.MULTISET)
        work.decide_by_values()
        with work.telling("definiteness", "condition_number"):
            self._judge(work, found, [h.rows[i][i] for i in range(len(h.rows))])

    def _record(self, work: Working, point: dict[str, Formula]) -> Tensor:
        """Record the gradient, where there is a point, and the Hessian."""
        rows = [[replace(entry, point) for entry in row] for row in self.seconds]
        alone = [[entry if i == j else 0 for j, entry in enumerate(row)] for i, row in enumerate(rows)]
        wrong: dict[str, Formula] = {"mixed-left-out": array_of(alone)}
        if point:
            g = work.let_array("g", column_of(replace(first, point) for first in self.slopes))
            work.answer("gradient", [row[0] for row in g.rows])
            wrong["slopes-multiplied"] = g @ g.T
        reason = f"Row by row, each first derivative is differentiated again by {self.phrases['names']}."
        work.step("Hessian", reason)
        return work.let_array("H", array_of(rows), mistakes=wrong)

    def _judge(self, work: Working, found: Sequence[Symbol], diagonal: Sequence[Formula]) -> None:
        """Declare the definiteness and the condition number."""
        signs, along = ([values.sign(v.evaluate()) for v in part] for part in (found, diagonal))
        overlooked = kind_of([sign for sign in signs if sign] or [1])
        kind = work.choose(kind_of(signs), {"by-the-diagonal": kind_of(along), "zero-overlooked": overlooked})
        work.step("Definiteness", "By the signs of the eigenvalues.")
        work.say(TOLD[kind])
        if not any(signs):
            work.say("As all of them are 0, it is negative-semidefinite as well.")
        work.answer("definiteness", kind, words=tuple(TOLD))
        work.step("Condition number", "The largest size of an eigenvalue over the smallest.")
        sizes = [absolute(value) for value in found]
        largest, smallest = (maximum(*sizes), minimum(*sizes)) if len(sizes) > 1 else (sizes[0], sizes[0])
        if 0 in signs:
            work.say("An eigenvalue is 0, so the condition number is infinite.")
            work.answer("condition_number", work.let("kappa", Convention(largest / smallest, INFINITE)))
            return
        wrong = {"upside-down": smallest / largest, "signs-kept": found[0] / found[-1]}
        work.answer("condition_number", work.let("kappa", largest / smallest, mistakes=wrong))

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Whole eigenvalues: of a quadratic, of a cubic at a point, of a cubic of three variables."""
        half, mixed, radius = draw.choice(TRIPLES)
        # An eigenvalue is 0, or both are of one sign, or they are as it happens.
        sizes = (radius, radius + draw.integer(1, 4))
        middle = draw.choice((draw.integer(-6, 9), *(size * draw.choice((1, -1)) for size in sizes)))
        if (middle + half) % 2:
            return None
        u, v, w = draw.shuffled("xyz") if difficulty == "hard" else "xyz"
        a, c, b = (middle + half) // 2, (middle - half) // 2, mixed * draw.choice((1, -1))
        if difficulty == "easy":
            loss = {"x**2": a, "x*y": b, "y**2": c, draw.choice("xy"): draw.integer(-5, 5)}
            return {"loss": polynomial_text(loss)}
        x, y, k = draw.nonzero(2), draw.nonzero(2), draw.nonzero(2)
        terms = {f"{u}**3": (3 * k * x, 0, 0), f"{u}**2*{v}": (k * y, 2 * k * x, 0)}
        power = draw.choice(tuple(terms))
        squares = zip((f"{u}**2", f"{u}*{v}", f"{v}**2"), (a, b, c), terms[power], strict=True)
        loss = {power: k} | {square: size - less for square, size, less in squares}
        if difficulty == "medium":
            return {"loss": polynomial_text(loss), "at": f"x={x},y={y}"}
        loss |= {f"{w}**2": draw.integer(-4, 6), w: draw.nonzero(5)}
        mixed_up = {name: loss[name] for name in draw.shuffled(loss)}
        at = sorted((f"{u}={x}", f"{v}={y}", f"{w}={draw.nonzero(3)}"))
        return {"loss": polynomial_text(mixed_up), "at": ",".join(at)}


def _second(function: str, first: str, second: str) -> str:
    below = f"d{first}^2" if first == second else f"d{first}d{second}"
    return f"d^2{function}/{below}"


def kind_of(signs: Sequence[int]) -> str:
    """The definiteness of a matrix whose eigenvalues have these signs."""
    if 1 in signs and -1 in signs:
        return "indefinite"
    way = "negative" if -1 in signs else "positive"
    return f"{way}-{'semidefinite' if 0 in signs else 'definite'}"
