"""Numbers with a unit, in the unit that the question asks for: runs of the solver tell what that is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import e, log

from msgspec.structs import replace

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.rounding import Match
from solver.checking.explaining.runs import Runs
from solver.checking.written.claims import Written
from solver.checking.written.memory_units import BYTES
from solver.givens.parameters import parameters
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.problem import Problem
from solver.record.slopes import number

_NATURAL = "nats"

_BASES: Mapping[str, float] = {"bits": 2, "nats": e, "hartleys": 10}
"""The bases of the logarithms in these units."""

_SIZES: Mapping[str, tuple[Fraction, ...]] = {
    "bits": (Fraction(1, 8),),
    "bytes": (Fraction(1),),
    **{f"{letter}B": (Fraction(1000**k), Fraction(1024**k)) for k, letter in enumerate("KMGT", 1)},
    **{f"{letter}iB": (Fraction(1024**k),) for k, letter in enumerate("KMGT", 1)},
}
"""How many bytes these units have; people mean one or the other by some of them."""


def in_wanted_units(cells: Sequence[Cell], runs: Runs) -> list[Cell]:
    """The cells, those that were written in another unit than the problem's converted to it.

    How large one unit is in the other is seen from the problem itself, worked out in both.
    """
    return [_converted(cell, cell.written, runs) for cell in cells]


def _converted(cell: Cell, written: object, runs: Runs) -> Cell:
    if not isinstance(written, Written) or not written.unit:
        return cell
    if cell.answer is not None and cell.answer.unit == BYTES:
        return _in_bytes(cell, written, runs)
    if _is_own(runs.problem, written.unit):
        return cell
    other = _posed_in(runs.problem, written.unit)
    judge = None if other is None else runs.of(other)
    ours, theirs = runs.plain.claimed(cell), None if judge is None else judge.claimed(cell)
    if theirs is None and ours is not None:
        return _in_other_logarithm(cell, written)
    if not isinstance(ours, Formula) or not isinstance(theirs, Formula):
        return cell
    right, same = ours.evaluate(), theirs.evaluate()
    if judge is not None and right != same and judge.match(written, theirs) is Match.YES:
        # What was rounded in its own unit is what it was rounded from.
        return replace(cell, written=replace(written, value=right), typed=written)
    if right == same or same == 0:
        # What is infinite is so in every unit.
        return cell
    unit = values.divide(right, same)
    value = values.multiply(written.value, unit) if values.is_finite(written.value) else written.value
    half = written.half_unit * abs(number(unit))
    return replace(cell, written=replace(written, value=value, half_unit=half), typed=written)


def _in_bytes(cell: Cell, written: Written, runs: Runs) -> Cell:
    """The cell with a number of bytes in place of one of another unit of memory."""
    if written.unit == BYTES or written.unit not in _SIZES or not values.is_finite(written.value):
        return cell
    meant = [
        replace(
            written,
            value=values.multiply(written.value, size),
            half_unit=written.half_unit * float(size),
            digits=written.digits,
        )
        for size in _SIZES[written.unit]
    ]
    cells = [replace(cell, written=number, typed=written) for number in meant]
    return next((other for other in cells if runs.plain.match_cell(other).is_right), cells[0])


def _in_other_logarithm(cell: Cell, written: Written) -> Cell:
    """The cell with a logarithm to another base in that of its answer, where that has no such convention.

    Logarithms are natural where nothing is said of their base.
    """
    own = (cell.answer.unit if cell.answer else "") or _NATURAL
    ours, theirs = (_BASES.get(unit) for unit in (own, written.unit))
    if ours is None or theirs is None or ours == theirs or not values.is_finite(written.value):
        return cell
    unit = log(theirs) / log(ours)
    value = values.multiply(written.value, Fraction(unit))
    return replace(
        cell, written=replace(written, value=value, half_unit=written.half_unit * unit), typed=written
    )


def _is_own(problem: Problem, unit: str) -> bool:
    """Whether the problem is posed in the convention that measures in a unit."""
    known = (parameter for parameter in parameters(type(problem)) if parameter.convention)
    return any(p.domain.option_for(unit) == getattr(problem, p.name) is not None for p in known)


def _posed_in(problem: Problem, unit: str) -> Problem | None:
    """The problem in the convention that measures in a unit; none where that is its own, or no unit of it."""
    for parameter in parameters(type(problem)):
        option = parameter.domain.option_for(unit) if parameter.convention else None
        if option is not None and option != getattr(problem, parameter.name):
            return problem.altered(**{parameter.name: option})
    return None
