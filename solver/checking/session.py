"""Verdicts on single numbers, one after another.

Every question is answered by running the solver again: with a convention changed, with a mistake
put in, or with the student's own value in place of the solver's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from solver.checking.carried_forward import cause_of
from solver.checking.cells import BY_ENTRY, Cell, entry_at, feasible, step_of
from solver.checking.claims import Claimed, Written
from solver.checking.conventions import conventions
from solver.checking.diagnosis import (
    Evidence,
    Mistakes,
    conclusion_mistakes,
    exact_mistake,
    mistakes_to,
    place_of,
)
from solver.checking.matching import WANTED_DIGITS, Judge, Match
from solver.checking.runs import Runs
from solver.checking.shapes import same_shape
from solver.checking.verdicts import Finding, Kind
from solver.checking.wording import amount, distance, shape_words, working_line
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.mathematics.values import Value
from solver.record.engine import serves
from solver.record.solution import Nested

NOT_ALL_TRIED = "not every known mistake was tried"


@dataclass
class Session:
    """What is known of a student's work so far.

    Attributes:
        runs: the runs of the solver.
        cells: all that the student wrote.
        carried: the wrong values so far, by the quantities that they stand for.
        right: the right values so far, as the solver has them.
        served: the student's values so far of answers that only have to serve.
        mistakes: the first known mistake.
        shown: for each other convention that was met, the step in which it showed first.
    """

    runs: Runs
    cells: Sequence[Cell]
    carried: dict[str, Value] = field(default_factory=dict)
    right: dict[str, Value] = field(default_factory=dict)
    served: dict[str, Value] = field(default_factory=dict)
    mistakes: Mistakes = ()
    shown: dict[str, int] = field(default_factory=dict)

    def judge(self, cell: Cell) -> Finding:
        """The verdict on one cell; a value that is not the solver's is carried into what follows."""
        match = self.runs.plain.match_cell(cell)
        if match is Match.YES:
            self._keep(cell)
            return self._right(cell)
        if self._is_right_part(cell):
            return self._part(cell)
        if match is Match.COARSE:
            finding = self._exact_mistake(cell) or self._coarse(cell)
        elif self._serves(cell):
            return Finding(Kind.EQUIVALENT, "other values, which serve as well", cell.quantity)
        else:
            refused = self.runs.refused
            finding = (
                self._carried(cell) or self._convention(cell) or self._mistake(cell) or self._wrong(cell)
            )
            if finding.kind is Kind.WRONG and self.runs.refused > refused:
                finding = replace(finding, words="; ".join(filter(None, (finding.words, NOT_ALL_TRIED))))
        if finding.kind is not Kind.CARRIED or finding.mistakes:
            self._carry(cell)
        return finding

    @cached_property
    def _evidence(self) -> Evidence:
        plain = self.runs.plain
        return Evidence(self.cells, [cell for cell in self.cells if plain.match_cell(cell) is Match.YES])

    def _keep(self, cell: Cell) -> None:
        """Keep a right value, as the solver has it."""
        quantity = self.runs.solution.quantities.get(cell.quantity)
        if quantity is not None and quantity.symbol.value is not None:
            self.right[cell.quantity] = quantity.symbol.value

    def _carry(self, cell: Cell) -> None:
        """Keep a value that is not the solver's, in the kind of number that the solver has there."""
        quantity = self.runs.solution.quantities.get(cell.quantity)
        if quantity is None or quantity.symbol.value is None or not isinstance(cell.written, Written):
            return
        value = cell.written.value
        # Complex numbers have no order: a solver that met one where it has none might ask for it.
        if values.is_complex(value) and not values.is_complex(quantity.symbol.value):
            return
        if isinstance(quantity.symbol.value, Fraction) and not isinstance(value, Fraction):
            if not values.is_finite(value):
                return
            value = Fraction(values.digits_text(value))
        self.carried[cell.quantity] = value

    def _wrong_before(self, cell: Cell) -> dict[str, Value]:
        """The wrong values of other quantities."""
        return self._apart(cell, self.carried)

    def _apart(self, cell: Cell, values: Mapping[str, Value]) -> dict[str, Value]:
        """The values of quantities that may lead to the cell: not its own, nor others of its array."""
        own = self._beside(cell)
        return {name: value for name, value in values.items() if name not in own}

    def _beside(self, cell: Cell) -> frozenset[str]:
        """The quantity of a cell, or all of the array that it belongs to."""
        return self.runs.solution.siblings.get(cell.quantity) or frozenset((cell.quantity,))

    def _serves(self, cell: Cell) -> bool:
        """Whether a value that only has to serve does: with all the others, or at least with those before."""
        if not cell.is_feasible or cell.answer is None:
            return False
        own = feasible(self.cells, cell.answer)
        for tried in (feasible(self.cells), own | self.served):
            if serves(self.runs.problem, self.runs.solution, tried):
                self.served |= own
                return True
        return False

    def _right(self, cell: Cell) -> Finding:
        if not cell.is_whole or cell.answer is None:
            digits = self.runs.plain.digits_kept(cell)
            words = f"within what rounding every step to {digits} digits can reach" if digits else ""
            return Finding(Kind.RIGHT, words, cell.quantity)
        if cell.path:
            return Finding(Kind.RIGHT, "", cell.quantity)
        beside = cell.answer.beside
        owner = next((other for other in self.cells if other.answer and other.answer.name == beside), None)
        if owner is not None and self.runs.plain.is_exchanged(cell.written, cell.answer, owner.written):
            words = f"right as a set, but in another order than your {beside}"
            return Finding(Kind.EQUIVALENT, words, cell.quantity)
        if not _same_entries(cell.written, cell.answer.value):
            return Finding(Kind.EQUIVALENT, "another form of the same answer", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _is_right_part(self, cell: Cell) -> bool:
        """Whether a claim has only some of the numbers of a set or vectors of a basis, and those right."""
        answer, plain = cell.answer, self.runs.plain
        if not cell.is_whole or cell.path or answer is None or answer.comparison in BY_ENTRY:
            return False
        is_short = plain.is_short(cell.written, answer)
        return is_short and plain.match_part(cell.written, answer) is not Match.NO

    def _part(self, cell: Cell) -> Finding:
        answer, plain = cell.answer, self.runs.plain
        if answer is None:
            return self._coarse(cell)
        words = plain.complaint(cell.written, answer)
        return Finding(Kind.PART, words, cell.quantity, share=plain.share(cell.written, answer))

    def _coarse(self, cell: Cell) -> Finding:
        return Finding(Kind.COARSE, f"give at least {WANTED_DIGITS} significant digits", cell.quantity)

    def _carried(self, cell: Cell) -> Finding | None:
        cause = cause_of(self.runs, cell, self._wrong_before(cell), self.mistakes)
        if cause is None:
            return None
        if cause.trivial:
            words = "it follows from the value before, but that made the problem trivial"
            return Finding(Kind.TRIVIAL, words, cell.quantity)
        if cause.mistakes:
            return Finding(
                Kind.CARRIED, "it comes of the same mistake", cell.quantity, mistakes=cause.mistakes
            )
        return Finding(
            Kind.CARRIED, f"it follows rightly from your {' and '.join(cause.names)}", cell.quantity
        )

    @cached_property
    def _conventions(self) -> list[tuple[str, Judge]]:
        """The runs under other conventions that agree with what is right, each with its words."""
        found = []
        for words, changed in conventions(self.runs.problem):
            judge = self.runs.of(changed)
            if judge is not None and not self._evidence.contradicts(judge):
                found.append((words, judge))
        return found

    def _convention(self, cell: Cell) -> Finding | None:
        for words, judge in self._conventions:
            if judge.match_cell(cell) is not Match.NO:
                # It costs marks where it shows first: what follows is no other mistake.
                step = self.shown.setdefault(words, step_of(cell, self.runs.solution))
                return Finding(Kind.CONVENTION, words, cell.quantity, steps=(step,))
        return None

    def _exact_mistake(self, cell: Cell) -> Finding | None:
        """A mistake that leads to the very number, where rounding would explain it as well."""
        found = exact_mistake(self.runs, cell, self._evidence)
        return None if found is None else self._mistaken(cell, [found])

    def _mistake(self, cell: Cell) -> Finding | None:
        before = self._apart(cell, self.right) | self._wrong_before(cell)
        if isinstance(cell.written, bool):
            found = conclusion_mistakes(self.runs, cell, self._evidence)
        else:
            found = mistakes_to(self.runs, cell, before, self._evidence, self._beside(cell))
        return self._mistaken(cell, found) if found else None

    def _mistaken(self, cell: Cell, found: Sequence[Mistakes]) -> Finding:
        told = self.runs.solution.mistakes
        likeliest, *others = ("; and ".join(told[name] for name in mistakes) for mistakes in found)
        also = f" (or it may be that {' or '.join(others[:2])})" if others else ""
        self.mistakes = self.mistakes or found[0]
        places = [place_of(self.runs, cell, name) for name in found[0]]
        line = working_line(self.runs.solution.quantities.get(places[0][0]))
        steps = tuple(step for _, step in places)
        return Finding(Kind.MISTAKE, likeliest + also, cell.quantity, line, found[0], steps)

    def _wrong(self, cell: Cell) -> Finding:
        answer, plain = cell.answer, self.runs.plain
        if cell.is_whole and answer is not None and answer.comparison not in BY_ENTRY:
            share = plain.share(cell.written, answer)
            return Finding(Kind.WRONG, plain.complaint(cell.written, answer), share=share)
        if cell.is_whole and answer is not None and not same_shape(cell.written, answer.value):
            return Finding(Kind.WRONG, shape_words(cell.written, entry_at(answer, cell.path)))
        if cell.is_feasible and self.served:
            return Finding(Kind.WRONG, "it does not serve together with your other values", cell.quantity)
        formula = plain.claimed(cell)
        words = f"wanted: one value; given: {amount(cell.written)}" if isinstance(cell.written, tuple) else ""
        if isinstance(cell.written, Written) and isinstance(formula, Formula):
            words = distance(cell.written, formula.evaluate())
        line = working_line(self.runs.solution.quantities.get(cell.quantity))
        return Finding(Kind.WRONG, words, cell.quantity, line)


def _same_entries(claimed: Claimed, value: Nested) -> bool:
    """Whether an answer was written just as the solver writes it."""
    if isinstance(claimed, tuple) and isinstance(value, tuple):
        pairs = zip(claimed, value, strict=False)
        return len(claimed) == len(value) and all(_same_entries(*pair) for pair in pairs)
    if isinstance(claimed, Written) and isinstance(value, Formula):
        return bool(claimed.value == value.evaluate())
    return claimed is value
