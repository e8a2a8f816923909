"""A formula as a tape, on which slopes go from the whole to its parts.

All that no bound changes is worked out once: which parts anything moves, the derivatives at the point itself,
and how far each part moves the whole. Source: Griewank and Walther, Evaluating Derivatives, 2nd edition,
sections 3.2 and 4.1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from solver.mathematics import formula as f
from solver.mathematics.formula.visitor import Visitor
from solver.record.slopes import Steepness, steepness

_BENT = {f.Pow: 0.5, f.Mul: 0.5, f.Div: 1.0, f.Call: 1.0}
"""What moves by more than its slopes at the point itself tell, in its own arithmetic.

Its slope is that at the outer end, which is steeper than the chord to there by as much as the chord is than
the one at the point; or it is that of the chord.
"""

_STILL = -1
"""The place of what nothing moves: that of the last of a list of bounds, which is 0."""


class Part(Struct, frozen=True):
    """A node of a formula that something moves.

    Attributes:
        formula: the node.
        name: that of a symbol.
        places: where its children stand on the tape.
        slopes: those by its children at the point itself.
        steepness: those where the children are moved; none where these are the same.
    """

    formula: f.Formula
    name: str = ""
    places: Sequence[int] = ()
    slopes: Sequence[float] = ()
    steepness: Steepness | None = None

    def moved(self, bounds: Sequence[float]) -> tuple[float, float]:
        """How far bounds of its children move it at most, and by how much its bend is part of that."""
        slopes = self.slopes if self.steepness is None else self.steepness(bounds)
        moves = zip(slopes, bounds, strict=True)
        whole = sum(abs(slope) * bound for slope, bound in moves if slope and bound)
        if self.steepness is None:
            return whole, 0.0
        changes = zip(slopes, self.slopes, bounds, strict=True)
        bend = sum(abs(slope - local) * bound for slope, local, bound in changes if bound and slope != local)
        return whole, _BENT[type(self.formula)] * bend


_PLACEHOLDER = Part(f.lift(0))


class Tape:
    """The nodes of a formula that something moves, each before its children.

    Args:
        formula: the whole.
        moving: the names of the symbols that may be moved; if none are given, any leaf may, numbers too.
        rules: how steep its nodes are.
    """

    def __init__(
        self, formula: f.Formula, rules: Visitor[Steepness], moving: Container[str] | None = None
    ) -> None:
        self.parts: list[Part] = []
        self._rules, self._moving = rules, moving
        self._lay(formula)

    def _lay(self, formula: f.Formula) -> int:
        """Lay a node on the tape, before all that it consists of: its place there."""
        place, children = len(self.parts), formula.children()
        if not children:
            name = formula.name if isinstance(formula, f.Symbol) else ""
            if self._moving is not None and name not in self._moving:
                return _STILL
            self.parts.append(Part(formula, name))
            return place
        self.parts.append(_PLACEHOLDER)
        places = [self._lay(child) for child in children]
        if max(places) == _STILL:
            self.parts.pop()
            return _STILL
        steep = steepness(formula, self._rules)
        slopes = steep([0.0] * len(places))
        self.parts[place] = Part(
            formula, "", places, slopes, None if _is_straight(formula, places) else steep
        )
        return place

    @cached_property
    def weights(self) -> Sequence[float]:
        """How far the whole moves with each part, relative to the part's own move, by the chain rule."""
        weights = [1.0] * len(self.parts)
        for part, weight in zip(self.parts, weights, strict=True):
            for place, slope in zip(part.places, part.slopes, strict=True):
                if place != _STILL:
                    product = weight * slope if weight else 0.0
                    weights[place] = math.inf if math.isnan(product) else product
        return weights

    @cached_property
    def slopes(self) -> Mapping[str, float]:
        """The partial derivatives of the whole by its symbols."""
        slopes = defaultdict[str, float](float)
        for part, weight in zip(self.parts, self.weights, strict=True):
            if part.name:
                slopes[part.name] += weight
        return slopes

    @cached_property
    def _inwards(self) -> Sequence[tuple[int, Part, float]]:
        """The parts with their places and weights, children first; none where no part is bent."""
        is_bent = any(part.steepness for part in self.parts)
        places = zip(range(len(self.parts)), self.parts, self.weights, strict=True)
        return list(places)[::-1] if is_bent else ()

    def bends(self, reach: Mapping[str, float]) -> float:
        """How much farther bounds of the symbols move the whole than its slopes tell.

        It has no sign, and so cannot cancel as slopes do in a sum of squares about a mean.
        """
        bounds = [0.0] * (len(self.parts) + 1)
        added = 0.0
        for place, part, weight in self._inwards:
            if part.name:
                bounds[place] = reach.get(part.name, 0.0)
                continue
            moves = [bounds[child] for child in part.places]
            if any(moves):
                bounds[place], bend = part.moved(moves)
                added += abs(weight) * bend if weight and bend else 0.0
        return added


def _is_straight(formula: f.Formula, places: Sequence[int]) -> bool:
    """Whether the slopes of a node are the same however far its children are moved."""
    kind = type(formula)
    if kind is f.Mul:
        return len(places) - places.count(_STILL) == 1
    return kind not in _BENT or (kind is f.Div and places[1] == _STILL)
