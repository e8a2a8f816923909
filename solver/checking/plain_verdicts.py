"""Verdicts that look at a number alone: right, a part, too coarse, undecided, or wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile

from solver.checking.comparing.cells import BY_ENTRY, FREE, Cell
from solver.checking.comparing.rounding import WANTED_DIGITS
from solver.checking.comparing.shapes import SPANNING, same_shape
from solver.checking.explaining.progress import Progress
from solver.checking.names.marked_names import REST
from solver.checking.verdicts import Finding, Kind
from solver.checking.wording import amount, distance, shape_words, undecided, working_line
from solver.checking.written.claims import Claimed, Written, columns_of, entries
from solver.checking.written.spelled_names import SPACE, strict
from solver.mathematics import values
from solver.mathematics.formula import Formula, has_letters
from solver.record.blocks import Phrase
from solver.record.comparison import Comparison
from solver.record.solution import NONE, Answer, Conclusion, Nested, leaves
from solver.rendering import printing

SERVES_NOT = "it does not serve together with your other values"
TWICE = "right by itself, but it does not count once more"
TRUE_ALONE = "the calculation is true, but it is no answer, nor a step that is known here"
DEPENDENT = "right by itself, but it depends on your other vectors"


class PlainVerdicts(Progress):
    """What is said of a number for which no cause is sought."""

    def _right(self, cell: Cell) -> Finding:
        if cell.typed is not None:
            return Finding(Kind.EQUIVALENT, f"right, in another unit ({cell.typed.unit})", cell.quantity)
        if not cell.is_whole or cell.answer is None:
            if not self._is_usual(cell):
                return Finding(Kind.EQUIVALENT, self.choice.words, cell.quantity)
            kept = self.runs.plain.digits_kept(cell)
            words = f"within what rounding every step to {kept} can reach" if kept else ""
            return Finding(Kind.RIGHT, words, cell.quantity)
        if cell.path:
            return self._right_part(cell, cell.answer)
        beside = cell.answer.beside
        owner = next((other for other in self.cells if other.answer and other.answer.name == beside), None)
        usual = self.usual or self.runs.plain
        if owner is not None and usual.is_exchanged(cell.written, cell.answer, owner.written):
            words = f"right as a set, but in another order than your {beside}"
            # Columns make up the matrix again only in the order of the numbers that belong to them.
            is_tied = cell.answer.comparison is Comparison.COLUMNS
            return Finding(Kind.WRONG if is_tied else Kind.EQUIVALENT, words, cell.quantity)
        own = usual.claimed(cell)
        if own is not None and not _same_entries(cell.written, own):
            return Finding(Kind.EQUIVALENT, "another form of the same answer", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _right_part(self, cell: Cell, answer: Answer) -> Finding:
        """The verdict on a member of a set, or a vector of a basis, that is right by itself."""
        usual = self.usual or self.runs.plain
        before = takewhile(lambda other: other is not cell, self.cells)
        others = [c.written for c in before if c.answer is answer and c.path and usual.match_cell(c).is_right]
        if others and not usual.match_part(_together([*others, cell.written], answer), answer).is_right:
            words = DEPENDENT if answer.comparison in SPANNING else TWICE
            return Finding(Kind.WRONG, words, cell.quantity)
        bases = usual.bases(cell.written, answer) if self._is_called_so(cell, answer) else None
        if bases is not None and answer.comparison is Comparison.SPANS and {*bases.places} != {cell.path[0]}:
            return Finding(Kind.WRONG, "it lies in another space", cell.quantity)
        if bases is not None and strict(cell.claim.name).startswith(SPACE):
            wanted = len(entries(answer.at(cell.path[:1])))
            if len(bases.places) < wanted:
                return Finding(Kind.WRONG, "the space has more dimensions", cell.quantity)
        owner = self._owner(cell, answer)
        if owner is not None and usual.is_exchanged(cell.written, answer, owner.written):
            return Finding(Kind.WRONG, f"it does not belong to your {owner.claim.name}", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _is_called_so(self, cell: Cell, answer: Answer) -> bool:
        """Whether a name says which space it is of, as E_3 does; v_1 and v_2 of two are free."""
        if answer.comparison is Comparison.SPANS:
            count = sum(len(entries(basis)) for basis in entries(answer.value))
            if cell.number > count:
                return True
        called = self.runs.solution.other_names.values()
        return any(strict(cell.claim.name) == strict(other) for others in called for other in others)

    def _owner(self, cell: Cell, answer: Answer) -> Cell | None:
        """The number with which a vector goes that was given with the same index, as v_1 with lambda_1."""
        beside = next((other for other in self.runs.solution.answers if other.name == answer.beside), None)
        numbers = frozenset(leaves(beside.value)) if beside else frozenset()
        named = (other for other in self.cells if other.quantity in numbers and other.number == cell.number)
        return next(named, None) if cell.number else None

    def _is_right_part(self, cell: Cell) -> bool:
        """Whether a claim has only some of the numbers of a set or vectors of a basis, and those right."""
        answer, plain = cell.answer, self.runs.plain
        if not cell.is_whole or cell.path or answer is None or answer.comparison in BY_ENTRY:
            return False
        if cell.is_moved:
            return False
        is_short = plain.is_short(cell.written, answer)
        return is_short and plain.match_part(cell.written, answer).is_right

    def _part(self, cell: Cell) -> Finding:
        answer, plain = cell.answer, self.runs.plain
        if answer is None:
            return self._coarse(cell)
        words = plain.complaint(cell.written, answer)
        return Finding(Kind.PART, words, cell.quantity, share=plain.share(cell.written, answer))

    def _coarse(self, cell: Cell) -> Finding:
        return Finding(Kind.COARSE, f"give at least {WANTED_DIGITS} significant digits", cell.quantity)

    def _undecided(self, cell: Cell) -> Finding:
        doubt = self.runs.plain.doubt(cell)
        share = Fraction(0)
        if cell.is_whole and cell.answer is not None:
            share = self.runs.plain.share(cell.written, cell.answer)
        return Finding(Kind.UNDECIDED, undecided(doubt), cell.quantity, share=share)

    def _alone(self, cell: Cell) -> Finding | None:
        """The verdict on what comes of a true calculation without a name: nobody knows what it was to be."""
        return Finding(Kind.UNDECIDED, TRUE_ALONE, cell.quantity) if cell.claim.is_true else None

    def _wrong(self, cell: Cell) -> Finding:
        if cell.is_moved or cell.written == FREE:
            moved = "a space holds 0: its vectors are added to no point"
            return Finding(Kind.WRONG, moved if cell.is_moved else "no letter is free here", cell.quantity)
        answer, plain = cell.answer, self.runs.plain
        if cell.is_whole and answer is not None and answer.comparison not in BY_ENTRY:
            if answer.comparison is Comparison.MULTISET and any(map(_is_list, entries(cell.written))):
                return Finding(Kind.WRONG, shape_words(cell.written, answer.value))
            share = plain.share(cell.written, answer)
            return Finding(Kind.WRONG, plain.complaint(cell.written, answer), share=share)
        if answer is not None and isinstance(answer.value, str) and not isinstance(cell.written, str):
            return Finding(Kind.WRONG, "", cell.quantity)
        if cell.is_whole and answer is not None and not same_shape(cell.written, answer.value):
            is_denied = cell.written == NONE and NONE not in answer.words
            words = "there is one" if is_denied else shape_words(cell.written, answer.at(cell.path))
            return Finding(Kind.WRONG, words)
        if cell.is_feasible and self.served:
            return Finding(Kind.WRONG, SERVES_NOT, cell.quantity)
        line = working_line(self.runs.solution.quantities.get(cell.quantity))
        if isinstance(cell.written, Conclusion):
            place = line or ("" if answer is None or cell.path else self._criterion(answer))
            right = plain.claimed(cell)
            is_number = isinstance(right, Formula) and not plain.is_truth(right)
            return Finding(Kind.WRONG, "a number is wanted" if is_number else "", cell.quantity, place)
        if cell.wanted is not None:
            return Finding(Kind.WRONG, shape_words(cell.written, cell.wanted), cell.quantity)
        formula = plain.claimed(cell)
        words = f"wanted: one value; given: {amount(cell.written)}" if isinstance(cell.written, tuple) else ""
        if isinstance(cell.written, Written) and isinstance(formula, Formula):
            words = self._distance(cell.written, formula)
        return Finding(Kind.WRONG, words, cell.quantity, line)

    def _criterion(self, answer: Answer) -> str:
        """By what a word is decided: what its type says, the reason of its step, or what it is."""
        problem = self.runs.problem
        if answer.name in problem.criteria:
            return problem.told(problem.criteria[answer.name])
        step = self.runs.solution.steps[answer.step]
        asked = problem.told(problem.answers.get(answer.name, ""))
        return asked if answer.name in step.tells else _plain_phrase(step.reason) or asked

    def _distance(self, written: Written, formula: Formula) -> str:
        """How far off a number is; letters have no values, and so there is none for a formula with them."""
        if written.text.startswith(REST):
            # How far off the rest is says nothing of the number that was written.
            return ""
        right = formula.evaluate()
        if values.is_closed(right) or not has_letters(formula, self.letterless):
            return distance(written, right)
        letters = self.runs.solution.letters
        is_formula = any(re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", written.text) for name in letters)
        return "" if is_formula else "a formula is wanted, not a number"


def _together(members: Sequence[Claimed], answer: Answer) -> Claimed:
    """Numbers or vectors in the form of their answer: vectors as columns, where it has them so."""
    is_matrix = answer.comparison is Comparison.COLUMNS
    return columns_of(tuple(members)) if is_matrix else tuple(members)


def _is_list(claimed: Claimed) -> bool:
    return isinstance(claimed, tuple)


def _same_entries(claimed: Claimed, value: Nested) -> bool:
    """Whether an answer was written just as the solver writes it."""
    if isinstance(value, tuple):
        items = entries(claimed)
        return len(items) == len(value) and all(map(_same_entries, items, value))
    if isinstance(claimed, Written) and isinstance(value, Formula):
        return bool(claimed.value == value.evaluate())
    return claimed == value


def _plain_phrase(phrase: Phrase) -> str:
    """A sentence with its formulas in plain text."""
    printer = printing.PlainPrinter(printing.Style())
    return "".join(part if isinstance(part, str) else printer.print(part) for part in phrase)
