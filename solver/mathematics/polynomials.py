"""Polynomials over the rationals in one symbol: multiplied out, factored and solved, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

from solver.errors import BeyondError, UndefinedError
from solver.mathematics import values
from solver.mathematics.formula import (
    Formula,
    Number,
    Symbol,
    product_of_sequence,
    sqrt,
    sum_of,
    symbols_of,
    times,
)
from solver.mathematics.sympy_bridge import from_sympy, to_sympy
from solver.mathematics.values import Value

if TYPE_CHECKING:
    import sympy

LONGEST_RADICAL = 12
"""Operations in an expression of roots that can still be read."""


def multiplied_out(formula: Formula) -> Formula:
    """The same polynomial, the highest power first."""
    return _formula(_polynomial(formula))


def factored(formula: Formula) -> Formula:
    """The same polynomial as a product of irreducible factors."""
    powers = [_power(_formula(factor), multiplicity) for factor, multiplicity in factors(formula)]
    return times(from_sympy(_polynomial(formula).LC()), product_of_sequence(powers))


def factors(formula: Formula) -> list[tuple[sympy.Poly, int]]:
    """The monic irreducible factors with their multiplicities, linear ones first."""
    _, found = _polynomial(formula).factor_list()
    monic = [(factor.monic(), multiplicity) for factor, multiplicity in found]
    return sorted(monic, key=lambda pair: (pair[0].degree(), -pair[1], pair[0].all_coeffs()[-1]))


@dataclass(frozen=True, slots=True)
class Root:
    """A root of an irreducible polynomial p, as a formula and as an element of the field Q[x]/(p).

    There every root is the class of x; they differ in how `show` writes an element. `origin` is what the
    formula was simplified from.
    """

    formula: Formula
    element: Any
    show: Callable[[Any], Formula]
    origin: Formula | None = None


def roots(factor: sympy.Poly) -> Iterator[Root]:
    """The roots of a monic irreducible polynomial: with square roots if it is quadratic, else as they serve.

    Raises:
        UndefinedError: they cannot be told apart.
    """
    import sympy
    from sympy.polys.agca.extensions import FiniteExtension

    x = FiniteExtension(factor).generator
    match factor.all_coeffs():
        case [_, b]:
            root = from_sympy(-b)
            yield Root(root, root.evaluate(), Number)
        case [_, b, c]:
            minus_b, under = -from_sympy(b), sqrt(from_sympy(b) ** 2 - 4 * from_sympy(c))
            for sign, numerator in ((1, minus_b + under), (-1, minus_b - under)):
                show = partial(_in_radicals, (-b + sign * sympy.sqrt(b**2 - 4 * c)) / 2)
                yield Root(show(x), x, show, numerator / 2)
        case _:
            for number, formula in _higher_roots(factor):
                yield Root(formula, x, partial(_as_number, number))


def _higher_roots(factor: sympy.Poly) -> Iterator[tuple[Value, Formula]]:
    """The roots to 50 digits, and as formulas: in radicals where they are short, else as these numbers."""
    import sympy
    from mpmath.libmp import NoConvergence

    radicals = [r for r in sympy.roots(factor) if sympy.count_ops(r) <= LONGEST_RADICAL]
    real_roots = factor.count_roots()
    try:
        numerical = factor.nroots(n=values.WORKING_DIGITS, maxsteps=500)
    except NoConvergence:
        raise BeyondError("the roots of the characteristic polynomial lie too far apart in size") from None
    for position, root in enumerate(numerical):
        number = values.from_text(*map(str, root.as_real_imag()))
        same = [r for r in radicals if abs(sympy.N(r, 40) - root) < 1e-30]
        readable = [from_sympy(r) for r in same if position >= real_roots or not r.has(sympy.I)]
        yield number, next(filter(_has_value, readable), Number(number))


def _has_value(formula: Formula) -> bool:
    """Whether no root is taken of a negative number."""
    try:
        formula.evaluate()
    except UndefinedError:
        return False
    return True


def _in_radicals(root: sympy.Expr, element: Any) -> Formula:
    """An element of the field, where the class of x is this root."""
    import sympy

    expression = element.ext.to_sympy(element).subs(element.ext.modulus.gen, root)
    return from_sympy(sympy.together(expression.expand()))


def _as_number(root: Value, element: Any) -> Formula:
    """The same in numbers, by Horner's scheme."""
    exact = [Fraction(int(c.numerator), int(c.denominator)) for c in element.rep.to_list()] or [Fraction(0)]
    return Number(values.tidy(reduce(lambda total, c: values.add(values.multiply(total, root), c), exact)))


def _polynomial(formula: Formula) -> sympy.Poly:
    import sympy

    variable = next(symbols_of(formula), Symbol("x"))
    return sympy.Poly(to_sympy(formula), to_sympy(variable), domain="QQ")


def _formula(polynomial: sympy.Poly) -> Formula:
    if polynomial.is_ground:
        return from_sympy(polynomial.LC())
    terms = []
    for (power,), coefficient in polynomial.terms():
        size = from_sympy(abs(coefficient))
        term = times(size, _power(from_sympy(polynomial.gen), power)) if power else size
        terms.append(term if coefficient > 0 else -term)
    return sum_of(terms)


def _power(base: Formula, exponent: int) -> Formula:
    return base if exponent == 1 else base**exponent
