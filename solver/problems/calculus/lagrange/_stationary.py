"""Where a polynomial is stationary on a curve or surface, and whether it has extreme values there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Any

from solver.errors import InputError
from solver.mathematics.formula import Formula
from solver.mathematics.sympy_bridge import from_sympy, to_sympy

if TYPE_CHECKING:
    import sympy

MOST_DEGREES = {2: 4, 3: 3}
"""The highest degree of f by the number of variables: more takes too long."""

NEGLIGIBLE = 1e-40

Point = tuple[Formula, ...]


class Stationary:
    """The polynomials f and g over some variables, by SymPy."""

    def __init__(self, f: Formula, g: Formula, variables: Sequence[str]) -> None:
        import sympy

        self.variables = [sympy.Symbol(name, real=True) for name in variables]
        self.f = self._polynomial("--f", f, MOST_DEGREES[len(variables)])
        self.g = self._polynomial("--constraint", g, 2)

    def _polynomial(self, option: str, formula: Formula, most: int) -> Any:
        import sympy

        wanted = f"must be a polynomial with fractions as coefficients, of degree 1 to {most}"
        try:
            found = sympy.Poly(to_sympy(formula), *self.variables, domain="QQ")
        except (sympy.PolynomialError, sympy.CoercionFailed, TypeError, ValueError):
            raise InputError(option, wanted) from None
        if not 1 <= found.total_degree() <= most:
            raise InputError(option, wanted, f"degree {found.total_degree()}")
        return found

    @property
    def crossed(self) -> list[tuple[int, int, sympy.Expr]]:
        """For each two variables, what is 0 where the gradients of f and g are parallel; factored."""
        import sympy

        f, g, v = self.f.as_expr(), self.g.as_expr(), self.variables
        found = []
        for i, j in combinations(range(len(v)), 2):
            left, right = (sympy.diff(f, v[a]) * sympy.diff(g, v[b]) for a, b in ((i, j), (j, i)))
            found.append((i, j, sympy.factor(left - right)))
        return found

    def points(self) -> list[Point]:
        """All real points, by their coordinates, the smallest first.

        Every coordinate is a root of a polynomial in it alone; of all combinations of such roots, those stay
        at which every condition is 0.

        Raises:
            InputError: they are infinitely many, or cannot be written with square roots.
        """
        import sympy

        conditions = [c for _, _, c in self.crossed if c != 0] + [self.g.as_expr()]
        basis = sympy.groebner(conditions, *self.variables, order="grevlex")
        if basis.exprs == [1]:
            return []
        if not basis.is_zero_dimensional:
            raise InputError("--f", "must not be stationary at infinitely many points of the constraint")
        roots = [self._roots(basis, v) for v in self.variables]
        polynomials = [sympy.Poly(condition, *self.variables) for condition in conditions]
        found = []
        for candidate in product(*roots):
            at = [root.evalf(60) for root in candidate]
            if all(_vanishes(condition, at) for condition in polynomials):
                self._require_regular(at)
                found.append(candidate)
        found.sort(key=lambda point: [float(x) for x in point])
        return [tuple(map(from_sympy, point)) for point in found]

    def _roots(self, basis: Any, variable: sympy.Symbol) -> list[sympy.Expr]:
        """The real values that a coordinate can have."""
        import sympy

        others = [v for v in self.variables if v != variable]
        last = sympy.groebner(basis.exprs, *others, variable, order="grevlex").fglm("lex").exprs[-1]
        found: list[sympy.Expr] = []
        for factor, _ in sympy.Poly(last, variable).factor_list()[1]:
            if factor.count_roots() == 0:
                continue
            coefficients = factor.all_coeffs()
            if factor.degree() > 2 and not (factor.degree() == 4 and coefficients[1] == coefficients[3] == 0):
                raise InputError("--f", "must have stationary points that can be written with square roots")
            found += [sympy.radsimp(root) for root in sympy.roots(factor) if root.is_real]
        return found

    def _require_regular(self, at: Sequence[Any]) -> None:
        if all(_vanishes(self.g.diff(v), at) for v in self.variables):
            raise InputError("--constraint", "must not have a gradient of 0 at a point that meets it")

    def ends(self) -> tuple[bool, bool]:
        """Whether there are a largest and a least value.

        Raises:
            InputError: that is not settled by the terms of the highest degree.
        """
        import sympy

        if self.g.total_degree() == 1:
            variable = next(v for v in self.variables if self.g.degree(v) == 1)
            solved = sympy.solve(self.g.as_expr(), variable)[0]
            others = [v for v in self.variables if v != variable]
            return _ends(sympy.Poly(self.f.as_expr().subs(variable, solved), *others))
        if _ways(_top(self.g)) in ({1}, {-1}):
            return True, True
        ends = _ends(self.f)
        if ends == (False, False):
            wanted = (
                "must grow in all directions, or fall in all, as the points of the constraint are not bounded"
            )
            raise InputError("--f", wanted)
        return ends


def _vanishes(polynomial: Any, at: Sequence[Any]) -> bool:
    """Whether the terms of a polynomial cancel at a place, in 60 digits."""
    terms = [c * prod(x**k for x, k in zip(at, powers, strict=True)) for powers, c in polynomial.terms()]
    return bool(abs(sum(terms)) <= sum(map(abs, terms)) * NEGLIGIBLE)


def _ends(polynomial: Any) -> tuple[bool, bool]:
    """Whether a polynomial has a largest and a least value over all real numbers."""
    ways = _ways(_top(polynomial))
    if 0 in ways or not ways:
        raise InputError("--f", "must grow or fall in every direction of the constraint, or do both")
    return ways == {-1}, ways == {1}


def _top(polynomial: Any) -> Any:
    """The terms of the highest degree."""
    import sympy

    degree = polynomial.total_degree()
    terms = {powers: c for powers, c in polynomial.terms() if sum(powers) == degree}
    return sympy.Poly.from_dict(terms, *polynomial.gens)


def _ways(form: Any) -> set[int]:
    """The signs of a form away from the origin; with 0, where it is 0 without changing its sign."""
    import sympy

    degree, variables = form.total_degree(), form.gens
    if degree == 0:
        return {0}
    if degree % 2:
        return {1, -1}
    if degree == 2:
        values = sympy.hessian(form.as_expr(), variables)
        positive, negative = values.is_positive_definite, values.is_negative_definite
        if positive or negative:
            return {1} if positive else {-1}
        one_way = values.is_positive_semidefinite or values.is_negative_semidefinite
        return {0} if one_way else {1, -1}
    if len(variables) == 1:
        return {1 if form.LC() > 0 else -1}
    if len(variables) > 2:
        raise InputError("--f", "must have a degree of at most 2 where three variables are not bounded")
    x, y = variables
    along = sympy.Poly(form.as_expr().subs(x, 1), y)
    end = form.as_expr().subs({x: 0, y: 1})
    signs = {int(sympy.sign(end)), int(sympy.sign(along(0)))}
    if along.count_roots() == 0 and 0 not in signs:
        return signs
    odd = any(count % 2 and factor.count_roots() for factor, count in along.factor_list()[1])
    return {1, -1} if odd or (end == 0 and (degree - along.degree()) % 2) else {0}
