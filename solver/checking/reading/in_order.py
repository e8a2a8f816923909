"""The entries of a list that are claimed under numbers in its order: 1) params = 15, 2) params = 8."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from msgspec.structs import replace

from solver.checking.names.names import Names
from solver.checking.written.claim_signs import name_of, with_name
from solver.checking.written.claims import entries
from solver.checking.written.labels import Label
from solver.checking.written.lines import Line


def in_order(parts: Sequence[tuple[str, Line]], names: Names) -> list[tuple[str, Line]]:
    """The parts, those with the same name under the numbers from 1 as claims of the entries of its list.

    There must be one for each of them, and the numbers must not be those of steps that are told of here.
    """
    told = defaultdict[str, list[Label]](list)
    for part, line in parts:
        if line.label is not None and line.label.is_step and not line.label.is_certain:
            told[name_of(part)].append(line.label)
    lists = {name: _list_of(name, labels, names) for name, labels in told.items() if len(labels) > 1}
    return [_numbered(part, line, lists.get(name_of(part), "")) for part, line in parts]


def _numbered(part: str, line: Line, whole: str) -> tuple[str, Line]:
    """A part as a claim of the entry that its number tells; as it is without a list, or without a number."""
    if line.label is None or not whole or line.label.is_certain:
        return part, line
    return with_name(part, f"{whole}[{line.label.number}]"), replace(line, label=None)


def _list_of(name: str, labels: Sequence[Label], names: Names) -> str:
    """The answer that a name stands for, where it is a list of as many entries as there are numbers."""
    found = names.find(name) if name else None
    if found is None or found.answer is None or found.path:
        return ""
    is_counted = all(label.number == number for label, number in zip(labels, count(1), strict=False))
    is_of_steps = any(names.find(label.after(name)) is not None for label in labels)
    is_whole = len(labels) == len(entries(found.answer.value))
    return found.answer.name if is_counted and is_whole and not is_of_steps else ""
