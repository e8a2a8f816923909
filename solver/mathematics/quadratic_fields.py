"""Numbers a + b sqrt(d) of one and the same d, such as the entries of a matrix, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from flint import fmpq_poly

from solver.mathematics import formula as f
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.number_fields import FieldElement
from solver.mathematics.polynomials import roots
from solver.mathematics.surds import square_root


class Field(NamedTuple):
    """Numbers as elements of one field, and how an element is written."""

    elements: Sequence[Any]
    show: Callable[[Any], f.Formula]


def field_of(numbers: Sequence[f.Formula]) -> Field | None:
    """Formulas of fractions and of roots of fractions in one field; none where they have no such field.

    Numbers without any irrational root stay fractions.
    """
    reader = _Reader()
    try:
        found = [reader.visit(number) for number in numbers]
    except (ArithmeticError, TypeError):
        return None
    if reader.root is None:
        return Field(found, f.lift)
    one = reader.root**0
    return Field([one * element for element in found], reader.show)


class _Reader(Visitor[Any]):
    """Reckons formulas out in the field of the first irrational root that they have.

    Raises:
        ArithmeticError: another root is in another field, or a divisor is 0.
        TypeError: there is something else than sums, products, quotients, whole powers and square roots.
    """

    def __init__(self) -> None:
        self.under = 1
        self.root: FieldElement | None = None
        self.show: Callable[[Any], f.Formula] = f.lift

    def visit_Number(self, formula: f.Number) -> Any:
        if not isinstance(formula.number, Fraction):
            raise TypeError("a decimal without an end is in no field")
        return formula.number

    def visit_Symbol(self, formula: f.Symbol) -> Any:
        raise TypeError(f"{formula.name} is a letter, and no number of the field")

    def visit_Alias(self, formula: f.Alias) -> Any:
        return self.visit(formula.children()[0])

    def visit_Add(self, formula: f.Add) -> Any:
        return sum(map(self.visit, formula.terms), start=Fraction(0))

    def visit_Neg(self, formula: f.Neg) -> Any:
        return -self.visit(formula.operand)

    def visit_Mul(self, formula: f.Mul) -> Any:
        product: Any = Fraction(1)
        for factor in formula.factors:
            product = self.visit(factor) * product
        return product

    def visit_Div(self, formula: f.Div) -> Any:
        return self.visit(formula.numerator) * self.visit(formula.denominator) ** -1

    def visit_Pow(self, formula: f.Pow) -> Any:
        exponent = self.visit(formula.exponent)
        if exponent == Fraction(1, 2):
            return self._square_root(self.visit(formula.base))
        if not isinstance(exponent, Fraction) or exponent.denominator != 1:
            raise TypeError("only whole powers stay in the field")
        return self.visit(formula.base) ** int(exponent)

    def visit_Call(self, formula: f.Call) -> Any:
        if formula.function.name != "sqrt":
            raise TypeError(f"{formula.function.name} leads out of every field")
        return self._square_root(self.visit(formula.arguments[0]))

    def _square_root(self, number: Any) -> Any:
        if not isinstance(number, Fraction) or number < 0:
            raise TypeError("roots of roots and of negative numbers are in another field")
        outside, under = square_root(number)
        if under in (0, 1):
            return outside * under
        if self.root is None:
            positive, _ = roots(fmpq_poly([-under, 0, 1]))
            self.under, self.root, self.show = under, positive.element, positive.show
        if under != self.under:
            raise ArithmeticError(f"the roots of {under} and of {self.under} share no field")
        return outside * self.root
