"""What there is to name in a solution, by the spellings that names have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from msgspec import Struct

from solver.checking.names.formula_names import FormulaNames
from solver.checking.names.meanings import Meanings
from solver.checking.names.named_arrays import Array, Indexed, Target, letters_of, names_of
from solver.checking.names.signs import Signs
from solver.checking.written.spelled_names import loose, strict, unlabeled
from solver.mathematics.formula import Coordinates, Formula, Matrix, Relation, Symbol, symbols_of
from solver.mathematics.values import Value
from solver.patterns import regex
from solver.record.solution import Answer, Nested, Solution, is_recorded

MOST_KEPT = 20_000
"""Number of names of which what they stand for is kept: more than one working has."""

Key = TypeVar("Key")

_MARK = regex(r"\s*([|(),])\s*", where="|(),")

_DIGITS = regex(r"\d{1,9}")

_ANY_PLACE = "7381"
"""Stands for the number of a row."""

_ENTRY = regex(r"x_(?P<row>\d+?)(?:,?\d)?", where="_")
"""An entry of a sample."""


class Recent(dict[Key, Sequence[Target]]):
    """What was found for names, each of which is asked for many times: it begins anew when it is full."""

    def __setitem__(self, name: Key, found: Sequence[Target]) -> None:
        if len(self) >= MOST_KEPT:
            self.clear()
        super().__setitem__(name, found)


class KnownNames(Struct, frozen=True, dict=True):
    """The names of answers, quantities, arrays and givens."""

    solution: Solution

    @cached_property
    def _formulas(self) -> FormulaNames:
        return FormulaNames(self.solution)

    def is_known_exactly(self, name: str) -> bool:
        """Whether a name is that of an answer, a given, or what is worked out, as it is spelled here."""
        wanted = strict(unlabeled(name))
        known = wanted in self._inputs or wanted in self._symbols or wanted in self._called_givens
        return known or wanted in self._arrays or wanted in self._called_elsewhere

    def is_answer(self, name: str) -> bool:
        """Whether a name is an answer's own."""
        return loose(name) in self._loose_answers

    def of_formula(self, text: str) -> str:
        """The quantity that a formula over the givens leads to; nothing where there is none."""
        return self._formulas.quantity(text)

    @cached_property
    def _looked_up(self) -> Recent[tuple[str, bool | None]]:
        return Recent()

    @cached_property
    def _belonging(self) -> Recent[str]:
        return Recent()

    @cached_property
    def _indexed_arrays(self) -> dict[tuple[int, tuple[int, ...]], tuple[Answer, Indexed]]:
        """The quantities of parts of answers, by the identity of the answer, which is kept beside them."""
        return {}

    @cached_property
    def signs(self) -> Signs:
        """The numbers that may be written with the other sign."""
        return Signs(self.solution)

    def is_input(self, name: str) -> bool:
        """Whether a name without words about it is that of a given."""
        wanted = strict(name)
        return wanted in self._inputs or wanted in self._symbols or wanted in self._called_givens

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
    def _called_elsewhere(self) -> dict[str, list[str]]:
        """The names that answers, arrays and quantities have here, by those that they have elsewhere."""
        found: dict[str, dict[str, None]] = {}
        for name, others in self.solution.other_names.items():
            for other in others:
                if loose(other) != loose(name):
                    found.setdefault(strict(other), {})[name] = None
        return {other: list(names) for other, names in found.items()}

    @cached_property
    def _called_loosely(self) -> dict[str, list[str]]:
        found: dict[str, dict[str, None]] = {}
        for other, names in self._called_elsewhere.items():
            found.setdefault(loose(other), {}).update(dict.fromkeys(names))
        return {other: list(names) for other, names in found.items()}

    @cached_property
    def _letters(self) -> dict[str, list[Answer]]:
        """The answers whose quantities all have the same letter, by that letter."""
        found: dict[str, list[Answer]] = {}
        for answer in self.solution.answers:
            letters = set(letters_of(answer.value))
            if len(letters) == 1 and letters != {""}:
                found.setdefault(letters.pop(), []).append(answer)
        return found

    @cached_property
    def _heads(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """The quantities by their names without index or only argument, and those of functions alone."""
        plain, called = dict[str, list[str]](), dict[str, list[str]]()
        for name in self._valued:
            head, _, inside = name.partition("(")
            if not inside:
                spelled = self._spelled_so[name]
                plain.setdefault(spelled.rpartition("_")[0] or spelled, []).append(name)
            elif "," not in inside:
                plain.setdefault(head, []).append(name)
                called.setdefault(head, []).append(name)
        return plain, called

    def labeled(self, spelled: str) -> Target | None:
        """The entry of an answer whose entries stand for something, as idf_the is that of a word, or a column
        of them, or an entry of a column: m_w1,3 is that of the third step. The name is spelled loosely.
        """
        whole = self._labeled.get(spelled)
        return whole or next(
            filter(None, (self._placed(spelled, run) for run in _DIGITS.finditer(spelled))), None
        )

    def _placed(self, spelled: str, digits: re.Match[str]) -> Target | None:
        """The entry of a column of which some digits of a name tell the place; the label has the others."""
        for start, end in combinations(range(digits.start(), digits.end() + 1), 2):
            column = self._labeled_columns.get(spelled[:start] + _ANY_PLACE + spelled[end:], ())
            entry = column[int(spelled[start:end]) - 1 :][:1] if spelled[start] != "0" else ()
            if entry:
                return Target(quantities=names_of(entry[0]))
        return None

    @cached_property
    def _labeled(self) -> dict[str, Target]:
        return {
            loose(spelling): target
            for answer in self.solution.answers
            for label, target in _of_labels(answer)
            for spelling in self._spellings(answer, label)
        }

    @cached_property
    def _labeled_columns(self) -> dict[str, Sequence[Nested]]:
        """The columns by the names of their entries, with one number in place of those of all rows: of a long
        working there are too many entries for a name of each.
        """
        return {
            loose(spelling): column
            for answer in self.solution.answers
            for label, column in _columns_of(answer)
            for placed in _with_place(label)
            for spelling in self._spellings(answer, placed)
        }

    @cached_property
    def _called(self) -> Mapping[str, Sequence[str]]:
        """What each answer is called: its name here and elsewhere, and its letters."""
        others = self.solution.other_names
        return {
            answer.name: tuple(
                dict.fromkeys((answer.name, *letters_of(answer.value), *others.get(answer.name, ())))
            )
            for answer in self.solution.answers
        }

    @cached_property
    def _labels(self) -> frozenset[str]:
        """What entries of answers stand for, in the loose spelling."""
        return frozenset(loose(label) for answer in self.solution.answers for label in answer.of)

    def _spellings(self, answer: Answer, label: str) -> Iterator[str]:
        """The names of what a label stands for in an answer."""
        for name in self._called[answer.name]:
            yield from (f"{name}_{label}", f"{name}({label})", f"{name} {label}", f"{name} of {label}")

    @cached_property
    def _valued(self) -> list[str]:
        known = self.solution.quantities.items()
        return [name for name, quantity in known if quantity.symbol.value is not None]

    @cached_property
    def _spelled_so(self) -> dict[str, str]:
        """The strict spelling of each; of a long working there are too many to work them out again."""
        return {name: strict(name) for name in self._valued}

    @cached_property
    def _typed(self) -> dict[str, str]:
        return {close(name): name for name in self._valued}

    @cached_property
    def _arrays(self) -> dict[str, Array]:
        """Quantities, and vectors and matrices of them, by the strict spelling of their names."""
        arrays = {strict(prefix): _nested(members) for prefix, members in _prefixes(self._valued).items()}
        spelled = Counter(self._spelled_so.values())
        # Names that a user gave may differ in white space alone: then neither is meant by the other.
        single = {strictly: name for name, strictly in self._spelled_so.items() if spelled[strictly] == 1}
        whole = {strict(name): names_of(array.nested) for name, array in self.solution.arrays.items()}
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

    def sample_with(self, numbers: Sequence[float]) -> int:
        """The number of the sample with these entries; 0 where none has them."""
        return self._samples.get(tuple(numbers), 0)

    @cached_property
    def _samples(self) -> Mapping[tuple[float, ...], int]:
        """The numbers of the samples by their entries, and those and their target: x_11, x_12, y_1."""
        rows = defaultdict[int, list[float]](list)
        for name, value in self._inputs.items():
            entry = _ENTRY.fullmatch(name)
            if entry is not None and isinstance(value, Fraction):
                rows[int(entry["row"])].append(float(value))
        plain = {tuple(row): number for number, row in sorted(rows.items(), reverse=True)}
        targets = {number: self._inputs.get(f"y_{number}") for number in plain.values()}
        aimed = {(*row, float(y)): n for row, n in plain.items() if isinstance(y := targets[n], Fraction)}
        return aimed | plain

    @cached_property
    def _first_letters(self) -> frozenset[str]:
        """What stands before the indices of quantities."""
        return frozenset(quantity.partition("_")[0] for quantity in self.solution.quantities)

    @cached_property
    def _of_steps(self) -> Mapping[int, frozenset[str]]:
        """The quantities that are worked out in each step, by its position."""
        found = defaultdict[int, set[str]](set)
        for name, quantity in self.solution.quantities.items():
            found[quantity.step].add(name)
        return {step: frozenset(names) for step, names in found.items()}

    @cached_property
    def _called_givens(self) -> frozenset[str]:
        """What the numbers that the working starts from are called elsewhere."""
        called = self._called_elsewhere.items()
        return frozenset(
            other for other, names in called if not self._inputs.keys().isdisjoint(map(strict, names))
        )

    @cached_property
    def _optioned(self) -> dict[str, str]:
        """The symbols of the givens by the words and the options for them, all in their strict spelling."""
        found: dict[str, str] = {}
        for given in self.solution.givens:
            if isinstance(given.symbol, Symbol):
                for name in (given.label, given.option.lstrip("-")):
                    found.setdefault(strict(name), strict(given.symbol.name))
        return found

    @cached_property
    def _symbols(self) -> frozenset[str]:
        given = (given.symbol for given in self.solution.givens)
        return frozenset(strict(symbol.name) for symbol in given if isinstance(symbol, Symbol))

    @cached_property
    def _points(self) -> frozenset[tuple[Value | None, ...]]:
        """The numbers of the givens that are vectors."""
        shown = (given.shown for given in self.solution.givens)
        vectors = (vector.items for vector in shown if isinstance(vector, Coordinates))
        return frozenset(tuple(map(_value_of, items)) for items in vectors)

    @cached_property
    def given_columns(self) -> frozenset[tuple[Value | None, ...]]:
        """The numbers of the givens that are vectors, and of the columns of those that are matrices."""
        matrices = (given.shown.rows for given in self.solution.givens if isinstance(given.shown, Matrix))
        columns = (zip(*rows, strict=True) for rows in matrices)
        return self._points | {tuple(map(_value_of, column)) for matrix in columns for column in matrix}

    @cached_property
    def _weight(self) -> str:
        """The letter of the weights, where there is only one."""
        answer = next((a for a in self.solution.answers if a.name == "weights"), None)
        letters = set(letters_of(answer.value)) if answer else set[str]()
        return letters.pop() if len(letters) == 1 else ""


def close(name: str) -> str:
    """A name with white space in its words alone, as in P(not spam|free)."""
    return _MARK.sub(r"\1", " ".join(name.split()))


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
    columns = [(label, Target(quantities=names_of(column))) for label, column in _columns_of(answer)]
    yield from columns
    if isinstance(answer.value, tuple) and len(answer.value) == len(answer.of) and not columns:
        yield from ((label, Target(answer, (place,))) for place, label in enumerate(answer.of))


def _columns_of(answer: Answer) -> Sequence[tuple[str, tuple[Nested, ...]]]:
    """The columns of a matrix, each with what it stands for."""
    value = answer.value
    if not isinstance(value, tuple) or not all(isinstance(row, tuple) for row in value):
        return ()
    columns = list(zip(*value, strict=False))
    is_labeled = len(columns) == len(answer.of) and is_recorded(value)
    return list(zip(answer.of, columns, strict=True)) if is_labeled else ()


def _with_place(label: str) -> Sequence[str]:
    """What an entry of a column is called, in any row."""
    return (
        f"{label},{_ANY_PLACE}",
        f"{label},d{_ANY_PLACE}",
        f"{_ANY_PLACE},{label}",
        f"{label},d_{_ANY_PLACE}",
    )


def _value_of(item: Formula) -> Value | None:
    """The number that an entry of a given is, which may have its name before it, as in x = 1."""
    number = item.right if isinstance(item, Relation) else item
    return number.value if isinstance(number, Symbol) else None
