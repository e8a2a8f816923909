"""Numbers that may have the other sign: changes that are taken off, and the ends of an interval about 0."""

from __future__ import annotations

from solver.checking.named_arrays import Target, flat
from solver.checking.spelled_names import loose, strict
from solver.mathematics.formula import Add, Neg, Symbol
from solver.patterns import regex
from solver.record.solution import Solution, leaves

_CHANGE = regex(r"[dD]elta_?(?:w|W|V|b|theta|x)(?![A-Za-z])|(?:weight_?)?change|update|step")
"""A name that says that something is added."""


def may_have_other_sign(name: str, target: Target, solution: Solution) -> bool:
    """Whether what a name stands for may be written with the other sign.

    Args:
        name: as the student gave it.
        target: what it stands for.
        solution: the solution.
    """
    return _has_either_sign(target, solution) or _is_taken_off(name, target, solution)


def _has_either_sign(target: Target, solution: Solution) -> bool:
    """Whether what a name stands for may be written with the other sign."""
    if target.answer is not None:
        return target.answer.either_sign
    signed = (answer for answer in solution.answers if answer.either_sign)
    return isinstance(target.quantities, str) and any(
        target.quantities in leaves(answer.value) for answer in signed
    )


def _is_taken_off(name: str, target: Target, solution: Solution) -> bool:
    """Whether a name says that a number is a change, and its quantity is what was taken off.

    The name of an answer says no more than what the answer is declared to be.
    """
    is_own = target.answer is not None and loose(name) == loose(target.answer.name)
    if is_own or _CHANGE.match(strict(name)) is None:
        return False
    named = flat(target.quantities) if target.answer is None else leaves(target.answer.at(target.path))
    wanted = set(named)
    sums = (q.formula for q in solution.quantities.values() if isinstance(q.formula, Add))
    terms = (term.operand for whole in sums for term in whole.terms if isinstance(term, Neg))
    return bool(wanted) and wanted <= {term.name for term in terms if isinstance(term, Symbol)}
