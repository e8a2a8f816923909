"""Verdicts on single numbers, one after another.

Every question is answered by running the solver again: with a convention changed, with a mistake
put in, or with the student's own value in place of the solver's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from solver.checking.carried_forward import as_likely, cause_of
from solver.checking.cells import BY_ENTRY, Cell, feasible, step_of
from solver.checking.chance import resolution
from solver.checking.claims import Claim, Claimed, Written, entries
from solver.checking.conventions import conventions
from solver.checking.diagnosis import (
    Diagnosis,
    Evidence,
    Mistakes,
    conclusion_mistakes,
    diagnose,
    exact_mistake,
    is_certain,
    is_rounding,
    place_of,
)
from solver.checking.free_bases import Choice
from solver.checking.matching import Judge
from solver.checking.readings import Readings
from solver.checking.rounding import WANTED_DIGITS, Match
from solver.checking.runs import Runs
from solver.checking.shapes import same_shape
from solver.checking.verdicts import Finding, Kind
from solver.checking.wording import (
    amount,
    distance,
    either,
    perhaps,
    plain_phrase,
    shape_words,
    undecided,
    working_line,
)
from solver.mathematics import values
from solver.mathematics.formula import Formula, has_letters
from solver.mathematics.values import Value
from solver.problem import Problem
from solver.record.comparison import Comparison
from solver.record.engine import serves
from solver.record.error_bounds import number
from solver.record.solution import Answer, Conclusion, Nested

MOST_REPOSED = 60_000
"""How many quantities the runs under other conventions record, at least one run: two seconds."""

FEWEST_TELLING = 2
"""How many values a list must have for its length to tell of a mistake."""

SAME_MISTAKE = "it comes of the same mistake"
NOT_ALL_TRIED = "not every known mistake was tried"


@dataclass
class Session:
    """What is known of a student's work so far.

    Attributes:
        runs: the runs of the solver.
        cells: all that the student wrote.
        choice: the signs and bases of the student's that the runs are made with.
        usual: the run with those of the solver, where they differ.
        carried: the wrong values so far, by the quantities that they stand for.
        doubted: the quantities of those of them that are not wrong for certain.
        right: the right values so far, as the solver has them.
        served: the student's values so far of answers that only have to serve.
        mistakes: the first known mistake.
        guess: the first mistake that may have been made.
        diagnoses: the mistakes that lead to a wrong number, by the identity of its cell.
        told: the mistakes that were told of when all numbers had been judged.
        shown: for each other convention that was met, the step in which it showed first.
    """

    runs: Runs
    cells: Sequence[Cell]
    choice: Choice = field(default_factory=Choice)
    usual: Judge | None = None
    carried: dict[str, Value] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    right: dict[str, Value] = field(default_factory=dict)
    served: dict[str, Value] = field(default_factory=dict)
    mistakes: Mistakes = ()
    guess: Mistakes = ()
    diagnoses: dict[int, Diagnosis] = field(default_factory=dict)
    told: list[Mistakes] = field(default_factory=list)
    shown: dict[str, int] = field(default_factory=dict)

    def judge(self, cell: Cell) -> Finding:
        """The verdict on one cell; a value that is not the solver's is carried into what follows."""
        match = self.runs.plain.match_cell(cell)
        if match is Match.YES:
            self._keep(cell)
            return self._right(cell)
        if self._is_right_as_usual(cell):
            return self._right(cell)
        if self._is_right_part(cell):
            return self._part(cell)
        if match is Match.COARSE:
            finding = self._perhaps_exact(cell) or self._coarse(cell)
        elif self._serves(cell):
            return Finding(Kind.EQUIVALENT, "other values, which serve as well", cell.quantity)
        elif match is Match.UNDECIDED:
            finding = self._carried_surely(cell) or self._perhaps_exact(cell) or self._unclear(cell)
        else:
            refused = self.runs.refused
            finding = self._carried(cell) or self._convention(cell) or self._unexplained(cell)
            if finding.kind is Kind.WRONG and self.runs.refused > refused:
                finding = replace(finding, words="; ".join(filter(None, (finding.words, NOT_ALL_TRIED))))
        if finding.kind is not Kind.CARRIED or finding.mistakes:
            self._carry(cell)
        if finding.kind in (Kind.COARSE, Kind.UNDECIDED):
            self.doubted.add(cell.quantity)
        return finding

    def _unexplained(self, cell: Cell) -> Finding:
        """The verdict on a wrong number that follows from nothing before it, the surest first."""
        mistake = self._mistake(cell)
        if mistake is not None and self._readings.outweighs(cell, self.runs.again(mistake.mistakes)):
            del self.diagnoses[id(cell)]
            mistake = None
        if mistake is not None:
            return mistake
        return self._perhaps_carried(cell) or self._described(cell) or self._wrong(cell)

    @cached_property
    def _evidence(self) -> Evidence:
        plain = self.runs.plain
        return Evidence(self.cells, [cell for cell in self.cells if plain.match_cell(cell) is Match.YES])

    def _keep(self, cell: Cell) -> None:
        """Keep a right value, as the solver has it."""
        quantity = self.runs.solution.quantities.get(cell.quantity)
        if quantity is not None and quantity.symbol.value is not None:
            self.right[cell.quantity] = quantity.symbol.value

    def _is_usual(self, cell: Cell) -> bool:
        """Whether a cell is right with the signs and bases of the solver."""
        return self.usual is None or self.usual.match_cell(cell).is_right

    def _is_right_as_usual(self, cell: Cell) -> bool:
        """Whether a cell is right by the solver's own spaces, or in the solver's order of columns."""
        is_basis = cell.answer is not None and cell.answer.comparison is Comparison.COLUMNS
        if self.usual is None or not (is_basis or self.choice.is_reordered):
            return False
        return self.usual.match_cell(cell) is Match.YES

    @property
    def right_at_once(self) -> int:
        """How many of the numbers are right."""
        plain = self.runs.plain
        return sum(plain.match_cell(c).is_right or self._is_right_as_usual(c) for c in self.cells)

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
        for written in (feasible(self.cells), own | self.served):
            # What is right was perhaps rounded: it has to serve as it is, not as it was written.
            right = {c.quantity for c in self._evidence.right} & written.keys()
            tried = {**written, **{name: self.runs.solution.quantities[name].symbol.value for name in right}}
            if serves(self.runs.problem, self.runs.solution, tried):
                self.served |= own
                return True
        return False

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
            return Finding(Kind.RIGHT, "", cell.quantity)
        beside = cell.answer.beside
        owner = next((other for other in self.cells if other.answer and other.answer.name == beside), None)
        if owner is not None and self.runs.plain.is_exchanged(cell.written, cell.answer, owner.written):
            words = f"right as a set, but in another order than your {beside}"
            return Finding(Kind.EQUIVALENT, words, cell.quantity)
        usual = (self.usual or self.runs.plain).claimed(cell)
        if usual is not None and not _same_entries(cell.written, usual):
            return Finding(Kind.EQUIVALENT, "another form of the same answer", cell.quantity)
        return Finding(Kind.RIGHT, "", cell.quantity)

    def _is_right_part(self, cell: Cell) -> bool:
        """Whether a claim has only some of the numbers of a set or vectors of a basis, and those right."""
        answer, plain = cell.answer, self.runs.plain
        if not cell.is_whole or cell.path or answer is None or answer.comparison in BY_ENTRY:
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

    def _carried(self, cell: Cell) -> Finding | None:
        cause = cause_of(self.runs, cell, self._wrong_before(cell), self.mistakes or self.guess)
        if cause is None:
            return None
        if cause.trivial:
            words = "it follows from the value before, but that made the problem trivial"
            return Finding(Kind.TRIVIAL, words, cell.quantity)
        if cause.mistakes:
            right = self.runs.plain.claimed(cell)
            size = number(right.evaluate()) if isinstance(right, Formula) else 0.0
            others = [mistakes for d in self._diagnoses_of(cause.mistakes) for mistakes in d.found]
            found = as_likely(self.runs, cell, cause, self.carried, others)
            self.diagnoses[id(cell)] = Diagnosis(tuple(found), resolution(cell.written, size))
            return Finding(Kind.CARRIED, SAME_MISTAKE, cell.quantity, mistakes=cause.mistakes)
        return Finding(
            Kind.CARRIED, f"it follows rightly from your {' and '.join(cause.names)}", cell.quantity
        )

    def _carried_surely(self, cell: Cell) -> Finding | None:
        """That a number which may be right follows from values that are wrong for certain."""
        if not self.mistakes and self.doubted.issuperset(self.carried):
            return None
        cause = cause_of(self.runs, cell, self._wrong_before(cell), self.mistakes)
        is_sure = cause is not None and (cause.mistakes or not self.doubted.issuperset(cause.names))
        return self._carried(cell) if is_sure else None

    def _perhaps_carried(self, cell: Cell) -> Finding | None:
        """That a number which is not right may follow from the values before it: its digits do not tell."""
        cause = cause_of(self.runs, cell, self._wrong_before(cell), self.mistakes, Match.UNDECIDED)
        if cause is None or cause.trivial:
            return None
        whence = f"your {' and '.join(cause.names)}" if cause.names else "the same mistake"
        return Finding(Kind.UNDECIDED, f"it may follow from {whence}: give more digits", cell.quantity)

    def _unclear(self, cell: Cell) -> Finding:
        """The verdict where digits do not tell; that all values of an array changed places may tell.

        Another of them must be wrong for certain: few digits fit many places.
        """
        beside = (other for other in self.cells if other.claim is cell.claim)
        if any(self.runs.plain.match_cell(other) is Match.NO for other in beside):
            moved = self._readings.of_array(cell)
            if moved:
                return Finding(Kind.WRONG, moved, cell.quantity)
        return self._undecided(cell)

    def _undecided(self, cell: Cell) -> Finding:
        doubt = self.runs.plain.doubt(cell)
        share = Fraction(0)
        if cell.is_whole and cell.answer is not None:
            share = self.runs.plain.share(cell.written, cell.answer)
        return Finding(Kind.UNDECIDED, undecided(doubt), cell.quantity, share=share)

    @cached_property
    def _conventions(self) -> list[tuple[str, Judge]]:
        """The runs under other conventions that agree with what is right, each with its words."""
        return self._agreeing(conventions(self.runs.problem))

    def _agreeing(self, others: Sequence[tuple[str, Problem]]) -> list[tuple[str, Judge]]:
        found = []
        left = MOST_REPOSED // max(1, len(self.runs.solution.quantities))
        for words, changed in others[: max(1, left)]:
            judge = self.runs.of(changed)
            if judge is not None and not self._evidence.contradicts(judge):
                found.append((words, judge))
        return found

    def _convention(self, cell: Cell) -> Finding | None:
        evidence = self._evidence
        met = [pair for pair in self._conventions if pair[1].match_cell(cell).is_right]
        # A yes or no is met by half of all conventions: it speaks for one that other numbers speak for.
        met = [pair for pair in met if pair[0] in self.shown or not isinstance(cell.written, Conclusion)]
        if not met:
            return None
        words, judge = max(met, key=lambda pair: evidence.explained(pair[1]))
        if self._is_better_explained(cell, evidence.explained(judge)):
            return None
        # It costs marks where it shows first: what follows is no other mistake.
        step = self.shown.setdefault(words, step_of(cell, self.runs.solution))
        return Finding(Kind.CONVENTION, words, cell.quantity, steps=(step,))

    def _is_better_explained(self, cell: Cell, explained: int) -> bool:
        """Whether a mistake leads to more of the numbers than that, the cell among them."""
        for name in self.runs.solution.mistakes:
            judge = self.runs.again((name,))
            if judge is None or judge.match_cell(cell) is not Match.YES or self._evidence.contradicts(judge):
                continue
            if self._evidence.explained(judge) > explained:
                return True
        return False

    def _perhaps_exact(self, cell: Cell) -> Finding | None:
        """A mistake that leads to the very number, where rounding would explain it as well."""
        diagnosis = exact_mistake(self.runs, cell, self._evidence)
        if diagnosis is not None:
            self.diagnoses[id(cell)] = diagnosis
        found = self._doubtful(cell)
        return found and replace(found, kind=Kind.UNDECIDED, words=f"{found.words}: give more digits")

    def _mistake(self, cell: Cell) -> Finding | None:
        """The mistake behind a number, where chance does not explain it."""
        diagnosis = self._diagnosis(cell)
        if diagnosis is None:
            return None
        self.diagnoses[id(cell)] = diagnosis
        return self._mistaken(cell, diagnosis) if diagnosis.is_certain else None

    def _diagnosis(self, cell: Cell) -> Diagnosis | None:
        if isinstance(cell.written, Conclusion):
            return conclusion_mistakes(self.runs, cell, self._evidence)
        if is_rounding(self.runs, cell):
            return exact_mistake(self.runs, cell, self._evidence)
        carried = self._wrong_before(cell)
        before = self._apart(cell, self.right) | carried
        siblings = self._beside(cell) - {cell.quantity}
        beside = [other for other in self._evidence.right if other.quantity in siblings]
        return diagnose(self.runs, cell, carried, before, self._evidence, beside)

    def _mistaken(self, cell: Cell, diagnosis: Diagnosis) -> Finding:
        mistakes = diagnosis.found[0]
        self.mistakes = self.mistakes or mistakes
        words = either(self._told(diagnosis))
        return self._placed(Finding(Kind.MISTAKE, words, cell.quantity, mistakes=mistakes), cell, mistakes)

    def _described(self, cell: Cell) -> Finding | None:
        """What a wrong value is instead, as everyone can see, and the mistake that may have been made."""
        moved, diagnosis = self._readings.of_order(cell), self.diagnoses.get(id(cell))
        if moved and diagnosis and self._readings.outweighs(cell, self.runs.again(diagnosis.found[0])):
            del self.diagnoses[id(cell)]
        doubtful = self._doubtful(cell)
        if doubtful is not None:
            seen = moved or self._readings.of_number(cell)
            return replace(doubtful, words="; ".join(filter(None, (seen, doubtful.words))))
        words = moved or self._readings.of_number(cell) or self._readings.elsewhere(cell)
        line = working_line(self.runs.solution.quantities.get(cell.quantity))
        return Finding(Kind.WRONG, words, cell.quantity, line) if words else None

    @cached_property
    def _readings(self) -> Readings:
        return Readings(self.runs.plain, self.cells)

    def _doubtful(self, cell: Cell) -> Finding | None:
        """A mistake that may have been made."""
        diagnosis = self.diagnoses.get(id(cell))
        if diagnosis is None:
            return None
        self.guess = self.guess or diagnosis.found[0]
        words = perhaps(self._told(diagnosis))
        finding = Finding(Kind.WRONG, words, cell.quantity)
        if cell.is_whole:
            wrong = self._wrong(cell)
            finding = replace(wrong, words="; ".join(filter(None, (wrong.words, words))))
        return self._placed(finding, cell, diagnosis.found[0])

    def settled(self, cell: Cell, finding: Finding) -> Finding:
        """The finding on a cell once all were judged, one after another.

        A mistake that shows in several numbers was made; it is one mistake.
        """
        diagnosis = self.diagnoses.get(id(cell))
        if diagnosis is None:
            return finding
        support = {mistakes: len(self._diagnoses_of(mistakes)) for mistakes in diagnosis.found}
        most = max(support.values())
        found = tuple(mistakes for mistakes, count in support.items() if count == most)
        if not diagnosis.is_certain and not is_certain(self._diagnoses_of(found[0])):
            return finding
        if found[0] in self.told:
            return Finding(Kind.CARRIED, SAME_MISTAKE, cell.quantity, mistakes=found[0])
        self.told.append(found[0])
        return self._mistaken(cell, replace(diagnosis, found=found))

    def short_by_mistake(self, claim: Claim, answer: Answer, about: str) -> str:
        """What is said of some right values of a list, and the mistake by which there would be no more."""
        value, told = claim.value, self.runs.solution.mistakes
        if not isinstance(value, tuple) or len(value) < FEWEST_TELLING:
            return about
        judges = ((name, self.runs.again((name,))) for name in told)
        made = next((name for name, judge in judges if judge and judge.is_all_of(value, answer)), None)
        return about if made is None else f"{about}; {perhaps([told[made]])}"

    def _diagnoses_of(self, mistakes: Mistakes) -> list[Diagnosis]:
        """Those of the wrong numbers that mistakes lead to."""
        return [diagnosis for diagnosis in self.diagnoses.values() if mistakes in diagnosis.found]

    def _told(self, diagnosis: Diagnosis) -> list[str]:
        told = self.runs.solution.mistakes
        return ["; and ".join(told[name] for name in mistakes) for mistakes in diagnosis.found]

    def _placed(self, finding: Finding, cell: Cell, mistakes: Mistakes) -> Finding:
        """A finding with the line and the steps of mistakes."""
        places = [place_of(self.runs, cell, name) for name in mistakes]
        line = working_line(self.runs.solution.quantities.get(places[0][0]))
        return replace(finding, place=line, steps=tuple(step for _, step in places))

    def _criterion(self, answer: Answer) -> str:
        """By what a word is decided: what its type says, the reason of its step, or what it is."""
        problem = self.runs.problem
        if answer.name in problem.criteria:
            return problem.told(problem.criteria[answer.name])
        step = self.runs.solution.steps[answer.step]
        asked = problem.told(problem.answers.get(answer.name, ""))
        return asked if answer.name in step.tells else plain_phrase(step.reason) or asked

    def _distance(self, written: Written, formula: Formula) -> str:
        """How far off a number is; letters have no values, and so there is none for a formula with them."""
        if not has_letters(formula):
            return distance(written, formula.evaluate())
        letters = self.runs.solution.letters
        is_formula = any(re.search(rf"(?<![A-Za-z]){name}(?![A-Za-z])", written.text) for name in letters)
        return "" if is_formula else "a formula is wanted, not a number"

    def _wrong(self, cell: Cell) -> Finding:
        answer, plain = cell.answer, self.runs.plain
        if cell.is_whole and answer is not None and answer.comparison not in BY_ENTRY:
            if answer.comparison is Comparison.MULTISET and any(map(_is_list, entries(cell.written))):
                return Finding(Kind.WRONG, shape_words(cell.written, answer.value))
            share = plain.share(cell.written, answer)
            return Finding(Kind.WRONG, plain.complaint(cell.written, answer), share=share)
        if answer is not None and isinstance(answer.value, str) and not isinstance(cell.written, str):
            return Finding(Kind.WRONG, "", cell.quantity)
        if cell.is_whole and answer is not None and not same_shape(cell.written, answer.value):
            return Finding(Kind.WRONG, shape_words(cell.written, answer.at(cell.path)))
        if cell.is_feasible and self.served:
            return Finding(Kind.WRONG, "it does not serve together with your other values", cell.quantity)
        line = working_line(self.runs.solution.quantities.get(cell.quantity))
        if isinstance(cell.written, Conclusion):
            place = line or ("" if answer is None or cell.path else self._criterion(answer))
            return Finding(Kind.WRONG, "", cell.quantity, place)
        if cell.wanted is not None:
            return Finding(Kind.WRONG, shape_words(cell.written, cell.wanted), cell.quantity)
        formula = plain.claimed(cell)
        words = f"wanted: one value; given: {amount(cell.written)}" if isinstance(cell.written, tuple) else ""
        if isinstance(cell.written, Written) and isinstance(formula, Formula):
            words = self._distance(cell.written, formula)
        return Finding(Kind.WRONG, words, cell.quantity, line)


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
