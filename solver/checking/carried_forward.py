"""Work that goes on rightly from a wrong value."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from solver.checking.cells import Cell
from solver.checking.rounding import Match
from solver.checking.runs import Carried, Runs
from solver.mathematics.values import Value


class Cause(Struct, frozen=True):
    """What a value follows from: wrong values, known mistakes, or both.

    `trivial` tells whether the values left nothing to work out.
    """

    names: tuple[str, ...]
    mistakes: tuple[str, ...]
    trivial: bool


def cause_of(
    runs: Runs, cell: Cell, carried: dict[str, Value], mistakes: tuple[str, ...], least: Match = Match.COARSE
) -> Cause | None:
    """What the value of a cell follows from, if it follows from mistakes before it.

    Args:
        runs: the runs of the solver.
        cell: the number that is not right.
        carried: the wrong values that were written before it.
        mistakes: the known mistakes that were made before it.
        least: how well it has to match what comes of them.
    """
    if not carried and not mistakes:
        return None
    causes = []
    for made in dict.fromkeys(((), mistakes)):
        if _follows(runs, cell, made, carried, least):
            needed = _needed(runs, cell, made, carried, least)
            causes.append(Cause(tuple(needed), made, _is_trivial(runs, made, needed)))
    # A value that a known mistake leads to is no trick to be done with the work.
    return next((cause for cause in causes if not cause.trivial), causes[0] if causes else None)


def as_likely(
    runs: Runs, cell: Cell, cause: Cause, carried: Carried, others: Iterable[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """The mistakes of a cause, and those of others that the value of a cell follows from as well."""
    needed = {name: carried[name] for name in cause.names}
    tried = dict.fromkeys(others)
    tried.pop(cause.mistakes, None)
    return [cause.mistakes, *(made for made in tried if _follows(runs, cell, made, needed, Match.COARSE))]


def _needed(
    runs: Runs, cell: Cell, mistakes: tuple[str, ...], carried: dict[str, Value], least: Match
) -> Carried:
    """Those of the values without which the cell would not follow: none, one of them, or more."""
    if mistakes and _follows(runs, cell, mistakes, {}, least):
        return {}
    for name in reversed(carried):
        if _follows(runs, cell, mistakes, {name: carried[name]}, least):
            return {name: carried[name]}
    needed = dict(carried)
    for name in carried:
        fewer = {other: value for other, value in needed.items() if other != name}
        if _follows(runs, cell, mistakes, fewer, least):
            needed = fewer
    return needed


def _follows(runs: Runs, cell: Cell, mistakes: tuple[str, ...], carried: Carried, least: Match) -> bool:
    if not runs.may_match(cell, mistakes, carried):
        return False
    judge = runs.onward(mistakes, carried)
    found = runs.forecast(cell, mistakes, carried) if judge is None else judge.match_cell(cell)
    return found >= least


def _is_trivial(runs: Runs, mistakes: tuple[str, ...], carried: Carried) -> bool:
    """Whether a value of 0 was put in where no 0 or 1 was, or the work came to a stop."""
    plain, judge = runs.solution.quantities, runs.onward(mistakes, carried)
    zero = any(plain[name].symbol.value not in (0, 1) for name, value in carried.items() if value == 0)
    return zero or (judge is not None and len(judge.solution.quantities) * 2 < len(plain))
