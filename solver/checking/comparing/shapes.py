"""Shapes of claims: n, 1 × n and n × 1 are one vector, and sets and points may stand in any order."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import TypeAlias

from msgspec.structs import replace

from solver.checking.written.claims import Claimed, Tree, Written, columns_of, entries, single_values
from solver.mathematics.formula import Formula
from solver.mathematics.values import is_complex, parts
from solver.record.comparison import Comparison
from solver.record.solution import Answer, Nested, leaves, plain_word

LEAST = 1e-12
"""An imaginary part that is less is that of a real number."""

SPANNING = (Comparison.SPAN, Comparison.SPANS, Comparison.COLUMNS)
"""How vectors are compared that may have any length, and may be rows or columns."""

PARTS = ("re", "im")
"""The columns of an array of complex numbers."""

Matches: TypeAlias = Callable[[Claimed, Nested], bool]
"""Whether a claimed value is that of an entry of an answer."""


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
    forms = [written, columns_of(written)] if answer.comparison in SPANNING else [written]
    return isinstance(written, tuple) in (is_list, isinstance(answer.value, tuple)) and any(
        fitted(form, answer.value) is not None for form in forms
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


def in_parts(written: Claimed, answer: Answer | None, wanted: Nested | None) -> Claimed:
    """Complex numbers as pairs of their parts, where the columns of an answer are these; else as they are.

    Real ones are complex as well, where all that are wanted are real.
    """
    if answer is None or answer.of != PARTS:
        return written
    if not _has_complex(written) and not _are_real(wanted, shape_of(written)):
        return written
    return _all_parted(written)


def _are_real(pairs: Nested | None, sizes: tuple[int, ...] | None) -> bool:
    """Whether all pairs of parts are of real numbers, and stand in an array of these sizes."""
    if not isinstance(pairs, tuple) or sizes is None or shape_of(pairs) != (*sizes, len(PARTS)):
        return False
    if sizes:
        return all(_are_real(inner, sizes[1:]) for inner in pairs)
    return isinstance(pairs[-1], Formula) and abs(pairs[-1].evaluate()) < LEAST


def _all_parted(written: Claimed) -> Claimed:
    if not isinstance(written, tuple):
        return _parted(written)
    return tuple(map(_all_parted, written))


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
