"""Work that goes on rightly from a wrong value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.rounding import Match, is_far
from solver.checking.explaining.runs import Carried, Runs
from solver.checking.written.claims import Written
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.mathematics.values import Value
from solver.record.slopes import number

WORTHWHILE = 10
"""Roundings are tried one after another where all at once move a number a tenth as far as it is off."""


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
    """Whether a cell is what comes of values as they were written, or as they were before that."""
    if _match(runs, cell, mistakes, carried, 0.0) >= least:
        return True
    moved = _moved_by_rounding(runs, cell, mistakes, carried, least)
    return bool(moved) and _match(runs, cell, mistakes, carried, moved) >= least


def _match(runs: Runs, cell: Cell, mistakes: tuple[str, ...], carried: Carried, moved: float) -> Match:
    """How well a cell is what it comes to in a run, where rounding before it may have moved it."""
    if not runs.may_match(cell, mistakes, carried, moved=moved):
        return Match.NO
    judge = runs.onward(mistakes, carried)
    if judge is None:
        return runs.forecast(cell, mistakes, carried, moved)
    return judge.with_moved(cell, moved).match_cell(cell)


def _moved_by_rounding(
    runs: Runs, cell: Cell, mistakes: tuple[str, ...], carried: Carried, least: Match
) -> float:
    """How far a cell may be moved in a run since what is carried was written less exactly than it was kept.

    It is 0 where it would not make a cell match so well, or where there is no budget left to tell.
    """
    halves = {name: runs.half_units[name] for name in carried if name in runs.half_units}
    if not halves or not isinstance(cell.written, Written):
        return 0.0
    found = _came_to(runs, cell, mistakes, carried)
    if math.isnan(found) or (least.is_right and is_far(cell.written, Fraction(found))):
        return 0.0
    beside = {name: values.add(carried[name], half) for name, half in halves.items()}
    sides = [beside]
    if runs.foresees(cell, mistakes):
        sides.append({name: values.subtract(carried[name], half) for name, half in halves.items()})
    else:
        # A single run with all of them tells whether one for each is worth its time.
        at_once = abs(_came_to(runs, cell, mistakes, {**carried, **beside}) - found)
        if not at_once * WORTHWHILE > abs(number(cell.written.value) - found):
            return 0.0
    moved = math.fsum(
        max(abs(_came_to(runs, cell, mistakes, {**carried, name: side[name]}) - found) for side in sides)
        for name in halves
    )
    return moved if math.isfinite(moved) else 0.0


def _came_to(runs: Runs, cell: Cell, mistakes: tuple[str, ...], carried: Carried) -> float:
    """What a cell comes to in a run, by its lines or else by the run itself; not a number if in none."""
    if runs.foresees(cell, mistakes):
        return runs.estimate(cell, mistakes, carried)
    judge = runs.beside(mistakes, carried)
    formula = None if judge is None else judge.claimed(cell)
    return number(formula.evaluate()) if isinstance(formula, Formula) else math.nan


def _is_trivial(runs: Runs, mistakes: tuple[str, ...], carried: Carried) -> bool:
    """Whether a value of 0 was put in where no 0 or 1 was, or the work came to a stop."""
    plain, judge = runs.solution.quantities, runs.onward(mistakes, carried)
    zero = any(plain[name].symbol.value not in (0, 1) for name, value in carried.items() if value == 0)
    return zero or (judge is not None and len(judge.solution.quantities) * 2 < len(plain))
