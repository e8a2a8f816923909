"""Tables drawn with characters."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Sequence

from rich import box
from rich.console import Console, JustifyMethod
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text


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
