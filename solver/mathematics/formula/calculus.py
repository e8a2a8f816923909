"""Derivatives of formulas and of functions, and functions that are made of others.

What a reader sees of the derivative of a formula is SymPy's, which simplifies it; here is what a function
needs to be declared without being worked out by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from msgspec.structs import replace as changed

from solver.mathematics.formula.building import replace, sum_of
from solver.mathematics.formula.call_notation import CallNotation
from solver.mathematics.formula.calls import Call, Function
from solver.mathematics.formula.functions import log
from solver.mathematics.formula.nodes import (
    Add,
    Alias,
    Div,
    Formula,
    Mul,
    Neg,
    Notation,
    Number,
    Pow,
    Symbol,
    lift,
)
from solver.mathematics.formula.translation import InNumPy, InSymPy
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value

_ZERO, _ONE = lift(0), lift(1)


def differentiate(formula: Formula, name: str) -> Formula:
    """The derivative by the symbol of that name, not simplified.

    Raises:
        TypeError: the formula is a notation, which has no value.
    """
    return _Differentiating(name).visit(formula)


class _Differentiating(Visitor[Formula]):
    def __init__(self, name: str) -> None:
        self.name = name

    def visit_Number(self, formula: Number) -> Formula:
        return _ZERO

    def visit_Symbol(self, formula: Symbol) -> Formula:
        return _ONE if formula.name == self.name else _ZERO

    def visit_Alias(self, formula: Alias) -> Formula:
        return self.visit(formula.children()[0])

    def visit_Neg(self, formula: Neg) -> Formula:
        return _product([lift(-1), self.visit(formula.operand)])

    def visit_Add(self, formula: Add) -> Formula:
        return _sum([self.visit(term) for term in formula.terms])

    def visit_Mul(self, formula: Mul) -> Formula:
        factors = formula.factors
        return _sum(
            [
                _product([*factors[:i], self.visit(factor), *factors[i + 1 :]])
                for i, factor in enumerate(factors)
            ]
        )

    def visit_Div(self, formula: Div) -> Formula:
        top, bottom = formula.numerator, formula.denominator
        by_top = _product([1 / bottom, self.visit(top)])
        return _sum([by_top, _product([-(top / bottom**2), self.visit(bottom)])])

    def visit_Pow(self, formula: Pow) -> Formula:
        base, exponent = formula.base, formula.exponent
        by_base = _product([exponent * base ** (exponent - 1), self.visit(base)])
        by_exponent = self.visit(exponent)
        if by_exponent == _ZERO:
            return by_base
        return _sum([by_base, _product([base**exponent * log(base), by_exponent])])

    def visit_Call(self, formula: Call) -> Formula:
        slopes = formula.function.derivatives(*formula.arguments)
        pairs = zip(slopes, formula.arguments, strict=True)
        return _sum([_product([slope, self.visit(argument)]) for slope, argument in pairs])

    def visit_Notation(self, formula: Notation) -> Formula:
        raise TypeError(f"{type(formula).__name__} has no derivative")


def _sum(terms: Sequence[Formula]) -> Formula:
    return sum_of([term for term in terms if term != _ZERO])


def _product(factors: Sequence[Formula]) -> Formula:
    if _ZERO in factors:
        return _ZERO
    others = [factor for factor in factors if factor != _ONE]
    return Mul(tuple(others)) if len(others) > 1 else (others or [_ONE])[0]


def _called(definition: Callable[..., Formula], arguments: Sequence[Any]) -> tuple[Formula, dict[str, Any]]:
    """The definition over symbols, and the arguments by their names."""
    symbols = [Symbol(f"argument {place}") for place in range(len(arguments))]
    named = {symbol.name: argument for symbol, argument in zip(symbols, arguments, strict=True)}
    return definition(*symbols), named


def composed(
    *, name: str, definition: Callable[..., Formula], notation: CallNotation, corners: tuple[Value, ...] = ()
) -> Function:
    """A function that a formula over other functions defines; all its parts follow from that.

    Args:
        name: of the function.
        definition: the formula, from those of the arguments.
        notation: how calls are written.
        corners: as those of a `Function`.
    """
    at = partial(_called, definition)

    @cache
    def slopes(count: int) -> tuple[Formula, ...]:
        formula, names = at([None] * count)
        return tuple(differentiate(formula, symbol) for symbol in names)

    def derivatives(*arguments: Formula) -> tuple[Formula, ...]:
        _, named = at(arguments)
        return tuple(replace(slope, named) for slope in slopes(len(arguments)))

    def numpy(module: Any, *arguments: Any) -> Any:
        formula, named = at(arguments)
        return InNumPy(module, named).visit(formula)

    def sympy(module: Any, *arguments: Any) -> Any:
        formula, named = at(arguments)
        return InSymPy(module, named).visit(formula)

    return Function(
        name=name,
        compute=lambda *arguments: definition(*map(Number, arguments)).evaluate(),
        derivatives=derivatives,
        numpy=numpy,
        sympy=sympy,
        notation=notation,
        corners=corners,
        definition=definition,
    )


@cache
def derivative_of(function: Function) -> Function:
    """The derivative of a function by its first argument, written σ′(z); at a corner that of PyTorch."""
    prefix = function.notation.prefix_of(function.name)
    return composed(
        name=f"{function.name}'",
        definition=lambda *arguments: function.derivatives(*arguments)[0],
        notation=changed(prefix, primes=prefix.primes + 1),
        corners=function.corners,
    )
