"""What a name under a label stands for: of a step, a layer, a class, or what else a thing is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cached_property

from solver.checking.claims import entries
from solver.checking.labels import COUNTERS, EPOCH, ROUNDS, Label, read_label
from solver.checking.meanings import Words, is_each_step, letters_noted, nouns_of, tells_if_any, words_of
from solver.checking.name_levels import NameLevels
from solver.checking.named_arrays import Array, Target, common_index, flat, labels_of, names_of
from solver.checking.spelled_names import loose, strict, synonyms, unlabeled
from solver.mathematics.formula import Symbol
from solver.patterns import SPACES, regex
from solver.record.comparison import Comparison
from solver.record.solution import Answer, leaves

_STEPS = tuple(map(words_of, COUNTERS))

_ORDERED = (Comparison.VALUES, Comparison.SETS)
"""How lists are compared whose entries have an order."""

_SAID_OF = regex(
    r"(?P<said>.+?)\s+(?:of|after|for|at|in|behind|under)\s+(?:the\s+)?(?P<owner>\S.*)", where=SPACES
)
"""Words, and behind them of what they are: the shape after conv1."""

_BEHIND = regex(r"(?P<owner>\S.*?)(?:\s*:\s*|'s\s+|\s+)(?P<said>[^\W\d][^:]*)")
"""The other way around: conv1 shape, or layer 1: parameters."""

_RAISED = regex(r"(?P<letter>[^_^]+\^)(?P<number>\d+)(?P<rest>_.+)", where="^")
"""The number of a step raised: c^2_11."""

_PASSED = regex(r"(?P<letter>[^_^/]+_)(?P<number>\d+)(?P<rest>,\d+(?:,\d+)*)", where=",")
"""The number of an epoch, and behind it that of a sample: w_3,4 and w_3,4,1."""


class LabeledNames(NameLevels, frozen=True, dict=True):
    """The names of what is told of each step, or belongs to one of several things.

    That of a thing alone stands for all that belongs to it, which the value tells apart.
    """

    def all_letters(self, target: Target) -> frozenset[str]:
        """The letters of all numbers that a name stands for."""
        return self.indexed(target).letters

    def newest_of(self, target: Target) -> Target:
        """The last of what is told of each step; anything else as it is."""
        is_loop = target.answer is not None and not target.path and is_each_step(target.answer)
        last = (len(entries(target.answer.value)),) if target.answer is not None else ()
        return (self.part(target, last) or target) if is_loop else target

    def newest(self, letter: str) -> Sequence[Target]:
        """The last of what has a letter, where there is one at each step: x of x_1 and x_2, y_1 and y_2."""
        numbered = [name for target in self.all_numbered(letter) for name in flat(target.quantities)][-1:]
        loops = [answer for answer in self.solution.answers if is_each_step(answer)]
        known = {name for loop in loops for name in leaves(loop.value)}
        return [Target(quantities=name) for name in numbered if name in known]

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

    def at_other_step(self, name: str, step: Label) -> Sequence[Target]:
        """What a name of the last step's stands for after another one: c^1_1 for c_1, or w_1,4 for w."""
        known = self.solution.quantities
        found = (_at_step(self.all_of(target), step, known) for target in self.meanings(name))
        return [self.located(array) for array in found if array is not None]

    def owned(self, name: str) -> Sequence[Target]:
        """What belongs to the thing that has that name, or that part of it which words before or behind it
        tell.
        """
        found = self._owned_by(name)
        if found:
            return found
        for form in (_SAID_OF, _BEHIND):
            parts = form.fullmatch(name)
            known = self.owned_as(parts["owner"], parts["said"]) if parts else ()
            if known:
                return known
        return ()

    def owned_as(self, owner: str, said: str) -> Sequence[Target]:
        """What belongs to the thing of that name and is what words or a letter say."""
        own = self._owned_by(owner)
        for is_told in (self._is_called, self._is_meant):
            told = [target for target in own if is_told(target, said)]
            if told:
                return told
        lettered = [self._lettered_in(target, said) for target in own]
        letters = {said, *letters_noted(said)}
        beside = [other for other in self.beside(owner) if self._letter_of(other) in letters]
        return list(filter(None, lettered)) or beside or self._numbered_like(own, said)

    def _numbered_like(self, own: Sequence[Target], said: str) -> Sequence[Target]:
        """What has a letter and the number that all that belongs to a thing has: z_2 for z of layer 2."""
        numbers = {tuple(common_index(self.all_of(target))[:1]) for target in own}
        number = numbers.pop() if len(numbers) == 1 else ()
        return self.meanings(f"{said}_{number[0]}") if number and "^" not in said else ()

    def _letter_of(self, target: Target) -> str:
        """The letter of the first number that a name stands for."""
        return next(flat(self.all_of(target)), "").partition("_")[0]

    def siblings(self, name: str) -> Sequence[Target]:
        """All that belongs to the thing of that name, which may have another meaning besides: the shape of a
        layer, beside its parameters.
        """
        return self._owned_by(unlabeled(name))

    def beside(self, name: str) -> Sequence[Target]:
        """What else is worked out where all that belongs to the thing of that name is, and nothing of another
        such thing: the gradient of a step, beside its weights.
        """
        own = {named for target in self.siblings(name) for named in flat(self.all_of(target))}
        if not own:
            return ()
        quantities = self.solution.quantities
        steps = {quantities[named].step for named in own & quantities.keys()}
        known = frozenset[str]().union(*(self._of_steps[step] for step in steps))
        if not known.isdisjoint(self._told_of_things - own):
            return ()
        others = (array for array in self._arrays.values() if known.issuperset(flat(array)))
        return [self.located(array) for array in others if own.isdisjoint(flat(array))]

    @cached_property
    def _of_steps(self) -> Mapping[int, frozenset[str]]:
        """The quantities that are worked out in each step, by its position."""
        found = defaultdict[int, set[str]](set)
        for name, quantity in self.solution.quantities.items():
            found[quantity.step].add(name)
        return {step: frozenset(names) for step, names in found.items()}

    @cached_property
    def _told_of_things(self) -> frozenset[str]:
        """The quantities in the answers that tell something of each thing."""
        return frozenset(name for answer in self._told_each for name in leaves(answer.value))

    def has_none(self, name: str) -> bool:
        """Whether a name is that of a thing, or of what is told of others that have any, and it has none."""
        told = [answer for answer in self._told_of_each if tells_if_any(answer)]
        if not told:
            return False
        known = {named for answer in told for named in leaves(answer.value)}
        parts = filter(None, (form.fullmatch(unlabeled(name)) for form in (_SAID_OF, _BEHIND)))
        pairs = [found.group("owner", "said") for found in parts]
        said = [*pairs, *((what, owner) for owner, what in pairs)]
        meant = (words_of(answer.phrase) | words_of(answer.name) for answer in told)
        words = frozenset[str]().union(*meant)
        things = [name, *(owner for owner, what in said if words_of(what) <= words)]
        owned = next(filter(None, map(self.siblings, things)), ())
        return bool(owned) and all(known.isdisjoint(flat(self.all_of(target))) for target in owned)

    def _owned_by(self, name: str) -> Sequence[Target]:
        """What belongs to the thing that has that name."""
        if name not in self._belonging:
            self._belonging[name] = self._found_of(name)
        return self._belonging[name]

    @cached_property
    def _belonging(self) -> dict[str, Sequence[Target]]:
        """What was found for the names of things already: each is asked for many times."""
        return {}

    def _found_of(self, name: str) -> Sequence[Target]:
        """The same, looked up anew."""
        called = self._numbers_of.get(loose(name), "")
        found = self._of_number(name) or self._of_number(called)
        noun, _, rest = name.partition(" ")
        labels = (loose(name), loose(rest)) if words_of(noun) in self._nouns else (loose(name),)
        return found or next(filter(None, map(self._by_label.get, labels)), ())

    def _of_number(self, name: str) -> Sequence[Target]:
        """What belongs to the thing of that kind and number."""
        label = read_label(name)
        if not label.noun:
            return ()
        noun = words_of(label.noun)
        counted = [(a, label.number) for a in self._told_of_each if noun in nouns_of(a)]
        if noun in _STEPS and (not counted or noun == words_of(EPOCH)):
            stepped = [a for a in self._told_of_each if not set(_STEPS).isdisjoint(nouns_of(a))]
            counted += [(a, self.number_of(a, label)) for a in stepped if noun not in nouns_of(a)]
        parts = (self.of_each(answer, place) for answer, place in counted)
        return [part for part in parts if part is not None]

    def of_each(self, answer: Answer, number: int) -> Target | None:
        """The part of an answer for one of several things; all of it where there is one alone.

        What is worked out in the first epoch, and not after it, may have the number 0.
        """
        indexed = self.indexed(Target(answer))
        is_of_one = len(indexed.firsts) > 1 == number == self._epochs
        if is_of_one and len(set(indexed.firsts)) == 1 and all(indexed.firsts):
            return Target(answer)
        if indexed.is_from_0 and "after" not in answer.phrase.split() and number > 0:
            return self.part(Target(answer), (number,))
        return self.numbered(Target(answer), str(number))

    def number_of(self, answer: Answer, step: Label) -> int:
        """The number of a step; of what is told of each update, that of the last one of an epoch."""
        is_by_update = "update" in answer.phrase.split()
        if words_of(step.noun) != words_of(EPOCH) or not is_by_update or self._epochs is None:
            return step.number
        return step.number * len(entries(answer.value)) // self._epochs

    @cached_property
    def _epochs(self) -> int | None:
        """The number of epochs that is given."""
        epochs = next((given.shown for given in self.solution.givens if given.option == "--epochs"), None)
        return int(epochs.evaluate()) if isinstance(epochs, Symbol) else None

    @cached_property
    def _numbers_of(self) -> dict[str, str]:
        """The things with a kind and a number, layer 2, by what else they are called: fc1."""
        named = self.solution.other_names.items()
        return {loose(other): name for name, others in named if read_label(name).noun for other in others}

    @cached_property
    def _nouns(self) -> frozenset[Words]:
        """What there is one part of something for each of."""
        return frozenset(noun for answer in self._told_of_each for noun in nouns_of(answer))

    def _lettered_in(self, target: Target, letter: str) -> Target | None:
        """What has that letter in a part, where it is only one."""
        own = list(flat(self.all_of(target)))
        lettered = [name for name in own if name.partition("_")[0] == letter]
        return Target(quantities=lettered[0]) if len(lettered) == 1 else None

    def _is_called(self, target: Target, said: str) -> bool:
        """Whether words are the name of what a part is of."""
        known = self.solution.other_names
        called = (name for a in self._wholes_of(target) for name in (a.name, *known.get(a.name, ())))
        return words_of(said) in map(words_of, called)

    def _is_meant(self, target: Target, said: str) -> bool:
        """Whether words are among those for what a part is of."""
        words = words_of(said)
        told = (words_of(a.phrase) | words_of(a.name) for a in self._wholes_of(target))
        return bool(words) and any(words <= known for known in told)

    def _wholes_of(self, target: Target) -> Sequence[Answer]:
        """The lists that a part is of."""
        own = set(flat(self.all_of(target)))
        return [
            answer
            for answer in self._told_of_each
            if answer is target.answer or (any(own) and own <= set(flat(names_of(answer.value))))
        ]

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


def _at_step(array: Array, step: Label, known: Container[str]) -> Array | None:
    """What an array is after another step than the last one; none where that is not worked out."""
    renamed = {name: _renamed(name, step) for name in flat(array)}
    if not renamed or not all(name in known for name in renamed.values()):
        return None
    return _with_names(array, renamed)


def _renamed(name: str, step: Label) -> str:
    """A name with the number of another step; nothing where it has none of a step."""
    if step.noun not in ROUNDS:
        return ""
    found = _RAISED.fullmatch(name) or (_PASSED.fullmatch(name) if step.noun == EPOCH else None)
    return f"{found['letter']}{step.number}{found['rest']}" if found else ""


def _with_names(array: Array, renamed: dict[str, str]) -> Array:
    """An array with other names."""
    return renamed[array] if isinstance(array, str) else tuple(_with_names(item, renamed) for item in array)
