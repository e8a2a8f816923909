"""Where brackets, signs and multiplication dots go, whatever the notation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from solver.mathematics import formula as f
from solver.mathematics.values import is_exact
from solver.rendering.printing.names import parse_name, split_greek
from solver.rendering.printing.numbers import NumberPrinter
from solver.rendering.printing.pieces import ATOM, FRACTION, POWER, PRODUCT, SUM, Level, Piece, Shown
from solver.rendering.printing.style import Style

EXP = f.Prefix("exp")
"""How an exponential of a whole array is written: it would be small as an exponent."""


class Printer(NumberPrinter[Piece]):
    """Prints formulas; with `substitute`, each symbol as its value."""

    @property
    def separator(self) -> Piece:
        """What stands between the items of a list: no comma where there is one in numbers."""
        return self.operator("semicolon" if self.style.decimal_comma else "comma")

    def print(self, formula: f.Formula) -> Piece:
        shown: Shown[Piece] = self.methods[type(formula)](self, formula)
        return shown.piece

    def reprint(self, formula: f.Formula, plain: str) -> Piece:
        """A formula of which the plain form, with the same style, is known."""
        return self.print(formula)

    # Names

    def visit_Symbol(self, formula: f.Symbol) -> Shown[Piece]:
        if not self.substitute or formula.value is None:
            return _named(type(self), formula.name)
        if formula.name in self.style.hidden:
            return self.visit(f.Blank())
        if formula.spelling is not None:
            return self.visit(formula.spelling)
        closed = self.in_closed_form(formula) if self.style.exact else None
        return self.number(formula.value) if closed is None else self.visit(closed)

    def in_closed_form(self, formula: f.Symbol) -> f.Formula | None:
        """What stands for the value of a symbol where roots and logarithms are shown."""
        if not (self.substitute and self.style.exact) or formula.name in self.style.hidden:
            return None
        value = formula.value
        is_irrational = value is not None and not is_exact(value)
        return f.closed_form(formula) if is_irrational and formula.spelling is None else None

    def visit_Blank(self, formula: f.Blank) -> Shown[Piece]:
        return Shown(self.join([self.operator("blank")] * formula.width), ATOM, digit_first=True)

    def visit_Text(self, formula: f.Text) -> Shown[Piece]:
        return Shown(self.words(formula.words), ATOM)

    # Operations

    def visit_Add(self, formula: f.Add) -> Shown[Piece]:
        first = self.visit(formula.terms[0])
        parts = [first.piece]
        for term in formula.terms[1:]:
            parts += self.added(term)
        return Shown(self.join(parts), SUM, first.digit_first)

    def added(self, term: f.Formula) -> list[Piece]:
        """A term behind the first, with its sign."""
        if isinstance(term, f.Neg):
            return [self.operator("minus"), self.summand(term.operand)]
        return [self.operator("plus"), self.summand(term)]

    def summand(self, formula: f.Formula) -> Piece:
        """A term behind a sign: a sum is put in brackets, and so is what has a sign of its own."""
        shown = self.visit(formula)
        if isinstance(formula, f.Mul) and shown.negative:
            return self.product(formula, signed=False).piece
        bare = shown.level >= PRODUCT and not shown.negative
        return shown.piece if bare else self.bracket(shown.piece)

    def visit_Neg(self, formula: f.Neg) -> Shown[Piece]:
        piece = self.join([self.operator("minus sign"), self.summand(formula.operand)])
        return Shown(piece, SUM, digit_first=True, negative=True)

    def visit_Mul(self, formula: f.Mul) -> Shown[Piece]:
        return self.product(formula, signed=True)

    def product(self, formula: f.Mul, *, signed: bool) -> Shown[Piece]:
        """The factors; a negative first one goes without brackets where it may be `signed`."""
        found = self.factors(formula, signed=signed)
        parts: list[Piece] = []
        for sign, shown, bare in found:
            if sign:
                parts.append(self.operator(sign))
            parts.append(shown.piece if bare else self.bracket(shown.piece))
        first = found[0][1]
        return Shown(self.join(parts), PRODUCT, first.digit_first, first.negative)

    def factors(self, formula: f.Mul, *, signed: bool = True) -> list[tuple[str, Shown[Piece], bool]]:
        """For each factor the sign before it, its piece, and whether it goes without brackets."""
        found: list[tuple[str, Shown[Piece], bool]] = []
        before: Shown[Piece] | None = None
        are_arrays = list(map(_has_entries, formula.factors))
        several = are_arrays.count(True) > 1
        are_words = list(map(_is_word, formula.factors))
        for position, factor in enumerate(formula.factors):
            shown = self.visit(factor)
            leading = before is None and shown.negative
            bare = signed if leading else shown.level >= PRODUCT and not shown.negative
            if bare and shown.level < POWER:
                bare = not self._needs_fences(formula, position, several=several)
            if before is None:
                sign = ""
            elif several and are_arrays[position] and any(are_arrays[:position]):
                sign = "entrywise times"
            elif are_words[position - 1] and are_words[position]:
                sign = "times"
            else:
                sign = self._sign_between(before, shown, bare=bare)
            found.append((sign, shown, bare))
            before = shown
        return found

    def _needs_fences(self, formula: f.Mul, position: int, *, several: bool) -> bool:
        """Whether a factor would be misread without brackets, whatever its level; `several` are arrays."""
        factor = formula.factors[position]
        is_open_sum = isinstance(factor, f.Total) and position < len(formula.factors) - 1
        is_on_a_line = isinstance(factor, f.Div) and (self.flat or self._is_entrywise(factor))
        is_later_quotient = position > 0 and is_on_a_line
        return is_open_sum or is_later_quotient or (isinstance(factor, f.MatMul) and several)

    def _sign_between(self, left: Shown[Piece], right: Shown[Piece], *, bare: bool) -> str:
        """The sign between two factors: none but where digits would meet."""
        meet = right.digit_first or (left.digit_first and (right.is_number_over or not bare))
        dotted = self.dots or meet
        return "times" if dotted else "adjacent"

    def visit_Div(self, formula: f.Div) -> Shown[Piece]:
        if self._is_entrywise(formula):
            sides = [self.enclosed(side, FRACTION) for side in formula.children()]
            return Shown(self.join([sides[0], self.operator("entrywise over"), sides[1]]), PRODUCT)
        if formula.numerator.is_array() and not formula.denominator.is_array():
            # An array would come out small, or tower over its fraction line.
            return self.visit(f.Mul((f.Div(f.lift(1), formula.denominator), formula.numerator)))
        if not self.flat:
            above, bottom = self.visit(formula.numerator), self.print(formula.denominator)
            return Shown(self.fraction(above.piece, bottom), FRACTION, is_number_over=above.digit_first)
        numerator = self.visit(formula.numerator)
        # The sum of parts over n, and the parts over n in a sum, are not told apart without brackets.
        is_sum = isinstance(formula.numerator, f.Total) and not self.substitute
        bare = (numerator.level >= PRODUCT or numerator.negative) and not is_sum
        top = numerator.piece if bare else self.bracket(numerator.piece)
        bottom = self.enclosed(formula.denominator, FRACTION)
        return Shown(self.fraction(top, bottom), PRODUCT, numerator.digit_first, numerator.negative)

    def _is_entrywise(self, formula: f.Div) -> bool:
        """Whether a quotient stands on a line, with a sign for its entries, in place of a fraction."""
        return self.substitute and formula.denominator.is_array()

    def visit_Pow(self, formula: f.Pow) -> Shown[Piece]:
        base = self.visit(formula.base)
        bare = base.level >= ATOM
        lower = base.piece if bare else self.bracket(base.piece)
        return Shown(self.power(lower, self.exponent(formula.exponent)), POWER, base.digit_first and bare)

    def exponent(self, formula: f.Formula) -> Piece:
        """What is raised, with brackets where they tell that it belongs together."""
        return self.enclosed(formula, ATOM if self.flat else SUM)

    def visit_Call(self, formula: f.Call) -> Shown[Piece]:
        notation = formula.function.notation
        shown: Shown[Piece] = self.methods[type(notation)](self, notation, *formula.arguments)
        return shown

    def applied(self, name: f.Prefix, arguments: Sequence[f.Formula]) -> Piece:
        """A function before its arguments; one that has brackets of its own gets no second ones."""
        if len(arguments) == 1:
            shown = self.visit(arguments[0])
            return self.function(name, shown.piece if shown.is_boxed else self.bracket(shown.piece))
        return self.function(name, self.bracket(self.listing(arguments)))

    def visit_Prefix(self, notation: f.Prefix, *arguments: f.Formula) -> Shown[Piece]:
        return Shown(self.applied(notation, arguments), ATOM)

    def visit_Quantity(self, notation: f.Quantity, *arguments: f.Formula) -> Shown[Piece]:
        name = self.print(f.Symbol(notation.name))
        return Shown(self.close_before(name, self.bracket(self.listing(arguments))), ATOM)

    def visit_Condition(self, notation: f.Condition, left: f.Formula, right: f.Formula) -> Shown[Piece]:
        inside = self.print(f.Relation(left, notation.sign, right))
        return Shown(self.function(notation.prefix, self.bracket(inside)), ATOM)

    def visit_Root(self, notation: f.Root, operand: f.Formula) -> Shown[Piece]:
        return Shown(self.root(self.print(operand)), ATOM)

    def visit_Exponential(self, notation: f.Exponential, operand: f.Formula) -> Shown[Piece]:
        if operand.is_array():
            return Shown(self.applied(EXP, [operand]), ATOM)
        return Shown(self.power(self.token("e"), self.exponent(operand)), POWER)

    def visit_Fences(self, notation: f.Fences, operand: f.Formula) -> Shown[Piece]:
        return Shown(self.bracket(self.print(operand), notation.pair), ATOM)

    def visit_Total(self, formula: f.Total) -> Shown[Piece]:
        if self.substitute:
            return self.visit(formula.expanded)
        body = self.enclosed(formula.body, PRODUCT)
        limits = self.print(formula.lower), self.print(formula.upper)
        return Shown(self.total(formula.index, *limits, body), PRODUCT)

    def visit_Factorial(self, formula: f.Factorial) -> Shown[Piece]:
        operand = self.visit(formula.operand)
        bare = operand.level >= ATOM
        piece = operand.piece if bare else self.bracket(operand.piece)
        return Shown(self.join([piece, self.token("!")]), POWER, operand.digit_first and bare)

    def visit_Integral(self, formula: f.Integral) -> Shown[Piece]:
        body = self.enclosed(formula.integrand, PRODUCT)
        limits = self.print(formula.lower), self.print(formula.upper)
        return Shown(self.integral(self.print(formula.variable), *limits, body), PRODUCT)

    def visit_Convention(self, formula: f.Convention) -> Shown[Piece]:
        return self.visit(formula.form)

    def visit_Coordinates(self, formula: f.Coordinates) -> Shown[Piece]:
        pair = "{}" if formula.braces else "()"
        return Shown(self.bracket(self.listing(formula.items), pair), ATOM)

    def visit_Matrix(self, formula: f.Matrix) -> Shown[Piece]:
        rows = [[self.print(entry) for entry in row] for row in formula.rows]
        return Shown(self.table(rows, "||" if formula.bars else "[]"), ATOM)

    # Arrays

    def visit_Tensor(self, formula: f.Tensor) -> Shown[Piece]:
        if formula.name and not self.substitute:
            return _named(type(self), formula.name)
        rows = formula.rows
        if formula.shape == (1, 1):
            return self.visit(rows[0][0])
        entries = [[self.print(entry) for entry in row] for row in rows]
        piece = self.vector([row[0] for row in entries]) if formula.is_vector else self.table(entries, "[]")
        return Shown(piece, ATOM, is_boxed=True)

    def visit_MatMul(self, formula: f.MatMul) -> Shown[Piece]:
        dotted = self.dots or self.visit(formula.right).digit_first
        sign = self.operator("times" if dotted else "adjacent")
        left = self.visit(formula.left).piece if _is_product(formula.left) else self.factor(formula.left)
        return Shown(self.join([left, sign, self.factor(formula.right)]), PRODUCT)

    def factor(self, formula: f.Formula) -> Piece:
        """A factor of a matrix product: all but the names and entries of arrays in brackets."""
        return self.enclosed(formula, POWER)

    def visit_Transpose(self, formula: f.Transpose) -> Shown[Piece]:
        if self.substitute:
            return self.visit(f.Tensor("", f.entries_of(formula)))
        base = self.enclosed(formula.operand, ATOM)
        return Shown(self.power(base, self.operator("transpose")), POWER)

    def visit_Stacked(self, formula: f.Stacked) -> Shown[Piece]:
        if self.substitute:
            return self.visit(f.Tensor("", f.entries_of(formula)))
        return Shown(self.vector([self.print(part) for part in formula.parts]), ATOM, is_boxed=True)

    def visit_ArrayCall(self, formula: f.ArrayCall) -> Shown[Piece]:
        return Shown(self.applied(formula.function.notation, [formula.operand]), ATOM)

    def visit_Reduced(self, formula: f.Reduced) -> Shown[Piece]:
        if self.substitute:
            return self.visit(formula.expanded)
        shown: Shown[Piece] = self.methods[type(formula.notation)](self, formula.notation, formula.operand)
        return shown

    def visit_EntryOf(self, formula: f.EntryOf) -> Shown[Piece]:
        return self.visit(formula.formula)

    def visit_Relation(self, formula: f.Relation) -> Shown[Piece]:
        sides = [self.print(formula.left), self.operator(formula.sign), self.print(formula.right)]
        is_product = formula.sign == "entrywise times"
        return Shown(self.join(sides), PRODUCT if is_product else SUM)

    def enclosed(self, formula: f.Formula, least: Level) -> Piece:
        """The formula in brackets unless it holds together at least as tightly as `least`."""
        shown = self.visit(formula)
        return shown.piece if shown.level >= least else self.bracket(shown.piece)

    def listing(self, items: Sequence[f.Formula]) -> Piece:
        parts: list[Piece] = []
        for position, item in enumerate(items):
            if position:
                parts.append(self.separator)
            parts.append(self.print(item))
        return self.join(parts)


def _is_word(factor: f.Formula) -> bool:
    """Whether it is a name of several letters: two of them side by side would be read as one."""
    return isinstance(factor, f.Symbol) and len(split_greek(parse_name(factor.name).base)[1]) > 1


@lru_cache(maxsize=4096)
def _named(printer: type[Printer[Any]], name: str) -> Shown[Any]:
    """A name in a notation: the same whatever the style of numbers."""
    return Shown(printer(Style()).identifier(parse_name(name)), ATOM)


def _has_entries(formula: f.Formula) -> bool:
    """Whether it is an array of several entries."""
    return formula.is_array() and formula.shape != (1, 1)


def _is_product(formula: f.Formula) -> bool:
    """Whether a left factor of a matrix product needs no brackets: a product, or a number times an array."""
    if isinstance(formula, f.Mul):
        return sum(map(_has_entries, formula.factors)) < 2
    return isinstance(formula, f.MatMul)
