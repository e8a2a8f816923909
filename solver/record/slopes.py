"""How steeply a formula answers to its parts: derivatives, and chords over what rounding has moved before.

Two digits bend a function, carry it over a corner and make a step jump: a slope is that of the chord
over all that rounding has moved before, where it is steeper than the derivative.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value

_BENT = {f.Pow: 0.5, f.Mul: 0.5, f.Div: 1.0, f.Call: 1.0}
"""What moves by more than its slopes at the point itself tell, in its own arithmetic.

Its slope is that at the outer end, which is steeper than the chord to there by as much as the chord is than
the one at the point; or it is that of the chord.
"""

_BESIDE = Fraction(1, 10**30)
"""How far from a corner the slopes on its two sides are taken."""


class NodeValues:
    """The values of nodes as floats, and the derivatives there: no digits change them."""

    def __init__(self) -> None:
        # A node is kept, so that no other one takes its identity.
        self._exact: dict[int, tuple[f.Formula, Value]] = {}
        self._values: dict[int, tuple[f.Formula, float]] = {}
        self._slopes: dict[int, tuple[f.Formula, list[float]]] = {}

    def exact(self, node: f.Formula) -> Value:
        """The value of a node."""
        known = self._exact.get(id(node))
        if known is None:
            known = self._exact[id(node)] = node, node.evaluate()
        return known[1]

    def value(self, node: f.Formula) -> float:
        """The value of a node as a float."""
        known = self._values.get(id(node))
        if known is None:
            known = self._values[id(node)] = node, number(node.evaluate())
        return known[1]

    def slopes(self, node: f.Formula, work_out: Callable[[], list[float]]) -> list[float]:
        """The partial derivatives of a node at the point itself, worked out once."""
        known = self._slopes.get(id(node))
        if known is None:
            known = self._slopes[id(node)] = node, work_out()
        return known[1]


def partials(formula: f.Formula, reach: Mapping[str, float]) -> dict[str, float]:
    """The partial derivatives of a formula by its symbols.

    Products and powers of symbols are differentiated at the outer end of the symbols' own error_bounds:
    a square whose base is no larger than its bound is moved by more than the first order tells.
    """
    slopes: dict[str, float] = defaultdict(float)
    collect(formula, 1.0, slopes, Slopes(reach))
    return slopes


def collect(
    formula: f.Formula,
    slope: float,
    slopes: dict[str, float],
    rules: Slopes,
    sizes: list[float] | None = None,
    bends: list[float] | None = None,
) -> None:
    """Reverse accumulation: hand the slope on to the children, by the chain rule.

    With `sizes`, note how far the value of each node moves the whole, relative to its own move. With
    `bends`, what is bent hands on its slopes at the point itself, and what its bend adds up to the outer end
    is noted. It has no sign, and so cannot cancel as slopes do in a sum of squares about a mean.
    """
    if sizes is not None and slope:
        sizes.append(abs(slope * number(formula.evaluate())))
    if isinstance(formula, f.Symbol):
        slopes[formula.name] += slope
        return
    children = formula.children()
    if not children or slope == 0:
        return
    local_slopes = rules.known(formula, len(children))
    part = _BENT.get(type(formula))
    if bends is not None and part is not None:
        outer_slopes, local_slopes = local_slopes, rules.at_point(formula, len(children))
        for child, outer, local in zip(children, outer_slopes, local_slopes, strict=True):
            if outer != local:
                bends.append(part * abs(slope * (outer - local)) * rules.bound(child))
    for child, local in zip(children, local_slopes, strict=True):
        product = slope * local
        collect(child, math.inf if math.isnan(product) else product, slopes, rules, sizes, bends)


class Slopes(Visitor[list[float]]):
    """The partial derivatives of a node by its children."""

    def __init__(self, reach: Mapping[str, float], points: NodeValues | None = None) -> None:
        self.reach = reach
        self.points = points or NodeValues()

    def at_point(self, formula: f.Formula, count: int) -> list[float]:
        """The derivatives of a node at the point itself."""
        return self.points.slopes(formula, lambda: _AtPoint({}, self.points).known(formula, count))

    def known(self, formula: f.Formula, count: int) -> list[float]:
        """The derivatives by this number of children; infinite where there are none."""
        try:
            return self.visit(formula)
        except (ArithmeticError, ValueError, UndefinedError):
            return [math.inf] * count

    def visit_Number(self, formula: f.Number) -> list[float]:
        return []

    def visit_Symbol(self, formula: f.Symbol) -> list[float]:
        return []

    def visit_Add(self, formula: f.Add) -> list[float]:
        return [1.0] * len(formula.terms)

    def visit_Neg(self, formula: f.Neg) -> list[float]:
        return [-1.0]

    def visit_Mul(self, formula: f.Mul) -> list[float]:
        points = [self.outer(factor) for factor in formula.factors]
        if len(points) == 2:
            return points[::-1]
        return [math.prod(points[:i] + points[i + 1 :]) for i in range(len(points))]

    def visit_Div(self, formula: f.Div) -> list[float]:
        top, bottom = map(self.points.value, (formula.numerator, formula.denominator))
        return [1 / bottom, -top / bottom**2]

    def visit_Pow(self, formula: f.Pow) -> list[float]:
        return _power_slopes(self.outer(formula.base), self.outer(formula.exponent))

    def visit_Call(self, formula: f.Call) -> list[float]:
        """Those of the function; near a corner of it the steeper ones of the two sides."""
        corners = formula.function.corners
        bound = self.bound(formula.arguments[0]) if corners else 0.0
        for corner in corners:
            if abs(number(values.subtract(formula.arguments[0].evaluate(), corner))) <= bound:
                sides = [values.subtract(corner, _BESIDE), values.add(corner, _BESIDE)]
                return [
                    max(pair, key=abs) for pair in zip(*(_partials(formula, s) for s in sides), strict=True)
                ]
        return list(self.points.slopes(formula, lambda: _partials(formula, formula.arguments[0].evaluate())))

    def visit_Alias(self, formula: f.Alias) -> list[float]:
        return [1.0]

    def outer(self, child: f.Formula) -> float:
        """The value of a child at the outer end of its bound."""
        point = self.points.value(child)
        return point + math.copysign(self.bound(child), point)

    def bound(self, formula: f.Formula) -> float:
        """How far a formula may be moved by its symbols."""
        if isinstance(formula, f.Symbol):
            return self.reach.get(formula.name, 0.0)
        children = formula.children()
        bounds = [self.bound(child) for child in children]
        if not any(bounds):
            return 0.0
        slopes = self.known(formula, len(children))
        return sum(abs(slope) * bound for slope, bound in zip(slopes, bounds, strict=True) if bound and slope)


class _AtPoint(Slopes):
    """The partial derivatives where nothing is moved."""

    def bound(self, formula: f.Formula) -> float:
        return 0.0


class Chords(Slopes):
    """The steepest slopes over all that the children of a node may have been moved by."""

    def visit_Div(self, formula: f.Div) -> list[float]:
        top, bottom = map(self.points.value, (formula.numerator, formula.denominator))
        inner = bottom - math.copysign(self.bound(formula.denominator), bottom)
        return [1 / inner, -top / (inner * bottom)] if inner * bottom > 0 else [math.inf, math.inf]

    def __init__(self, reach: Mapping[str, float], points: NodeValues | None = None) -> None:
        super().__init__(reach, points)
        self._steepest: dict[int, tuple[f.Call, list[float]]] = {}

    def visit_Call(self, formula: f.Call) -> list[float]:
        known = self._steepest.get(id(formula))
        if known is None:
            known = self._steepest[id(formula)] = formula, self._steepest_of(formula)
        return known[1]

    def _steepest_of(self, formula: f.Call) -> list[float]:
        slopes = super().visit_Call(formula)
        bounds = [self.bound(argument) for argument in formula.arguments]
        if not any(bounds):
            return slopes
        points, here = (
            [self.points.exact(argument) for argument in formula.arguments],
            self.points.exact(formula),
        )
        for place, bound in enumerate(bounds):
            if bound and not values.is_complex(points[place]):
                chords = _chords(formula.function, points, here, place, bound)
                slopes[place] = max(slopes[place], *chords, key=abs)
        return slopes


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
    for side in (Fraction(bound), -Fraction(bound)):
        moved = [*points[:place], values.add(points[place], side), *points[place + 1 :]]
        found.append(number(values.divide(values.subtract(function.compute(*moved), here), side)))
    return found


def _power_slopes(base: float, exponent: float) -> list[float]:
    if base < 0 and exponent % 1:
        # A whole exponent that rounding may move leads to no number here.
        return [math.inf, math.inf]
    by_base = exponent * base ** (exponent - 1) if exponent else 0.0
    by_exponent = base**exponent * math.log(base) if base > 0 else 0.0
    return [by_base, by_exponent]


def number(value: Value) -> float:
    """The value as a binary float, infinite beyond these; the size of a complex one."""
    try:
        if values.is_exact(value):
            top, bottom = value.as_integer_ratio()
            return float(top / bottom)
        return float(abs(value)) if values.is_complex(value) else float(value.real)
    except OverflowError:
        return math.inf if value.real > 0 else -math.inf
