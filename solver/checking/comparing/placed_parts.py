"""Some of the values of a list, or one of a matrix: which entries they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from solver.checking.comparing.shapes import Matches, fitted
from solver.checking.written.claims import Claimed, Written, entries, single_values
from solver.mathematics.formula import Formula, symbols_of
from solver.record.slopes import number
from solver.record.solution import Conclusion, Nested, leaves

FEWEST_SPACED = 3
"""Number of values that are every so many of a list."""

FEWEST_TELLING = 3
"""Number of digits that tell that a value is that of a certain entry."""

MOST_ALIGNED = 400
"""Number of entries up to which the place of each value of a part is looked for."""


class Placed(Struct, frozen=True):
    """A claimed value, the entry of the answer that it stands for, and the way to it."""

    written: Claimed
    value: Nested
    path: tuple[int, ...]


def placed_part(
    written: Claimed, value: Nested, matches: Matches, *, in_any_order: bool = False
) -> list[Placed] | None:
    """Some of the values of a list, each with the entry that it stands for; none where they fit nowhere.

    They keep their order. Each stands for an entry that it matches, as far as there is one: the last
    steps come before the first ones. What matches nothing as a whole stands, if it is alone, for the entry of
    which most numbers match, or the last step; and else for the first ones. An entry between others was left
    out only where the digits of the next one tell, unless they are `in_any_order`: a few digits may be those
    of a wrong value in its place.
    """
    if not isinstance(value, tuple) or isinstance(written, Conclusion):
        return None
    items = entries(written)
    if not isinstance(written, tuple) and any(len(entries(row)) > 1 for row in value):
        return _single_entry(written, value, matches)
    if len(value) == 1:
        # Of an array with a single row, some of the values of this row.
        row = items[0] if len(items) == 1 else written
        part = placed_part(row, value[0], matches, in_any_order=in_any_order)
        return None if part is None else [replace(placed, path=(0, *placed.path)) for placed in part]
    rows = [written] if _is_one_of(written, value) else list(items)
    if not 0 < len(rows) < len(value) or len(rows) * len(value) > MOST_ALIGNED:
        return None
    fits = [[fitted(row, entry) for entry in value] for row in rows]
    if any(all(item is None for item in row) for row in fits):
        return None
    places = _places(fits, value, matches)
    is_told = in_any_order or _is_run(places, len(value)) or _are_told(places, fits, value, matches)
    if not is_told:
        places = _best_run(fits, value, matches) or places
    found = [(fits[row][place], place) for row, place in enumerate(places)]
    placed = [Placed(item, value[place], (place,)) for item, place in found if item is not None]
    return placed if len(placed) == len(rows) else None


def each_once(written: Claimed, value: Nested, matches: Matches) -> list[Placed]:
    """The values that the entries of a list have, each written once: x = ±2 of four points. None where one is
    missing, or none of them.
    """
    known = list(_entries(value, ()))
    found = [[entry for entry in known if matches(item, entry.value)] for item in entries(written)]
    told = {entry.path for same in found for entry in same}
    is_all = all(found) and 1 < len(found) < len(told) == len(known)
    return (
        [replace(same[0], written=item) for same, item in zip(found, entries(written), strict=True)]
        if is_all
        else []
    )


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


def _is_run(places: Sequence[int], count: int) -> bool:
    """Whether entries follow on one another, or are every so many, from the first one or to the last."""
    gaps = {later - earlier for earlier, later in pairwise(places)}
    is_to_end = places[0] == 0 or places[-1] == count - 1
    return gaps <= {1} or (len(gaps) == 1 and len(places) >= FEWEST_SPACED and is_to_end)


def _are_told(
    places: Sequence[int],
    fits: Sequence[Sequence[Claimed | None]],
    value: tuple[Nested, ...],
    matches: Matches,
) -> bool:
    """Whether what follows on a gap has enough digits to be no other value."""
    behind = [(row, place) for row, place in enumerate(places) if row and place > places[row - 1] + 1]
    found = ((fits[row][place], value[place]) for row, place in behind)
    return all(item is not None and _is_told(item, entry, matches) for item, entry in found)


def _is_told(written: Claimed, entry: Nested, matches: Matches) -> bool:
    numbers = (item for item in single_values(written) if isinstance(item, Written))
    return _agrees(written, entry, matches) and max(map(_digits, numbers), default=0) >= FEWEST_TELLING


def _digits(written: Written) -> float:
    return inf if written.digits is None else written.digits


def _best_run(
    fits: Sequence[Sequence[Claimed | None]], value: tuple[Nested, ...], matches: Matches
) -> list[int]:
    """The entries, one after another, of which most were claimed; of several such, the first ones."""
    runs = [
        list(range(start, start + len(fits)))
        for start in range(len(value) - len(fits) + 1)
        if all(fits[row][start + row] is not None for row in range(len(fits)))
    ]
    return max(runs, key=lambda run: _hits(run, fits, value, matches), default=[])


def _hits(
    run: Sequence[int], fits: Sequence[Sequence[Claimed | None]], value: tuple[Nested, ...], matches: Matches
) -> int:
    found = ((row[place], value[place]) for row, place in zip(fits, run, strict=True))
    return sum(item is not None and _agrees(item, entry, matches) for item, entry in found)


def _first_fitting(fits: Sequence[Sequence[Claimed | None]]) -> list[int]:
    """The first entries, in order, of the form of the claimed values; any where there are none left."""
    places = list[int]()
    for row in fits:
        start = places[-1] + 1 if places else 0
        fitting = (place for place in range(start, len(row)) if row[place] is not None)
        places.append(next(fitting, min(start, len(row) - 1)))
    return places


def _likeliest(fits: Sequence[Claimed | None], value: tuple[Nested, ...], matches: Matches) -> int:
    """The entry of which most numbers match; where none says more than another, the last step, or the nearest
    of values that do not follow from one another.

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
    if not any(hits) and not _follow_on(value):
        return min(possible, key=lambda place: (_distance(fits[place], value[place]), -place))
    return max(possible, key=lambda place: (hits[place], place))


def _follow_on(value: tuple[Nested, ...]) -> bool:
    """Whether the last value is worked out from all that the one before it is, and more: steps are."""
    return _sources(value[-1]) > _sources(value[-2])


def _sources(value: Nested) -> set[str]:
    """The quantities that an entry is worked out from."""
    found = set[str]()
    waiting = [place.value for place in _entries(value, ()) if isinstance(place.value, Formula)]
    while waiting:
        recorded = [symbol for symbol in symbols_of(waiting.pop()) if symbol.name not in found]
        origins = {symbol.name: symbol.origin for symbol in recorded if symbol.origin is not None}
        found |= origins.keys()
        waiting += origins.values()
    return found - set(leaves(value))


def _distance(written: Claimed | None, value: Nested) -> float:
    """How far a number is from an entry; nothing is told of more than one number, or of words."""
    if not isinstance(written, Written) or not isinstance(value, Formula):
        return inf
    return abs(number(written.value - value.evaluate()))


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
