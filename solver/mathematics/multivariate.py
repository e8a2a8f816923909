"""Polynomials over the rationals in several symbols, by FLINT: read, written, factored, and their zeros.

Source: Cox, Little and O'Shea, Ideals, Varieties, and Algorithms, sections 2.7 and 5.3; Using Algebraic
Geometry, section 2.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add, mul
from typing import Any, TypeAlias

from flint import Ordering, fmpq_mat, fmpq_mpoly_ctx, fmpq_poly, fmpz_mpoly_ctx, fmpz_mpoly_vec

from solver.mathematics import formula as f
from solver.mathematics.formula import Formula, Number, Symbol, product_of_sequence, sum_of
from solver.mathematics.formula.visitor import Visitor
from solver.mathematics.number_fields import from_flint, to_flint

Polynomial: TypeAlias = Any
"""An `fmpq_mpoly`; its context knows the symbols."""

Powers: TypeAlias = tuple[int, ...]
Terms: TypeAlias = dict[Powers, Fraction]


def polynomial_of(formula: Formula, names: Sequence[str]) -> Polynomial:
    """The polynomial of a formula in symbols of these names.

    Raises:
        TypeError: it is none, or has coefficients that are no fractions.
    """
    return _Reader(names).visit(formula)


class _Reader(Visitor[Polynomial]):
    def __init__(self, names: Sequence[str]) -> None:
        self._context = fmpq_mpoly_ctx.get(tuple(names), Ordering.lex)
        self._generators = dict(zip(names, self._context.gens(), strict=True))

    def visit_Formula(self, formula: Formula) -> Polynomial:
        if any(True for _ in f.symbols_of(formula)):
            raise TypeError(f"no polynomial in {type(formula).__name__}")
        return self._constant(formula)

    def visit_Symbol(self, formula: Symbol) -> Polynomial:
        found = self._generators.get(formula.name)
        return self._constant(formula) if found is None else found

    def visit_Neg(self, formula: f.Neg) -> Polynomial:
        return -self.visit(formula.operand)

    def visit_Add(self, formula: f.Add) -> Polynomial:
        return reduce(add, map(self.visit, formula.terms))

    def visit_Mul(self, formula: f.Mul) -> Polynomial:
        return reduce(mul, map(self.visit, formula.factors))

    def visit_Div(self, formula: f.Div) -> Polynomial:
        top, bottom = self.visit(formula.numerator), self.visit(formula.denominator)
        if bottom.is_zero():
            raise TypeError("a division by 0")
        quotient, rest = divmod(top, bottom)
        if not rest.is_zero():
            raise TypeError("a quotient that is no polynomial")
        return quotient

    def visit_Pow(self, formula: f.Pow) -> Polynomial:
        exponent = from_flint(_constant_of(self.visit(formula.exponent)))
        if exponent.denominator != 1 or exponent < 0:
            return self.visit_Formula(formula)
        return self.visit(formula.base) ** int(exponent)

    def _constant(self, formula: Formula) -> Polynomial:
        value = formula.evaluate()
        if not isinstance(value, Fraction):
            raise TypeError("a coefficient that is no fraction")
        return self._context.constant(to_flint(value))


def _constant_of(polynomial: Polynomial) -> Any:
    if not polynomial.is_constant():
        raise TypeError("an exponent that is no number")
    return polynomial.coeffs()[0] if len(polynomial) else to_flint(Fraction(0))


def terms_of(polynomial: Polynomial) -> Terms:
    """The coefficients, by the powers of the symbols."""
    return {tuple(map(int, powers)): from_flint(c) for powers, c in polynomial.terms()}


def formula_of(polynomial: Polynomial) -> Formula:
    """A polynomial as it is written, multiplied out."""
    names = polynomial.context().names()
    terms: list[Formula] = []
    for powers, c in polynomial.terms():
        letters = [
            Symbol(n) if k == 1 else Symbol(n) ** int(k) for n, k in zip(names, powers, strict=True) if k
        ]
        coefficient = from_flint(c)
        term = _product(abs(coefficient), letters)
        terms.append(term if coefficient > 0 else -term)
    return sum_of(terms)


def _product(number: Fraction, factors: Sequence[Formula]) -> Formula:
    """A positive number times factors: its numerator before them, its denominator below them."""
    top = [] if number.numerator == 1 and factors else [Number(Fraction(number.numerator))]
    product = product_of_sequence([*top, *factors])
    return product if number.denominator == 1 else product / number.denominator


def factored(polynomial: Polynomial) -> Formula:
    """A polynomial as a product of a number and irreducible factors, with whole coefficients if it can be."""
    content, found = polynomial.factor()
    number, factors = from_flint(content), list[tuple[Polynomial, int]]()
    for factor, count in found:
        whole = lcm(*(int(c.q) for c in factor.coeffs()))
        sign = 1 if factor.coeffs()[0] > 0 else -1
        factors.append((factor * (sign * whole), count))
        number /= Fraction(sign * whole) ** count
    factors.sort(key=lambda pair: (len(pair[0]), pair[0].total_degree(), str(pair[0])))
    written = [formula_of(p) if n == 1 else formula_of(p) ** n for p, n in factors]
    product = _product(abs(number), written)
    return product if number >= 0 else -product


def coordinates(conditions: Sequence[Polynomial]) -> list[fmpq_poly] | None:
    """For each symbol the polynomial whose roots are its values at the common zeros: 1 where there are none.

    None where the zeros, complex ones among them, are infinitely many.
    """
    names = conditions[0].context().names()
    context = fmpz_mpoly_ctx.get(names, Ordering.degrevlex)
    whole = fmpz_mpoly_vec([_with_whole_coefficients(p, context) for p in conditions], context)
    basis = list(whole.buchberger_naive().autoreduction())
    quotient = _Quotient(basis, len(names))
    if not quotient.is_finite:
        return None
    return [quotient.multiplication(i).minpoly() for i in range(len(names))]


def _with_whole_coefficients(polynomial: Polynomial, context: Any) -> Any:
    bottom = lcm(*(int(c.q) for c in polynomial.coeffs()))
    return context.from_dict({powers: (c * bottom).p for powers, c in polynomial.terms()})


class _Quotient:
    """What is left of all polynomials where those of a Gröbner basis are 0."""

    def __init__(self, basis: Sequence[Any], count: int) -> None:
        self._tails: dict[Powers, list[tuple[Powers, Any]]] = {}
        for polynomial in basis:
            (leading, top), *others = [(tuple(map(int, m)), c) for m, c in polynomial.terms()]
            self._tails[leading] = [(m, to_flint(Fraction(-int(c), int(top)))) for m, c in others]
        ends = [[m[i] for m in self._tails if sum(m) == m[i]] for i in range(count)]
        self.is_finite = all(ends)
        self._count = count
        self._known: dict[Powers, dict[Powers, Any]] = {}
        self._monomials = self._below([min(own) for own in ends]) if self.is_finite else []

    def _below(self, ends: Sequence[int]) -> list[Powers]:
        """The monomials that no leading one divides."""
        found: list[Powers] = [()]
        for end in ends:
            found = [(*m, k) for m in found for k in range(end)]
        return [m for m in found if not any(map(_divides, self._tails, [m] * len(self._tails)))]

    def multiplication(self, i: int) -> fmpq_mat:
        """The matrix of the multiplication by a symbol."""
        size = len(self._monomials)
        rows = [[to_flint(Fraction(0))] * size for _ in range(size)]
        place = {m: k for k, m in enumerate(self._monomials)}
        for k, m in enumerate(self._monomials):
            for other, c in self._reduced(_raised(m, i)).items():
                rows[place[other]][k] = c
        return fmpq_mat(rows)

    def _reduced(self, m: Powers) -> dict[Powers, Any]:
        """A monomial as a sum of those that are left."""
        if m in self._known:
            return self._known[m]
        leading = next((other for other in self._tails if _divides(other, m)), None)
        if leading is None:
            return {m: to_flint(Fraction(1))}
        found: dict[Powers, Any] = {}
        for tail, c in self._tails[leading]:
            moved = tuple(x - y + z for x, y, z in zip(m, leading, tail, strict=True))
            for other, share in self._reduced(moved).items():
                found[other] = found.get(other, to_flint(Fraction(0))) + c * share
        self._known[m] = found
        return found


def _divides(one: Powers, other: Powers) -> bool:
    return all(x <= y for x, y in zip(one, other, strict=True))


def _raised(m: Powers, i: int) -> Powers:
    return (*m[:i], m[i] + 1, *m[i + 1 :])
