"""Where brackets, signs and multiplication dots go, whatever the notation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import ClassVar, Generic, NamedTuple, TypeVar

from solver.mathematics import formula as f
from solver.mathematics.decimals import Numeral, decimal_numeral, fraction_numeral, spelled_numeral
from solver.mathematics.values import Value, is_complex, parts
from solver.rendering.printing.names import Name, parse_name

Piece = TypeVar("Piece")


class Level(IntEnum):
    """How tightly a printed piece holds together."""

    SUM = 1
    PRODUCT = 2
    FRACTION = 3
    POWER = 4
    ATOM = 5


class Shown(NamedTuple, Generic[Piece]):
    """A printed piece and what its neighbors must know of it."""

    piece: Piece
    level: Level
    digit_first: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers are shown: significant digits, or fractions and roots instead.

    `hidden` names the quantities and answers whose values are left blank.
    """

    digits: int = 4
    exact: bool = False
    hidden: frozenset[str] = frozenset()


class Printer(ABC, Generic[Piece]):
    """Prints formulas; with `substitute`, each symbol as its value.

    `rounded` tells afterwards whether any number that was printed had been rounded.
    """

    flat: ClassVar[bool] = True
    dots: ClassVar[bool] = True
    brackets: ClassVar[dict[str, tuple[str, str]]] = {"()": ("(", ")"), "{}": ("{", "}")}
    """Opening and closing brackets that may stand on different lines."""
    operators: ClassVar[dict[str, str]]

    def __init__(self, style: Style, *, substitute: bool = False) -> None:
        self.style = style
        self.substitute = substitute
        self.rounded = False

    def print(self, formula: f.Formula) -> Piece:
        return self.visit(formula).piece

    def visit(self, formula: f.Formula) -> Shown[Piece]:
        method = getattr(self, f"visit_{type(formula).__name__}")
        shown: Shown[Piece] = method(formula)
        return shown

    # What a notation has to say

    @abstractmethod
    def join(self, parts: Sequence[Piece]) -> Piece: ...

    @abstractmethod
    def token(self, text: str) -> Piece:
        """A piece of notation that is the printer's own, not an author's or a user's."""

    @abstractmethod
    def words(self, text: str) -> Piece:
        """Upright text, with everything escaped that the notation would interpret."""

    @abstractmethod
    def bracket(self, piece: Piece, pair: str = "()") -> Piece: ...

    @abstractmethod
    def fraction(self, numerator: Piece, denominator: Piece) -> Piece: ...

    def ratio(self, numerator: str, denominator: str) -> Piece:
        """A fraction of two whole numbers."""
        return self.fraction(self.token(numerator), self.token(denominator))

    @abstractmethod
    def power(self, base: Piece, exponent: Piece) -> Piece: ...

    @abstractmethod
    def root(self, piece: Piece) -> Piece: ...

    @abstractmethod
    def function(self, name: str, arguments: Piece) -> Piece: ...

    @abstractmethod
    def total(self, index: str, lower: Piece, upper: Piece, body: Piece) -> Piece: ...

    @abstractmethod
    def integral(self, variable: Piece, lower: Piece, upper: Piece, body: Piece) -> Piece: ...

    @abstractmethod
    def table(self, rows: Sequence[Sequence[Piece]], pair: str) -> Piece: ...

    def split(self, piece: Piece, room: int) -> list[Piece]:
        """A piece that is too wide and cannot be broken where mathematics allows it."""
        return [piece]

    def table_parts(self, rows: Sequence[Sequence[Piece]], pair: str) -> list[Piece]:
        """A table in parts that may stand on different lines."""
        return [self.table(rows, pair)]

    @abstractmethod
    def identifier(self, name: Name) -> Piece: ...

    # Numbers and names

    def number(self, value: Value) -> Shown[Piece]:
        if is_complex(value):
            return self.complex_number(value)
        if self.style.exact and isinstance(value, Fraction):
            return self.numeral(fraction_numeral(value))
        return self.numeral(decimal_numeral(value, self.style.digits))

    def complex_number(self, value: Value) -> Shown[Piece]:
        real, imaginary = map(f.Number, parts(value))
        multiple = f.Mul((imaginary if imaginary.number > 0 else f.Number(-imaginary.number), f.Symbol("i")))
        if real.number == 0:
            return self.visit(multiple if imaginary.number > 0 else -multiple)
        return self.visit(real + multiple if imaginary.number > 0 else real - multiple)

    def numeral(self, numeral: Numeral) -> Shown[Piece]:
        self.rounded |= not numeral.exact
        negative = numeral.negative
        body = numeral.digits.removeprefix("-")
        if body == "inf":
            shown = Shown(self.operator("infinity"), Level.ATOM)
        elif numeral.denominator:
            level = Level.PRODUCT if self.flat else Level.FRACTION
            piece = self.ratio(body, numeral.denominator)
            shown = Shown(piece, level, digit_first=True)
        elif numeral.exponent:
            shown = self.scientific(body, numeral.exponent)
        else:
            shown = Shown(self.token(body), Level.ATOM, digit_first=True)
        if not negative:
            return shown
        piece = self.join([self.operator("minus sign"), shown.piece])
        return Shown(piece, Level.SUM, digit_first=True, negative=True)

    def scientific(self, digits: str, exponent: str) -> Shown[Piece]:
        sign = [self.operator("minus sign")] if exponent.startswith("-") else []
        raised = self.join([*sign, self.token(exponent.removeprefix("-"))])
        power = self.power(self.token("10"), raised)
        if digits == "1":
            return Shown(power, Level.POWER, digit_first=True)
        parts = [self.token(digits), self.operator("cross"), power]
        return Shown(self.join(parts), Level.PRODUCT, digit_first=True)

    def operator(self, name: str) -> Piece:
        return self.token(self.operators[name])

    def visit_Number(self, formula: f.Number) -> Shown[Piece]:
        if formula.spelling:
            return self.numeral(spelled_numeral(formula.spelling))
        return self.number(formula.number)

    def visit_Symbol(self, formula: f.Symbol) -> Shown[Piece]:
        if not self.substitute or formula.value is None:
            return Shown(self.identifier(parse_name(formula.name)), Level.ATOM)
        if formula.name in self.style.hidden:
            return self.visit(f.Blank())
        if formula.spelling is not None:
            return self.visit(formula.spelling)
        closed = self.in_closed_form(formula)
        return self.number(formula.value) if closed is None else self.visit(closed)

    def in_closed_form(self, formula: f.Symbol) -> f.Formula | None:
        """What stands for the value of a symbol where roots and logarithms are shown."""
        irrational = formula.value is not None and not isinstance(formula.value, Fraction)
        wanted = self.substitute and self.style.exact and formula.spelling is None
        wanted &= formula.name not in self.style.hidden
        return f.closed_form(formula) if wanted and irrational else None

    def visit_Blank(self, formula: f.Blank) -> Shown[Piece]:
        return Shown(self.join([self.operator("blank")] * formula.width), Level.ATOM, digit_first=True)

    def visit_Text(self, formula: f.Text) -> Shown[Piece]:
        return Shown(self.words(formula.words), Level.ATOM)

    # Operations

    def visit_Add(self, formula: f.Add) -> Shown[Piece]:
        first = self.visit(formula.terms[0])
        parts = [first.piece]
        for term in formula.terms[1:]:
            parts += self.added(term)
        return Shown(self.join(parts), Level.SUM, first.digit_first)

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
        bare = shown.level >= Level.PRODUCT and not shown.negative
        return shown.piece if bare else self.bracket(shown.piece)

    def visit_Neg(self, formula: f.Neg) -> Shown[Piece]:
        piece = self.join([self.operator("minus sign"), self.summand(formula.operand)])
        return Shown(piece, Level.SUM, digit_first=True, negative=True)

    def visit_Mul(self, formula: f.Mul) -> Shown[Piece]:
        return self.product(formula, signed=True)

    def product(self, formula: f.Mul, *, signed: bool) -> Shown[Piece]:
        """The factors; a negative first one goes without brackets where it may be `signed`."""
        parts: list[Piece] = []
        digit_first = negative = left_is_number = False
        for position, factor in enumerate(formula.factors):
            shown = self.visit(factor)
            leading = position == 0 and shown.negative
            negative |= leading
            bare = signed if leading else shown.level >= Level.PRODUCT and not shown.negative
            last = position == len(formula.factors) - 1
            bare &= not (isinstance(factor, f.Total) and not last)
            bare &= not (self.flat and position > 0 and isinstance(factor, f.Div))
            if position == 0:
                digit_first = shown.digit_first
            else:
                dotted = self.dots or shown.digit_first or (left_is_number and not bare)
                parts.append(self.operator("times" if dotted else "adjacent"))
            parts.append(shown.piece if bare else self.bracket(shown.piece))
            left_is_number = shown.digit_first
        return Shown(self.join(parts), Level.PRODUCT, digit_first, negative)

    def visit_Div(self, formula: f.Div) -> Shown[Piece]:
        if not self.flat:
            top, bottom = self.print(formula.numerator), self.print(formula.denominator)
            return Shown(self.fraction(top, bottom), Level.FRACTION)
        numerator = self.visit(formula.numerator)
        bare = numerator.level >= Level.PRODUCT or numerator.negative
        top = numerator.piece if bare else self.bracket(numerator.piece)
        bottom = self.enclosed(formula.denominator, Level.FRACTION)
        return Shown(self.fraction(top, bottom), Level.PRODUCT, numerator.digit_first, numerator.negative)

    def visit_Pow(self, formula: f.Pow) -> Shown[Piece]:
        base = self.visit(formula.base)
        bare = base.level >= Level.ATOM
        lower = base.piece if bare else self.bracket(base.piece)
        upper = self.enclosed(formula.exponent, Level.ATOM if self.flat else Level.SUM)
        return Shown(self.power(lower, upper), Level.POWER, base.digit_first and bare)

    def visit_Call(self, formula: f.Call) -> Shown[Piece]:
        special = getattr(self, f"call_{formula.function.name}", None)
        if special is not None:
            shown: Shown[Piece] = special(*formula.arguments)
            return shown
        inside = self.listing(formula.arguments)
        return Shown(self.function(formula.function.name, inside), Level.ATOM)

    def call_sqrt(self, operand: f.Formula) -> Shown[Piece]:
        return Shown(self.root(self.print(operand)), Level.ATOM)

    def call_exp(self, operand: f.Formula) -> Shown[Piece]:
        exponent = self.enclosed(operand, Level.ATOM if self.flat else Level.SUM)
        return Shown(self.power(self.token("e"), exponent), Level.POWER)

    def call_abs(self, operand: f.Formula) -> Shown[Piece]:
        return Shown(self.bracket(self.print(operand), "||"), Level.ATOM)

    def call_floor(self, operand: f.Formula) -> Shown[Piece]:
        return Shown(self.bracket(self.print(operand), "⌊⌋"), Level.ATOM)

    def call_ceil(self, operand: f.Formula) -> Shown[Piece]:
        return Shown(self.bracket(self.print(operand), "⌈⌉"), Level.ATOM)

    def call_step(self, operand: f.Formula, threshold: f.Formula) -> Shown[Piece]:
        inside = self.print(f.Relation(operand, ">=", threshold))
        return Shown(self.function("step", inside), Level.ATOM)

    def call_strict_step(self, operand: f.Formula, threshold: f.Formula) -> Shown[Piece]:
        inside = self.print(f.Relation(operand, ">", threshold))
        return Shown(self.function("step", inside), Level.ATOM)

    def visit_Total(self, formula: f.Total) -> Shown[Piece]:
        if self.substitute:
            return self.visit(formula.expanded)
        body = self.enclosed(formula.body, Level.PRODUCT)
        limits = self.print(formula.lower), self.print(formula.upper)
        return Shown(self.total(formula.index, *limits, body), Level.PRODUCT)

    def visit_Integral(self, formula: f.Integral) -> Shown[Piece]:
        body = self.enclosed(formula.integrand, Level.PRODUCT)
        limits = self.print(formula.lower), self.print(formula.upper)
        return Shown(self.integral(self.print(formula.variable), *limits, body), Level.PRODUCT)

    def visit_Convention(self, formula: f.Convention) -> Shown[Piece]:
        return self.visit(formula.form)

    def visit_Coordinates(self, formula: f.Coordinates) -> Shown[Piece]:
        pair = "{}" if formula.braces else "()"
        return Shown(self.bracket(self.listing(formula.items), pair), Level.ATOM)

    def visit_Matrix(self, formula: f.Matrix) -> Shown[Piece]:
        rows = [[self.print(entry) for entry in row] for row in formula.rows]
        return Shown(self.table(rows, "||" if formula.bars else "[]"), Level.ATOM)

    def visit_Relation(self, formula: f.Relation) -> Shown[Piece]:
        sides = [self.print(formula.left), self.operator(formula.sign), self.print(formula.right)]
        return Shown(self.join(sides), Level.SUM)

    def enclosed(self, formula: f.Formula, least: Level) -> Piece:
        """The formula in brackets unless it holds together at least as tightly as `least`."""
        shown = self.visit(formula)
        return shown.piece if shown.level >= least else self.bracket(shown.piece)

    def listing(self, items: Sequence[f.Formula]) -> Piece:
        parts: list[Piece] = []
        for position, item in enumerate(items):
            if position:
                parts.append(self.operator("comma"))
            parts.append(self.print(item))
        return self.join(parts)
