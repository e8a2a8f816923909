"""Quantities that have the number of a step in their names, and those of another step."""

from __future__ import annotations

from collections.abc import Container

from solver.checking.named_arrays import Array, flat
from solver.checking.step_labels import EPOCH, Step
from solver.patterns import regex

_ROUNDS = (EPOCH, "iteration", "iter")
"""What goes over all samples: the raised number of what has steps is that of a layer."""

_RAISED = regex(r"(?P<letter>[^_^]+\^)(?P<number>\d+)(?P<rest>_.+)", where="^")
"""The number of a step raised: c^2_11."""

_PASSED = regex(r"(?P<letter>[^_^/]+_)(?P<number>\d+)(?P<rest>,\d+(?:,\d+)*)", where=",")
"""The number of an epoch, and behind it that of a sample: w_3,4 and w_3,4,1."""


def at_step(array: Array, step: Step, known: Container[str]) -> Array | None:
    """What an array is after another step than the last one; none where that is not worked out."""
    renamed = {name: _renamed(name, step) for name in flat(array)}
    if not renamed or not all(name in known for name in renamed.values()):
        return None
    return _with_names(array, renamed)


def _renamed(name: str, step: Step) -> str:
    """A name with the number of another step; nothing where it has none of a step."""
    if step.counter not in _ROUNDS:
        return ""
    found = _RAISED.fullmatch(name) or (_PASSED.fullmatch(name) if step.counter == EPOCH else None)
    return f"{found['letter']}{step.number}{found['rest']}" if found else ""


def _with_names(array: Array, renamed: dict[str, str]) -> Array:
    """An array with other names."""
    return renamed[array] if isinstance(array, str) else tuple(_with_names(item, renamed) for item in array)
