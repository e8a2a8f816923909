"""Verdicts on single numbers.

Every question is answered by running the solver again: with a convention changed, with a slip
put in, or with the student's own value in place of the solver's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import combinations

from solver import values
from solver.checking.cells import BY_ENTRY, Cell, same_shape
from solver.checking.claims import Claimed, Written
from solver.checking.conventions import conventions
from solver.checking.matching import WANTED_DIGITS, Judge, Match, Reach
from solver.checking.precision import number
from solver.checking.verdicts import Finding, Kind
from solver.engine import run, serves
from solver.errors import InputError
from solver.formula import Formula, symbols_of
from solver.printing import PlainPrinter, Style
from solver.problem import Problem
from solver.registry import Entry
from solver.solution import Nested, Solution
from solver.values import Value
from solver.working import Rerun

LONGEST, LONGEST_AT_LEAST = 2, 30
"""A run with two mistakes ends when it is so many times as long as the right one, and so much longer."""

MOST_PAIRS = 6
"""So many pairs of slips are tried for one value."""


@dataclass(slots=True)
class Session:
    """Runs of the solver, kept, and what is known of the student's mistakes so far."""

    problem: Problem
    entry: Entry
    solution: Solution
    reach: Reach
    carried: dict[str, Value] = field(default_factory=dict)
    witnesses: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, Claimed] = field(default_factory=dict)
    slips: tuple[str, ...] = ()
    judges: dict[str, Judge | None] = field(default_factory=dict)

    def judge(self, cell: Cell) -> Finding:
        """The verdict on one cell; a wrong value is carried into what follows."""
        match = self._match(cell, self._plain())
        if match is Match.YES:
            return self._right(cell)
        if match is Match.COARSE:
            words = f"give at least {WANTED_DIGITS} significant digits"
            return Finding(Kind.COARSE, words, cell.quantity)
        if cell.is_witness and serves(self.problem, self.entry, self.solution, self.witnesses):
            return Finding(Kind.EQUIVALENT, "other values, which serve as well", cell.quantity)
        finding = self._carried(cell) or self._convention(cell) or self._slip(cell) or self._wrong(cell)
        if finding.kind is not Kind.CARRIED:
            self._carry(cell)
        return finding

    def _carry(self, cell: Cell) -> None:
        """Keep a wrong value, in the kind of number that the solver has there."""
        quantity = self.solution.quantities.get(cell.quantity)
        if quantity is None or quantity.symbol.value is None or not isinstance(cell.written, Written):
            return
        value = cell.written.value
        if isinstance(quantity.symbol.value, Fraction) and not isinstance(value, Fraction):
            if values.is_complex(value) or abs(value) == values.INFINITY:
                return
            value = Fraction(values.digits_text(value))
        self.carried[cell.quantity] = value

    def _right(self, cell: Cell) -> Finding:
        if not cell.is_whole or cell.answer is None:
            return Finding(Kind.RIGHT, "", cell.quantity)
        owner = cell.answer.beside
        if owner in self.lists and self._plain().is_exchanged(cell.written, cell.answer, self.lists[owner]):
            words = f"right as a set, but in another order than your {owner}"
            return Finding(Kind.EQUIVALENT, words, cell.quantity)
        if not _same_entries(cell.written, cell.answer.value):
            return Finding(Kind.EQUIVALENT, "another form of the same answer", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _carried(self, cell: Cell) -> Finding | None:
        if not self.carried and not self.slips:
            return None
        overrides = {name: value for name, value in self.carried.items() if name != cell.quantity}
        for slips in dict.fromkeys((self.slips, ())):
            judge = self._run(Rerun(slips=slips, values=overrides))
            if judge is None or self._match(cell, judge) is Match.NO:
                continue
            if self._is_trivial(judge, overrides):
                words = "it follows from the value before, but that made the problem trivial"
                return Finding(Kind.TRIVIAL, words, cell.quantity)
            cause = next(iter(self.carried), "earlier mistake")
            return Finding(Kind.CARRIED, f"it follows rightly from your {cause}", cell.quantity)
        return None

    def _is_trivial(self, judge: Judge, overrides: dict[str, Value]) -> bool:
        """Whether a value of 0 was put in where there was none, or the work came to a stop."""
        plain = self.solution.quantities
        put_in = [name for name, value in overrides.items() if value == 0 and name in plain]
        zero = any(plain[name].symbol.value != 0 for name in put_in)
        return zero or len(judge.solution.quantities) * 2 < len(plain)

    def _convention(self, cell: Cell) -> Finding | None:
        for label, given, other, changed in conventions(self.problem):
            judge = self._run(Rerun(), changed, f"{label} {other}")
            if judge is not None and self._match(cell, judge) is not Match.NO:
                words = f"this is the value for {label} {other}; the question asks for {label} {given}"
                return Finding(Kind.CONVENTION, words, cell.quantity)
        return None

    def _slip(self, cell: Cell) -> Finding | None:
        names = self._likeliest_first(cell)
        own = self._own_slips(cell)
        overrides = {name: value for name, value in self.carried.items() if name != cell.quantity}
        # Beside an unexplained value, slips further up would have shown at that value already.
        singles: list[tuple[str, ...]] = [(name,) for name in names]
        matched = [slips for slips in singles if self._slipped(cell, slips, {})]
        if overrides:
            matched += [(name,) for name in own if self._slipped(cell, (name,), overrides)]
        elif not matched:
            matched = [pair for pair in self._nearest_pairs(cell, names) if self._slipped(cell, pair, {})]
        if not matched:
            return None
        likeliest, *others = dict.fromkeys(matched)
        words = "; and ".join(self.solution.slips[name] for name in likeliest)
        if others:
            also = " or ".join(self.solution.slips[slips[0]] for slips in others[:2])
            words += f" (or it may be that {also})"
        self.slips = self.slips or likeliest
        made = [self._made_at(cell, name) for name in likeliest]
        steps = tuple(self.solution.quantities[quantity].step for quantity in made)
        return Finding(Kind.SLIP, words, cell.quantity, self._line(made[0]), likeliest, steps)

    def _likeliest_first(self, cell: Cell) -> list[str]:
        """The slips: those that can be made in the very line before those further up, and each of
        these in the order in which its type declares them.
        """
        nearest = self._own_slips(cell)
        return [*nearest, *(name for name in self.solution.slips if name not in nearest)]

    def _own_slips(self, cell: Cell) -> list[str]:
        """The slips that can be made in the line of the cell."""
        own = self.solution.quantities.get(cell.quantity)
        return [slip.name for slip in own.slips] if own else []

    def _nearest_pairs(self, cell: Cell, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Two slips at once: the pairs whose effects, added up or multiplied, come nearest to the value."""
        pairs: list[tuple[str, ...]] = list(combinations(names, 2))
        plain = self._number(cell, self._plain())
        if plain is None or not isinstance(cell.written, Written):
            return pairs[:MOST_PAIRS]
        alone = {name: self._number(cell, self._run(Rerun(slips=(name,)))) for name in names}
        written = number(cell.written.value)

        def distance(pair: tuple[str, ...]) -> float:
            one, other = (alone[name] for name in pair)
            if one is None or other is None or plain in (one, other):
                return math.inf
            added = abs(one + other - plain - written)
            multiplied = abs(one * other / plain - written) if plain else added
            return min(added, multiplied)

        return sorted(pairs, key=distance)[:MOST_PAIRS]

    def _number(self, cell: Cell, judge: Judge | None) -> float | None:
        """What the cell claims a value of, as it comes out in a run."""
        formula = None if judge is None else self._formula(cell, judge.solution)
        return number(formula.evaluate()) if isinstance(formula, Formula) else None

    def _slipped(self, cell: Cell, slips: tuple[str, ...], overrides: dict[str, Value]) -> bool:
        judge = self._run(Rerun(slips=slips, values=overrides))
        return judge is not None and self._match(cell, judge) is Match.YES

    def _wrong(self, cell: Cell) -> Finding:
        if cell.is_whole and cell.answer is not None and cell.answer.comparison not in BY_ENTRY:
            return Finding(Kind.WRONG, self._plain().complaint(cell.written, cell.answer))
        formula = self._formula(cell, self.solution)
        if cell.is_whole and cell.answer is not None and not same_shape(cell.written, cell.answer.value):
            return Finding(Kind.WRONG, f"the answer has the shape {_shape(cell.answer.value)}")
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return Finding(Kind.WRONG, "", cell.quantity, self._line(cell.quantity))
        value = formula.evaluate()
        words = "it should not be 0" if cell.written.value == 0 else ""
        if value != 0 and cell.written.value != 0:
            distance = abs(number(values.subtract(cell.written.value, value)))
            words = f"it is off by {distance / abs(number(value)):.1%}"
        return Finding(Kind.WRONG, words, cell.quantity, self._line(cell.quantity))

    def _made_at(self, cell: Cell, slip: str) -> str:
        """The quantity at which a slip was made: the cell's own, or the first where it can be made."""
        places = [
            name
            for name, quantity in self.solution.quantities.items()
            if any(offered.name == slip for offered in quantity.slips)
        ]
        return cell.quantity if cell.quantity in places else places[0]

    def _line(self, name: str) -> str:
        quantity = self.solution.quantities.get(name)
        if quantity is None or quantity.symbol.value is None:
            return ""
        printer = PlainPrinter(Style())
        symbol = printer.print(quantity.symbol)
        # A formula without symbols would be the value itself.
        has_symbols = any(symbols_of(quantity.formula))
        return f"{symbol} = {printer.print(quantity.formula)}" if has_symbols else symbol

    def _match(self, cell: Cell, judge: Judge) -> Match:
        if cell.is_whole and cell.answer is not None:
            answer = next((a for a in judge.solution.answers if a.name == cell.answer.name), None)
            return Match.NO if answer is None else judge.match_whole(cell.written, answer)
        formula = self._formula(cell, judge.solution)
        return Match.NO if formula is None else judge.match(cell.written, formula)

    def _formula(self, cell: Cell, solution: Solution) -> Nested | None:
        """What the cell claims a value of, in a run."""
        if cell.answer is None:
            quantity = solution.quantities.get(cell.quantity)
            return None if quantity is None else quantity.symbol
        answer = next((a for a in solution.answers if a.name == cell.answer.name), None)
        value: Nested | None = None if answer is None else answer.value
        for position in cell.path:
            if not isinstance(value, tuple) or position >= len(value):
                return None
            value = value[position]
        return value

    def _plain(self) -> Judge:
        return Judge(self.solution, self.reach)

    def _run(self, rerun: Rerun, problem: Problem | None = None, label: str = "") -> Judge | None:
        """A run of the solver; none where the change leaves it without an answer."""
        key = repr((label, rerun.slips, sorted(rerun.values.items(), key=lambda item: item[0])))
        if key not in self.judges:
            try:
                most = LONGEST * len(self.solution.quantities) + LONGEST_AT_LEAST
                bounded = replace(rerun, most=most) if len(rerun.slips) > 1 else rerun
                made = run(problem or self.problem, self.entry, bounded)
                self.judges[key] = Judge(made, self.reach)
            except InputError:
                self.judges[key] = None
        return self.judges[key]


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
