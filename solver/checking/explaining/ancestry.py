"""Which mistakes can move a quantity: those of its own line and of the lines that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice

from msgspec import Struct, field

from solver.checking.explaining.budget import Budget
from solver.mathematics.formula import Formula, symbols_of
from solver.mathematics.values import Value
from solver.record.solution import Solution, is_recorded


class Ancestry(Struct, frozen=True, dict=True):
    """The lines behind each quantity of a solution.

    Where expressions without a value are worked out, as in row operations, lines depend on one another
    in ways that formulas do not show: any mistake may move anything there.
    """

    solution: Solution
    _mistaken: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _every: dict[str, list[str]] = field(default_factory=dict)

    def movers(self, name: str, held: Collection[str] = ()) -> Collection[str]:
        """The mistakes that can move a quantity while others are held where they are."""
        if name not in self.solution.quantities or self._is_opaque:
            return self.solution.mistakes
        if not held:
            return self._chosen | self._movers[name]
        found, seen, left, every = set(self._chosen), {name}, [name], set(self.solution.mistakes)
        while left and found != every:
            line = left.pop()
            found |= self._own[line]
            new = [other for other in self._parents[line] if other not in seen and other not in held]
            seen.update(new)
            left += new
        return found

    def parents(self, name: str, mistakes: Collection[str] = ()) -> Collection[str]:
        """The quantities in the formula of a line, or in that of a mistake which is made in it."""
        for offered in self.solution.quantities[name].offered:
            if offered.name in mistakes:
                key = name, offered.name
                if key not in self._mistaken:
                    self._mistaken[key] = self._recorded(offered.formula)
                return self._mistaken[key]
        return self._parents[name]

    def tells_lines(self, names: Collection[str]) -> bool:
        """Whether formulas tell from which lines quantities come, whatever mistakes are made."""
        is_open = self._is_opaque or self._chosen or not self.is_straight
        return not is_open and self.order.keys() >= set(names)

    def every_parent(self, name: str) -> Sequence[str]:
        """The quantities in the formula of a line, and those before it in what mistakes make of it."""
        if name not in self._every:
            offered = (
                self.parents(name, (mistake.name,)) for mistake in self.solution.quantities[name].offered
            )
            place, named = self.order[name], dict.fromkeys(chain(self._parents[name], *offered))
            self._every[name] = [other for other in named if self.order[other] < place]
        return self._every[name]

    def _recorded(self, formula: Formula) -> list[str]:
        return [symbol.name for symbol in symbols_of(formula) if symbol.name in self.solution.quantities]

    def tells(self, name: str, mistakes: Collection[str]) -> bool:
        """Whether the formulas tell all that a quantity comes from, where mistakes are made."""
        is_known = name in self.solution.quantities and not self._is_opaque
        return is_known and self._chosen.isdisjoint(mistakes)

    @cached_property
    def is_straight(self) -> bool:
        """Whether all answers are quantities; another, such as a number of epochs, was decided by values."""
        return all(is_recorded(answer.value) for answer in self.solution.answers)

    @cached_property
    def _is_opaque(self) -> bool:
        missing = any(quantity.symbol.value is None for quantity in self.solution.quantities.values())
        return missing or self.solution.decides_by_values

    @cached_property
    def _chosen(self) -> frozenset[str]:
        """The mistakes of decisions, on which anything may depend."""
        return frozenset(name for choice in self.solution.choices for name in choice.mistakes)

    @cached_property
    def _own(self) -> dict[str, frozenset[str]]:
        return {
            name: frozenset(mistake.name for mistake in quantity.mistakes)
            for name, quantity in self.solution.quantities.items()
        }

    @cached_property
    def _movers(self) -> dict[str, frozenset[str]]:
        """The mistakes in the lines of each quantity and of those behind it."""
        found: dict[str, frozenset[str]] = {}
        for name, own in self._own.items():
            found[name] = own.union(*[found[parent] for parent in self._parents[name]])
        return found

    @cached_property
    def order(self) -> dict[str, int]:
        """The places of the quantities in the solution."""
        return {name: place for place, name in enumerate(self.solution.quantities)}

    @cached_property
    def _parents(self) -> dict[str, list[str]]:
        return {name: self._recorded(q.formula) for name, q in self.solution.quantities.items()}


class Nearest:
    """The nearest of the quantities held, those that others come from without another one between.

    More and more may be held, usually in the order of the solution. So many of them are found as the budget
    allows, in all.
    """

    def __init__(self, ancestry: Ancestry, held: Mapping[str, Value], budget: Budget) -> None:
        self._ancestry = ancestry
        self._held = held
        self._budget = budget
        self._count = 0
        self._behind: dict[str, frozenset[str]] = {}
        """For a quantity the nearest of those held, as long as none is held between."""
        self._passed: set[str] = set()
        """Quantities between, which were not held when these were found."""

    def of(self, names: Collection[str]) -> dict[str, Value]:
        """Those that the quantities named come from, with their values, in the order of the solution.

        Where formulas do not tell what comes from what, these are all that are held. There are none where the
        budget is spent.
        """
        ancestry, held = self._ancestry, self._held
        if not held or not self._budget.allows(1):
            return {}
        if not ancestry.tells_lines(names):
            return {name: value for name, value in held.items() if name not in names}
        self._forget_what_changed()
        found = frozenset[str]().union(*map(self._found, names)).difference(names)
        self._budget.left -= len(found)
        return {name: held[name] for name in sorted(found, key=ancestry.order.__getitem__)}

    def _forget_what_changed(self) -> None:
        if not self._passed.isdisjoint(islice(self._held, self._count, None)):
            self._behind.clear()
            self._passed.clear()
        self._count = len(self._held)

    def _found(self, name: str) -> frozenset[str]:
        """The nearest of those held behind a quantity, which may be held itself."""
        behind = self._behind
        for line in lines_to(name, self._open_parents, behind):
            parents = self._ancestry.every_parent(line)
            between = self._open_parents(line)
            self._passed.update(between)
            found = [parent for parent in parents if parent in self._held]
            behind[line] = frozenset(chain(found, *[behind[parent] for parent in between]))
        return behind[name]

    def _open_parents(self, name: str) -> list[str]:
        return [parent for parent in self._ancestry.every_parent(name) if parent not in self._held]


def lines_to(name: str, parents: Callable[[str], Collection[str]], known: Container[str]) -> Iterator[str]:
    """The lines that lead to a quantity and are not known yet, each behind those that it comes from.

    Whoever works a line out makes it known before asking for the next one.
    """
    left = [name]
    while left:
        line = left[-1]
        missing = [parent for parent in parents(line) if parent not in known]
        if missing:
            left += missing
            continue
        left.pop()
        if line not in known:
            yield line


def place_of(solution: Solution, quantity: str, mistake: str) -> tuple[str, int]:
    """Where a mistake was made: the quantity, if there is one, and the step.

    It is the line of the number itself, or else the first where the mistake can be made.
    """
    own = solution.quantities.get(quantity)
    if own is not None and any(offered.name == mistake for offered in own.mistakes):
        return quantity, own.step
    return next(_places(solution, mistake))


def _places(solution: Solution, mistake: str) -> Iterator[tuple[str, int]]:
    for name, quantity in solution.quantities.items():
        if any(offered.name == mistake for offered in quantity.mistakes):
            yield name, quantity.step
    for choice in solution.choices:
        if mistake in choice.mistakes:
            yield "", choice.step
