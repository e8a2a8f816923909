"""How steeply a formula answers to its parts: derivatives, and chords over what rounding has moved before.

Two digits bend a function, carry it over a corner and make a step jump: a slope is that of the chord
over all that rounding has moved before, where it is steeper than the derivative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value

Steepness: TypeAlias = Callable[[Sequence[float]], Sequence[float]]
"""The slopes of a node by its children, where each of these may be moved by so much."""

_BESIDE = Fraction(1, 10**30)
"""How far from a corner the slopes on its two sides are taken."""


def steepness(formula: f.Formula, rules: Visitor[Steepness]) -> Steepness:
    """How steeply a node answers to its children, by these rules; infinitely where there is no derivative."""
    count = len(formula.children())
    try:
        slopes = rules.visit(formula)
    except (ArithmeticError, ValueError, UndefinedError):
        return partial(_fixed, [math.inf] * count)
    return partial(_defined, slopes, count)


def _defined(slopes: Steepness, count: int, bounds: Sequence[float]) -> Sequence[float]:
    """The slopes, which are infinite where there are none."""
    try:
        return slopes(bounds)
    except (ArithmeticError, ValueError, UndefinedError):
        return [math.inf] * count


class Slopes(Visitor[Steepness]):
    """The partial derivatives of a node by its children.

    Products and powers are differentiated at the outer end of the bounds of their children: a square whose
    base is no larger than its bound is moved by more than the first order tells.
    """

    def visit_Number(self, formula: f.Number) -> Steepness:
        return partial(_fixed, ())

    def visit_Symbol(self, formula: f.Symbol) -> Steepness:
        return partial(_fixed, ())

    def visit_Add(self, formula: f.Add) -> Steepness:
        return partial(_fixed, [1.0] * len(formula.terms))

    def visit_Neg(self, formula: f.Neg) -> Steepness:
        return partial(_fixed, [-1.0])

    def visit_Alias(self, formula: f.Alias) -> Steepness:
        return partial(_fixed, [1.0])

    def visit_Mul(self, formula: f.Mul) -> Steepness:
        return partial(_product_slopes, _numbers(formula))

    def visit_Div(self, formula: f.Div) -> Steepness:
        top, bottom = _numbers(formula)
        return partial(_fixed, [1 / bottom, -top / bottom**2])

    def visit_Pow(self, formula: f.Pow) -> Steepness:
        return partial(_power_slopes, _numbers(formula))

    def visit_Call(self, formula: f.Call) -> Steepness:
        """Those of the function; near a corner of it the steeper ones of the two sides."""
        first = formula.arguments[0].evaluate()
        distances = [number(values.subtract(first, corner)) for corner in formula.function.corners]
        here = None if 0 in distances else _partials(formula, first)
        return partial(_call_slopes, formula, distances, here)


class Chords(Slopes):
    """The steepest slopes over all that the children of a node may have been moved by."""

    def visit_Div(self, formula: f.Div) -> Steepness:
        return partial(_quotient_slopes, _numbers(formula))

    def visit_Call(self, formula: f.Call) -> Steepness:
        points, here = [argument.evaluate() for argument in formula.arguments], formula.evaluate()
        return partial(_steepest, super().visit_Call(formula), formula.function, points, here)


def _fixed(slopes: Sequence[float], _: Sequence[float]) -> Sequence[float]:
    return slopes


def _outer(points: Sequence[float], bounds: Sequence[float]) -> list[float]:
    """Where points are at the outer end of their bounds."""
    if not any(bounds):
        return [*points]
    return [point + math.copysign(bound, point) for point, bound in zip(points, bounds, strict=True)]


def _product_slopes(points: Sequence[float], bounds: Sequence[float]) -> Sequence[float]:
    outer = _outer(points, bounds)
    if len(outer) == 2:
        return outer[::-1]
    return [math.prod(outer[:i] + outer[i + 1 :]) for i in range(len(outer))]


def _quotient_slopes(points: Sequence[float], bounds: Sequence[float]) -> Sequence[float]:
    top, bottom = points
    inner = bottom - math.copysign(bounds[1], bottom)
    return [1 / inner, -top / (inner * bottom)] if inner * bottom > 0 else [math.inf, math.inf]


def _power_slopes(points: Sequence[float], bounds: Sequence[float]) -> Sequence[float]:
    base, exponent = _outer(points, bounds)
    if base < 0 and exponent % 1:
        # A whole exponent that rounding may move leads to no number here.
        return [math.inf, math.inf]
    by_base = exponent * base ** (exponent - 1) if exponent else 0.0
    by_exponent = base**exponent * math.log(base) if base > 0 else 0.0
    return [by_base, by_exponent]


def _call_slopes(
    call: f.Call, distances: Sequence[float], here: Sequence[float] | None, bounds: Sequence[float]
) -> Sequence[float]:
    """The derivatives of a function, whose first argument is so far beyond each of its corners, or before it.

    Args:
        call: the function with its arguments.
        distances: those from the corners.
        here: the derivatives at the point itself; none at a corner.
        bounds: how far the arguments may be moved.
    """
    for corner, distance in zip(call.function.corners, distances, strict=True):
        if abs(distance) <= bounds[0]:
            # Of two that are as steep, the one of its own side: beyond the corner, |x| is moved by no more.
            beside = _BESIDE if distance > 0 else -_BESIDE
            sides = [values.add(corner, beside), values.subtract(corner, beside)]
            return [max(pair, key=abs) for pair in zip(*(_partials(call, s) for s in sides), strict=True)]
    return here if here is not None else _partials(call, call.arguments[0].evaluate())


def _steepest(
    slopes: Steepness, function: f.Function, points: list[Value], here: Value, bounds: Sequence[float]
) -> Sequence[float]:
    """The slopes of a function, or those of its chords where these are steeper.

    Args:
        slopes: those of the function.
        function: the function.
        points: its arguments.
        here: its value there.
        bounds: how far the arguments may be moved.
    """
    steepest = list(slopes(bounds))
    for place, bound in enumerate(bounds):
        if bound and not values.is_complex(points[place]):
            chords = _chords(function, points, here, place, bound)
            steepest[place] = max(steepest[place], *chords, key=abs)
    return steepest


def _partials(call: f.Call, first: Value) -> list[float]:
    """The partial derivatives of a function where its first argument has this value."""
    others = (argument.evaluate() for argument in call.arguments[1:])
    return [number(slope) for slope in call.function.partials(first, *others)]


def _chords(function: f.Function, points: list[Value], here: Value, place: int, bound: float) -> list[float]:
    """The slopes of the chords from a point to where one argument is moved by its bound, up and down.

    Args:
        function: the function.
        points: its arguments there.
        here: its value there.
        place: the position of the argument.
        bound: how far it is moved.

    Raises:
        ArithmeticError: the bound is infinite.
        UndefinedError: there is no value there.
    """
    found = []
    for side in (bound, -bound):
        moved = [*points[:place], values.add(points[place], Fraction(side)), *points[place + 1 :]]
        found.append(_difference(function.compute(*moved), here) / side)
    return found


def _difference(value: Value, other: Value) -> float:
    """The difference of two values, of real ones in floats: whether it is exactly 0 may take a proof."""
    if values.is_complex(value) or values.is_complex(other):
        return number(values.subtract(value, other))
    return number(value) - number(other)


def _numbers(formula: f.Formula) -> list[float]:
    """The values of the children of a node as floats."""
    return [number(child.evaluate()) for child in formula.children()]


def number(value: Value) -> float:
    """The value as a binary float, infinite beyond these; the size of a complex one."""
    try:
        if values.is_exact(value):
            top, bottom = value.as_integer_ratio()
            return float(top / bottom)
        return float(abs(value)) if values.is_complex(value) else float(value.real)
    except OverflowError:
        return math.inf if value.real > 0 else -math.inf
