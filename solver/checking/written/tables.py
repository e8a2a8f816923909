"""Tables in text: a head, and rows of values below it, between bars, tabs or spaces.

The values of a column are those of a list, under the name that is its head. Where they are not, each row
tells of the step or the thing that its first cell is the number or the name of.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

from msgspec import Struct

from solver.mathematics.values import Value
from solver.patterns import regex

BAR = "|"
FEWEST_ROWS = 2
FEWEST_COLUMNS = 2

_RULE = regex(r"[|\s:+-]*-[|\s:+-]*")
"""The line below the head."""

_NUMBER = regex(r"[-+−]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:[eE][-+−]?\d+)?%?")
_DECIMAL = regex(r"[-+]?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})")
_VALUE = regex(r"[-+−]?(?:\d|\.\d)[\d.,/eE+−×x-]{0,40}%?|[\[(][-+−\d.,;/eE\s]{1,80}[)\]]|[-–—]?")
"""A number, a shape or a list, or a cell that is left empty."""

_NAME = regex(r"\$?(?:\\?[^\W\d]|[∇∂Δ‖#])[^=:≈|]{0,40}")
_AT_STEP = regex(r"_\{?[tkn]\}?$|\s?\([tkn]\)$|\^\{?\([tkn]\)\}?$", where="tkn")
"""The letter of the step behind a name: w_t."""

_SEPARATORS = (regex(r"\t"), regex(r"\s{2,40}"), regex(r"\s{1,40}"))
_COUNTING = ("", "n", "i", "#", "no", "nr", "it")
"""Heads of a column with the numbers of the steps, besides words for a step."""

_LETTERS = ("t", "k")
"""Letters that count the steps."""


class Table(Struct, frozen=True):
    """The heads of columns, and the rows of as many cells."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def end_of_table(lines: Sequence[str], start: int) -> int:
    """Where a table ends that begins on a line; that line where none begins."""
    return max(_ends(lines, start), default=start)


def read_table(text: str) -> Table | None:
    """The table that a text is; none where it is no such."""
    lines = text.splitlines()
    for split in _WAYS if len(lines) > FEWEST_ROWS else ():
        if _end_of(lines, 0, split) == len(lines):
            head, *rows = (split(line) for line in (lines[0], *lines[1 + _is_rule(lines[1]) :]))
            return Table(head, rows)
    return None


def of_columns(table: Table, is_column: Callable[[str, int], bool]) -> dict[str, str]:
    """The claims of the columns that are lists, by their heads."""
    if any(len(row) != len(table.head) for row in table.rows):
        return {}
    columns = list(zip(table.head, zip(*table.rows, strict=True), strict=True))
    told = columns[_is_counting(columns[0][1]) :]
    named = ((name, values) for name, values in told if name and all(map(_NUMBER.fullmatch, values)))
    return {
        name: f"{name} = ({', '.join(values)})" for name, values in named if is_column(name, len(table.rows))
    }


def given_heads(table: Table, columns: Container[Sequence[Value | None]]) -> list[str]:
    """The heads of the columns whose numbers are among these."""
    if any(len(row) != len(table.head) for row in table.rows):
        return []
    named = zip(table.head, zip(*table.rows, strict=True), strict=True)
    return [name for name, column in named if _numbers_in(column) in columns]


def _numbers_in(column: Sequence[str]) -> tuple[Fraction, ...]:
    """The numbers of a column; nothing where some are none."""
    cells = [cell.replace("−", "-") for cell in column]
    return tuple(map(Fraction, cells)) if all(map(_DECIMAL.fullmatch, cells)) else ()


def _is_counting(values: Sequence[str]) -> bool:
    """Whether values only count the rows, from 0 or 1."""
    return any([*values] == [str(start + row) for row in range(len(values))] for start in (0, 1))


def without(table: Table, heads: Container[str]) -> Table:
    """A table without the columns that have these heads, except for the first one."""
    kept = [0, *(place for place, name in enumerate(table.head) if place and name not in heads)]
    rows = [row for row in table.rows if len(row) == len(table.head)]
    return Table([table.head[i] for i in kept], [[row[i] for i in kept] for row in rows])


def of_rows(table: Table, told: Callable[[str, Sequence[str]], str]) -> Iterator[str]:
    """The claims of the rows, each under the label that its first cell is.

    Args:
        table: the table, without columns that are told otherwise.
        told: of the names for a column, the one that something under a label has; nothing for none.
    """
    for first, *cells in table.rows:
        for label in _labels(table.head[0], first):
            under = zip(table.head[1:], cells, strict=True)
            named = [(told(label, _names(name)), value) for name, value in under]
            claims = [f"{name} = {value}" for name, value in named if name and value.strip("-–—")]
            if claims:
                yield f"{label}: {'; '.join(claims)}"
                break


def _names(head: str) -> Sequence[str]:
    """What may be the name of a column, with the letter of the step behind it and without."""
    return tuple(dict.fromkeys((head, _AT_STEP.sub("", head))))


def _labels(head: str, cell: str) -> Iterator[str]:
    """What may be the label of a row: t = 1, layer 1, conv1."""
    if cell.isdecimal():
        counter = "step" if head.lower().strip(".") in _COUNTING else head
        yield f"{head} = {cell}" if head in _LETTERS else f"{counter} {cell}"
    elif _NAME.fullmatch(cell):
        yield cell


def _ends(lines: Sequence[str], start: int) -> Iterator[int]:
    return (_end_of(lines, start, split) for split in _WAYS)


def _end_of(lines: Sequence[str], start: int, split: Callable[[str], list[str]]) -> int:
    """Where a table ends whose cells are cut so; where it begins if it is none."""
    head = split(lines[start])
    if split is _at_bars and head and start + 1 < len(lines) and _is_rule(lines[start + 1]):
        rows = list(takewhile(lambda line: BAR in line, lines[start + 2 :]))
        return start + 2 + len(rows) if rows else start
    if len(head) < FEWEST_COLUMNS or not all(map(_NAME.fullmatch, [head[0] or "#", *head[1:]])):
        return start
    cells = map(split, lines[start + 1 :])
    count = sum(1 for _ in takewhile(lambda row: _is_row(row, len(head)), cells))
    return start + 1 + count if count >= FEWEST_ROWS else start


def _is_rule(line: str) -> bool:
    return BAR in line and _RULE.fullmatch(line.strip()) is not None


def _is_row(cells: Sequence[str], width: int) -> bool:
    """Whether cells are a row: values, behind the name or the number of what they are of."""
    values = list(map(_VALUE.fullmatch, cells[1:]))
    is_begun = bool(cells) and bool(_VALUE.fullmatch(cells[0]) or _NAME.fullmatch(cells[0]))
    return len(cells) == width and is_begun and all(values) and any(cells[1:])


def _at_bars(line: str) -> list[str]:
    return [cell.strip(" $") for cell in line.strip().strip(BAR).split(BAR)] if BAR in line else []


def _apart(separator: re.Pattern[str]) -> Callable[[str], list[str]]:
    return lambda line: [cell.strip(" $") for cell in separator.split(line.rstrip("\r"))]


_WAYS = (_at_bars, *map(_apart, _SEPARATORS))
"""How a line may be cut into cells."""
