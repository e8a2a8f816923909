"""How far honest rounding can move an answer: error propagation along the record.

A hand calculation that keeps d digits rounds every quantity by up to half a unit of its last
digit. That half unit moves every later quantity by the slope of that quantity, taken along
all ways from the one to the other with their signs: what goes out on one way and comes back on
another, as in the steps of a descent, does not add up. The bound of a quantity is the sum of the
sizes of these moves, one for each rounding before it, and of its own half unit.

A hand that keeps d decimals loses more of small numbers; it is taken to keep at least two of their digits.

Where a slope is too large for a float, or the bound is larger than every number before it, nothing can
be told: the bound is infinite then.

Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, sections 1.6 and 3.1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain

import numpy as np
from msgspec import Struct

from solver.mathematics import formula as f
from solver.mathematics import values
from solver.mathematics.decimals import ends_within, kept_digits
from solver.mathematics.values import Value
from solver.record.lines import TINY, Line, last_uses, lines_of
from solver.record.moves import Moves, Row
from solver.record.quantities import Quantity
from solver.record.slopes import Chords, Slopes, number
from solver.record.tape import Tape

NOISE = 2.0**-50
"""Relative size of one rounding of a model that reckons in binary floats: a few times the distance of
neighboring floats, for functions, and for a model that goes another way."""

FEWEST_DIGITS = 2
"""Fewer digits of a number tell nothing of it."""

UNDERFLOW = 2.0**-1022
"""Below this size binary floats lose digits, and end."""

_AT_POINT, _CHORDS = Slopes(), Chords()


class Kept(Struct, frozen=True):
    """What a hand keeps of every number: so many significant digits at least, and all `decimals`, if any.

    With `or_more`, maybe more of both, or of one alone: every number is rounded by as much as any such hand
    may round it.
    """

    digits: int
    decimals: int | None = None
    or_more: bool = False

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
        return (
            0.0 if not moved and self.holds(value) else self.half_unit_at(abs(number(value)) + beyond, value)
        )

    def half_unit_at(self, size: float, value: Value) -> float:
        """The same of a number of that size, which is this value but for earlier rounding."""
        if size == 0 or not math.isfinite(size):
            return 0.0
        size = self._to_decimals(size)
        is_large = size >= 10**self.digits and not values.is_complex(value)
        kept = kept_digits(Fraction(size), self.digits) if is_large else self.digits
        half = float(0.5 * 10.0 ** (math.floor(math.log10(size)) - kept + 1))
        return half if self.decimals is None or self.or_more else min(half, 0.5 * 10.0**-self.decimals)

    def _to_decimals(self, size: float) -> float:
        """A size, or more where it has that to the decimals that are kept: 0.096 has as many as 0.10.

        Of a small number more are kept, but no more than its digits need: 0.00096 has as many as 0.0010.
        """
        if self.decimals is None or not TINY < size < 1:
            return size
        unit = 10.0 ** -max(self.decimals, self.digits - 1 - math.ceil(math.log10(size)))
        return max(size, math.floor(size / unit + 0.5) * unit)

    def holds(self, value: Value) -> bool:
        """Whether nothing of a value is rounded away: it is a fraction, and short."""
        if not values.is_exact(value):
            return False
        if self.decimals is None:
            return ends_within(value, self.digits)
        is_whole = (value * 10**self.decimals).denominator == 1
        if self.or_more:
            return is_whole and ends_within(value, self.digits)
        # Of what has too few digits to the decimals, others are kept beside these.
        enough = 10.0 ** (self.digits - 1 - self.decimals)
        is_small = self._to_decimals(abs(number(value))) < enough
        return is_whole or (is_small and ends_within(value, self.digits))


def half_unit(value: Value, digits: int) -> float:
    """Half a unit of the last of `digits` significant digits."""
    return Kept(digits).half_unit(value)


class Points:
    """All that no digits change of the quantities of a record."""

    def __init__(self) -> None:
        self._lines: tuple[Mapping[str, Quantity], list[Line]] = {}, []

    def lines(self, quantities: Mapping[str, Quantity]) -> list[Line]:
        """The quantities that have a value, with what no digits change."""
        if self._lines[0] is not quantities:
            self._lines = quantities, lines_of(quantities, lambda formula, uses: Tape(formula, _CHORDS, uses))
        return self._lines[1]


def error_bounds(quantities: Mapping[str, Quantity], digits: int) -> dict[str, float]:
    """For every quantity, how far rounding each one before it to `digits` digits may move it.

    Infinite where nothing can be told; 0 where no digit is lost on the way.
    """
    return dict(_each_bound(quantities, Kept(digits), Points()))


class ErrorBounds:
    """The error bounds of quantities, worked out as far as they are asked for.

    Each follows from those before it: a question about the first step of many needs no other.

    Args:
        quantities: those of a run.
        kept: what a hand keeps of every number.
        points: what was worked out for other digits, which serves again.
    """

    def __init__(self, quantities: Mapping[str, Quantity], kept: Kept, points: Points) -> None:
        self._known: dict[str, float] = {}
        self._left = _each_bound(quantities, kept, points)
        self._values = (line.quantity.symbol.value for line in points.lines(quantities))
        self._kept = kept

    @cached_property
    def is_exact(self) -> bool:
        """Whether no digit of any number is lost, which is seen sooner than how far they move."""
        return not any(self._kept.half_unit(value, moved=False) for value in self._values)

    def of(self, name: str) -> float:
        """The error bound of a quantity; 0 of one that has no value."""
        while name not in self._known and not self.is_exact:
            found = next(self._left, None)
            if found is None:
                return 0.0
            self._known[found[0]] = found[1]
        return self._known.get(name, 0.0)


def _each_bound(
    quantities: Mapping[str, Quantity], kept: Kept, points: Points
) -> Iterator[tuple[str, float]]:
    def rounding(line: Line, moved: float) -> float:
        value = line.quantity.symbol.value
        return 0.0 if not moved and kept.holds(value) else kept.half_unit_at(line.size + moved, value)

    return _propagated(points.lines(quantities), rounding)


def noise_bounds(quantities: Mapping[str, Quantity]) -> dict[str, float]:
    """For every quantity, how far the rounding of binary floats may move it.

    Every operation rounds, within a formula as well; what was given is rounded before the first one.
    Infinite where nothing can be told.
    """
    lines = lines_of(quantities, lambda formula, _: Tape(formula, _AT_POINT))
    return dict(_propagated(lines, lambda line, _: _noise(line.tape, line.size)))


def noise(formula: f.Formula) -> float:
    """How far the rounding of binary floats within a formula may move its value."""
    return _noise(Tape(formula, _AT_POINT), abs(number(formula.evaluate())))


def _noise(tape: Tape, size: float) -> float:
    """How far the rounding of all parts moves the whole, which has this size."""
    parts = zip(tape.parts[1:], tape.weights[1:], strict=True)
    sizes = (abs(weight * number(part.formula.evaluate())) for part, weight in parts if weight)
    return NOISE * (size + sum(sizes)) + UNDERFLOW


def _propagated(
    lines: Sequence[Line], rounding: Callable[[Line, float], float]
) -> Iterator[tuple[str, float]]:
    """Each quantity in turn, with how far the roundings of all before it, and its own, may move it."""
    done = last_uses(lines)
    used = frozenset(chain.from_iterable(done.values()))
    reach: dict[str, float] = {}
    moves = Moves()
    for place, line in enumerate(lines):
        name, bound = line.name, math.inf
        moved = _moved(line, reach, moves)
        if moved.row is not None:
            own = rounding(line, moved.size + moved.bent) + moved.bent
            bound = moved.size + own
            # What nothing moves needs no row.
            if 0 < bound <= line.largest and name in used:
                moves.keep(name, moved.row, own, bound)
        reach[name] = bound if bound <= line.largest else math.inf
        yield name, reach[name]
        # Long loops would keep every row; most are used by the next few lines only.
        moves.forget(done.get(place, ()))


class _Moved(Struct, frozen=True):
    """How far roundings move a quantity: by its slopes, in all, and by what its bends add.

    There is no row where nothing can be told.
    """

    row: Row | None = None
    size: float = 0.0
    bent: float = 0.0


def _moved(line: Line, reach: Mapping[str, float], moves: Moves) -> _Moved:
    """How far the roundings so far move the quantity of a line."""
    moved = [(symbol, reach[symbol]) for symbol in line.uses if reach.get(symbol)]
    if not moved:
        return _Moved(moves.of({}))
    slopes = line.tape.slopes
    if any(bound == math.inf and slopes.get(symbol) for symbol, bound in moved):
        return _Moved()
    row = moves.of(slopes)
    return _Moved(row, float(np.abs(row.moves).sum()), line.tape.bends(reach))
