"""What a step begins with, told under that step: under epoch 1, the loss before its update."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeGuard

from msgspec.structs import replace

from solver.checking.names.named_arrays import Target
from solver.checking.names.names import Names
from solver.checking.written.claim_signs import name_of, with_name
from solver.checking.written.labels import Label
from solver.checking.written.lines import Line

_BOTH = frozenset(("before", "after"))
"""The words for what is told before the first step and after each."""


def told_at_start(
    parts: Sequence[tuple[str, Line]], names: Names, is_right: Callable[[str], bool]
) -> list[tuple[str, Line]]:
    """The parts; those of a name that are told under the steps that begin with them, under the steps before.

    Args:
        parts: what was written, with its labels.
        names: what can be named.
        is_right: whether a claim has the value of what it names.
    """
    told = defaultdict[str, list[tuple[str, Label]]](list)
    for part, line in parts:
        if _is_under_step(line.label):
            told[name_of(part)].append((part, line.label))
    begun = {
        name for name, under in told.items() if _is_before(name, names) and _begins(name, under, is_right)
    }
    return [(part, _of_step_before(line) if name_of(part) in begun else line) for part, line in parts]


def _of_step_before(line: Line) -> Line:
    return replace(line, label=_before(line.label)) if _is_under_step(line.label) else line


def _is_under_step(label: Label | None) -> TypeGuard[Label]:
    """Whether a label is that of a step, and not of what comes after one."""
    return label is not None and label.is_step and not label.is_over


def _before(label: Label) -> Label:
    """The label of the step before."""
    return replace(label, number=label.number - 1)


def _is_before(name: str, names: Names) -> bool:
    """Whether a name stands for what is told before the first step and after each."""
    found = names.find(name) if name else None
    if found is None or found.answer is None or found.path:
        return False
    return set(found.answer.phrase.split()) >= _BOTH and names.indexed(Target(found.answer)).is_from_0


def _begins(name: str, under: Sequence[tuple[str, Label]], is_right: Callable[[str], bool]) -> bool:
    """Whether more of the values are those that their steps begin with than those that they end with."""
    before = sum(is_right(with_name(part, _before(label).after(name))) for part, label in under)
    return before > sum(is_right(with_name(part, label.after(name))) for part, label in under)
