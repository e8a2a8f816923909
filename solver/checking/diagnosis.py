"""Which known mistakes lead to a value: one alone, or two at once."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TypeAlias

from solver.checking.cells import Cell
from solver.checking.claims import Written
from solver.checking.matching import Judge, Match
from solver.checking.runs import Carried, Runs
from solver.mathematics.formula import Formula
from solver.record.error_bounds import number

MOST_PAIRS = 6
"""Number of pairs of mistakes that are tried for one value."""


Mistakes: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a student wrote, to hold an explanation of one number against.

    `right` are the cells that are right as they stand. What was found of a run is kept with it: many
    numbers may come of the same one.
    """

    cells: Sequence[Cell]
    right: Sequence[Cell]
    _contradicted: dict[int, tuple[Judge, bool]] = field(default_factory=dict)
    _explained: dict[int, tuple[Judge, int]] = field(default_factory=dict)

    def contradicts(self, judge: Judge) -> bool:
        """Whether something that the student has right would have come out otherwise in a run."""
        if id(judge) not in self._contradicted:
            found = any(judge.match_cell(cell) is Match.NO for cell in self.right)
            self._contradicted[id(judge)] = judge, found
        return self._contradicted[id(judge)][1]

    def explained(self, judge: Judge) -> int:
        """How many of the numbers come out in a run as the student has them."""
        if id(judge) not in self._explained:
            found = sum(judge.match_cell(cell) is not Match.NO for cell in self.cells)
            self._explained[id(judge)] = judge, found
        return self._explained[id(judge)][1]


def mistakes_to(
    runs: Runs, cell: Cell, before: Carried, evidence: Evidence, array: Collection[str] = ()
) -> list[Mistakes]:
    """The mistakes that lead to the value of a cell, likeliest first, each alone or with another one.

    A mistake that is made wherever it can be must not spoil what the student has right. Else it was
    made once: behind the numbers that the student wrote before.

    Args:
        runs: the runs of the solver.
        cell: the number that is wrong.
        before: what stands in the working before it: the right values, and wrong ones of the student's.
        evidence: all that the student wrote.
        array: the quantities of the array that the cell belongs to, if it does: a mistake is made in all
            of it, and must not spoil what is right in it.
    """
    names = _likeliest_first(runs, cell)
    everywhere = _agreeing(runs, cell, [(name,) for name in names], evidence)
    if everywhere:
        return everywhere
    if before:
        # One digit, such as the output of a unit, comes of many mistakes further up.
        once = names if _is_telling(cell) else _own_mistakes(runs, cell)
        beside = [other for other in evidence.right if other.quantity in array]
        return [(name,) for name in once if _leads_to(runs, cell, (name,), before, beside)]
    return _agreeing(runs, cell, _nearest_pairs(runs, cell, names), evidence)


def conclusion_mistakes(runs: Runs, cell: Cell, evidence: Evidence) -> list[Mistakes]:
    """The mistakes that make a yes of a no and nothing else: what changes numbers shows in numbers."""
    plain = runs.solution.numbers
    found = []
    for mistakes in _agreeing(runs, cell, [(name,) for name in runs.solution.mistakes], evidence):
        judge = runs.again(mistakes)
        theirs = plain if judge is None else judge.solution.numbers
        changed = {name for name in plain.keys() | theirs if plain.get(name) != theirs.get(name)}
        if len(changed) == 1:
            found.append(mistakes)
    return found


def exact_mistake(runs: Runs, cell: Cell, evidence: Evidence) -> Mistakes | None:
    """The mistake that leads to the very value of a cell, with nothing rounded away."""
    for mistakes in _agreeing(runs, cell, [(name,) for name in _likeliest_first(runs, cell)], evidence):
        judge = runs.again(mistakes)
        if judge is not None and judge.is_exactly(cell):
            return mistakes
    return None


def _is_telling(cell: Cell) -> bool:
    return isinstance(cell.written, Written) and cell.written.digits != 1


def _agreeing(runs: Runs, cell: Cell, tried: Iterable[Mistakes], evidence: Evidence) -> list[Mistakes]:
    """The mistakes that lead to a value without spoiling a right one, of these those that explain most."""
    found = []
    for mistakes in tried:
        judge = runs.again(mistakes)
        if judge is None or judge.match_cell(cell) is not Match.YES or evidence.contradicts(judge):
            continue
        found.append((evidence.explained(judge), mistakes))
    most = max((explained for explained, _ in found), default=0)
    return [mistakes for explained, mistakes in found if explained == most]


def place_of(runs: Runs, cell: Cell, mistake: str) -> tuple[str, int]:
    """Where a mistake was made: the quantity, if there is one, and the step.

    It is the line of the cell itself, or else the first where the mistake can be made.
    """
    solution = runs.solution
    if mistake in _own_mistakes(runs, cell):
        return cell.quantity, solution.quantities[cell.quantity].step
    return next(_places(runs, mistake))


def _places(runs: Runs, mistake: str) -> Iterator[tuple[str, int]]:
    for name, quantity in runs.solution.quantities.items():
        if any(offered.name == mistake for offered in quantity.mistakes):
            yield name, quantity.step
    for choice in runs.solution.choices:
        if mistake in choice.mistakes:
            yield "", choice.step


def _likeliest_first(runs: Runs, cell: Cell) -> list[str]:
    """The mistakes: those that can be made in the very line before those further up, and each of these
    in the order in which its type declares them.
    """
    nearest = _own_mistakes(runs, cell)
    return [*nearest, *(name for name in runs.solution.mistakes if name not in nearest)]


def _own_mistakes(runs: Runs, cell: Cell) -> list[str]:
    """The mistakes that can be made in the line of the cell."""
    own = runs.solution.quantities.get(cell.quantity)
    return [mistake.name for mistake in own.mistakes] if own else []


def _leads_to(runs: Runs, cell: Cell, mistakes: Mistakes, before: Carried, beside: Iterable[Cell]) -> bool:
    judge = runs.again(mistakes, before)
    if judge is None or judge.match_cell(cell) is not Match.YES:
        return False
    return all(judge.match_cell(other) is not Match.NO for other in beside)


def _nearest_pairs(runs: Runs, cell: Cell, names: Sequence[str]) -> list[Mistakes]:
    """Two mistakes at once: the pairs whose effects, added up or multiplied, come nearest to the value.

    None for sets and bases: too many pairs would lead to some of them.
    """
    plain = _number(cell, runs.plain)
    if plain is None or not isinstance(cell.written, Written):
        return []
    alone = {name: _number(cell, runs.again((name,))) for name in names}
    written = number(cell.written.value)

    def distance(pair: Mistakes) -> float:
        one, other = (alone[name] for name in pair)
        if one is None or other is None or plain in (one, other):
            return math.inf
        added = abs(one + other - plain - written)
        multiplied = abs(one * other / plain - written) if plain else added
        return min(added, multiplied)

    pairs: list[Mistakes] = sorted(combinations(names, 2), key=distance)
    return pairs[:MOST_PAIRS]


def _number(cell: Cell, judge: Judge | None) -> float | None:
    """What the cell claims a value of, as it comes out in a run."""
    formula = None if judge is None else judge.claimed(cell)
    return number(formula.evaluate()) if isinstance(formula, Formula) else None
