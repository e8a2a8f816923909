"""Functions with all that anything needs to know of them, and formulas that call them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from solver.mathematics.formula.call_notation import CallNotation, Condition
from solver.mathematics.formula.nodes import Expression, Formula, Number, Operand, lift
from solver.mathematics.values import Value


@dataclass(frozen=True, slots=True)
class Code:
    """A function in Python.

    Attributes:
        scalar: of numbers; `{}` stands for all arguments, `{0}` for the first.
        array: of arrays of NumPy, and of numbers as well; its value is what stands on the last line.
        call: how it is called where it has to be defined first, with its parameters in the order of the
            arguments; what is defined is then over these.
        jumps: whether rounding may move its value from one side of a jump to the other.
    """

    scalar: str
    array: str
    call: str = ""
    jumps: bool = False


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
        definition: the formula that books define it by, from its arguments, where it is worked out by hand.
        code: its form in a program; by default that of its definition.

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
    definition: Callable[..., Formula] | None = field(default=None, compare=False)
    code: Code | None = field(default=None, compare=False)

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


def is_condition(formula: Formula) -> bool:
    """Whether a formula is 1 where a condition holds, and else 0."""
    return isinstance(formula, Call) and isinstance(formula.function.notation, Condition)
