"""Which known mistakes lead to a value: one alone, or two at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from solver.checking.cells import Cell
from solver.checking.claims import Written
from solver.checking.matching import Judge, Match
from solver.checking.precision import number
from solver.checking.runs import Carried, Runs
from solver.formula import Formula

MOST_PAIRS = 6
"""So many pairs of slips are tried for one value."""


def slips_to(runs: Runs, cell: Cell, carried: Carried) -> list[tuple[str, ...]]:
    """The slips that lead to the value of a cell, likeliest first, each alone or with another one.

    Args:
        runs: the runs of the solver.
        cell: the number that is wrong.
        carried: wrong values that were written before it.
    """
    names = _likeliest_first(runs, cell)
    alone: list[tuple[str, ...]] = [(name,) for name in names if _lead_to(runs, cell, (name,), {})]
    if carried:
        # Beside an unexplained value, slips further up would have shown at that value already.
        beside = [(name,) for name in _own_slips(runs, cell) if _lead_to(runs, cell, (name,), carried)]
        return list(dict.fromkeys([*alone, *beside]))
    return alone or [pair for pair in _nearest_pairs(runs, cell, names) if _lead_to(runs, cell, pair, {})]


def place_of(runs: Runs, cell: Cell, slip: str) -> tuple[str, int]:
    """Where a slip was made: the quantity, if there is one, and the step.

    It is the line of the cell itself, or else the first where the slip can be made.
    """
    solution = runs.solution
    if slip in _own_slips(runs, cell):
        return cell.quantity, solution.quantities[cell.quantity].step
    return next(_places(runs, slip))


def _places(runs: Runs, slip: str) -> Iterator[tuple[str, int]]:
    for name, quantity in runs.solution.quantities.items():
        if any(offered.name == slip for offered in quantity.slips):
            yield name, quantity.step
    for choice in runs.solution.choices:
        if slip in choice.slips:
            yield "", choice.step


def _likeliest_first(runs: Runs, cell: Cell) -> list[str]:
    """The slips: those that can be made in the very line before those further up, and each of these
    in the order in which its type declares them.
    """
    nearest = _own_slips(runs, cell)
    return [*nearest, *(name for name in runs.solution.slips if name not in nearest)]


def _own_slips(runs: Runs, cell: Cell) -> list[str]:
    """The slips that can be made in the line of the cell."""
    own = runs.solution.quantities.get(cell.quantity)
    return [slip.name for slip in own.slips] if own else []


def _lead_to(runs: Runs, cell: Cell, slips: tuple[str, ...], carried: Carried) -> bool:
    judge = runs.again(slips, carried)
    return judge is not None and judge.match_cell(cell) is Match.YES


def _nearest_pairs(runs: Runs, cell: Cell, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Two slips at once: the pairs whose effects, added up or multiplied, come nearest to the value."""
    pairs: list[tuple[str, ...]] = list(combinations(names, 2))
    plain = _number(cell, runs.plain)
    if plain is None or not isinstance(cell.written, Written):
        return pairs[:MOST_PAIRS]
    alone = {name: _number(cell, runs.again((name,))) for name in names}
    written = number(cell.written.value)

    def distance(pair: tuple[str, ...]) -> float:
        one, other = (alone[name] for name in pair)
        if one is None or other is None or plain in (one, other):
            return math.inf
        added = abs(one + other - plain - written)
        multiplied = abs(one * other / plain - written) if plain else added
        return min(added, multiplied)

    return sorted(pairs, key=distance)[:MOST_PAIRS]


def _number(cell: Cell, judge: Judge | None) -> float | None:
    """What the cell claims a value of, as it comes out in a run."""
    formula = None if judge is None else judge.claimed(cell)
    return number(formula.evaluate()) if isinstance(formula, Formula) else None
