"""Polynomials over the rationals in one symbol: multiplied out, factored and solved, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial, reduce
from math import gcd, lcm
from operator import add, mul
from typing import Any

from flint import fmpq_poly
from msgspec import Struct

from solver.errors import UndefinedError
from solver.mathematics import formula as f
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
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.number_fields import FieldElement, from_flint, to_flint
from solver.mathematics.surds import square_root
from solver.mathematics.sympy_bridge import from_sympy
from solver.mathematics.values import Value

LONGEST_RADICAL = 12
"""Operations in an expression of roots that can still be read."""

X = fmpq_poly([0, 1])


def multiplied_out(formula: Formula) -> Formula:
    """The same polynomial, the highest power first."""
    return _formula(_polynomial(formula), _unknown(formula))


def factored(formula: Formula) -> Formula:
    """The same polynomial as a product of irreducible factors."""
    unknown = _unknown(formula)
    powers = [_power(_formula(factor, unknown), multiplicity) for factor, multiplicity in factors(formula)]
    leading = from_flint(_polynomial(formula).leading_coefficient())
    return times(Number(leading), product_of_sequence(powers))


def factors(formula: Formula) -> list[tuple[fmpq_poly, int]]:
    """The monic irreducible factors with their multiplicities, linear ones first."""
    _, found = _polynomial(formula).factor()
    return sorted(((factor / factor.leading_coefficient(), count) for factor, count in found), key=_order)


def _order(pair: tuple[fmpq_poly, int]) -> tuple[Any, ...]:
    """By degree, multiplicity and last coefficient; else by whole coefficients, the highest first."""
    factor, multiplicity = pair
    whole = tuple(reversed(factor.numer().coeffs()))
    return factor.degree(), -multiplicity, from_flint(factor[0]), tuple(map(int, whole))


class Root(Struct, frozen=True):
    """A root of an irreducible polynomial p, as a formula and as an element of the field Q[x]/(p).

    There every root is the class of x; they differ in how `show` writes an element. `origin` is what the
    formula was simplified from.
    """

    formula: Formula
    element: Any
    show: Callable[[Any], Formula]
    origin: Formula | None = None


def roots(factor: fmpq_poly) -> Iterator[Root]:
    """The roots of a monic irreducible polynomial: with square roots if it is quadratic, else as they are."""
    x = FieldElement.root(factor)
    match [from_flint(c) for c in factor.coeffs()]:
        case [c, _]:
            yield Root(Number(-c), -c, Number)
        case [c, b, _]:
            under = sqrt(Number(b) ** 2 - 4 * Number(c))
            for sign, numerator in ((1, -Number(b) + under), (-1, -Number(b) - under)):
                show = partial(_in_radicals, b, b**2 - 4 * c, sign)
                yield Root(show(x), x, show, numerator / 2)
        case coefficients:
            for number, formula in _higher_roots(coefficients):
                yield Root(formula, x, partial(_as_number, number))


def _higher_roots(coefficients: Sequence[Fraction]) -> Iterator[tuple[Value, Formula]]:
    """The roots as numbers, and as formulas: in radicals where they are short, else as these numbers."""
    radicals = _radicals(coefficients) if all(map(values.is_short, coefficients)) else []
    for number in values.roots_of(coefficients):
        yield number, next(_same(number, radicals), Number(number))


def _radicals(coefficients: Sequence[Fraction]) -> list[Any]:
    """The roots that are short expressions of roots. SymPy fails on numbers of thousands of digits."""
    import sympy

    x = sympy.Symbol("x", real=True)
    terms = (sympy.Rational(c.numerator, c.denominator) * x**k for k, c in enumerate(coefficients))
    return [r for r in sympy.roots(sympy.Poly(sum(terms), x)) if sympy.count_ops(r) <= LONGEST_RADICAL]


def _same(number: Value, radicals: Sequence[Any]) -> Iterator[Formula]:
    """The radicals that are a number, as formulas that have a value: no root is of a negative number."""
    if not radicals:
        return
    import sympy

    parts = (sympy.Float(values.digits_text(part, 45), 45) for part in values.parts(number))
    root = sum(part * unit for part, unit in zip(parts, (1, sympy.I), strict=True))
    same = (r for r in radicals if abs(sympy.N(r, 40) - root) < 1e-30)
    readable = (from_sympy(r) for r in same if values.is_complex(number) or not r.has(sympy.I))
    yield from filter(_has_value, readable)


def _has_value(formula: Formula) -> bool:
    """Whether no root is taken of a negative number."""
    try:
        formula.evaluate()
    except UndefinedError:
        return False
    return True


def _in_radicals(b: Fraction, discriminant: Fraction, sign: int, element: FieldElement) -> Formula:
    """An element of the field of x^2 + bx + c, where x is the root with this sign before the square root."""
    outside, under = square_root(discriminant)
    constant, slope = (*element.coefficients, Fraction(0), Fraction(0))[:2]
    return _sum_with_root(constant - slope * b / 2, sign * slope * outside / 2, under)


def _sum_with_root(constant: Fraction, factor: Fraction, under: int) -> Formula:
    """constant + factor √under over one denominator, without a common factor in a sum of whole numbers."""
    if factor == 0:
        return Number(constant)
    bottom = lcm(constant.denominator, factor.denominator)
    whole, multiple = int(constant * bottom), int(factor * bottom)
    common = gcd(whole, multiple) if whole and bottom == 1 else 1
    root = _multiple_of_root(abs(multiple) // common, under)
    if whole == 0:
        quotient = root if bottom == 1 else root / bottom
        return quotient if multiple > 0 else -quotient
    total = Number(Fraction(whole // common)) + (root if multiple > 0 else -root)
    if bottom == 1:
        return times(Number(Fraction(common)), total)
    return total / bottom


def _multiple_of_root(multiple: int, under: int) -> Formula:
    factors: list[Formula] = [] if multiple == 1 else [Number(Fraction(multiple))]
    factors += [] if abs(under) == 1 else [sqrt(abs(under))]
    factors += [f.constant("i")] if under < 0 else []
    return product_of_sequence(factors)


def _as_number(root: Value, element: FieldElement) -> Formula:
    """The same in numbers, by Horner's scheme."""
    highest, *others = reversed(element.coefficients or [Fraction(0)])
    return Number(
        values.tidy(reduce(lambda total, c: values.add(values.multiply(total, root), c), others, highest))
    )


def _unknown(formula: Formula) -> Symbol:
    return next(symbols_of(formula), Symbol("x"))


def _polynomial(formula: Formula) -> fmpq_poly:
    """The polynomial of a formula in its only symbol.

    Raises:
        TypeError: it is no sum, product or power.
    """
    return _POLYNOMIALS.visit(formula)


class _Polynomials(Visitor[fmpq_poly]):
    def visit_Formula(self, formula: Formula) -> fmpq_poly:
        raise TypeError(f"no polynomial in {type(formula).__name__}")

    def visit_Number(self, formula: Number) -> fmpq_poly:
        return fmpq_poly([to_flint(formula.number)])

    def visit_Symbol(self, formula: Symbol) -> fmpq_poly:
        return X

    def visit_Neg(self, formula: f.Neg) -> fmpq_poly:
        return -self.visit(formula.operand)

    def visit_Add(self, formula: f.Add) -> fmpq_poly:
        return reduce(add, map(self.visit, formula.terms))

    def visit_Mul(self, formula: f.Mul) -> fmpq_poly:
        return reduce(mul, map(self.visit, formula.factors))

    def visit_Pow(self, formula: f.Pow) -> fmpq_poly:
        return self.visit(formula.base) ** int(formula.exponent.evaluate())


_POLYNOMIALS = _Polynomials()


def _formula(polynomial: fmpq_poly, unknown: Symbol) -> Formula:
    terms: list[Formula] = []
    for power, coefficient in reversed(list(enumerate(map(from_flint, polynomial.coeffs())))):
        if coefficient:
            size = Number(abs(coefficient))
            term = times(size, _power(unknown, power)) if power else size
            terms.append(term if coefficient > 0 else -term)
    return sum_of(terms)


def _power(base: Formula, exponent: int) -> Formula:
    return base if exponent == 1 else base**exponent
