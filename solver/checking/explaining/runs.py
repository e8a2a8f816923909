"""Runs of the solver, kept: with mistakes put in, and with a student's values in place of the solver's."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from solver.checking.comparing.cells import Cell
from solver.checking.comparing.matching import Judge
from solver.checking.comparing.reach import Reach
from solver.checking.comparing.rounding import Match, may_be_rounded
from solver.checking.explaining.ancestry import Ancestry
from solver.checking.explaining.budget import Budget
from solver.checking.explaining.estimates import UNKNOWN, Estimate, Estimates
from solver.checking.explaining.replay import Replay
from solver.checking.names.names import Names
from solver.checking.written.claims import Written
from solver.errors import InputError, UndefinedError
from solver.mathematics import values
from solver.mathematics.decimals import ends_within
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value
from solver.problem import Problem
from solver.record.engine import run, solve_problem
from solver.record.quantities import Quantity
from solver.record.recorder import Rerun
from solver.record.slopes import number
from solver.record.solution import Solution

Carried: TypeAlias = Mapping[str, Value]
"""Values of the student's that are wrong, by the quantities that they stand for."""

NOTHING: Carried = {}

Held: TypeAlias = frozenset[tuple[object, ...]]
Key: TypeAlias = tuple[tuple[str, ...], Held]

RECENT = 4
"""How many sets of values are told from others at once: those before a cell, those right beside it."""

LONGEST, LONGEST_AT_LEAST = 2, 30
"""A run with two mistakes ends at this multiple of the quantities of the right one, and this number more."""

FOLLOWED, TRIED, REPOSED, ROUNDED, FORESEEN = 10_000, 10_000, 10_000, 10_000, 20_000
"""How many quantities the runs for one student's work record, of each kind, before no more is begun: those
that go on from the student's values, those that try mistakes, those under other conventions, those of a hand
that rounds, and estimates in floats. A quarter of a second for each."""

REPLAYED = 5_000
"""How many lines are worked out anew for one student's work, before no more are."""

LOOKED = 100_000
"""How many values of one student's work are looked at to see what follows from them, before no more are."""

SEARCHED = 150
"""How many wrong numbers of one student's work are looked into that nothing explains, before no more are."""

NEAR = 1e-9
"""An estimate that is so near, relative to its size or to a thousandth of the largest number, may be the
value: floats do not tell."""

REMEMBERED = 32
"""Number of problems whose runs are kept, half a megabyte each: a class may have been asked the same ones."""


class Keys:
    """What tells runs from each other.

    The same values are asked about many times in turn: what was made of the last few is kept.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[Carried, Held]] = deque(maxlen=RECENT)

    def of(self, mistakes: tuple[str, ...], carried: Carried) -> Key:
        """The key of a run, whose values are not changed afterwards."""
        held = next((held for known, held in self._recent if known is carried), None)
        if held is None:
            held = _held(carried)
            self._recent.append((carried, held))
        return mistakes, held


class Runs(Struct, frozen=True):
    """Runs of a solver on one problem, each judged by the error_bounds of the plain one.

    Those with a single mistake and the replays serve for every student; those with a student's values only
    for one. `base` holds the signs and bases that the student has chosen, `half_units` how far what they
    wrote may be from the values that they went on with.
    """

    problem: Problem
    solution: Solution
    names: Names
    reach: Reach
    ancestry: Ancestry
    estimates: Estimates
    base: Rerun = field(default_factory=Rerun)
    half_units: dict[str, Fraction] = field(default_factory=dict)
    _single: dict[str, Judge | None] = field(default_factory=dict)
    _rounded: dict[int, Judge | None] = field(default_factory=dict)
    _estimated: dict[tuple[str, ...], Estimate] = field(default_factory=dict)
    _own: dict[Key, Judge | None] = field(default_factory=dict)
    _followed: Budget = field(default_factory=lambda: Budget(FOLLOWED))
    _tried: Budget = field(default_factory=lambda: Budget(TRIED))
    _reposed: Budget = field(default_factory=lambda: Budget(REPOSED))
    _by_hand: Budget = field(default_factory=lambda: Budget(ROUNDED))
    _foreseen: Budget = field(default_factory=lambda: Budget(FORESEEN))
    _searched: Budget = field(default_factory=lambda: Budget(SEARCHED))
    _replayed: Budget = field(default_factory=lambda: Budget(REPLAYED))
    looked: Budget = field(default_factory=lambda: Budget(LOOKED))
    _own_rounded: dict[int, Judge | None] = field(default_factory=dict)
    _own_estimates: dict[Key, Estimate] = field(default_factory=dict)
    _keys: Keys = field(default_factory=Keys)

    @property
    def plain(self) -> Judge:
        """The run without any mistake."""
        return Judge(self.solution, self.reach)

    @property
    def refused(self) -> int:
        """How many runs that might have explained something were not begun."""
        runs = (self._followed, self._tried, self._reposed, self._by_hand)
        budgets = (*runs, self._searched, self._replayed, self.looked)
        return sum(budget.refused for budget in budgets)

    @property
    def length(self) -> int:
        """The quantities of the run without any mistake; a long one counts as several."""
        return self.solution.effort

    @property
    def is_chosen(self) -> bool:
        """Whether signs or bases are others than the solver's."""
        return bool(self.base.turned or self.base.chosen)

    def with_choice(self, base: Rerun) -> Runs | None:
        """The runs with signs and bases of the student's; none where there is no answer with them."""
        try:
            solution = run(self.problem, base)
        except InputError:
            return None
        ancestry = Ancestry(solution)
        reach = Reach(_rounded_twice(solution.quantities, base.chosen))
        return replace(
            runs_on(self.problem),
            solution=solution,
            names=Names(solution),
            reach=reach,
            ancestry=ancestry,
            estimates=Estimates(ancestry),
            base=base,
            _single={},
            _rounded={},
            _estimated={},
        )

    def again(self, mistakes: tuple[str, ...] = (), carried: Carried | None = None) -> Judge | None:
        """A run with mistakes and carried values, to see whether the mistakes explain something.

        None where they leave it without an answer, or the budget is spent.
        """
        return self._known_or_run(mistakes, carried or NOTHING, self._tried)

    def onward(self, mistakes: tuple[str, ...], carried: Carried) -> Judge | None:
        """A run with mistakes and values that were met before, to see what follows from them.

        None where they leave it without an answer, or the budget is spent.
        """
        return self._known_or_run(mistakes, carried, self._followed)

    def beside(self, mistakes: tuple[str, ...], carried: Carried) -> Judge | None:
        """A run with values beside those that were met, to see how far rounding may have moved what follows.

        None where they leave it without an answer, or the budget is spent.
        """
        return self._known_or_run(mistakes, carried, self._by_hand)

    def forecast(self, cell: Cell, mistakes: tuple[str, ...], carried: Carried, moved: float = 0.0) -> Match:
        """How well a cell is what its lines come to in a run for which no budget is left.

        It is none where a run was made and has no answer, or where formulas do not tell. The rounding of
        what is carried may have `moved` it.
        """
        if not self.foresees(cell, mistakes) or self._keys.of(mistakes, carried) in self._own:
            return Match.NO
        judge = self.plain.with_moved(cell, moved)
        with self.replay(mistakes, carried) as lines, suppress(UndefinedError):
            return judge.match(cell.written, lines.line(cell.quantity)) if lines else Match.NO
        return Match.NO

    def rounded(self, digits: int) -> Judge | None:
        """The run of a hand that keeps so many digits of every number.

        None where it has no answer, or the budget is spent. Where no number has more digits, it is the plain
        one, which costs nothing.
        """
        if digits not in self._own_rounded:
            self._own_rounded[digits] = self._run_rounded(digits)
        return self._own_rounded[digits]

    def _run_rounded(self, digits: int) -> Judge | None:
        if self._keeps_all(digits):
            return self.plain
        if not self._by_hand.allows(self.length):
            return None
        self._by_hand.left -= self.length
        if digits not in self._rounded:
            self._rounded[digits] = self.of(self.problem, Rerun(round_to=digits))
        return self._rounded[digits]

    def _keeps_all(self, digits: int) -> bool:
        """Whether rounding to so many digits leaves every number as it is."""
        found = (quantity.symbol.value for quantity in self.solution.quantities.values())
        return all(
            value is None or (isinstance(value, Fraction) and ends_within(value, digits)) for value in found
        )

    def may_try(self) -> bool:
        """Whether the working is short enough for runs that try mistakes; it is counted where it is not."""
        return self.length <= TRIED or self._tried.allows(self.length)

    def may_search(self) -> bool:
        """Whether one more wrong number may be looked into; it is counted where it may not."""
        return self._searched.allows(1)

    def note_unexplained(self) -> None:
        """Count a wrong number that nothing explains."""
        self._searched.left -= 1

    def may_repose(self) -> bool:
        """Whether there is time for one more convention; it is taken to be run."""
        is_allowed = self._reposed.allows(self.length)
        self._reposed.left -= self.length if is_allowed else 0
        return is_allowed

    @contextmanager
    def replay(self, mistakes: tuple[str, ...], carried: Carried) -> Iterator[Replay | None]:
        """The lines with mistakes and carried values, worked out as far as they are asked for meanwhile.

        None where the budget is spent.
        """
        lines = Replay(self.ancestry, mistakes, carried) if self._replayed.allows(1) else None
        try:
            yield lines
        finally:
            self._replayed.left -= lines.length if lines else 0

    def estimate(self, cell: Cell, mistakes: tuple[str, ...], carried: Carried | None = None) -> float:
        """What the quantity of a cell comes to in a run, as far as floats tell and the budget allows."""
        held = carried or NOTHING
        key = self._keys.of(mistakes, held)
        if key not in self._own_estimates:
            if not self._foreseen.allows(self.length):
                return UNKNOWN
            new = Estimate(self.ancestry, mistakes, held, estimates=self.estimates)
            self._own_estimates[key] = new if held else self._estimated.setdefault(mistakes, new)
            # Others may have worked out those without a student's values: all of their lines are charged.
            self._foreseen.left -= 0 if held else self.length
        estimate = self._own_estimates[key]
        before = estimate.length
        found = estimate.number(cell.quantity)
        self._foreseen.left -= estimate.length - before if held else 0
        return found

    def foresees(self, cell: Cell, mistakes: tuple[str, ...], *, in_place: bool = False) -> bool:
        """Whether the lines tell what a cell comes to in a run, so that it need not be made to see that.

        With `in_place`, an answer is taken to be the same quantity in every run.
        """
        is_placed = in_place or cell.answer is None or self.ancestry.is_straight
        return is_placed and self.ancestry.tells(cell.quantity, mistakes)

    def may_match(
        self,
        cell: Cell,
        mistakes: tuple[str, ...],
        carried: Carried | None = None,
        *,
        in_place: bool = False,
        moved: float = 0.0,
    ) -> bool:
        """Whether a cell may be what it comes to in a run; what cannot be foreseen may be anything.

        With `in_place`, an answer is taken to be the same quantity in every run. The rounding of what is
        carried may have `moved` it.
        """
        if not self.foresees(cell, mistakes, in_place=in_place):
            return True
        found = self.estimate(cell, mistakes, carried)
        return math.isnan(found) or self._is_near(cell, found, moved)

    def _is_near(self, cell: Cell, found: float, moved: float) -> bool:
        """Whether a cell may be what was found in floats."""
        if isinstance(cell.written, Written):
            distance = abs(number(values.subtract(cell.written.value, Fraction(found))))
            if distance <= NEAR * max(abs(found), self.reach.largest / 1000):
                return True
            if may_be_rounded(cell.written, found):
                return True
        judge = self.plain.with_moved(cell, moved)
        return judge.match(cell.written, Symbol(cell.quantity, Fraction(found))) is not Match.NO

    def _known_or_run(self, mistakes: tuple[str, ...], carried: Carried, budget: Budget) -> Judge | None:
        key = self._keys.of(mistakes, carried)
        if key not in self._own:
            if not budget.allows(self.length):
                return None
            self._own[key] = judge = self._run(mistakes, carried)
            budget.left -= self.length if judge is None else judge.solution.effort
        return self._own[key]

    def _run(self, mistakes: tuple[str, ...], carried: Carried) -> Judge | None:
        if len(mistakes) == 1 and not carried:
            if mistakes[0] not in self._single:
                self._single[mistakes[0]] = self.of(self.problem, Rerun(mistakes))
            return self._single[mistakes[0]]
        longest = LONGEST * len(self.solution.quantities) + LONGEST_AT_LEAST
        most = longest if len(mistakes) > 1 else None
        return self.of(self.problem, Rerun(mistakes, carried, most=most))

    def of(self, problem: Problem, rerun: Rerun | None = None) -> Judge | None:
        """A run of any problem of the type; none where it has no answer."""
        changed = replace(rerun or Rerun(), turned=self.base.turned, chosen=self.base.chosen)
        try:
            solution = run(problem, changed if self.is_chosen else rerun)
        except InputError:
            return None
        return Judge(solution, self.reach, Reach(solution.quantities))


def runs_on(problem: Problem) -> Runs:
    """The runs for one student's work on a problem, with what is known of the problem already."""
    return replace(
        _known(problem),
        half_units={},
        _own={},
        _own_rounded={},
        _own_estimates={},
        _keys=Keys(),
        _followed=Budget(FOLLOWED),
        _tried=Budget(TRIED),
        _reposed=Budget(REPOSED),
        _by_hand=Budget(ROUNDED),
        _foreseen=Budget(FORESEEN),
        _searched=Budget(SEARCHED),
        _replayed=Budget(REPLAYED),
        looked=Budget(LOOKED),
    )


def _held(carried: Carried) -> Held:
    """Values that can be compared; a fraction by its two numbers, which hash sooner than it does."""
    return frozenset(
        (name, value.numerator, value.denominator) if isinstance(value, Fraction) else (name, value)
        for name, value in carried.items()
    )


def _rounded_twice(quantities: Mapping[str, Quantity], chosen: Carried) -> dict[str, Quantity]:
    """The quantities with one more before each that was chosen: it was read off digits that were rounded."""
    found: dict[str, Quantity] = {}
    for name, quantity in quantities.items():
        if name in chosen:
            before = Symbol(f"{name} before rounding", quantity.symbol.value)
            found[before.name] = replace(quantity, symbol=before)
            quantity = replace(quantity, formula=before)
        found[name] = quantity
    return found


@lru_cache(maxsize=REMEMBERED)
def _known(problem: Problem) -> Runs:
    solution = solve_problem(problem)
    ancestry = Ancestry(solution)
    return Runs(problem, solution, Names(solution), Reach(solution.quantities), ancestry, Estimates(ancestry))
