"""Which known mistakes lead to a value: one alone, or two at once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.rounding import Match
from solver.checking.explaining.chance import LARGEST, resolution
from solver.checking.explaining.replay import Replay
from solver.checking.explaining.runs import Carried, Runs
from solver.checking.written.claims import Claimed, Written, entries
from solver.errors import UndefinedError
from solver.mathematics import values
from solver.mathematics.formula import Formula
from solver.record.comparison import Comparison
from solver.record.quantities import Quantity
from solver.record.slopes import number
from solver.record.solution import Nested

MOST_PAIRS = 4
"""Number of pairs of mistakes that are tried for one value."""

LARGEST_DISTANCE = 0.25
"""Part of a value by which the effects of two mistakes may miss it, for the pair to be tried."""


Mistakes: TypeAlias = tuple[str, ...]


class Evidence(Struct, frozen=True):
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
            found = any(
                judge.match_cell(cell) is Match.NO and cell.typed is None and not _is_all(judge, cell)
                for cell in self.right
            )
            self._contradicted[id(judge)] = judge, found
        return self._contradicted[id(judge)][1]

    def explained(self, judge: Judge) -> int:
        """How many of the numbers come out in a run as the student has them."""
        if id(judge) not in self._explained:
            found = sum(judge.match_cell(cell).is_right for cell in self.cells)
            self._explained[id(judge)] = judge, found
        return self._explained[id(judge)][1]


class Diagnosis(Struct, frozen=True):
    """Mistakes that lead to what was claimed.

    Attributes:
        found: the alternatives, likeliest first, each a mistake alone or with another one.
        resolution: how much of the range of wrong values counts as what was claimed.
        tried: the number of values of mistakes that it was held against.
    """

    found: tuple[Mistakes, ...]
    resolution: float = 1.0
    tried: int = 1

    @property
    def is_certain(self) -> bool:
        """Whether it can be told as a fact: chance would hardly lead there."""
        return is_certain([self])


def is_certain(diagnoses: Sequence[Diagnosis]) -> bool:
    """Whether several numbers that the same mistakes lead to are hardly there by chance."""
    tried = max(diagnosis.tried for diagnosis in diagnoses)
    return tried * math.prod(diagnosis.resolution for diagnosis in diagnoses) <= LARGEST


class _Search(Struct):
    """The search for the mistakes behind one number; it keeps the values that it tried.

    What is right `beside` the number in its array would be wrong as well by a mistake made in all of it, and
    most of what is wrong `with_it` there would come of it.
    """

    runs: Runs
    cell: Cell
    evidence: Evidence
    right: float
    beside: Sequence[Cell] = ()
    with_it: Sequence[Cell] = ()
    tried: list[float] = field(default_factory=list)

    def diagnosis(self, found: Iterable[Mistakes]) -> Diagnosis | None:
        """What was found, with the chance of finding as much by trying as many values."""
        mistakes = tuple(found)
        if not mistakes:
            return None
        strange = _strange(self.runs.plain, self.cell)
        return Diagnosis(mistakes, resolution(strange, self.right), max(1, self._count))

    def note(self, formula: Nested | None) -> None:
        """Keep a value that was tried."""
        self.tried.append(_rounded(_size(formula)))

    @property
    def _count(self) -> int:
        """How many values were tried, each once; sets and bases count all."""
        sizes = {size for size in self.tried if not math.isnan(size) and size != _rounded(self.right)}
        return len(sizes) + sum(map(math.isnan, self.tried))

    def in_line(self, carried: Carried) -> Diagnosis | None:
        """The mistakes of the very line of the number: its wrong formulas, with the values before them."""
        quantity = self.runs.solution.quantities.get(self.cell.quantity)
        if quantity is None or not self.runs.ancestry.tells(self.cell.quantity, ()):
            return None
        with self.runs.replay((), carried) as lines:
            found = [] if lines is None else list(self._in_line(lines, quantity))
        return self.diagnosis(found)

    def _in_line(self, lines: Replay, quantity: Quantity) -> Iterator[Mistakes]:
        for mistake in quantity.mistakes:
            with suppress(UndefinedError):
                formula = lines.formula(mistake.formula)
                self.note(formula)
                is_met = self.runs.plain.match(self.cell.written, formula) is Match.YES
                if is_met and not self._spoils_line(lines, mistake.name):
                    yield (mistake.name,)

    def _spoils_line(self, lines: Replay, name: str) -> bool:
        """Whether a mistake in the line of an array would have changed what is right in it, or would have led
        to other numbers than most of what is wrong.
        """
        if any(self._is_other(lines, name, cell) for cell in self.beside):
            return True
        return _is_most(self._is_other(lines, name, cell) for cell in self.with_it)

    def _is_other(self, lines: Replay, name: str, cell: Cell) -> bool:
        """Whether a number beside is another one where that mistake is made in its line."""
        offered = self.runs.solution.quantities[cell.quantity].mistakes
        wrong = [lines.formula(mistake.formula) for mistake in offered if mistake.name == name]
        return any(self.runs.plain.match(cell.written, formula) is Match.NO for formula in wrong)

    def _fits_beside(self, judge: Judge) -> bool:
        """Whether most of what is wrong in the array comes out in a run."""
        return not _is_most(judge.match_cell(cell) is Match.NO for cell in self.with_it)

    def may_lead(self, mistakes: Mistakes, carried: Carried | None = None) -> bool:
        """Whether mistakes may lead to the number, as far as that can be foreseen."""
        in_place = bool(carried)
        if self.runs.foresees(self.cell, mistakes, in_place=in_place):
            self.tried.append(_rounded(self.runs.estimate(self.cell, mistakes, carried)))
        return self.runs.may_match(self.cell, mistakes, carried, in_place=in_place)

    def everywhere(self, names: Iterable[str]) -> Diagnosis | None:
        """The mistakes that lead there if they are made wherever they can be."""
        return self.diagnosis(self._agreeing((name,) for name in names))

    def once(self, names: Iterable[str], before: Carried) -> Diagnosis | None:
        """The mistakes that lead there if they are made behind what stands before."""
        found = []
        for name in names:
            if not self.may_lead((name,), before):
                continue
            judge = self.runs.again((name,), before)
            self.note(None if judge is None else judge.claimed(self.cell))
            if judge is None or judge.match_cell(self.cell) is not Match.YES:
                continue
            if self._fits_beside(judge) and all(judge.match_cell(o) is not Match.NO for o in self.beside):
                found.append((name,))
        return self.diagnosis(found)

    def pairs(self, names: Sequence[str]) -> Diagnosis | None:
        """Two mistakes at once; all pairs count as tried, of which only the nearest are."""
        nearest = _nearest_pairs(self.runs, self.cell, names)
        found = self.diagnosis(self._agreeing(nearest))
        every = len(names) * (len(names) - 1) // 2
        return None if found is None else replace(found, tried=max(found.tried, every))

    def _agreeing(self, tried: Iterable[Mistakes]) -> list[Mistakes]:
        """The mistakes that lead to a value without spoiling a right one, those that explain most."""
        found = []
        for mistakes in tried:
            judge = self.runs.again(mistakes) if self.may_lead(mistakes) else None
            if judge is None:
                continue
            self.note(judge.claimed(self.cell))
            is_met = judge.match_cell(self.cell) is Match.YES and self._fits_beside(judge)
            if is_met and not self.evidence.contradicts(judge):
                found.append((self.evidence.explained(judge), mistakes))
        most = max((explained for explained, _ in found), default=0)
        return [mistakes for explained, mistakes in found if explained == most]


def diagnose(
    runs: Runs, cell: Cell, carried: Carried, before: Carried, evidence: Evidence, array: Iterable[Cell] = ()
) -> Diagnosis | None:
    """The mistakes that lead to the value of a cell.

    It may come of its own line alone. A mistake that is made wherever it can be must not spoil what the
    student has right. Else it was made once: behind the numbers that the student wrote before. The first
    of these that chance does not explain is taken, or else the first.

    Args:
        runs: the runs of the solver.
        cell: the number that is wrong.
        carried: the wrong values of the student's before it.
        before: these and the right ones.
        evidence: all that the student wrote.
        array: what else the student wrote of the array that the cell belongs to: a mistake is made in all of
            it.
    """
    right = set(map(id, evidence.right))
    beside, with_it = list[Cell](), list[Cell]()
    for other in array:
        (beside if id(other) in right else with_it).append(other)
    plain = runs.plain.claimed(cell)
    search = _Search(runs, cell, evidence, _size(plain), beside, with_it)
    movers = runs.ancestry.movers(cell.quantity) if runs.may_try() else ()
    names = [name for name in _likeliest_first(runs, cell) if name in movers] if movers else []
    found = None
    for part in _parts(search, names, carried, before):
        if part is not None and part.is_certain:
            return part
        found = found or part
    return found


def _parts(
    search: _Search, names: Sequence[str], carried: Carried, before: Carried
) -> Iterator[Diagnosis | None]:
    """The parts of the search, the likeliest first."""
    yield _either(search.in_line(carried), search.everywhere(names))
    if before:
        # One digit, such as the output of a unit, comes of many mistakes further up.
        telling = names if _is_telling(search.cell) else _own_mistakes(search.runs, search.cell)
        held = search.runs.ancestry.movers(search.cell.quantity, before) if telling else ()
        yield search.once([name for name in telling if name in held], before)
    else:
        yield search.pairs(names)


def _is_most(misses: Iterable[bool]) -> bool:
    """Whether more numbers are missed than met, the one that is diagnosed among these."""
    missed = list(misses)
    return 2 * sum(missed) > len(missed)


def _either(one: Diagnosis | None, other: Diagnosis | None) -> Diagnosis | None:
    """Mistakes that lead to the same value in two ways: none of them is surer than another."""
    if one is None or other is None:
        return one or other
    return replace(other, found=tuple(dict.fromkeys((*one.found, *other.found))))


def _is_all(judge: Judge, cell: Cell) -> bool:
    """Whether the list that a part of an answer was taken from is all of it in another run."""
    if cell.answer is None or not cell.is_part:
        return False
    return judge.is_all_of(cell.claim.value, cell.answer)


def conclusion_mistakes(runs: Runs, cell: Cell, evidence: Evidence) -> Diagnosis | None:
    """The mistakes that make a yes of a no and nothing else: what changes numbers shows in numbers."""
    plain = runs.solution.numbers
    found = []
    for name in runs.solution.mistakes:
        judge = runs.again((name,))
        if judge is None or judge.match_cell(cell) is not Match.YES or evidence.contradicts(judge):
            continue
        theirs = judge.solution.numbers
        in_both = (plain.keys() | theirs) - runs.solution.withheld.keys() - judge.solution.withheld.keys()
        if sum(plain.get(other) != theirs.get(other) for other in in_both) == 1:
            found.append((name,))
    return Diagnosis(tuple(found)) if found else None


def exact_mistake(runs: Runs, cell: Cell, evidence: Evidence) -> Diagnosis | None:
    """The mistakes that lead to the very value of a cell, which is the right one coarsely rounded as well.

    They may have been made; it is never certain. What only rounding to decimals explains may be rounded.
    """
    search = _Search(runs, cell, evidence, _size(runs.plain.claimed(cell)))
    found = search.everywhere(_likeliest_first(runs, cell))
    judges = {} if found is None else {mistakes: runs.again(mistakes) for mistakes in found.found}
    kept = runs.plain.digits_kept(cell)
    is_telling = kept is not None and kept.decimals is not None
    exact = tuple(m for m, judge in judges.items() if judge and (is_telling or judge.is_exactly(cell)))
    return Diagnosis(exact) if exact else None


def is_rounding(runs: Runs, cell: Cell) -> bool:
    """Whether a number is the right one rounded to the digits written, however few these are."""
    formula = runs.plain.claimed(cell)
    if not isinstance(cell.written, Written) or not isinstance(formula, Formula):
        return False
    if not values.is_finite(cell.written.value):
        return False
    distance = abs(number(values.subtract(cell.written.value, formula.evaluate())))
    return distance <= cell.written.half_unit


def _strange(plain: Judge, cell: Cell) -> Claimed:
    """What of a claim tells of a mistake: of a set of numbers, those that are not in it."""
    right = plain.claimed(cell)
    if cell.answer is None or cell.answer.comparison is not Comparison.MULTISET or not cell.is_whole:
        return cell.written
    ours = entries(right) if right is not None else ()
    return tuple(item for item in entries(cell.written) if not any(plain.matches(item, n) for n in ours))


def _is_telling(cell: Cell) -> bool:
    return isinstance(cell.written, Written) and cell.written.digits != 1


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


def _nearest_pairs(runs: Runs, cell: Cell, names: Sequence[str]) -> list[Mistakes]:
    """Two mistakes at once: the pairs whose effects, added up or multiplied, come nearest to the value.

    None for sets and bases: too many pairs would lead to some of them.
    """
    plain = _number(cell, runs.plain)
    if plain is None or not isinstance(cell.written, Written):
        return []
    alone = {name: _alone(runs, cell, name) for name in names}
    written = number(cell.written.value)

    def distance(pair: Mistakes) -> float:
        one, other = (alone[name] for name in pair)
        if one is None or other is None or plain in (one, other):
            return math.inf
        added = abs(one + other - plain - written)
        multiplied = abs(one * other / plain - written) if plain else added
        return min(added, multiplied)

    near = LARGEST_DISTANCE * abs(written)
    pairs: list[Mistakes] = sorted((p for p in combinations(names, 2) if distance(p) <= near), key=distance)
    return pairs[:MOST_PAIRS]


def _alone(runs: Runs, cell: Cell, mistake: str) -> float | None:
    """What the cell comes to where one mistake is made."""
    if not runs.foresees(cell, (mistake,)):
        return _number(cell, runs.again((mistake,)))
    found = runs.estimate(cell, (mistake,))
    return None if math.isnan(found) else found


def _number(cell: Cell, judge: Judge | None) -> float | None:
    """What the cell claims a value of, as it comes out in a run."""
    formula = None if judge is None else judge.claimed(cell)
    return number(formula.evaluate()) if isinstance(formula, Formula) else None


def _rounded(size: float) -> float:
    """A number without the last digits of floats, which depend on how it was worked out."""
    return float(f"{size:.12g}")


def _size(formula: Nested | None) -> float:
    """The number that a formula is; not a number where it is none."""
    try:
        return number(formula.evaluate()) if isinstance(formula, Formula) else math.nan
    except UndefinedError:
        return math.nan
