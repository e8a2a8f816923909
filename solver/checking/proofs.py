"""What the numbers of a solution depend on, and what a student's numbers prove of its steps.

A number that is right, or that follows rightly from a mistake, cannot be had without the numbers that it is
computed from: it proves these, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field

from solver.checking.comparing.cells import Cell, step_of
from solver.checking.comparing.shapes import shape_of
from solver.checking.verdicts import Finding, Kind
from solver.checking.written.claims import Written
from solver.mathematics.formula import symbols_of
from solver.record.solution import Answer, Conclusion, Nested, Solution, leaves


class Line(Struct, frozen=True):
    """What a step is made of: a quantity, or an answer that is none."""

    name: str
    is_answer: bool = False


class Dependencies(Struct, frozen=True, dict=True):
    """The lines of a solution, and which of them each is worked out from."""

    solution: Solution

    @cached_property
    def steps(self) -> list[list[Line]]:
        """The lines of each step."""
        found: list[list[Line]] = [[] for _ in self.solution.steps]
        for name, quantity in self.solution.quantities.items():
            found[quantity.step].append(Line(name))
        for answer in self.solution.answers:
            if Line(answer.name, is_answer=True) in self.of_answer(answer):
                found[answer.step].append(Line(answer.name, is_answer=True))
        return found

    def of_answer(self, answer: Answer, path: tuple[int, ...] = ()) -> list[Line]:
        """The lines that the entries of an answer are, or of the one that a path leads to."""
        return self._of_value(answer.at(path)) or [Line(answer.name, is_answer=True)]

    def of_cell(self, cell: Cell) -> list[Line]:
        """The lines that a student's number stands for."""
        if cell.quantity in self.solution.quantities:
            return [Line(cell.quantity), *self._repeated.get(cell.quantity, ())]
        return [] if cell.answer is None else self.of_answer(cell.answer, cell.path)

    def behind(self, lines: Iterable[Line], seen: set[Line] | None = None) -> set[Line]:
        """These lines, and all that they depend on; those that were seen before are left out."""
        seen = set() if seen is None else seen
        found, left = set[Line](), list(lines)
        while left:
            line = left.pop()
            if line not in seen:
                seen.add(line)
                found.add(line)
                left += self._parents(line)
        return found

    def is_bare(self, line: Line) -> bool:
        """Whether a quantity is a number whose formula does not show what it comes from, such as a rank."""
        quantity = self.solution.quantities.get(line.name)
        return not line.is_answer and quantity is not None and not any(symbols_of(quantity.formula))

    def _of_value(self, value: Nested) -> list[Line]:
        return [Line(name) for name in dict.fromkeys(leaves(value)) if name in self.solution.quantities]

    def _parents(self, line: Line) -> Iterator[Line]:
        if line.is_answer:
            return
        quantity = self.solution.quantities[line.name]
        names = [symbol.name for symbol in symbols_of(quantity.formula)]
        yield from (Line(name) for name in names if name in self.solution.quantities)
        yield from self._sizes.get(line, ())
        if names:
            return
        # It was found without a formula, such as by row operations: from all that stands before.
        for step in self.steps[: quantity.step]:
            yield from step
        own = self.steps[quantity.step]
        beside = self._beside.get(line, frozenset())
        yield from (other for other in own[: own.index(line)] if other not in beside)

    @cached_property
    def _repeated(self) -> Mapping[str, list[Line]]:
        """For each entry of a vector, those of matrices that repeat it."""
        found: dict[str, list[Line]] = {}
        for entry, source in self.solution.assembled.items():
            found.setdefault(source, []).append(Line(entry))
        return found

    @cached_property
    def _sizes(self) -> dict[Line, list[Line]]:
        """For each entry of an array, the sizes of it that were worked out before and serve nothing else."""
        known = self.solution.quantities
        used = {symbol.name for quantity in known.values() for symbol in symbols_of(quantity.formula)}
        found: dict[Line, list[Line]] = {}
        for answer in self.solution.answers:
            shape, own = shape_of(answer.value) or (), self.of_answer(answer)
            names = used.union(line.name for line in own)
            sizes = [(n, q.step) for n, q in known.items() if q.symbol.value in shape and n not in names]
            for line in own:
                found[line] = [Line(name) for name, step in sizes if step < self._step(line)]
        return found

    def _step(self, line: Line) -> int:
        return len(self.steps) if line.is_answer else self.solution.quantities[line.name].step

    @cached_property
    def _beside(self) -> dict[Line, frozenset[Line]]:
        """For each line of an answer, all lines of it: none of them comes from another."""
        lines = (frozenset(self.of_answer(answer)) for answer in self.solution.answers)
        return {line: together for together in lines for line in together}


class Proofs(Struct):
    """What is known of the lines of a solution by a student's numbers.

    Attributes:
        record: the lines, and what they depend on.
        scope: the lines that count; all where there is none.
        written: what the numbers that were written for a line are worth.
        proven: what the numbers that depend on a line are worth for it.
        steps: the steps of the numbers that prove something, what they are worth, and the steps of mistakes.
    """

    record: Dependencies
    scope: frozenset[Line] | None = None
    written: dict[Line, list[Fraction]] = field(default_factory=dict)
    proven: dict[Line, Fraction] = field(default_factory=dict)
    steps: list[tuple[int, Fraction, tuple[int, ...]]] = field(default_factory=list)
    _seen: dict[tuple[Fraction, tuple[int, ...]], set[Line]] = field(default_factory=dict)

    def add(self, cell: Cell, finding: Finding) -> None:
        """Take in the verdict on a number."""
        own = self.record.of_cell(cell)
        if finding.kind is Kind.UNDECIDED:
            self._prove(own, finding.share, finding.steps)
            return
        is_conclusion, step = isinstance(cell.written, Conclusion), step_of(cell, self.record.solution)
        worth = _worth(finding, step, is_conclusion=is_conclusion)
        for line in own:
            self.written.setdefault(line, []).append(worth)
        value = _proof(finding)
        if value and not is_conclusion and not self._is_guessed(cell, own):
            seen = self._seen.setdefault((value, finding.steps), set())
            self._prove(self.record.behind(own, seen), value, finding.steps)
            self.steps.append((step, value, finding.steps))

    def _prove(self, lines: Iterable[Line], value: Fraction, wrong: Sequence[int]) -> None:
        """Note what a proof is worth for lines; a known mistake costs the steps in which it was made."""
        for line in lines:
            quantity = self.record.solution.quantities.get(line.name)
            is_wrong = quantity is not None and quantity.step in wrong
            known = self.proven.get(line, Fraction(0))
            self.proven[line] = known if is_wrong else max(known, value)

    def share(self, step: int, needed: Collection[Line]) -> Fraction:
        """The part of a step that is earned: of its lines that are needed, and of what was written of it.

        Where no line of it is needed, such as that of the size of a map, whatever comes after it counts.
        """
        scope = self.record.steps[step] if self.scope is None else self.scope
        lines = [
            line
            for line in self.record.steps[step]
            if line in scope and (line in needed or line in self.written)
        ]
        if not lines:
            later = (value for own, value, wrong in self.steps if own > step and step not in wrong)
            return max(later, default=Fraction(0))
        return sum(map(self._score, lines), Fraction(0)) / len(lines)

    def _score(self, line: Line) -> Fraction:
        written, proven = self.written.get(line), self.proven.get(line, Fraction(0))
        return proven if written is None else sum(written, Fraction(0)) / len(written)

    def _is_guessed(self, cell: Cell, own: Sequence[Line]) -> bool:
        """Whether a number proves nothing: a single digit, such as a rank, with no formula behind it."""
        is_digit = isinstance(cell.written, Written) and cell.written.digits == 1
        return is_digit and not isinstance(cell.claim.value, tuple) and all(map(self.record.is_bare, own))


def _worth(finding: Finding, step: int, *, is_conclusion: bool) -> Fraction:
    """What a finding is worth for the line of its own number."""
    if finding.kind in (Kind.MISTAKE, Kind.CONVENTION):
        return Fraction(step not in finding.steps and not is_conclusion)
    if finding.kind in (Kind.WRONG, Kind.PART):
        return finding.share
    return Fraction(finding.kind.earns)


def _proof(finding: Finding) -> Fraction:
    """What a finding is worth for the lines that its number depends on."""
    if finding.kind is Kind.PART:
        return finding.share
    return Fraction(finding.kind.earns or finding.kind in (Kind.MISTAKE, Kind.CONVENTION))
