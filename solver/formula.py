"""Formulas as their author wrote them: a small expression tree that keeps every order.

A worked solution shows the same formula several times, with symbols, with numbers, and with its
operands worked out, in four notations. SymPy rearranges what it builds, so the tree that is shown
is this one; `solver.algebra` hands it to SymPy wherever there is algebra to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias, Union

from solver import values
from solver.errors import UndefinedError
from solver.values import Value

Operand: TypeAlias = Union["Formula", int, Fraction]


class Formula:
    """A mathematical expression. Python's operators build larger ones."""

    __slots__ = ()

    def evaluate(self) -> Value:
        """The value of the expression.

        Raises:
            UndefinedError: a symbol has no value, or the operation is not defined.
        """
        raise NotImplementedError

    def children(self) -> tuple[Formula, ...]:
        return ()

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        """The same node over other children."""
        return self

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


@dataclass(frozen=True, slots=True)
class Number(Formula):
    """A literal; `spelling` keeps how it was typed, such as 1e-8 or 0.50."""

    number: Value
    spelling: str = ""

    def evaluate(self) -> Value:
        return self.number


@dataclass(frozen=True, slots=True)
class Symbol(Formula):
    """A named quantity, named as SymPy names them: mhat_1, beta_2, lambda.

    `spelling` is what a given was typed as, `origin` the formula that a result was computed from.
    """

    name: str
    value: Value | None = None
    spelling: Formula | None = field(default=None, compare=False)
    origin: Formula | None = field(default=None, compare=False, repr=False)

    def evaluate(self) -> Value:
        if self.value is None:
            raise UndefinedError(f"{self.name} has no value")
        return self.value

    def __int__(self) -> int:
        return int(self.evaluate())

    def __float__(self) -> float:
        return float(self.evaluate())


@dataclass(frozen=True, slots=True)
class Add(Formula):
    """A sum; a term that is subtracted is a Neg."""

    terms: tuple[Formula, ...]

    def evaluate(self) -> Value:
        result = self.terms[0].evaluate()
        for term in self.terms[1:]:
            result = values.add(result, term.evaluate())
        return result

    def children(self) -> tuple[Formula, ...]:
        return self.terms

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Add(tuple(children))


@dataclass(frozen=True, slots=True)
class Mul(Formula):
    """A product."""

    factors: tuple[Formula, ...]

    def evaluate(self) -> Value:
        result = self.factors[0].evaluate()
        for factor in self.factors[1:]:
            result = values.multiply(result, factor.evaluate())
        return result

    def children(self) -> tuple[Formula, ...]:
        return self.factors

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Mul(tuple(children))


@dataclass(frozen=True, slots=True)
class Neg(Formula):
    """The negative of a formula."""

    operand: Formula

    def evaluate(self) -> Value:
        return -self.operand.evaluate()

    def children(self) -> tuple[Formula, ...]:
        return (self.operand,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Neg(children[0])


@dataclass(frozen=True, slots=True)
class Div(Formula):
    """A quotient, shown as a fraction."""

    numerator: Formula
    denominator: Formula

    def evaluate(self) -> Value:
        return values.divide(self.numerator.evaluate(), self.denominator.evaluate())

    def children(self) -> tuple[Formula, ...]:
        return (self.numerator, self.denominator)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Div(*children)


@dataclass(frozen=True, slots=True)
class Pow(Formula):
    """A power."""

    base: Formula
    exponent: Formula

    def evaluate(self) -> Value:
        return values.power(self.base.evaluate(), self.exponent.evaluate())

    def children(self) -> tuple[Formula, ...]:
        return (self.base, self.exponent)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Pow(*children)


@dataclass(frozen=True, slots=True)
class Function:
    """A named function; printers know the names that have a notation of their own."""

    name: str
    compute: Callable[..., Value] = field(compare=False)

    def __call__(self, *arguments: Operand) -> Formula:
        return Call(self, tuple(lift(argument) for argument in arguments))


@dataclass(frozen=True, slots=True)
class Call(Formula):
    """A function of its arguments."""

    function: Function
    arguments: tuple[Formula, ...]

    def evaluate(self) -> Value:
        return self.function.compute(*(argument.evaluate() for argument in self.arguments))

    def children(self) -> tuple[Formula, ...]:
        return self.arguments

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Call(self.function, tuple(children))


@dataclass(frozen=True, slots=True)
class Total(Formula):
    """A sum over an index: Σ with symbols, its terms written out with numbers."""

    index: str
    lower: Formula
    upper: Formula
    body: Formula
    expanded: Formula

    def evaluate(self) -> Value:
        return self.expanded.evaluate()

    def children(self) -> tuple[Formula, ...]:
        return (self.expanded,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return children[0]


@dataclass(frozen=True, slots=True)
class Integral(Formula):
    """An integral as it is written; what it comes to is worked out beside it."""

    variable: Symbol
    lower: Formula
    upper: Formula
    integrand: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.lower, self.upper, self.integrand)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Integral(self.variable, *children)


@dataclass(frozen=True, slots=True)
class Convention(Formula):
    """A form without a value of its own and the value agreed for it, such as 0·log 0 = 0."""

    form: Formula
    agreed: Formula

    def evaluate(self) -> Value:
        return self.agreed.evaluate()

    def children(self) -> tuple[Formula, ...]:
        return (self.agreed,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return children[0]


@dataclass(frozen=True, slots=True)
class Coordinates(Formula):
    """Several values side by side: the coordinates of a vector or, with `braces`, a set."""

    items: tuple[Formula, ...]
    braces: bool = False

    def children(self) -> tuple[Formula, ...]:
        return self.items

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Coordinates(tuple(children), self.braces)


@dataclass(frozen=True, slots=True)
class Matrix(Formula):
    """Rows of entries in square brackets; with `bars`, a determinant."""

    rows: tuple[tuple[Formula, ...], ...]
    bars: bool = False

    def children(self) -> tuple[Formula, ...]:
        return tuple(entry for row in self.rows for entry in row)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        remaining = iter(children)
        return Matrix(tuple(tuple(next(remaining) for _ in row) for row in self.rows), self.bars)


@dataclass(frozen=True, slots=True)
class Text(Formula):
    """Words within mathematics, never interpreted as markup."""

    words: str


@dataclass(frozen=True, slots=True)
class Blank(Formula):
    """A value that is left for the reader to fill in."""


@dataclass(frozen=True, slots=True)
class Relation(Formula):
    """Two sides and the sign between them, such as `z >= theta`."""

    left: Formula
    sign: str
    right: Formula

    def children(self) -> tuple[Formula, ...]:
        return (self.left, self.right)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Relation(children[0], self.sign, children[1])


@dataclass(frozen=True, slots=True)
class Family:
    """An indexed quantity: `x[1]` is the symbol x_1, `x["i"]` the general x_i.

    Indices count from 1, as in mathematics.
    """

    name: str
    members: tuple[Symbol, ...]

    def __getitem__(self, index: int | str) -> Symbol:
        if isinstance(index, str):
            return Symbol(subscripted(self.name, index))
        return self.members[index - 1]

    def __iter__(self) -> Iterator[Symbol]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    @property
    def values(self) -> tuple[Value, ...]:
        return tuple(member.value for member in self.members)


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix of symbols: `a[1, 2]` is a_12; `a["i", "j"]` is the general entry."""

    name: str
    rows: tuple[tuple[Symbol, ...], ...]

    def __getitem__(self, index: tuple[int | str, int | str]) -> Symbol:
        row, column = index
        if isinstance(row, int) and isinstance(column, int):
            return self.rows[row - 1][column - 1]
        return Symbol(grid_name(self.name, row, column))

    def __iter__(self) -> Iterator[tuple[Symbol, ...]]:
        return iter(self.rows)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0])

    @property
    def values(self) -> tuple[tuple[Value, ...], ...]:
        return tuple(tuple(entry.value for entry in row) for row in self.rows)

    @property
    def matrix(self) -> Matrix:
        return Matrix(self.rows)


def grid_name(name: str, row: int | str, column: int | str) -> str:
    """a_12, or a_10,2 where the digits alone would be ambiguous."""
    compact = len(str(row)) == 1 and len(str(column)) == 1
    return subscripted(name, f"{row}{column}" if compact else f"{row},{column}")


def subscripted(name: str, index: str) -> str:
    """x_1, or W_1,2 where the name has a subscript already."""
    return f"{name},{index}" if "_" in name else f"{name}_{index}"


def lift(operand: Operand) -> Formula:
    """A formula from a formula or an exact number. Binary floats are refused."""
    if isinstance(operand, Formula):
        return operand
    if isinstance(operand, float):
        raise TypeError("a binary float has no place in a formula; use a Fraction")
    return Number(Fraction(operand))


def total(index: str, count: int, term: Callable[[int | str], Formula]) -> Formula:
    """The sum of `term(1)` to `term(count)`, shown as Σ over `index` when symbols are shown."""
    terms = [term(position) for position in range(1, count + 1)]
    expanded = terms[0] if count == 1 else Add(tuple(terms))
    return Total(index, lift(1), lift(count), term(index), expanded)


def product_of_sequence(items: Sequence[Formula]) -> Formula:
    """The product of one or more items, written out."""
    return items[0] if len(items) == 1 else Mul(tuple(items))


def sum_of(items: Sequence[Formula]) -> Formula:
    """The sum of the items, written out; zero where there are none."""
    if not items:
        return lift(0)
    return items[0] if len(items) == 1 else Add(tuple(items))


def times(coefficient: Formula, formula: Formula) -> Formula:
    """The product, without a coefficient of 1 or -1."""
    if isinstance(coefficient, Number) and abs(coefficient.number) == 1:
        return formula if coefficient.number > 0 else -formula
    return coefficient * formula


def replace(formula: Formula, replacements: dict[str, Formula]) -> Formula:
    """The formula with symbols of these names replaced."""
    if isinstance(formula, Symbol):
        return replacements.get(formula.name, formula)
    children = formula.children()
    if not children:
        return formula
    return formula.rebuild([replace(child, replacements) for child in children])


def symbols_of(formula: Formula) -> Iterator[Symbol]:
    """Every symbol of the formula, in reading order, with repetitions."""
    if isinstance(formula, Symbol):
        yield formula
    for child in formula.children():
        yield from symbols_of(child)


def closed_form(formula: Formula, most_parts: int = 60) -> Formula | None:
    """The formula over numbers alone, as exact fractions, roots and logarithms.

    None where it would be too long to be read, or where a quantity came without a formula.
    """
    folded = _folded(formula, [most_parts])
    unknown = isinstance(folded, Symbol) and folded.spelling is None
    return None if unknown else folded


def _folded(formula: Formula, budget: list[int]) -> Formula | None:
    budget[0] -= 1
    if budget[0] < 0:
        return None
    if isinstance(formula, Symbol) and isinstance(formula.spelling, Symbol):
        return formula
    if isinstance(formula, Symbol) and (formula.origin or formula.spelling) is not None:
        value = formula.evaluate()
        source = formula.origin or formula.spelling
        return Number(value) if values.is_closed(value) or source is None else _folded(source, budget)
    children = formula.children()
    if not children:
        return formula
    value = formula.evaluate()
    if values.is_closed(value):
        return Number(value)
    parts = [_folded(child, budget) for child in children]
    kept = [part for part in parts if part is not None]
    return formula.rebuild(kept) if len(kept) == len(parts) else None


def _step(value: Value, threshold: Value) -> Value:
    return Fraction(int(values.sign(values.subtract(value, threshold)) >= 0))


def _strict_step(value: Value, threshold: Value) -> Value:
    return Fraction(int(values.sign(values.subtract(value, threshold)) > 0))


def _sigmoid(value: Value) -> Value:
    return values.divide(Fraction(1), values.add(Fraction(1), values.exp(-value)))


sqrt = Function("sqrt", values.sqrt)
exp = Function("exp", values.exp)
log = Function("log", values.log)
log2 = Function("log2", lambda value: values.log(value, Fraction(2)))
log10 = Function("log10", lambda value: values.log(value, Fraction(10)))
tanh = Function("tanh", values.tanh)
sin = Function("sin", values.sin)
cos = Function("cos", values.cos)
floor = Function("floor", values.floor)
ceil = Function("ceil", values.ceiling)
absolute = Function("abs", abs)
maximum = Function("max", values.maximum)
minimum = Function("min", values.minimum)
sigmoid = Function("sigma", _sigmoid)
step = Function("step", _step)
strict_step = Function("strict_step", _strict_step)


def constant(name: str) -> Symbol:
    """pi, e or the imaginary unit i, shown by name and carried to 50 digits."""
    known = {"pi": values.PI, "e": values.E, "i": values.IMAGINARY_UNIT}
    return Symbol(name, known[name], spelling=Symbol(name))
