"""What is known of a student's work so far: what was right, what is carried on, what was diagnosed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field

from solver.checking.comparing.cells import Cell, by_claim, feasible
from solver.checking.comparing.free_bases import Choice
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.rounding import Match, tells_rounding
from solver.checking.explaining.ancestry import Nearest
from solver.checking.explaining.diagnosis import Diagnosis, Evidence, Mistakes
from solver.checking.explaining.runs import Runs
from solver.checking.written.claims import Written
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.mathematics.values import Value
from solver.record.comparison import Comparison
from solver.record.engine import serves


class Progress(Struct, dict=True):
    """What is known of a student's work so far.

    Attributes:
        runs: the runs of the solver.
        cells: all that the student wrote.
        choice: the signs and bases of the student's that the runs are made with.
        usual: the run with those of the solver, where they differ.
        unused: the run with those of the student's, where what was written speaks more for the solver's.
        carried: the wrong values so far, by the quantities that they stand for.
        doubted: the quantities of those of them that are not wrong for certain.
        right: the right values so far, as the solver has them.
        rounded: the same as they were written, where they were rounded.
        served: the student's values so far of answers that only have to serve.
        mistakes: the first known mistake.
        guess: the first mistake that may have been made.
        diagnoses: the mistakes that lead to a wrong number, by the identity of its cell.
        told: the mistakes that were told of when all numbers had been judged.
        shown: for each other convention that was met, the step in which it showed first.
        letterless: formulas that hold no letters, by their identity.
    """

    runs: Runs
    cells: Sequence[Cell]
    choice: Choice = field(default_factory=Choice)
    usual: Judge | None = None
    unused: Judge | None = None
    carried: dict[str, Value] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    right: dict[str, Value] = field(default_factory=dict)
    rounded: dict[str, Value] = field(default_factory=dict)
    served: dict[str, Value] = field(default_factory=dict)
    mistakes: Mistakes = ()
    guess: Mistakes = ()
    diagnoses: dict[int, Diagnosis] = field(default_factory=dict)
    told: list[Mistakes] = field(default_factory=list)
    shown: dict[str, int] = field(default_factory=dict)
    letterless: dict[int, Formula] = field(default_factory=dict)

    @cached_property
    def _evidence(self) -> Evidence:
        plain = self.runs.plain
        return Evidence(self.cells, [cell for cell in self.cells if plain.match_cell(cell) is Match.YES])

    @cached_property
    def _by_claim(self) -> Mapping[int, list[Cell]]:
        return by_claim(self.cells)

    def _keep(self, cell: Cell) -> None:
        """Keep a right value, as the solver has it."""
        quantity = self.runs.solution.quantities.get(cell.quantity)
        if quantity is not None and quantity.symbol.value is not None:
            self.right[cell.quantity] = quantity.symbol.value
            if isinstance(cell.written, Written) and cell.written.value != quantity.symbol.value:
                self.rounded[cell.quantity] = cell.written.value

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
            value = values.fraction_of(value)
        self.carried[cell.quantity] = value
        self._note_rounding(cell.quantity, cell.written)

    def _note_rounding(self, name: str, written: Written) -> None:
        """Keep how far a value may be from the one that was gone on with."""
        if tells_rounding(written, is_count=self._has_counts_alone):
            self.runs.half_units[name] = Fraction(written.half_unit)

    @cached_property
    def _has_counts_alone(self) -> bool:
        """Whether all that is worked out is whole: nobody rounds there."""
        known = (quantity.symbol.value for quantity in self.runs.solution.quantities.values())
        return all(value is None or (values.is_exact(value) and value.denominator == 1) for value in known)

    @cached_property
    def _wrong_before(self) -> Nearest:
        """The wrong values that may lead to a cell: what leads there through another of them has no part."""
        return Nearest(self.runs.ancestry, self.carried, self.runs.looked)

    @cached_property
    def _right_before(self) -> Nearest:
        """The right values that may lead to a cell, as the solver has them."""
        return Nearest(self.runs.ancestry, self.right, self.runs.looked)

    @cached_property
    def _rounded_before(self) -> Nearest:
        """The same as they were written, where they were rounded."""
        return Nearest(self.runs.ancestry, self.rounded, self.runs.looked)

    @cached_property
    def _served_before(self) -> Nearest:
        """The values before a cell that serve in place of the solver's."""
        return Nearest(self.runs.ancestry, self.served, self.runs.looked)

    def _beside(self, cell: Cell) -> frozenset[str]:
        """The quantity of a cell, or all of the array that it belongs to."""
        return self.runs.solution.siblings.get(cell.quantity) or frozenset((cell.quantity,))

    def _serves(self, cell: Cell) -> bool:
        """Whether a value that only has to serve does: with all the others, or at least with those before."""
        if not cell.is_feasible or cell.answer is None or not isinstance(cell.written, Written):
            return False
        own = feasible(self.cells, cell.answer)
        for written in (feasible(self.cells), own | self.served):
            # What is right was perhaps rounded: it has to serve as it is, not as it was written.
            right = {c.quantity for c in self._evidence.right} & written.keys()
            tried = {**written, **{name: self.runs.solution.quantities[name].symbol.value for name in right}}
            if serves(self.runs.problem, self.runs.solution, tried):
                self.served |= own
                self._note_rounding(cell.quantity, cell.written)
                return True
        return False

    def _clashes(self, cell: Cell) -> bool:
        """Whether the solver's own value does not serve beside other values that do without it."""
        return cell.is_feasible and bool(self.served) and not self._serves(cell)

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

    def _diagnoses_of(self, mistakes: Mistakes) -> list[Diagnosis]:
        """Those of the wrong numbers that mistakes lead to."""
        return [diagnosis for diagnosis in self.diagnoses.values() if mistakes in diagnosis.found]
