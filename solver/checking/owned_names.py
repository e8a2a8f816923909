"""What belongs to one of several things, by what that thing is called alone: a layer, a step, a class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from solver.checking.claim_signs import name_of, without_delimiters
from solver.checking.claims import entries
from solver.checking.loop_names import LoopNames
from solver.checking.meanings import Words, letters_noted, words_of
from solver.checking.named_arrays import Array, Target, common_index, flat, names_of
from solver.checking.spelled_names import Spelled, loose, strict, unlabeled
from solver.checking.step_labels import EPOCH, Step
from solver.mathematics.formula import Symbol, symbols_of
from solver.patterns import SPACES, regex
from solver.record.comparison import Comparison
from solver.record.solution import Answer, leaves

_EPOCH = words_of(EPOCH)

STEPS = tuple(map(words_of, ("step", "update", "iteration", "epoch")))
"""What the steps of a loop are called."""

_ORDERED = (Comparison.VALUES, Comparison.SETS)
"""How lists are compared whose entries have an order."""

_OF_EACH = regex(r"\b(?:each|every|per|for all)\s+(?:of\s+the\s+)?([^\W\d_]+)")
"""What there is one part for each of: the number of parameters of each layer."""

_ONLY_LETTER = regex(r"(?:[^\W\d]+\s+)?([A-Za-z])")

_IF_ANY = regex(r"\bthat (?:has|have) any\b")
"""What is told of those things alone that have it."""

_NUMBERED = regex(
    r"(?:(?:after|at|in|for)\s+)?(?:the\s+)?(?:hidden\s+)?"
    r"(?P<noun>[^\W\d_]+)[\s_]*(?:#|no\.?\s)?\s*(?P<number>\d{1,4})"
)
"""The number of a thing: layer 2."""

_COUNTED = regex(r"after\s+(?P<number>\d{1,4})\s+(?P<noun>[^\W\d_]+)")
"""A number of things: after 2 steps."""

_ARGUMENT = regex(r"[^()|]*\((?P<own>[^()|]+)(?:\|[^()]*)?\)", where="(")
_GIVEN = regex(r"[^()|]*\([^()|]*\|(?P<own>[^()|]+)\)", where="|")
"""Of what a quantity is: spam in P(spam) and P(spam|query), and in P(free|spam) for a row of such."""

_SAID_OF = regex(
    r"(?P<said>.+?)\s+(?:of|after|for|at|in|behind|under)\s+(?:the\s+)?(?P<owner>\S.*)", where=SPACES
)
"""Words, and behind them of what they are: the shape after conv1."""

_BEHIND = regex(r"(?P<owner>\S.*?)(?:\s*:\s*|'s\s+|\s+)(?P<said>[^\W\d][^:]*)")
"""The other way around: conv1 shape, or layer 1: parameters."""

_OWNER = regex(
    r"\s{0,9}(?:[-–—•*]\s{1,9})?(?:(?:after|at|in|for)\s{1,9})?(?P<owner>[^\W\d][^:=,;]{0,40}?)\s{0,9}:\s{1,9}(?=[^:=]{1,60}=)",
    where=":",
)
"""A thing before what is said of it: layer 1: r = 3."""


class OwnedNames(LoopNames, frozen=True, dict=True):
    """The names of what has several quantities, which the value tells apart."""

    def owned(self, name: str) -> Sequence[Target]:
        """What belongs to the thing that has that name, or that part of it which words before or behind it
        tell.
        """
        found = self._owned_by(name)
        if found:
            return found
        for form in (_SAID_OF, _BEHIND):
            parts = form.fullmatch(name)
            known = self._owned_as(parts["owner"], parts["said"]) if parts else ()
            if known:
                return known
        return ()

    def _owned_as(self, owner: str, said: str) -> Sequence[Target]:
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

    def owned_parts(self, text: str, parts: Sequence[str]) -> Sequence[str]:
        """The parts of a text; behind the name of a thing, each of them is of that, up to the next one:
        layer 1: r = 3, j = 1; layer 2: r = 4.
        """
        if not _OWNER.match(text):
            return parts
        found, before, owner = list[str](), "", ""
        for part in parts:
            begun = _OWNER.match(part)
            if begun is not None and self.siblings(begun["owner"]):
                before, owner = begun[0], begun["owner"]
            found.append(self._of_owner(part, before, owner) if owner else part)
        return found

    def _of_owner(self, part: str, before: str, owner: str) -> str:
        """A part of a text that begins with a thing, by the name of the quantity that is meant."""
        bare = without_delimiters(part.removeprefix(before)).strip()
        name = name_of(bare)
        if not name or name in self.solution.quantities:
            return bare if name else part
        found = self._owned_as(owner, name)
        own = self.all_of(found[0]) if len(found) == 1 else ()
        named = own if isinstance(own, str) and own in self.solution.quantities else f"{name} of {owner}"
        return f"{named} {bare[len(name) :].strip()}" if found else part

    def leading_to(self, target: Target) -> Sequence[Target]:
        """All that is numbered up to a quantity, which is the last of it."""
        name = self.all_of(target)
        letter, _, number = name.rpartition("_") if isinstance(name, str) else ("", "", "")
        runs = self.runs_of(letter) if number.isdecimal() else ()
        return [run for run in runs if isinstance(run.quantities, tuple) and run.quantities[-1] == name]

    def is_known_exactly(self, name: str) -> bool:
        """Whether a name is that of an answer, a given, or what is worked out, as it is spelled here."""
        wanted = strict(unlabeled(name))
        return self.is_input(name) or wanted in self._arrays or wanted in self._called_elsewhere

    def of_formula(self, text: str) -> str:
        """The quantity that a formula over the givens leads to; nothing where there is none."""
        return self._formulas.quantity(text)

    def in_other_case(self, name: str) -> Sequence[Target]:
        """What has the letter of a name, with a word before it or without, in the other case: y for Y."""
        letter = _ONLY_LETTER.fullmatch(name.strip())
        other = letter[1].swapcase() if letter else ""
        if not other or self.is_input(other):
            return ()
        return next(filter(None, self._strong(Spelled(other, strict(other), loose(other)))), ())

    def summed_in(self, target: Target) -> Sequence[Target]:
        """The lists of what a quantity is worked out from: the parameters of each layer, for their sum."""
        quantity = self.solution.quantities.get(str(self.all_of(target)))
        used = {symbol.name for symbol in symbols_of(quantity.formula)} if quantity else set[str]()
        lists = (answer for answer in self.solution.judged if isinstance(answer.value, tuple))
        return [Target(answer) for answer in lists if used and used == set(leaves(answer.value))]

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
        numbered = _NUMBERED.fullmatch(name) or _COUNTED.fullmatch(name)
        if numbered is None:
            return ()
        noun, number = words_of(numbered["noun"]), numbered["number"]
        counted = [(a, int(number)) for a in self._told_of_each if noun in _nouns(a)]
        if noun in STEPS and (not counted or noun == _EPOCH):
            stepped = [a for a in self._told_of_each if not set(STEPS).isdisjoint(_nouns(a))]
            step = Step(int(number), next(iter(noun)))
            counted += [(a, self.number_of(a, step)) for a in stepped if noun not in _nouns(a)]
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

    def number_of(self, answer: Answer, step: Step) -> int:
        """The number of a step; of what is told of each update, that of the last one of an epoch."""
        is_by_update = "update" in answer.phrase.split()
        if step.counter != EPOCH or not is_by_update or self._epochs is None:
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
        return {loose(other): name for name, others in named if _NUMBERED.fullmatch(name) for other in others}

    @cached_property
    def _nouns(self) -> frozenset[Words]:
        """What there is one part of something for each of."""
        return frozenset(noun for answer in self._told_of_each for noun in _nouns(answer))

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
        labeled = (a for a in self.solution.judged if any(_labels(a)))
        return [*self._told_of_each, *labeled]

    @cached_property
    def _told_of_each(self) -> Sequence[Answer]:
        """The lists with a part for each of several things."""
        lists = (a for a in self.solution.judged if isinstance(a.value, tuple))
        return [a for a in lists if _nouns(a) and a.comparison in _ORDERED]

    @cached_property
    def _by_label(self) -> dict[str, list[Target]]:
        """The parts of answers by what they are of."""
        found: dict[str, list[Target]] = {}
        for answer in self.solution.judged:
            labels = list(_labels(answer))
            if len(set(labels)) == len(labels) > 1:
                for place, label in enumerate(labels, 1):
                    part = self.part(Target(answer), (place,))
                    found.setdefault(label, []).extend([part] if part is not None else ())
        return found


def tells_if_any(answer: Answer) -> bool:
    """Whether an answer has no entry for a thing that has none of what it tells: 0 may be written for it."""
    return _IF_ANY.search(answer.phrase) is not None


def _nouns(answer: Answer) -> Sequence[Words]:
    """What there is one part of an answer for each of."""
    return [words_of(noun) for noun in _OF_EACH.findall(answer.phrase)]


def _labels(answer: Answer) -> Iterator[str]:
    """What the entries of a list are of; nothing where one of them is of nothing."""
    if not isinstance(answer.value, tuple) or answer.comparison is not Comparison.VALUES:
        return
    if len(answer.of) == len(answer.value) and not any(isinstance(item, tuple) for item in answer.value):
        yield from map(loose, answer.of)
        return
    own = [_argument(names_of(item)) for item in answer.value]
    yield from own if all(own) else ()


def _argument(item: Array) -> str:
    """Of what a quantity or a row of them is, by what stands in its brackets."""
    form = _ARGUMENT if isinstance(item, str) else _GIVEN
    matches = [form.fullmatch(name) for name in flat(item)]
    own = {loose(match["own"]) if match else "" for match in matches}
    return own.pop() if len(own) == 1 else ""
