"""Changes of some numbers of an answer, and of the others by which it stays what it is by nature."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from solver.domains.natures import Conjugates, Nature, Units
from solver.mathematics.values import (
    IMAGINARY_UNIT,
    Value,
    as_number,
    is_complex,
    multiply,
    parts,
    real,
    subtract,
)
from solver.sheets.candidate import real_fraction

Numbers = dict[str, Value]

_PLACES = 2
"""Lengths of 0.6 and 0.8 have so many at most."""
_SAME = 1e-9
_LEAST = 1e-6
"""A vector is no shorter, beside those it came from."""


def kept(nature: Nature, names: Sequence[str], own: Mapping[str, Value], changes: Numbers) -> Numbers:
    """The changes with those that they need.

    Args:
        nature: what holds for the numbers.
        names: the quantities that these are, in reading order.
        own: the right numbers.
        changes: those in place of some of them.
    """
    if nature.with_both_signs:
        changes = _with_both_signs(names, own, changes)
    if nature.conjugates is not None:
        changes = _with_conjugates(nature.conjugates, names, own, changes)
    changes = _paired(nature.pairs(len(names)), names, changes)
    if changes.keys().isdisjoint(names):
        return changes
    if nature.spread is not None:
        changes = _close_together(names, own, changes, Fraction(nature.spread))
    if nature.ascending or nature.descending:
        changes = _in_order(names, own, changes, falling=nature.descending)
    if nature.sums is not None:
        changes = _with_sums(nature.sums.lists(names), nature.sums.total, own, changes)
    if nature.units is not None:
        changes = _of_length_1(nature.units, names, own, changes)
    return changes


def _paired(pairs: Sequence[tuple[int, int, int]], names: Sequence[str], changes: Numbers) -> Numbers:
    """The changes with what they tell of other places; what is its own opposite stays 0."""
    for place, source, sign in pairs:
        one, other = names[place], names[source]
        if one == other:
            changes = {n: value for n, value in changes.items() if sign > 0 or n != one}
        elif one in changes or other in changes:
            value = changes[other] if other in changes else sign * changes[one]
            changes = {**changes, one: sign * value, other: value}
    return changes


def _with_conjugates(
    rule: Conjugates, names: Sequence[str], own: Mapping[str, Value], changes: Numbers
) -> Numbers:
    """What is changed of a complex vector, changed of that which is its conjugate as well."""
    vectors = [vector for vector in rule.vectors(names) if all(name in own for name in vector)]
    found = [(vector, [complex(as_number(own[name])) for name in vector]) for vector in vectors]
    new = dict(changes)
    for (vector, one), (others, two) in combinations(found, 2):
        if max(abs(a.imag) for a in one) and all(map(_is_conjugate, one, two)):
            first, second = (vector, others) if not changes.keys().isdisjoint(vector) else (others, vector)
            new |= {
                theirs: _conjugate(new[name])
                for name, theirs in zip(first, second, strict=True)
                if name in new
            }
    return new


def _is_conjugate(one: complex, other: complex) -> bool:
    return abs(one - other.conjugate()) <= _SAME


def _conjugate(value: Value) -> Value:
    return (
        subtract(parts(value)[0], multiply(IMAGINARY_UNIT, parts(value)[1])) if is_complex(value) else value
    )


def _with_both_signs(names: Sequence[str], own: Mapping[str, Value], changes: Numbers) -> Numbers:
    """All numbers of the same size together."""
    for name in [name for name in names if name in changes]:
        for other in names:
            if own[other] == own[name]:
                changes = {other: changes[name], **changes}
            elif own[other] == -own[name]:
                changes = {other: -changes[name], **changes}
    return changes


def _close_together(
    names: Sequence[str], own: Mapping[str, Value], changes: Numbers, spread: Fraction
) -> Numbers:
    """The first number that was changed stays; the others are no farther from it, and on one side."""
    changed = next(changes[name] for name in names if name in changes)
    values = {name: changes.get(name, own[name]) for name in names if name in own}
    least = changed - spread if any(value < changed for value in values.values()) else changed
    kept = {name: min(max(value, least), least + spread) for name, value in values.items()}
    return {
        **changes,
        **{name: value for name, value in kept.items() if name in changes or value != own[name]},
    }


def _in_order(names: Sequence[str], own: Mapping[str, Value], changes: Numbers, *, falling: bool) -> Numbers:
    """The same numbers from the smallest to the largest, or the other way, where all are known exactly."""
    values = [changes.get(name, own.get(name)) for name in names]
    exact = [value for value in values if isinstance(value, Fraction)]
    if len(exact) < len(values):
        return changes
    ordered = zip(names, sorted(exact, reverse=falling), strict=True)
    return {**changes, **{name: value for name, value in ordered if name in changes or value != own[name]}}


def _with_sums(
    rows: Sequence[Sequence[str]], total: int, own: Mapping[str, Value], changes: Numbers
) -> Numbers:
    """The entry on the diagonal, or the last one that is as it was, makes up for the others of its row."""
    for place, row in enumerate(rows):
        left = [name for name in row if name not in changes]
        if len(left) == len(row) or not left or not all(name in own for name in row):
            continue
        is_square = len(rows) == len(row)
        name = row[place] if is_square and row[place] in left else left[-1]
        others = [changes.get(other, own[other]) for other in row if other != name]
        changes = {**changes, name: total - sum(map(real_fraction, others))}
    return changes


def _of_length_1(units: Units, names: Sequence[str], own: Mapping[str, Value], changes: Numbers) -> Numbers:
    """Each vector that the changes concern divided by its length; where they are at right angles, without its
    parts along those before it. Those that were changed come first.
    """
    if not all(name in own for name in names):
        return changes
    found: list[Sequence[float]] = []
    new = dict(changes)
    vectors = list(zip(units.vectors(names), units.leading or (0,) * len(names), strict=False))
    for vector, sign in sorted(vectors, key=lambda pair: changes.keys().isdisjoint(pair[0])):
        if not units.at_right_angles and changes.keys().isdisjoint(vector):
            continue
        unit = _unit(_changed(vector, own, changes), found if units.at_right_angles else (), sign)
        if not unit:
            return changes
        found.append(unit)
        new |= {n: _entry(u) for n, u in zip(vector, unit, strict=True) if abs(u - _size(own[n])) > _SAME}
    return new


def _changed(vector: Sequence[str], own: Mapping[str, Value], changes: Numbers) -> list[float]:
    """The numbers of a vector; of two of which one was changed, the other one makes its length 1."""
    numbers = [_size(changes.get(name, own[name])) for name in vector]
    new = [name in changes for name in vector]
    if len(vector) == 2 and new.count(True) == 1:
        left = new.index(False)
        numbers[left] = math.copysign(math.sqrt(max(0.0, 1 - numbers[1 - left] ** 2)), numbers[left])
    return numbers


def _unit(numbers: Sequence[float], others: Sequence[Sequence[float]], sign: int) -> list[float]:
    """The vector of length 1 at right angles to others, the first entry of which has a sign; none where
    nothing is left of it.
    """
    for other in others:
        share = sum(one * two for one, two in zip(numbers, other, strict=True))
        numbers = [one - share * two for one, two in zip(numbers, other, strict=True)]
    length = math.hypot(*numbers)
    if length < _LEAST:
        return []
    first = next(number for number in numbers if abs(number) > _LEAST * length)
    return [number / (-length if first * sign < 0 else length) for number in numbers]


def _entry(number: float) -> Fraction:
    """The number; with few digits, where it has them."""
    short = round(Fraction(number), _PLACES)
    return short if abs(short - Fraction(number)) < _SAME else Fraction(number)


def _size(value: Value) -> float:
    return float(real(value).real)
