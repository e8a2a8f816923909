"""Whether a student's value is the solver's, within honest rounding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.cells import BY_ENTRY, Cell
from solver.checking.comparing.complements import tells_rest
from solver.checking.comparing.reach import Reach
from solver.checking.comparing.rounding import Doubt, Match, Rounding, is_far
from solver.checking.comparing.shapes import SPANNING, fitted
from solver.checking.comparing.vector_spaces import Bases, bases_of, has_unit_columns
from solver.checking.written.claims import Claimed, Written, columns_of, entries
from solver.checking.written.spelled_names import loose
from solver.mathematics import values
from solver.mathematics.formula import Formula, Symbol, is_condition
from solver.mathematics.values import Value
from solver.record.comparison import Comparison
from solver.record.error_bounds import Kept
from solver.record.slopes import number
from solver.record.solution import Answer, Nested, Solution, leaves, plain_word

_CHANGES = (
    ("with the other sign", Fraction(-1)),
    ("divided by 100", Fraction(1, 100)),
    ("multiplied by 100", Fraction(100)),
)
"""What everyone can see of a wrong number."""

IN_ROWS = "the vectors stand in its rows: they are the columns of this matrix"
FROM_0 = "these are counted from 0: count from 1"

CALCULATOR_ZERO = 1e-99
"""No calculator shows a number below this as anything but 0."""

FLOAT_ZERO = 1e-12
FLOAT_DIGITS = 8
"""A program that prints so many digits of so small a number has 0 with the rounding of its floats."""

FLOAT_NOTHING = 1e-20
FLOAT_ROUNDING = 1e-14
SINGLE_DIGITS = 5
SINGLE_ROUNDING = 1e-6
"""A number is lost in the rounding of floats, and in single precision, where it is this part of the largest
one at most."""


class Judge(Struct, frozen=True):
    """Compares values with one run of the solver, within the error_bounds of the plain run.

    `own` are those of the run itself, if it is another.
    """

    solution: Solution
    reach: Reach
    own: Reach | None = None

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
        if cell.is_moved:
            return Match.NO
        if cell.is_whole and cell.answer is not None:
            answer = self._answer(cell.answer)
            if answer is None or (answer.comparison in BY_ENTRY and (cell.path or cell.is_part)):
                return Match.NO
            whole = self.match_part if cell.is_part else self.match_whole
            return whole(cell.written, answer)
        formula = self.claimed(cell)
        if formula is None:
            return Match.NO
        match = self.match(cell.written, formula)
        if (
            match.is_right
            and isinstance(formula, Formula)
            and not tells_rest(cell.written, formula.evaluate())
        ):
            return Match.UNDECIDED
        return match

    def _answer(self, answer: Answer) -> Answer | None:
        """The answer of that name in this run."""
        return next((other for other in self.solution.judged if other.name == answer.name), None)

    def matches(self, written: Claimed, value: Nested) -> bool:
        """Whether a number is that of an entry of an answer, if only coarsely; most are too far to be."""
        if isinstance(written, Written) and isinstance(value, Formula) and is_far(written, value.evaluate()):
            return False
        return self.match(written, value).is_right

    def match(self, written: Claimed, formula: Nested) -> Match:
        """Whether a number is the value of a quantity of this run; beyond floats only the very same is."""
        if isinstance(written, str) or isinstance(formula, str):
            return Match.YES if _same_word(written, formula) else Match.NO
        if isinstance(written, bool) and isinstance(formula, Formula) and not self.is_truth(formula):
            return Match.NO
        if isinstance(written, bool) or isinstance(formula, bool):
            return Match.YES if _truth(written) is _truth(formula) is not None else Match.NO
        if isinstance(written, tuple) or isinstance(formula, tuple):
            return Match.NO
        value = formula.evaluate()
        if not values.is_defined(written.value):
            return Match.NO
        if written.value == value or self._are_nothing(written, value):
            return Match.YES
        if not (_is_moderate(written.value) and _is_moderate(value)):
            return Match.NO
        return self.rounding.match(written, formula)

    def is_truth(self, formula: Formula) -> bool:
        """Whether a number is 1 where a condition holds and 0 where not, so that yes and no stand for it."""
        quantity = self.solution.quantities.get(formula.name) if isinstance(formula, Symbol) else None
        return is_condition(formula if quantity is None else quantity.formula)

    def _are_nothing(self, written: Written, value: Value) -> bool:
        """Whether one of two numbers is 0, and the other one what a machine or a calculator has for it."""
        if written.value == 0 and abs(value) < FLOAT_NOTHING:
            return bool(abs(value) < CALCULATOR_ZERO or abs(value) < FLOAT_ROUNDING * self.reach.largest)
        if value != 0:
            return False
        if abs(written.value) >= FLOAT_ZERO:
            is_long = (written.digits or 0) >= SINGLE_DIGITS
            return bool(is_long and abs(written.value) < SINGLE_ROUNDING * self.reach.largest)
        # So many digits of so small a number are printed by a program alone.
        is_printed = (written.digits or 0) > FLOAT_DIGITS
        return is_printed or bool(abs(written.value) < FLOAT_ROUNDING * self.reach.largest)

    def with_moved(self, cell: Cell, moved: float) -> Judge:
        """This judge, if the rounding of values that were put in may have moved what a cell claims so far."""
        return replace(self, reach=replace(self.reach, carried={cell.quantity: moved})) if moved else self

    @property
    def rounding(self) -> Rounding:
        """What rounding can make of the numbers of this run."""
        return Rounding(self.solution.quantities, self.reach, self.own)

    def doubt(self, cell: Cell) -> Doubt:
        """Why what a cell claims is undecided."""
        formula = self.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return Doubt()
        if not tells_rest(cell.written, formula.evaluate()):
            return Doubt(Kept(1))
        return self.rounding.doubt(cell.written, formula)

    def digits_kept(self, cell: Cell) -> Kept | None:
        """The digits to which every step must have been rounded for a cell to be right.

        None where the last rounding alone explains it, or nothing was rounded.
        """
        formula = self.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return None
        if self.is_exactly(cell) or self._are_nothing(cell.written, formula.evaluate()):
            return None
        return self.rounding.digits_kept(cell.written, formula)

    def is_exactly(self, cell: Cell) -> bool:
        """Whether a cell claims the very value of this run, with nothing rounded away."""
        formula = self.claimed(cell)
        if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
            return False
        return bool(cell.written.value == formula.evaluate())

    def match_whole(self, claimed: Claimed, answer: Answer) -> Match:
        """Whether a set of numbers, a basis or a list of bases is that of this run."""
        if self._match_nested(claimed, answer.value) is Match.YES:
            return Match.YES
        if answer.comparison is Comparison.MULTISET:
            return self._match_multiset(claimed, answer.value)
        if answer.comparison in BY_ENTRY:
            return self._match_nested(fitted(claimed, answer.value) or claimed, answer.value)
        bases = self.bases(claimed, answer)
        if bases is None or bases.complaint:
            return Match.NO
        return Match.UNDECIDED if bases.is_undecided else Match.YES

    def is_all_of(self, claimed: Claimed, answer: Answer) -> bool:
        """Whether a list is the whole of an answer as it comes out in this run."""
        own = self._answer(answer)
        shown = None if own is None else fitted(claimed, own.value)
        return own is not None and shown is not None and self._match_nested(shown, own.value).is_right

    def match_part(self, claimed: Claimed, answer: Answer) -> Match:
        """Whether some numbers of a set, or some vectors of a basis, are those of this run."""
        if answer.comparison is Comparison.MULTISET:
            theirs = entries(claimed)
            pairs = self._paired(theirs, entries(answer.value))
            return min(pairs) if theirs and len(pairs) == len(theirs) else Match.NO
        bases = self.bases(claimed, answer)
        if bases is None or not bases.vectors or not bases.are_independent:
            return Match.NO
        return Match.UNDECIDED if bases.is_undecided else Match.YES

    def is_short(self, claimed: Claimed, answer: Answer) -> bool:
        """Whether a claim has some of the vectors of a basis, or of the numbers of a set, and no more."""
        if answer.comparison is Comparison.MULTISET:
            return len(entries(claimed)) < len(entries(answer.value))
        bases = self.bases(claimed, answer)
        return bases is not None and 0 < len(bases.vectors) < bases.wanted

    def share(self, claimed: Claimed, answer: Answer) -> Fraction:
        """The part of a set or of a basis that is right."""
        if answer.comparison in SPANNING:
            bases = self.bases(claimed, answer)
            return Fraction(0) if bases is None else _part(bases.good, bases.wanted, len(bases.vectors))
        if answer.comparison is not Comparison.MULTISET:
            return Fraction(0)
        ours, theirs = entries(answer.value), entries(claimed)
        right = [match for match in self._paired(theirs, ours) if match.is_right]
        return _part(len(right), len(ours), len(theirs))

    def complaint(self, claimed: Claimed, answer: Answer) -> str:
        """Why a set of numbers, a basis or a list of bases is not that of this run."""
        if answer.comparison is Comparison.COLUMNS and self._are_rows(claimed, answer):
            return IN_ROWS
        if answer.comparison in SPANNING:
            bases = self.bases(claimed, answer)
            return "vectors are wanted, such as (1, 2), (3, 4)" if bases is None else bases.told
        ours, theirs = entries(answer.value), entries(claimed)
        strange = [item for item in theirs if not any(self.match(item, value) for value in ours)]
        if strange and not any(leaves(answer.value)) and self._is_counted_from_0(theirs, ours):
            return FROM_0
        if strange:
            return f"not among them: {', '.join(map(_said, strange))}{self._if_changed(strange, ours)}"
        numbers = (len(ours), len(theirs))
        wanted, given = (f"{n or 'none'} {'are' if n > 1 else 'is'}" for n in numbers)
        often = ", each as often as it counts," if len(ours) > 1 else ""
        return f"{wanted} wanted{often} and {given} given"

    def _if_changed(self, strange: Sequence[Claimed], ours: Sequence[Nested]) -> str:
        """What everyone can see of numbers that do not belong to a set: with the other sign, they would."""
        for words, factor in _CHANGES:
            changed = [multiplied(item, factor) for item in strange if isinstance(item, Written)]
            if len(changed) == len(strange) and all(any(self.match(c, o) for o in ours) for c in changed):
                return f"; {words} {'it is' if len(strange) == 1 else 'they are'}"
        return ""

    def _is_counted_from_0(self, theirs: Sequence[Claimed], ours: Sequence[Nested]) -> bool:
        """Whether all positions are those of the answer, counted from 0."""
        later = [next_one(item) for item in theirs]
        return len(later) == len(ours) == len(self._paired([one for one in later if one], ours))

    def is_exchanged(self, claimed: Claimed, answer: Answer, owners: Claimed) -> bool:
        """Whether bases that are right stand in another order than the numbers they were claimed for.

        Args:
            claimed: the bases.
            answer: the answer that they are.
            owners: the claimed value of the answer that it stands beside.
        """
        beside = next(other for other in self.solution.answers if other.name == answer.beside)
        numbers = list(dict.fromkeys(entries(beside.value)))
        meant = [
            next((i for i, n in enumerate(numbers) if self.matches(o, n)), None) for o in entries(owners)
        ]
        bases = self.bases(claimed, self._answer(answer) or answer)
        if bases is None or None in meant:
            return False
        # Of some of the numbers only their own bases stand in an order.
        return list(dict.fromkeys(meant)) != [
            place for place in dict.fromkeys(bases.places) if place in meant
        ]

    def bases(self, claimed: Claimed, answer: Answer) -> Bases | None:
        """A claim held against the spaces of an answer that is a basis, a list of bases, or columns of them.

        Vectors may be written as columns, if these have the length 1 that programs give them.
        """
        if answer.comparison is not Comparison.COLUMNS:
            whole = (answer.value,) if answer.comparison is Comparison.SPAN else entries(answer.value)
            bases = bases_of(claimed, whole)
            if bases is None or not bases.complaint or not has_unit_columns(claimed):
                return bases
            columns = bases_of(columns_of(claimed), whole)
            return bases if columns is None or columns.complaint else columns
        return bases_of(columns_of(claimed), self._column_spaces(answer))

    def in_columns(self, cell: Cell) -> Cell:
        """A cell with the vectors of a list as the columns of the matrix that is wanted, where only they fit.

        What has a letter for its name is a matrix, and stays as it is.
        """
        answer = cell.answer
        if answer is None or answer.comparison is not Comparison.COLUMNS or cell.path:
            return cell
        if len(loose(cell.claim.name)) == 1 or not self._are_rows(cell.written, answer):
            return cell
        return replace(cell, written=columns_of(cell.written))

    def _are_rows(self, claimed: Claimed, answer: Answer) -> bool:
        """Whether the rows of a matrix are the vectors that its columns should be."""
        spaces = self._column_spaces(answer)
        columns, rows = bases_of(columns_of(claimed), spaces), bases_of(claimed, spaces)
        fits = [bases is not None and not bases.complaint for bases in (columns, rows)]
        return fits == [False, True]

    def _column_spaces(self, answer: Answer) -> list[tuple[Nested, ...]]:
        """The columns of a matrix, those together that belong to the same number."""
        beside = next((other for other in self.solution.answers if other.name == answer.beside), answer)
        grouped: dict[Nested, list[Nested]] = {}
        for owner, column in zip(entries(beside.value), columns_of(answer.value), strict=True):
            grouped.setdefault(owner, []).append(column)
        return [tuple(space) for space in grouped.values()]

    def _match_nested(self, claimed: Claimed, value: Nested) -> Match:
        if not isinstance(claimed, tuple) or not isinstance(value, tuple):
            return self.match(claimed, value)
        if len(claimed) != len(value):
            return Match.NO
        return min(map(self._match_nested, claimed, value), default=Match.YES)

    def _match_multiset(self, claimed: Claimed, value: Nested) -> Match:
        ours, theirs = entries(value), entries(claimed)
        pairs = self._paired(theirs, ours)
        return min(pairs, default=Match.YES) if len(pairs) == len(ours) == len(theirs) else Match.NO

    def _paired(self, theirs: Sequence[Claimed], ours: Sequence[Nested]) -> list[Match]:
        """How well each of their numbers matches one of ours, of those that match any."""
        left, found = list(ours), list[Match]()
        for item in theirs:
            scores = [self.match(item, candidate) for candidate in left]
            best = max(scores, default=Match.NO)
            if best is not Match.NO:
                left.pop(scores.index(best))
                found.append(best)
        return found


def multiplied(item: Written, factor: Fraction) -> Written:
    """A number times a factor, to as many digits."""
    half = item.half_unit * abs(float(factor))
    return replace(item, value=values.multiply(item.value, factor), half_unit=half)


def next_one(item: Claimed) -> Written | None:
    """The whole number behind the one that was written."""
    if not isinstance(item, Written) or not values.is_exact(item.value) or item.value.denominator != 1:
        return None
    return replace(item, value=item.value + 1)


def _is_moderate(value: Value) -> bool:
    """Whether a binary float holds the value, so that error_bounds can be told apart."""
    return value == 0 or 0 < abs(number(value)) < math.inf


def _part(good: int, wanted: int, given: int) -> Fraction:
    return Fraction(good, max(wanted, given, 1))


def _same_word(written: Claimed, value: Nested) -> bool:
    are_words = isinstance(written, str) and isinstance(value, str)
    return are_words and plain_word(str(written)) == plain_word(str(value))


def _truth(value: Claimed | Nested) -> bool | None:
    """Yes or no; 1 and 0 stand for them."""
    if isinstance(value, bool):
        return value
    if isinstance(value, tuple | str):
        return None
    number = value.value if isinstance(value, Written) else value.evaluate()
    return bool(number) if number in (0, 1) else None


def _said(item: Claimed) -> str:
    """A number, a word or a yes as it was claimed."""
    if isinstance(item, tuple):
        return f"({', '.join(map(_said, item))})"
    if isinstance(item, bool):
        return "yes" if item else "no"
    return item.text if isinstance(item, Written) else item
