"""Functions with all that anything needs to know of them, and formulas that call them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from solver.mathematics.formula.call_notation import CallNotation, Condition
from solver.mathematics.formula.nodes import Expression, Formula, Number, Operand, lift
from solver.mathematics.values import Value


class Code(Struct, frozen=True):
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


class Function(Struct, frozen=True, kw_only=True, eq=False):
    """A function with all that anything needs to know of it; those of one name are equal.

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
    compute: Callable[..., Value]
    derivatives: Callable[..., tuple[Formula, ...]]
    numpy: Callable[..., Any]
    sympy: Callable[..., Any]
    notation: CallNotation
    typed: tuple[str, ...] = ()
    corners: tuple[Value, ...] = ()
    definition: Callable[..., Formula] | None = None
    code: Code | None = None

    def __post_init__(self) -> None:
        for part in ("compute", "derivatives", "numpy", "sympy"):
            if not callable(getattr(self, part)):
                raise TypeError(f"the function {self.name} has no {part}")
        if not isinstance(self.notation, CallNotation) or type(self.notation) is CallNotation:
            raise TypeError(f"the function {self.name} has no notation")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Function) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def partials(self, *arguments: Value) -> list[Value]:
        """The values of its partial derivatives.

        Raises:
            UndefinedError: one has no value.
        """
        return [slope.evaluate() for slope in self.derivatives(*map(Number, arguments))]

    def __call__(self, *arguments: Operand) -> Formula:
        return Call(self, tuple(lift(argument) for argument in arguments))


class Call(Expression, frozen=True):
    """A function of its arguments."""

    function: Function
    arguments: tuple[Formula, ...]

    def evaluate(self) -> Value:
        return self.function.compute(*[argument.evaluate() for argument in self.arguments])

    def children(self) -> tuple[Formula, ...]:
        return self.arguments

    def rebuild(self, children: Sequence[Formula]) -> Formula:
        return Call(self.function, tuple(children))


def is_condition(formula: Formula) -> bool:
    """Whether a formula is 1 where a condition holds, and else 0."""
    return isinstance(formula, Call) and isinstance(formula.function.notation, Condition)
