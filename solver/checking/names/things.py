"""The things of each of which something is told, steps, layers and classes, and where it is worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from solver.checking.names.meanings import Words, is_each_step, nouns_of, words_of
from solver.checking.names.name_levels import NameLevels
from solver.checking.names.named_arrays import Array, Target, flat, labels_of
from solver.checking.written.claims import entries
from solver.checking.written.labels import read_label
from solver.checking.written.spelled_names import loose
from solver.mathematics.formula import Symbol
from solver.record.comparison import Comparison
from solver.record.solution import Answer, leaves

_ORDERED = (Comparison.VALUES, Comparison.SETS)
"""How lists are compared whose entries have an order."""


class Things(NameLevels, frozen=True, dict=True):
    """What is known of each thing, by its kind and its number, or by its own name."""

    def told(self, target: Target) -> str:
        """A name that stands for nothing else."""
        name = target.answer.name if target.answer else next(flat(target.quantities))
        return name + "".join(f"[{place + 1}]" for place in target.path)

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

    @cached_property
    def _told_in_loops(self) -> frozenset[str]:
        """The quantities in the answers that are told of each step."""
        loops = filter(is_each_step, self.solution.answers)
        return frozenset(name for loop in loops for name in leaves(loop.value))

    @cached_property
    def _told_of_things(self) -> frozenset[str]:
        """The quantities in the answers that tell something of each thing."""
        return frozenset(name for answer in self._told_each for name in leaves(answer.value))

    @cached_property
    def _told_in_steps(self) -> Mapping[int, frozenset[str]]:
        """The quantities of each step of the working that are in such answers."""
        return {step: names & self._told_of_things for step, names in self._of_steps.items()}

    @cached_property
    def _arrays_of_steps(self) -> Mapping[int, Sequence[Array]]:
        """The arrays whose quantities are all worked out in one step of the working, by its position."""
        found, quantities = defaultdict[int, list[Array]](list), self.solution.quantities
        for array in self._arrays.values():
            steps = {quantities[name].step if name in quantities else -1 for name in flat(array)}
            found[steps.pop() if len(steps) == 1 else -1].append(array)
        return found

    @cached_property
    def _told_each(self) -> Sequence[Answer]:
        """The lists with a part for each of several things, by their words or by what their parts are of."""
        labeled = (a for a in self.solution.judged if any(labels_of(a)))
        return [*self._told_of_each, *labeled]

    @cached_property
    def _told_of_each(self) -> Sequence[Answer]:
        """The lists with a part for each of several things."""
        lists = (a for a in self.solution.judged if isinstance(a.value, tuple))
        return [a for a in lists if nouns_of(a) and a.comparison in _ORDERED]

    @cached_property
    def _answers_with(self) -> Mapping[str, Sequence[Answer]]:
        """The lists with a part for each of several things that a quantity is in."""
        found = defaultdict[str, list[Answer]](list)
        for answer in self._told_of_each:
            for name in dict.fromkeys(leaves(answer.value)):
                found[name].append(answer)
        return found

    @cached_property
    def _called_alone(self) -> frozenset[Words]:
        """What the answers are called that have no part for each of several things."""
        alone = (a.name for a in self.solution.judged if a not in self._told_of_each)
        return frozenset(map(words_of, alone))

    @cached_property
    def _by_label(self) -> dict[str, list[Target]]:
        """The parts of answers by what they are of."""
        found: dict[str, list[Target]] = {}
        for answer in self.solution.judged:
            labels = list(labels_of(answer))
            if len(set(labels)) == len(labels) > 1:
                for place, label in enumerate(labels, 1):
                    part = self.part(Target(answer), (place,))
                    found.setdefault(label, []).extend([part] if part is not None else ())
        return found

    @cached_property
    def _numbers_of(self) -> dict[str, str]:
        """The things with a kind and a number, layer 2, by what else they are called: fc1."""
        named = self.solution.other_names.items()
        return {loose(other): name for name, others in named if read_label(name).noun for other in others}

    @cached_property
    def _nouns(self) -> frozenset[Words]:
        """What there is one part of something for each of."""
        return frozenset(noun for answer in self._told_of_each for noun in nouns_of(answer))

    @cached_property
    def nouns(self) -> Sequence[str]:
        """The same, in words."""
        return sorted(noun for words in self._nouns for noun in words)

    @cached_property
    def _epochs(self) -> int | None:
        """The number of epochs that is given."""
        epochs = next((given.shown for given in self.solution.givens if given.option == "--epochs"), None)
        return int(epochs.evaluate()) if isinstance(epochs, Symbol) else None
