"""Newton's method: steps to the minimum of a parabola through a loss, or to a root.

Keywords: newton's method, newton-raphson, second-order.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any

import numpy as np

from solver.authoring import Difficulty, Problem, RandomStream, Working, counted, is_short, parameter, present
from solver.authoring.domains import Expression, Integer, LossFunction, Positive
from solver.authoring.formulas import Symbol, at_step, determinant, values
from solver.domains.named_vectors import NamedFamily
from solver.mathematics.numpy_bridge import complex_step_gradient
from solver.models import descent
from solver.models.arrays import Array
from solver.problems.optimizers._objective import Start, check_start, hessian_of, objective_of, slopes_at

MOST_WEIGHTS, MOST_STEPS = 3, 50
IN_FULL = 4
TAKEN = ("g", "H", "D", "s", "L", "f", "eta")
MIXED_TERMS = {"+ w1*w2": 1, "- w1*w2": -1, "+ 2*w1*w2": 2}


class Newton(Problem):
    """w = w - H^-1 g for a loss, x = x - f/f' for a root."""

    loss: Annotated[LossFunction | None, Expression(MOST_WEIGHTS, TAKEN)] = parameter(
        "loss", symbol="L", note="of up to three weights", aliases="function objective"
    )
    root: Annotated[LossFunction | None, Expression(1, TAKEN, is_root=True)] = parameter(
        "function whose root is sought", symbol="f", instead_of="loss", note="of one variable"
    )
    w: Start = parameter(
        "start",
        symbol="w_0",
        default="0",
        note="one number for each weight, or by name: x=1,y=2",
        aliases="w0 x0 start initial weights theta initial-weights",
    )
    steps: Annotated[Symbol, Integer(most=MOST_STEPS)] = parameter(
        "steps", default="1", aliases="iterations n-steps"
    )
    damping: Positive = parameter(
        "share of the step that is taken", symbol="eta", default="1", quiet=True, aliases="lr learning-rate"
    )

    unclear = {"f": "may have a minimum or a root sought: give --loss for the one or --root for the other"}
    idea = (
        "A step leads to the lowest point of the parabola that fits the loss, or to the root of the tangent."
    )
    sanity = "At the end the gradient is near 0, and near it each step doubles the right digits."
    source = (
        "Goodfellow, Bengio and Courville, Deep Learning, equation 4.12; Press et al., Numerical Recipes, 9.4"
    )
    example = "--loss 'w**4 - 8*w' --w 1 --steps 2"
    model = descent.newton
    answers = {
        "weights": "weights after each step",
        "losses": "loss before the first step and after each",
        "values": "value of the function before the first step and after each",
    }
    exact_share = {"easy": 0.5, "medium": 0.9, "hard": 0.4}
    allows_zeros = True
    stem = "Newton's method is used to {aim} below, for {count}."
    tasks = (
        "Use Newton's method to {aim} below: {count}. Give {where} after each step, and the {value} before"
        " the first step and after each.",
        "Newton's method is to {aim} below. Where does it lead in {count}, and what does the {value} become?",
    )
    also_called = {"losses": "f; L; f(w)", "weights": "iterates; parameters; params"}
    mistakes = {
        "wrong-sign": "the step was added instead of subtracted",
        "no-hessian": "the step was not divided by the second derivative",
        "upside-down": "the quotient of the step was turned upside down",
        "first-slope": "the derivative was not worked out anew after a step",
        "diagonal-only": "each part of the gradient was divided by its own second derivative alone",
        "function-for-slope": "the loss was put over its gradient, as for a root",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        steps = range(1, int(self.steps) + 1)
        slopes = {f"g_{t}": [*slopes_at(f"w_{t - 1}"), f"f'_{t}", f"L'_{t}"] for t in steps}
        seconds = {
            f"H_{t}": [*(f"{name}''(w_{t - 1})" for name in "LfJ"), f"f''_{t}", f"L''_{t}"] for t in steps
        }
        changes = {f"s_{t}": (f"Deltaw_{t}", f"step_{t}", f"Deltax_{t}") for t in steps}
        return {**super().other_names, **slopes, **seconds, **changes}

    @property
    def spread_givens(self) -> Mapping[str, int]:
        return {"w": len(self.function.variables)}

    @property
    def phrases(self) -> Mapping[str, str]:
        steps = counted(int(self.steps), "step")
        if self.loss is None:
            return {"aim": "find a root of the function", "count": steps, "where": "x", "value": "value"}
        return {"aim": "minimize the loss", "count": steps, "where": "the weights", "value": "loss"}

    @property
    def function(self) -> LossFunction:
        """The loss, or the function whose root is sought."""
        return present(self.loss or self.root)

    def check(self) -> None:
        check_start("--loss" if self.loss else "--root", self.function, self.w)

    def solve(self, work: Working) -> None:
        function = self.function
        self._differentiate(work)
        courses = [_named_start(function, self.w)]
        for t in work.repeat(int(self.steps), IN_FULL):
            work.step(f"Step {t}", "" if t == 1 else f"The same, from the results of step {t - 1}.")
            courses.append(self._step(work, t, courses))
        name, letter = ("losses", "L") if self.loss else ("values", "f")
        reached = courses[1:]
        work.answer("weights", [row[0] for row in reached] if len(reached[0]) == 1 else reached)
        work.step("What becomes of it", "The weights are put in.")
        shown = len(courses) <= 2 * IN_FULL
        found = [
            work.let(f"{letter}_{t}", function.at(point), shown=shown) for t, point in enumerate(courses)
        ]
        if not shown:
            columns = [
                (at_step(v, "t"), [row[i] for row in courses]) for i, v in enumerate(function.variables)
            ]
            work.history([(Symbol(n), c) for n, c in columns] + [(Symbol(f"{letter}_t"), found)], start=0)
        work.answer(name, found)

    def _differentiate(self, work: Working) -> None:
        function = self.function
        is_single = self.loss and len(function.variables) == 1
        told = "The slope g and the second derivative H" if is_single else "They"
        work.step("Derivatives", f"{told} are derived once and evaluated at every step.")
        slopes = [function.slope(v) for v in function.variables]
        for v, slope in zip(function.variables, slopes, strict=True):
            work.display(
                Symbol(f"d{'L' if self.loss else 'f'}/d{v}"), slope.formula, values=False, found=True
            )
        if self.loss and len(slopes) == 1:
            second = slopes[0].slope(function.variables[0]).formula
            work.display(Symbol("H"), second, values=False, found=True)

    def _step(self, work: Working, t: int, courses: Sequence[Sequence[Symbol]]) -> list[Symbol]:
        """Record a step, and the weights after it."""
        function, point, first = self.function, courses[-1], courses[0]
        slopes = [function.slope(v) for v in function.variables]
        stale = {} if self.loss or t == 1 else {"first-slope": slopes[0].at(first)}
        names = [at_step("g" if len(slopes) == 1 else f"g_{i}", t) for i in range(1, len(slopes) + 1)]
        g = [
            work.let(name, slope.at(point), mistakes=stale) for name, slope in zip(names, slopes, strict=True)
        ]
        moves = self._by_hessian(work, t, g, courses) if self.loss else self._by_value(work, t, g[0], point)
        after = []
        for v, w, move in zip(function.variables, point, moves, strict=True):
            taken = move if self.damping.value == 1 else self.damping * move
            after.append(work.let(at_step(v, t), w - taken, mistakes={"wrong-sign": w + taken}))
        return after

    def _by_value(self, work: Working, t: int, g: Symbol, point: Sequence[Symbol]) -> list[Symbol]:
        value = work.let(f"y_{t}", self.function.at(point))
        wrong = {"no-hessian": value, "upside-down": g / value}
        return [work.let(f"s_{t}", value / g, mistakes=wrong)]

    def _by_hessian(
        self, work: Working, t: int, g: Sequence[Symbol], courses: Sequence[Sequence[Symbol]]
    ) -> list[Symbol]:
        loss, size, rows = self.function, len(g), []
        for i, v in enumerate(loss.variables, 1):
            seconds = [loss.slope(v).slope(other) for other in loss.variables]
            names = [f"H_{t}" if size == 1 else f"H_{t},{i}{j}" for j in range(1, size + 1)]
            rows.append(
                [
                    work.let(n, second.at(courses[-1]), mistakes={"first-slope": second.at(courses[0])})
                    for n, second in zip(names, seconds, strict=True)
                ]
            )
        _say_definiteness(work, rows)
        if size == 1:
            h = rows[0][0]
            wrong = {
                "no-hessian": g[0],
                "upside-down": h / g[0],
                "function-for-slope": loss.at(courses[-1]) / g[0],
            }
            return [work.let(f"s_{t}", g[0] / h, mistakes=wrong)]
        work.say("The Hessian times the step is the gradient; by Cramer's rule:")
        whole = work.let(f"D_{t}", determinant(rows))
        return [
            work.let(
                f"s_{t},{i + 1}",
                determinant([[*row[:i], g[k], *row[i + 1 :]] for k, row in enumerate(rows)]) / whole,
                mistakes={"no-hessian": g[i], "diagonal-only": g[i] / rows[i][i]},
            )
            for i in range(size)
        ]

    @property
    def objective(self) -> Callable[[Array], float]:
        return objective_of(self.function)

    @property
    def gradient(self) -> Callable[[Array], Array]:
        return complex_step_gradient(self.function.formula, self.function.variables)

    @property
    def hessian(self) -> Callable[[Array], Array] | None:
        return hessian_of(self.loss) if self.loss else None

    @property
    def start(self) -> Array:
        return np.array([float(w) for w in self.w.given_to(self.function.variables)])

    def reference(self) -> Mapping[str, Any]:
        found = dict(super().reference())
        return found if self.loss else {"weights": found["weights"], "values": found["losses"]}

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, str] | None:
        """A root or a loss of one weight, a bowl whose minimum one step finds, then another loss of two."""
        a, b, start = draw.integer(2, 15), draw.integer(2, 4), draw.integer(1, 4)
        if difficulty == "easy":
            root = {"root": draw.choice((f"x**2 - {a}", f"x**3 - {a}", f"{b}*x**2 + x - {a}"))}
            curve = {"loss": draw.choice((f"w**4 - {4 * a}*w", f"{b}*w**3 - {3 * a}*w"))}
            return {**draw.choice((root, curve)), "w": str(start), "steps": "2"}
        mixed, second = draw.choice(tuple(MIXED_TERMS)), draw.integer(-4, 4)
        if difficulty == "medium":
            p, q, c = draw.integer(2, 9), draw.integer(2, 6), draw.integer(2, 4)
            if not _is_short_way((start, second), (b, MIXED_TERMS[mixed], c, p, q)):
                return None
            loss = f"{b}*w1**2 {mixed} + {c}*w2**2 - {p}*w1 - {q}*w2"
            return {"loss": loss, "w": f"{start},{second}", "steps": "1"}
        return {"loss": f"w1**4 {mixed} + {b}*w2**2 - {a}*w1", "w": f"{start},{second}", "steps": "2"}

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether it does not start where it should end."""
        moves = [q.symbol.value for name, q in work.quantities.items() if name.startswith("s_1")]
        return all(move != 0 for move in moves)


def _is_short_way(start: Sequence[int], bowl: tuple[int, int, int, int, int]) -> bool:
    """Whether the minimum of b x^2 + m x y + c y^2 - p x - q y and the step to it are short, but for one
    number: two are more than the shares of short values allow.
    """
    b, m, c, p, q = bowl
    tops = 2 * c * p - m * q, 2 * b * q - m * p
    minimum = [Fraction(top, 4 * b * c - m * m) for top in tops]
    steps = [w - lowest for w, lowest in zip(start, minimum, strict=True)]
    return sum(not is_short(number, exact=False) for number in (*minimum, *steps)) < 2


def _say_definiteness(work: Working, rows: Sequence[Sequence[Symbol]]) -> None:
    """Say so where the Hessian is not positive definite: the step may lead to a maximum or a saddle."""
    minors = [determinant([row[:k] for row in rows[:k]]).evaluate() for k in range(1, len(rows) + 1)]
    if not all(values.sign(minor) > 0 for minor in minors):
        work.say(
            "The Hessian is not positive definite here: the step may lead uphill, to a maximum or a saddle."
        )


def _named_start(loss: LossFunction, w: NamedFamily) -> list[Symbol]:
    """The start, each number under the name of its weight at step 0."""
    pairs = zip(loss.variables, w.given_to(loss.variables), strict=True)
    return [value.renamed(at_step(name, 0)) for name, value in pairs]
