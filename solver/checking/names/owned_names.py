"""What belongs to a thing, a step, a layer or a class, and is told by words or a letter beside its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.names.meanings import (
    head_of,
    is_each_step,
    letters_noted,
    nouns_of,
    tells_if_any,
    words_of,
)
from solver.checking.names.named_arrays import (
    Array,
    Target,
    flat,
    is_matrix,
    numbers_in,
    renamed,
    ways_to,
    with_number,
)
from solver.checking.names.things import Things
from solver.checking.written.claims import entries
from solver.checking.written.labels import COUNTERS, EPOCH, ROUNDS, Label, read_label
from solver.checking.written.spelled_names import Spelled, loose, strict, unlabeled
from solver.mathematics.formula import symbols_of
from solver.patterns import SPACES, regex
from solver.record.solution import Answer, leaves

_STEPS = tuple(map(words_of, COUNTERS))

NEAR = 3
"""Number of formulas over which something is used: in a weight its gradient, an error, a prediction."""

_SAID_OF = regex(
    r"(?P<said>.+?)\s+(?:of|after|for|at|in|behind|under)\s+(?:the\s+)?(?P<owner>\S.*)", where=SPACES
)
"""Words, and behind them of what they are: the shape after conv1."""

_BEHIND = regex(r"(?P<owner>\S.*?)(?:\s*:\s*|'s\s+|\s+)(?P<said>[^\W\d][^:]*)")
"""The other way around: conv1 shape, or layer 1: parameters."""

_ACROSS = ("feature", "column", "variable")
"""What the columns of a table of samples are."""

_PLACES = regex(r"[1-9]\d{0,3}(?:,[1-9]\d{0,3})*")
"""The numbers of an entry behind a letter, from 1."""


class Wanted(Struct, frozen=True):
    """What is told of a thing.

    Attributes:
        owner: the thing.
        said: the words or the letter for it.
        own: what belongs to the thing.
        beside: what else is worked out where all of that is.
        noted: the letters that the words stand for.
    """

    owner: str
    said: str
    own: Sequence[Target]
    beside: Sequence[Target]
    noted: Sequence[str]


class OwnedNames(Things, frozen=True, dict=True):
    """The names of what belongs to one of several things.

    That of a thing alone stands for all that belongs to it, which the value tells apart.
    """

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
        """What belongs to the thing of that name and is what words or a letter say, in the first way in which
        anything does.
        """
        wanted = Wanted(owner, said, self._owned_by(owner), self.beside(owner), letters_noted(said))
        ways: Sequence[Callable[[Wanted], Iterable[Target]]] = (
            self._of_letter,
            self._entries_in,
            self._of_name,
            self._of_one_letter,
            self._of_noted,
            self._of_words,
            self._of_index,
            self._numbered_on,
            self._used_in,
            self._numbered_like,
            self._column_of,
        )
        return next(filter(None, (list(way(wanted)) for way in ways)), ())

    def _of_letter(self, wanted: Wanted) -> Iterator[Target]:
        """What alone has a letter in what belongs to a thing, and what has it beside that."""
        yield from filter(None, (self._lettered_in(target, wanted.said) for target in wanted.own))
        letters = (wanted.said, strict(wanted.said))
        yield from (other for other in wanted.beside if self._letter_of(other) in letters)

    def _of_name(self, wanted: Wanted) -> Iterator[Target]:
        """What is part of what has a name."""
        return (target for target in wanted.own if self._is_called(target, wanted.said))

    def _of_one_letter(self, wanted: Wanted) -> Iterator[Target]:
        """What belongs to a thing and has one letter throughout."""
        return (target for target in wanted.own if self._letters_of(target) == {wanted.said})

    def _of_noted(self, wanted: Wanted) -> Iterator[Target]:
        """What has, beside that, a letter that words stand for."""
        return (other for other in wanted.beside if self._letter_of(other) in wanted.noted)

    def _of_words(self, wanted: Wanted) -> Iterator[Target]:
        """What is part of what words mean."""
        return (target for target in wanted.own if self._is_meant(target, wanted.said))

    def _of_index(self, wanted: Wanted) -> Iterator[Target]:
        """What has a number behind others, beside what belongs to a thing: y_1,3 for y_3."""
        return (other for other in wanted.beside if self._is_indexed_so(other, wanted.said))

    def _entries_in(self, wanted: Wanted) -> Sequence[Target]:
        """The entries of what has a letter and belongs to a thing, by the numbers behind the letter: m_2 of
        step 1 is that of the second weight, w_12 of layer 1 stands in the second column.
        """
        letter, _, index = strict(wanted.said).rpartition("_")
        if not letter or not _PLACES.fullmatch(index):
            return ()
        lettered = (t for t in wanted.own if self._letters_of(t) in ({letter}, {letter.upper()}))
        own = {self.all_of(t): self._only_row(t) for t in (*lettered, *self.owned_as(wanted.owner, letter))}
        ways = [index.split(","), *([list(index)] if len(index) == 2 else ())]
        parts = ((self.part(target, list(map(int, way))) for target in own.values()) for way in ways)
        return next(filter(None, ([*filter(None, found)] for found in parts)), ())

    def _letters_of(self, target: Target) -> set[str]:
        """The letters of all that a name stands for, before an update and after it."""
        return {name.partition("_")[0].rstrip("'") for name in flat(self.all_of(target))}

    def _only_row(self, target: Target) -> Target:
        """The only list in a list; anything else as it is."""
        inside = self.all_of(target)
        while len(inside) == 1 and isinstance(inside[0], tuple):
            target, inside = replace(target, path=(*target.path, 0)), inside[0]
        return target if target.answer is not None else Target(quantities=inside)

    def _ways_to(self, name: str, steps: int) -> Iterator[str]:
        """What a quantity is worked out from, over so many of its formulas."""
        known = self.solution.quantities
        for symbol in symbols_of(known[name].formula) if name in known and steps else ():
            if symbol.name in known:
                yield symbol.name
                yield from self._ways_to(symbol.name, steps - 1)

    def _is_indexed_so(self, target: Target, said: str) -> bool:
        """Whether a quantity has a letter, and the number that is said behind others: y_1,3 for y_3."""
        letter, _, index = strict(said).rpartition("_")
        name = self.all_of(target)
        is_said = isinstance(name, str) and self._letter_of(target) == letter
        return bool(index) and is_said and str(name).endswith(f",{index}")

    def _used_in(self, wanted: Wanted) -> Sequence[Target]:
        """What has a letter and is used in a step, but was worked out before it: the predictions for a
        batch, of those for all samples.
        """
        step = read_label(self._numbers_of.get(loose(wanted.owner), wanted.owner))
        named = [name for target in wanted.own for name in flat(self.all_of(target))] if step.is_step else []
        used = {name for one in named for name in self._ways_to(one, NEAR)} - self._told_of_things
        letters = (wanted.said, *wanted.noted)
        lettered = sorted((name for name in used if name.partition("_")[0] in letters), key=numbers_in)
        # A single one is what the first step begins with, not what another one came to.
        is_first = step.number == 1
        only = [Target(quantities=name) for name in lettered if is_first and numbers_in(name)[:1] == [0]]
        return [self.located(tuple(lettered))] if len(lettered) > 1 else only

    def _numbered_on(self, wanted: Wanted) -> Sequence[Target]:
        """What has a letter in the first step, with the number that it has in a later one: of a long loop,
        many steps are worked out in one.
        """
        step = read_label(wanted.owner)
        first = self.beside(f"{step.noun} 1") if step.is_step and step.number > 1 else ()
        lettered = (
            self.all_of(other) for other in first if self._letter_of(other) in (wanted.said, *wanted.noted)
        )
        moved = [renamed(array, partial(with_number, by=step.number - 1)) for array in lettered]
        return self._known_of(moved)

    def _known_of(self, arrays: Sequence[Array]) -> Sequence[Target]:
        """Those of arrays whose quantities are all worked out here."""
        known = self.solution.quantities.keys()
        return [self.located(array) for array in arrays if array and known >= {*flat(array)}]

    def _numbered_like(self, wanted: Wanted) -> Sequence[Target]:
        """What has a letter and the number of a thing: z_2 for z of layer 2."""
        number = read_label(self._numbers_of.get(loose(wanted.owner), wanted.owner)).number
        found = self.meanings(f"{wanted.said}_{number}") if number and "^" not in wanted.said else ()
        return [t for t in found if all(numbers_in(name)[:1] == [number] for name in flat(self.all_of(t)))]

    def _column_of(self, wanted: Wanted) -> Sequence[Target]:
        """The column that a feature has in a table of samples: the normalized values of feature 1."""
        label = read_label(wanted.owner)
        if words_of(label.noun) not in map(words_of, _ACROSS):
            return ()
        tables = [self.all_of(target) for target in self.meanings(wanted.said)]
        columns = [tuple(row[label.number - 1 : label.number] for row in t) for t in tables if is_matrix(t)]
        return [self.located(tuple(flat(column))) for column in columns if column and all(column)]

    def _letter_of(self, target: Target) -> str:
        """The letter of the first number that a name stands for."""
        return next(flat(self.all_of(target)), "").partition("_")[0]

    def siblings(self, name: str) -> Sequence[Target]:
        """All that belongs to the thing of that name, which may have another meaning besides: the shape of a
        layer, beside its parameters.
        """
        return self._owned_by(unlabeled(name))

    def within_epoch(self, epoch: Label, inner: Label) -> Label | None:
        """The update that is made in an epoch with a sample or a batch; none where there is no such."""
        update = self._numbers_of.get(loose(f"{EPOCH} {epoch.number}, {inner.noun} {inner.number}"))
        return read_label(update) if update is not None and epoch.noun in ROUNDS else None

    def beside(self, name: str) -> Sequence[Target]:
        """What else is worked out where all that belongs to the thing of that name is, and nothing of another
        such thing: the gradient of a step, beside its weights.
        """
        own = {named for target in self.siblings(name) for named in flat(self.all_of(target))}
        quantities = self.solution.quantities
        steps = {quantities[named].step for named in own & quantities.keys()}
        if not all(self._told_in_steps[step] <= own for step in steps):
            return ()
        others = [array for step in steps for array in self._arrays_of_steps[step]]
        return [self.located(array) for array in others if own.isdisjoint(flat(array))]

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
        # Of a single thing, the number is none of its entries.
        is_beyond = len(entries(answer.value)) == 1 < number
        return None if is_beyond else self.numbered(Target(answer), str(number))

    def is_told_of_steps(self, answer: Answer | None) -> bool:
        """Whether there is one part of an answer for each step."""
        is_of_steps = answer is not None and not set(_STEPS).isdisjoint(nouns_of(answer))
        return is_of_steps or (answer is not None and is_each_step(answer))

    def number_of(self, answer: Answer, step: Label) -> int:
        """The number of a step; of what is told of each update, that of the last one of an epoch."""
        is_by_update = "update" in answer.phrase.split()
        if words_of(step.noun) != words_of(EPOCH) or not is_by_update or self._epochs is None:
            return step.number
        return step.number * len(entries(answer.value)) // self._epochs

    def _lettered_in(self, target: Target, letter: str) -> Target | None:
        """What has that letter in a part, where it is only one."""
        own = list(flat(self.all_of(target)))
        lettered = [name for name in own if name.partition("_")[0] == letter]
        if len(lettered) != 1 or lettered[0] in self.solution.quantities or target.answer is None:
            return Target(quantities=lettered[0]) if len(lettered) == 1 else None
        # An entry may be a given, such as the number of units of a layer.
        ways = dict(ways_to(target.answer.at(target.path)))
        return Target(target.answer, (*target.path, *ways[lettered[0]]))

    def _is_called(self, target: Target, said: str) -> bool:
        """Whether words are the name of what a part is of, or its usual letters are: sigma^2."""
        known, wholes = self.solution.other_names, self._wholes_of(target)
        called = [name for a in wholes for name in (a.name, *known.get(a.name, ()))]
        is_in_words = words_of(said) in map(words_of, called) and "~" not in said
        if is_in_words or loose(said) in map(loose, called):
            return True
        return any(whole.answer in wholes for whole in self._noted(Spelled.of(said)))

    def _is_meant(self, target: Target, said: str) -> bool:
        """Whether words are among those for what a part is of. The name of another answer, as the loss beside
        the derivatives of the loss, tells only what is called so itself.
        """
        words = words_of(said)
        spoken = head_of if words in self._called_alone else str
        told = (words_of(spoken(a.phrase)) | words_of(a.name) for a in self._wholes_of(target))
        return bool(words) and any(words <= known for known in told)

    def _wholes_of(self, target: Target) -> Sequence[Answer]:
        """The lists that a part is of."""
        names, known = list(flat(self.all_of(target))), self._answers_with
        around = known.get(next(iter(names), ""), ()) if any(names) else ()
        own = [answer for answer in around if all(answer in known.get(name, ()) for name in names)]
        is_whole = target.answer in self._told_of_each and target.answer not in own
        return [*own, *([target.answer] if is_whole and target.answer else [])]
