"""The names of what is told of each step of a loop."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from solver.checking.at_steps import at_step
from solver.checking.claims import entries
from solver.checking.meanings import is_each_step
from solver.checking.name_levels import NameLevels
from solver.checking.named_arrays import Target
from solver.checking.spelled_names import strict, synonyms
from solver.checking.step_labels import Step
from solver.record.solution import Answer, leaves


class LoopNames(NameLevels, frozen=True, dict=True):
    """What is told of each step, under names that say of which, or do not."""

    def all_letters(self, target: Target) -> frozenset[str]:
        """The letters of all numbers that a name stands for."""
        return self.indexed(target).letters

    def newest_of(self, target: Target) -> Target:
        """The last of what is told of each step; anything else as it is."""
        is_loop = target.answer is not None and not target.path and is_each_step(target.answer)
        last = (len(entries(target.answer.value)),) if target.answer is not None else ()
        return (self.part(target, last) or target) if is_loop else target

    def of_some_step(self, letter: str) -> Sequence[Target]:
        """All quantities of a letter in a loop, which differ in their numbers alone: the value tells which is
        meant.
        """
        if not any(map(is_each_step, self.solution.answers)):
            return ()
        names = (letter, *synonyms(letter, self._weight))
        alike = next(filter(None, map(self.alike, names)), [])
        return [Target(quantities=name) for name in alike if name.rpartition("_")[2].isdecimal()]

    def told_each_step(self, name: str) -> Sequence[Target]:
        """What is told of each step under a name, which does not say of which."""
        found = [t for t in self.meanings(name) if t.answer and t.answer.name in self._of_each_step]
        own = self._first_letters & {strict(name)}
        return [t for t in found if own <= self.all_letters(t) or (t.answer and is_each_step(t.answer))]

    @cached_property
    def _first_letters(self) -> frozenset[str]:
        """What stands before the indices of quantities."""
        return frozenset(quantity.partition("_")[0] for quantity in self.solution.quantities)

    @cached_property
    def _of_each_step(self) -> frozenset[str]:
        """The answers that are told of each step, and lists that are worked out entry by entry with them."""
        told = [answer for answer in self.solution.answers if is_each_step(answer)]
        lists = [answer for answer in self.solution.answers if isinstance(answer.value, tuple)]
        places = {self._places(answer) for answer in told if answer in lists}
        beside = (answer for answer in lists if self._places(answer) in places)
        ordered = (answer for answer in beside if len({*self._places(answer)}) == len(entries(answer.value)))
        return frozenset(answer.name for answer in (*told, *ordered))

    def _places(self, answer: Answer) -> tuple[int, ...]:
        """The steps of the working in which the entries of a list are."""
        first = (next(leaves(item), "") for item in entries(answer.value))
        quantities = self.solution.quantities
        return tuple(quantities[name].step for name in first if name in quantities)

    def at_other_step(self, name: str, step: Step) -> Sequence[Target]:
        """What a name of the last step's stands for after another one: c^1_1 for c_1, or w_1,4 for w."""
        known = self.solution.quantities
        found = (at_step(self.all_of(target), step, known) for target in self.meanings(name))
        return [self.located(array) for array in found if array is not None]
