"""Eigenvalues: the roots of the characteristic polynomial, each with its multiplicity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from solver.mathematics.formula import Formula, Symbol
from solver.mathematics.values import Value, parts, real, subtract
from solver.problems.linear_algebra._polynomial import factors
from solver.problems.linear_algebra._roots import roots_of
from solver.problems.linear_algebra._row_reduction import Show
from solver.record.recorder import Working
from solver.record.solution import Mistake


@dataclass(frozen=True, slots=True)
class Eigenvalue:
    """An eigenvalue and the field element that stands for it in the elimination."""

    symbol: Symbol
    element: Any
    embed: Callable[[Fraction], Any]
    show: Show
    multiplicity: int


def find_eigenvalues(work: Working, polynomial: Formula) -> list[Eigenvalue]:
    """The eigenvalues; repeated ones first, then by size."""
    work.step("Eigenvalues", "The roots of the characteristic polynomial.")
    _, found = factors(polynomial)
    listed = [(root, factor) for factor in found for root in roots_of(factor)]
    listed.sort(key=lambda pair: _order(pair[1].multiplicity, pair[0].formula.evaluate()))
    eigenvalues = []
    for k, (root, factor) in enumerate(listed, 1):
        mistake = Mistake("root-sign", "the root was read off its factor with the wrong sign", -root.formula)
        symbol = work.let(f"lambda_{k}", root.formula, named=root.origin, mistakes=[mistake])
        turned = _apart(symbol.value, -root.formula.evaluate()) < _apart(
            symbol.value, root.formula.evaluate()
        )
        element = -root.element if turned else root.element
        eigenvalues.append(Eigenvalue(symbol, element, root.embed, root.show, factor.multiplicity))
    if not all(root.in_radicals for root, _ in listed):
        work.say("No root formula that can be used by hand serves here, so these are numerical.")
    return eigenvalues


def _apart(value: Value, other: Value) -> Value:
    return real(abs(subtract(value, other)))


def _order(multiplicity: int, value: Value) -> tuple[int, Value, Value]:
    re, im = parts(value)
    return (-multiplicity, -real(re), -real(im))
