"""Formulas without what changes nothing in them."""

from __future__ import annotations

from collections.abc import Sequence

from solver.mathematics.formula.building import symbols_of
from solver.mathematics.formula.nodes import Add, Alias, Div, Formula, Mul, Pow
from solver.mathematics.values import is_exact


def bare(formula: Formula) -> Formula:
    """The formula without terms of 0 beside a single other one, and factors, divisors and powers of 1."""
    match formula:
        case Alias():
            return bare(formula.children()[0])
        case Add(terms):
            return _alone(formula, [term for term in terms if not _is(term, 0)])
        case Mul(factors):
            return _alone(formula, [factor for factor in factors if not _is(factor, 1)])
        case Div(inner, other) | Pow(inner, other) if _is(other, 1):
            return bare(inner)
    return formula


def _alone(formula: Formula, kept: Sequence[Formula]) -> Formula:
    return bare(kept[0]) if len(kept) == 1 else formula


def _is(formula: Formula, number: int) -> bool:
    if any(symbol.value is None for symbol in symbols_of(formula)):
        return False
    value = formula.evaluate()
    return is_exact(value) and value == number
