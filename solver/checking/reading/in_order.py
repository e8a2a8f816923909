"""What is claimed under the numbers of things of a kind, or of the entries of a list: 1) params = 15, 2)
params = 8.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from typing import TypeGuard

from msgspec.structs import replace

from solver.checking.names.names import Names
from solver.checking.written.claim_signs import name_of, with_name
from solver.checking.written.claims import entries
from solver.checking.written.labels import Label
from solver.checking.written.lines import Line
from solver.checking.written.spelled_names import strict
from solver.patterns import regex

_INDEXED = regex(r"(?P<name>[^\W\d_]{1,20})_(?P<number>\d)")


def in_order(parts: Sequence[tuple[str, Line]], names: Names) -> list[tuple[str, Line]]:
    """The parts, those with the same name under the numbers from 1 as claims of what has these numbers.

    The numbers must not be those of steps that are told of here.
    """
    parts = _from_0(parts, names)
    told = defaultdict[str, list[Label]](list)
    for part, line in parts:
        if _has_number(line.label):
            told[name_of(part)].append(line.label)
    forms = {name: _form(name, labels, names) for name, labels in told.items() if name and len(labels) > 1}
    return [_numbered(part, line, forms.get(name_of(part), "")) for part, line in parts]


def _from_0(parts: Sequence[tuple[str, Line]], names: Names) -> Sequence[tuple[str, Line]]:
    """The parts, those of all entries of a list with numbers from 0 behind its name with their places."""
    indexed = [_INDEXED.fullmatch(strict(name_of(part))) for part, _ in parts]
    told = defaultdict[str, list[int]](list)
    for found in filter(None, indexed):
        told[found["name"]].append(int(found["number"]))
    lists = {name: _list_from_0(name, numbers, names) for name, numbers in told.items()}
    pairs = zip(parts, indexed, strict=True)
    return [
        (with_name(part, f"{lists[found['name']]}[{int(found['number']) + 1}]"), line)
        if found and lists[found["name"]]
        else (part, line)
        for (part, line), found in pairs
    ]


def _list_from_0(name: str, numbers: Sequence[int], names: Names) -> str:
    """The list that is called so, where it has as many entries as there are numbers from 0, and is told of no
    steps, which may begin with a given.
    """
    is_counted = len(numbers) > 1 and list(numbers) == list(range(len(numbers)))
    if not is_counted or names.is_given(f"{name}_0") or names.is_of_steps(name) or names.counts_from_0(name):
        return ""
    return _entries_called(name, len(numbers), names).removesuffix("[{}]")


def _has_number(label: Label | None) -> TypeGuard[Label]:
    """Whether a label is a number that may be that of anything."""
    return label is not None and label.is_step and not label.is_certain


def _numbered(part: str, line: Line, form: str) -> tuple[str, Line]:
    """A part as a claim of what its number tells; as it is without a form for that."""
    if not form or not _has_number(line.label):
        return part, line
    return with_name(part, form.format(line.label.number)), replace(line, label=None)


def _form(name: str, labels: Sequence[Label], names: Names) -> str:
    """What a name under a number stands for: `params of layer {}`, or `rates[{}]` of a list of as many."""
    is_counted = all(label.number == number for label, number in zip(labels, count(1), strict=False))
    at_steps = (called for label in labels for called in (label.after(name), f"{name}_{label.number}"))
    if not is_counted or any(names.find(called) is not None for called in at_steps):
        return ""
    things = (f"{name} of {noun} {{}}" for noun in names.nouns)
    of_things = (form for form in things if all(names.find(form.format(label.number)) for label in labels))
    return next(of_things, "") or _entries_called(name, len(labels), names)


def _entries_called(name: str, size: int, names: Names) -> str:
    """The form of the names of the entries of a list of this size that has a name."""
    found = names.find(name)
    if found is None or found.answer is None or found.path or len(entries(found.answer.value)) != size:
        return ""
    return f"{found.answer.name}[{{}}]"
