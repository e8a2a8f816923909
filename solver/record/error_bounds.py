"""How far honest rounding can move an answer: error propagation along the record.

A hand calculation that keeps d digits rounds every quantity by up to half a unit of its last
digit. That half unit moves every later quantity by the slope of that quantity, taken along
all ways from the one to the other with their signs: what goes out on one way and comes back on
another, as in the steps of a descent, does not add up. The bound of a quantity is the sum of the
sizes of these moves, one for each rounding before it, and of its own half unit.

A hand that keeps d decimals loses more of small numbers; it is taken to keep at least two of their digits.

Two digits bend a function, carry it over a corner and make a step jump: a slope is that of the chord
over all that rounding has moved before, where it is steeper than the derivative.

Where a slope is too large for a float, or the bound is larger than every number before it, nothing can
be told: the bound is infinite then.

Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, sections 1.6 and 3.1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.errors import UndefinedError
from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.decimals import kept_digits, round_value
from solver.mathematics.formula import symbols_of
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.values import Value
from solver.record.quantities import Quantity

NOISE = 2.0**-50
"""Relative size of one rounding of a model that reckons in binary floats: a few times the distance of
neighboring floats, for functions, and for a model that goes another way."""

FEWEST_DIGITS = 2
"""Fewer digits of a number tell nothing of it."""

UNDERFLOW = 2.0**-1022
"""Below this size binary floats lose digits, and end."""

_TINY = 1e-290
"""A bound that small is one, even where all numbers are smaller still."""

_BESIDE = Fraction(1, 10**30)
"""How far from a corner the slopes on its two sides are taken."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a hand keeps of every number: so many significant digits at least, and all `decimals`, if any."""

    digits: int
    decimals: int | None = None

    @classmethod
    def to_decimals(cls, decimals: int) -> Kept:
        """Kept to so many decimals, and of small numbers no fewer digits than tell anything."""
        return cls(FEWEST_DIGITS, decimals)

    def __str__(self) -> str:
        return f"{self.digits} digits" if self.decimals is None else f"{self.decimals} decimals"

    def half_unit(self, value: Value, *, moved: bool = True, beyond: float = 0.0) -> float:
        """Half a unit of the last place that is kept.

        Nothing is rounded away from a short value, unless it was `moved` by earlier rounding: maybe `beyond`
        its size, over a power of ten, where a unit is larger.
        """
        size = abs(number(value)) + beyond
        if size == 0 or not math.isfinite(size):
            return 0.0
        if not moved and values.is_exact(value) and self._holds(value):
            return 0.0
        kept = self.digits if values.is_complex(value) else kept_digits(Fraction(size), self.digits)
        half = float(0.5 * 10.0 ** (math.floor(math.log10(size)) - kept + 1))
        return half if self.decimals is None else min(half, 0.5 * 10.0**-self.decimals)

    def _holds(self, value: Value) -> bool:
        """Whether nothing of a fraction is rounded away."""
        is_short = self.decimals is not None and (value * 10**self.decimals).denominator == 1
        return is_short or bool(round_value(value, self.digits) == value)


def half_unit(value: Value, digits: int) -> float:
    """Half a unit of the last of `digits` significant digits."""
    return Kept(digits).half_unit(value)


class Points:
    """The values of nodes as floats, and the derivatives of functions there: no digits change them."""

    def __init__(self) -> None:
        # A node is kept, so that no other one takes its identity.
        self._exact: dict[int, tuple[f.Formula, Value]] = {}
        self._values: dict[int, tuple[f.Formula, float]] = {}
        self._slopes: dict[int, tuple[f.Formula, list[float]]] = {}
        self._lines: tuple[Mapping[str, Quantity], list[_Line]] = {}, []

    def lines(self, quantities: Mapping[str, Quantity]) -> list[_Line]:
        """The quantities that have a value, with what no digits change."""
        if self._lines[0] is not quantities:
            self._lines = quantities, _lines(quantities)
        return self._lines[1]

    def exact(self, node: f.Formula) -> Value:
        """The value of a node."""
        if id(node) not in self._exact:
            self._exact[id(node)] = node, node.evaluate()
        return self._exact[id(node)][1]

    def value(self, node: f.Formula) -> float:
        """The value of a node as a float."""
        if id(node) not in self._values:
            self._values[id(node)] = node, number(node.evaluate())
        return self._values[id(node)][1]

    def slopes(self, call: f.Call, work_out: Callable[[], list[float]]) -> list[float]:
        """The partial derivatives of a function, worked out once."""
        if id(call) not in self._slopes:
            self._slopes[id(call)] = call, work_out()
        return self._slopes[id(call)][1]


def error_bounds(
    quantities: Mapping[str, Quantity],
    digits: int,
    points: Points | None = None,
    *,
    decimals: int | None = None,
) -> dict[str, float]:
    """For every quantity, how far rounding each one before it to `digits` digits may move it.

    With `decimals`, all of these are kept, and the digits are the fewest that are.

    Infinite where nothing can be told; 0 where no digit is lost on the way. With `points`, what was worked
    out for other digits serves again.
    """
    kept, points = Kept(digits, decimals), points or Points()
    return _propagated(
        points.lines(quantities),
        lambda q, size: kept.half_unit(q.symbol.value, moved=size > 0, beyond=size),
        partial(_Chords, points=points),
    )


def noise_bounds(quantities: Mapping[str, Quantity]) -> dict[str, float]:
    """For every quantity, how far the rounding of binary floats may move it.

    Every operation rounds, within a formula as well; what was given is rounded before the first one.
    Infinite where nothing can be told.
    """
    return _propagated(_lines(quantities), lambda quantity, _: noise(quantity.formula), _Slopes)


def noise(formula: f.Formula) -> float:
    """How far the rounding of binary floats within a formula may move its value."""
    sizes = [0.0]
    _collect(formula, 1.0, defaultdict(float), _Slopes({}), sizes)
    return NOISE * sum(sizes) + UNDERFLOW


class _Line(NamedTuple):
    """A quantity with the names in its formula, its size, and that of the largest of these."""

    name: str
    quantity: Quantity
    uses: frozenset[str]
    size: float
    operands: float


def _lines(quantities: Mapping[str, Quantity]) -> list[_Line]:
    """The quantities that have a value."""
    found = []
    for name, quantity in quantities.items():
        if quantity.symbol.value is not None:
            symbols = list(symbols_of(quantity.formula))
            sizes = (abs(number(symbol.value)) for symbol in symbols if symbol.value is not None)
            uses = frozenset(symbol.name for symbol in symbols)
            size = abs(number(quantity.symbol.value))
            found.append(_Line(name, quantity, uses, size, max(sizes, default=0.0)))
    return found


def _propagated(
    lines: Sequence[_Line],
    rounding: Callable[[Quantity, float], float],
    rules: Callable[[Mapping[str, float]], _Slopes],
) -> dict[str, float]:
    """How far the roundings of all quantities before it, and its own, may move each quantity."""
    last_use = {symbol: place for place, line in enumerate(lines) for symbol in line.uses}
    reach: dict[str, float] = {}
    moves: dict[str, NDArray[np.float64]] = {}
    largest = _TINY
    for place, (name, quantity, uses, size_of_value, operands) in enumerate(lines):
        slopes, bends = defaultdict[str, float](float), list[float]()
        if any(reach.get(symbol) for symbol in uses):
            _collect(quantity.formula, 1.0, slopes, rules(reach), bends=bends)
        moved, bent = _moved(slopes, moves, place + 1), sum(bends)
        size = float(np.abs(moved).sum()) + bent
        own = rounding(quantity, size) + bent
        # What cancels to 0 has the rounding of its operands, unless they are huge.
        largest = max(largest, size_of_value, min(1.0, operands))
        bound = size - bent + own
        reach[name] = bound if bound <= largest else math.inf
        # What nothing moves needs no row: in many a long loop no quantity is rounded at all.
        if reach[name] and last_use.get(name, place) > place:
            moved = moved if len(moved) else np.zeros(place + 1)
            moved[place] = own if bound <= largest else math.inf
            moves[name] = moved
        # Long loops would keep every row; most are used by the next few lines only.
        for symbol in slopes:
            if last_use[symbol] == place:
                moves.pop(symbol, None)
    return reach


def _moved(
    slopes: Mapping[str, float], moves: Mapping[str, NDArray[np.float64]], count: int
) -> NDArray[np.float64]:
    """How far each of the first roundings moves a quantity, with its sign.

    Not a number where the slopes are none.
    """
    used = {symbol: slope for symbol, slope in slopes.items() if slope and symbol in moves}
    moved = np.zeros(count if used else 0)
    with np.errstate(over="ignore", invalid="ignore"):
        for symbol, slope in used.items():
            row = moves[symbol]
            moved[: len(row)] += slope * row
    return moved


def partials(formula: f.Formula, reach: Mapping[str, float]) -> dict[str, float]:
    """The partial derivatives of a formula by its symbols.

    Products and powers of symbols are differentiated at the outer end of the symbols' own error_bounds:
    a square whose base is no larger than its bound is moved by more than the first order tells.
    """
    slopes: dict[str, float] = defaultdict(float)
    _collect(formula, 1.0, slopes, _Slopes(reach))
    return slopes


def _collect(
    formula: f.Formula,
    slope: float,
    slopes: dict[str, float],
    rules: _Slopes,
    sizes: list[float] | None = None,
    bends: list[float] | None = None,
) -> None:
    """Reverse accumulation: hand the slope on to the children, by the chain rule.

    With `sizes`, note how far the value of each node moves the whole, relative to its own move. With
    `bends`, products and powers hand on their slopes at the point itself, and what their bend adds up to the
    outer end is noted. It has no sign, and so cannot cancel as slopes do in a sum of squares about a mean.
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
    if bends is not None and isinstance(formula, f.Pow | f.Mul):
        outer_slopes, local_slopes = local_slopes, rules.here.known(formula, len(children))
        for child, outer, local in zip(children, outer_slopes, local_slopes, strict=True):
            if outer != local:
                bends.append(0.5 * abs(slope * (outer - local)) * rules.bound(child))
    for child, local in zip(children, local_slopes, strict=True):
        product = slope * local
        _collect(child, math.inf if math.isnan(product) else product, slopes, rules, sizes, bends)


class _Slopes(Visitor[list[float]]):
    """The partial derivatives of a node by its children."""

    def __init__(self, reach: Mapping[str, float], points: Points | None = None) -> None:
        self.reach = reach
        self.points = points or Points()

    @cached_property
    def here(self) -> _Slopes:
        """The derivatives at the point itself."""
        return _AtPoint({}, self.points)

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


class _AtPoint(_Slopes):
    """The partial derivatives where nothing is moved."""

    def bound(self, formula: f.Formula) -> float:
        return 0.0


class _Chords(_Slopes):
    """The steepest slopes over all that the children of a node may have been moved by."""

    def visit_Div(self, formula: f.Div) -> list[float]:
        top, bottom = map(self.points.value, (formula.numerator, formula.denominator))
        inner = bottom - math.copysign(self.bound(formula.denominator), bottom)
        return [1 / inner, -top / (inner * bottom)] if inner * bottom > 0 else [math.inf, math.inf]

    def visit_Call(self, formula: f.Call) -> list[float]:
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
        return float(abs(value)) if values.is_complex(value) else float(value.real)
    except OverflowError:
        return math.inf if value.real > 0 else -math.inf
