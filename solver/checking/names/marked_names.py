"""Names that say of which number, step or part something is: the second, the last, the transpose of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from solver.checking.names.labeled_names import LabeledNames
from solver.checking.names.meanings import DECIDING, FINAL, PLACING, RANKING, is_called, is_each_step
from solver.checking.names.named_arrays import Target, is_matrix
from solver.checking.written.labels import Label, in_digits
from solver.checking.written.spelled_names import loose, strict
from solver.patterns import regex

_ORDINAL = regex(r"(?:the\s+)?(?P<number>\d)(?:st|nd|rd|th)\s+(?P<noun>[^\W\d]+(?:\s[^\W\d]+)?)")

_TURNED = regex(r"(?:the )?transpose of (\S+)|(\S+)(?:\^T| transposed?)|([A-Z])[hHtT]")
"""A name of what is the transpose of something."""

REST = "1 - "
"""What stands before the name of something in the name of what is missing of it to 1."""

_LAST = regex(r"(.+?)_(?:(?P<word>final|last|end)|[Tn])")
"""A name with an index that says that it is of the last step."""

_AT_STEP = regex(r"((?![LJECFPfp]\()[^\W\d][^()]*)\((\d{1,4})\)")
"""A name with a number in brackets, which is no argument: L(1) is the loss at 1."""

_NO_FUNCTION = regex(r"lr|eta|alpha|rate|.*(?:hat|tilde|bar)")
"""What no value is put into: lr(30) is the rate of step 30."""


class MarkedNames(LabeledNames, frozen=True, dict=True):
    """What names stand for that have a mark or a word beside the name of something."""

    def _counted(self, bare: str) -> Sequence[Target]:
        """The part of an answer that a number in words tells: the second component of the components."""
        counted = _ORDINAL.fullmatch(in_digits(bare))
        if counted is None or counted["noun"].endswith("derivative"):
            return ()
        wholes = [t for t in self.meanings(f"{counted['noun']}s") if t.answer and not t.path]
        parts = (self.part(t, (int(counted["number"]),)) for t in wholes if not self._is_loop(t))
        return list(filter(None, parts))

    def _last(self, name: str) -> Sequence[Target]:
        """What is told of the last step, where an index says so: w_final, or h_T."""
        indexed = _LAST.fullmatch(name)
        if indexed is None:
            return ()
        base, word = indexed[1], indexed["word"]
        found = self._decided(f"final {base}", self.meanings(base))
        return found if word else [target for target in found if target.path]

    def _at_step(self, name: str) -> Sequence[Target]:
        """What is told of a step whose number stands in brackets: w(3)."""
        called = _AT_STEP.fullmatch(name)
        if called is None:
            return ()
        indexed = self.meanings(f"{called[1]}_{called[2]}") if _NO_FUNCTION.fullmatch(called[1]) else ()
        return indexed or self._after(self.told_each_step(called[1]), Label(called[2], number=int(called[2])))

    def _after(self, loops: Sequence[Target], step: Label) -> Sequence[Target]:
        """The parts of what is told of each step that a step leads to."""
        answers = [loop.answer for loop in loops if loop.answer is not None]
        return list(filter(None, (self.of_each(a, self.number_of(a, step)) for a in answers)))

    def _transposed(self, bare: str) -> Sequence[Target]:
        """The matrices whose transpose a name is: V^T of V."""
        turned = _TURNED.fullmatch(bare) or _TURNED.fullmatch(strict(bare))
        base = "".join(filter(None, turned.groups())) if turned else ""
        found = self.meanings(base) if base and not self.is_input(base) else ()
        return [replace(t, transposed=True) for t in found if is_matrix(self.all_of(t))]

    def _complements(self, bare: str) -> Sequence[Target]:
        """What is called 1 less something, by the name of that: the specificity is 1 - FPR."""
        known = self.solution.other_names.items()
        rest = loose(bare)
        called = [name for name, others in known if any(_is_rest(other, rest) for other in others)]
        return [
            replace(target, complement=True) for name in called for target in self._own(name) if target.answer
        ]

    def _decided(self, name: str, found: Sequence[Target]) -> Sequence[Target]:
        """Of what a name in words may stand for, that with which its words agree that decide of which number
        it is that.
        """
        said = _deciding(name)
        return list(filter(None, (self._agreeing(name, said, target) for target in found))) if said else found

    def _agreeing(self, name: str, said: Sequence[str], found: Target) -> Target | None:
        """What is meant, or its last one where the final of what is told of each step is; none where the
        answer is not called so.
        """
        answer = found.answer
        if answer is None:
            return found if set(said) <= PLACING else None
        called = (answer.name, answer.phrase, *self.solution.other_names.get(answer.name, ()))
        if any(is_called(name, said, text) for text in called):
            is_ranked = isinstance(answer.value, tuple) and not RANKING.isdisjoint(said)
            return None if is_ranked and not found.path else found
        if not set(said) <= FINAL:
            return None
        if found.path or not isinstance(answer.value, tuple) or not is_each_step(answer):
            return found
        return Target(answer, (len(answer.value) - 1,))


def _is_rest(other: str, name: str) -> bool:
    """Whether a name says that something is 1 less what a loose name says."""
    return other.startswith(REST) and loose(other.removeprefix(REST)) == name


def _deciding(name: str) -> list[str]:
    """The words of a name that say of which number it is that, or that it is another one."""
    return [word for word in re.findall(r"[a-z]+", name.lower()) if word in DECIDING]


def is_final(name: str) -> bool:
    """Whether a name says that it is of the last number of several, and no more."""
    said = _deciding(name)
    return bool(said) and set(said) <= FINAL
