"""The nodes of a formula: numbers, symbols, operations and functions, in the author's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeAlias, Union

from solver.errors import UndefinedError
from solver.mathematics import values
from solver.mathematics.formula.call_notation import CallNotation
from solver.mathematics.values import Value

Operand: TypeAlias = Union["Formula", int, Fraction]


class Formula:
    """Mathematics as it is written: an expression or a notation. Python's operators build larger ones."""

    __slots__ = ()

    def evaluate(self) -> Value:
        """The value of the expression.

        Raises:
            UndefinedError: a symbol has no value, or the operation is not defined, or it is a notation.
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


class Expression(Formula):
    """What has a value, given those of its symbols."""

    __slots__ = ()


class Alias(Expression):
    """A way to write another expression, which is its only child and has its value."""

    __slots__ = ()

    def evaluate(self) -> Value:
        return self.children()[0].evaluate()

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return children[0]


class Notation(Formula):
    """What is shown and has no value of its own, such as a relation or words."""

    __slots__ = ()

    def evaluate(self) -> Value:
        raise UndefinedError(f"{type(self).__name__} has no value")


@dataclass(frozen=True, slots=True)
class Number(Expression):
    """A literal; `spelling` keeps how it was typed, such as 1e-8 or 0.50."""

    number: Value
    spelling: str = ""

    def evaluate(self) -> Value:
        return self.number


@dataclass(frozen=True, slots=True)
class Symbol(Expression):
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

    def renamed(self, name: str) -> Symbol:
        """The same quantity under another name."""
        return replace(self, name=name)

    def __int__(self) -> int:
        return int(self.evaluate())

    def __float__(self) -> float:
        return float(self.evaluate())


@dataclass(frozen=True, slots=True)
class Add(Expression):
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
class Mul(Expression):
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
class Neg(Expression):
    """The negative of a formula."""

    operand: Formula

    def evaluate(self) -> Value:
        return -self.operand.evaluate()

    def children(self) -> tuple[Formula, ...]:
        return (self.operand,)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Neg(children[0])


@dataclass(frozen=True, slots=True)
class Div(Expression):
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
class Pow(Expression):
    """A power."""

    base: Formula
    exponent: Formula

    def evaluate(self) -> Value:
        return values.power(self.base.evaluate(), self.exponent.evaluate())

    def children(self) -> tuple[Formula, ...]:
        return (self.base, self.exponent)

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Pow(*children)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function with all that anything needs to know of it.

    Attributes:
        name: tells it from all others.
        compute: its value, from those of its arguments.
        derivatives: the formulas of its partial derivatives, from those of its arguments; at a corner or a
            jump what the frameworks take, such as 0 for that of ReLU at 0.
        numpy: its form in NumPy, from that module and what NumPy reckons with.
        sympy: its form in SymPy, from that module and expressions of it.
        notation: how a call of it is written.
        typed: the names that users may type.
        corners: the first arguments at which its slope jumps.

    Raises:
        TypeError: a part is missing.
    """

    name: str
    compute: Callable[..., Value] = field(compare=False)
    derivatives: Callable[..., tuple[Formula, ...]] = field(compare=False)
    numpy: Callable[..., Any] = field(compare=False)
    sympy: Callable[..., Any] = field(compare=False)
    notation: CallNotation = field(compare=False)
    typed: tuple[str, ...] = field(default=(), compare=False)
    corners: tuple[Value, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        for part in ("compute", "derivatives", "numpy", "sympy"):
            if not callable(getattr(self, part)):
                raise TypeError(f"the function {self.name} has no {part}")
        if not isinstance(self.notation, CallNotation):
            raise TypeError(f"the function {self.name} has no notation")

    def partials(self, *arguments: Value) -> list[Value]:
        """The values of its partial derivatives.

        Raises:
            UndefinedError: one has no value.
        """
        return [slope.evaluate() for slope in self.derivatives(*map(Number, arguments))]

    def __call__(self, *arguments: Operand) -> Formula:
        return Call(self, tuple(lift(argument) for argument in arguments))


@dataclass(frozen=True, slots=True)
class Call(Expression):
    """A function of its arguments."""

    function: Function
    arguments: tuple[Formula, ...]

    def evaluate(self) -> Value:
        return self.function.compute(*(argument.evaluate() for argument in self.arguments))

    def children(self) -> tuple[Formula, ...]:
        return self.arguments

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Call(self.function, tuple(children))


def lift(operand: Operand) -> Formula:
    """A formula from a formula or an exact number. Binary floats are refused."""
    if isinstance(operand, Formula):
        return operand
    if isinstance(operand, float):
        raise TypeError("a binary float has no place in a formula; use a Fraction")
    return Number(Fraction(operand))
