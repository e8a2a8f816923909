"""The names of what is told of each step of a loop, after one or another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from solver.checking.names.meanings import is_each_step
from solver.checking.names.named_arrays import Target, flat, renamed
from solver.checking.names.owned_names import OwnedNames
from solver.checking.written.claims import entries
from solver.checking.written.labels import EPOCH, ROUNDS, Label, step_behind
from solver.checking.written.spelled_names import loose, strict, synonyms
from solver.patterns import SPACES, regex

_RAISED = regex(r"(?P<letter>[^_^]+\^)(?P<number>\d+)(?P<rest>_.+)", where="^")
"""The number of a step raised: c^2_11."""

_WORD_AND_LETTER = regex(r"(?P<word>[A-Za-z]{3,20})\s+(?P<letter>[A-Za-z])_?(?P<index>\d{0,3})", where=SPACES)
"""A word before a letter with its number: forward h_1."""

_PASSED = regex(r"(?P<letter>[^_^/]+_)(?P<number>\d+)(?P<rest>,\d+(?:,\d+)*)", where=",")
"""The number of an epoch, and behind it that of a sample: w_3,4 and w_3,4,1."""


class LabeledNames(OwnedNames, frozen=True, dict=True):
    """The names of what is told of each step, which say of which, or mean the last."""

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

    def own_name(self, found: Sequence[Target]) -> str:
        """The name of the only quantity, array or part of an answer that was found; nothing for others."""
        own = self.all_of(found[0]) if len(found) == 1 else ""
        arrays = (name for name, array in self._arrays.items() if array == own)
        return next(arrays, self.told(found[0]) if found[0].answer else "") if own else ""

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

    def of_sample(self, name: str, label: Label) -> str:
        """The name of what is worked out for a sample of a round; nothing where it is none here.

        What is numbered from 0 is of the round that begins with it.
        """
        letter, _, index = strict(name).partition("_")
        tail = f",{label.sample},{index}" if index else f",{label.sample}"
        number = label.number - (f"{letter}_0{tail}" in self._arrays)
        found = f"{letter}_{number}{tail}"
        return found if found in self._arrays else ""


def _after_step(step: Label, name: str) -> str:
    """A name with the number of another step; nothing where it has none of a step."""
    if step.noun not in ROUNDS:
        return ""
    found = _RAISED.fullmatch(name) or (_PASSED.fullmatch(name) if step.noun == EPOCH else None)
    return f"{found['letter']}{step.number}{found['rest']}" if found else ""
