"""The names that a student gives to answers and quantities, and what they stand for."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from solver.checking.answer_parser import without_delimiters
from solver.checking.known_names import KnownNames, close
from solver.checking.meanings import DECIDING, FINAL, PLACING, RANKING, is_called, words_of
from solver.checking.named_arrays import (
    Array,
    Target,
    common_index,
    flat,
    items_of,
    letters_of,
    names_of,
    parts_of,
)
from solver.checking.spelled_names import last_words, loose, part_of, strict, synonyms, without_label
from solver.checking.usual_names import USUAL_NAMES
from solver.errors import InputError
from solver.mathematics.formula import Symbol
from solver.mathematics.values import Value
from solver.record.solution import Answer, leaves

_CALLED = re.compile(
    r"(?!(?:P|p|E|H|h|F|f|Var|Cov|Prob)\()([A-Za-z][\w-]*)\([A-Za-z]\w*(?:(?:,|;|\|+)[A-Za-z]\w*)*\)"
)
"""A name with letters in brackets, which say of what it is; E(X) and H(Y) are of one variable of several."""

_LETTER_CALLED = re.compile(r"[A-Za-z]\(")

_IS = re.compile(r".*\S\s+is\s+(\S+)")
"""What words say that a letter is: the second moment is v_1."""

_EACH_STEP = re.compile(
    r"\bafter (?:each|every)\b|\b(?:in|at) (?:each|every) (?:step|epoch|update|iteration)\b"
)

_NUMBERED = re.compile(r"(.*[^\W\d_])[\s_]*(\d{1,4})")
"""Words with a number behind them."""


@dataclass(frozen=True)
class Names(KnownNames):
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
        found = self._typed_for(strict(name)) if single else None
        found = found or self.find(name)
        if found is not None:
            found = self._fitting(name, found, single=single)
        if found is None and not single:
            found = self._all_numbered(strict(name))
        if found is not None:
            return found
        if self.is_given(part_of(name)[0]):
            raise InputError(f"{source} the name".strip(), "is that of a given, not of an answer", name)
        several = [answer.name for answer in self._meanings.meant(without_label(name.strip())[0])]
        near = (
            several
            or self._alike(strict(name))
            or difflib.get_close_matches(name, [*self._answers, *self._valued], n=1)
        )
        hint = f" (did you mean {' or '.join(near[:4])}?)" if near else ""
        requirement = f"must be one of {', '.join(self._answers)}, or a quantity of the working{hint}"
        raise InputError(f"{source} the name".strip(), requirement, name)

    def _fitting(self, name: str, found: Target, *, single: bool) -> Target:
        """What has the name elsewhere, where that is a number as was given and the letter here is that of a
        vector, or the other way about: r, rho, or o.
        """
        if isinstance(self._all_of(found), str) == single or loose(name) in self._loose_answers:
            return found
        other = self._called_elsewhere.get(strict(name), "")
        usual = (self._loose_answers.get(loose(other)) if other else None, self._usual_answer(name))
        answers = (answer for answer in usual if answer is not None)
        return next((Target(a) for a in answers if isinstance(a.value, tuple) != single), found)

    def _all_numbered(self, wanted: str) -> Target | None:
        """All quantities of a letter, which are numbered from 1."""
        alike = self._alike(wanted)
        is_counted = len(alike) > 1 and alike == [f"{wanted}_{k}" for k in range(1, len(alike) + 1)]
        return Target(quantities=tuple(alike)) if is_counted else None

    def find(self, name: str) -> Target | None:
        """What a name stands for; none where it stands for nothing, or for one of several."""
        bare, _ = without_label(name.strip())
        for phrase in (bare, *last_words(bare)):
            whole, positions = part_of(phrase)
            found = self._named(whole)
            if found is not None and phrase != bare:
                found = self._decided(bare, found)
            if found is not None:
                return self._part(found, positions) if positions else found
        is_letter = _IS.fullmatch(bare)
        meant = is_letter and self._named(is_letter[1])
        if meant:
            return self._decided(bare, meant)
        told = self._in_words(bare)
        return (told and self._decided(bare, told)) or self._listed(bare) or self._worked_out(bare)

    def _decided(self, name: str, found: Target) -> Target | None:
        """What a name in words stands for, where one of them decides of which number it is that of.

        The final one of what is told of each step is the last. None where the answer is not called so.
        """
        said = [word for word in re.findall(r"[a-z]+", name.lower()) if word in DECIDING]
        if not said:
            return found
        answer = found.answer
        if answer is None:
            return found if set(said) <= PLACING else None
        called = (answer.name, answer.phrase, *self.solution.other_names.get(answer.name, ()))
        if any(is_called(name, said, text) for text in called):
            is_ranked = isinstance(answer.value, tuple) and not RANKING.isdisjoint(said)
            return None if is_ranked and not found.path else found
        if not set(said) <= FINAL:
            return None
        is_last = _EACH_STEP.search(answer.phrase) and isinstance(answer.value, tuple) and not found.path
        return (
            Target(answer, (len(answer.value) - 1,)) if is_last and isinstance(answer.value, tuple) else found
        )

    def _worked_out(self, name: str) -> Target | None:
        """What is worked out by a formula in the place of a name."""
        quantity = self._formulas.quantity(without_delimiters(name))
        return Target(quantities=quantity) if quantity else None

    def _in_words(self, name: str) -> Target | None:
        """The only answer that words stand for, or its part where a number is behind them: loss 1."""
        quantity = self._meanings.quantities.get(words_of(name), "")
        if quantity:
            return self._named(quantity)
        meant = self._meanings.meant(name)
        if len(meant) == 1:
            return Target(meant[0])
        numbered = _NUMBERED.fullmatch(name)
        if meant or numbered is None:
            return None
        whole = self._meanings.meant(numbered[1])
        return self._numbered(Target(whole[0]), numbered[2]) if len(whole) == 1 else None

    def _listed(self, name: str) -> Target | None:
        """The array of what a list of names stands for: (x, y), or w_1, w_2."""
        items = items_of(name)
        if len(items) < 2:
            return None
        found = [self._typed_for(strict(item)) or self.find(item) for item in items]
        if None in found:
            return None
        named = tuple(self._all_of(target) for target in found if target is not None)
        return self._located(named) if all(isinstance(part, str) for part in named) else None

    def _all_of(self, target: Target) -> Array:
        return target.quantities if target.answer is None else names_of(target.answer.at(target.path))

    def _typed_for(self, wanted: str) -> Target | None:
        """The quantity that is called so elsewhere."""
        name = self._called_elsewhere.get(wanted, "")
        return Target(quantities=name) if name in self._valued else None

    def _part(self, whole: Target, positions: tuple[int, ...]) -> Target | None:
        """The part at these positions, counted from 1; none where there is none. In a list of one list, they
        may leave that out.
        """
        value = self._all_of(whole)
        path = list(whole.path)
        for position in positions:
            if not isinstance(value, str) and len(value) == 1 < position:
                path.append(0)
                value = value[0]
            if isinstance(value, str) or not 1 <= position <= len(value):
                return None
            path.append(position - 1)
            value = value[position - 1]
        if whole.answer is None or (isinstance(value, str) and value):
            return Target(quantities=value)
        return Target(whole.answer, tuple(path))

    def given(self, name: str) -> Value | None:
        """The value of a given, where the name is that of a number the working starts from."""
        return self._inputs.get(strict(without_label(name.strip())[0]))

    def is_given(self, name: str) -> bool:
        """Whether the name is that of a given."""
        wanted = strict(without_label(name.strip())[0])
        return wanted in self._inputs or wanted in self._symbols

    def _named(self, name: str) -> Target | None:
        wanted, bare = strict(name), loose(name)
        if bare in self._loose_answers:
            return Target(self._loose_answers[bare])
        exact = self._arrays.get(wanted) or self._typed.get(close(name))
        if exact:
            return self._located(exact)
        elsewhere, lettered = self._elsewhere(wanted, bare), self._by_letter(wanted, bare)
        if elsewhere and wanted not in self._inputs:
            # The letter of a vector may be that of its first entry: x of x, y and z.
            is_entry = lettered is not None and elsewhere in self.solution.quantities
            return Target(lettered) if is_entry else self._named(elsewhere)
        if lettered is not None:
            return Target(lettered)
        return None if wanted in self._inputs else self._named_loosely(name, wanted, bare)

    def _named_loosely(self, name: str, wanted: str, bare: str) -> Target | None:
        """What a name stands for that is spelled in another way here, or is left incomplete."""
        is_part = wanted.rpartition("_")[0] in self._called_elsewhere and wanted not in self._arrays
        part = self._indexed(wanted) if is_part else None
        if part is not None:
            return part
        found = self._only(bare, self._loose_arrays)
        if isinstance(found, str) and _is_density_of(wanted, found):
            found = ""
        found = found or self._synonym(wanted) or self._without_index(wanted)
        if found:
            return self._located(found)
        if bare in self._labelled or self.is_given(name):
            return self._labelled.get(bare)
        return self._usual(name) or self._indexed(wanted) or self._meant(wanted)

    def _meant(self, wanted: str) -> Target | None:
        """What another name of the same meaning stands for, or a name without the letters in its brackets."""
        others = (self._called_elsewhere.get(other) for other in synonyms(wanted, self._weight))
        found = next(filter(None, others), None)
        if found:
            return self._named(found)
        several = self._loose_answers.get(f"{loose(wanted)}s")
        if several is not None:
            return Target(several)
        call = _CALLED.fullmatch(wanted)
        if call is None or not self._are_arguments(wanted[len(call[1]) + 1 : -1]):
            return None
        own = self._loose_answers.get(loose(call[1]))
        return self._usual(call[1]) if own is None else Target(own)

    def _are_arguments(self, inside: str) -> bool:
        """Whether letters in brackets are those of the givens in their order, or none of theirs."""
        letters = re.split(r"[,;|]+", inside)
        given = [strict(g.symbol.name) for g in self.solution.givens if isinstance(g.symbol, Symbol)]
        is_other = all(letter not in given and not set(letter) <= set(given) for letter in letters)
        return len(set(letters)) == len(letters) and (is_other or letters == given[: len(letters)])

    def _indexed(self, wanted: str) -> Target | None:
        """The part of an answer by another name, with its positions as indices: c_1, or c_1,2."""
        base, _, index = wanted.rpartition("_")
        if not base or not re.fullmatch(r"\d{1,4}(?:,\d{1,4})*", index):
            return None
        if self._called_elsewhere.get(base) == wanted:
            # The first entry of a vector that there is none of has the vector's letter.
            return None
        whole = self._named(base)
        is_other = whole is not None and whole.answer is None and self.is_given(base)
        return None if whole is None or is_other else self._numbered(whole, index)

    def _numbered(self, whole: Target, index: str) -> Target | None:
        """The part of an array with this index: that of its quantities, or else its place."""
        value, wanted = self._all_of(whole), index.split(",")
        if isinstance(value, str):
            return None
        own = [common_index(item)[: len(wanted)] for item in value]
        if all(own) and len({*map(tuple, own)}) == len(own):
            return self._part(whole, (own.index(wanted) + 1,)) if wanted in own else None
        return self._part(whole, tuple(map(int, wanted)))

    def _elsewhere(self, wanted: str, bare: str) -> str:
        # A small letter is another function than a capital one: f(x) is a density.
        alike = [] if _LETTER_CALLED.match(wanted) else self._called_loosely.get(bare, [])
        return self._called_elsewhere.get(wanted) or (alike[0] if len(alike) == 1 else "")

    def others(self, name: str) -> tuple[str, ...]:
        """What else an answer may be called."""
        known = (*self.solution.other_names.get(name, ()), *USUAL_NAMES.get(name, ()))
        meant = self._loose_answers[loose(name)]
        found = {other: self.find(other) for other in known}
        return tuple(other for other, target in found.items() if target and target.answer is meant)

    def _usual(self, name: str) -> Target | None:
        answer = self._usual_answer(name)
        return None if answer is None else Target(answer)

    def _usual_answer(self, name: str) -> Answer | None:
        """The only answer that usually has that name."""
        usual = [(answer, USUAL_NAMES.get(answer.name, ())) for answer in self.solution.judged]
        for spelling in (strict, loose):
            called = spelling(name)
            if spelling is loose and len(called) == 1:
                # A small letter is another than a capital one.
                return None
            found = [answer for answer, names in usual if called in map(spelling, names)]
            if len(found) == 1:
                return found[0]
        return None

    def _synonym(self, wanted: str) -> Array:
        for other in synonyms(wanted, self._weight):
            found = self._arrays.get(other) or self._only(loose(other), self._loose_arrays)
            found = found or self._without_index(other)
            if found:
                return found
        return ""

    def _without_index(self, wanted: str) -> Array:
        """The only quantity of that letter or function, whose index or argument was left out."""
        alike = self._alike(wanted)
        return alike[0] if len(alike) == 1 else ""

    def _alike(self, wanted: str) -> list[str]:
        head = wanted.partition("(")[0] or wanted
        inside = wanted.partition("(")[2]
        if inside and (re.search(r"[,|^*+/]", inside) or not self._are_arguments(inside.rstrip(")"))):
            return []
        return [name for name in self._valued if _head(name, is_call=bool(inside)) == head]

    def _only(self, bare: str, known: dict[str, list[Array]]) -> Array:
        found = known.get(bare, [])
        return found[0] if len(found) == 1 else ""

    def _located(self, quantities: Array) -> Target:
        """The part of an answer that the quantities are, if they are one."""
        if isinstance(quantities, str):
            return Target(quantities=quantities)
        for answer in self.solution.answers:
            for path, part in parts_of(answer.value, ()):
                if tuple(leaves(part)) == tuple(flat(quantities)):
                    return Target(answer, path, quantities)
        return Target(quantities=quantities)

    def _by_letter(self, wanted: str, bare: str) -> Answer | None:
        """The answer whose quantities all have that letter."""
        spelled = bare if "(" in wanted else wanted
        letters = (bare, *(loose(name) for name in synonyms(spelled, self._weight)))
        made = [(answer, set(letters_of(answer.value))) for answer in self.solution.answers]
        found = next((answer for letter in letters for answer, own in made if own == {letter}), None)
        return None if found is None or _is_density_of(wanted, next(leaves(found.value))) else found


def _is_density_of(name: str, other: str) -> bool:
    """Whether one of two names is that of a density or mass, and the other of the distribution function."""
    return {name[:2], other[:2]} == {"f(", "F("}


def _head(name: str, *, is_call: bool) -> str:
    """A name without its index or its only argument."""
    if "(" in name:
        inside = name.partition("(")[2]
        return "" if "," in inside else name.partition("(")[0]
    return "" if is_call else strict(name).rpartition("_")[0] or strict(name)
