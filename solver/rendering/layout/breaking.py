"""Where a formula that is too wide may be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from solver.mathematics import formula as f
from solver.rendering.printing.base import Level, Piece, Printer


class Breaker(Generic[Piece]):
    """Cuts formulas into parts that may stand on different lines.

    A quotient, a product, a Σ or a negative sum is broken only where it holds numbers; with symbols it
    keeps its shape.
    """

    def __init__(self, printer: Printer[Piece]) -> None:
        self.printer = printer

    def parts(self, formula: f.Formula) -> list[Piece]:
        kind = type(formula).__name__
        rule: Callable[[f.Formula], list[Piece]] | None = getattr(self, f"break_{kind}", None)
        if rule is None and self.printer.substitute:
            rule = getattr(self, f"break_worked_{kind}", None)
        return self.whole(formula) if rule is None else rule(formula)

    def whole(self, formula: f.Formula) -> list[Piece]:
        return [self.printer.print(formula)]

    def break_Symbol(self, formula: f.Symbol) -> list[Piece]:
        closed = self.printer.in_closed_form(formula)
        return self.whole(formula) if closed is None else self.parts(closed)

    def break_Matrix(self, formula: f.Matrix) -> list[Piece]:
        rows = [[self.printer.print(entry) for entry in row] for row in formula.rows]
        return self.printer.table_parts(rows, "||" if formula.bars else "[]")

    def break_Tensor(self, formula: f.Tensor) -> list[Piece]:
        if formula.is_vector or not (self.printer.substitute or not formula.name):
            return self.whole(formula)
        return self.break_Matrix(f.Matrix(formula.rows))

    def break_worked_MatMul(self, formula: f.MatMul) -> list[Piece]:
        """The factors, each behind its sign."""
        sign = self.printer.operator("times" if self.printer.dots else "adjacent")
        right = self.printer.join([sign, self.printer.factor(formula.right)])
        return [*self.parts(formula.left), right]

    def break_Relation(self, formula: f.Relation) -> list[Piece]:
        right = self.parts(formula.right)
        right[0] = self.printer.join([self.printer.operator(formula.sign), right[0]])
        return self.parts(formula.left) + right

    def break_Add(self, formula: f.Add) -> list[Piece]:
        first, *others = formula.terms
        return self.parts(first) + [self.printer.join(self.printer.added(term)) for term in others]

    def break_Coordinates(self, formula: f.Coordinates) -> list[Piece]:
        """The items of a long list, one by one, each in its own parts."""
        if not formula.items:
            return self.whole(formula)
        comma = self.printer.operator("comma")
        parts: list[Piece] = []
        for item in formula.items:
            if parts:
                parts[-1] = self.printer.join([parts[-1], comma])
            # Matrices that stand in a row go whole to the next one.
            is_whole = isinstance(item, f.Matrix) and not self.printer.flat
            parts += self.whole(item) if is_whole else self.parts(item)
        return self._bracketed(parts, "{}" if formula.braces else "()")

    def break_worked_Total(self, formula: f.Total) -> list[Piece]:
        return self.parts(formula.expanded)

    def break_worked_Neg(self, formula: f.Neg) -> list[Piece]:
        if not self._is_sum(formula.operand):
            return self.whole(formula)
        return self._bracketed(self.parts(formula.operand), "()", self.printer.operator("minus sign"))

    def break_worked_Mul(self, formula: f.Mul) -> list[Piece]:
        *head, last = formula.factors
        if not (isinstance(last, f.Add | f.Total) and self._is_sum(last)):
            return self.whole(formula)
        before = self.printer.print(head[0] if len(head) == 1 else f.Mul(tuple(head)))
        return self._bracketed(self.parts(last), "()", before, self.printer.operator("times"))

    def break_worked_Div(self, formula: f.Div) -> list[Piece]:
        """The parts of a numerator, with the denominator behind a slash."""
        parts = self.parts(formula.numerator)
        if len(parts) == 1:
            return self.whole(formula)
        if self._is_sum(formula.numerator):
            parts = self._bracketed(parts, "()")
        below = self.printer.enclosed(formula.denominator, Level.ATOM)
        parts[-1] = self.printer.join([parts[-1], self.printer.operator("slash"), below])
        return parts

    def _is_sum(self, formula: f.Formula) -> bool:
        return self.printer.visit(formula).level == Level.SUM

    def _bracketed(self, parts: Sequence[Piece], pair: str, *before: Piece) -> list[Piece]:
        """The parts in brackets, with what stands before the brackets."""
        left, right = map(self.printer.token, self.printer.brackets[pair])
        opened = [self.printer.join([*before, left, parts[0]]), *parts[1:]]
        return [*opened[:-1], self.printer.join([opened[-1], right])]
