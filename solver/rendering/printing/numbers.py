"""How numbers are written, whatever the notation."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.decimals import Numeral, SameValue, decimal_numeral, fraction_numeral, spelled_numeral
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value, is_complex, is_infinite
from solver.rendering.printing.pieces import ATOM, FRACTION, POWER, PRODUCT, SUM, Piece, Shown
from solver.rendering.printing.primitives import Primitives
from solver.rendering.printing.style import Style


class NumberPrinter(Visitor[Shown[Piece]], Primitives[Piece]):
    """Prints numbers; with `substitute`, each symbol as its value.

    `rounded` tells afterwards whether any number that was printed had been rounded.
    """

    typeset: ClassVar[bool] = True
    """Whether its pieces are the source of what comes out, which does not tell how wide that is."""

    flat: ClassVar[bool] = True
    dots: ClassVar[bool] = True

    def __init__(self, style: Style, *, substitute: bool = False) -> None:
        self.style = style
        self.substitute = substitute
        self.rounded = False

    def number(self, value: Value) -> Shown[Piece]:
        style = self.style
        if type(value) is Fraction:
            digits = None if style.exact and values.is_short(value) else style.digits
            ratio = value.as_integer_ratio()
            shown, is_whole = _fraction(type(self), digits, style.decimal_comma, *ratio)
            if not is_whole:
                self.rounded = True
            return shown
        found = _inexact(type(self), style.digits, style.decimal_comma, SameValue(value))
        if found is None:
            return self.complex_number(value)
        shown, is_whole = found
        if not is_whole:
            self.rounded = True
        return shown

    def complex_number(self, value: Value) -> Shown[Piece]:
        real, imaginary = map(f.Number, values.parts(value))
        multiple = f.Mul((imaginary if imaginary.number > 0 else f.Number(-imaginary.number), f.Symbol("i")))
        if real.number == 0:
            return self.visit(multiple if imaginary.number > 0 else -multiple)
        return self.visit(real + multiple if imaginary.number > 0 else real - multiple)

    def numeral(self, numeral: Numeral) -> Shown[Piece]:
        self.rounded |= not numeral.exact
        negative = numeral.negative
        body = numeral.digits[negative:]
        if body == "inf":
            shown = Shown(self.operator("infinity"), ATOM)
        elif numeral.denominator:
            level = PRODUCT if self.flat else FRACTION
            piece = self.ratio(body, numeral.denominator)
            shown = Shown(piece, level, digit_first=True)
        elif numeral.exponent:
            shown = self.scientific(body, numeral.exponent)
        else:
            shown = Shown(self.figures(body), ATOM, digit_first=True)
        if not negative:
            return shown
        piece = self.join([self.operator("minus sign"), shown.piece])
        return Shown(piece, SUM, digit_first=True, negative=True)

    def scientific(self, digits: str, exponent: str) -> Shown[Piece]:
        sign = [self.operator("minus sign")] if exponent.startswith("-") else []
        raised = self.join([*sign, self.token(exponent.removeprefix("-"))])
        power = self.power(self.token("10"), raised)
        if digits == "1":
            return Shown(power, POWER, digit_first=True)
        parts = [self.figures(digits), self.operator("cross"), power]
        return Shown(self.join(parts), PRODUCT, digit_first=True)

    def figures(self, digits: str) -> Piece:
        """The digits of a number, with the sign for decimals that is wanted."""
        if not self.style.decimal_comma or "." not in digits:
            return self.token(digits)
        return self.with_comma(digits.replace(".", ","))

    def with_comma(self, digits: str) -> Piece:
        """A number with a decimal comma."""
        return self.token(digits)

    def visit_Number(self, formula: f.Number) -> Shown[Piece]:
        if formula.spelling:
            return _spelled(type(self), self.style.decimal_comma, formula.spelling)
        return self.number(formula.number)


@lru_cache(maxsize=4096)
def _spelled(printer: type[NumberPrinter[Any]], decimal_comma: bool, text: str) -> Shown[Any]:
    """A number as its author spelled it, in a notation."""
    return printer(Style(decimal_comma=decimal_comma)).numeral(spelled_numeral(text))


@lru_cache(maxsize=4096)
def _fraction(
    printer: type[NumberPrinter[Any]],
    digits: int | None,
    decimal_comma: bool,
    numerator: int,
    denominator: int,
) -> tuple[Shown[Any], bool]:
    """A rational number in a notation, as a decimal where digits are told, and whether nothing was rounded.

    Whole numbers are found faster than a fraction is.
    """
    value = Fraction(numerator, denominator)
    numeral = fraction_numeral(value) if digits is None else decimal_numeral(value, digits)
    return printer(Style(decimal_comma=decimal_comma)).numeral(numeral), numeral.exact


@lru_cache(maxsize=512)
def _inexact(
    printer: type[NumberPrinter[Any]], digits: int, decimal_comma: bool, same: SameValue
) -> tuple[Shown[Any], bool] | None:
    """A number that is no fraction, as a decimal, and whether nothing was rounded; nothing for a complex one.

    A page shows it in its own line, and where it is put in.
    """
    if is_complex(same.value):
        return None
    numeral = decimal_numeral(same.value, digits)
    return printer(Style(decimal_comma=decimal_comma)).numeral(numeral), is_infinite(same.value)
