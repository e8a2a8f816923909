"""Lagrange multipliers: where a function is largest and least on a constraint.

Keywords: constrained optimization, lagrangian, kkt.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import gcd
from operator import mul
from typing import Annotated

from solver.authoring import (
    Comparison,
    Difficulty,
    InputError,
    Problem,
    RandomStream,
    UndefinedError,
    Working,
    listed,
    parameter,
)
from solver.authoring.domains import WITH_BOTH_SIGNS, Choice, Expression, LossFunction, Nature
from solver.authoring.formulas import (
    WIDE,
    Blank,
    Coordinates,
    Formula,
    Symbol,
    at_step,
    maximum,
    minimum,
    replace,
    values,
)
from solver.domains.expressions import Equation, EquationOf
from solver.mathematics.multivariate import Terms, factored, formula_of, terms_of
from solver.models import multipliers
from solver.problems.calculus.lagrange._elimination import show_elimination
from solver.problems.calculus.lagrange._stationary import Point, Stationary
from solver.record.solution import leaves
from solver.sampling.polynomial_text import polynomial_text

TAKEN = ("lambda", "f", "g", "D", "L")
"""The letters of the method itself."""

SIGNS = {"minus": "f less $lambda$ times the constraint", "plus": "f plus $lambda$ times the constraint"}


class Lagrange(Problem):
    """The gradients of f and of the constraint are parallel at an extremum."""

    f: Annotated[LossFunction, Expression(taken=TAKEN)] = parameter(
        "function", symbol="f", aliases="function objective loss maximize minimize"
    )
    constraint: Annotated[Equation, EquationOf(TAKEN)] = parameter(
        "constraint", aliases="g subject-to", note="linear or quadratic, such as x + y = 10"
    )
    sign: Annotated[str, Choice(tuple(SIGNS), tuple(SIGNS.values()))] = parameter(
        "Lagrangian", default="minus", convention=True, quiet=True, note="the sign of the multiplier in it"
    )

    idea = (
        "Where f is largest or least on a constraint, it cannot grow along it: both gradients are parallel."
    )
    sanity = "Every point meets the constraint, and no other point found has a larger or a smaller value."
    source = (
        "Boyd and Vandenberghe, Convex Optimization, section 5.1; Bishop, Pattern Recognition, appendix E"
    )
    example = "--f x*y --constraint 'x**2 + y**2 = 8'"
    model = multipliers.lagrange
    answers = {
        "maximum": "largest value of f on the constraint",
        "minimum": "least value of f on the constraint",
        "maximizer": "points at which f is largest",
        "minimizer": "points at which f is least",
        "multipliers": "multipliers of the stationary points",
        "stationary_points": "stationary points of f on the constraint",
    }
    conditional = ("maximum", "minimum", "maximizer", "minimizer")
    also_called = {
        "maximizer": "arg max; maximum points; maxima; x^*; x_max; maximum at; max at; max f at;"
        " f_max at; fmax at",
        "minimizer": "arg min; minima; x_min; minimum at; min at; min f at; f_min at; fmin at",
        "multipliers": "multiplier; lambdas; mu",
        "maximum": "max f; f^*; maximum value; maximal value; global maximum; max",
        "minimum": "min f; minimum value; minimal value; global minimum; min; smallest value",
        "stationary_points": "critical points; candidates; extrema",
    }
    version = 2
    exact_share = {"easy": 0.9, "medium": 0.9, "hard": 0.9}
    exact = allows_zeros = True
    stem = (
        "The function f of {names} is restricted to a constraint. The Lagrangian is {told}, with the right"
        " side of the constraint moved to the left."
    )
    tasks = (
        "Find all stationary points of f of {names} on the constraint, and their multipliers. Where is f"
        " largest and least there, if it is, and what are these values? The Lagrangian is {told}, with the"
        " right side of the constraint moved to the left.",
        "Use a Lagrange multiplier to find where f of {names} is largest and least on the constraint, if it"
        " is. Give these values, all stationary points and their multipliers. The Lagrangian is {told}, with"
        " the right side of the constraint moved to the left.",
    )
    mistakes = {
        "upside-down": "the derivative of the constraint was divided by that of f",
        "multiplier-for-value": "the multiplier was given in place of the value of f",
        "exchanged": "the largest and the least value were exchanged",
        "root-lost": "of two roots, only the positive one was taken",
    }

    @property
    def natures(self) -> Mapping[str, Nature]:
        """Where f and the constraint do not change with the signs, each point lies opposite to another."""
        points = [answer for answer in self.worked.answers if answer.comparison is Comparison.POINTS]
        quantities = self.worked.quantities
        return {
            answer.name: WITH_BOTH_SIGNS
            for answer in points
            if WITH_BOTH_SIGNS.allows([quantities[name].symbol.evaluate() for name in leaves(answer.value)])
        }

    @property
    def phrases(self) -> Mapping[str, str]:
        return {"names": listed([name.replace("_", "") for name in self.variables]), "told": SIGNS[self.sign]}

    @cached_property
    def variables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.f.variables, *self.constraint.variables)))

    @cached_property
    def system(self) -> Stationary:
        return Stationary(self.f.formula, self.constraint.difference, self.variables)

    @cached_property
    def points(self) -> list[Point]:
        return self.system.points()

    @cached_property
    def ends(self) -> tuple[bool, bool]:
        return self.system.ends()

    def check(self) -> None:
        if not 2 <= len(self.variables) <= 3:
            wanted = "must have two or three variables, together with the constraint"
            raise InputError("--f", wanted, str(len(self.variables)))
        if not self.points:
            raise InputError("--f", "must be stationary at some real point of the constraint")

    def solve(self, work: Working) -> None:
        f, g, names = self.f.formula, self.constraint.difference, self.variables
        way = 1 if self.sign == "minus" else -1
        multiplier = Symbol("lambda")
        slopes = [(formula_of(a), formula_of(b)) for a, b in zip(*self.system.slopes, strict=True)]
        told = "Its derivatives are 0 at a stationary point, and so is what {lambda} multiplies."
        work.step("Lagrangian", told)
        work.display(Symbol("L"), f - multiplier * g if way > 0 else f + multiplier * g, values=False)
        for name, (of_f, of_g) in zip(names, slopes, strict=True):
            whole = of_f - multiplier * of_g if way > 0 else of_f + multiplier * of_g
            work.display(Symbol(f"dL/d{name}"), whole, values=False, found=True)
        work.step(
            "Without the multiplier",
            "The derivative of f by one variable times that of the constraint by another, less the same with"
            " the two exchanged: {lambda} cancels, so this is 0 at a stationary point.",
        )
        for i, j, crossed in self.system.crossed:
            (f_i, g_i), (f_j, g_j) = slopes[i], slopes[j]
            forms = dict.fromkeys((f_i * g_j - f_j * g_i, factored(crossed)))
            work.display(Symbol(f"D_{i + 1}{j + 1}"), *forms, values=False)
        show_elimination(work, self.system)
        self._evaluate(work, slopes, way)

    def _evaluate(self, work: Working, slopes: Sequence[tuple[Formula, Formula]], way: int) -> None:
        """Record the points, their multipliers and values, and which are the largest and the least."""
        names = self.variables
        work.decide_by_values()
        kept = [point for point in self.points if values.sign(point[0].evaluate()) >= 0] or self.points
        points = work.choose(self.points, {"root-lost": kept})
        work.step("Stationary points", "A derivative of f over that of the constraint is the multiplier.")
        places, multipliers, found = list[list[Symbol]](), list[Symbol](), list[Symbol]()
        for k, point in enumerate(points, 1):
            pairs = zip(names, point, strict=True)
            place = [work.let(at_step(name, k), x, shown=k == 1) for name, x in pairs]
            at: dict[str, Formula] = dict(zip(names, place, strict=True))
            places.append(place)
            right, wrong = _multiplier([(replace(a, at), replace(b, at)) for a, b in slopes], way)
            multipliers.append(work.let(f"lambda_{k}", right, shown=k == 1, mistakes=wrong))
            wrong = {"multiplier-for-value": multipliers[-1]}
            found.append(work.let(f"f_{k}", replace(self.f.formula, at), shown=k == 1, mistakes=wrong))
        columns = [Coordinates(tuple(place)) for place in places], multipliers, found
        headings = Symbol("k"), Coordinates(tuple(map(Symbol, names))), Symbol("lambda"), Symbol("f")
        work.table(headings, [[k, *row] for k, row in enumerate(zip(*columns, strict=True), 1)])
        self._compare(work, places, found)
        work.answer("multipliers", multipliers, comparison=Comparison.MULTISET)
        work.answer("stationary_points", places, comparison=Comparison.POINTS)

    def _compare(self, work: Working, places: Sequence[Sequence[Symbol]], found: Sequence[Symbol]) -> None:
        has_largest, has_least = self.ends
        with work.telling("maximum", "minimum"):
            work.step("Largest and least value", "The values at the stationary points are compared.")
        exchanged = work.choose(False, {"exchanged": True})
        sides = (("maximum", "maximizer", has_largest, maximum), ("minimum", "minimizer", has_least, minimum))
        told = list[tuple[str, list[Sequence[Symbol]]]]()
        for name, at, exists, best in sides:
            if not exists:
                work.say(NONE[name])
                work.withhold(**{name: Blank(), at: Blank(WIDE)})
                continue
            chosen = {maximum: minimum, minimum: maximum}[best] if exchanged else best
            value = work.let(f"f_{name[:3]}", chosen(*found) if len(found) > 1 else found[0])
            work.answer(name, value)
            told.append(
                (at, [place for place, f in zip(places, found, strict=True) if f.value == value.value])
            )
        for at, best_places in told:
            work.answer(at, best_places, comparison=Comparison.POINTS, form_tells=(at,))

    @property
    def objective(self) -> Terms:
        """The coefficients of f, by the powers of the variables."""
        return terms_of(self.system.f)

    @property
    def condition(self) -> Terms:
        """Those of what is 0 on the constraint."""
        return terms_of(self.system.g)

    @property
    def places(self) -> list[list[float]]:
        """The points, where the model has to find them as well."""
        return [[float(x.evaluate()) for x in point] for point in self.points]

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """A quadratic on a line, a product or a line on a circle, three variables on a plane or a sphere."""
        a, b, c = draw.integer(1, 4), draw.integer(1, 3), draw.integer(1, 4)
        if difficulty == "easy":
            return draw.choice((_on_flat(draw, (a, b), draw.integer(-1, 1)), _on_flat(draw, (0, 0), a)))
        if difficulty == "medium":
            p, q, square = draw.choice(LINES)
            line = {
                "f": polynomial_text({"x": p * draw.choice((1, -1)), "y": q * draw.choice((1, -1))}),
                "constraint": f"x**2 + y**2 = {square}",
            }
            ellipse = polynomial_text({"x**2": 1, "y**2": b**2})
            product = {
                "f": polynomial_text({"x*y": a * draw.choice((1, -1))}),
                "constraint": f"{ellipse} = {2 * c**2 * b**2}",
            }
            bowl = polynomial_text({"x**2": 1, "y**2": b + 1, "x": 2 * b * c * draw.choice((1, -1))})
            return draw.choice((line, product, {"f": bowl, "constraint": f"x**2 + y**2 = {(c + 2) ** 2}"}))
        p, q, r, square = draw.choice(PLANES)
        sphere = f"x**2 + y**2 + z**2 = {square * draw.choice((1, 4))}"
        on_sphere = {
            "f": polynomial_text({"x": p, "y": -q, "z": r * draw.choice((1, -1))}),
            "constraint": sphere,
        }
        return draw.choice((on_sphere, _on_flat(draw, (a, b, c), draw.integer(-1, 1))))


LINES = ((3, 4, 25), (4, 3, 25), (6, 8, 100), (5, 12, 169), (1, 1, 2), (2, 1, 5), (1, 3, 10), (2, 3, 13))
PLANES = ((1, 2, 2, 9), (2, 3, 6, 49), (1, 4, 8, 81), (2, 6, 9, 121), (1, 1, 1, 3))
"""Whole coefficients with the sum of their squares."""


def _multiplier(slopes: Sequence[tuple[Formula, Formula]], way: int) -> tuple[Formula, Mapping[str, Formula]]:
    """The multiplier at a point, by a variable along which the constraint has a slope, and its mistakes.

    Raises:
        UndefinedError: there is no such variable.
    """
    sloped = [pair for pair in slopes if values.sign(pair[1].evaluate()) != 0]
    if not sloped:
        raise UndefinedError("the constraint has no slope there")
    top, bottom = sloped[0]
    is_flat = values.sign(top.evaluate()) == 0
    if way > 0:
        return top / bottom, {} if is_flat else {"upside-down": bottom / top}
    return -(top / bottom), {} if is_flat else {"upside-down": -(bottom / top)}


def _on_flat(draw: RandomStream, squares: Sequence[int], mixed: int) -> Mapping[str, object] | None:
    """A quadratic on the line or plane on which a whole point is stationary, upward or downward."""
    names, place = "xyz"[: len(squares)], [draw.nonzero(4) for _ in squares]
    way = draw.choice((1, -1))
    slopes = [2 * a * x for a, x in zip(squares, place, strict=True)]
    slopes[0], slopes[1] = slopes[0] + mixed * place[1], slopes[1] + mixed * place[0]
    if 0 in slopes:
        return None
    divisor = gcd(*slopes) * (1 if slopes[0] > 0 else -1)
    normal = [slope // divisor for slope in slopes]
    f = {f"{name}**2": way * a for name, a in zip(names, squares, strict=True)} | {"x*y": way * mixed}
    flat = polynomial_text(dict(zip(names, normal, strict=True)))
    return {"f": polynomial_text(f), "constraint": f"{flat} = {sum(map(mul, normal, place))}"}


NONE = {
    "maximum": "f has no largest value on the constraint: it grows beyond all bounds.",
    "minimum": "f has no least value on the constraint: it falls below all bounds.",
}
