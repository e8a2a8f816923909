"""Jacobian: the derivatives of several functions by all of their variables at a point.

Keywords: jacobian matrix, partial derivatives.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any

from solver.authoring import Difficulty, Problem, RandomStream, Working, listed, parameter
from solver.authoring.domains import Expressions, LossFunction, spelled
from solver.authoring.formulas import Formula, Matrix, Symbol, grid_name, lift, numbered, replace
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

TAKEN = ("f", "J")
"""The letters of the method itself."""

FORMS = (
    ("{a}*x**2*y; {b}*x + sin({c}*y)", "exp({a}*x)*y; {b}*x*y**2", "ln(x) + {a}*y; x**2*{b}/y"),
    ("{a}*x*y + relu({b}*x - y); max(x, {c}*y)*x", "abs({b}*x - y)*{a}; x*y**2", "min(x*y, {a}); {b}*x + y"),
)
"""Functions with exponentials, and functions with kinks."""


class Jacobian(Problem):
    """J_ij = df_i/dx_j: one row per function, one column per variable."""

    functions: Annotated[tuple[LossFunction, ...], Expressions(taken=TAKEN)] = parameter(
        "functions", symbol="f", note="separated by semicolons", aliases="f function"
    )
    at: Place = parameter("point", note=PLACE_NOTE, aliases="point x0")

    idea = "Near a point, functions of several variables are linear; the Jacobian is the matrix of that map."
    sanity = "It has as many rows as there are functions, and as many columns as there are variables."
    source = "Goodfellow, Bengio and Courville, Deep Learning, section 4.3.1"
    example = "--functions 'x**2*y; 5*x + sin(y)' --at 1,0"
    version = 2
    model = calculus.jacobian
    answers = {"values": "values of the functions", "jacobian": "Jacobian, one row per function"}
    exact_share = {"easy": 1.0, "medium": 0.9, "hard": 0.0}
    allows_zeros = True
    stem = "Functions of {names} have a Jacobian at the point below, with a row for each function."
    tasks = (
        "Work out the values of these functions at this point, and their Jacobian there, with a row for each"
        " function and the variables in the order {order}.",
        "What are the values of the functions at this point, and what is their Jacobian? Its columns are the"
        " derivatives by {names}, in this order.",
    )
    mistakes = {
        "transposed": "rows and columns of the Jacobian were exchanged",
        "only-diagonal": "the derivatives by the other variables were taken to be 0",
        "value-for-slope": "the function was put in place of its derivative",
        "first-for-all": "each function was differentiated by the first variable only",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        place = ",".join(spelled(self.point[name]) for name in self.variables)
        count = range(1, len(self.functions) + 1)
        entries = {
            f"J_{i}{j}": (f"df_{i}/d{name}", f"df{i}/d{name}", f"J({i},{j})")
            for i in count
            for j, name in enumerate(self.variables, 1)
        }
        values = {f"f_{i}": (f"f_{i}({place})", f"y_{i}") for i in count}
        whole = {
            "values": ("f(x)", "F", "output", f"f({place})", f"F({place})"),
            "jacobian": ("Df", "J_f", "DF", "J_F", "jac", "df/dx", f"J_f({place})"),
        }
        return {**entries, **values, **whole}

    @property
    def phrases(self) -> Mapping[str, str]:
        order = [name.replace("_", "") for name in self.variables]
        return {"names": listed(order), "order": ", ".join(order)}

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """All variables, in the order in which they appear."""
        return tuple(dict.fromkeys(name for f in self.functions for name in f.variables))

    @cached_property
    def point(self) -> Point:
        return point_of(self.at, self.variables)

    @property
    def place(self) -> list[float]:
        return [float(self.point[name]) for name in self.variables]

    @property
    def formulas(self) -> list[Callable[[Any], Any]]:
        """The functions in the arithmetic of NumPy."""
        return [in_numpy(f.formula, self.variables) for f in self.functions]

    def check(self) -> None:
        point_of(self.at, self.variables)

    def solve(self, work: Working) -> None:
        point: dict[str, Formula] = {**self.point}
        work.step("Values at the point")
        names = numbered("f", len(self.functions))
        values = [
            work.let(name, replace(f.formula, point)) for name, f in zip(names, self.functions, strict=True)
        ]
        work.answer("values", values)
        rows = []
        for name, f in zip(names, self.functions, strict=True):
            work.step("Derivatives of {name}", "The other variables count as constants.", name=Symbol(name))
            smooth = smooth_at(work, f.formula, self.point)
            slopes = [slope_at(smooth, variable, self.point) for variable in self.variables]
            for variable, derived in zip(self.variables, slopes, strict=True):
                work.display(Symbol(f"d{name}/d{variable}"), derived, values=False, found=True)
            rows.append([replace(derived, point) for derived in slopes])
        work.step("Jacobian", "One row per function, one column per variable.")
        square = len(rows) == len(self.variables) > 1
        found: list[list[Symbol]] = []
        for i, row in enumerate(rows, 1):
            found.append([])
            for j, formula in enumerate(row, 1):
                wrong: dict[str, Formula] = {"value-for-slope": values[i - 1], "first-for-all": row[0]}
                if square:
                    wrong |= {"transposed": rows[j - 1][i - 1]}
                    wrong |= {"only-diagonal": lift(0)} if i != j else {}
                found[-1].append(work.let(grid_name("J", i, j), formula, mistakes=wrong))
        work.display(Symbol("J"), Matrix(tuple(map(tuple, found))))
        work.answer("jacobian", found)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object]:
        """Polynomials, then functions with kinks, then exponentials, logarithms and sines."""
        a, b, c = draw.integer(2, 5), draw.integer(2, 4), draw.integer(1, 3)
        if difficulty == "easy":
            signs = [draw.choice("+-") for _ in range(2)]
            functions = f"{a}*x**2*y {signs[0]} {c}*y; {b}*x {signs[1]} y**{draw.integer(2, 3)}"
            return {"functions": functions, "at": draw.integers(2, 1, 3)}
        form = draw.choice(FORMS[difficulty == "medium"])
        at = [draw.nonzero(3), draw.nonzero(3)] if difficulty == "medium" else draw.integers(2, 1, 2)
        return {"functions": form.format(a=a, b=b, c=c), "at": at}
