"""Characteristic polynomials: the determinant written out, multiplied out, factored and solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from solver.mathematics.formula import Formula, Number, Pow, Symbol, lift, product_of_sequence, sum_of, times
from solver.mathematics.sympy_bridge import to_sympy
from solver.record.recorder import Working

Entries: TypeAlias = Sequence[Sequence[Formula]]
LAMBDA = Symbol("lambda")


def determinant(work: Working, entries: Entries, name: str) -> Formula:
    """The determinant by cofactors; minors of 3 by 3 and more are worked out in lines of their own."""
    if len(entries) <= 3:
        return short_determinant(entries)
    row = _best_row(entries)
    terms = []
    for column, entry in enumerate(entries[row]):
        if is_zero(entry):
            continue
        minor_name = f"M_{name}{row + 1}{column + 1}"
        minor = determinant(work, minor_of(entries, row, column), f"{name}{row + 1}{column + 1},")
        expanded = work.rewrite(Symbol(minor_name), minor, multiplied_out)
        terms.append(_signed(times(entry, expanded), (-1) ** (row + column)))
    return sum_of(terms)


def short_determinant(entries: Entries, sign: int = -1) -> Formula:
    """The determinant of up to 3 by 3, written out.

    `sign` alternates the products; +1 is the mistake of adding them all.
    """
    if len(entries) == 1:
        return entries[0][0]
    if len(entries) == 2:
        (a, b), (c, d) = entries
        products = [(a, d, 1), (b, c, sign)]
        return sum_of([_signed(p * q, s) for p, q, s in products if not (is_zero(p) or is_zero(q))])
    row = _best_row(entries)
    terms = []
    for column, entry in enumerate(entries[row]):
        minor = short_determinant(minor_of(entries, row, column), sign)
        if not is_zero(entry) and not is_zero(minor):
            terms.append(_signed(times(entry, minor), sign ** (row + column)))
    return sum_of(terms)


def _best_row(entries: Entries) -> int:
    return max(range(len(entries)), key=lambda row: sum(map(is_zero, entries[row])))


def minor_of(entries: Entries, row: int, column: int) -> Entries:
    """The matrix without a row and a column."""
    return [
        [entry for j, entry in enumerate(line) if j != column] for i, line in enumerate(entries) if i != row
    ]


def is_zero(entry: Formula) -> bool:
    """Whether an entry is the number 0."""
    return isinstance(entry, Number) and entry.number == 0


def _signed(term: Formula, sign: int) -> Formula:
    return term if sign > 0 else -term


def coefficients(polynomial: Formula) -> list[Fraction]:
    """The coefficients of a polynomial in λ, the highest power first."""
    import sympy

    poly = sympy.Poly(to_sympy(polynomial), sympy.Symbol("lambda", real=True), domain="QQ")
    return [Fraction(int(c.p), int(c.q)) for c in poly.all_coeffs()]


def polynomial(numbers: Sequence[Fraction]) -> Formula:
    """A polynomial in λ from its coefficients, the highest power first."""
    degree = len(numbers) - 1
    terms = [(number, degree - i) for i, number in enumerate(numbers) if number]
    if not terms:
        return lift(0)
    result = _monomial(*terms[0])
    for number, power in terms[1:]:
        size = _monomial(abs(number), power)
        result = result + size if number > 0 else result - size
    return result


def _monomial(number: Fraction, power: int) -> Formula:
    if power == 0:
        return Number(number)
    base: Formula = LAMBDA if power == 1 else Pow(LAMBDA, lift(power))
    if abs(number) == 1:
        return base if number > 0 else -base
    return Number(number) * base if number > 0 else -(Number(-number) * base)


def multiplied_out(formula: Formula) -> Formula:
    """The same polynomial, multiplied out."""
    return polynomial(coefficients(formula))


@dataclass(frozen=True, slots=True)
class Factor:
    """An irreducible factor over the rationals, with its multiplicity."""

    numbers: tuple[Fraction, ...]
    multiplicity: int

    @property
    def degree(self) -> int:
        return len(self.numbers) - 1


def factors(formula: Formula) -> tuple[Fraction, list[Factor]]:
    """The leading coefficient and the monic irreducible factors, linear ones first."""
    import sympy

    poly = sympy.Poly(to_sympy(formula), sympy.Symbol("lambda", real=True), domain="QQ")
    _, found = poly.factor_list()
    monic = [(factor.monic().all_coeffs(), multiplicity) for factor, multiplicity in found]
    listed = [
        Factor(tuple(Fraction(int(c.p), int(c.q)) for c in numbers), multiplicity)
        for numbers, multiplicity in monic
    ]
    return coefficients(formula)[0], sorted(listed, key=lambda f: (f.degree, -f.multiplicity, f.numbers[-1]))


def factored(formula: Formula) -> Formula:
    """The same polynomial as a product of irreducible factors."""
    leading, found = factors(formula)
    parts = []
    for factor in found:
        base = polynomial(factor.numbers)
        parts.append(base if factor.multiplicity == 1 else Pow(base, lift(factor.multiplicity)))
    product = product_of_sequence(parts)
    if leading == 1:
        return product
    return -product if leading == -1 else Number(leading) * product
