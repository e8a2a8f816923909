"""Linear system Ax = b: one solution, none, or a family, by Gauss-Jordan elimination.

Keywords: linear equations, system of equations, gaussian elimination, solve, ax=b.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from operator import mul
from typing import Annotated

import numpy as np
from msgspec.structs import replace

from solver.authoring import Comparison, Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import Grid, MatrixOf, RationalVector, Scalar
from solver.authoring.formulas import Blank, Coordinates, Symbol, Text, dot, sum_of
from solver.domains.expressions import Equation
from solver.domains.linear_equations import EquationsOf, rows_of
from solver.models import matrix_algebra
from solver.problems.linear_algebra import _row_reduction, _vectors
from solver.problems.linear_algebra._row_reduction import Reduction, as_matrix, reduce_rows, stays_short

KINDS = ("one", "none", "family")


class LinearSystem(Problem):
    """All x with Ax = b."""

    a: Annotated[Grid, MatrixOf(Scalar(rational=True), most_rows=6, most_columns=6)] = parameter(
        "matrix", symbol="A", aliases="A matrix coefficients", together="augmented"
    )
    b: RationalVector = parameter(
        "right-hand side", symbol="b", like="a", aliases="rhs y", together="augmented"
    )

    equations: Annotated[tuple[Equation, ...] | None, EquationsOf()] = parameter(
        "equations", note="in place of --a and --b", quiet=True, aliases="system eqs"
    )

    idea = "Row operations on the equations keep their solutions, until these can be read off."
    sanity = "Put a solution into each equation: the left side has to come to the right side."
    source = "Strang, Introduction to Linear Algebra, sections 2.2 and 3.3"
    example = "--a '1,2;3,4' --b 5,6"
    model = matrix_algebra.linear_system
    exact = exact_model = allows_zeros = True
    answers = {
        "kind": "how many solutions there are: one, none, or a family of them",
        "solution": "solution of the system",
        "particular": "particular solution of the family",
        "directions": "independent solutions of Ax = 0, whose multiples lead to all others",
    }
    conditional = ("solution", "particular", "directions")
    flats = {"directions": "particular"}
    criteria = {"kind": "a row 0 = c after elimination, and whether every column has a pivot"}
    also_called = {
        "x_1": "x",
        "x_2": "y",
        "x_3": "z",
        "x_p,1": "x_1; x",
        "x_p,2": "x_2; y",
        "x_p,3": "x_3; z",
        "one": "unique; one solution; exactly one;"
        " exactly one solution; a unique solution; unique solution; 1 solution;"
        " 1 solutions",
        "none": "no; no solution; no solutions; inconsistent; unsolvable; 0 solutions",
        "family": "infinite; infinitely many; infinitely many solutions; many; a family; ∞ solutions;"
        " infinite solutions; infinity solutions; inf solutions",
        "kind": "number of solutions; type; how many solutions",
        "solution": "solution set; x_vec; A^-1b; A^-1 b; L",
        "directions": "x_h; x_n; homogeneous solution; null space; nullspace",
    }
    stem = "A system of linear equations is $Ax = b$; it has one solution, none, or a family of them."
    tasks = (
        "Solve the system $Ax = b$ by elimination. Does it have one solution, none, or a family? Give the"
        " solution,"
        " or one of a family with the directions that may be added to it.",
        "Find all x with $Ax = b$ by row operations, and say whether that is one solution, none, or a"
        " family.",
    )
    mistakes = {
        **_row_reduction.MISTAKES,
        **_vectors.MISTAKES,
        "above-kept": "the entries above the pivots were not cleared",
        "right-side-kept": "the right-hand side was left as it was in the row operations",
        "contradiction-missed": "the equation 0 = c, which no x solves, was overlooked",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        """The unknowns have values of their own where there is a solution; else they are those of none."""
        named = super().other_names
        if any(name in self.worked.quantities for name in ("x_1", "x_p,1")):
            return named
        unknowns = ("x", *(f"x_{k + 1}" for k in range(self.a.shape[1])), "y", "z")
        return {**named, "solution": (*named["solution"], *unknowns)}

    @classmethod
    def respelled(cls, texts: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        """Equations stand for their coefficients and right sides."""
        if not texts.get("equations"):
            return texts
        if texts.get("a") or texts.get("b"):
            raise InputError("--equations", "goes without --a and --b")
        rows = rows_of(cls.value_of("equations", texts["equations"][0]))
        matrix = ";".join(",".join(row[:-1]) for row in rows)
        return {**texts, "a": (matrix,), "b": (",".join(row[-1] for row in rows),)}

    def solve(self, work: Working) -> None:
        n = self.a.shape[1]
        work.step("Row reduction", "The matrix A with the right-hand side as a last column.")
        rows = [[*row, right] for row, right in zip(self.a.values, self.b.values, strict=True)]
        work.display(Text("[A, b]"), as_matrix(rows))
        whole = reduce_rows(work, rows, mistakes=(*_row_reduction.MISTAKES, "above-kept"), columns=n)
        reduction = replace(whole, rows=[row[:n] for row in whole.rows])
        right = [row[n] for row in whole.rows]
        if work.choose(False, {"right-side-kept": True}):
            right = list(self.b.values)
        below = any(right[len(reduction.pivots) :])
        contradiction = work.choose(below, {"contradiction-missed": False})
        several = tuple(Blank() for _ in range(n))
        with work.telling("kind"):
            if contradiction:
                work.say("A row says 0 = c with c other than 0: no x solves the system.")
                work.answer("kind", "none", words=KINDS)
                work.withhold(solution=several, particular=several, directions=Blank())
            elif not reduction.free:
                work.step("Solution", "Every unknown has a pivot: its value stands in the last column.")
                solution = _vectors.column_vector(work, "x", right[:n])
                work.answer("kind", "one", words=KINDS)
                work.answer("solution", solution)
                work.withhold(particular=several, directions=Blank())
            else:
                self._answer_family(work, reduction, right)
                work.withhold(solution=several)

    def _answer_family(self, work: Working, reduction: Reduction, right: Sequence[Fraction]) -> None:
        n = self.a.shape[1]
        work.step("One solution", "The unknowns without a pivot are free. Set them to 0.")
        at_pivots = dict(zip(reduction.pivots, right, strict=False))
        start = [at_pivots.get(j, Fraction(0)) for j in range(n)]
        particular = _vectors.column_vector(work, "x_p", start)
        work.step(
            "Directions",
            "Solutions of Ax = 0 may be added to it. R is the reduced A, without the last column.",
        )
        work.display(Symbol("R"), as_matrix(reduction.rows))
        directions = _vectors.null_vectors(work, reduction, "d")
        work.step("All solutions", "One solution, and any multiples of the directions.")
        terms = [Symbol(f"c_{i}") * Coordinates(tuple(vector)) for i, vector in enumerate(directions, 1)]
        work.display(Symbol("x"), sum_of([Coordinates(tuple(particular)), *terms]), found=True)
        work.step("Check", "The solution, put into the left side of each equation, gives b.")
        sides = [work.let(f"s_{i}", dot(row, particular)) for i, row in enumerate(self.a, 1)]
        # Any other solution serves as well: it comes to the same right-hand side.
        wanted = [sum(map(mul, row, start)) for row in self.a.values]
        solves = all(side.value == right for side, right in zip(sides, wanted, strict=True))
        work.answer("kind", "family" if solves else "none", words=KINDS)
        work.answer("particular", particular, comparison=Comparison.FEASIBLE)
        shown = Coordinates(tuple(Coordinates(tuple(vector)) for vector in directions), braces=True)
        work.answer("directions", directions, comparison=Comparison.SPAN, shown=shown)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Products of triangular matrices with 1 on their diagonals; of four systems, one has a family of
        solutions, and one has none.
        """
        size, most = {"easy": (2, 4), "medium": (3, 2), "hard": (4, 2)}[difficulty]
        unit = np.eye(size, dtype=int)
        lower, upper = (np.array([draw.integers(size, -most, most) for _ in unit]) for _ in range(2))
        a = (np.tril(lower, -1) + unit) @ (np.triu(upper, 1) + unit)
        kind = draw.choice(("one", "one", "family", "none"))
        if kind != "one":
            a[-1] = draw.nonzero(2) * a[0] + (draw.nonzero(2) * a[1] if size > 2 else 0)
        a = a[draw.shuffled(range(size))] if kind == "one" else a
        b = a @ np.array([draw.nonzero(4) for _ in unit])
        b[-1] += draw.nonzero(5) * (kind == "none")
        small = abs(a).max() <= 12 and abs(b).max() <= 40 and np.count_nonzero(a) >= a.size - 2
        return {"a": a.tolist(), "b": b.tolist()} if small else None

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether no fraction appears in the elimination."""
        return stays_short(work)
