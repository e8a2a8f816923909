"""Lagrange multipliers of polynomials: stationary points on a constraint, and the extreme values there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any, TypeAlias

import numpy as np

from solver.models.arrays import Array

Terms: TypeAlias = Mapping[tuple[int, ...], Fraction]
"""The coefficients of a polynomial, by the powers of its variables."""


STARTS, STEPS = 12, 30
DIGITS, SHARP, APART = 100, "1e-35", "1e-25"
"""How many digits are kept, how small a step beside the place ends Newton's method, and what tells two
places apart."""

CHORDS, SHARPENINGS = 12, 400
FAR = Fraction(10**60)
"""Where the terms of the highest degree alone decide about a sign."""


def lagrange(
    objective: Terms, condition: Terms, places: Sequence[Sequence[float]], sign: str
) -> dict[str, Any]:
    """Stationary points of f on g = 0, their multipliers, and the extreme values that there are.

    Newton's method for the gradient of f - lambda g and g starts at many places of many sizes, and at those
    that are given, near which it must end; what it finds is sharpened in many digits. Whether f has a largest
    value is judged by its values far away.

    Source: Nocedal and Wright, Numerical Optimization, equation 18.6.
    """
    import mpmath

    n = len(next(iter(objective)))
    system, found = _Stationarity(objective, condition, n), list[list[Any]]()
    for start in (*map(np.array, places), *system.newton()):
        place = system.sharpened(start)
        if place is not None and all(_apart(place[:n], other[:n]) for other in found):
            found.append(place)
    ordered = sorted(found, key=lambda place: [float(x) for x in place[:n]])
    points = [[float(x) for x in place[:n]] for place in ordered]
    way = 1 if sign == "minus" else -1
    answers = {"multipliers": [way * float(p[n]) for p in ordered], "stationary_points": points}
    above, below = _far_signs(objective, condition)
    with mpmath.workdps(DIGITS):
        heights = [_value(objective, place[:n]) for place in ordered]
        same = mpmath.mpf(APART) * max(map(abs, heights), default=0)
        for is_passed, name, best in ((above, "max", max), (below, "min", min)):
            if not is_passed:
                value = best(heights)
                where = [p for p, h in zip(points, heights, strict=True) if abs(h - value) <= same]
                answers |= {f"{name}imum": float(value), f"{name}imizer": where}
    return answers


def _value(terms: Terms, place: Sequence[Any]) -> Any:
    """The value of a polynomial in the arithmetic of the place."""
    one = place[0] ** 0
    powers = ([x**k if k > 1 else x for x, k in zip(place, m, strict=True) if k] for m in terms)
    return sum(
        c.numerator * prod(factors, start=one) / c.denominator
        for c, factors in zip(terms.values(), powers, strict=True)
    )


def _derivative(terms: Terms, i: int) -> Terms:
    return {(*m[:i], m[i] - 1, *m[i + 1 :]): c * m[i] for m, c in terms.items() if m[i]}


class _Stationarity:
    """The conditions grad f = lambda grad g and g = 0 at (x, lambda), and their derivatives."""

    def __init__(self, objective: Terms, condition: Terms, n: int) -> None:
        self.n, self.g = n, condition
        self.slopes = [[_derivative(p, i) for i in range(n)] for p in (objective, condition)]
        self.bends = [[[_derivative(s, j) for j in range(n)] for s in part] for part in self.slopes]

    def at(self, u: Sequence[Any]) -> list[Any]:
        """What has to be 0."""
        x, factor = u[: self.n], u[self.n]
        pairs = zip(*self.slopes, strict=True)
        return [_value(a, x) - factor * _value(b, x) for a, b in pairs] + [_value(self.g, x)]

    def matrix(self, u: Sequence[Any]) -> list[list[Any]]:
        """The derivatives by x and lambda, a row a condition."""
        x, factor, n = u[: self.n], u[self.n], self.n
        of_f, of_g = self.bends
        slopes = [_value(s, x) for s in self.slopes[1]]
        rows = [
            [_value(of_f[i][j], x) - factor * _value(of_g[i][j], x) for j in range(n)] + [-slopes[i]]
            for i in range(n)
        ]
        return [*rows, [*slopes, 0 * factor]]

    def multiplier(self, x: Sequence[Any]) -> Any:
        """The best one at a place, by least squares."""
        of_f, of_g = ([_value(s, x) for s in part] for part in self.slopes)
        along = sum(a * b for a, b in zip(of_f, of_g, strict=True))
        return along / (sum(b * b for b in of_g) + 1e-300)

    def usual_multiplier(self, x: Sequence[Any]) -> Any:
        """The size that one has where nothing cancels in the derivatives of f."""
        sizes = [sum(abs(_value({m: c}, x)) for m, c in slope.items()) for slope in self.slopes[0]]
        return max(sizes) / (max(abs(_value(slope, x)) for slope in self.slopes[1]) or 1)

    def newton(self) -> Iterator[Array]:
        """Where Newton's method ends, of starts at random, of the sizes that the coefficients speak of."""
        random = np.random.default_rng(0)
        scales = [size * factor for size in self._sizes() for factor in (0.1, 1.0, 10.0)]
        x = np.concatenate([random.normal(size=(STARTS, self.n)) * scale for scale in scales])
        with np.errstate(all="ignore"):
            u = np.column_stack([x, np.broadcast_to(self.multiplier([*x.T]), len(x))])
            for _ in range(STEPS):
                parts = [[np.broadcast_to(e, len(u)) for e in row] for row in self.matrix([*u.T])]
                matrix = np.array(parts).transpose(2, 0, 1)
                right = np.array([np.broadcast_to(entry, len(u)) for entry in self.at([*u.T])]).T
                fine = np.isfinite(matrix).all(axis=(1, 2)) & (abs(np.linalg.det(matrix)) > 0)
                u, matrix, right = u[fine], matrix[fine], right[fine]
                if not len(u):
                    return
                step = np.linalg.solve(matrix, right[..., None])[..., 0]
                u = u - step
            size = abs(u[:, : self.n]).max(axis=1)
            near = abs(step[:, : self.n]).max(axis=1) < 1e-5 * (size + 1e-300)
        _, first = np.unique(np.round(u[near, : self.n] / size[near, None], 4), axis=0, return_index=True)
        yield from (u[near][k, : self.n] for k in first)

    def _sizes(self) -> list[float]:
        """The sizes of places at which two terms of f, or of g, are as large as each other."""
        found = set[float]()
        for terms in (self.slopes[0][0], *self.slopes[0][1:], self.g):
            by_degree: dict[int, float] = {}
            for m, c in terms.items():
                by_degree[sum(m)] = max(by_degree.get(sum(m), 0.0), abs(float(c)))
            for low, high in combinations(sorted(by_degree), 2):
                found.add(float(f"{(by_degree[low] / by_degree[high]) ** (1 / (high - low)):.0e}"))
        return sorted(found) or [1.0]

    def sharpened(self, start: Array) -> list[Any] | None:
        """The same place and its multiplier in many digits; nothing where it is none."""
        import mpmath

        with mpmath.workdps(DIGITS):
            x = [mpmath.mpf(float(entry)) for entry in start]
            u, usual = [*x, self.multiplier(x)], self.usual_multiplier(x)
            for k in range(SHARPENINGS):
                step = self._chord(u) if k < CHORDS else self._step(u)
                if step is None:
                    return None
                u = [x - change for x, change in zip(u, step, strict=True)]
                sizes = [max(map(abs, u[: self.n]))] * self.n + [max(abs(u[self.n]), usual)]
                if all(
                    abs(s) <= mpmath.mpf(SHARP) * (size or 1) for s, size in zip(step, sizes, strict=True)
                ):
                    least = mpmath.mpf(APART)
                    return [x if abs(x) > least * size else 0 * x for x, size in zip(u, sizes, strict=True)]
        return None

    def _chord(self, u: Sequence[Any]) -> list[Any] | None:
        """A step of Newton's method whose matrix has the digits of floats: quick, and nearly as good."""
        import mpmath

        values = self.at(u)
        largest = max(map(abs, values)) or 1
        try:
            matrix = np.array(self.matrix([float(x) for x in u]))
            step = np.linalg.solve(matrix, np.array([float(v / largest) for v in values]))
        except (np.linalg.LinAlgError, OverflowError):
            return self._step(u)
        return [mpmath.mpf(float(s)) * largest for s in step] if np.isfinite(step).all() else self._step(u)

    def _step(self, u: Sequence[Any]) -> list[Any] | None:
        """A step of Newton's method; nothing where its matrix is singular and it has not ended."""
        import mpmath

        values = self.at(u)
        if not any(values):
            return [0 * x for x in u]
        try:
            return list(mpmath.lu_solve(mpmath.matrix(self.matrix(u)), mpmath.matrix(values)))
        except ZeroDivisionError:
            return None


def _apart(one: Sequence[Any], other: Sequence[Any]) -> bool:
    import mpmath

    with mpmath.workdps(DIGITS):
        distance = max(abs(a - b) for a, b in zip(one, other, strict=True))
        return bool(distance > mpmath.mpf(APART) * max(map(abs, other)))


def _far_signs(objective: Terms, condition: Terms) -> tuple[bool, bool]:
    """Whether f is above, and below, all bounds at points of the constraint far away, by its values there."""
    n = len(next(iter(objective)))
    place, axes = [Fraction(0)] * n, [[Fraction(i == j) for j in range(n)] for i in range(n)]
    if max(map(sum, condition)) == 1:
        normal = [condition.get(tuple(map(int, axis)), Fraction(0)) for axis in axes]
        level = -condition.get((0,) * n, Fraction(0)) / sum(c * c for c in normal)
        place = [level * c for c in normal]
        k = next(k for k, c in enumerate(normal) if c)
        axes = [[normal[k] * (j == i) - normal[i] * (j == k) for j in range(n)] for i in range(n) if i != k]
    elif _is_definite({m: c for m, c in condition.items() if sum(m) == 2}, n):
        return False, False
    signs = set[int]()
    for direction in _directions(objective, axes):
        far = [p + FAR * d for p, d in zip(place, direction, strict=True)]
        value = _value(objective, far)
        signs.add((value > 0) - (value < 0))
    return 1 in signs, -1 in signs


def _is_definite(form: Terms, n: int) -> bool:
    """Whether a quadratic form has one sign, by Sylvester's criterion."""
    bend = [
        [_value(_derivative(_derivative(form, i), j), [Fraction(0)] * n) for j in range(n)] for i in range(n)
    ]
    minors = [_determinant([row[:k] for row in bend[:k]]) for k in range(1, n + 1)]
    return all(m > 0 for m in minors) or all(m * (-1) ** k < 0 for k, m in enumerate(minors))


def _determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    if not rows:
        return Fraction(1)
    minors = ([r[:j] + r[j + 1 :] for r in map(list, rows[1:])] for j in range(len(rows)))
    return sum(
        ((-1) ** j * c * _determinant(m) for j, (c, m) in enumerate(zip(rows[0], minors, strict=True))),
        Fraction(0),
    )


def _directions(objective: Terms, axes: Sequence[Sequence[Fraction]]) -> Iterator[list[Fraction]]:
    """Directions among axes, both ways: at random, and those in which f may change its sign late."""
    degree, n = max(map(sum, objective)), len(axes[0])
    top = {m: c for m, c in objective.items() if sum(m) == degree}
    random = np.random.default_rng(1)
    chosen = [*random.normal(size=(20, len(axes))), *np.eye(len(axes))]
    if len(axes) == 2:
        # Where the form is least or largest along the line through the ends of both axes.
        for first, second in (axes, axes[::-1]):
            at = [
                float(_value(top, [a + t * b for a, b in zip(first, second, strict=True)]))
                for t in range(degree + 1)
            ]
            along = np.polynomial.Polynomial.fit(range(degree + 1), at, degree, domain=[-1, 1]).convert()
            turns = along.deriv().roots()
            chosen += [np.array((1, t) if first is axes[0] else (t, 1)) for t in turns.real]
    if degree == 2:
        columns = np.array(axes, dtype=float)
        bend = [
            [float(_value(_derivative(_derivative(top, i), j), [Fraction(0)] * n)) for j in range(n)]
            for i in range(n)
        ]
        chosen += [*np.linalg.eigh(columns @ np.array(bend) @ columns.T)[1].T]
    for coordinates in chosen:
        for way in (1, -1):
            shares = [way * Fraction(float(c)) for c in coordinates]
            yield [sum((s * a[i] for s, a in zip(shares, axes, strict=True)), Fraction(0)) for i in range(n)]
