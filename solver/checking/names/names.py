"""The names that a student gives to answers and quantities, and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import count, takewhile

from solver.checking.names.marked_names import MarkedNames, is_final
from solver.checking.names.meanings import UPDATED, is_each_step, is_of_end, letters_noted, words_of
from solver.checking.names.named_arrays import Array, Target, flat, has_value_behind, items_of
from solver.checking.written.claim_signs import without_delimiters
from solver.checking.written.labels import step_of_name
from solver.checking.written.spelled_names import (
    LONGEST_NAME,
    last_words,
    loose,
    part_of,
    row_of,
    strict,
    unlabeled,
)
from solver.errors import InputError
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.record.solution import Answer

_IS = regex(r".*\S\s+is\s+(\S+)")
"""What words say that a letter is: the second moment is v_1."""

_NUMBERED = regex(r"(.*[^\W\d_])[\s_]*(\d{1,4})")
"""Words with a number behind them."""

_ALL = regex(r"(.*[^\W\d_])_?\{?(?:1[,/]2(?:[,/]3)?|₁[,/]?₂(?:[,/]?₃)?)\}?")
"""The letter of several numbers at once: λ_{1,2}, or x_1/2."""

_AT_NUMBERS = regex(r"(.*\w)\s*\(\[?\(?([-+−\d./]+(?:\s*[,;]\s*[-+−\d./]+)+)\s*\)?\]?\)")

_AT_NUMBER = regex(
    r"(?P<head>[^()=]{1,40})\(\s{0,9}(?P<number>[-+−]?\d{1,20}(?:\.\d{1,20})?)\s{0,9}\)", where="("
)

_RELATIVE = regex(r"_[{(]?[tkn]\s*[-−–+]\s*\d[)}]?\s*$", where="_")
"""The index of the step before or after one that is not told: v_{t-1}."""

MOST_NEAR = 4
"""Number of names that a message suggests."""


class Names(MarkedNames, frozen=True, dict=True):
    """All that can be named in a solution."""

    def target(self, name: str, source: str = "", *, single: bool = False) -> Target:
        """What a name stands for; m_hat_3, mhat3, m̂₃ and mhat_3 are the same.

        Args:
            name: as it was typed.
            source: where it stands, for the message.
            single: whether a single value was given for it, so that x may be the first of x, y and z.

        Raises:
            InputError: it stands for nothing, or for one of several; the message names what comes near.
        """
        found = self.possible(name, single=single)
        if len(found) == 1:
            return found[0]
        subject = f"{source} the name".strip()
        if found:
            several = " or ".join(map(self.told, found[:MOST_NEAR]))
            raise InputError(subject, f"may be that of {several}; say which", name)
        bare = part_of(row_of(unlabeled(name))[0])[0]
        if self.is_given(bare) or self.is_input(strict(bare).rpartition("_")[0]):
            others = [f"{self.told(other)}=…" for other in self.called_elsewhere(bare)]
            meant = f"; if it is what is asked for, type {' or '.join(others[:MOST_NEAR])}" if others else ""
            raise InputError(subject, f"is that of a given, not of an answer{meant}", name)
        stepped = step_of_name(name.replace(" of ", " at ", 1))
        if stepped is not None and self.is_of_steps(stepped[0]):
            raise InputError(subject, "must be of a step that is told of here", name)
        near = self.alike(strict(name)) or _like(name, [*self._answers, *self._valued])
        hint = f" (did you mean {' or '.join(near[:MOST_NEAR])}?)" if near else ""
        requirement = f"must be one of {', '.join(self._answers)}, or a quantity of the working{hint}"
        raise InputError(subject, requirement, name)

    def find(self, name: str) -> Target | None:
        """What a name stands for; none where it stands for nothing, or for one of several."""
        found = self.possible(name)
        return found[0] if len(found) == 1 else None

    def may_be_named(self, name: str) -> bool:
        """Whether a name may be that of a single value, or of something that there is none of."""
        return bool(self.possible(name, single=True)) or self.has_none(name)

    def is_thing(self, name: str) -> bool:
        """Whether something belongs to what has that name, as a weight does to a layer."""
        return bool(self.siblings(name))

    def is_of_steps(self, name: str) -> bool:
        """Whether a name stands for all of what there is one part of for each step."""
        found = self.find(name)
        return found is not None and not found.path and self.is_told_of_steps(found.answer)

    def possible(self, name: str, *, single: bool | None = None) -> Sequence[Target]:
        """What a name may stand for, by the first way of reading it that leads to anything.

        Args:
            name: as it was typed.
            single: whether a single value was given for it, if that is known.
        """
        if (name, single) not in self._looked_up:
            self._looked_up[name, single] = self._first_found(name, single=single)
        return self._looked_up[name, single]

    def _first_found(self, name: str, *, single: bool | None) -> Sequence[Target]:
        bare = unlabeled(name)
        if len(bare) > LONGEST_NAME:
            return ()
        if _RELATIVE.search(bare) and strict(bare) not in self._arrays | self._called_elsewhere:
            return ()
        found = next(filter(None, self._readings(bare, single=single)), ())
        return (
            found if len(found) == 1 else list({self._meaning(target): target for target in found}.values())
        )

    def _meaning(self, target: Target) -> tuple[str, ...]:
        """The quantities that a name stands for, or the answer, where that is no number."""
        named = tuple(flat(self.all_of(target)))
        return named if any(named) or target.answer is None else (target.answer.name,)

    def _readings(self, bare: str, *, single: bool | None) -> Iterator[Sequence[Target]]:
        stepped = step_of_name(bare)
        loops = self.told_each_step(stepped[0]) if stepped is not None else ()
        if stepped is not None and loops:
            yield self._after(loops, stepped[1])
            return
        if stepped is not None:
            yield self.at_other_step(*stepped)
            yield self._at_step(f"{strict(stepped[0])}({stepped[1].number})")
        yield self.owned(bare) if ":" in bare else ()
        yield self.of_named(bare)
        called = self._all_called(bare) if single is False else ()
        yield [self.located(called)] if called else ()
        for phrase in (bare, *last_words(bare)):
            found = self._spelled(phrase, single=single)
            yield self._decided(bare, found) if phrase != bare or is_final(bare) else found
            yield self._counted(bare) if phrase == bare else ()
        yield self._last(strict(bare))
        yield self._at_step(strict(bare))
        yield self._transposed(bare)
        yield self._complements(bare)
        letter = _IS.fullmatch(bare)
        yield self._decided(bare, self.meanings(letter[1])) if letter else ()
        yield () if self.is_input(bare) else self._decided(bare, self._in_words(bare))
        yield self._listed(bare, single=single)
        yield self._named_twice(bare.split())
        yield self._worked_out(bare)
        yield self._at_given(bare)
        yield self._at_value(bare)
        # A single number for f1/2 is half of f1.
        all_of = None if single and "/" in bare else _ALL.fullmatch(bare)
        yield self.possible(all_of[1]) if all_of else ()
        own = strict(bare)
        yield self.placed(own)
        yield () if self.is_input(bare) else self.owned(bare)
        yield self._in_letters(bare)
        yield () if single is None else self.newest(own) if single else self._vector_called(own)
        yield self.of_some_step(own) if single and not self.is_input(bare) else ()
        yield [Target(quantities=one) for one in self._all_called(bare)] if single else ()

    def _all_called(self, name: str) -> tuple[Array, ...]:
        """All quantities that are called so in other words, with the numbers from 1 behind: decoder h."""
        for stem in () if loose(name) in self._own_names else (name, name.removesuffix("s")):
            numbered = (self._called_loosely.get(loose(f"{stem}_{number}"), []) for number in count(1))
            named = [one for names in takewhile(lambda names: len(names) == 1, numbered) for one in names]
            found = tuple(self._arrays.get(one, "") for one in named)
            if len(found) > 1 and all(found):
                return found
        return ()

    @cached_property
    def _own_names(self) -> frozenset[str]:
        """The names that stand for something themselves."""
        arrays = map(loose, self._arrays)
        return frozenset((*self._loose_answers, *self._called_loosely, *arrays))

    def _in_letters(self, words: str) -> Sequence[Target]:
        """All quantities of the letter that words stand for: the gradients of all steps."""
        letters = () if self.is_input(words) else letters_noted(words)
        return next(filter(None, map(self.runs_of, letters)), ())

    def _vector_called(self, letter: str) -> Sequence[Target]:
        """All that is numbered under a letter; a capital one may stand for a vector of what has the small."""
        is_capital = len(letter) == 1 and letter.isupper() and not self.is_input(letter.lower())
        return self.runs_of(letter) or (self.runs_of(letter.lower()) if is_capital else ())

    def _spelled(self, name: str, *, single: bool | None) -> Sequence[Target]:
        """What a name stands for, with positions behind it or without."""
        whole, number = row_of(name)
        if number:
            return self.rows(self._spelled(whole, single=None), number)
        whole, positions = part_of(name)
        if not positions:
            return self.meanings(name, single=single)
        shift = int(self.counts_from_0(whole))
        from_1 = [position + shift for position in positions]
        return list(filter(None, (self.part(target, from_1) for target in self.meanings(whole))))

    def counts_from_0(self, name: str) -> bool:
        """Whether the letter of quantities that are counted from 0 stands before a position: y[0] is y_0.

        The entries of an answer by its own name are counted from 1, as all answers' are.
        """
        found = () if loose(name) in self._loose_answers else self.meanings(name)
        named = (next(flat(self.all_of(target)), "") for target in found)
        return any(one.rpartition("_")[2].startswith("0") for one in named)

    def _named_twice(self, words: Sequence[str]) -> Sequence[Target]:
        """What two names side by side stand for, each alone: margin 2/||w||."""
        for place in range(1, len(words)):
            one, other = (self.meanings(" ".join(part)) for part in (words[:place], words[place:]))
            if len(one) == len(other) == 1 and self._meaning(one[0]) == self._meaning(other[0]):
                return one
        return ()

    def _in_words(self, name: str) -> Sequence[Target]:
        """The answers that words stand for, or their parts where a number is behind them: loss 1."""
        quantity = self._meanings.quantities.get(words_of(name), "")
        if quantity:
            return self._own(quantity)
        meant = self._meanings.meant(name) or self._new(name)
        if self.is_at_step(name):
            return [Target(answer) for answer in meant if not is_of_end(answer)]
        numbered = _NUMBERED.fullmatch(name)
        if meant or numbered is None:
            return list(map(Target, meant))
        number = numbered[2]
        parts = (
            self.of_each(whole, int(number)) if is_each_step(whole) else self.numbered(Target(whole), number)
            for whole in self._meanings.meant(numbered[1])
        )
        return list(filter(None, parts))

    def _new(self, name: str) -> list[Answer]:
        """The answers of what was updated, where a name says that it is new: new weights."""
        plain = " ".join(word for word in re.split(r"[\s_]+", name) if word.lower() not in UPDATED)
        return [answer for answer in self._meanings.meant(plain) if "after" in answer.phrase.split()]

    def _listed(self, name: str, *, single: bool | None) -> Sequence[Target]:
        """The array of what names stand for: (x, y), or w_1, w_2; before a single value not gradient 3, w."""
        items = items_of(name)
        if len(items) < 2 or (single and any(map(has_value_behind, items))):
            return ()
        found = [
            [self.entry_of(item, target) for target in self.possible(item, single=True)] for item in items
        ]
        if any(len(targets) != 1 for targets in found):
            return ()
        named = tuple(self.all_of(self.newest_of(target)) for (target,) in found)
        return [self.located(named)] if all(isinstance(part, str) and part for part in named) else ()

    def _worked_out(self, name: str) -> Sequence[Target]:
        """What is worked out by a formula in the place of a name."""
        quantity = self._formulas.quantity(without_delimiters(name))
        lettered = map(self.meanings, self._formulas.with_letters(name))
        return [Target(quantities=quantity)] if quantity else next(filter(None, lettered), ())

    def worked_out(self, text: str) -> Value | None:
        """The value of a formula over givens with names of several letters; none where it is no such."""
        return self._formulas.worked_out(without_delimiters(text))

    def _at_given(self, name: str) -> Sequence[Target]:
        """What a name stands for that has all numbers of a given behind it: J(1, 0) at the point (1, 0)."""
        called = _AT_NUMBERS.fullmatch(name)
        if called is None:
            return ()
        numbers = re.split(r"\s*[,;]\s*", called[2].strip().replace("−", "-"))
        try:
            point = tuple(map(Fraction, numbers))
        except (ValueError, ZeroDivisionError):
            return ()
        return self.possible(called[1]) if point in self._points else ()

    def _at_value(self, name: str) -> Sequence[Target]:
        """What a name stands for that has a value behind it in place of a letter: f'(1) for f'(w_0), where
        w_0 is 1.
        """
        called = _AT_NUMBER.fullmatch(name)
        if called is None:
            return ()
        number = called["number"].replace("−", "-")
        half_unit = Fraction(1, 2 * 10 ** len(number.partition(".")[2])) if "." in number else 0
        known = (other for other in self._called_elsewhere if other.startswith(f"{strict(called['head'])}("))
        values = ((other, self._value_called(other.partition("(")[2].removesuffix(")"))) for other in known)
        meant = (o for o, v in values if v is not None and abs(v - Fraction(number)) <= half_unit)
        return next(filter(None, map(self.possible, meant)), ())

    def _value_called(self, name: str) -> Value | None:
        """The value of a given or a quantity."""
        quantity = self.solution.quantities.get(name)
        return self._inputs.get(name) if quantity is None else quantity.symbol.value

    def given(self, name: str) -> Value | None:
        """The value of a given, where the name is that of a number the working starts from."""
        return self._inputs.get(strict(unlabeled(name)))

    def all_given(self, name: str) -> Sequence[Value]:
        """The numbers of a given, or the 0 that values start at which are counted from 1: h_0 before h_1."""
        wanted = strict(unlabeled(name))
        if wanted not in self._inputs and self.find(name) is None:
            wanted = self._optioned.get(wanted, wanted)
        base, _, index = wanted.rpartition("_")
        is_start = index == "0" and wanted not in self._inputs and self.find(f"{base}_1") is not None
        if is_start:
            return (Fraction(0),)
        of_array = (f"{wanted}_", f"{wanted},")
        return [value for key, value in self._inputs.items() if key == wanted or key.startswith(of_array)]

    def updated(self, name: str, *, single: bool) -> Sequence[Target]:
        """What a given becomes by an update, where its name has no other meaning: W_1 for W'_1."""
        found = self.possible(f"new {unlabeled(name)}", single=single) if self.is_given(name) else ()
        letter = strict(unlabeled(name))
        # Elsewhere the weights are called x, which here is given and none of them.
        return [t for t in found if letter not in ("x", "theta") or letter in self.all_letters(t)]

    def is_given(self, name: str) -> bool:
        """Whether the name is that of a given, or of the option for it."""
        bare = unlabeled(name)
        return self.is_input(bare) or (strict(bare) in self._optioned and self.find(name) is None)

    def others(self, name: str) -> tuple[str, ...]:
        """What else an answer may be called."""
        meant = self._loose_answers[loose(name)]
        known = (*self.solution.other_names.get(name, ()), *self._meanings.notations(meant))
        found = {other: self.find(other) for other in known}
        return tuple(other for other, target in found.items() if target and target.answer is meant)


def _like(name: str, known: Sequence[str]) -> list[str]:
    """The known name that is the most like one that is unknown, if any is."""
    from difflib import get_close_matches

    return get_close_matches(name, known, n=1)
