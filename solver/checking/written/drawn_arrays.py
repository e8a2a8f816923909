"""Arrays that are drawn over several lines, with tall brackets, as they are written on one.

A line of a working may end in ⎡1  2⎤ above ⎣3  4⎦: it claims [[1, 2], [3, 4]]. What stands between the name
and the last array, fractions and other arrays, is left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from solver.checking.written.claim_signs import equality_signs
from solver.patterns import regex

TOP, MIDDLE, BOTTOM = ("⎡", "⎤"), ("⎢", "⎥"), ("⎣", "⎦")
_ROUND = str.maketrans("⎛⎜⎝⎞⎟⎠", "((()))")

MOST_ROWS = 64
_ENTRY = regex(r"(?=.*[\d∞])[-−+]?[\d.,/√·()^∞π%⁰¹²³⁴⁵⁶⁷⁸⁹⁻e+−-]+")
_RULE = regex(r"─+")
_BESIDE = regex(r"[-−+\d.,/e\s\[\]()⎛⎜⎝⎞⎟⎠]*")
"""What may stand beside the arrays of a list: numbers, arrays on one line, and brackets."""


class _Array(Struct, frozen=True):
    """A drawn array: where it stands, both ends included, and its entries as they are written on one line."""

    first: int
    last: int
    left: int
    right: int
    text: str


class _Picture(Struct, frozen=True):
    """Lines that arrays are drawn on, and the line among them that all signs stand on."""

    first: int
    last: int
    base: int
    before: str
    value: str


def on_one_line(lines: Sequence[str]) -> list[str]:
    """As many lines as before: what arrays claim on one of those that they are drawn on, the others empty."""
    if not any(TOP[0] in line for line in lines):
        return list(lines)
    found, cells = list(lines), [_columns(line) for line in lines]
    name, rows = "", range(0)
    for picture in _pictures(cells):
        goes_on = not picture.before.strip() and picture.first == rows.stop
        name = name if goes_on else _name(cells, picture)
        rows = range(rows.start if goes_on else picture.first, picture.last + 1)
        if name and picture.value:
            found[rows.start : rows.stop] = [""] * len(rows)
            found[picture.base] = f"{name} = {picture.value}"
    return found


def _columns(line: str) -> list[str]:
    """The characters of a line, each with the marks on it: so many columns they take."""
    found = list[str]()
    for character in line:
        if found and unicodedata.combining(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def _at(cells: Sequence[Sequence[str]], row: int, column: int) -> str:
    return cells[row][column] if row < len(cells) and column < len(cells[row]) else " "


def _pictures(cells: Sequence[list[str]]) -> Iterator[_Picture]:
    """The pictures of a text, from the first to the last."""
    arrays = [array for row in range(len(cells)) for array in _arrays_from(cells, row)]
    group = list[_Array]()
    for array in arrays:
        if group and array.first > max(other.last for other in group):
            yield from _picture(cells, group)
            group = []
        group.append(array)
    if group:
        yield from _picture(cells, group)


def _arrays_from(cells: Sequence[list[str]], row: int) -> Iterator[_Array]:
    """The arrays whose first line is this one."""
    for left, character in enumerate(cells[row]):
        if character != TOP[0]:
            continue
        last = _end_of(cells, row, left, 0)
        closing = (k for k in range(left + 1, len(cells[row])) if cells[row][k] == TOP[1])
        right = next((k for k in closing if _end_of(cells, row, k, 1) == last), None)
        if last is not None and right is not None:
            yield _Array(row, last, left, right, _entries(cells, row, last, left, right))


def _end_of(cells: Sequence[list[str]], row: int, column: int, side: int) -> int | None:
    """The line on which a bracket ends that begins on another; none where it does not."""
    for last in range(row + 1, min(row + MOST_ROWS, len(cells))):
        character = _at(cells, last, column)
        if character == BOTTOM[side]:
            return last
        if character != MIDDLE[side]:
            return None
    return None


def _entries(cells: Sequence[list[str]], first: int, last: int, left: int, right: int) -> str:
    """The entries of an array on one line; nothing where some are no plain numbers."""
    inner = ("".join(cells[row][left + 1 : right]).split() for row in range(first, last + 1))
    rows = [row for row in inner if row]
    is_plain = len(set(map(len, rows))) == 1 and all(_ENTRY.fullmatch(entry) for row in rows for entry in row)
    return f"[{', '.join(map(_listed, rows))}]" if is_plain else ""


def _listed(row: Sequence[str]) -> str:
    return f"[{', '.join(row)}]"


def _picture(cells: Sequence[list[str]], arrays: Sequence[_Array]) -> Iterator[_Picture]:
    """The picture that arrays are part of; none where several lines of it have signs of equality."""
    first, last = min(a.first for a in arrays), max(a.last for a in arrays)
    rows = {row: _without(cells[row], row, arrays) for row in range(first, last + 1)}
    signed = [row for row, text in rows.items() if equality_signs(text)]
    if len(signed) != 1:
        return
    (base,) = signed
    signs = equality_signs(rows[base])
    before, start = "".join(cells[base][: signs[0][0]]), signs[-1][1]
    yield _Picture(first, last, base, before, _value(rows, base, start, arrays))


def _without(row: Sequence[str], number: int, arrays: Sequence[_Array]) -> str:
    """A line with nothing in the place of arrays, and one sign in every column."""
    hidden = {k for a in arrays if a.first <= number <= a.last for k in range(a.left, a.right + 1)}
    return "".join(" " if k in hidden else cell[0] for k, cell in enumerate(row))


def _value(rows: dict[int, str], base: int, start: int, arrays: Sequence[_Array]) -> str:
    """What stands behind the last sign, arrays among it; nothing where that is no plain value."""
    own = sorted((a for a in arrays if a.left >= start), key=lambda a: a.left)
    if not own or not all(array.text for array in own):
        return ""
    ends = [start, *(array.right + 1 for array in own)]
    lefts = [*(array.left for array in own), len(rows[base])]
    beside = [rows[base][end:left] for end, left in zip(ends, lefts, strict=True)]
    others = "".join(row[start:] for number, row in rows.items() if number != base)
    if others.strip(" ⎛⎜⎝⎞⎟⎠") or not all(map(_BESIDE.fullmatch, beside)):
        return ""
    parts = zip(beside, [*(array.text for array in own), ""], strict=True)
    return "".join(f"{text}{array}" for text, array in parts).translate(_ROUND).strip()


def _name(cells: Sequence[list[str]], picture: _Picture) -> str:
    """The name before the first sign, which may be a derivative drawn as a fraction."""
    name = picture.before.strip()
    if not _RULE.fullmatch(name):
        return name if "─" not in name else ""
    left = picture.before.index("─")
    span = slice(left, left + len(name))
    top, bottom = (
        "".join(cells[row][span]).strip() if 0 <= row < len(cells) else ""
        for row in (picture.base - 1, picture.base + 1)
    )
    return f"{top}/{bottom}" if top and bottom else ""
