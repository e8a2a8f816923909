"""Roots of irreducible polynomials, each with the field in which its eigenvectors are computed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from solver.errors import UndefinedError
from solver.mathematics import values
from solver.mathematics.formula import Formula, Number, lift, sqrt
from solver.mathematics.sympy_bridge import from_sympy
from solver.mathematics.values import Value
from solver.problems.linear_algebra._polynomial import Factor

_LONGEST_RADICAL = 12


@dataclass(frozen=True, slots=True)
class Root:
    """A root: what it is, where it comes from, and the field that it generates.

    `embed` takes a fraction into the field, `show` an element out of it as a formula.
    """

    formula: Formula
    element: Any
    embed: Callable[[Fraction], Any]
    show: Callable[[Any], Formula]
    origin: Formula | None = None

    @property
    def in_radicals(self) -> bool:
        """Whether the root is shown exactly."""
        return not isinstance(self.formula, Number) or isinstance(self.formula.number, Fraction)


def roots_of(factor: Factor) -> Iterator[Root]:
    """The roots of an irreducible factor over the rationals, the largest first."""
    if factor.degree == 1:
        value = -factor.numbers[1]
        yield Root(Number(value), value, Fraction, Number)
    elif factor.degree == 2:
        yield from _quadratic_roots(factor)
    else:
        yield from _higher_roots(factor)


def _quadratic_roots(factor: Factor) -> Iterator[Root]:
    """By the quadratic formula, in the field of the root of the discriminant."""
    import sympy

    _, b, c = factor.numbers
    discriminant = b * b - 4 * c
    radical = sympy.sqrt(sympy.Rational(discriminant.numerator, discriminant.denominator))
    field = sympy.QQ.algebraic_field(radical)

    def show(element: Any) -> Formula:
        return from_sympy(sympy.together(field.to_sympy(element)))

    def embed(value: Fraction) -> Any:
        return field.convert_from(_rational(value), sympy.QQ)

    under = sqrt(Number(b) ** 2 - lift(4) * Number(c))
    for sign in (1, -1):
        element = (embed(-b) + embed(Fraction(sign)) * field.unit) / embed(Fraction(2))
        start = -Number(b) + under if sign > 0 else -Number(b) - under
        formula = show(element)
        yield Root(formula, element, embed, show, start / 2)


def _higher_roots(factor: Factor) -> Iterator[Root]:
    """In radicals where they are short, else as numbers of 50 digits; exact in either case.

    All roots share the field Q[x]/(p), in which they are the class of x; they differ in what
    number an element is shown as.
    """
    import sympy
    from mpmath.libmp import NoConvergence
    from sympy.polys.agca.extensions import FiniteExtension

    coefficients = [sympy.Rational(c.numerator, c.denominator) for c in factor.numbers]
    polynomial = sympy.Poly(coefficients, sympy.Symbol("x"), domain="QQ")
    field = FiniteExtension(polynomial)
    radicals = [r for r in sympy.roots(polynomial) if sympy.count_ops(r) <= _LONGEST_RADICAL]
    try:
        numerical = polynomial.nroots(n=values.WORKING_DIGITS, maxsteps=500)
    except NoConvergence:
        raise UndefinedError("the roots of the characteristic polynomial lie too far apart in size") from None
    for position, root in enumerate(numerical):
        is_real = position < polynomial.count_roots()
        number = values.from_text(*map(str, root.as_real_imag()))

        def show(element: Any, number: Value = number) -> Formula:
            return Number(_horner(element.rep.to_list(), number))

        same = [r for r in radicals if abs(sympy.N(r, 40) - root) < 1e-30]
        readable = [from_sympy(r) for r in same if not (is_real and r.has(sympy.I))]
        formula = next(filter(_has_value, readable), Number(number))
        yield Root(formula, field.generator, lambda value: field.convert(_rational(value)), show)


def _has_value(formula: Formula) -> bool:
    """Whether no root is taken of a negative number."""
    try:
        formula.evaluate()
    except UndefinedError:
        return False
    return True


def _rational(value: Fraction) -> Any:
    import sympy

    return sympy.QQ(value.numerator, value.denominator)


def _horner(coefficients: list[Any], number: Value) -> Value:
    exact = [Fraction(int(c.numerator), int(c.denominator)) for c in coefficients] or [Fraction(0)]
    result: Value = exact[0]
    for coefficient in exact[1:]:
        result = values.add(values.multiply(result, number), coefficient)
    return values.tidy(result)
