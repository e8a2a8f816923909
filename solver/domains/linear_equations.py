"""Linear equations as a given, such as x + 2y = 5; 3x + 4y = 6."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from solver.domains.base import Domain, Refused
from solver.domains.expressions import Equation, EquationOf
from solver.mathematics.decimals import number_text
from solver.mathematics.formula import Coordinates, Formula, Relation, lift, replace

MOST_EQUATIONS = 6
_LETTERS = ("x", "y", "z")
_PROBES = (Fraction(104729), Fraction(1299709))


class EquationsOf(Domain, frozen=True):
    """Equations separated by semicolons or commas, over x, y and z or x1, x2, ..."""

    between: ClassVar[str] = "; "

    @property
    def requirement(self) -> str:
        return (
            f"must be 1 to {MOST_EQUATIONS} linear equations over x, y and z or x1, x2, ..., such as"
            " x + 2y = 5; 3x + 4y = 6"
        )

    @property
    def metavar(self) -> str:
        return "EQUATION;..."

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", ";", "x", "x*y = 1; x = 2", "x^2 = 1", "y + z = 1", "a + b = 1", "1 = 2", "x = 1;;y = 2")

    def read(self, text: str, symbol: str) -> tuple[Equation, ...]:
        parts = re.split(r"[;,\n]", text.strip().removesuffix(";"))
        try:
            equations = tuple(EquationOf().read(part, symbol) for part in parts)
        except Refused as refused:
            raise Refused(self.requirement, refused.got, refused.reason) from None
        if (
            len(equations) > MOST_EQUATIONS
            or not all("=" in part for part in parts)
            or not rows_of(equations)
        ):
            raise Refused(self.requirement, text)
        return equations

    def show(self, value: tuple[Equation, ...]) -> Formula:
        return Coordinates(tuple(Relation(equation.left, "=", equation.right) for equation in value))


def rows_of(equations: Sequence[Equation]) -> list[list[str]]:
    """The coefficients and the right side of each equation; none where one of them is not linear."""
    names = sorted({name for equation in equations for name in equation.variables})
    known = (_LETTERS[: len(names)], tuple(f"x_{k}" for k in range(1, len(names) + 1)))
    if tuple(names) not in known:
        return []
    rows = [_coefficients(equation, names) for equation in equations]
    return [[number_text(value) for value in row] for row in rows] if all(rows) else []


def _coefficients(equation: Equation, names: Sequence[str]) -> list[Fraction]:
    """The coefficients of the variables and the right side; none where the equation is not linear."""

    def at(*point: Fraction) -> Fraction:
        numbers = {name: lift(value) for name, value in zip(names, point, strict=True)}
        value = replace(equation.left - equation.right, numbers).evaluate()
        return value if isinstance(value, Fraction) else Fraction(0)

    count = len(names)
    constant = at(*[Fraction(0)] * count)
    slopes = [at(*[Fraction(int(k == j)) for k in range(count)]) - constant for j in range(count)]
    for probe in _PROBES:
        point = [probe**k for k in range(1, count + 1)]
        if at(*point) != constant + sum(a * x for a, x in zip(slopes, point, strict=True)):
            return []
    return [*slopes, -constant]
