"""Whether a student's value is the solver's, within honest rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from solver import values
from solver.checking.cells import Cell
from solver.checking.claims import Claimed, Written, entries
from solver.checking.precision import bands, half_unit, number
from solver.checking.spaces import MOST_DIGITS, complaint, depth, has_zero, is_basis
from solver.comparison import Comparison
from solver.formula import Formula, Symbol
from solver.solution import Answer, Nested, Quantity, Solution
from solver.values import Value

FEWEST_DIGITS = 2
WANTED_DIGITS = 3
_EXACT = 1e-9


class Match(IntEnum):
    """How well a value matches."""

    NO = 0
    COARSE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Reach:
    """How far rounding may move each quantity of a run, worked out when it is needed."""

    quantities: Mapping[str, Quantity]
    _known: dict[int, dict[str, float]] = field(default_factory=dict)

    def band(self, name: str, digits: int) -> float:
        """The band of a quantity for a hand that keeps so many digits."""
        if digits not in self._known:
            self._known[digits] = bands(self.quantities, digits)
        return self._known[digits].get(name, 0.0)


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares values with one run of the solver, within the bands of the plain run."""

    solution: Solution
    reach: Reach

    def claimed(self, cell: Cell) -> Nested | None:
        """What a cell claims the value of, in this run; none where the run has no such thing."""
        if cell.answer is None:
            quantity = self.solution.quantities.get(cell.quantity)
            return None if quantity is None else quantity.symbol
        answer = self._answer(cell.answer)
        value: Nested | None = None if answer is None else answer.value
        for position in cell.path:
            if not isinstance(value, tuple) or position >= len(value):
                return None
            value = value[position]
        return value

    def match_cell(self, cell: Cell) -> Match:
        """Whether what a cell claims is so in this run."""
        if cell.is_whole and cell.answer is not None:
            answer = self._answer(cell.answer)
            return Match.NO if answer is None else self.match_whole(cell.written, answer)
        formula = self.claimed(cell)
        return Match.NO if formula is None else self.match(cell.written, formula)

    def _answer(self, answer: Answer) -> Answer | None:
        """The answer of that name in this run."""
        return next((other for other in self.solution.answers if other.name == answer.name), None)

    def match(self, written: Claimed, formula: Nested) -> Match:
        """Whether a number is the value of a quantity of this run."""
        if isinstance(written, bool) or isinstance(formula, bool):
            return Match.YES if written is formula else Match.NO
        if isinstance(written, tuple) or isinstance(formula, tuple):
            return Match.NO
        value = formula.evaluate()
        if written.value == value:
            return Match.YES
        distance = number(values.subtract(written.value, value))
        digits = min(max(written.digits or MOST_DIGITS, FEWEST_DIGITS), MOST_DIGITS)
        if abs(distance) <= self._reach(formula, value, max(digits, WANTED_DIGITS)):
            return Match.YES
        if digits >= WANTED_DIGITS or written.value == 0:
            return Match.NO
        coarse = max(self._reach(formula, value, digits), written.half_unit)
        return Match.COARSE if abs(distance) <= coarse else Match.NO

    def _reach(self, formula: Formula, value: Value, digits: int) -> float:
        """The band of rounding every step, and half a unit of the answer's own last digit."""
        band = self.reach.band(formula.name, digits) if isinstance(formula, Symbol) else 0.0
        size = abs(number(value))
        return max(band, half_unit(value, digits)) * (1 + _EXACT) + size * 1e-12

    def match_whole(self, claimed: Claimed, answer: Answer) -> Match:
        """Whether a set of numbers, a basis or a list of bases is that of this run."""
        if self._match_nested(claimed, answer.value) is Match.YES:
            return Match.YES
        if answer.comparison is Comparison.MULTISET:
            return self._match_multiset(claimed, answer.value)
        if answer.comparison is Comparison.SPAN:
            return Match.YES if is_basis(claimed, answer.value) else Match.NO
        if answer.comparison is Comparison.SPANS:
            return self._match_spans(claimed, answer.value)
        return self._match_nested(claimed, answer.value)

    def complaint(self, claimed: Claimed, answer: Answer) -> str:
        """Why a set of numbers, a basis or a list of bases is not that of this run."""
        items, values = entries(claimed), entries(answer.value)
        if answer.comparison is Comparison.SPAN:
            return complaint(claimed, answer.value)
        if answer.comparison is Comparison.SPANS:
            bases = [item if depth(item) == 2 else (item,) for item in items]
            if any(map(has_zero, bases)):
                return "the zero vector counts for none"
            strange = [i for i, basis in enumerate(bases, 1) if not any(is_basis(basis, v) for v in values)]
            return f"fits no space: number {', '.join(map(str, strange))}" if strange else "some are missing"
        wrong = [item for item in items if not any(self.match(item, value) for value in values)]
        named = ", ".join(item.text for item in wrong if isinstance(item, Written))
        return f"not among them: {named}" if named else "some are missing, or one too many is there"

    def is_exchanged(self, claimed: Claimed, answer: Answer, owners: Claimed) -> bool:
        """Whether bases that are right stand in another order than the numbers they were claimed for.

        Args:
            claimed: the bases.
            answer: the answer that they are.
            owners: the claimed value of the answer that it stands beside.
        """
        beside = next(other for other in self.solution.answers if other.name == answer.beside)
        numbers, spaces = dict.fromkeys(entries(beside.value)), entries(answer.value)
        space_of = dict(zip(numbers, spaces, strict=True))
        meant = [next((n for n in numbers if self.match(owner, n)), None) for owner in entries(owners)]
        order = [space_of[n] for n in dict.fromkeys(meant) if n is not None]
        pairs = zip(entries(claimed), order, strict=False)
        return len(order) == len(spaces) and not all(is_basis(*pair) for pair in pairs)

    def _match_nested(self, claimed: Claimed, value: Nested) -> Match:
        if not isinstance(claimed, tuple) or not isinstance(value, tuple):
            return self.match(claimed, value)
        if len(claimed) != len(value):
            return Match.NO
        return min(map(self._match_nested, claimed, value), default=Match.YES)

    def _match_multiset(self, claimed: Claimed, value: Nested) -> Match:
        ours, theirs = list(entries(value)), entries(claimed)
        if len(ours) != len(theirs):
            return Match.NO
        worst = Match.YES
        for item in theirs:
            scores = [self.match(item, candidate) for candidate in ours]
            best = max(scores)
            worst = min(worst, best)
            ours.pop(scores.index(best))
        return worst

    def _match_spans(self, claimed: Claimed, value: Nested) -> Match:
        """Bases in any order of their spaces; a single vector may stand for its basis."""
        if not isinstance(claimed, tuple) or not isinstance(value, tuple):
            return Match.NO
        remaining = list(value)
        for item in claimed:
            basis = item if depth(item) == 2 else (item,)
            found = next((space for space in remaining if is_basis(basis, space)), None)
            if found is None:
                return Match.NO
            remaining.remove(found)
        return Match.NO if remaining else Match.YES
