"""The names that a student gives to answers and quantities, and what they stand for."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from solver.checking.answer_parser import without_delimiters
from solver.checking.formula_names import FormulaNames
from solver.checking.meanings import Meanings, words_of
from solver.checking.spelled_names import last_words, loose, part_of, strict, synonyms, without_label
from solver.checking.usual_names import USUAL_NAMES
from solver.errors import InputError
from solver.mathematics.formula import Symbol, symbols_of
from solver.mathematics.values import Value
from solver.record.solution import Answer, Nested, Solution, is_recorded, leaves

Array: TypeAlias = str | tuple["Array", ...]
"""The name of a quantity, or those of a vector or matrix of them."""


_CALLED = re.compile(
    r"(?!(?:P|p|E|H|h|F|f|Var|Cov|Prob)\()([A-Za-z][\w-]*)\([A-Za-z]\w*(?:(?:,|;|\|+)[A-Za-z]\w*)*\)"
)
"""A name with letters in brackets, which say of what it is; E(X) and H(Y) are of one variable of several."""

_NUMBERED = re.compile(r"(.*[^\W\d_])[\s_]*(\d{1,4})")
"""Words with a number behind them."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for: an answer, the part of it that `path` leads to, or other quantities."""

    answer: Answer | None = None
    path: tuple[int, ...] = ()
    quantities: Array = ""


@dataclass(frozen=True)
class Names:
    """All that can be named in a solution."""

    solution: Solution

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
        if isinstance(self._all_of(found), str) == single:
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
            if found is not None:
                return self._part(found, positions) if positions else found
        return self._in_words(bare) or self._listed(bare) or self._worked_out(bare)

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
        items = _items(name)
        if len(items) < 2:
            return None
        found = [self._typed_for(strict(item)) or self.find(item) for item in items]
        if None in found:
            return None
        named = tuple(self._all_of(target) for target in found if target is not None)
        return self._located(named) if all(isinstance(part, str) for part in named) else None

    def _all_of(self, target: Target) -> Array:
        return target.quantities if target.answer is None else _names_of(target.answer.at(target.path))

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
        exact = self._arrays.get(wanted) or self._typed.get(_close(name))
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
        if call is None:
            return None
        own = self._loose_answers.get(loose(call[1]))
        return self._usual(call[1]) if own is None else Target(own)

    def _indexed(self, wanted: str) -> Target | None:
        """The part of an answer by another name, with its positions as indices: c_1, or c_1,2."""
        base, _, index = wanted.rpartition("_")
        if not base or not re.fullmatch(r"\d{1,4}(?:,\d{1,4})*", index):
            return None
        whole = self._named(base)
        is_other = whole is not None and whole.answer is None and self.is_given(base)
        return None if whole is None or is_other else self._numbered(whole, index)

    def _numbered(self, whole: Target, index: str) -> Target | None:
        """The part of an array with this index: that of its quantities, or else its place."""
        value, wanted = self._all_of(whole), index.split(",")
        if isinstance(value, str):
            return None
        own = [_common_index(item)[: len(wanted)] for item in value]
        if all(own) and len({*map(tuple, own)}) == len(own):
            return self._part(whole, (own.index(wanted) + 1,)) if wanted in own else None
        return self._part(whole, tuple(map(int, wanted)))

    def _elsewhere(self, wanted: str, bare: str) -> str:
        alike = self._called_loosely.get(bare, [])
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
        if inside and re.search(r"[,|^*+/]", inside):
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
            for path, part in _parts(answer.value, ()):
                if tuple(leaves(part)) == tuple(_flat(quantities)):
                    return Target(answer, path, quantities)
        return Target(quantities=quantities)

    def _by_letter(self, wanted: str, bare: str) -> Answer | None:
        """The answer whose quantities all have that letter."""
        spelled = bare if "(" in wanted else wanted
        letters = (bare, *(loose(name) for name in synonyms(spelled, self._weight)))
        made = [(answer, set(_letters(answer.value))) for answer in self.solution.answers]
        found = next((answer for letter in letters for answer, own in made if own == {letter}), None)
        return None if found is None or _is_density_of(wanted, next(leaves(found.value))) else found

    # What there is

    @cached_property
    def _formulas(self) -> FormulaNames:
        return FormulaNames(self.solution)

    @cached_property
    def _meanings(self) -> Meanings:
        return Meanings(self.solution.judged, self.solution.other_names)

    @cached_property
    def _answers(self) -> list[str]:
        return [answer.name for answer in self.solution.judged]

    @cached_property
    def _loose_answers(self) -> dict[str, Answer]:
        return {loose(answer.name): answer for answer in self.solution.judged}

    @cached_property
    def _called_elsewhere(self) -> dict[str, str]:
        """The names that answers and quantities have here, by those that they have elsewhere."""
        names = self.solution.other_names.items()
        return {
            strict(other): name for name, others in names for other in others if loose(other) != loose(name)
        }

    @cached_property
    def _called_loosely(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for other, name in self._called_elsewhere.items():
            found.setdefault(loose(other), []).append(name)
        return found

    @cached_property
    def _labelled(self) -> dict[str, Target]:
        """The entries of answers whose entries stand for something, as idf_the is that of a word."""
        called = {
            answer.name: {
                answer.name,
                *_letters(answer.value),
                *self.solution.other_names.get(answer.name, ()),
            }
            for answer in self.solution.answers
        }
        return {
            loose(spelling): target
            for answer in self.solution.answers
            for label, target in _of_labels(answer)
            for name in called[answer.name]
            for spelling in (f"{name}_{label}", f"{name}({label})", f"{name} {label}", f"{name} of {label}")
        }

    @cached_property
    def _valued(self) -> list[str]:
        known = self.solution.quantities.items()
        return [name for name, quantity in known if quantity.symbol.value is not None]

    @cached_property
    def _typed(self) -> dict[str, str]:
        return {_close(name): name for name in self._valued}

    @cached_property
    def _arrays(self) -> dict[str, Array]:
        """Quantities, and vectors and matrices of them, by the strict spelling of their names."""
        arrays = {strict(prefix): _nested(members) for prefix, members in _prefixes(self._valued).items()}
        spelled = Counter(map(strict, self._valued))
        # Names that a user gave may differ in white space alone: then neither is meant by the other.
        single = {strict(name): name for name in self._valued if spelled[strict(name)] == 1}
        whole = {strict(name): _names_of(array.nested) for name, array in self.solution.arrays.items()}
        return arrays | whole | single

    @cached_property
    def _loose_arrays(self) -> dict[str, list[Array]]:
        found: dict[str, list[Array]] = {}
        for name, array in self._arrays.items():
            found.setdefault(loose(name), []).append(array)
        return found

    @cached_property
    def _inputs(self) -> dict[str, Value]:
        """The numbers that the working starts from, by the strict spelling of their names."""
        used = (s for quantity in self.solution.quantities.values() for s in symbols_of(quantity.formula))
        return {
            strict(symbol.name): symbol.value
            for symbol in used
            if symbol.value is not None and symbol.name not in self.solution.quantities
        }

    @cached_property
    def _symbols(self) -> frozenset[str]:
        given = (given.symbol for given in self.solution.givens)
        return frozenset(strict(symbol.name) for symbol in given if isinstance(symbol, Symbol))

    @cached_property
    def _weight(self) -> str:
        """The letter of the weights, where there is only one."""
        answer = next((a for a in self.solution.answers if a.name == "weights"), None)
        letters = set(_letters(answer.value)) if answer else set[str]()
        return letters.pop() if len(letters) == 1 else ""


def _is_density_of(name: str, other: str) -> bool:
    """Whether one of two names is that of a density or mass, and the other of the distribution function."""
    return {name[:2], other[:2]} == {"f(", "F("}


def _close(name: str) -> str:
    """A name with white space in its words alone, as in P(not spam|free)."""
    return re.sub(r"\s*([|(),])\s*", r"\1", " ".join(name.split()))


def _head(name: str, *, is_call: bool) -> str:
    """A name without its index or its only argument."""
    if "(" in name:
        inside = name.partition("(")[2]
        return "" if "," in inside else name.partition("(")[0]
    return "" if is_call else strict(name).rpartition("_")[0] or strict(name)


def _prefixes(names: Iterable[str]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """For each name without its last indices, these indices and the names that have them."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name in names:
        base, mark, index = name.rpartition("_")
        parts = index.split(",")
        if not mark or "(" in name or len(parts) < 2:
            continue
        # All steps of a layer are a matrix: h^1 of h^1_1,1.
        for count in range(0 if "^" in base else 1, len(parts)):
            prefix = f"{base}_{','.join(parts[:count])}" if count else base
            found.setdefault(prefix, []).append((tuple(parts[count:]), name))
    return found


def _nested(members: list[tuple[tuple[str, ...], str]]) -> Array:
    """Names grouped by their indices, one after another."""
    if all(not indices for indices, _ in members):
        return members[0][1]
    groups: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for indices, name in members:
        groups.setdefault(indices[0] if indices else "", []).append((indices[1:], name))
    return tuple(map(_nested, groups.values()))


def _of_labels(answer: Answer) -> Iterator[tuple[str, Target]]:
    """What the entries of a list or the columns of a matrix stand for, each with its part of the answer."""
    value = answer.value
    if not isinstance(value, tuple) or not answer.of:
        return
    columns = list(zip(*value, strict=False)) if all(isinstance(row, tuple) for row in value) else []
    if len(columns) == len(answer.of) and is_recorded(value):
        for label, column in zip(answer.of, columns, strict=True):
            yield label, Target(quantities=_names_of(column))
            for place, entry in enumerate(column, 1):
                spelled = (f"{label},{place}", f"{label},d{place}", f"{place},{label}", f"{label},d_{place}")
                yield from ((name, Target(quantities=_names_of(entry))) for name in spelled)
    elif len(value) == len(answer.of):
        yield from ((label, Target(answer, (place,))) for place, label in enumerate(answer.of))


def _items(name: str) -> list[str]:
    """The names of a list, which commas outside brackets separate."""
    bare = name.strip()
    if bare[:1] in "([" and bare.find(")" if bare[0] == "(" else "]") == len(bare) - 1:
        bare = bare[1:-1]
    items, depth = [""], 0
    for character in bare:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            items.append("")
        else:
            items[-1] += character
    return [item.strip() for item in items]


def _common_index(item: Array) -> list[str]:
    """The indices that all quantities of a part have first."""
    found = [name.partition("_")[2] for name in _flat(item)]
    if not all(found):
        return []
    if isinstance(item, str):
        return found[0].split(",")
    # The indices of a matrix stand side by side: M_12.
    parts = [[sign for part in index.split(",") for sign in part] for index in found]
    return [first for first, *others in zip(*parts, strict=False) if all(first == other for other in others)]


def _names_of(value: Nested) -> Array:
    return tuple(map(_names_of, value)) if isinstance(value, tuple) else next(leaves(value))


def _flat(array: Array) -> Iterator[str]:
    if isinstance(array, str):
        yield array
    else:
        for item in array:
            yield from _flat(item)


def _parts(value: Nested, path: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Nested]]:
    """The lists within an answer, each with the way to it, the outermost first."""
    if isinstance(value, tuple):
        yield path, value
        for position, item in enumerate(value):
            yield from _parts(item, (*path, position))


def _letters(value: Nested) -> Iterator[str]:
    """The letters of the quantities that an answer is made of, without their indices."""
    if isinstance(value, tuple):
        for item in value:
            yield from _letters(item)
    else:
        yield loose(value.name.partition("_")[0]) if isinstance(value, Symbol) else ""
