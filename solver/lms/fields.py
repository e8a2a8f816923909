"""What a learning platform can mark by itself: numbers with a tolerance, words, and what mistakes lead to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from solver.checking.asked import find_asked
from solver.errors import InputError
from solver.record.comparison import Comparison
from solver.record.engine import run
from solver.record.error_bounds import error_bounds, half_unit
from solver.record.recorder import Rerun
from solver.record.solution import Answer, Solution, leaves, numbers
from solver.sheets.items import Item

DIGITS = 3
"""So many digits a student keeps at least."""

WIDEST = 0.03
"""A band may be no wider, relative to the value: beyond that anything would be right."""

_FLOATS = 1e-9
_WORD = re.compile(r"[A-Za-z][A-Za-z -]*")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that a mistake leads to, and what there is to say to it."""

    value: float
    tolerance: float
    words: str


@dataclass(frozen=True, slots=True)
class Field:
    """One entry to fill in: a number with its tolerance, or a word out of several."""

    value: float | str
    tolerance: float = 0.0
    wrong: tuple[Wrong, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An answer: what it is in words, and its entries in rows."""

    phrase: str
    rows: tuple[tuple[Field, ...], ...]

    @property
    def is_single(self) -> bool:
        return len(self.rows) == 1 and len(self.rows[0]) == 1


class Fields:
    """The entries of a question; none where a person has to mark it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.solution = item.solution

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The answers that are asked for; empty where one cannot be marked by comparing numbers."""
        found = [self._group(answer) for answer in self.item.asked]
        whole = [group for group in found if group is not None]
        own = self.item.question.own
        is_all = own is None or all(part.wanted is not None for part in own.parts)
        return tuple(whole) if len(whole) == len(found) and is_all else ()

    def _group(self, answer: Answer) -> Group | None:
        value = numbers(answer.value)
        rows = _rows(value)
        if answer.comparison is not Comparison.VALUES or rows is None:
            return None
        names = iter(list(leaves(answer.value)))
        made = [(words, _flat(value)) for words, value in self._mistaken(answer.name)]
        fields: list[tuple[Field, ...]] = []
        place = 0
        for row in rows:
            entries = []
            for entry in row:
                field = self._field(answer, entry, next(names), place, made)
                if field is None:
                    return None
                entries.append(field)
                place += 1
            fields.append(tuple(entries))
        return Group(answer.phrase or answer.name.replace("_", " "), tuple(fields))

    def _field(
        self, answer: Answer, entry: Any, name: str, place: int, made: Sequence[tuple[str, list[Any]]]
    ) -> Field | None:
        if isinstance(entry, bool):
            return Field("yes" if entry else "no", words=("yes", "no"))
        if isinstance(entry, str):
            known = tuple(dict.fromkeys((entry, *answer.words)))
            return Field(entry, words=known) if all(map(_WORD.fullmatch, known)) else None
        if isinstance(entry, complex) or not math.isfinite(entry):
            return None
        tolerance = self._tolerance(answer, float(entry), name)
        wrong: list[Wrong] = []
        for words, values in made:
            value = values[place] if place < len(values) else None
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                # Three digits tell it; it must not reach to the right value, or to another mistake.
                own = max(_half_unit(float(value)), _FLOATS)
                near = [(float(entry), tolerance), *((one.value, one.tolerance) for one in wrong)]
                if all(abs(value - other) > own + reach for other, reach in near):
                    wrong.append(Wrong(float(value), own, words))
        return Field(float(entry), tolerance, tuple(wrong))

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
    def _bounds(self) -> dict[str, float]:
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

    def _mistaken(self, name: str) -> Iterator[tuple[str, Any]]:
        """What each mistake makes of an answer, or of the entry of one that is asked for."""
        right = find_asked(self.solution, name)
        for words, made in self._reruns:
            found = find_asked(made, name)
            values = [numbers(one.value) for one in (right, found) if one is not None]
            if len(values) == 2 and _shape(values[0]) == _shape(values[1]):
                yield words, values[1]


def _half_unit(value: float) -> float:
    return half_unit(Fraction(value), DIGITS)


def _rows(value: Any) -> list[list[Any]] | None:
    """The entries in rows; none where they are nested deeper."""
    if not isinstance(value, list):
        return [[value]]
    if not value:
        return None
    if not any(isinstance(item, list) for item in value):
        return [list(value)]
    rows = [item if isinstance(item, list) else [item] for item in value]
    is_deep = any(isinstance(entry, list) for row in rows for entry in row)
    return None if is_deep or not all(rows) else rows


def _flat(value: Any) -> list[Any]:
    return [entry for item in value for entry in _flat(item)] if isinstance(value, list) else [value]


def _shape(value: Any) -> Any:
    return tuple(map(_shape, value)) if isinstance(value, list) else None
