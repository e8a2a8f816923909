"""Matrices whose rows stand below their name, or beside it and below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from solver.patterns import regex

FEWEST_ROWS = 2

_ENTRY = r"[-+−]?(?:\d[\d./]{0,30}|\.\d{1,30})%?"
_ROW = regex(
    rf"\s{{0,80}}(?P<open>[\[(|│]?)\s{{0,9}}(?P<entries>{_ENTRY}(?:(?:\s{{0,9}},\s{{0,9}}|\s{{1,9}}|\s{{0,9}}&\s{{0,9}})"
    rf"{_ENTRY}){{1,30}})\s{{0,9}}(?P<close>[\])|│]?)\s{{0,9}}(?:[,;]|\\\\)?\s{{0,9}}"
)
_NAMED = regex(r"(?P<name>\s{0,9}\\?[^\W\d][^=:≈\n]{0,60}?\s{0,9}[=:])(?P<first>[^=:≈]{0,400})", where="=:")
_SEPARATOR = regex(r"\s{0,9}[,&]\s{0,9}|\s{1,9}")
_CLOSING = {"": "", "[": "]", "(": ")", "|": "|", "│": "│"}


def with_rows(lines: Sequence[str]) -> list[str]:
    """As many lines as before: a name with the rows below it as one array, the lines of the rows empty."""
    found = list(lines)
    for number, line in enumerate(lines):
        named = _NAMED.fullmatch(line)
        if named is None:
            continue
        first = named["first"].strip()
        rows = [*([_entries(first)] if first else []), *_rows_below(lines, number + 1)]
        count = len(rows) - bool(first)
        is_array = len(rows) >= FEWEST_ROWS and count > 0 and {len(row) for row in rows} == {len(rows[0])}
        # Beside a name, a comma may stand between several things.
        if is_array and rows[0] and not re.search(r"[,;]", first):
            array = ", ".join(f"[{', '.join(row)}]" for row in rows)
            found[number : number + 1 + count] = [f"{named['name']} [{array}]", *[""] * count]
    return found


def _rows_below(lines: Sequence[str], start: int) -> list[list[str]]:
    rows = list[list[str]]()
    for line in lines[start:]:
        row = _entries(line)
        if not row:
            break
        rows.append(row)
    return rows


def _entries(text: str) -> list[str]:
    """The entries of a row; none where a text is no row."""
    row = _ROW.fullmatch(text)
    return _SEPARATOR.split(row["entries"]) if row and _CLOSING[row["open"]] == row["close"] else []
