"""Functions of named variables: points that are given by name, kinks at a point, and derivatives."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Annotated, Any, TypeAlias

from solver.domains.named_vectors import NamedFamily, NamedVectorOf
from solver.errors import InputError
from solver.mathematics import numpy_bridge
from solver.mathematics.formula import (
    Call,
    Formula,
    Symbol,
    absolute,
    differentiate,
    lift,
    maximum,
    minimum,
    relu,
    replace,
    sigmoid,
    sign,
    softplus,
)
from solver.mathematics.formula.visitor import Rewriter
from solver.mathematics.sympy_bridge import derivative
from solver.record.recorder import Working

Place: TypeAlias = Annotated[NamedFamily, NamedVectorOf(most=8)]
PLACE_NOTE = "by name, x=1,y=2, or in the order in which the variables appear"

Point: TypeAlias = Mapping[str, Symbol]
"""The values of the variables, under their own names."""

IN_OWN_WORDS = (sigmoid, softplus)
"""Functions whose derivatives are shorter as they are declared than as SymPy expands them."""


def point_of(given: NamedFamily, variables: Sequence[str]) -> Point:
    """The values of the variables.

    Raises:
        InputError: they are not given once each.
    """
    if given.names and given.by_name(variables) is None:
        wanted = f"must name each variable once: {', '.join(variables)}"
        raise InputError("--at", wanted, ", ".join(given.names))
    if len(given) != len(variables):
        wanted = f"must give a number for each variable, {', '.join(variables)}"
        raise InputError("--at", wanted, str(len(given)))
    return {
        name: value.renamed(name) for name, value in zip(variables, given.given_to(variables), strict=True)
    }


def in_numpy(formula: Formula, variables: Sequence[str]) -> Callable[[Any], Any]:
    """The function of a vector of its variables, in the arithmetic of NumPy."""

    def function(w: Any) -> Any:
        return numpy_bridge.evaluate(formula, dict(zip(variables, w, strict=True)))

    return function


def slope(formula: Formula, name: str, *, with_kinks: bool = False) -> Formula:
    """The derivative by a variable of a function, without kinks unless it is said to have some.

    Raises:
        TypeError: it has some, or no derivative that can be written.
    """
    own = any(isinstance(node, Call) and node.function in IN_OWN_WORDS for node in _nodes(formula))
    return differentiate(formula, name) if own else derivative(formula, name, with_kinks=with_kinks)


def slope_at(formula: Formula, name: str, point: Point) -> Formula:
    """The derivative by a variable, where there is one at the point.

    Raises:
        InputError: there is none, as of the root of a square that is 0.
    """
    found = slope(formula, name, with_kinks=True)
    places: dict[str, Formula] = {**point}
    kinks = (node for node in _nodes(found) if isinstance(node, Call) and node.function is sign)
    if any(replace(kink, places).evaluate() == 0 for kink in kinks):
        raise InputError("--at", f"must be where there is a derivative by {name}")
    return found


def smooth_at(work: Working, formula: Formula, point: Point) -> Formula:
    """The function near the point: max, |x| and ReLU are one of their pieces there, which is said."""
    pieces = _Pieces(point)
    found = pieces.visit(formula)
    for call, piece, is_kink in pieces.taken:
        near = "Near the point {call} is {piece}."
        kink = "The point is at a kink of {call}; frameworks differentiate it there as {piece}."
        work.say(kink if is_kink else near, call=call, piece=piece)
    return found


class _Pieces(Rewriter):
    """Puts the piece that holds at a point in place of a function with a kink."""

    def __init__(self, point: Point) -> None:
        self.point: dict[str, Formula] = {**point}
        self.taken: list[tuple[Formula, Formula, bool]] = []

    def visit_Call(self, formula: Call) -> Formula:
        arguments = [self.visit(argument) for argument in formula.arguments]
        rule = PIECES.get(formula.function)
        if rule is None:
            return formula.rebuild(arguments)
        piece, is_kink = rule(self, arguments)
        self.taken.append((formula, piece, is_kink))
        return piece

    def sign(self, formula: Formula) -> int:
        value: Any = replace(formula, self.point).evaluate()
        return int(value > 0) - int(value < 0)


Rule: TypeAlias = Callable[[_Pieces, Sequence[Formula]], tuple[Formula, bool]]


def _relu(pieces: _Pieces, arguments: Sequence[Formula]) -> tuple[Formula, bool]:
    side = pieces.sign(arguments[0])
    return (arguments[0] if side > 0 else lift(0)), side == 0


def _absolute(pieces: _Pieces, arguments: Sequence[Formula]) -> tuple[Formula, bool]:
    side = pieces.sign(arguments[0])
    return {1: arguments[0], -1: -arguments[0], 0: lift(0)}[side], side == 0


def _extreme(way: int) -> Rule:
    """The largest argument, or with -1 the smallest; of two that are equal, their mean."""

    def rule(pieces: _Pieces, arguments: Sequence[Formula]) -> tuple[Formula, bool]:
        ties = []

        def better(one: Formula, other: Formula) -> Formula:
            side = way * pieces.sign(one - other)
            ties.append(side == 0)
            return {1: one, -1: other, 0: (one + other) / 2}[side]

        return reduce(better, arguments), any(ties)

    return rule


PIECES: Mapping[Any, Rule] = {relu: _relu, absolute: _absolute, maximum: _extreme(1), minimum: _extreme(-1)}


def _nodes(formula: Formula) -> list[Formula]:
    return [formula, *(node for child in formula.children() for node in _nodes(child))]
