"""Algebra by SymPy: derivatives, and the way between its trees and ours.

SymPy is imported when there is algebra to do, not before: most solutions need none.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from solver.errors import TooLongError
from solver.mathematics import formula as f
from solver.mathematics.formula.translation import InSymPy

if TYPE_CHECKING:
    import sympy


def to_sympy(formula: f.Formula) -> sympy.Expr:
    """The formula as a SymPy expression over real symbols.

    Raises:
        TypeError: it is a notation, which has no algebra.
    """
    import sympy

    return InSymPy(sympy, {}).visit(formula)


@cache
def _functions() -> dict[Any, f.Function]:
    """The functions that may be typed, and what derivatives of these have, by their classes in SymPy."""
    import sympy

    x = sympy.Symbol("x", real=True)
    calls = [(function.sympy(sympy, x), function) for function in f.TYPED.values()]
    # What SymPy writes with other functions, such as the sigmoid, has no class of its own.
    own = {call.func: function for call, function in calls if call.args == (x,) and call.is_Function}
    return own | {sympy.Max: f.maximum, sympy.Min: f.minimum, sympy.sign: f.sign}


@cache
def _constants() -> dict[Any, str]:
    import sympy

    return {sympy.pi: "pi", sympy.E: "e", sympy.I: "i"}


def from_sympy(expression: Any) -> f.Formula:
    """A SymPy expression as a formula, in the order in which SymPy would print it.

    Raises:
        TypeError: a part of it has no counterpart.
    """
    if expression.is_Rational:
        return f.Number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return f.Symbol(expression.name)
    if expression.is_Add:
        return _sum_from_sympy(expression.as_ordered_terms())
    if expression.is_Mul:
        return _product_from_sympy(expression)
    if expression.is_Pow:
        return _power_from_sympy(expression)
    if expression in _constants():
        return f.constant(_constants()[expression])
    if expression.func not in _functions():
        raise TypeError(f"no notation for {expression}")
    return _functions()[expression.func](*(from_sympy(argument) for argument in expression.args))


def _sum_from_sympy(terms: list[Any]) -> f.Formula:
    if not any(term.free_symbols for term in terms):
        terms = sorted(terms, key=lambda term: not term.is_Rational)
    result = from_sympy(terms[0])
    for term in terms[1:]:
        negative = term.could_extract_minus_sign()
        result = result - from_sympy(-term) if negative else result + from_sympy(term)
    return result


def _product_from_sympy(expression: Any) -> f.Formula:
    if expression.could_extract_minus_sign():
        return -from_sympy(-expression)
    top, bottom = expression.as_numer_denom()
    if bottom != 1:
        return from_sympy(top) / from_sympy(bottom)
    return f.product_of_sequence([from_sympy(factor) for factor in expression.as_ordered_factors()])


def _power_from_sympy(expression: Any) -> f.Formula:
    base, exponent = expression.as_base_exp()
    if expression.exp.could_extract_minus_sign():
        return f.lift(1) / from_sympy(1 / expression)
    if exponent.is_Rational and exponent.q == 2 and exponent.p == 1:
        return f.sqrt(from_sympy(base))
    return from_sympy(base) ** from_sympy(exponent)


MOST_PARTS = 10_000
"""A derivative with more parts than that fills many pages."""


@lru_cache(maxsize=1024)
def derivative(formula: f.Formula, name: str, *, with_kinks: bool = False) -> f.Formula:
    """The derivative by the symbol of that name, multiplied out no further than need be.

    Raises:
        TypeError: there is none that can be written, or, unless it may be `with_kinks`, not everywhere.
        TooLongError: nobody could read it.
    """
    import sympy

    found = sympy.diff(to_sympy(formula), sympy.Symbol(name, real=True))
    if found.has(sympy.sign) and not with_kinks:
        raise TypeError(f"there is a kink where {found} jumps")
    written = from_sympy(found)
    if f.number_of_parts(written) > MOST_PARTS:
        raise TooLongError("its derivatives are too long to be shown")
    return written
