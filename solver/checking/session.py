"""Verdicts on single numbers, one after another.

Every question is answered by running the solver again: with a convention changed, with a slip
put in, or with the student's own value in place of the solver's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from solver import values
from solver.checking.carrying import cause_of
from solver.checking.cells import BY_ENTRY, Cell, same_shape
from solver.checking.claims import Claimed, Written
from solver.checking.conventions import conventions
from solver.checking.matching import WANTED_DIGITS, Judge, Match
from solver.checking.precision import number
from solver.checking.runs import Runs
from solver.checking.slips import place_of, slips_to
from solver.checking.verdicts import Finding, Kind
from solver.engine import serves
from solver.formula import Formula, symbols_of
from solver.printing import PlainPrinter, Style
from solver.solution import Nested
from solver.values import Value


@dataclass
class Session:
    """What is known of a student's mistakes so far.

    Attributes:
        runs: the runs of the solver.
        witnesses: the student's values of answers that only have to serve.
        lists: the student's sets and bases, by the names of the answers.
        carried: the wrong values so far, by the quantities that they stand for.
        slips: the first known mistake.
    """

    runs: Runs
    witnesses: Mapping[str, Value]
    lists: Mapping[str, Claimed]
    carried: dict[str, Value] = field(default_factory=dict)
    slips: tuple[str, ...] = ()

    def judge(self, cell: Cell) -> Finding:
        """The verdict on one cell; a wrong value is carried into what follows."""
        match = self.runs.plain.match_cell(cell)
        if match is Match.YES:
            return self._right(cell)
        if match is Match.COARSE:
            words = f"give at least {WANTED_DIGITS} significant digits"
            return Finding(Kind.COARSE, words, cell.quantity)
        if cell.is_witness and serves(self.runs.problem, self.runs.entry, self.runs.solution, self.witnesses):
            return Finding(Kind.EQUIVALENT, "other values, which serve as well", cell.quantity)
        finding = self._carried(cell) or self._convention(cell) or self._slip(cell) or self._wrong(cell)
        if finding.kind is not Kind.CARRIED:
            self._carry(cell)
        return finding

    def _carry(self, cell: Cell) -> None:
        """Keep a wrong value, in the kind of number that the solver has there."""
        quantity = self.runs.solution.quantities.get(cell.quantity)
        if quantity is None or quantity.symbol.value is None or not isinstance(cell.written, Written):
            return
        value = cell.written.value
        if isinstance(quantity.symbol.value, Fraction) and not isinstance(value, Fraction):
            if values.is_complex(value) or abs(value) == values.INFINITY:
                return
            value = Fraction(values.digits_text(value))
        self.carried[cell.quantity] = value

    def _before(self, cell: Cell) -> dict[str, Value]:
        """The wrong values of other quantities."""
        return {name: value for name, value in self.carried.items() if name != cell.quantity}

    def _right(self, cell: Cell) -> Finding:
        if not cell.is_whole or cell.answer is None:
            return Finding(Kind.RIGHT, "", cell.quantity)
        owner = cell.answer.beside
        if owner in self.lists and self.runs.plain.is_exchanged(cell.written, cell.answer, self.lists[owner]):
            words = f"right as a set, but in another order than your {owner}"
            return Finding(Kind.EQUIVALENT, words, cell.quantity)
        if not _same_entries(cell.written, cell.answer.value):
            return Finding(Kind.EQUIVALENT, "another form of the same answer", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _carried(self, cell: Cell) -> Finding | None:
        cause = cause_of(self.runs, cell, self._before(cell), self.slips)
        if cause is None:
            return None
        if cause.trivial:
            words = "it follows from the value before, but that made the problem trivial"
            return Finding(Kind.TRIVIAL, words, cell.quantity)
        owner = " and ".join(cause.names) or "earlier mistake"
        return Finding(Kind.CARRIED, f"it follows rightly from your {owner}", cell.quantity)

    @cached_property
    def _conventions(self) -> list[tuple[str, Judge]]:
        """What is asked for and what was given in place of it, with the run under that convention."""
        found = []
        for label, given, other, changed in conventions(self.runs.problem):
            judge = self.runs.of(changed)
            words = f"this is the value for {label} {other}; the question asks for {label} {given}"
            if judge is not None:
                found.append((words, judge))
        return found

    def _convention(self, cell: Cell) -> Finding | None:
        matching = (words for words, judge in self._conventions if judge.match_cell(cell) is not Match.NO)
        words = next(matching, None)
        return None if words is None else Finding(Kind.CONVENTION, words, cell.quantity)

    def _slip(self, cell: Cell) -> Finding | None:
        found = slips_to(self.runs, cell, self._before(cell))
        if not found:
            return None
        likeliest, *others = found
        told = self.runs.solution.slips
        words = "; and ".join(told[name] for name in likeliest)
        if others:
            words += f" (or it may be that {' or '.join(told[slips[0]] for slips in others[:2])})"
        self.slips = self.slips or likeliest
        places = [place_of(self.runs, cell, name) for name in likeliest]
        line = self._line(places[0][0])
        return Finding(Kind.SLIP, words, cell.quantity, line, likeliest, tuple(step for _, step in places))

    def _wrong(self, cell: Cell) -> Finding:
        if cell.is_whole and cell.answer is not None and cell.answer.comparison not in BY_ENTRY:
            return Finding(Kind.WRONG, self.runs.plain.complaint(cell.written, cell.answer))
        if cell.is_whole and cell.answer is not None and not same_shape(cell.written, cell.answer.value):
            return Finding(Kind.WRONG, f"the answer has the shape {_shape(cell.answer.value)}")
        return Finding(Kind.WRONG, self._distance(cell), cell.quantity, self._line(cell.quantity))

    def _distance(self, cell: Cell) -> str:
        """How far off a number is, in words."""
        formula = self.runs.plain.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return ""
        value = formula.evaluate()
        if cell.written.value == 0:
            return "it should not be 0"
        if value == 0:
            return ""
        distance = abs(number(values.subtract(cell.written.value, value)))
        return f"it is off by {distance / abs(number(value)):.1%}"

    def _line(self, name: str) -> str:
        """The line of the working in which a quantity is worked out."""
        quantity = self.runs.solution.quantities.get(name)
        if quantity is None or quantity.symbol.value is None:
            return ""
        printer = PlainPrinter(Style())
        symbol = printer.print(quantity.symbol)
        # A formula without symbols would be the value itself.
        has_symbols = any(symbols_of(quantity.formula))
        return f"{symbol} = {printer.print(quantity.formula)}" if has_symbols else symbol


def _shape(value: Nested) -> str:
    """The shape of an answer in words: 3, or 2 by 3."""
    sizes = []
    while isinstance(value, tuple):
        sizes.append(str(len(value)))
        value = value[0] if value else False
    return " by ".join(sizes) or "of a single value"


def _same_entries(claimed: Claimed, value: Nested) -> bool:
    """Whether an answer was written just as the solver writes it."""
    if isinstance(claimed, tuple) and isinstance(value, tuple):
        pairs = zip(claimed, value, strict=False)
        return len(claimed) == len(value) and all(_same_entries(*pair) for pair in pairs)
    if isinstance(claimed, Written) and isinstance(value, Formula):
        return bool(claimed.value == value.evaluate())
    return claimed is value
