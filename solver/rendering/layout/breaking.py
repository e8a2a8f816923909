"""Where a formula that is too wide may be broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic

from solver.mathematics import formula as f
from solver.mathematics.formula.visitor import Visitor
from solver.rendering.printing.base import EXP, Printer
from solver.rendering.printing.pieces import Level, Piece


class Breaker(Visitor[list[Piece]], Generic[Piece]):
    """Cuts formulas into parts that may stand on different lines.

    What has no rule stays whole.
    """

    def __init__(self, printer: Printer[Piece]) -> None:
        self.printer = printer

    def visit_Formula(self, formula: f.Formula) -> list[Piece]:
        return [self.printer.print(formula)]

    def visit_Symbol(self, formula: f.Symbol) -> list[Piece]:
        closed = self.printer.in_closed_form(formula)
        return self.visit_Formula(formula) if closed is None else self.visit(closed)

    def visit_Matrix(self, formula: f.Matrix) -> list[Piece]:
        rows = [[self.printer.print(entry) for entry in row] for row in formula.rows]
        return self.printer.table_parts(rows, "||" if formula.bars else "[]")

    def visit_Tensor(self, formula: f.Tensor) -> list[Piece]:
        if formula.is_vector or not (self.printer.substitute or not formula.name):
            return self.visit_Formula(formula)
        return self.visit_Matrix(f.Matrix(formula.rows))

    def visit_Transpose(self, formula: f.Transpose) -> list[Piece]:
        if not self.printer.substitute:
            return self.visit_Formula(formula)
        return self.visit(f.Tensor("", f.entries_of(formula)))

    def visit_Relation(self, formula: f.Relation) -> list[Piece]:
        right = self.visit(formula.right)
        right[0] = self.printer.join([self.printer.operator(formula.sign), right[0]])
        return self.visit(formula.left) + right

    def visit_Add(self, formula: f.Add) -> list[Piece]:
        first, *others = formula.terms
        return self.visit(first) + [self.printer.join(self.printer.added(term)) for term in others]

    def visit_Coordinates(self, formula: f.Coordinates) -> list[Piece]:
        """The items of a long list, one by one, each in its own parts."""
        if not formula.items:
            return self.visit_Formula(formula)
        return self._bracketed(self._listed(formula.items), "{}" if formula.braces else "()")

    def _listed(self, items: Sequence[f.Formula]) -> list[Piece]:
        """Items with commas between them, each in its own parts."""
        parts: list[Piece] = []
        for item in items:
            if parts:
                parts[-1] = self.printer.join([parts[-1], self.printer.separator])
            parts += self.visit_Formula(item) if self._stays_whole(item) else self.visit(item)
        return parts

    def _stays_whole(self, item: f.Formula) -> bool:
        """Matrices that stand in a row go whole to the next one."""
        return isinstance(item, f.Matrix) and not self.printer.flat

    def _is_sum(self, formula: f.Formula) -> bool:
        return self.printer.visit(formula).level == Level.SUM

    def _bracketed(self, parts: Sequence[Piece], pair: str, *before: Piece) -> list[Piece]:
        """The parts in brackets, with what stands before the brackets."""
        left, right = map(self.printer.token, self.printer.brackets[pair])
        opened = [self.printer.join([*before, left, parts[0]]), *parts[1:]]
        return [*opened[:-1], self.printer.join([opened[-1], right])]


class NumberBreaker(Breaker[Piece]):
    """Cuts formulas of numbers: quotients, products, sums that were a Σ, and negative sums as well.

    With symbols these keep their shape.
    """

    def visit_Total(self, formula: f.Total) -> list[Piece]:
        return self.visit(formula.expanded)

    def visit_Reduced(self, formula: f.Reduced) -> list[Piece]:
        return self.visit(formula.expanded)

    def visit_MatMul(self, formula: f.MatMul) -> list[Piece]:
        """The factors, each behind its sign."""
        sign = self.printer.operator("times" if self.printer.dots else "adjacent")
        right = self.printer.join([sign, self.printer.factor(formula.right)])
        left = (
            self.visit(formula.left)
            if isinstance(formula.left, f.MatMul)
            else [self.printer.factor(formula.left)]
        )
        return [*left, right]

    def visit_Neg(self, formula: f.Neg) -> list[Piece]:
        if not self._is_sum(formula.operand):
            return self.visit_Formula(formula)
        return self._bracketed(self.visit(formula.operand), "()", self.printer.operator("minus sign"))

    def visit_Mul(self, formula: f.Mul) -> list[Piece]:
        *head, last = formula.factors
        if not (isinstance(last, f.Add | f.Total) and self._is_sum(last)):
            return self.visit_Formula(formula)
        before = self.printer.print(f.Mul(tuple(head)))
        return self._bracketed(self.visit(last), "()", before, self.printer.operator("times"))

    def visit_Div(self, formula: f.Div) -> list[Piece]:
        """The parts of a numerator, with the denominator behind a slash."""
        parts = self.visit(formula.numerator)
        if len(parts) == 1:
            return self.visit_Formula(formula)
        if self._is_sum(formula.numerator):
            parts = self._bracketed(parts, "()")
        below = self.printer.enclosed(formula.denominator, Level.ATOM)
        parts[-1] = self.printer.join([parts[-1], self.printer.operator("slash"), below])
        return parts


class FineBreaker(NumberBreaker[Piece]):
    """Cuts what would be too wide even so: products between factors, arguments of functions, quotients.

    What fits by itself stays whole.
    """

    def __init__(self, printer: Printer[Piece], is_wide: Callable[[f.Formula], bool]) -> None:
        super().__init__(printer)
        self.is_wide = is_wide

    def visit_Add(self, formula: f.Add) -> list[Piece]:
        first, *others = formula.terms
        parts = self._enclosed(first, bare=True)
        for term in others:
            if self.is_wide(term):
                sign, inner = ("minus", term.operand) if isinstance(term, f.Neg) else ("plus", term)
                parts += self._behind(sign, self._enclosed_term(inner))
            else:
                parts.append(self.printer.join(self.printer.added(term)))
        return parts

    def visit_Neg(self, formula: f.Neg) -> list[Piece]:
        return self._behind("minus sign", self._enclosed_term(formula.operand))

    def visit_MatMul(self, formula: f.MatMul) -> list[Piece]:
        """The factors, each behind its sign; a matrix that is too wide by itself in parts."""
        is_chain = isinstance(formula.left, f.MatMul)
        left = self.visit(formula.left) if is_chain else self._enclosed_factor(formula.left)
        sign = "times" if self.printer.dots else "adjacent"
        return left + self._behind(sign, self._enclosed_factor(formula.right))

    def visit_Mul(self, formula: f.Mul) -> list[Piece]:
        parts: list[Piece] = []
        for factor, (sign, _, bare) in zip(formula.factors, self.printer.factors(formula), strict=True):
            parts += self._behind(sign, self._enclosed(factor, bare=bare))
        return parts

    def visit_Div(self, formula: f.Div) -> list[Piece]:
        """A column apart from what divides it; a denominator that is too wide behind a slash, in parts."""
        above, below = formula.numerator, formula.denominator
        if isinstance(above, f.Tensor) and above.is_vector and not below.is_array():
            return self.visit(f.Mul((f.Div(f.lift(1), below), above)))
        parts = self.visit(below) if self.is_wide(below) else []
        if len(parts) < 2:
            return super().visit_Div(formula)
        return self._enclosed(above, bare=not self._is_sum(above)) + self._behind(
            "slash", self._bracketed(parts, "()")
        )

    def visit_Call(self, formula: f.Call) -> list[Piece]:
        match formula.function.notation, formula.arguments:
            case f.Prefix() as name, arguments:
                return self._applied(name, arguments)
            case f.Condition(prefix=name, sign=sign), (left, right):
                return self._applied(name, [f.Relation(left, sign, right)])
            case f.Exponential(), arguments:
                return self._applied(EXP, arguments)
            case f.Root(), (argument,) if not argument.is_array():
                return self._rooted(self.visit(argument))
        return self.visit_Formula(formula)

    def visit_ArrayCall(self, formula: f.ArrayCall) -> list[Piece]:
        return self._applied(formula.function.notation, [formula.operand])

    def visit_Pow(self, formula: f.Pow) -> list[Piece]:
        """A sum that is too wide in parts; the last one is raised."""
        if not (self.is_wide(formula.base) and self._is_sum(formula.base)):
            return self.visit_Formula(formula)
        exponent = self.printer.exponent(formula.exponent)
        return self._raised(self.visit(formula.base), exponent)

    def visit_Tensor(self, formula: f.Tensor) -> list[Piece]:
        """An array of which an entry is too wide by itself, on a line: its entries one by one."""
        is_shown = self.printer.substitute or not formula.name
        if not (is_shown and any(map(self.is_wide, formula.children()))):
            return super().visit_Tensor(formula)
        if formula.is_vector:
            return self.visit_Coordinates(f.Coordinates(formula.children()))
        parts: list[Piece] = []
        for row in formula.rows:
            if parts:
                parts[-1] = self.printer.join([parts[-1], self.printer.operator("semicolon")])
            parts += self._listed(row)
        return self._bracketed(parts, "[]")

    def _applied(self, name: f.Prefix, arguments: Sequence[f.Formula]) -> list[Piece]:
        """A function before its arguments; an array has brackets of its own."""
        before = self.printer.function(name, self.printer.token(""))
        if len(arguments) > 1:
            return self._bracketed(self._listed(arguments), "()", before)
        parts = self.visit(arguments[0])
        if self.printer.visit(arguments[0]).is_boxed:
            return [self.printer.join([before, parts[0]]), *parts[1:]]
        return self._bracketed(parts, "()", before)

    def _rooted(self, parts: Sequence[Piece]) -> list[Piece]:
        """A root without a sign that spans all of it: in typeset mathematics, as a power."""
        if self.printer.root_name:
            before = self.printer.function(f.Prefix(self.printer.root_name), self.printer.token(""))
            return self._bracketed(parts, "()", before)
        return self._raised(parts, self.printer.ratio("1", "2"))

    def _raised(self, parts: Sequence[Piece], exponent: Piece) -> list[Piece]:
        """The parts in brackets, of which the last is raised."""
        left, right = map(self.printer.token, self.printer.brackets["()"])
        first, *others = parts
        opened = [self.printer.join([left, first]), *others]
        return [*opened[:-1], self.printer.join([opened[-1], self.printer.power(right, exponent)])]

    def _stays_whole(self, item: f.Formula) -> bool:
        return super()._stays_whole(item) and not self.is_wide(item)

    def _enclosed_factor(self, formula: f.Formula) -> list[Piece]:
        """A factor of a matrix product."""
        return self._enclosed(formula, bare=self.printer.visit(formula).level >= Level.POWER)

    def _enclosed_term(self, formula: f.Formula) -> list[Piece]:
        """What stands behind a sign."""
        shown = self.printer.visit(formula)
        return self._enclosed(formula, bare=shown.level >= Level.PRODUCT and not shown.negative)

    def _enclosed(self, formula: f.Formula, *, bare: bool) -> list[Piece]:
        """A formula in brackets unless it may go without them; in parts only if it is too wide."""
        if self.is_wide(formula):
            parts = self.visit(formula)
            return parts if bare else self._bracketed(parts, "()")
        piece = self.printer.print(formula)
        return [piece if bare else self.printer.bracket(piece)]

    def _behind(self, sign: str, parts: Sequence[Piece]) -> list[Piece]:
        first, *others = parts
        return [self.printer.join([self.printer.operator(sign), first]) if sign else first, *others]


def parts_of(formula: f.Formula, printer: Printer[Piece]) -> list[Piece]:
    """The parts of a formula that may stand on different lines."""
    breaker = NumberBreaker if printer.substitute else Breaker
    return breaker(printer).visit(formula)


def fine_parts_of(
    formula: f.Formula, printer: Printer[Piece], is_wide: Callable[[f.Formula], bool]
) -> list[Piece]:
    """The same where some of these parts are too wide: also those of what else `is_wide`."""
    return FineBreaker(printer, is_wide).visit(formula) if is_wide(formula) else parts_of(formula, printer)
