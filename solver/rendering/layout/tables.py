"""Tables drawn with characters."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeAlias

from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

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
    sizes = [[cell_len(cell) for cell in column] for column in zip(headings, *rows, strict=True)]
    widths = [max(column) for column in sizes]
    if sum(widths) + 3 * (len(widths) - 1) + 2 > width:
        return _wrapped(headings, rows, width, ascii_only=ascii_only, words=words)
    # Rich takes most of the time of a page to measure what is known here.
    lines = _BORDERS if ascii_only else _RULE
    left = [position in words for position in range(len(widths))]
    drawn = [_row(row, widths, left, lines.row) for row in (headings, *rows)]
    rule = _joined([lines.dash * size for size in widths], lines.rule)
    edge = [rule] if lines.has_borders else []
    return [line.rstrip() for line in (*edge, drawn[0], rule, *drawn[1:], *edge) if line.strip()]


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


def _wrapped(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    *,
    ascii_only: bool,
    words: Collection[int],
) -> list[str]:
    """A table with cells of several lines."""
    table = Table(box=box.ASCII2 if ascii_only else box.SIMPLE_HEAD, pad_edge=False)
    for position, heading in enumerate(headings):
        justify: JustifyMethod = "left" if position in words else "right"
        table.add_column(Text(heading), justify=justify)
    for row in rows:
        table.add_row(*map(Text, row))
    page = io.StringIO()
    console = Console(file=page, width=sys.maxsize, color_system=None)
    for column in table.columns:
        cells = (column.header, *column.cells)
        sizes = [Measurement.get(console, console.options, cell) for cell in cells]
        column.no_wrap = not any(" " in str(cell) for cell in column.cells)
        column.min_width = max(size.maximum if column.no_wrap else size.minimum for size in sizes)
    console.width = max(width, Measurement.get(console, console.options, table).minimum)
    console.print(table)
    return [line.rstrip() for line in page.getvalue().splitlines() if line.strip()]
