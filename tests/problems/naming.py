"""What the check calls the mistake in a wrong answer."""

from __future__ import annotations

import numpy as np

from solver import registry
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim


def findings(command, name, value, **givens):
    """The findings on all numbers of an answer, of an array such as NumPy works out."""
    entry = registry.find(command)
    claim = read_claim(f"{name} = {text(np.asarray(value, dtype=float))}")
    (verdict,) = check(entry.load().of(**givens), [claim]).verdicts
    return verdict.findings


def mistakes(command, name, value, **givens):
    """The mistakes that are named, one group for each wrong number that does not follow from one before."""
    carried = (Kind.RIGHT, Kind.CARRIED)
    found = findings(command, name, value, **givens)
    return [finding.mistakes for finding in found if finding.kind not in carried]


def text(array):
    """An array as a student types it."""
    if array.ndim == 0:
        return f"{array:#.10g}"
    if array.ndim > 2:
        return f"({','.join(f'[{text(part)}]' for part in array)})"
    return ("," if array.ndim == 1 else ";").join(map(text, array))
