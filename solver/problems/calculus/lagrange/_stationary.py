"""Where a polynomial is stationary on a curve or surface, and whether it has extreme values there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import prod
from typing import TypeAlias

from flint import fmpq_mat, fmpq_poly

from solver.authoring import InputError
from solver.authoring.formulas import Formula, sqrt
from solver.mathematics import polynomials, values
from solver.mathematics.multivariate import Polynomial, coordinates, polynomial_of, terms_of
from solver.mathematics.number_fields import from_flint, to_flint

MOST_DEGREES = {2: 4, 3: 3}
"""The highest degree of f by the number of variables: more takes too long."""

DIGITS = 60
NEGLIGIBLE = Fraction(1, 10**40)
"""Beside the sum of the sizes of its terms, what a sum in so many digits is at most where it is 0."""

Point: TypeAlias = tuple[Formula, ...]
Place: TypeAlias = tuple[Fraction, ...]
Form: TypeAlias = dict[tuple[int, ...], Fraction]
"""Terms of one degree, by their powers of the variables."""


class Stationary:
    """The polynomials f and g over some variables."""

    def __init__(self, f: Formula, g: Formula, variables: Sequence[str]) -> None:
        self.variables = variables
        self.f = self._polynomial("--f", f, MOST_DEGREES[len(variables)])
        self.g = self._polynomial("--constraint", g, 2)
        self.slopes = [[p.derivative(i) for i in range(len(variables))] for p in (self.f, self.g)]

    def _polynomial(self, option: str, formula: Formula, most: int) -> Polynomial:
        wanted = f"must be a polynomial with fractions as coefficients, of degree 1 to {most}"
        try:
            found = polynomial_of(formula, self.variables)
        except TypeError:
            raise InputError(option, wanted) from None
        degree = int(found.total_degree())
        if not 1 <= degree <= most:
            raise InputError(option, wanted, f"degree {max(degree, 0)}")
        return found

    @property
    def crossed(self) -> list[tuple[int, int, Polynomial]]:
        """For each two variables, what is 0 where the gradients of f and g are parallel."""
        of_f, of_g = self.slopes
        pairs = combinations(range(len(self.variables)), 2)
        return [(i, j, of_f[i] * of_g[j] - of_f[j] * of_g[i]) for i, j in pairs]

    def points(self) -> list[Point]:
        """All real points, by their coordinates, the smallest first.

        Every coordinate is a root of a polynomial in it alone; of all combinations of such roots, those stay
        at which every condition is 0.

        Raises:
            InputError: they are infinitely many, or cannot be written with square roots.
        """
        conditions = [c for _, _, c in self.crossed if not c.is_zero()] + [self.g]
        each = coordinates(conditions)
        if each is None:
            raise InputError("--f", "must not be stationary at infinitely many points of the constraint")
        found = []
        for candidate in product(*(list(_roots(p)) for p in each)):
            place = tuple(map(_number, candidate))
            if all(_vanishes(condition, place) for condition in conditions):
                self._require_regular(place)
                found.append((place, candidate))
        return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]

    def _require_regular(self, place: Place) -> None:
        if all(_vanishes(slope, place) for slope in self.slopes[1]):
            raise InputError("--constraint", "must not have a gradient of 0 at a point that meets it")

    def ends(self) -> tuple[bool, bool]:
        """Whether there are a largest and a least value.

        Raises:
            InputError: that is not settled by the terms of the highest degree.
        """
        if self.g.total_degree() == 1:
            return _ends(self._along_flat())
        if _ways(_top(self.g)) in ({1}, {-1}):
            return True, True
        ends = _ends(_top(self.f))
        if ends == (False, False):
            wanted = (
                "must grow in all directions, or fall in all, as the points of the constraint are not bounded"
            )
            raise InputError("--f", wanted)
        return ends

    def _along_flat(self) -> Form:
        """The highest terms of f where the constraint, which is linear, is met: in all variables but one."""
        i = next(i for i, slope in enumerate(self.slopes[1]) if not slope.is_zero())
        factor = self.slopes[1][i].coeffs()[0]
        generators = self.f.context().gens()
        solved = generators[i] - self.g * (1 / factor)
        return _top(self.f.compose(*generators[:i], solved, *generators[i + 1 :]), without=i)


def _roots(polynomial: fmpq_poly) -> Iterator[Formula]:
    """The real roots.

    Raises:
        InputError: one cannot be written with square roots.
    """
    for factor, _ in polynomial.factor()[1]:
        monic = factor / factor.leading_coefficient()
        coefficients = list(map(from_flint, monic.coeffs()))
        if not _has_real_roots(monic):
            continue
        if len(coefficients) <= 3:
            yield from (root.formula for root in polynomials.roots(monic))
        elif len(coefficients) == 5 and coefficients[1] == coefficients[3] == 0:
            squares = polynomials.roots(fmpq_poly([to_flint(c) for c in coefficients[::2]]))
            for square in (root.formula for root in squares):
                if not values.is_complex(square.evaluate()) and square.evaluate() > 0:
                    yield from (sqrt(square), -sqrt(square))
        else:
            raise InputError("--f", "must have stationary points that can be written with square roots")


def _number(formula: Formula) -> Fraction:
    return values.fraction_of(formula.evaluate(), DIGITS)


def _vanishes(polynomial: Polynomial, place: Place) -> bool:
    """Whether the terms of a polynomial cancel at a place, in many digits."""
    terms = [c * prod(x**k for x, k in zip(place, m, strict=True)) for m, c in terms_of(polynomial).items()]
    size = sum(map(abs, terms), Fraction(0))
    return abs(sum(terms, Fraction(0))) <= size * NEGLIGIBLE


def _ends(form: Form) -> tuple[bool, bool]:
    """Whether a polynomial with these terms of the highest degree has a largest and a least value."""
    ways = _ways(form)
    if 0 in ways:
        raise InputError("--f", "must grow or fall in every direction of the constraint, or do both")
    return ways == {-1}, ways == {1}


def _top(polynomial: Polynomial, without: int | None = None) -> Form:
    """The terms of the highest degree, by their powers of the variables; `without` is none of these."""
    terms = {tuple(k for i, k in enumerate(m) if i != without): c for m, c in terms_of(polynomial).items()}
    degree = max(map(sum, terms), default=0)
    return {m: c for m, c in terms.items() if sum(m) == degree}


def _ways(form: Form) -> set[int]:
    """The signs of a form away from the origin; with 0, where it is 0 without changing its sign."""
    powers = next(iter(form), ())
    degree, count = sum(powers), len(powers)
    if degree == 0:
        return {0}
    if degree % 2:
        return {1, -1}
    if degree == 2:
        return _ways_of_squares(form, count)
    if count == 1:
        return {values.sign(form[powers])}
    if count > 2:
        raise InputError("--f", "must have a degree of at most 2 where three variables are not bounded")
    along = fmpq_poly([to_flint(form.get((degree - k, k), Fraction(0))) for k in range(degree + 1)])
    ends = {values.sign(form.get(end, Fraction(0))) for end in ((degree, 0), (0, degree))}
    crossed = [count for factor, count in along.factor()[1] if _has_real_roots(factor)]
    if not crossed and 0 not in ends:
        return ends
    is_odd = any(count % 2 for count in (*crossed, degree - along.degree()))
    return {1, -1} if is_odd else {0}


def _ways_of_squares(form: Form, count: int) -> set[int]:
    """Those of a quadratic form, by Descartes' rule: all roots of its characteristic polynomial are real."""
    matrix = fmpq_mat(count, count)
    for powers, c in form.items():
        i, j = (k for k, power in enumerate(powers) for _ in range(power))
        matrix[i, j] += to_flint(c)
        matrix[j, i] += to_flint(c)
    coefficients = matrix.charpoly().coeffs()
    signs = [values.sign(from_flint(c)) for c in coefficients if c]
    positive = sum(one != other for one, other in pairwise(signs))
    zero = len(coefficients) - len(coefficients[next(k for k, c in enumerate(coefficients) if c) :])
    negative = count - positive - zero
    if positive and negative:
        return {1, -1}
    return {0} if zero else {1 if positive else -1}


def _has_real_roots(factor: fmpq_poly) -> bool:
    """Whether an irreducible polynomial has any."""
    coefficients = list(map(from_flint, factor.coeffs()))
    if len(coefficients) % 2 == 0:
        return True
    return len(coefficients) > 1 and not all(map(values.is_complex, values.roots_of(coefficients)))
