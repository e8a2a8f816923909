"""What a learning platform can mark by itself: numbers with a tolerance, words, and what mistakes lead to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.asked import all_asked, find_asked
from solver.errors import InputError
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.error_bounds import error_bounds, half_unit
from solver.record.recorder import Rerun
from solver.record.solution import Answer, Solution, leaves, numbers
from solver.sheets.items import Item
from solver.sheets.parts import QuestionPart

DIGITS = 3
"""So many digits a student keeps at least."""

WIDEST = 0.03
"""A band may be no wider, relative to the value: beyond that anything would be right."""

ORDERS = {
    Comparison.VALUES: "",
    Comparison.MULTISET: ", in ascending order",
    Comparison.POINTS: ", in ascending order of their first entries",
}
"""What can be marked entry by entry, and the order that is asked of numbers that have none."""

_TRUTHS = ("yes", "no")
_FLOATS = 1e-9
_SORTED_DIGITS = 6
"""Numbers that agree so far are equal when they are put in order."""

_WORD = re.compile(r"[A-Za-z][A-Za-z -]*")
_INFINITE = ("inf", "infinity", "infinite", "∞", "oo")


class Wrong(Struct, frozen=True):
    """A value that a mistake leads to, and what there is to say to it."""

    value: float | str
    tolerance: float
    words: str


class Field(Struct, frozen=True):
    """One entry to fill in: a number with its tolerance, or one of several words.

    An infinite number is a text: its `spellings` are right.
    """

    value: float | str
    tolerance: float = 0.0
    wrong: tuple[Wrong, ...] = ()
    words: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return not self.words and not self.spellings


class Table(Struct, frozen=True):
    """Entries in rows; `label` is the place of a table among those of an answer, such as `2`."""

    label: str
    rows: tuple[tuple[Field, ...], ...]


class Group(Struct, frozen=True):
    """An answer: what it is in words, and its entries, each of which counts for `worth`."""

    phrase: str
    tables: tuple[Table, ...]
    worth: Fraction = Fraction(1)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for table in self.tables for row in table.rows for field in row)


class _Entry(NamedTuple):
    """A number, a truth value or a word of an answer, and the name of the quantity that it is."""

    value: Any
    name: str


class Fields:
    """The entries of a question; none where a person has to mark it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.solution = item.solution

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The answers that are asked for; empty where one is left to a person."""
        if self._tells_the_case:
            return ()
        parts = self.item.asked_parts
        if not parts:
            return self._all_of(self.item.asked)
        found = [self._part(part) for part in parts]
        return tuple(chain.from_iterable(found)) if all(found) else ()

    @property
    def _tells_the_case(self) -> bool:
        """Whether one sees by what there is to fill in which case it is, where all answers are asked for."""
        if self.item.question.asked:
            return False
        return bool(self.solution.withheld or self.item.question.problem.conditional)

    def _part(self, part: QuestionPart) -> tuple[Group, ...]:
        """The answers of a part, whose entries share its marks; none where a person has to mark it."""
        if not part.asked:
            return ()
        groups = self._all_of([one.answer for one in all_asked(self.solution, part.asked)])
        count = sum(len(group.fields) for group in groups)
        letter = f"({part.letter}) " if self.item.question.plans else ""
        return tuple(
            replace(group, phrase=f"{letter}{group.phrase}", worth=Fraction(part.marks or 1) / count)
            for group in groups
        )

    def _all_of(self, answers: Sequence[Answer]) -> tuple[Group, ...]:
        found = [self._groups_of(answer) for answer in answers if not self._is_told_by_another(answer)]
        return tuple(chain.from_iterable(found)) if all(found) else ()

    def _is_told_by_another(self, answer: Answer) -> bool:
        """Whether the fields of another answer tell it, as those of a map tell its size."""
        asked = all_asked(self.solution, self.item.question.asked)
        return any(
            answer.name in one.whole.form_tells for one in asked if not one.path and one.name != answer.name
        )

    def _groups_of(self, answer: Answer) -> tuple[Group, ...]:
        if answer.name in answer.form_tells:
            return tuple(self._apart(answer))
        group = self._group(answer)
        return () if group is None else (group,)

    def _apart(self, answer: Answer) -> Iterator[Group]:
        """Yes or no for each of the words that may be among those of the answer: their number is not told."""
        made = [(words, found) for words, run in self._reruns if (found := find_asked(run, answer.name))]
        for word in answer.words:
            others = [(words, word in numbers(one.value)) for words, one in made]
            field = _word(_told(word in numbers(answer.value)), _TRUTHS, others)
            if field is not None:
                yield Group(f"{answer.phrase or answer.name}: {word}", (Table("", ((field,),)),))

    def _group(self, answer: Answer) -> Group | None:
        entries = _entries(answer)
        if entries is None:
            return None
        made = [(words, list(_flat(other))) for words, other in self._mistaken(answer.name, _shape(entries))]
        fields = []
        for place, entry in enumerate(_flat(entries)):
            field = self._field(answer, entry, [(words, others[place].value) for words, others in made])
            if field is None:
                return None
            fields.append(field)
        phrase = answer.phrase or answer.name.replace("_", " ")
        return Group(f"{phrase}{_order(answer, entries)}", tuple(_tables(entries, iter(fields))))

    def _field(self, answer: Answer, entry: _Entry, made: Sequence[tuple[str, Any]]) -> Field | None:
        if isinstance(entry.value, bool | str):
            known = _TRUTHS if isinstance(entry.value, bool) else answer.words
            return _word(_told(entry.value), known, made)
        if isinstance(entry.value, complex) or math.isnan(entry.value):
            return None
        value = float(entry.value)
        if math.isinf(value):
            sign = "-" if value < 0 else ""
            return Field(f"{sign}inf", spellings=tuple(f"{sign}{word}" for word in _INFINITE))
        tolerance = self._tolerance(answer, value, entry.name)
        mistaken = ((words, float(other)) for words, other in made if _is_finite(other))
        return Field(value, tolerance, tuple(_wrong(value, tolerance, mistaken)))

    def _tolerance(self, answer: Answer, value: float, name: str) -> float:
        """How far honest rounding moves a value, or by how much a teacher lets it differ."""
        own = self.item.question.own
        part = own.part(answer.name) if own else None
        if part is not None and part.tolerance is not None:
            return part.tolerance
        band = self._bounds.get(name, _half_unit(value))
        band = min(band, WIDEST * abs(value)) if value else min(band, 0.5 * 10.0**-DIGITS)
        return max(band, _FLOATS * max(abs(value), 1.0))

    @cached_property
    def _bounds(self) -> Mapping[str, float]:
        return error_bounds(self.solution.quantities, DIGITS)

    @cached_property
    def _reruns(self) -> list[tuple[str, Solution]]:
        found = []
        for name, words in self.solution.mistakes.items():
            try:
                found.append((words, run(self.item.question.problem, Rerun(mistakes=(name,)))))
            except InputError:
                continue
        return found

    def _mistaken(self, name: str, shape: Any) -> Iterator[tuple[str, Any]]:
        """What each mistake makes of an answer, or of the entry of one that is asked for."""
        for words, made in self._reruns:
            found = find_asked(made, name)
            entries = None if found is None else _entries(found.answer)
            if entries is not None and _shape(entries) == shape:
                yield words, entries


def _word(value: str, known: Sequence[str], made: Sequence[tuple[str, Any]]) -> Field | None:
    """A word to choose; none where there is no other, or one has signs that could be misread."""
    # An order that began with the right word would tell it.
    words = tuple(known) if value in known else tuple(sorted({value, *known}))
    if len(words) == 1 or not all(map(_WORD.fullmatch, words)):
        return None
    told: dict[str, list[str]] = {}
    for why, other in made:
        if isinstance(other, bool | str) and _told(other) != value:
            told.setdefault(_told(other), []).append(why)
    wrong = (Wrong(other, 0.0, _together(reasons)) for other, reasons in told.items())
    return Field(value, wrong=tuple(wrong), words=words)


def _wrong(value: float, tolerance: float, made: Iterable[tuple[str, float]]) -> Iterator[Wrong]:
    """The values of mistakes that can be told from the right one, each as wide as three digits tell.

    No band reaches to what is nearer to another value. Mistakes that lead to the same value share it.
    """
    told: dict[float, list[str]] = {}
    for why, other in made:
        if abs(other - value) > tolerance:
            same = next((known for known in told if math.isclose(known, other, rel_tol=_FLOATS)), other)
            told.setdefault(same, []).append(why)
    for other, reasons in told.items():
        distances = (abs(other - another) / 2 for another in (value, *told) if another != other)
        yield Wrong(other, min(max(_half_unit(other), _FLOATS), *distances), _together(reasons))


def _together(reasons: Sequence[str]) -> str:
    return ", or ".join(dict.fromkeys(reasons))


def _told(value: bool | str) -> str:
    return value if isinstance(value, str) else "yes" if value else "no"


def _is_finite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _half_unit(value: float) -> float:
    return half_unit(Fraction(value), DIGITS)


def _entries(answer: Answer) -> Any:
    """The entries of an answer in nested lists, in the order that is asked for; none where there is none.

    None, too, where a list is empty or holds numbers beside lists: there is no such table.
    """
    names = iter(list(leaves(answer.value)))
    entries = _named(numbers(answer.value), names)
    if answer.comparison not in ORDERS or not _fits(entries):
        return None
    if answer.comparison is Comparison.VALUES:
        return entries
    can_be_sorted = all(isinstance(entry.value, str) or _is_finite(entry.value) for entry in _flat(entries))
    return sorted(entries, key=_sorting) if can_be_sorted else None


def _order(answer: Answer, entries: Any) -> str:
    """The order that is asked for, in words; none where there is nothing to put in order."""
    return ORDERS[answer.comparison] if isinstance(entries, list) and len(entries) > 1 else ""


def _named(value: Any, names: Iterator[str]) -> Any:
    if isinstance(value, list):
        return [_named(item, names) for item in value]
    return _Entry(value, next(names))


def _sorting(entries: Any) -> Any:
    """What entries are sorted by; digits that rounding changes do not count."""
    if isinstance(entries, list):
        return [_sorting(item) for item in entries]
    value = entries.value
    return value if isinstance(value, str) else float(f"{value:.{_SORTED_DIGITS}g}")


def _fits(entries: Any) -> bool:
    if not isinstance(entries, list):
        return True
    return (
        bool(entries) and len({isinstance(item, list) for item in entries}) == 1 and all(map(_fits, entries))
    )


def _tables(entries: Any, fields: Iterator[Field], label: str = "") -> Iterator[Table]:
    """The fields in tables; an answer that is nested deeper than a matrix has one for each of its parts."""
    rows = entries if isinstance(entries, list) and isinstance(entries[0], list) else [entries]
    if any(isinstance(entry, list) for row in rows for entry in _cells(row)):
        for number, part in enumerate(entries, 1):
            yield from _tables(part, fields, f"{label}, {number}" if label else str(number))
    else:
        yield Table(label, tuple(tuple(next(fields) for _ in _cells(row)) for row in rows))


def _cells(row: Any) -> list[Any]:
    return row if isinstance(row, list) else [row]


def _flat(entries: Any) -> Iterator[_Entry]:
    if isinstance(entries, list):
        for item in entries:
            yield from _flat(item)
    else:
        yield entries


def _shape(entries: Any) -> Any:
    return tuple(map(_shape, entries)) if isinstance(entries, list) else None
