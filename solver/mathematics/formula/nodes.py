"""The nodes of a formula: numbers, symbols, operations and functions, in the author's order.

The leaves may be arrays. An operation on arrays works element by element, except the matrix product and the
transpose, and what `solver.mathematics.formula.arrays` adds to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias, Union

from msgspec import Struct
from msgspec.structs import replace

from solver.errors import UndefinedError
from solver.mathematics import values
from solver.mathematics.formula.shapes import Shape, ShapeError, common_shape
from solver.mathematics.values import Multiple, Value

Operand: TypeAlias = Union["Formula", int, Fraction]

Rows: TypeAlias = tuple[tuple["Formula", ...], ...]
"""The entries of an array, row by row."""


class Formula(Struct, frozen=True):
    """Mathematics as it is written: an expression or a notation. Python's operators build larger ones."""

    def evaluate(self) -> Value:
        """The value of the expression.

        Raises:
            UndefinedError: a symbol has no value, or the operation is not defined, or it is a notation.
        """
        raise NotImplementedError

    def multiple(self) -> Multiple:
        """The value as a fraction times a number, for whoever adds such.

        Raises:
            UndefinedError: there is no value.
        """
        return values.ONE, self.evaluate()

    def children(self) -> tuple[Formula, ...]:
        return ()

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        """The same node over other children."""
        return self

    def is_array(self) -> bool:
        """Whether it stands for an array, as an operation on one does."""
        # Of every product it is asked.
        for child in self.children():  # noqa: SIM110  (a generator would take twice as long)
            if child.is_array():
                return True
        return False

    @property
    def shape(self) -> Shape | None:
        """The shape of an array, None of a number.

        Raises:
            ShapeError: its parts do not fit each other.
        """
        shapes = [shape for child in self.children() if (shape := child.shape)]
        return common_shape(shapes) if shapes else None

    def entries(self) -> Rows | None:
        """The formulas of the entries of an array, None of a number.

        A number, a single row and a single column among the parts are repeated, as NumPy does.

        Raises:
            ShapeError: its parts do not fit each other.
        """
        children = self.children()
        parts = [child.entries() for child in children]
        shapes = [(len(part), len(part[0])) for part in parts if part]
        if not shapes:
            return None
        if len(children) == 1:
            return tuple(tuple(self.rebuild((entry,)) for entry in row) for row in parts[0] or ())
        rows, columns = common_shape(shapes)
        spread = [_spread(*pair, rows, columns) for pair in zip(children, parts, strict=True)]
        return tuple(
            [
                tuple([self.rebuild(entries) for entries in zip(*lines, strict=True)])
                for lines in zip(*spread, strict=True)
            ]
        )

    @property
    def T(self) -> Formula:
        """The transpose."""
        return Transpose(self)

    def __matmul__(self, other: Formula) -> Formula:
        return MatMul(self, other)

    def __add__(self, other: Operand) -> Formula:
        left = self.terms if isinstance(self, Add) else (self,)
        return Add((*left, lift(other)))

    def __radd__(self, other: Operand) -> Formula:
        return lift(other) + self

    def __sub__(self, other: Operand) -> Formula:
        return self + Neg(lift(other))

    def __rsub__(self, other: Operand) -> Formula:
        return lift(other) - self

    def __mul__(self, other: Operand) -> Formula:
        left = self.factors if isinstance(self, Mul) else (self,)
        return Mul((*left, lift(other)))

    def __rmul__(self, other: Operand) -> Formula:
        return lift(other) * self

    def __truediv__(self, other: Operand) -> Formula:
        return Div(self, lift(other))

    def __rtruediv__(self, other: Operand) -> Formula:
        return Div(lift(other), self)

    def __pow__(self, other: Operand) -> Formula:
        return Pow(self, lift(other))

    def __neg__(self) -> Formula:
        return Neg(self)


class Expression(Formula, frozen=True):
    """What has a value, given those of its symbols."""


class Alias(Expression, frozen=True):
    """A way to write another expression, which is its only child and has its value."""

    def evaluate(self) -> Value:
        return self.children()[0].evaluate()

    def multiple(self) -> Multiple:
        return self.children()[0].multiple()

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return children[0]


class Notation(Formula, frozen=True):
    """What is shown and has no value of its own, such as a relation or words."""

    def evaluate(self) -> Value:
        raise UndefinedError(f"{type(self).__name__} has no value")


class Array(Formula, frozen=True):
    """Numbers in rows and columns. What stands for the whole array is an `Array`, or an operation on one."""

    def is_array(self) -> bool:
        return True

    def evaluate(self) -> Value:
        """The value of the only entry.

        Raises:
            UndefinedError: there are several.
        """
        rows = entries_of(self)
        if len(rows) > 1 or len(rows[0]) > 1:
            raise UndefinedError("an array has no single value")
        return rows[0][0].evaluate()


class Number(Expression, frozen=True):
    """A literal; `spelling` keeps how it was typed, such as 1e-8 or 0.50."""

    number: Value
    spelling: str = ""

    def evaluate(self) -> Value:
        return self.number

    def is_array(self) -> bool:
        return False


class Symbol(Expression, frozen=True, eq=False):
    """A named quantity, named as SymPy names them: mhat_1, beta_2, lambda.

    `spelling` is what a given was typed as, `origin` the formula that a result was computed from: symbols are
    equal whatever these are.
    """

    name: str
    value: Value | None = None
    spelling: Formula | None = None
    origin: Formula | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Symbol) and (self.name, self.value) == (other.name, other.value)

    def __hash__(self) -> int:
        return hash((self.name, self.value))

    def __repr__(self) -> str:
        return f"Symbol(name={self.name!r}, value={self.value!r}, spelling={self.spelling!r})"

    def is_array(self) -> bool:
        return False

    def evaluate(self) -> Value:
        if self.value is None:
            raise UndefinedError(f"{self.name} has no value")
        return self.value

    def renamed(self, name: str) -> Symbol:
        """The same quantity under another name."""
        return replace(self, name=name)

    def __int__(self) -> int:
        return int(self.evaluate())

    def __float__(self) -> float:
        return float(self.evaluate())


class Add(Expression, frozen=True):
    """A sum; a term that is subtracted is a Neg."""

    terms: tuple[Formula, ...]

    def evaluate(self) -> Value:
        return values.total([term.multiple() for term in self.terms])

    def children(self) -> tuple[Formula, ...]:
        return self.terms

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Add(tuple(children))


class Mul(Expression, frozen=True):
    """A product."""

    factors: tuple[Formula, ...]

    def evaluate(self) -> Value:
        result = self.factors[0].evaluate()
        for factor in self.factors[1:]:
            result = values.multiply(result, factor.evaluate())
        return result

    def multiple(self) -> Multiple:
        return values.multiple([factor.evaluate() for factor in self.factors])

    def children(self) -> tuple[Formula, ...]:
        return self.factors

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Mul(tuple(children))


class Neg(Expression, frozen=True):
    """The negative of a formula."""

    operand: Formula

    def evaluate(self) -> Value:
        return -self.operand.evaluate()

    def multiple(self) -> Multiple:
        factor, number = self.operand.multiple()
        return values.MINUS_ONE if factor is values.ONE else -factor, number

    def children(self) -> tuple[Formula, ...]:
        return (self.operand,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Neg(children[0])


class Div(Expression, frozen=True):
    """A quotient, shown as a fraction."""

    numerator: Formula
    denominator: Formula

    def evaluate(self) -> Value:
        return values.divide(self.numerator.evaluate(), self.denominator.evaluate())

    def children(self) -> tuple[Formula, ...]:
        return (self.numerator, self.denominator)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Div(*children)


class Pow(Expression, frozen=True):
    """A power."""

    base: Formula
    exponent: Formula

    def evaluate(self) -> Value:
        return values.power(self.base.evaluate(), self.exponent.evaluate())

    def children(self) -> tuple[Formula, ...]:
        return (self.base, self.exponent)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Pow(*children)


class MatMul(Array, frozen=True):
    """The matrix product."""

    left: Formula
    right: Formula

    @property
    def shape(self) -> Shape:
        left, right = self.left.shape, self.right.shape
        if not left or not right or left[1] != right[0]:
            raise ShapeError(f"no product of {left} and {right}")
        return left[0], right[1]

    def entries(self) -> Rows:
        left, right = entries_of(self.left), entries_of(self.right)
        if len(left[0]) != len(right):
            raise ShapeError(f"no product of {len(left[0])} columns and {len(right)} rows")
        columns = list(zip(*right, strict=True))
        return tuple(tuple(_inner(row, column) for column in columns) for row in left)

    def children(self) -> tuple[Formula, ...]:
        return (self.left, self.right)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return MatMul(*children)


class Transpose(Array, frozen=True):
    """The transpose of an array."""

    operand: Formula

    @property
    def shape(self) -> Shape | None:
        shape = self.operand.shape
        return shape and (shape[1], shape[0])

    def entries(self) -> Rows:
        return tuple(zip(*entries_of(self.operand), strict=True))

    def children(self) -> tuple[Formula, ...]:
        return (self.operand,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Transpose(children[0])


def lift(operand: Operand) -> Formula:
    """A formula from a formula or an exact number. Binary floats are refused."""
    if isinstance(operand, Formula):
        return operand
    if type(operand) is int:
        return _whole(operand)
    if isinstance(operand, Fraction):
        return Number(operand)
    if isinstance(operand, float):
        raise TypeError("a binary float has no place in a formula; use a Fraction")
    return Number(Fraction(operand))


@lru_cache(maxsize=1024)
def _whole(number: int) -> Number:
    """A whole number; the factors, powers and indices of formulas are small ones."""
    return Number(Fraction(number))


def entries_of(formula: Formula) -> Rows:
    """The entries of an array; a number is an array of one."""
    return formula.entries() or ((formula,),)


def _spread(formula: Formula, entries: Rows | None, rows: int, columns: int) -> Rows:
    """The entries in so many rows and columns, over which a number or a single line is repeated."""
    lines = entries or ((formula,),)
    if len(lines[0]) < columns:
        lines = tuple([line * columns for line in lines])
    return lines if len(lines) == rows else lines * rows


def _inner(row: Sequence[Formula], column: Sequence[Formula]) -> Formula:
    products = tuple([Mul(pair) for pair in zip(row, column, strict=True)])
    return products[0] if len(products) == 1 else Add(products)
