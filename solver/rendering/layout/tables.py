"""Tables drawn with characters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len

from solver.rendering.printing.plain import slashed

Bars: TypeAlias = tuple[str, str, str]
"""What stands before, between and behind cells."""

Column: TypeAlias = tuple[str, ...]
"""A heading and the cells below it."""


class Lines(NamedTuple):
    """What a table is drawn with."""

    row: Bars
    rule: Bars
    dash: str
    has_borders: bool


LONG_WORD = 24
"""A longer word, such as a fraction of many digits, may be broken behind a slash."""

_BORDERS = Lines(("|", " | ", "|"), ("+", "-+-", "+"), "-", has_borders=True)
_RULE = Lines((" ", "   ", " "), (" ", "───", " "), "─", has_borders=False)


def drawn_table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    ascii_only: bool,
    words: Collection[int] = (),
) -> list[str]:
    """The lines of a table; the columns at the positions `words` begin at the left.

    Cells are wrapped at spaces. Columns that do not fit beside the others follow below, behind the first one
    again. A table may grow wider than the width, but never loses a digit.
    """
    columns = list(zip(headings, *rows, strict=True))
    lines = _BORDERS if ascii_only else _RULE
    page: list[str] = []
    for group in _groups(columns, width):
        left = [position in words for position in group]
        page += [""] * bool(page) + _drawn([columns[position] for position in group], width, left, lines)
    return page


def _groups(columns: Sequence[Column], width: int) -> list[list[int]]:
    """The positions of the columns that stand side by side: the first one, and as many others as fit."""
    least = [_least_width(column, headings=True) for column in columns]
    groups: list[list[int]] = [[0]]
    for position in range(1, len(columns)):
        if len(groups[-1]) > 1 and sum(least[p] for p in (*groups[-1], position)) > _room(
            len(groups[-1]) + 1, width
        ):
            groups.append([0])
        groups[-1].append(position)
    return groups


def _room(count: int, width: int) -> int:
    """What the cells of so many columns have of the width."""
    return width - 3 * (count - 1) - 2


def _drawn(columns: Sequence[Column], width: int, left: Sequence[bool], lines: Lines) -> list[str]:
    widths = _fitting(columns, _room(len(columns), width))
    headings, *rows = zip(*columns, strict=True)
    drawn = [[_row(cells, widths, left, lines.row) for cells in _folded(row, widths)] for row in rows]
    head = [_row(cells, widths, left, lines.row) for cells in _folded(headings, widths)]
    rule = _joined([lines.dash * size for size in widths], lines.rule)
    edge = [rule] if lines.has_borders else []
    page = [*edge, *head, rule, *(line for row in drawn for line in row), *edge]
    return [line.rstrip() for line in page if line.strip()]


def _fitting(columns: Sequence[Column], room: int) -> list[int]:
    """Widths of columns that fit the room, with no finer cuts than they take."""
    widest = widths = [max(map(cell_len, column)) for column in columns]
    for headings in (False, True):
        if sum(widths) <= room:
            break
        widths = _narrowed(widest, [_least_width(column, headings=headings) for column in columns], room)
    return widths


def _least_width(column: Column, *, headings: bool) -> int:
    """The width that a column needs. Where no cell can be broken, its heading is only if `headings` are."""
    cells = [_words(cell) for cell in column]
    if not headings and all(len(words) < 2 for words in cells[1:]):
        cells[0] = [column[0]]
    return max((cell_len(word) for words in cells for word in words), default=0)


def _words(cell: str) -> list[str]:
    """What may stand on different lines of a cell."""
    return [part for word in cell.split() for part in slashed(word, LONG_WORD)]


def _narrowed(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit the room if they can: the widest columns that hold several words give way first."""
    narrowed = list(widths)
    while sum(narrowed) > room:
        wide = [position for position, size in enumerate(narrowed) if size > least[position]]
        if not wide:
            break
        narrowed[max(wide, key=narrowed.__getitem__)] -= 1
    return narrowed


def _folded(row: Sequence[str], widths: Sequence[int]) -> Iterator[Sequence[str]]:
    """The cells of a row, line by line."""
    return zip_longest(*map(_lines, row, widths), fillvalue="")


def _lines(cell: str, width: int) -> list[str]:
    """A cell broken at its spaces, and behind a slash in a word that does not fit."""
    if cell_len(cell) <= width:
        return [cell]
    lines = [""]
    for word in cell.split():
        for position, part in enumerate(slashed(word, LONG_WORD)):
            longer = lines[-1] + " " * (not position and bool(lines[-1])) + part
            lines[-1:] = [longer] if cell_len(longer) <= width or not lines[-1] else [lines[-1], part]
    return lines


def _row(
    cells: Sequence[str], widths: Sequence[int], left: Sequence[bool], bars: tuple[str, str, str]
) -> str:
    padded = []
    for cell, width, is_left in zip(cells, widths, left, strict=True):
        blank = " " * (width - cell_len(cell))
        padded.append(cell + blank if is_left else blank + cell)
    return _joined(padded, bars)


def _joined(cells: Sequence[str], bars: Bars) -> str:
    before, between, behind = bars
    return before + between.join(cells) + behind
