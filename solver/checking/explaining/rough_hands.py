"""Hands that round every step and choose by what they leave of it: which of two distances is the less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.rounding import Match
from solver.checking.explaining.diagnosis import Evidence
from solver.checking.explaining.replay import with_symbols
from solver.checking.explaining.runs import Runs
from solver.errors import UndefinedError
from solver.mathematics.formula import Formula, Symbol
from solver.record.solution import Conclusion, Nested, Solution

ROUGH_DIGITS = (2, 3, 4)
"""The digits that a hand may keep of every number, and choose by what they leave of it."""


class RoughHand(Struct, frozen=True):
    """What a hand comes to that rounded its way to another choice.

    Attributes:
        digits: how many it kept of every number.
        judges: the run with every number rounded; and with the same choices, but nothing rounded between.
    """

    digits: int
    judges: Sequence[Judge]

    def explains(self, cell: Cell) -> bool:
        """Whether a cell is what this hand comes to."""
        return any(judge.match_cell(cell) is Match.YES for judge in self.judges)

    def may_explain(self, cell: Cell) -> bool:
        """Whether nothing in a cell speaks against this hand."""
        return any(judge.match_cell(cell) is not Match.NO for judge in self.judges)


def rough_hands(runs: Runs, evidence: Evidence) -> Iterator[RoughHand]:
    """The hands that come to something of a student's work which is wrong as it stands, and to all that is
    right.
    """
    wrong = [cell for cell in evidence.cells if _is_chosen(runs, cell)]
    for digits in ROUGH_DIGITS if wrong else ():
        judge = runs.rounded(digits)
        if judge is None:
            continue
        hand = RoughHand(digits, (judge, *_unrounded(judge)))
        if any(map(hand.explains, wrong)) and all(map(hand.may_explain, evidence.right)):
            yield hand


def _is_chosen(runs: Runs, cell: Cell) -> bool:
    """Whether a cell is wrong, and may come of a choice between values."""
    is_chosen = runs.solution.decides_by_values or isinstance(cell.written, Conclusion)
    return is_chosen and runs.plain.match_cell(cell) is Match.NO


def _unrounded(rounded: Judge) -> Iterator[Judge]:
    """The run with the choices of one in which every number was rounded; none where it has no value."""
    known: dict[str, Symbol] = {}
    solution = rounded.solution
    try:
        for name, quantity in solution.quantities.items():
            if quantity.symbol.value is not None:
                known[name] = Symbol(name, with_symbols(quantity.formula, known).evaluate())
    except UndefinedError:
        return
    yield Judge(_with_values(solution, known), rounded.reach)


def _with_values(solution: Solution, known: Mapping[str, Symbol]) -> Solution:
    """A solution with other values of its quantities."""
    quantities = {
        name: replace(quantity, symbol=known.get(name, quantity.symbol))
        for name, quantity in solution.quantities.items()
    }
    answers = tuple(replace(answer, value=_nested(answer.value, known)) for answer in solution.answers)
    return replace(solution, quantities=quantities, answers=answers)


def _nested(value: Nested, known: Mapping[str, Symbol]) -> Nested:
    if isinstance(value, tuple):
        return tuple(_nested(item, known) for item in value)
    return with_symbols(value, known) if isinstance(value, Formula) else value
