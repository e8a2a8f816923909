"""Verdicts on single numbers, one after another.

Every question is answered by running the solver again: with a convention changed, with a mistake
put in, or with the student's own value in place of the solver's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from solver.checking.comparing.cells import Cell, step_of
from solver.checking.comparing.free_bases import names_of_copies
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.reach import MOST_OPEN
from solver.checking.comparing.rounding import Match
from solver.checking.explaining.ancestry import place_of
from solver.checking.explaining.carried_forward import as_likely, cause_of
from solver.checking.explaining.chance import resolution
from solver.checking.explaining.diagnosis import (
    Diagnosis,
    Mistakes,
    conclusion_mistakes,
    diagnose,
    exact_mistake,
    is_certain,
    is_rounding,
)
from solver.checking.plain_verdicts import SERVES_NOT, PlainVerdicts
from solver.checking.verdicts import Finding, Kind
from solver.checking.wording import either, perhaps, working_line
from solver.checking.written.claims import Claim, Written
from solver.mathematics import values
from solver.mathematics.formula import Convention, Formula
from solver.record.slopes import number
from solver.record.solution import Answer, Conclusion

# What only a wrong answer needs is imported when there is one.
if TYPE_CHECKING:
    from solver.checking.explaining.readings import Readings
    from solver.checking.explaining.reposed import Reposed
    from solver.checking.explaining.rough_hands import RoughHand

FEWEST_TELLING = 2
"""How many values a list must have for its length to tell of a mistake."""

SAME_MISTAKE = "it comes of the same mistake"
OTHER_VECTORS = "right by itself, but it does not go with the signs or vectors of your other answers"
AGREED = "undefined to some; here a value is agreed on for it"
NOT_ALL_TRIED = "not every known mistake was tried"


class Session(PlainVerdicts):
    """Judges all that a student wrote, one number after another, and remembers what comes of it."""

    def judge(self, cell: Cell) -> Finding:
        """The verdict on one cell; a value that is not the solver's is carried into what follows."""
        match = self.runs.plain.match_cell(cell)
        if match is Match.YES:
            return self._matched(cell)
        if self._is_right_as_usual(cell):
            return self._right(cell)
        if self._is_right_part(cell):
            return self._part(cell)
        if match is Match.COARSE:
            finding = self._perhaps_mistaken(cell) or self._coarse(cell)
        elif self._serves(cell):
            return Finding(Kind.EQUIVALENT, "other values, which serve as well", cell.quantity)
        elif match is Match.UNDECIDED:
            finding = self._carried_surely(cell) or self._perhaps_mistaken(cell) or self._unclear(cell)
        else:
            refused = self.runs.refused
            finding = (
                self._from_rounded(cell)
                or self._from_served(cell)
                or self._chosen_by_rounding(cell)
                or self._carried(cell)
                or self._searched(cell)
            )
            if finding.kind is Kind.WRONG and self.runs.refused > refused:
                finding = replace(finding, words="; ".join(filter(None, (finding.words, NOT_ALL_TRIED))))
        if finding.kind not in (Kind.RIGHT, Kind.CARRIED) or finding.mistakes:
            self._carry(cell)
        if finding.kind in (Kind.COARSE, Kind.UNDECIDED):
            self.doubted.add(cell.quantity)
        return finding

    def _matched(self, cell: Cell) -> Finding:
        """The verdict on the solver's own value."""
        if self._clashes(cell):
            return Finding(Kind.WRONG, SERVES_NOT, cell.quantity)
        self._keep(cell)
        return self._right(cell)

    def _searched(self, cell: Cell) -> Finding:
        """The verdict on a wrong number, once it is looked into; no more than its place where many were."""
        if not self.runs.may_search():
            moved = self._readings.of_array(cell)
            return Finding(Kind.WRONG, moved, cell.quantity) if moved else self._wrong(cell)
        follows = self._agreed(cell) or self._convention(cell)
        return follows or self._unexplained(cell)

    def _unexplained(self, cell: Cell) -> Finding:
        """The verdict on a wrong number that follows from nothing before it, the surest first."""
        before, mistake = self.mistakes, self._mistake(cell)
        if mistake is not None and self._is_outweighed(cell, mistake, before):
            # Nothing follows from what was not made.
            del self.diagnoses[id(cell)]
            self.mistakes, mistake = before, None
        if mistake is not None:
            return mistake
        self.runs.note_unexplained()
        found = self._perhaps_carried(cell) or self._described(cell)
        return found or self._alone(cell) or self._wrong(cell)

    def _is_outweighed(self, cell: Cell, mistake: Finding, made: Mistakes) -> bool:
        """Whether what can be seen of a number speaks against a mistake: it is that of the step before, and
        the mistake would be one of another step; or it is a slip, where two mistakes would be needed.
        """
        places = (place_of(self.runs.solution, cell.quantity, name)[0] for name in mistake.mistakes)
        is_own = mistake.mistakes == made or cell.quantity in places
        is_before = not is_own and bool(self._readings.before(cell))
        is_slip = len(mistake.mistakes) > 1 and bool(self._readings.of_number(cell))
        return is_before or is_slip or self._readings.outweighs(cell, self.runs.again(mistake.mistakes))

    def _carried(self, cell: Cell) -> Finding | None:
        cause = cause_of(
            self.runs, cell, self._wrong_before.of(self._beside(cell)), self.mistakes or self.guess
        )
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
        cause = cause_of(self.runs, cell, self._wrong_before.of(self._beside(cell)), self.mistakes)
        is_sure = cause is not None and (cause.mistakes or not self.doubted.issuperset(cause.names))
        return self._carried(cell) if is_sure else None

    def _perhaps_carried(self, cell: Cell) -> Finding | None:
        """That a number which is not right may follow from the values before it: its digits do not tell."""
        beside = self._beside(cell)
        before = self._served_before.of(beside) | self._wrong_before.of(beside)
        cause = cause_of(self.runs, cell, before, self.mistakes, Match.UNDECIDED)
        if cause is None or cause.trivial:
            return None
        whence = f"your {' and '.join(cause.names)}" if cause.names else "the same mistake"
        return Finding(Kind.UNDECIDED, f"it may follow from {whence}: give more digits", cell.quantity)

    def _from_rounded(self, cell: Cell) -> Finding | None:
        """That a number follows from right ones before it as they were rounded: Φ(1.33) where z is 4/3."""
        before, formula = self._rounded_before.of(self._beside(cell)), self.runs.plain.claimed(cell)
        if not before or not isinstance(formula, Formula) or not isinstance(cell.written, Written):
            return None
        cause = cause_of(self.runs, cell, before, (), Match.YES)
        size = abs(number(formula.evaluate()))
        if cause is None or abs(number(cell.written.value) - number(formula.evaluate())) > MOST_OPEN * size:
            return None
        self.rounded[cell.quantity] = cell.written.value
        return Finding(Kind.RIGHT, f"it follows from your {' and '.join(cause.names)}", cell.quantity)

    def _from_served(self, cell: Cell) -> Finding | None:
        """That a number follows from values before it that serve in place of the solver's."""
        cause = cause_of(self.runs, cell, self._served_before.of(self._beside(cell)), (), Match.YES)
        if cause is None:
            return None
        return Finding(Kind.RIGHT, f"it follows from your {' and '.join(cause.names)}", cell.quantity)

    def _chosen_by_rounding(self, cell: Cell) -> Finding | None:
        """That what is not right comes of a choice between values that are one for a hand that rounds."""
        hand = self._hand_of(cell)
        if hand is None:
            return None
        words = f"rounding every step to {hand.digits} digits leads to it: keep more digits"
        return Finding(Kind.UNDECIDED, words, cell.quantity)

    def _hand_of(self, cell: Cell) -> RoughHand | None:
        """The hand that comes to a cell and to all the wrong values that may lead there, if one does."""
        if not self._rough_hands:
            return None
        before = self._wrong_before.of(self._beside(cell))
        wrong = [other for other in self.cells if other.quantity in before]
        hands = (hand for hand in self._rough_hands if hand.explains(cell))
        return next((hand for hand in hands if all(map(hand.may_explain, wrong))), None)

    @cached_property
    def _rough_hands(self) -> Sequence[RoughHand]:
        from solver.checking.explaining.rough_hands import rough_hands

        decides = self.runs.solution.decides_by_values
        if not decides and not any(isinstance(cell.written, Conclusion) for cell in self.cells):
            return ()
        return list(rough_hands(self.runs, self._evidence))

    def _unclear(self, cell: Cell) -> Finding:
        """The verdict where digits do not tell; that all values of an array changed places may tell.

        Another of them must be wrong for certain: few digits fit many places.
        """
        beside = self._by_claim[id(cell.claim)]
        is_wrong_beside = any(self.runs.plain.match_cell(other) is Match.NO for other in beside)
        if is_wrong_beside and self._hand_of(cell) is None:
            moved = self._readings.of_array(cell)
            if moved:
                return Finding(Kind.WRONG, moved, cell.quantity)
        return self._undecided(cell)

    @cached_property
    def _reposed(self) -> list[Reposed]:
        """The problem under other conventions, as many as there is time for."""
        from solver.checking.explaining.conventions import conventions
        from solver.checking.explaining.reposed import Reposed

        others = conventions(self.runs.problem)
        return [Reposed(words, changed, self.runs) for words, changed in others if self.runs.may_repose()]

    def _met(self, cell: Cell) -> Iterator[tuple[str, Judge]]:
        """The conventions under which a number is right, and all that is right already, with their words."""
        for other in self._reposed:
            judge = other.judge if other.may_match(cell) else None
            if (
                judge is not None
                and judge.match_cell(cell).is_right
                and not self._evidence.contradicts(judge)
            ):
                yield other.words, judge

    def _agreed(self, cell: Cell) -> Finding | None:
        """That what has no value of its own was left undefined, where a value is agreed on for it: 0/0."""
        quantity = self.runs.solution.quantities.get(cell.quantity)
        is_agreed = quantity is not None and isinstance(quantity.formula, Convention)
        if not is_agreed or not isinstance(cell.written, Written) or values.is_defined(cell.written.value):
            return None
        return Finding(Kind.CONVENTION, AGREED, cell.quantity, steps=(step_of(cell, self.runs.solution),))

    def _convention(self, cell: Cell) -> Finding | None:
        evidence = self._evidence
        # A yes or no is met by half of all conventions: it speaks for one that other numbers speak for.
        is_open = not isinstance(cell.written, Conclusion)
        met = [(words, judge) for words, judge in self._met(cell) if is_open or words in self.shown]
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
            judge = self.runs.again((name,)) if self.runs.may_match(cell, (name,)) else None
            if judge is None or judge.match_cell(cell) is not Match.YES or self._evidence.contradicts(judge):
                continue
            if self._evidence.explained(judge) > explained:
                return True
        return False

    def _perhaps_mistaken(self, cell: Cell) -> Finding | None:
        """A mistake that leads to the very number, where rounding would explain it as well.

        None where rounding explains more: numbers that are wrong besides.
        """
        if self._hand_of(cell) is not None:
            return None
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
        carried = self._wrong_before.of(self._beside(cell))
        before = self._right_before.of(self._beside(cell)) | carried
        siblings = self._beside(cell) - {cell.quantity}
        array = [other for other in self._evidence.cells if other.quantity in siblings]
        return diagnose(self.runs, cell, carried, before, self._evidence, array)

    def _mistaken(self, cell: Cell, diagnosis: Diagnosis) -> Finding:
        mistakes = diagnosis.found[0]
        self.mistakes = self.mistakes or mistakes
        words = either(self._told(diagnosis))
        return self._placed(Finding(Kind.MISTAKE, words, cell.quantity, mistakes=mistakes), cell, mistakes)

    def _described(self, cell: Cell) -> Finding | None:
        """What a wrong value is instead, as everyone can see, and the mistake that may have been made."""
        moved, diagnosis = self._readings.of_order(cell), self.diagnoses.get(id(cell))
        if self._is_of_other_vectors(cell):
            line = working_line(self.runs.solution.quantities.get(cell.quantity))
            return Finding(Kind.WRONG, OTHER_VECTORS, cell.quantity, line)
        if moved and diagnosis and self._readings.outweighs(cell, self.runs.again(diagnosis.found[0])):
            del self.diagnoses[id(cell)]
        is_alone = cell.claim.is_true
        doubtful = None if is_alone else self._doubtful(cell)
        if doubtful is not None:
            seen = moved or self._readings.of_number(cell)
            return replace(doubtful, words="; ".join(filter(None, (seen, doubtful.words))))
        words = moved or self._readings.of_number(cell)
        words = words or ("" if is_alone else self._readings.elsewhere(cell))
        line = working_line(self.runs.solution.quantities.get(cell.quantity))
        return Finding(Kind.WRONG, words, cell.quantity, line) if words else None

    def _is_of_other_vectors(self, cell: Cell) -> bool:
        """Whether a wrong number is right with other signs or vectors than the student's other numbers."""
        other = self.usual or self.unused
        if other is not None:
            return other.match_cell(cell) is Match.YES
        if not isinstance(cell.written, Written):
            return False
        copies = (names for basis in self.runs.solution.bases if (names := names_of_copies(basis)))
        beside = {c.quantity for c in self._evidence.right if c.claim is not cell.claim}
        is_free = any(cell.quantity in names and not beside.isdisjoint(names) for names in copies)
        turned = replace(cell, written=replace(cell.written, value=-cell.written.value))
        return is_free and self.runs.plain.match_cell(turned) is Match.YES

    @cached_property
    def _readings(self) -> Readings:
        from solver.checking.explaining.readings import Readings

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

    def _told(self, diagnosis: Diagnosis) -> list[str]:
        told = self.runs.solution.mistakes
        return ["; and ".join(told[name] for name in mistakes) for mistakes in diagnosis.found]

    def _placed(self, finding: Finding, cell: Cell, mistakes: Mistakes) -> Finding:
        """A finding with the line and the steps of mistakes."""
        places = [place_of(self.runs.solution, cell.quantity, name) for name in mistakes]
        line = working_line(self.runs.solution.quantities.get(places[0][0]))
        return replace(finding, place=line, steps=tuple(step for _, step in places))
