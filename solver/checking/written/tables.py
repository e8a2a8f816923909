"""Tables in text: the values of a column are those of a list, under the name that is its head."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solver.patterns import regex

BAR = "|"
FEWEST_ROWS = 2

_RULE = regex(r"[|\s:+-]*-[|\s:+-]*")
"""The line below the head."""

_NUMBER = regex(r"[-+−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][-+−]?\d+)?%?")


def is_table(lines: Sequence[str]) -> bool:
    """Whether lines are a table: a head, a rule, and rows."""
    begins = all(line.lstrip().startswith(BAR) for line in lines)
    return begins and len(lines) > FEWEST_ROWS and _RULE.fullmatch(lines[1].strip()) is not None


def end_of_table(lines: Sequence[str], start: int) -> int:
    """Where a table ends that begins on a line; that line where none begins."""
    end = start
    while end < len(lines) and lines[end].lstrip().startswith(BAR):
        end += 1
    return end if is_table(lines[start:end]) else start


def of_columns(text: str, is_column: Callable[[str, int], bool]) -> str | None:
    """The claims of the columns of a table that have names; none where a text is no table."""
    lines = text.splitlines()
    if not is_table(lines):
        return None
    head, _, *rows = list(map(_cells, lines))
    if any(len(row) != len(head) for row in rows):
        return ""
    columns = zip(head, zip(*rows, strict=True), strict=True)
    named = [(name, values) for name, values in columns if name and all(map(_NUMBER.fullmatch, values))]
    return "; ".join(
        f"{name} = ({', '.join(values)})" for name, values in named if is_column(name, len(rows))
    )


def _cells(line: str) -> list[str]:
    return [cell.strip(" $") for cell in line.strip().strip(BAR).split(BAR)]
