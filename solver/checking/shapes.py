"""Shapes of claims: n, 1 × n and n × 1 are one vector, and some of the values of a list are a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import prod
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.claims import Claimed, Tree, Written, entries, single_values
from solver.mathematics.values import is_complex, parts
from solver.record.solution import Answer, Conclusion, Nested, leaves, plain_word

PARTS = ("re", "im")
"""The columns of an array of complex numbers."""

MOST_ALIGNED = 400
"""Number of entries up to which the place of each value of a part is looked for."""

Matches: TypeAlias = Callable[[Claimed, Nested], bool]
"""Whether a claimed value is that of an entry of an answer."""


class Placed(Struct, frozen=True):
    """A claimed value, the entry of the answer that it stands for, and the way to it."""

    written: Claimed
    value: Nested
    path: tuple[int, ...]


def same_shape(written: Claimed, value: Nested) -> bool:
    """Whether a claim has a number for each of the answer's; one number needs no brackets."""
    if not isinstance(value, tuple):
        return not isinstance(written, tuple) or (len(written) == 1 and same_shape(written[0], value))
    items = entries(written)
    return len(items) == len(value) and all(map(same_shape, items, value))


def may_be(written: Claimed, answer: Answer) -> bool:
    """Whether a value has the form of an answer: a word, a number, or a list that fits."""
    if isinstance(written, str):
        return written in map(plain_word, answer.words)
    if isinstance(written, bool) or isinstance(answer.value, bool) or answer.words:
        return type(written) is type(answer.value)
    is_list = isinstance(answer.value, tuple) and _numbers_in(answer.value) > 1
    return isinstance(written, tuple) in (is_list, isinstance(answer.value, tuple)) and (
        fitted(written, answer.value) is not None
    )


def shape_of(value: Tree) -> tuple[int, ...] | None:
    """The sizes of nested lists; none where they are ragged."""
    if not isinstance(value, tuple):
        return ()
    inner = [shape_of(item) for item in value]
    first: tuple[int, ...] | None = inner[0] if inner else ()
    is_ragged = first is None or any(shape != first for shape in inner)
    return None if is_ragged else (len(value), *(first or ()))


def fitted(written: Claimed, value: Nested) -> Claimed | None:
    """A claim in the shape of an answer, where they differ in lists of one entry alone; none where not."""
    if same_shape(written, value):
        return written
    ours, theirs = shape_of(value), shape_of(written)
    if ours is None and isinstance(value, tuple) and not _has_parts(written, value):
        return _refilled(written, value)
    if ours is None and isinstance(value, tuple):
        # A list of arrays of several shapes: each may be written in its own way.
        items = [fitted(item, inner) for item, inner in zip(entries(written), value, strict=True)]
        found = tuple(item for item in items if item is not None)
        return found if len(found) == len(value) else None
    if ours is None or theirs is None or 0 in ours:
        return None
    if _squeezed(ours) != _squeezed(theirs) and not _is_flat(ours, theirs):
        return None
    return _reshaped(list(single_values(written)), ours)


def _has_parts(written: Claimed, value: tuple[Nested, ...]) -> bool:
    """Whether a list has an entry for each array of an answer, of as many numbers."""
    return [len(list(single_values(item))) for item in entries(written)] == list(map(_numbers_in, value))


def _numbers_in(value: Nested) -> int:
    """The number of numbers in an answer."""
    return sum(map(_numbers_in, value)) if isinstance(value, tuple) else 1


def _refilled(written: Claimed, value: Nested) -> Claimed | None:
    """All numbers of arrays of several shapes, one after another, in these shapes.

    None where there are more or fewer, and where the shapes themselves are what is wanted.
    """
    numbers = list(single_values(written))
    if shape_of(written) is None or len(numbers) != _numbers_in(value) or not all(leaves(value)):
        return None
    left = iter(numbers)

    def filled(part: Nested) -> Claimed:
        return tuple(map(filled, part)) if isinstance(part, tuple) else next(left)

    return filled(value)


def _is_flat(ours: tuple[int, ...], theirs: tuple[int, ...]) -> bool:
    """Whether all entries of an array are written in one row, or those of a row as an array."""
    flat = min(len(_squeezed(ours)), len(_squeezed(theirs))) == 1
    return flat and prod(ours) == prod(theirs) and len(ours) > 1


def in_parts(written: Claimed, answer: Answer | None) -> Claimed:
    """Complex numbers as pairs of their parts, where the columns of an answer are these; else as they are."""
    if answer is None or answer.of != PARTS or not _has_complex(written):
        return written
    if isinstance(written, tuple):
        return tuple(in_parts(item, answer) if isinstance(item, tuple) else _parted(item) for item in written)
    return _parted(written)


def _has_complex(written: Claimed) -> bool:
    return any(isinstance(item, Written) and is_complex(item.value) for item in single_values(written))


def _parted(written: Claimed) -> Claimed:
    """The real and the imaginary part of a number, to as many places."""
    if not isinstance(written, Written):
        return written
    return tuple(replace(written, value=part) for part in parts(written.value))


def diagonal_of(written: Claimed, wanted: Nested | None) -> Claimed:
    """The diagonal of a diagonal matrix, where a list as long is wanted; any other value as it is."""
    if not isinstance(wanted, tuple) or any(isinstance(entry, tuple) for entry in wanted):
        return written
    size = len(wanted)
    if size < 2 or shape_of(written) != (size, size):
        return written
    rows = [entries(row) for row in entries(written)]
    beside = [rows[i][j] for i in range(size) for j in range(size) if i != j]
    if any(not isinstance(entry, Written) or entry.value != 0 for entry in beside):
        return written
    return tuple(rows[i][i] for i in range(size))


def in_sign(written: Claimed, wanted: Nested | None, matches: Matches) -> Claimed:
    """Numbers of either sign with that of the right ones; of both ends of an interval, the upper one."""
    if wanted is None:
        return written
    ends = list(single_values(written))
    if not isinstance(wanted, tuple) and len(ends) == 2:
        low, high = sorted(ends, key=_size_of)
        is_about_0 = isinstance(low, Written) and isinstance(high, Written) and low.value == -high.value
        written = high if is_about_0 else written
    turned = _turned(written)
    return turned if _matching(turned, wanted, matches) > _matching(written, wanted, matches) else written


def _size_of(written: Claimed) -> float:
    if not isinstance(written, Written) or is_complex(written.value):
        return 0.0
    return float(written.value)


def _turned(written: Claimed) -> Claimed:
    if isinstance(written, tuple):
        return tuple(map(_turned, written))
    return replace(written, value=-written.value) if isinstance(written, Written) else written


def _matching(written: Claimed, wanted: Nested, matches: Matches) -> int:
    """How many of the numbers are right."""
    if isinstance(wanted, tuple):
        return sum(_matching(*pair, matches) for pair in zip(entries(written), wanted, strict=False))
    return int(not isinstance(written, tuple) and matches(written, wanted))


def ragged_row(written: Claimed) -> str:
    """Which row of a matrix has another length than the first; nothing where none has."""
    if not isinstance(written, tuple) or not all(isinstance(row, tuple) for row in written):
        return ""
    sizes = [len(entries(row)) for row in written]
    odd = next((number for number, size in enumerate(sizes, 1) if size != sizes[0]), 0)
    return f"row {odd} has {_values(sizes[odd - 1])}, and row 1 has {_values(sizes[0])}" if odd else ""


def placed_part(written: Claimed, value: Nested, matches: Matches) -> list[Placed] | None:
    """Some of the values of a list, each with the entry that it stands for; none where they fit nowhere.

    They keep their order. Each stands for an entry that it matches, as far as there is one: the last
    steps come before the first ones. What matches nothing as a whole stands, if it is alone, for the entry of
    which most numbers match, or the last step; and else for the first ones.
    """
    if not isinstance(value, tuple) or isinstance(written, Conclusion):
        return None
    items = entries(written)
    if not isinstance(written, tuple) and any(isinstance(row, tuple) for row in value):
        return _single_entry(written, value, matches)
    if len(value) == 1:
        # Of an array with a single row, some of the values of this row.
        row = items[0] if len(items) == 1 else written
        part = placed_part(row, value[0], matches)
        return None if part is None else [replace(placed, path=(0, *placed.path)) for placed in part]
    rows = [written] if _is_one_of(written, value) else list(items)
    if not 0 < len(rows) < len(value) or len(rows) * len(value) > MOST_ALIGNED:
        return None
    fits = [[fitted(row, entry) for entry in value] for row in rows]
    if any(all(item is None for item in row) for row in fits):
        return None
    places = _places(fits, value, matches)
    found = [(fits[row][place], place) for row, place in enumerate(places)]
    placed = [Placed(item, value[place], (place,)) for item, place in found if item is not None]
    return placed if len(placed) == len(rows) else None


def _is_one_of(written: Claimed, value: tuple[Nested, ...]) -> bool:
    """Whether a vector is a single row of a matrix, or an array a single one of a list."""
    return any(isinstance(entry, tuple) and fitted(written, entry) is not None for entry in value)


def _single_entry(written: Claimed, value: tuple[Nested, ...], matches: Matches) -> list[Placed] | None:
    """The entry of a matrix that a single number is; none where it is none of them."""
    found = [place for place in _entries(value, ()) if matches(written, place.value)]
    return [replace(found[-1], written=written)] if found else None


def _places(
    fits: Sequence[Sequence[Claimed | None]], value: tuple[Nested, ...], matches: Matches
) -> list[int]:
    """The entries that claimed values stand for: in order, and as many of them matching as can be."""
    count, room = len(fits), len(value)
    hit = [
        [item is not None and _agrees(item, entry, matches) for item, entry in zip(row, value, strict=True)]
        for row in fits
    ]
    if not any(map(any, hit)):
        return [_likeliest(fits[0], value, matches)] if count == 1 else _first_fitting(fits)
    best = [[0] * (room + 1) for _ in range(count + 1)]
    for row in range(1, count + 1):
        for place in range(row, room + 1):
            is_possible = fits[row - 1][place - 1] is not None
            taken = best[row - 1][place - 1] + (hit[row - 1][place - 1] if is_possible else -count - 1)
            best[row][place] = max(best[row][place - 1], taken)
    places, place = list[int](), room
    for row in range(count, 0, -1):
        while (
            place > row and best[row][place] == best[row][place - 1] and not _is_wanted(best, hit, row, place)
        ):
            place -= 1
        places.append(place - 1)
        place -= 1
    return places[::-1]


def _first_fitting(fits: Sequence[Sequence[Claimed | None]]) -> list[int]:
    """The first entries, in order, of the form of the claimed values; any where there are none left."""
    places = list[int]()
    for row in fits:
        start = places[-1] + 1 if places else 0
        fitting = (place for place in range(start, len(row)) if row[place] is not None)
        places.append(next(fitting, min(start, len(row) - 1)))
    return places


def _likeliest(fits: Sequence[Claimed | None], value: tuple[Nested, ...], matches: Matches) -> int:
    """The entry of which most numbers match; the last one where none says more than another.

    A single number that is none of them may be one with the other sign, or in percent.
    """
    hits = [
        0 if item is None else _count(item, entry, matches) for item, entry in zip(fits, value, strict=True)
    ]
    if not any(hits):
        hits = [
            int(any(matches(other, entry) for other in _otherwise(item)))
            for item, entry in zip(fits, value, strict=True)
        ]
    possible = [place for place, item in enumerate(fits) if item is not None] or [len(value) - 1]
    return max(possible, key=lambda place: (hits[place], place))


def _otherwise(written: Claimed | None) -> Iterator[Written]:
    """A number with the other sign, and as a percentage without its sign."""
    if isinstance(written, Written):
        hundred = Fraction(1, 100)
        yield replace(written, value=-written.value)
        yield replace(written, value=written.value * hundred, half_unit=written.half_unit / 100)


def _count(written: Claimed, value: Nested, matches: Matches) -> int:
    if isinstance(value, tuple):
        return sum(_count(item, inner, matches) for item, inner in zip(entries(written), value, strict=True))
    return int(matches(entries(written)[0], value))


def _is_wanted(best: Sequence[Sequence[int]], hit: Sequence[Sequence[bool]], row: int, place: int) -> bool:
    """Whether a value matches an entry without loss to those before it."""
    return hit[row - 1][place - 1] and best[row - 1][place - 1] + 1 == best[row][place]


def _agrees(written: Claimed, value: Nested, matches: Matches) -> bool:
    if isinstance(value, tuple):
        return all(_agrees(item, inner, matches) for item, inner in zip(entries(written), value, strict=True))
    return matches(entries(written)[0], value)


def _entries(value: Nested, path: tuple[int, ...]) -> Iterator[Placed]:
    if isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from _entries(item, (*path, position))
    else:
        yield Placed(True, value, path)


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)


def _reshaped(flat: list[Claimed], shape: tuple[int, ...]) -> Claimed:
    if not shape:
        return flat[0]
    size = prod(shape[1:])
    return tuple(_reshaped(flat[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0]))


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def in_order(written: Claimed, value: Nested, matches: Matches) -> Claimed:
    """Sets of numbers with the entries of each in the order of the right ones, where they are the same."""
    if not isinstance(written, tuple) or not isinstance(value, tuple) or len(written) != len(value):
        return written
    if any(isinstance(item, tuple) for item in value):
        return tuple(in_order(*pair, matches) for pair in zip(written, value, strict=True))
    left, found = list(written), list[Claimed]()
    for wanted in value:
        place = next((k for k, item in enumerate(left) if matches(item, wanted)), None)
        if place is None:
            return written
        found.append(left.pop(place))
    return tuple(found)


def sets_in_order(written: Claimed, value: Nested, matches: Matches) -> Claimed:
    """Sets in the order of the right ones; of some of them, each as the right one that it is."""
    if not isinstance(written, tuple) or not isinstance(value, tuple):
        return written
    if not any(isinstance(right, tuple) for right in value):
        return in_order(written, value, matches)
    if not any(isinstance(item, tuple) for item in written):
        return _as_own_set(written, value, matches)
    if len(written) == len(value):
        return in_order(written, value, matches)
    return tuple(_as_own_set(item, value, matches) for item in written)


def _as_own_set(written: Claimed, value: tuple[Nested, ...], matches: Matches) -> Claimed:
    """A set with its entries in the order of the right one that it is, if it is one."""
    ordered = (in_order(written, right, matches) for right in value)
    return next((found for found in ordered if found is not written), written)


def points_in_order(written: Claimed, value: Nested, matches: Matches) -> Claimed:
    """Points in the order of the right ones; what is none of them takes the places that are left."""
    if not isinstance(written, tuple) or not isinstance(value, tuple) or len(written) != len(value):
        return written
    left, placed = list(written), dict[int, Claimed]()
    for place, point in enumerate(value):
        found = next((k for k, item in enumerate(left) if _is_point(item, point, matches)), None)
        if found is not None:
            placed[place] = left.pop(found)
    return tuple(placed[place] if place in placed else left.pop(0) for place in range(len(value)))


def _is_point(written: Claimed, point: Nested, matches: Matches) -> bool:
    if not isinstance(written, tuple) or not isinstance(point, tuple) or len(written) != len(point):
        return False
    return all(matches(*pair) for pair in zip(written, point, strict=True))
