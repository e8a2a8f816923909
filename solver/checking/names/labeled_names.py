"""What a name under a label stands for: of a step, a layer, a class, or what else a thing is called."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import partial

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
from solver.checking.written.labels import COUNTERS, EPOCH, ROUNDS, Label, read_label, step_behind
from solver.checking.written.spelled_names import loose, strict, synonyms, unlabeled
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

_RAISED = regex(r"(?P<letter>[^_^]+\^)(?P<number>\d+)(?P<rest>_.+)", where="^")
"""The number of a step raised: c^2_11."""

_WORD_AND_LETTER = regex(r"(?P<word>[A-Za-z]{3,20})\s+(?P<letter>[A-Za-z])_?(?P<index>\d{0,3})", where=SPACES)
"""A word before a letter with its number: forward h_1."""

_ACROSS = ("feature", "column", "variable")
"""What the columns of a table of samples are."""

_PLACES = regex(r"[1-9]\d{0,3}(?:,[1-9]\d{0,3})*")
"""The numbers of an entry behind a letter, from 1."""

_PASSED = regex(r"(?P<letter>[^_^/]+_)(?P<number>\d+)(?P<rest>,\d+(?:,\d+)*)", where=",")
"""The number of an epoch, and behind it that of a sample: w_3,4 and w_3,4,1."""


class LabeledNames(Things, frozen=True, dict=True):
    """The names of what is told of each step, or belongs to one of several things.

    That of a thing alone stands for all that belongs to it, which the value tells apart.
    """

    def all_letters(self, target: Target) -> frozenset[str]:
        """The letters of all numbers that a name stands for."""
        return self.indexed(target).letters

    def newest_of(self, target: Target) -> Target:
        """The last of what is told of each step; anything else as it is."""
        last = (len(entries(target.answer.value)),) if target.answer is not None else ()
        return (self.part(target, last) or target) if self._is_loop(target) and not target.path else target

    def _is_loop(self, target: Target) -> bool:
        """Whether a name stands for what is told of each step."""
        return target.answer is not None and is_each_step(target.answer)

    def newest(self, letter: str) -> Sequence[Target]:
        """The last of what has a letter, where there is one at each step: x of x_1 and x_2, y_1 and y_2."""
        numbered = [name for target in self.all_numbered(letter) for name in flat(target.quantities)][-1:]
        return [Target(quantities=name) for name in numbered if name in self._told_in_loops]

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
        found = self.of_named(name) or self.meanings(name)
        found = [t for t in found if t.answer and t.answer.name in self._of_each_step]
        own = self._first_letters & {strict(name)}
        return [t for t in found if own <= self.all_letters(t) or self._is_loop(t)]

    def of_named(self, name: str) -> Sequence[Target]:
        """The answer of which a word before a letter tells, where the letter alone stands for another one of
        as many: backward h_3.
        """
        parts = _WORD_AND_LETTER.fullmatch(name.strip())
        answer = self._loose_answers.get(loose(parts["word"])) if parts else None
        if parts is None or answer is None or loose(parts["letter"]) in self._loose_answers:
            return ()
        count = len(entries(answer.value))
        others = [t.answer for t in self.meanings(parts["letter"]) if t.answer and not t.path]
        if not others or any(len(entries(other.value)) != count for other in others):
            return ()
        part = self.numbered(Target(answer), parts["index"]) if parts["index"] else Target(answer)
        return [part] if part is not None else ()

    def is_at_step(self, name: str) -> bool:
        """Whether a name has a step behind it."""
        return step_behind(name.replace(" of ", " at ", 1)) is not None

    def at_other_step(self, name: str, step: Label) -> Sequence[Target]:
        """What a name of the last step's stands for after another one: c^1_1 for c_1, or w_1,4 for w."""
        rename = partial(_after_step, step)
        return self._known_of([renamed(self.all_of(target), rename) for target in self.meanings(name)])

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
        own, beside = self._owned_by(owner), self.beside(owner)
        lettered = (self._lettered_in(target, said) for target in own)
        noted = letters_noted(said)
        return (
            [*filter(None, lettered), *(o for o in beside if self._letter_of(o) in (said, strict(said)))]
            or self._entries_in(owner, said)
            or [target for target in own if self._is_called(target, said)]
            or [target for target in own if self._letters_of(target) == {said}]
            or [other for other in beside if self._letter_of(other) in noted]
            or [target for target in own if self._is_meant(target, said)]
            or [other for other in beside if self._is_indexed_so(other, said)]
            or self._numbered_on(owner, (said, *noted))
            or self._used_in(read_label(owner), own, (said, *noted))
            or self._numbered_like(owner, said)
            or self._column_of(owner, said)
        )

    def _entries_in(self, owner: str, said: str) -> Sequence[Target]:
        """The entries of what has a letter and belongs to a thing, by the numbers behind the letter: m_2 of
        step 1 is that of the second weight, w_12 of layer 1 stands in the second column.
        """
        letter, _, index = strict(said).rpartition("_")
        if not letter or not _PLACES.fullmatch(index):
            return ()
        lettered = (t for t in self._owned_by(owner) if self._letters_of(t) in ({letter}, {letter.upper()}))
        own = {self.all_of(t): self._only_row(t) for t in (*lettered, *self.owned_as(owner, letter))}
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

    def own_name(self, found: Sequence[Target]) -> str:
        """The name of the only quantity, array or part of an answer that was found; nothing for others."""
        own = self.all_of(found[0]) if len(found) == 1 else ""
        arrays = (name for name, array in self._arrays.items() if array == own)
        return next(arrays, self.told(found[0]) if found[0].answer else "") if own else ""

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

    def _used_in(self, step: Label, own: Sequence[Target], letters: Container[str]) -> Sequence[Target]:
        """What has a letter and is used in a step, but was worked out before it, and not for it alone: the
        predictions for a batch, of those for all samples.
        """
        named = [name for target in own for name in flat(self.all_of(target))] if step.is_step else []
        used = {name for one in named for name in self._ways_to(one, NEAR)} - self._told_of_things
        lettered = tuple(sorted((name for name in used if name.partition("_")[0] in letters), key=numbers_in))
        return [self.located(lettered)] if len(lettered) > 1 else ()

    def _numbered_on(self, owner: str, letters: Container[str]) -> Sequence[Target]:
        """What has a letter in the first step, with the number that it has in a later one: of a long loop,
        many steps are worked out in one.
        """
        step = read_label(owner)
        first = self.beside(f"{step.noun} 1") if step.is_step and step.number > 1 else ()
        lettered = (self.all_of(other) for other in first if self._letter_of(other) in letters)
        moved = [renamed(array, partial(with_number, by=step.number - 1)) for array in lettered]
        return self._known_of(moved)

    def _known_of(self, arrays: Sequence[Array]) -> Sequence[Target]:
        """Those of arrays whose quantities are all worked out here."""
        known = self.solution.quantities.keys()
        return [self.located(array) for array in arrays if array and known >= {*flat(array)}]

    def _numbered_like(self, owner: str, said: str) -> Sequence[Target]:
        """What has a letter and the number of a thing: z_2 for z of layer 2."""
        number = read_label(self._numbers_of.get(loose(owner), owner)).number
        found = self.meanings(f"{said}_{number}") if number and "^" not in said else ()
        return [t for t in found if all(numbers_in(name)[:1] == [number] for name in flat(self.all_of(t)))]

    def _column_of(self, owner: str, said: str) -> Sequence[Target]:
        """The column that a feature has in a table of samples: the normalized values of feature 1."""
        label = read_label(owner)
        if words_of(label.noun) not in map(words_of, _ACROSS):
            return ()
        tables = [self.all_of(target) for target in self.meanings(said)]
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

    def told_with(self, name: str) -> Sequence[Target]:
        """The single entries of lists that have the words of a name, or a column that it is of.

        Of what is told of each step, the last one is meant, and none of those before it.
        """
        answers = [answer for answer in self.solution.judged if answer.name not in self._of_each_step]
        lists = [Target(answer) for answer in self._meanings.told_with(name) if answer in answers]
        is_label = any(label in loose(name) for label in self._labels)
        columns = (self.labeled(loose(f"{answer.name}_{name}")) for answer in answers if is_label)
        named = (one for whole in (*lists, *filter(None, columns)) for one in flat(self.all_of(whole)))
        return [Target(quantities=one) for one in dict.fromkeys(named) if one in self.solution.quantities]

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
        return self.numbered(Target(answer), str(number))

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
        """Whether words are the name of what a part is of."""
        known = self.solution.other_names
        called = [name for a in self._wholes_of(target) for name in (a.name, *known.get(a.name, ()))]
        is_in_words = words_of(said) in map(words_of, called) and "~" not in said
        return is_in_words or loose(said) in map(loose, called)

    def _is_meant(self, target: Target, said: str) -> bool:
        """Whether words are among those for what a part is of. The name of another answer, as the loss beside
        the derivatives of the loss, tells only what is called so itself.
        """
        words = words_of(said)
        spoken = head_of if words in self._called_alone else str
        told = (words_of(spoken(a.phrase)) | words_of(a.name) for a in self._wholes_of(target))
        return bool(words) and any(words <= known for known in told)

    def of_sample(self, name: str, label: Label) -> str:
        """The name of what is worked out for a sample of a round; nothing where it is none here.

        What is numbered from 0 is of the round that begins with it.
        """
        letter, _, index = strict(name).partition("_")
        tail = f",{label.sample},{index}" if index else f",{label.sample}"
        number = label.number - (f"{letter}_0{tail}" in self._arrays)
        found = f"{letter}_{number}{tail}"
        return found if found in self._arrays else ""

    def _wholes_of(self, target: Target) -> Sequence[Answer]:
        """The lists that a part is of."""
        names, known = list(flat(self.all_of(target))), self._answers_with
        around = known.get(next(iter(names), ""), ()) if any(names) else ()
        own = [answer for answer in around if all(answer in known.get(name, ()) for name in names)]
        is_whole = target.answer in self._told_of_each and target.answer not in own
        return [*own, *([target.answer] if is_whole and target.answer else [])]


def _after_step(step: Label, name: str) -> str:
    """A name with the number of another step; nothing where it has none of a step."""
    if step.noun not in ROUNDS:
        return ""
    found = _RAISED.fullmatch(name) or (_PASSED.fullmatch(name) if step.noun == EPOCH else None)
    return f"{found['letter']}{step.number}{found['rest']}" if found else ""
