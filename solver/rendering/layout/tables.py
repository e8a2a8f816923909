"""Tables drawn with characters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from rich.cells import cell_len

Bars: TypeAlias = tuple[str, str, str]
"""What stands before, between and behind cells."""


class Lines(NamedTuple):
    """What a table is drawn with."""

    row: Bars
    rule: Bars
    dash: str
    has_borders: bool


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

    Cells are wrapped at spaces; a table may grow wider than the width, but never loses a digit.
    """
    columns = list(zip(headings, *rows, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    room = width - 3 * (len(widths) - 1) - 2
    if sum(widths) > room:
        widths = _narrowed(widths, list(map(_least_width, columns)), room)
    lines = _BORDERS if ascii_only else _RULE
    left = [position in words for position in range(len(widths))]
    drawn = [[_row(cells, widths, left, lines.row) for cells in _folded(row, widths)] for row in rows]
    head = [_row(cells, widths, left, lines.row) for cells in _folded(headings, widths)]
    rule = _joined([lines.dash * size for size in widths], lines.rule)
    edge = [rule] if lines.has_borders else []
    page = [*edge, *head, rule, *(line for row in drawn for line in row), *edge]
    return [line.rstrip() for line in page if line.strip()]


def _least_width(column: Sequence[str]) -> int:
    """The width that a column needs; where no cell can be broken, its heading stays on a line as well."""
    _, *cells = column
    breaks = any(" " in cell for cell in cells)
    words = (word for cell in column for word in (cell.split() if breaks else [cell]))
    return max(map(cell_len, words), default=0)


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
    """A cell broken at its spaces."""
    if cell_len(cell) <= width:
        return [cell]
    lines = [""]
    for word in cell.split():
        longer = f"{lines[-1]} {word}".strip()
        lines[-1:] = [longer] if cell_len(longer) <= width or not lines[-1] else [lines[-1], word]
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
