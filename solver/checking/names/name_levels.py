"""What a single name may stand for, level by level, from the strongest evidence to the weakest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from solver.checking.names.known_names import close
from solver.checking.names.named_arrays import Array, Target, letters_of
from solver.checking.names.named_parts import POSITION, NamedParts
from solver.checking.written.spelled_names import (
    Spelled,
    after_update,
    loose,
    part_of,
    place_of,
    strict,
    synonyms,
)
from solver.mathematics.formula import Symbol
from solver.patterns import regex
from solver.record.solution import leaves

_CALLED = regex(
    r"(?!(?:P|p|E|H|h|F|f|Var|Cov|Prob)\()([A-Za-z][\w-]*)\([A-Za-z]\w*(?:(?:,|;|\|+)[A-Za-z]\w*)*\)"
)
"""A name with letters in brackets, which say of what it is; E(X) and H(Y) are of one variable of several."""

_SEVERAL = regex(r"\(([A-Za-z]\w*(?:(?:,|;|\|+)[A-Za-z]\w*)+)\)$")
_LETTER_CALLED = regex(r"[A-Za-z]\(")
_ROW_AND_COLUMN = regex(r"[1-9]{2}")
_ONLY_LETTER = regex(r"(?:[^\W\d]+\s+)?([A-Za-z])")
_INDEX = regex(r"\d{1,4}(?:,\d{1,4})*")


class NameLevels(NamedParts, frozen=True, dict=True):
    """The ways in which a name without words about it is found."""

    def meanings(self, name: str, *, single: bool | None = None) -> Sequence[Target]:
        """What a name stands for by the strongest evidence that there is; several where that leaves it open.

        Args:
            name: without words that lead to it, and without positions.
            single: whether a single number was given for it, or an array. What is spelled so, or is called so
                in this type, and has that form goes before what has the other.
        """
        spelled = Spelled.of(name)
        other: Sequence[Target] = ()
        for level in self._strong(spelled):
            fitting = [target for target in level if single in (None, isinstance(self.all_of(target), str))]
            if fitting:
                return fitting
            other = other or level
        noted = () if single is None or self.is_input(name) else self._noted(spelled)
        fitting = [target for target in noted if isinstance(self.all_of(target), str) == single]
        return fitting or other or next(filter(None, self._weak(spelled)), ())

    def _strong(self, name: Spelled) -> Iterator[Sequence[Target]]:
        """The levels of names as they are spelled here, and of the other names of the type."""
        answer = self._loose_answers.get(name.loose)
        yield [Target(answer)] if answer else ()
        yield self._exactly(name)
        is_given = name.strict in self._inputs and name.strict not in self._arrays
        called = () if is_given else self._called_elsewhere.get(name.strict, ())
        wholes, entries = self._declared(called)
        yield wholes
        # The letter of a vector may be that of its first entry: x of x, y and z.
        yield self._lettered(name) if entries else ()
        yield entries

    def called_elsewhere(self, name: str) -> Sequence[Target]:
        """The answers that are declared under a name, or noted so everywhere, whatever has that name here."""
        wanted = strict(name)
        declared = self._declared(self._called_elsewhere.get(wanted, ()))[0]
        base, _, index = wanted.rpartition("_")
        whole = self._declared(self._called_elsewhere.get(base, ()))[0] if _INDEX.fullmatch(index) else []
        parts = filter(None, (self.numbered(target, index) for target in whole))
        return [*declared, *parts, *self._noted(Spelled.of(name))]

    def _noted(self, name: Spelled) -> Sequence[Target]:
        """What letters and signs stand for everywhere."""
        return [Target(answer) for answer in self._meanings.noted(name)]

    def _declared(self, names: Iterable[str]) -> tuple[Sequence[Target], Sequence[Target]]:
        """The answers and arrays that are declared under these names, and the single quantities."""
        found = [target for name in names for target in self._own(name)]
        return [t for t in found if t.answer], [t for t in found if not t.answer]

    def _own(self, name: str) -> Sequence[Target]:
        """The answer, array or quantity of that very name, or what has that letter, or its part."""
        whole, positions = part_of(name)
        if positions:
            return list(filter(None, (self.part(target, positions) for target in self._own(whole))))
        spelled = Spelled.of(name)
        answer = self._loose_answers.get(spelled.loose)
        if answer:
            return [Target(answer)]
        return self._exactly(spelled) or self._lettered(spelled) or self.all_numbered(spelled.strict)

    def _weak(self, name: Spelled) -> Iterator[Sequence[Target]]:
        """The levels of names that are spelled in another way here, or are left incomplete."""
        yield self._lettered(name)
        # What is called so, and was not found, is given or is none of this problem.
        if name.strict in self._inputs or name.strict in self._called_elsewhere:
            return
        # An index of a given tells a part of it.
        base, _, index = name.strict.rpartition("_")
        is_part = self.is_input(base) and (len(index) == 1 or index.replace(",", "").isdecimal())
        if not self.is_input(name.typed) and not is_part:
            yield from self._declared(self._called_loosely_so(name))
        if name.strict.rpartition("_")[0] in self._called_elsewhere:
            yield self._indexed(name)
        known = self._loose_arrays.get(name.loose, ())
        yield self._distinct(array for array in known if not _is_density(name.strict, array))
        yield self._distinct(self._by_synonym(name))
        yield self._distinct(self._without_index(name.strict))
        labeled = self.labeled(name.loose)
        yield [labeled] if labeled else []
        if self.is_input(name.typed):
            return
        yield self._noted(name)
        yield self._indexed(name)
        for other in after_update(name.strict):
            yield self._indexed(Spelled(other, other, loose(other)))
        yield from self._meant(name)
        yield self._distinct(self._in_layers(name.strict))

    def _called_loosely_so(self, name: Spelled) -> Sequence[str]:
        # A small letter is another function than a capital one: f(x) is a density, and D may be one here.
        is_another = len(name.strict) == 1 and bool(self.alike(name.strict))
        if is_another or _LETTER_CALLED.match(name.strict):
            return ()
        return self._called_loosely.get(name.loose, ())

    def _distinct(self, found: Iterable[Array]) -> Sequence[Target]:
        return [self.located(array) for array in dict.fromkeys(found)]

    def _exactly(self, name: Spelled) -> Sequence[Target]:
        exact = self._arrays.get(name.strict) or self._typed.get(close(name.typed))
        return [self.located(exact)] if exact else []

    def _lettered(self, name: Spelled) -> Sequence[Target]:
        """The answers whose quantities all have that letter."""
        spelled = name.loose if "(" in name.strict else name.strict
        others = () if self.is_input(name.typed) else synonyms(spelled, self._weight)
        letters = (name.loose, *map(loose, others))
        found = next(filter(None, (self._letters.get(letter) for letter in letters)), [])
        return [
            Target(answer) for answer in found if not _is_density(name.strict, next(leaves(answer.value)))
        ]

    def _by_synonym(self, name: Spelled) -> Iterator[Array]:
        for other in synonyms(name.strict, self._weight):
            exact = self._arrays.get(other)
            yield from (
                [exact] if exact else self._loose_arrays.get(loose(other)) or self._without_index(other)
            )

    def _in_layers(self, name: str) -> Iterator[Array]:
        """The entries with that row and column of matrices that are numbered on: w_12 of W_1 and W_2."""
        for other in (name, *synonyms(name, self._weight)):
            letter, _, index = other.rpartition("_")
            layers = len(self.solution.arrays) if _ROW_AND_COLUMN.fullmatch(index) else 0
            for k in range(1, layers + 1):
                yield from self._loose_arrays.get(loose(f"{letter}_{k},{index}"), ())

    def _without_index(self, wanted: str) -> Sequence[Array]:
        """The only quantity of that letter or function, whose index or argument was left out."""
        alike = self.alike(wanted)
        return alike if len(alike) == 1 else ()

    def alike(self, wanted: str) -> list[str]:
        """The quantities of a letter or a function, whatever their index or argument."""
        head = wanted.partition("(")[0] or wanted
        inside = wanted.partition("(")[2]
        if inside and (re.search(r"[,|^*+/∪∨]", inside) or not self._are_arguments(inside.rstrip(")"))):
            return []
        return self._heads[bool(inside)].get(head, [])

    def all_numbered(self, letter: str) -> Sequence[Target]:
        """All quantities of a letter, which are numbered from 1."""
        alike = self.alike(letter)
        is_counted = len(alike) > 1 and alike == [f"{letter}_{k}" for k in range(1, len(alike) + 1)]
        return [Target(quantities=tuple(alike))] if is_counted else ()

    def runs_of(self, letter: str) -> Sequence[Target]:
        """All quantities of a letter, which are numbered from 1 or from 0, and those behind the first."""
        alike = self.alike(letter)
        is_counted = len(alike) > 2 and alike == [f"{letter}_{k}" for k in range(len(alike))]
        from_0 = [Target(quantities=tuple(alike[start:])) for start in (1, 0)] if is_counted else []
        return self.all_numbered(letter) or from_0

    def in_other_case(self, name: str) -> Sequence[Target]:
        """What has the letter of a name, with a word before it or without, in the other case: y for Y."""
        letter = _ONLY_LETTER.fullmatch(name.strip())
        other = letter[1].swapcase() if letter else ""
        if not other or self.is_input(other):
            return ()
        return next(filter(None, self._strong(Spelled.of(other))), ())

    def units_called(self, name: str) -> Sequence[Target]:
        """The unit with that number, where those of all layers are numbered on: z_3 is z_2,1 behind z_1,2."""
        letter, _, number = strict(name).rpartition("_")
        units = self._layered_units.get(letter, ()) if POSITION.fullmatch(number) else ()
        return [Target(quantities=unit) for unit in units[int(number) - 1 :][:1]] if units else ()

    @cached_property
    def _layered_units(self) -> dict[str, list[str]]:
        """The units of all layers by their letter, in their order."""
        return {letter: units for letter, units in self._heads[False].items() if _are_in_layers(units)}

    def _are_arguments(self, inside: str) -> bool:
        """Whether letters in brackets are those of the givens in their order, or none of theirs."""
        letters = re.split(r"[,;|]+", inside)
        given = [strict(g.symbol.name) for g in self.solution.givens if isinstance(g.symbol, Symbol)]
        if any(set(known) == set(letters) and known != letters for known in self._arguments):
            return False
        is_other = all(letter not in given and not set(letter) <= set(given) for letter in letters)
        return len(set(letters)) == len(letters) and (is_other or letters == given[: len(letters)])

    @cached_property
    def _arguments(self) -> Sequence[list[str]]:
        """The letters in the brackets of quantities that have several in a certain order, as D(f||g)."""
        found = map(_SEVERAL.search, self._spelled_so.values())
        return [re.split(r"\|\||[,;|]", match[1]) for match in found if match]

    def _meant(self, name: Spelled) -> Iterator[Sequence[Target]]:
        """What another name of the same meaning stands for, or a name without the letters in its brackets."""
        for other in synonyms(name.strict, self._weight):
            yield from self._declared(self._called_elsewhere.get(other, ()))
        several = (self._loose_answers.get(f"{name.loose}{ending}") for ending in ("s", "es"))
        yield [Target(answer) for answer in several if answer]
        call = _CALLED.fullmatch(name.strict)
        if call and self._are_arguments(name.strict[len(call[1]) + 1 : -1]):
            function = Spelled.of(call[1])
            own = self._loose_answers.get(function.loose)
            yield [Target(own)] if own else []
            called = self._called_elsewhere.get(function.strict) or self._called_loosely_so(function)
            yield self._declared(called)[0]
            yield self._noted(function)

    def _indexed(self, name: Spelled) -> Sequence[Target]:
        """The part of an answer by another name, with its positions as indices: c_1, or c_1,2."""
        base, _, index = name.strict.rpartition("_")
        if not base or not _INDEX.fullmatch(index) or name.strict in self._called_elsewhere.get(base, ()):
            # The first entry of a vector that there is none of has the vector's letter.
            return ()
        whole = [t for t in self.meanings(base) if t.answer or not self.is_input(base)]
        return list(filter(None, (self.numbered(target, index) for target in whole)))

    def rows_called(self, name: str) -> Iterator[Target]:
        """The rows with that number of answers which have that letter: y_1 of outputs, one row per sample."""
        base, _, index = strict(name).rpartition("_")
        if not base or not POSITION.fullmatch(index) or self.is_input(base):
            return
        declared = self._called_elsewhere.get(base, ())
        for answer in self.solution.answers:
            if answer.name in declared or set(letters_of(answer.value)) == {loose(base)}:
                row = self.part(Target(answer), (int(index),))
                first = next(iter(leaves(answer.value)), "").rpartition("_")[2]
                if row is not None and row.answer is answer and not first.startswith("0"):
                    yield row

    def placed(self, name: str) -> Sequence[Target]:
        """The entry of an answer by the numbers of its row and its column below: output_2,1 or output_21."""
        whole, place = place_of(name)
        parts = (self.part(target, place) for target in self.meanings(whole) if target.answer and place)
        return [part for part in parts if part and isinstance(self.all_of(part), str)]


def _is_density(name: str, found: Array) -> bool:
    """Whether one of two names is that of a density or mass, and the other of the distribution function."""
    return isinstance(found, str) and {name[:2], found[:2]} == {"f(", "F("}


def _are_in_layers(units: Sequence[str]) -> bool:
    """Whether quantities have two numbers, those of layers of several sizes and of their units.

    What is of one size everywhere may be of steps, whose units nobody numbers on.
    """
    indices = [unit.rpartition("_")[2].split(",") for unit in units]
    sizes = Counter(index[0] for index in indices)
    return len({*sizes.values()}) > 1 and all(len(index) == 2 for index in indices)
