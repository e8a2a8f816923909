"""Where in a TOML text something stands: the parser of the standard library does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\-\"' ]+?)\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line of a TOML text where a key or a table stands, or the nearest one above it."""
    best, longest = 1, 0
    counts: dict[str, int] = {}
    table: list[str | int] = []
    for number, line in enumerate(text.splitlines(), 1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _table_path(header[1], counts)
        place = [*table, key[1]] if key and not header else table
        shared = min(len(place), len(path))
        # The first table of an array stands where the array begins.
        is_there = place[:shared] == list(path[:shared]) and not any(place[shared:])
        if (header or key) and shared > longest and is_there:
            best, longest = number, shared
    return best


def _table_path(header: str, counts: dict[str, int]) -> list[str | int]:
    """The path of a table header, of which `counts` have been seen; a table of an array counts from 0."""
    names = [part.strip(" \"'") for part in header.split(".")]
    path: list[str | int] = []
    for depth, name in enumerate(names, 1):
        full = ".".join(names[:depth])
        if depth == len(names):
            counts[full] = counts.get(full, -1) + 1
            for inner in [known for known in counts if known.startswith(f"{full}.")]:
                del counts[inner]
        path += [name, counts.get(full, 0)]
    return path
